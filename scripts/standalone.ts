import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildConstants } from './build/identity.ts';
import { compileStandalone, hostTarget, TARGETS } from './build/standalone.ts';

const USAGE = `npm run build:standalone -- [--all] [TARGET]…

Makes dist/standalone/plimsoll-TARGET, one file that needs no Node.js, and SHA256SUMS beside them. Default: this system.
Targets: ${TARGETS.map(({ name }) => name).join(' ')}`;

const FOLDER = 'dist/standalone';
const SUMS = 'SHA256SUMS';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { all: { type: 'boolean', default: false }, help: { type: 'boolean', short: 'h', default: false } },
});
if (values.help) console.log(USAGE);
else {
  const unknown = positionals.find((name) => !TARGETS.some((target) => target.name === name));
  if (unknown !== undefined) throw new Error(`There is no target ${unknown}.\n\n${USAGE}`);
  const wanted = values.all
    ? TARGETS
    : positionals.length === 0
      ? [hostTarget()]
      : TARGETS.filter(({ name }) => positionals.includes(name));
  mkdirSync(FOLDER, { recursive: true });
  const constants = buildConstants();
  for (const target of wanted) {
    const path = join(FOLDER, `plimsoll-${target.name}`);
    compileStandalone(target, path, constants);
    console.log(`${path}: ${Math.round(statSync(path).size / 1e6)} MB`);
  }
  writeFileSync(
    join(FOLDER, SUMS),
    readdirSync(FOLDER)
      .filter((name) => name !== SUMS)
      .sort()
      .map(sumOf)
      .join(''),
  );
}

/** A line of sha256sum. */
function sumOf(name: string): string {
  return `${createHash('sha256')
    .update(readFileSync(join(FOLDER, name)))
    .digest('hex')}  ${name}\n`;
}
