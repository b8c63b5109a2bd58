;;; What the test has Emacs do with lsp-mode: open compose.yaml, choose a code action, write the file.  -*- lexical-binding: t -*-
(require 'package)
;; Where Debian has packages of Emacs.
(add-to-list 'package-directory-list "/usr/share/emacs/site-lisp/elpa")
(package-initialize)
(require 'lsp-mode)
(require 'flymake)
(require 'json)
(setq lsp-auto-guess-root t
      lsp-diagnostics-provider :flymake
      lsp-warn-no-matched-clients nil
      lsp-enable-suggest-server-download nil)

;; Emacs itself has a mode for YAML only with a grammar.
(define-derived-mode yaml-mode text-mode "YAML")
(add-to-list 'auto-mode-alist '("\\.yaml\\'" . yaml-mode))
(load-file "plimsoll.el")

(defun wait-for (what condition)
  (let ((until (+ (float-time) 20)))
    (while (not (funcall condition))
      (when (> (float-time) until) (error "Waited in vain for %s" what))
      (sit-for 0.02)
      (accept-process-output nil 0.02))))

(defun marked ()
  (mapcar (lambda (found) (gethash "code" found))
          (sort (append (gethash (lsp--fix-path-casing buffer-file-name) (lsp-diagnostics) nil) nil)
                (lambda (one other)
                  (< (gethash "character" (gethash "start" (gethash "range" one)))
                     (gethash "character" (gethash "start" (gethash "range" other))))))))

(find-file "compose.yaml")
(lsp)
(wait-for "the server" (lambda () (and (lsp-workspaces) (eq 'initialized (lsp--workspace-status (car (lsp-workspaces)))))))
(wait-for "diagnostics" #'marked)
(let ((opened (marked)))
  (goto-char (point-min))
  (search-forward "privileged: ")
  (beginning-of-line)
  (let ((actions (lsp-request "textDocument/codeAction" (lsp--text-document-code-action-params))))
    (lsp-execute-code-action
     (seq-find (lambda (action) (string-prefix-p (getenv "ACTION") (gethash "title" action))) actions)))
  (wait-for "diagnostics of the text that is not saved" (lambda () (< (length (marked)) (length opened))))
  (let ((fixed (marked)))
    (let ((before-save-hook nil)) (save-buffer))
    (with-temp-file "out.json"
      (insert (json-encode `((opened . ,(vconcat opened)) (fixed . ,(vconcat fixed))))))))
(kill-emacs 0)
