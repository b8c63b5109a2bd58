import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createNodeFileSystem } from '../src/files/node-file-system.ts';
import { discover } from '../src/projects/discover.ts';
import { FORMATS } from '../src/reporters/index.ts';
import { RULES } from '../src/rules/index.ts';
import { hostTarget, TARGETS } from './build/standalone.ts';
import { EDGES } from './standalone/edges.ts';
import { type OpenDocument, recordSession } from './standalone/session.ts';

const USAGE = `npm run check:standalone -- [--only NAME]… [--target TARGET] FOLDER…

Runs an executable (npm run build:standalone) and the build for Node.js (npm run build) side by side, and compares what they print and their exit codes,
byte for byte.

  reports    every report of the folders with all rules and their fixes, the defaults, model and fix
  server     a session of an editor that opens every file of the folders, and asks for its actions and a hover
  commands   the other commands, and the page of every rule
  edges      closed pipes, FIFOs, a full device, signals, a terminal, input that is no text

  --only NAME        one of these (repeatable)
  --target TARGET    the executable for another system that can run here too, such as linux-x64-musl
  --through COMMAND  what runs it, such as 'qemu-aarch64-static -L ROOT' or 'env WINEPREFIX=DIR wine64'`;

/** One run; in its shell, `$P` is the program and `$F` an example. */
interface Run {
  readonly name: string;
  readonly script: string;
}

