import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { requireProgram, run } from '../integrations/programs.ts';
import { ACTION, createWorkspace, FIXED, MARKED, shownWith, type Workspace } from './workspace.ts';

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace('emacs', {
    'plimsoll.el': shownWith('plimsoll.el', ':run "onType"', ':missing "off"'),
  });
});
afterAll(() => {
  workspace.remove();
});

test('Emacs with Eglot: diagnostics, a setting, a hover, a code action', (context) => {
  requireProgram('emacs', context);
  const { code, stderr } = run('emacs', ['--batch', '--quick', '--load', join(ROOT, 'test/editors/steps.el')], {
    cwd: workspace.path,
    env: { ...workspace.env, ACTION },
  });
  expect(code, stderr).toBe(0);
  // Eglot adds source and code to the text.
  const marked = MARKED.map(([rule, severity, text]) => [
    expect.stringContaining(`plimsoll [${rule ?? ''}]: `) as unknown,
    `eglot-${severity ?? ''}`,
    text,
  ]);
  expect(JSON.parse(workspace.read('out.json'))).toEqual({
    opened: marked,
    hover: ['plaintext', '# privileged-container'],
    fixed: marked.slice(0, 1),
  });
  expect(workspace.read('compose.yaml')).toBe(FIXED);
});
