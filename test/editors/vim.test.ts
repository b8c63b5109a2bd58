import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireProgram, run } from '../integrations/programs.ts';
import { createWorkspace, MARKED, shown, type Workspace } from './workspace.ts';

const CONFIGURATION = `rules:
  unlimited-memory: off
  default-cpu-priority: off
  writable-root-filesystem: off
  new-privileges-allowed: off
  missing-healthcheck: off
  unlimited-pids: off
`;

let workspace: Workspace;
beforeAll(() => {
  workspace = createWorkspace('vim', {
    '.plimsoll.yaml': CONFIGURATION,
    'compiler/plimsoll.vim': shown('compiler/plimsoll.vim'),
  });
});
afterAll(() => {
  workspace.remove();
});

test('Vim: `:compiler plimsoll` and `:make` fill the quickfix list', (context) => {
  requireProgram('vim', context);
  const write =
    "call writefile([json_encode(map(getqflist(), '[v:val.valid, bufname(v:val.bufnr), v:val.lnum, v:val.col, v:val.type, v:val.text]'))], 'out.json')";
  const steps = ['set runtimepath^=.', 'compiler plimsoll', 'silent make!', write, 'qall!'];
  const { code, stdout } = run(
    'vim',
    ['--clean', '--not-a-term', ...steps.flatMap((step) => ['-c', step]), 'compose.yaml'],
    { cwd: workspace.path, env: workspace.env },
  );
  expect(code, stdout).toBe(0);
  // In the order of the report, errors first. Columns are those of the report, in UTF-16 units.
  const line = workspace.read('compose.yaml').split('\n')[1] ?? '';
  const found = MARKED.toReversed().map(([rule = '', severity = '', text = '']) => [
    1,
    'compose.yaml',
    2,
    line.indexOf(text) + 1,
    severity.slice(0, 1),
    expect.stringMatching(new RegExp(`^${rule} `)) as unknown,
  ]);
  expect(JSON.parse(workspace.read('out.json'))).toEqual(found);
});
