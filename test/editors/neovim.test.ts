import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { requireProgram, run } from '../integrations/programs.ts';
import { ACTION, createWorkspace, FIXED, MARKED, shown, shownWith, type Workspace } from './workspace.ts';

const STEPS = join(ROOT, 'test/editors/steps.lua');
const SETTING = ["run = 'onType'", "missing = 'off'"] as const;

let workspace: Workspace;
beforeEach(() => {
  workspace = createWorkspace('neovim', {
    'plimsoll.lua': shownWith('plugin/plimsoll.lua', ...SETTING),
    'lsp/plimsoll.lua': shownWith('lsp/plimsoll.lua', ...SETTING),
    'nvim-lint-settings.lua': shown('nvim-lint'),
  });
});
afterEach(() => {
  workspace.remove();
});

function expectSteps(...commands: readonly string[]): void {
  const argv = ['--headless', '--clean', ...[...commands, `luafile ${STEPS}`].flatMap((command) => ['-c', command])];
  const { code, stderr } = run('nvim', argv, { cwd: workspace.path, env: { ...workspace.env, ACTION } });
  expect(code, stderr).toBe(0);
  expect(JSON.parse(workspace.read('out.json'))).toEqual({
    opened: MARKED,
    hover: ['markdown', '# privileged-container'],
    fixed: MARKED.slice(0, 1),
  });
  expect(workspace.read('compose.yaml')).toBe(FIXED);
}

test('Neovim 0.10: diagnostics, a setting, a hover, a code action', (context) => {
  requireProgram('nvim', context);
  expectSteps('luafile plimsoll.lua');
});

test('Neovim 0.11 and later, with its own list of servers', (context) => {
  requireProgram('nvim', context);
  const [, minor = '0'] = /^NVIM v0\.(\d+)/.exec(run('nvim', ['--version'], { cwd: workspace.path }).stdout) ?? [];
  if (Number(minor) < 11) context.skip('the Neovim here is older');
  expectSteps('set runtimepath^=.', "lua vim.lsp.enable('plimsoll')");
});

test('Neovim with nvim-lint: diagnostics when a file is opened', (context) => {
  requireProgram('nvim', context);
  const script = join(ROOT, 'test/editors/nvim-lint.lua');
  const { code, stderr } = run('nvim', ['--headless', '--clean', '-c', `luafile ${script}`], {
    cwd: workspace.path,
    env: workspace.env,
  });
  expect(code, stderr).toBe(0);
  const found: unknown = JSON.parse(workspace.read('out.json'));
  for (const [rule, severity] of MARKED)
    expect(found).toContainEqual([rule, severity === 'error' ? 1 : 2, 1, 'plimsoll']);
});
