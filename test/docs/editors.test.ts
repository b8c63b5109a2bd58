import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { PAGES, ROOT } from './markdown.ts';
import { createSession, EXAMPLES } from './session.ts';

/** A file as docs/editors.md shows it. */
function shown(title: string): string {
  const block = PAGES.find(({ path }) => path === 'docs/editors.md')?.blocks.find((one) => one.title === title);
  if (block === undefined) throw new Error(`docs/editors.md has no ${title}`);
  return block.lines.join('\n');
}

interface Result {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly severity: string;
  /** The rule and the message. */
  readonly text: string;
}

const LETTERS: Readonly<Record<string, string>> = { error: 'E', warning: 'W', info: 'I', note: 'N' };
const FILE = 'compose.yaml';

/** What the json report says that the text report must have a line for, in the order of the text report. */
async function results(argv = `--format json ${FILE} deploy.sh`): Promise<readonly Result[]> {
  const { output } = await createSession(EXAMPLES).run(`plimsoll ${argv}`);
  // Behind it is the summary, from standard error.
  const report: unknown = JSON.parse(output.slice(0, output.lastIndexOf('}') + 1));
  const list = (key: string): readonly Record<string, unknown>[] =>
    isRecord(report) && Array.isArray(report[key]) ? report[key].filter(isRecord) : [];
  const toResult = (severity: unknown, text: string, { file, range }: Record<string, unknown>): Result => {
    const start = isRecord(range) && isRecord(range['start']) ? range['start'] : {};
    return {
      file: String(file),
      line: Number(start['line']),
      column: Number(start['column']),
      severity: String(severity),
      text,
    };
  };
  const found = [
    ...list('findings').map((finding) =>
      toResult(finding['severity'], `${String(finding['rule'])} ${String(finding['message'])}`, finding),
    ),
    ...list('undecided').map((one) =>
      toResult('note', `${String(one['rule'])} Undecided: ${String(one['reason'])}`, one),
    ),
  ];
  const order = ['error', 'warning', 'info', 'note'];
  return found.sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
}

describe('VS Code', () => {
  const tasks: unknown = JSON.parse(shown('.vscode/tasks.json'));
  const task: unknown = isRecord(tasks) && Array.isArray(tasks['tasks']) ? tasks['tasks'][0] : undefined;
  const matcher =
    isRecord(task) && isRecord(task['problemMatcher']) && isRecord(task['problemMatcher']['pattern'])
      ? task['problemMatcher']['pattern']
      : {};

  test('the problem matcher reads every line of the text report, and nothing else', async () => {
    const regexp = new RegExp(String(matcher['regexp']));
    const { output } = await createSession(EXAMPLES).run(`plimsoll --format text ${FILE} deploy.sh`);
    const lines = output.trimEnd().split('\n');
    const read = lines.flatMap((line): Result[] => {
      const match = regexp.exec(line);
      const group = (name: string): string => match?.[Number(matcher[name])] ?? '';
      return match === null
        ? []
        : [
            {
              file: group('file'),
              line: Number(group('line')),
              column: Number(group('column')),
              severity: group('severity'),
              text: `${group('code')} ${group('message')}`,
            },
          ];
    });
    expect(sorted(read)).toEqual(sorted(await results()));
    expect(lines.filter((line) => !regexp.test(line))).toEqual([lines.at(-1)]);
  });

  test('the command works', async () => {
    const args = isRecord(task) && Array.isArray(task['args']) ? task['args'].map(String) : [];
    const { code } = await createSession(EXAMPLES).run(`npx ${args.join(' ')}`);
    expect(code).toBe(1);
  });
});

