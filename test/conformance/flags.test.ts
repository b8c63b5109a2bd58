import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLIENT_KEY } from '../../scripts/record/recorder.ts';
import type { Flag } from '../../src/parsers/docker/grammar/flags/flag.ts';
import type { FlagSet } from '../../src/parsers/docker/grammar/flags/flag-set.ts';
import { flagsOf, globalFlagsOf } from '../../src/parsers/docker/grammar/flags/tables.ts';
import { isJsonObject } from '../engine/json.ts';

/** Commands and their flags with letter and type, as written by `npm run record -- flags`. */
function recorded(program: string): readonly (readonly [command: string, flags: Readonly<Record<string, string>>])[] {
  const read: unknown = JSON.parse(readFileSync(join(import.meta.dirname, 'flags', `${program}.json`), 'utf8'));
  return Object.entries(isJsonObject(read) ? read : {}).flatMap(([command, flags]) =>
    command === CLIENT_KEY || !isJsonObject(flags)
      ? []
      : [[command, Object.fromEntries(Object.entries(flags).map(([name, type]) => [name, String(type)]))] as const],
  );
}

function tableOf(command: string): FlagSet {
  const [program, subcommand] = command.split(' ');
  if (program !== 'podman' && program !== 'nerdctl') expect.unreachable();
  if (subcommand === undefined) return globalFlagsOf(program);
  if (subcommand !== 'run' && subcommand !== 'create' && subcommand !== 'exec') expect.unreachable();
  return flagsOf(program, subcommand);
}

/** The grammar's view of a flag: whether it takes a value, and how many values one use has. */
function show(flag: Flag | undefined): unknown {
  if (flag === undefined) return 'not in the table';
  const { type, isCommaSeparated = false } = flag;
  return { hasValue: type !== 'boolean', isCommaSeparated };
}

/** Flags whose values are ignored, so values with commas may be read as one. */
const IGNORED: ReadonlySet<string> = new Set([
  'cdi-spec-dirs',
  'cgroup-conf',
  'env-file',
  'gidmap',
  'gpus',
  'hostuser',
  'hosts-dir',
  'label-file',
  'preserve-fd',
  'requires',
  'uidmap',
]);

describe.each([...recorded('podman'), ...recorded('nerdctl')])('%s', (command, flags) => {
  const table = tableOf(command);

  it.each(Object.entries(flags))('--%s %s', (name, type) => {
    const [, letter, kind = ''] = /^(?:-(\S))? ?(.*)$/.exec(type) ?? [];
    expect(show(table.byName.get(name))).toEqual({
      hasValue: kind !== '',
      isCommaSeparated: /^(?:strings|uints)$/.test(kind) && !IGNORED.has(name),
    });
    if (letter !== undefined) expect(table.byShorthand.get(letter)?.name).toBe(name);
  });
});

/**
 * What podman accepts without listing it: hidden flags and aliases
 * (`podman run --namespace x --help`), and newer flags.
 */
const UNLISTED: readonly string[] = [
  'cdi-spec-dir',
  'cert-dir',
  'cidfile',
  'context',
  'cpu-profile',
  'creds',
  'debug',
  'default-mounts-file',
  'host',
  'kernel-memory',
  'max-workers',
  'memory-profile',
  'namespace',
  'network-backend',
  'no-session',
  'noout',
  'pull-option',
  'registries-conf',
  'signature-policy',
  'tls-ca',
  'tls-cert',
  'tls-details',
  'tls-key',
  'trace',
  'wait',
];

it.each(recorded('podman'))('%s has no flag that podman does not', (command, flags) => {
  const known = [...new Set(tableOf(command).byName.values())].map(({ name }) => name);
  expect(known.filter((name) => !(name in flags) && !UNLISTED.includes(name))).toEqual([]);
});
