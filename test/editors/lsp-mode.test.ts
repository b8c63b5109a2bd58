import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { requireProgram, run } from '../integrations/programs.ts';
import { ACTION, COMPOSE, createWorkspace, FIXED, MARKED, shownWith, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace('lsp-mode', {
    // lsp-mode miscounts after characters of two UTF-16 units, as the page says.
    'compose.yaml': COMPOSE.replace('😀', ''),
    'plimsoll.el': shownWith('plimsoll-lsp-mode.el', '("plimsoll.run" "onType")', '("plimsoll.missing" "off")'),
  });
});
afterAll(() => {
  workspace.remove();
});

test('Emacs with lsp-mode: diagnostics, a setting, a code action', (context) => {
  requireProgram('emacs', context);
  if (!existsSync('/usr/share/emacs/site-lisp/elpa-src')) context.skip('lsp-mode is not installed');
  const { code, stderr } = run(
    'emacs',
    ['--batch', '--quick', '--load', join(ROOT, 'test/editors/steps-lsp-mode.el')],
    {
      cwd: workspace.path,
      env: { ...workspace.env, ACTION },
    },
  );
  expect(code, stderr).toBe(0);
  const marked = MARKED.map(([rule]) => rule);
  expect(JSON.parse(workspace.read('out.json'))).toEqual({ opened: marked, fixed: marked.slice(0, 1) });
  expect(workspace.read('compose.yaml')).toBe(FIXED.replace('😀', ''));
});
