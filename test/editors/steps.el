;;; What the test has Emacs do: open compose.yaml, choose a code action, write the file.  -*- lexical-binding: t -*-
(require 'eglot)
(require 'json)

;; Emacs itself has a mode for YAML only with a grammar.
(define-derived-mode yaml-mode text-mode "YAML")
(add-to-list 'auto-mode-alist '("\\.yaml\\'" . yaml-mode))
(load-file "plimsoll.el")

(defun wait-for (what condition)
  (let ((until (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) until) (error "Waited in vain for %s" what))
      ;; The first runs timers, the second reads what the server writes.
      (sit-for 0.02)
      (accept-process-output nil 0.02))))

(defun marked ()
  (mapcar (lambda (found)
            (vector (flymake-diagnostic-text found)
                    (symbol-name (flymake-diagnostic-type found))
                    (buffer-substring-no-properties (flymake-diagnostic-beg found) (flymake-diagnostic-end found))))
          (sort (flymake-diagnostics)
                (lambda (one other) (< (flymake-diagnostic-beg one) (flymake-diagnostic-beg other))))))

(defun hover ()
  "How the page of a rule is formatted for this editor, and how it begins."
  (let ((contents (plist-get (jsonrpc-request (eglot-current-server) :textDocument/hover
                                              (eglot--TextDocumentPositionParams))
                             :contents)))
    (vector (plist-get contents :kind) (car (split-string (plist-get contents :value) "\n")))))

(find-file "compose.yaml")
;; Eglot starts after the command that opened the file, and there is none here.
(run-hooks 'post-command-hook)
(wait-for "the server" #'eglot-current-server)
(flymake-start)
(wait-for "diagnostics" #'flymake-diagnostics)
(goto-char (point-min))
(search-forward "privileged: ")
(let ((opened (marked))
      (page (hover)))
  (eglot-execute
   (eglot-current-server)
   (seq-find (lambda (action) (string-prefix-p (getenv "ACTION") (plist-get action :title)))
             ;; At the beginning of the line.
             (eglot-code-actions (line-beginning-position) (line-beginning-position))))
  (wait-for "diagnostics of the text that is not saved" (lambda () (< (length (flymake-diagnostics)) (length opened))))
  (let ((fixed (marked)))
    (save-buffer)
    (with-temp-file "out.json"
      (insert (json-encode `((opened . ,(vconcat opened)) (hover . ,page) (fixed . ,(vconcat fixed))))))))
(eglot-shutdown-all)