const ROOT = join(import.meta.dirname, '..');
const EXAMPLES = join(ROOT, 'test/fixtures/examples');
/** In milliseconds: a longer run hangs. */
const PATIENCE = 1_800_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string', multiple: true, default: [] },
    target: { type: 'string', default: hostTarget().name },
    through: { type: 'string', default: '' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const folders = positionals.map((path) => resolve(path));
const PARTS: Readonly<Record<string, () => Promise<number>>> = {
  reports: async () => compareRuns(reportRuns()),
  server: compareSessions,
  commands: async () => compareRuns(commandRuns()),
  edges: async () => compareRuns(EDGES.map(([name, script]) => ({ name, script }))),
};
const parts = values.only.length === 0 ? Object.keys(PARTS) : values.only;
const programs = [
  [process.execPath, join(ROOT, 'dist/plimsoll.cjs')],
  [...values.through.split(' ').filter(Boolean), join(ROOT, `dist/standalone/plimsoll-${values.target}`)],
];

if (values.help || folders.length === 0 || parts.some((part) => !Object.hasOwn(PARTS, part))) {
  console.log(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else process.exitCode = await check();

async function check(): Promise<number> {
  const missing = programs.map((program) => program.at(-1) ?? '').find((path) => !existsSync(path));
  if (missing !== undefined || !TARGETS.some(({ name }) => name === values.target)) {
    console.error(`There is no ${missing ?? values.target}: npm run build and npm run build:standalone make them.`);
    return 2;
  }
  let differing = 0;
  for (const part of parts) differing += (await PARTS[part]?.()) ?? 0;
  return differing === 0 ? 0 : 1;
}

/**
 * Complete directories in each run, and one report: reading and proving, the slow parts, are the
 * same for each.
 */
function reportRuns(): readonly Run[] {
  const all = folders.map((folder) => `'${folder}'`).join(' ');
  const reports = FORMATS.map((format) => `--format ${format}=r/${format}`).join(' ');
  return [
    { name: 'all reports', script: `$P --preset all ${reports} ${all}; code=$?; cat r/*; rm -r r; exit $code` },
    ...['--format text --concurrency 1', 'model', 'fix', 'fix --unsafe'].map((command) => ({
      name: command,
      script: `$P ${command} ${all}`,
    })),
  ];
}

function commandRuns(): readonly Run[] {
  return [
    ...['rules', '--help', '--version', 'completion bash', 'completion zsh', 'completion fish', 'init --help'].map(
      (command) => ({ name: command, script: `$P ${command}` }),
    ),
    { name: 'explain', script: RULES.map(({ id }) => `$P explain ${id}`).join('; ') },
  ];
}

/** The number of differing runs. */
async function compareRuns(runs: readonly Run[]): Promise<number> {
  const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-standalone-'));
  let [differing, bytes] = [0, 0];
  try {
    for (const run of runs) {
      const start = performance.now();
      const [a, b] = await Promise.all(programs.map((program, index) => runOf(program, run, scratch, `${index}`)));
      const isSame = a?.digest === b?.digest;
      bytes += a?.bytes ?? 0;
      console.log(
        `${isSame ? 'same' : 'DIFFERENT'}: ${run.name} (${a?.bytes ?? 0} bytes, ${Math.round((performance.now() - start) / 1000)} s)`,
      );
      if (isSame) continue;
      differing += 1;
      console.log(firstDifference(scratch));
    }
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  console.log(`${runs.length} runs, ${bytes} bytes, ${differing} of them differ\n`);
  return differing;
}

/** A digest of a run's output and exit code; the output itself, possibly long, stays in files. */
async function runOf(
  program: readonly string[],
  { script }: Run,
  scratch: string,
  name: string,
): Promise<{ readonly digest: string; readonly bytes: number }> {
  const folder = mkdtempSync(join(scratch, 'run-'));
  const [out, err] = [openSync(join(scratch, `${name}.out`), 'w'), openSync(join(scratch, `${name}.err`), 'w')];
  // Both get the same environment and text, so only the program differs.
  for (const example of ['compose.yaml', 'deploy.sh'])
    writeFileSync(join(folder, example), readFileSync(join(EXAMPLES, example)));
  const shell = spawn('bash', ['-c', script.replaceAll('$P', program.join(' '))], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: folder, F: join(folder, 'compose.yaml'), LC_ALL: 'C.UTF-8' },
    stdio: ['ignore', out, err],
    timeout: PATIENCE,
  });
  const ended = await new Promise<string>((resolve, reject) => {
    shell.once('error', reject);
    shell.once('close', (status, signal) => {
      resolve(`${status ?? ''} ${signal ?? ''}`);
    });
  });
  closeSync(out);
  closeSync(err);
  rmSync(folder, { recursive: true, force: true });
  const hash = createHash('sha256').update(ended);
  let bytes = 0;
  for (const part of ['out', 'err']) {
    const path = join(scratch, `${name}.${part}`);
    const text = readFileSync(path, 'latin1').replaceAll(folder, '.');
    writeFileSync(path, text, 'latin1');
    hash.update('\0').update(text);
    bytes += text.length;
  }
  writeFileSync(join(scratch, `${name}.end`), ended);
  return { digest: hash.digest('hex'), bytes };
}

/** The first differing line in the two outputs of a run. */
function firstDifference(scratch: string): string {
  return ['end', 'out', 'err']
    .flatMap((part) => {
      const [a = [], b = []] = ['0', '1'].map((name) =>
        readFileSync(join(scratch, `${name}.${part}`), 'latin1').split('\n'),
      );
      const at = a.findIndex((line, index) => line !== b[index]);
      const index = at < 0 ? a.length : at;
      const show = (line: string | undefined): string => line?.slice(0, 1500) ?? 'nothing';
      return index === a.length && b.length === a.length
        ? []
        : [`  ${part}, line ${index + 1}\n    ${show(a[index])}\n    ${show(b[index])}`];
    })
    .join('\n');
}

/** The number of documents with different server output; stops after the first one. */
async function compareSessions(): Promise<number> {
  let differing = 0;
  for (const folder of folders) {
    const documents = documentsOf(folder);
    const start = performance.now();
    const digests: string[][] = [];
    const transcripts = await Promise.all(
      programs.map((program) => {
        const own: string[] = [];
        digests.push(own);
        return recordSession(program, pathToFileURL(folder).href, documents, (_, digest) => own.push(digest));
      }),
    );
    const [a, b] = transcripts;
    const first = digests[0]?.findIndex((digest, index) => digest !== digests[1]?.[index]) ?? -1;
    const isSame = a?.digest === b?.digest && a?.status === b?.status;
    if (!isSame) differing += 1;
    console.log(
      `${isSame ? 'same' : `DIFFERENT from ${documents[first]?.uri ?? 'the end'} on`}: a session in ${folder} ` +
        `(${documents.length} documents, ${a?.messages ?? 0} messages, ${a?.bytes ?? 0} bytes, ${Math.round((performance.now() - start) / 1000)} s)`,
    );
  }
  console.log(`${folders.length} sessions, ${differing} of them differ\n`);
  return differing;
}

function documentsOf(folder: string): readonly OpenDocument[] {
  const inputs = [...discover({ paths: ['.'] }, createNodeFileSystem(folder)).inputs];
  const paths = new Set(inputs.flatMap(({ files }) => files.map(({ path }) => path)));
  return [...paths].map((path) => ({
    uri: pathToFileURL(join(folder, path)).href,
    languageId: /\.ya?ml$/.test(path) ? 'yaml' : 'shellscript',
    text: readFileSync(join(folder, path), 'utf8'),
  }));
}
