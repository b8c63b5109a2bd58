import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createGlob } from '../../src/files/glob.ts';
import { ROOT } from '../docs/markdown.ts';
import { requireProgram, run } from '../integrations/programs.ts';
import { KINDS } from '../parsers/kinds.ts';
import { createWorkspace, shown } from './workspace.ts';

/** One file per kind that plimsoll finds by itself. */
const PATHS = Object.entries(KINDS).flatMap(([kind, { fixtures, names }]) =>
  kind === 'markdown' ? [] : [...fixtures, ...names],
);

/** First lines, which identify files without an extension. */
const TREE = Object.fromEntries(PATHS.map((path) => [path, KINDS.shell.names.includes(path) ? '#!/bin/sh\n' : '\n']));

/** Prints files whose type the settings don't cover. */
const ASK = `vim.lsp.start = function() end
local config = dofile('settings.lua') or {}
local types = {}
for _, name in ipairs(config.filetypes or {}) do types[name] = true end
for _, each in ipairs(vim.api.nvim_get_autocmds({ event = 'FileType' })) do types[each.pattern] = true end
for path in io.lines('paths.txt') do
  vim.cmd('silent edit ' .. vim.fn.fnameescape(path))
  io.stdout:write((types[vim.bo.filetype] and 'given' or 'not given: ' .. vim.bo.filetype) .. ' ' .. path .. '\\n')
end
vim.cmd('qa!')
`;

test.for(['lsp/plimsoll.lua', 'plugin/plimsoll.lua'])(
  'Neovim gives every kind of file to the server: %s',
  (title, context) => {
    requireProgram('nvim', context);
    const workspace = createWorkspace('neovim-kinds', {
      ...TREE,
      'settings.lua': shown(title),
      'paths.txt': `${PATHS.join('\n')}\n`,
      'ask.lua': ASK,
    });
    const { stdout, stderr } = run('nvim', ['--headless', '--clean', '-l', 'ask.lua'], {
      cwd: workspace.path,
      env: { ...workspace.env },
    });
    workspace.remove();
    expect(`${stdout}${stderr}`.split(/\r?\n/).filter((line) => line !== '')).toEqual(
      PATHS.map((path) => `given ${path}`),
    );
  },
);

/** Prints files for which Eglot does not start plimsoll. */
const ASK_EMACS = `(define-derived-mode yaml-mode text-mode "YAML")
(add-to-list 'auto-mode-alist '("\\\\.ya?ml\\\\'" . yaml-mode))
(require 'eglot)
(load-file "plimsoll.el")
(defvar given nil)
(defun eglot-ensure () (setq given (member "plimsoll" (flatten-tree (cdr (eglot--lookup-mode major-mode))))))
(dolist (path (split-string (with-temp-buffer (insert-file-contents "paths.txt") (buffer-string)) "\\n" t))
  (setq given nil)
  (with-current-buffer (find-file-noselect path)
    (princ (format "%s %s\\n" (if given "given" (format "not given: %s" major-mode)) path))))
`;

test('Emacs gives every kind of file to the server', (context) => {
  requireProgram('emacs', context);
  const workspace = createWorkspace('emacs-kinds', {
    ...TREE,
    'plimsoll.el': shown('plimsoll.el'),
    'paths.txt': `${PATHS.join('\n')}\n`,
    'ask.el': ASK_EMACS,
  });
  const { stdout } = run('emacs', ['--batch', '--quick', '--load', 'ask.el'], {
    cwd: workspace.path,
    env: { ...workspace.env },
  });
  workspace.remove();
  expect(stdout.split('\n').filter((line) => line !== '')).toEqual(PATHS.map((path) => `given ${path}`));
});

interface HelixLanguage {
  readonly types: readonly string[];
  readonly globs: readonly string[];
  readonly shebangs: readonly string[];
  readonly hasPlimsoll: boolean;
}

/** Merges the languages of a `languages.toml` into `others`, by name. */
function helixLanguages(toml: string, others: ReadonlyMap<string, HelixLanguage>): ReadonlyMap<string, HelixLanguage> {
  const languages = new Map(others);
  for (const entry of toml.split('[[language]]').slice(1)) {
    const name = /^name = "([^"]+)"/m.exec(entry)?.[1] ?? '';
    const textsIn = (key: string, areGlobs = false): readonly string[] | undefined => {
      const list = new RegExp(`^${key} = \\[([\\s\\S]*?)\\]`, 'm').exec(entry)?.[1];
      return list === undefined
        ? undefined
        : Array.from(list.matchAll(/(glob *= *)?"([^"]+)"/g))
            .filter(([, glob]) => (glob !== undefined) === areGlobs)
            .map(([, , text = '']) => text);
    };
    const before = languages.get(name);
    languages.set(name, {
      types: textsIn('file-types') ?? before?.types ?? [],
      globs: textsIn('file-types', true) ?? before?.globs ?? [],
      shebangs: textsIn('shebangs') ?? before?.shebangs ?? [],
      hasPlimsoll: (textsIn('language-servers') ?? []).includes('plimsoll'),
    });
  }
  return languages;
}

test('Helix gives every kind of file to the server', (context) => {
  requireProgram('hx', context);
  const workspace = createWorkspace('helix-kinds', { '.config/helix/languages.toml': shown('languages.toml') });
  const health = (name: string): string =>
    run('hx', ['--health', name], { cwd: workspace.path, env: { ...workspace.env } }).stdout;
  // The editor's built-in languages.
  const found = run('sh', ['-c', 'command -v hx'], { cwd: workspace.path, env: {} }).stdout.trim();
  const program = readFileSync(found, 'latin1');
  const own = program.slice(program.indexOf('[[language]]'), program.lastIndexOf('[[grammar]]'));
  const languages = [...helixLanguages(shown('languages.toml'), helixLanguages(own, new Map()))];
  const named = (path: string): string => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const text = TREE[path] ?? '';
    const language =
      languages.find(([, { globs }]) => globs.some((glob) => createGlob(`**/${glob}`)(path))) ??
      languages.find(([, { types }]) => types.some((type) => name.endsWith(`.${type}`))) ??
      languages.find(([, { shebangs }]) => shebangs.some((shell) => text.startsWith(`#!/bin/${shell}`)));
    return language === undefined ? 'no language' : language[1].hasPlimsoll ? 'given' : language[0];
  };
  expect(PATHS.map((path) => `${named(path)} ${path}`)).toEqual(PATHS.map((path) => `given ${path}`));
  for (const name of ['yaml', 'just', 'plimsoll-units', 'plimsoll-scripts', 'plimsoll-makefiles'])
    expect(health(name)).toContain('plimsoll');
  workspace.remove();
});

test('the patterns for JetBrains IDEs match every kind of file', () => {
  const text = readFileSync(join(ROOT, 'docs/editors.md'), 'utf8');
  const section = text.slice(text.indexOf('## JetBrains'), text.indexOf('## Zed'));
  const globs = [...section.matchAll(/`([^`\n]*[*;][^`\n]*)` with/g)].flatMap(([, list = '']) => list.split(';'));
  const matchers = globs.map(createGlob);
  const names = PATHS.map((path) => path.slice(path.lastIndexOf('/') + 1));
  // Scripts without an extension are recognized by their first line.
  expect(section).toContain('File types: `Shell script`');
  expect(names.filter((name) => name.includes('.') && !matchers.some((matches) => matches(name)))).toEqual([]);
});
