import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { requireProgram, run } from '../integrations/programs.ts';
import { createWorkspace, MARKED, shown, shownWith, type Workspace } from './workspace.ts';

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
  // In report order, errors first, with UTF-16 columns.
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

test('Vim with ALE: diagnostics of the text that is not saved, and a setting', (context) => {
  requireProgram('vim', context);
  const ale = '/usr/share/vim-ale';
  if (!existsSync(ale)) context.skip('ALE is not installed');
  writeFileSync(
    join(workspace.path, 'ale.vim'),
    shownWith('plimsoll-ale.vim', "{'run': 'onType'}", "{'missing': 'off'}") + STEPS,
  );
  const { code, stdout } = run(
    'vim',
    ['--clean', '--not-a-term', '--cmd', `set runtimepath^=${ale}`, '--cmd', 'filetype plugin on', '-S', 'ale.vim'],
    { cwd: workspace.path, env: workspace.env, timeout: 40_000 },
  );
  expect(code, stdout).toBe(0);
  const line = workspace.read('compose.yaml').split('\n')[1] ?? '';
  // ALE takes the protocol's units for columns.
  const columnOf = (text: string): number => line.indexOf(text) + 1;
  expect(JSON.parse(workspace.read('ale.json'))).toEqual([
    MARKED.map(([rule = '', , text = '']) => [rule, 2, columnOf(text)]),
    MARKED.slice(0, 1).map(([rule = '', , text = '']) => [rule, 2, columnOf(text)]),
  ]);
});

/** The test's steps in Vim: open the file, change it without saving, write ALE's results. */
const STEPS = `
runtime! plugin/ale.vim
let g:ale_linters_explicit = 0
let g:ale_lint_delay = 10
function! Found() abort
  return map(copy(ale#engine#GetLoclist(bufnr(''))), {_, each -> [get(each, 'code', ''), each.lnum, each.col]})
endfunction
function! Await(count) abort
  for _ in range(800)
    if len(Found()) == a:count | return | endif
    sleep 25m
  endfor
  cquit
endfunction
edit compose.yaml
setfiletype yaml
ALELint
call Await(2)
let s:opened = Found()
silent %s/, privileged: true//
doautocmd TextChanged
ALELint
call Await(1)
call writefile([json_encode([s:opened, Found()])], 'ale.json')
qall!
`;
