import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRows } from '../../../scripts/images/table.ts';
import type { ImageFacts } from '../../../src/images/facts.ts';
import { rowAt } from '../../../src/images/table.generated.js';
import { engineForTests, type RealEngine } from '../real/dockerd.ts';
import { expectReadOnlyProxy } from './engine-proxy.ts';
import { FORMS, type Form } from './forms.ts';
import { type Measured, measure } from './measure.ts';
import { PROGRAMS, type Program } from './programs.ts';
import { factsOf, type ProgramsEngine, programsEngine } from './programs-engine.ts';
import { LEVELS, survive } from './survive.ts';

/** The output of download.sh: Debian's packages. */
const PACKAGES = process.env['PLIMSOLL_DEBIAN_PACKAGES'] ?? '';
/** They wait more than they compute. */
const AT_ONCE = 6;

let engine: RealEngine | string = '';
let programs: ProgramsEngine | undefined;
const results = new Map<Program, Measured>();
const faults = new Map<Form, Awaited<ReturnType<typeof survive>>>();

beforeAll(async () => {
  engine = whyNot() ?? (await engineForTests());
  if (typeof engine === 'string') return;
  const all = await programsEngine(engine, PACKAGES, PROGRAMS);
  programs = all;
  const jobs = [
    ...PROGRAMS.map((program) => async () => results.set(program, await measure(all, program))),
    ...FORMS.map((form) => async () => faults.set(form, await survive(all, form))),
  ].values();
  const work = async (): Promise<void> => {
    for (const job of jobs) await job();
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}, 1_200_000);

afterAll(async () => {
  if (typeof engine !== 'string') await engine.close();
});

describe('a service of a known image works with all that is fixed', () => {
  describe.for(PROGRAMS.map((program) => [nameOf(program), program] as const))('%s', ([, program]) => {
    const { start } = factsOf(program);
    const measured = (skip: (why: string) => never): Measured => {
      if (typeof engine === 'string') return skip(engine);
      return results.get(program) ?? expect.unreachable();
    };

    test('starts as it is published, and writes only where the table says', ({ skip }) => {
      const { plain, changedPlain } = measured(skip);
      expect(plain).toBe('');
      const folders = [...(start?.writable ?? []), ...(program.givesUp ?? [])];
      expect(changedPlain.filter((path) => !folders.some((folder) => `${path}/`.startsWith(`${folder}/`)))).toEqual([]);
    });

    test('starts with the fix, answers, and writes nowhere else', ({ skip }) => {
      const { fixed, first, changedFixed } = measured(skip);
      // Written paths may depend on the configuration.
      expect(fixed.includes('read_only: true')).toBe(start?.writable !== undefined);
      expect(fixed).toMatch(/cap_drop:\n\s+- "?ALL/);
      expect([first, changedFixed]).toEqual(['', []]);
    });

    test('is healthy by the check of the fix, at its own port and where it was moved to', ({ skip }) => {
      const { health } = measured(skip);
      expect(health.size).toBe(factsOf(program).check === undefined ? 0 : 1 + (program.moved ?? []).length);
      expect(Array.from(health).filter(([, problem]) => problem !== '')).toEqual([]);
    });

    test('stops, and starts again on the same data', ({ skip }) => {
      expect(measured(skip).second).toBe('');
    });

    test('starts on directories of the host', ({ skip }) => {
      expect(measured(skip).onFolders).toBe('');
    });

    test('gets the capabilities that the table says, and fails without any of them', ({ skip }) => {
      const { without } = measured(skip);
      // The engine's init is root and signals others.
      const expected = [...(start?.capabilities ?? []), ...(program.init === true ? ['KILL'] : [])].sort();
      expect([...without.keys()]).toEqual(expected.map((name) => `CAP_${name}`));
      expect(Array.from(without).flatMap(([name, problem]) => (problem === '' ? [name] : []))).toEqual([]);
    });

    test('starts as the user that the fix sets, on new volumes, again, and on those that it wrote before', ({
      skip,
    }) => {
      const { asUser = '', asUserAfter = '', fixedAsUser } = measured(skip);
      expect([asUser, asUserAfter]).toEqual(['', '']);
      expect(fixedAsUser !== undefined).toBe(start?.user !== undefined && start.drop !== undefined);
      if (fixedAsUser === undefined) return;
      expect(fixedAsUser).toContain(start?.user);
      expect(fixedAsUser).toMatch(/cap_drop:\n\s+- "?ALL/);
      // A program that starts unprivileged drops nothing.
      expect(fixedAsUser).not.toContain('cap_add');
    });
  });

  test('is measured with the programs of which the table says so', ({ skip }) => {
    if (typeof engine === 'string') return skip(engine);
    const versions = readdirSync(PACKAGES).map((file) => file.split('_')[1]?.replace(/^\d+%3a/, '') ?? '');
    const measured = PROGRAMS.map((program) => factsOf(program).start?.measured?.program ?? 'none');
    const isHere = (program: string): boolean =>
      versions.some((version) => version.startsWith(majorOf(program.split(' ').at(-1) ?? 'none')));
    expect(measured.filter((program) => !isHere(program))).toEqual([]);
  });
});

describe('a service with the mounts, variables and command that people give it survives the fixes', () => {
  test.for(FORMS.flatMap((form) => LEVELS.map((level) => [`${form.image} with ${form.name}`, level, form] as const)))(
    '%s: %s',
    ([, level, form], { skip }) => {
      if (typeof engine === 'string') return skip(engine);
      expect(faults.get(form)?.get(level)).toBe('');
    },
  );
});

test('the proxy works with the hardening of the fix: a client reads through it, and changes nothing', async ({
  skip,
}) => {
  if (typeof engine === 'string') return skip(engine);
  await expectReadOnlyProxy(programs ?? expect.unreachable());
}, 240_000);

test('every row that says that it was measured is one of a program here', () => {
  const rows = readRows(join(import.meta.dirname, '../../../src/images'));
  const measured = rows.map((_, index) => rowAt(index)).filter(({ start }) => start?.measured !== undefined);
  // Rows of one program may differ in unmeasured facts, such as authentication, and the
  // configuration of derived releases is their own.
  const tried = ({ names, config, start, released }: ImageFacts): string =>
    JSON.stringify({ names, config: released === true ? {} : config, start });
  const here = new Set(PROGRAMS.map((program) => tried(factsOf(program))));
  expect(measured.length).toBeGreaterThan(0);
  expect(measured.filter((row) => !here.has(tried(row))).map(({ names }) => names[0])).toEqual([]);
});

function whyNot(): string | undefined {
  if (!existsSync(PACKAGES)) return 'no packages of Debian are here: test/engine/images/download.sh gets them';
  return spawnSync('docker', ['--version']).status === 0 ? undefined : 'the client docker is not installed';
}

function nameOf({ image, init }: Program): string {
  return init === true ? `${image}, below an init` : image;
}

/** Debian backports fixes that change none of this. */
function majorOf(version: string): string {
  return version.replace(/[^.]*$/, '');
}
