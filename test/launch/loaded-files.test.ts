import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const program = join(root, 'dist', 'plimsoll.cjs');

/** Prints each file of the build that is loaded. */
const HOOK = `
const fs = require('node:fs');
const { readFileSync } = fs;
fs.readFileSync = (path, ...others) => {
  const name = /dist.([\\w-]+)\\.cjs$/.exec(String(path))?.[1];
  if (name !== undefined) process.stderr.write(name + '\\n');
  return readFileSync(path, ...others);
};
`;

/** The files of the build that a run loads, except the entry. */
function loadedFor(args: readonly string[], files: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-loaded-'));
  try {
    for (const [name, text] of Object.entries({ 'hook.cjs': HOOK, ...files })) writeFileSync(join(folder, name), text);
    const run = spawnSync(process.execPath, ['--require', './hook.cjs', program, ...args, ...Object.keys(files)], {
      cwd: folder,
      encoding: 'utf8',
    });
    return run.stderr.split('\n').filter((line) => /^[\w-]+$/.test(line) && line !== 'plimsoll');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const COMPOSE = { 'compose.yaml': 'services:\n  web:\n    image: example.com/web:1.2\n    privileged: true\n' };

test.runIf(existsSync(program)).each([
  {
    what: 'a Compose file',
    args: ['--format=text'],
    files: COMPOSE,
    loaded: ['bundle', 'compose-validator', 'image-table'],
  },
  { what: 'the version', args: ['--version'], files: {}, loaded: [] },
])('$what needs no other file of the build', ({ args, files, loaded }) => {
  expect(loadedFor(args, files).toSorted()).toEqual(loaded);
});
