import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { FORMATS } from '../src/reporters/index.ts';
import { RULES } from '../src/rules/index.ts';
import { hostTarget } from './build/standalone.ts';

const USAGE = `npm run check:standalone -- FOLDER…

Runs the executable for this system (npm run build:standalone) and the build for Node.js (npm run build) side by side, and compares what they print and
their exit codes, byte for byte: every report and the other commands over the folders, the pages of the rules, and runs at the edges: closed pipes,
FIFOs, a full device, signals, a terminal, input that is no text.`;

/** One run; in a shell, `$P` is the program and `$F` an example. */
interface Run {
  readonly name: string;
  readonly script: string;
}

const ROOT = join(import.meta.dirname, '..');

// A working folder that was removed is not among them: the runtime of the executable refuses it before any code of ours runs.
const EDGES: readonly (readonly [string, string])[] = [
  ['a reader that leaves', '$P --format text "$F" | head -n 1'],
  ['a reader that has left', '{ $P --format json "$F"; echo $? >&2; } | true'],
  ['a full device', '$P "$F" > /dev/full'],
  ['errors on a full device', '$P nowhere.yaml 2> /dev/full'],
  ['no standard input', '$P - <&-'],
  ['no standard output', '$P "$F" >&-'],
  ['no standard error', '$P nowhere.yaml 2>&-'],
  ['a folder as input', '$P - < .'],
  ['a reader that waits', '$P --format json . | { sleep 1; cat; }'],
  ['standard input', '$P --format json - < "$F"'],
  ['an empty standard input', ': | $P -'],
  ['input that is not UTF-8', 'printf "services: {w: {image: \\377}}" | $P -'],
  ['input with a NUL', 'printf "services: {w: {image: a\\0}}" | $P -'],
  ['input with a byte order mark', 'printf "\\357\\273\\277services: {w: {image: a}}" | $P -'],
  ['input in UTF-16', 'iconv -t UTF-16 "$F" | $P -'],
  ['input without an end', 'yes "services: {}" | head -c 20000000 | $P -'],
  ['a FIFO to read', 'mkfifo in.yaml && { cat "$F" > in.yaml & } ; $P in.yaml; rm in.yaml'],
  ['a FIFO to write', 'mkfifo out && { cat out & } ; $P --quiet --format json=out "$F"; wait; rm out'],
  ['a report to /dev/stdout', '$P --format json=/dev/stdout --format text=/dev/null "$F"'],
  ['a report to a folder', '$P --format json=. "$F"'],
  ['a report to a new folder', '$P --quiet --format json=a/b/c.json "$F"; cat a/b/c.json; rm -r a'],
  ['a report beside a locked folder', 'mkdir locked && chmod 500 locked; $P --format json=locked/a "$F"; rmdir locked'],
  ['a file that is not there', '$P nowhere.yaml'],
  ['a name that is not UTF-8', 'name=$(printf "a\\377.yaml"); cp "$F" "$name"; $P .; rm "$name"'],
  ['nothing to lint', 'mkdir empty && cd empty && $P; $P --allow-empty; rmdir ../empty'],
  ['a wrong option', '$P --formt json'],
  ['options of Node.js', 'echo A=1 > a.env; $P --env-file=a.env "$F"; rm a.env'],
  [
    'files that a runtime may load',
    'printf "NODE_OPTIONS=--require=./x.cjs\\nFORCE_COLOR=1\\nNO_COLOR=\\n" > .env; printf "preload = [\\"./x.cjs\\"]\\n" > bunfig.toml; echo "console.log(1)" > x.cjs; $P "$F"; rm .env bunfig.toml x.cjs',
  ],
  ['a terminal', 'script -qec "stty cols 70; $P \'$F\'" /dev/null'],
  ['a terminal, with progress', 'script -qec "$P --color always --format pretty ." /dev/null'],
  ['colours', '$P --color always --format pretty "$F"'],
  ['threads', '$P --concurrency 3 --format json .'],
  ['a cache', '$P --cache --cache-location c --quiet .; $P --cache --cache-location c --format json .; rm c'],
  ['fixes', '$P fix --unsafe "$F"'],
  ['fixes that are written', 'cp "$F" fix.yaml; $P fix --unsafe --write fix.yaml; cat fix.yaml; rm fix.yaml'],
  ['a baseline', '$P baseline . ; cat .plimsoll-baseline.json; $P . ; rm -f .plimsoll-baseline.json'],
  ['a configuration', 'echo "rules: {unpinned-image: off, nothing: off}" > .plimsoll.yaml; $P "$F"; rm .plimsoll.yaml'],
  ['a signal while it waits for input', 'sleep 5 | { $P - & p=$!; sleep 0.7; kill -TERM $p; wait $p; echo $?; }'],
  [
    'a signal while it writes',
    'mkfifo w && { sleep 2 < w & } ; $P --format json=w . & p=$!; sleep 0.7; kill -INT $p; kill -TERM $p; wait $p; echo $?; rm w',
  ],
  ['a session of an editor', '{ cat lsp-0; sleep 3; cat lsp-1; sleep 3; cat lsp-2; sleep 1; } | $P lsp'],
  ['an editor that leaves', '{ cat lsp-0; sleep 2; } | $P lsp; echo $?'],
  ['SIGPIPE that is ignored', 'trap "" PIPE; $P --format text . | head -n 1'],
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { help: { type: 'boolean', short: 'h', default: false } },
});
if (values.help || positionals.length === 0) console.log(USAGE);
else process.exitCode = check(positionals.map((path) => resolve(path)));

