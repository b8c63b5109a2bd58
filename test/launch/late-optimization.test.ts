import { chmodSync, cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { OTHER_BUILDS } from '../../scripts/build/other-builds.ts';
import { ROOT } from '../docs/markdown.ts';
import { run, temporaryFolder } from '../integrations/programs.ts';

const folder = temporaryFolder('late-optimization');
const dist = join(folder.path, 'dist');
const cache = join(dist, 'code-cache');
const log = join(folder.path, 'options');
const start = join(folder.path, 'start.cjs');
const FILES = Array.from({ length: 8 }, (_, index) => `${index}.compose.yaml`);

beforeAll(() => {
  cpSync(join(ROOT, 'dist'), dist, {
    recursive: true,
    filter: (path) => ![...OTHER_BUILDS, 'code-cache'].includes(basename(path)),
  });
  // V8's options during the lint; at its end, the run may set them again to keep code.
  writeFileSync(
    start,
    `const v8 = require('node:v8');
const set = v8.setFlagsFromString;
v8.setFlagsFromString = (options) => {
  if (process.exitCode === undefined) require('node:fs').appendFileSync(${JSON.stringify(log)}, options);
  set(options);
};
require('./dist/plimsoll.cjs');
`,
  );
  for (const file of FILES) writeFileSync(join(folder.path, file), 'services: { web: { image: nginx } }\n');
  for (const path of [folder.path, dist]) chmodSync(path, 0o777);
});
beforeEach(() => {
  setMode(0o755);
  rmSync(cache, { recursive: true, force: true });
  rmSync(log, { force: true });
});
afterAll(() => {
  folder.remove();
});

/** Fills the directory like an installation, removes what `kept` does not match, and locks it. */
function fill(kept: RegExp): void {
  run(process.execPath, [start, '--version'], { cwd: folder.path });
  for (const name of readdirSync(cache, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.code') && !kept.test(basename(name))) rmSync(join(cache, name));
  setMode(0o555);
}

function setMode(mode: number): void {
  if (!existsSync(cache) || !statSync(cache).isDirectory()) return;
  chmodSync(cache, mode);
  for (const name of readdirSync(cache)) chmodSync(join(cache, name), mode);
}

/** V8's options while files were linted. */
function optionsOf(files: readonly string[], env: Readonly<Record<string, string>> = {}): string {
  // Root's runs wrote it, and others couldn't.
  rmSync(log, { force: true });
  // Root may write everywhere.
  const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  const argv = [start, '--quiet', '--fail-on=never', ...files];
  const clean = { NODE_OPTIONS: '', NODE_DISABLE_COMPILE_CACHE: '', ...env };
  expect(run(process.execPath, argv, { cwd: folder.path, env: clean, ...user })).toMatchObject({ code: 0, stderr: '' });
  return existsSync(log) ? readFileSync(log, 'utf8') : '';
}

/** States of the code directory. `kept` are its code files; without, it can't be created. */
const FOLDERS: readonly {
  readonly name: string;
  readonly kept?: RegExp;
  readonly env?: Readonly<Record<string, string>>;
}[] = [
  { name: 'cannot be made' },
  { name: 'is empty and cannot be written', kept: /^$/ },
  { name: 'lacks a part and cannot be written', kept: /^bundle\.cjs/ },
  { name: 'has all and cannot be written', kept: /./ },
  { name: 'is not asked', kept: /^$/, env: { NODE_DISABLE_COMPILE_CACHE: '1' } },
  { name: 'is not for the options of the run', kept: /^$/, env: { NODE_OPTIONS: '--max-old-space-size=400' } },
];

test.each(FOLDERS)('V8 optimizes later where the directory for compiled code $name', (row) => {
  if (row.kept === undefined) writeFileSync(cache, '');
  else fill(row.kept);
  for (const files of [FILES, FILES.slice(0, 1)])
    expect(optionsOf(files, row.env)).toMatch(/^--(?:no-opt|interrupt-budget)\b/);
});