/** Real editors, in a folder with the examples, with `plimsoll` on the PATH. They are tried where they are installed. */
describe('real editors', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-editors-'));
    for (const [name, text] of Object.entries(EXAMPLES)) writeFileSync(join(folder, name), text);
    mkdirSync(join(folder, 'bin'));
    writeFileSync(
      join(folder, 'bin/plimsoll'),
      `#!/bin/sh\nexec '${join(ROOT, 'node_modules/.bin/tsx')}' '${join(ROOT, 'src/bin.ts')}' "$@"\n`,
      { mode: 0o755 },
    );
    for (const title of ['compiler/plimsoll.vim', 'plugin/plimsoll.lua', 'plimsoll-flymake.el']) {
      mkdirSync(dirname(join(folder, title)), { recursive: true });
      writeFileSync(join(folder, title), `${shown(title)}\n`);
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs an editor that writes what it found to out.json; skips the test where the editor is not installed. */
  function edit(context: TestContext, editor: string, argv: readonly string[]): readonly unknown[] {
    if (spawnSync(editor, ['--version']).error !== undefined) context.skip(`${editor} is not installed`);
    const out = join(folder, 'out.json');
    rmSync(out, { force: true });
    execFileSync(editor, argv, {
      cwd: folder,
      env: { ...process.env, HOME: folder, PATH: `${join(folder, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
      stdio: 'pipe',
      timeout: 25_000,
    });
    const value: unknown = JSON.parse(readFileSync(out, 'utf8'));
    return Array.isArray(value) ? value : [];
  }

  const toItem = ({ line, column, severity, text }: Result): readonly unknown[] => [
    line,
    column,
    LETTERS[severity],
    text,
  ];

  const quickfix =
    "call writefile([json_encode(map(filter(getqflist(), 'v:val.valid'), '[v:val.lnum, v:val.col, toupper(v:val.type), v:val.text]'))], 'out.json')";
  test.each([
    ['vim', ['--clean', '--not-a-term']],
    ['nvim', ['--headless', '--clean']],
  ])(
    '%s: `:compiler plimsoll` and `:make` fill the quickfix list',
    async (editor, options, ...[context]: readonly TestContext[]) => {
      if (context === undefined) return;
      const found = edit(context, editor, [
        ...options,
        '-c',
        'set runtimepath^=.',
        '-c',
        'compiler plimsoll',
        '-c',
        'silent make!',
        '-c',
        quickfix,
        '-c',
        'qall!',
        FILE,
      ]);
      expect(found).toEqual((await results(`--format json ${FILE}`)).map(toItem));
    },
  );

  const wait = 'lua vim.wait(20000, function() return #vim.diagnostic.get(0) > 0 end, 50)';
  const write =
    "lua vim.fn.writefile({ vim.json.encode(vim.tbl_map(function(d) return { d.lnum + 1, d.col + 1, ({ 'E', 'W', 'I', 'N' })[d.severity], d.message } end, vim.diagnostic.get(0))) }, 'out.json')";

  test('nvim: diagnostics of text that is not saved', async (context) => {
    const found = edit(context, 'nvim', [
      '--headless',
      '--clean',
      '-c',
      'luafile plugin/plimsoll.lua',
      '-c',
      `noautocmd edit ${FILE}`,
      '-c',
      'normal! ggO# a line that is not saved',
      '-c',
      'doautocmd InsertLeave',
      '-c',
      wait,
      '-c',
      write,
      '-c',
      'qall!',
    ]);
    const expected = (await results(`--format json ${FILE}`)).map(({ line, ...rest }) =>
      toItem({ ...rest, line: line + 1 }),
    );
    expect(found).toEqual(expected);
  });

  test('nvim: diagnostics of a file that is opened', async (context) => {
    const found = edit(context, 'nvim', [
      '--headless',
      '--clean',
      '-c',
      'luafile plugin/plimsoll.lua',
      '-c',
      `edit ${FILE}`,
      '-c',
      wait,
      '-c',
      write,
      '-c',
      'qall!',
    ]);
    expect(found).toEqual((await results(`--format json ${FILE}`)).map(toItem));
  });

  test('emacs: Flymake', async (context) => {
    const script = `(progn
      (load-file "plimsoll-flymake.el")
      (find-file "${FILE}")
      (plimsoll-flymake-setup)
      (flymake-start)
      (while (null (flymake-diagnostics)) (accept-process-output nil 0.1))
      (write-region
        (json-encode (mapcar (lambda (d)
            (goto-char (flymake-diagnostic-beg d))
            (vector (line-number-at-pos) (1+ (current-column))
                    (pcase (flymake-diagnostic-type d) (:error "E") (:warning "W") (_ "N"))
                    (flymake-diagnostic-text d)))
          (flymake-diagnostics)))
        nil "out.json"))`;
    const found = edit(context, 'emacs', ['--batch', '--quick', '--eval', "(require 'json)", '--eval', script]);
    const expected = (await results(`--format json ${FILE}`)).map((result) =>
      toItem({ ...result, severity: result.severity === 'info' ? 'note' : result.severity }),
    );
    // Flymake gives them in an order of its own.
    expect(new Set(found.map((item) => JSON.stringify(item)))).toEqual(
      new Set(expected.map((item) => JSON.stringify(item))),
    );
  });
});

function sorted(list: readonly Result[]): readonly string[] {
  return list
    .map((result) => JSON.stringify([result.file, result.line, result.column, result.severity, result.text]))
    .sort();
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