function check(folders: readonly string[]): number {
  const programs = [
    ['node', join(ROOT, 'dist/plimsoll.cjs')],
    [join(ROOT, `dist/standalone/plimsoll-${hostTarget().name}`)],
  ];
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-standalone-'));
  let differing = 0;
  try {
    for (const run of prepareRuns(folders)) {
      const results = programs.map((program, index) => resultOf(program, run, scratch, `${index}`));
      if (results[0] === results[1]) continue;
      differing += 1;
      console.log(`${run.name} differs:\n${show(scratch, '0')}\n--- and\n${show(scratch, '1')}\n`);
    }
    console.log(`${prepareRuns(folders).length} runs, ${differing} of which differ`);
    return differing === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function prepareRuns(folders: readonly string[]): readonly Run[] {
  const commands = [
    ...FORMATS.map((format) => `--format ${format}`),
    '--format json --preset all',
    '--untrusted --format text',
    'model',
    'fix',
    'fix --unsafe',
  ];
  const all = folders.map((folder) => `'${folder}'`).join(' ');
  return [
    ...commands.map((command) => ({ name: command, script: `$P ${command} ${all}` })),
    ...['rules', '--help', '--version', 'completion bash', 'completion zsh', 'completion fish', 'init --help'].map(
      (command) => ({ name: command, script: `$P ${command}` }),
    ),
    { name: 'explain', script: RULES.map(({ id }) => `$P explain ${id}`).join('; ') },
    ...EDGES.map(([name, script]) => ({ name, script })),
  ];
}

/** A digest of what a run prints and its exit code; the outputs themselves are left in files, since they can be long. */
function resultOf(program: readonly string[], { script }: Run, scratch: string, name: string): string {
  const folder = mkdtempSync(join(scratch, 'run-'));
  const [out, err] = [openSync(join(scratch, `${name}.out`), 'w'), openSync(join(scratch, `${name}.err`), 'w')];
  // Both get the same environment and the same text, so that only the program is another.
  writeFileSync(join(folder, 'compose.yaml'), readFileSync(join(ROOT, 'test/fixtures/examples/compose.yaml')));
  writeFileSync(join(folder, 'deploy.sh'), readFileSync(join(ROOT, 'test/fixtures/examples/deploy.sh')));
  for (const [index, messages] of lspSession(folder).entries())
    writeFileSync(join(folder, `lsp-${index}`), messages.map(toLspMessage).join(''));
  const { status, signal } = spawnSync('bash', ['-c', script.replaceAll('$P', program.join(' '))], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, F: join(folder, 'compose.yaml'), LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', out, err],
    timeout: 600_000,
  });
  closeSync(out);
  closeSync(err);
  rmSync(folder, { recursive: true, force: true });
  const hash = createHash('sha256').update(`${status ?? ''} ${signal ?? ''}\n`);
  for (const part of ['out', 'err'])
    hash.update('\0').update(readFileSync(join(scratch, `${name}.${part}`), 'latin1').replaceAll(folder, '.'));
  return hash.digest('hex');
}

/** What an editor sends: it opens a file, asks for actions, and ends. */
function lspSession(folder: string): readonly (readonly object[])[] {
  const uri = pathToFileURL(join(folder, 'compose.yaml')).href;
  const text = readFileSync(join(folder, 'compose.yaml'), 'utf8');
  const rootUri = pathToFileURL(folder).href;
  const range = { start: { line: 0, character: 0 }, end: { line: 1000, character: 0 } };
  return [
    [
      { id: 1, method: 'initialize', params: { processId: null, rootUri, capabilities: {}, workspaceFolders: null } },
      { method: 'initialized', params: {} },
      { method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } },
    ],
    [
      {
        id: 2,
        method: 'textDocument/codeAction',
        params: { textDocument: { uri }, range, context: { diagnostics: [] } },
      },
    ],
    [{ id: 3, method: 'shutdown' }, { method: 'exit' }],
  ];
}

function toLspMessage(message: object): string {
  const body = JSON.stringify({ jsonrpc: '2.0', ...message });
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

function show(scratch: string, name: string): string {
  return ['out', 'err']
    .map((part) => readFileSync(join(scratch, `${name}.${part}`), 'utf8').slice(0, 1500))
    .join('\n· standard error:\n');
}
