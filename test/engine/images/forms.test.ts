import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type JsonObject, stringsAt } from '../json.ts';
import { engineForTests, type RealEngine } from '../real/dockerd.ts';
import { ProgramContainer } from './container.ts';
import { FORMS, type Form } from './forms.ts';
import { fix, requestFor } from './measure.ts';
import { PROGRAMS, type Program } from './programs.ts';
import { type ProgramsEngine, programsEngine } from './programs-engine.ts';

const PACKAGES = process.env['PLIMSOLL_DEBIAN_PACKAGES'] ?? '';
const READY_MILLISECONDS = 60_000;
const AT_ONCE = 3;
const LEVELS = ['none', 'low', 'medium', 'high'] as const;
type Level = (typeof LEVELS)[number];

/** What was written at a level, and the fault of its starts; empty if there is none. */
interface Survived {
  readonly text: string;
  readonly fault: string;
}

describe('a service with the mounts, variables and command that people give it survives the fixes', () => {
  let engine: RealEngine | string = '';
  const results = new Map<Form, ReadonlyMap<Level, Survived>>();

  beforeAll(async () => {
    engine = existsSync(PACKAGES) ? await engineForTests() : 'no packages of Debian are here';
    if (typeof engine === 'string') return;
    const programs = await programsEngine(engine, PACKAGES, PROGRAMS);
    const queue = FORMS.values();
    const work = async (): Promise<void> => {
      for (const form of queue) results.set(form, await survive(programs, form));
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }, 1_200_000);

  afterAll(async () => {
    if (typeof engine !== 'string') await engine.close();
  });

  test.for(FORMS.flatMap((form) => LEVELS.map((level) => [`${form.image} with ${form.name}`, level, form] as const)))(
    '%s: %s',
    ([, level, form], { skip }) => {
      if (typeof engine === 'string') return skip(engine);
      expect(results.get(form)?.get(level)?.fault).toBe('');
    },
  );
});

/** Each level on the volumes of the one before, as an update recreates containers. */
async function survive(engine: ProgramsEngine, form: Form): Promise<ReadonlyMap<Level, Survived>> {
  const found = new Map<Level, Survived>();
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-form-'));
  try {
    for (const [path, text] of Object.entries(form.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const program = programOf(form);
    for (const level of LEVELS) {
      const text = level === 'none' ? composeFile(form) : await fix(composeFile(form), '--risk', level);
      const body = withProgram(await requestFor(text, folder), program);
      found.set(level, { text, fault: await runTwice(engine, program, body) });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return found;
}

/** Adds the program to a command of flags, as the entrypoint of its own image does. */
function withProgram(body: JsonObject, { entrypoint, command }: Program): JsonObject {
  const flags = stringsAt(body, 'Cmd');
  const isWithout = entrypoint === undefined && flags[0]?.startsWith('-') === true;
  return isWithout ? { ...body, Cmd: [...command.slice(0, 1), ...flags] } : body;
}

async function runTwice(engine: ProgramsEngine, program: Program, body: JsonObject): Promise<string> {
  for (let round = 0; round < 2; round += 1) {
    const container = await ProgramContainer.create(engine, program, body);
    try {
      for (let start = 0; start < 2; start += 1) {
        const fault = await container.start(READY_MILLISECONDS);
        const stopped = await container.stop();
        if (fault !== '' || stopped !== '') return fault === '' ? stopped : fault;
      }
    } finally {
      await container.remove();
    }
  }
  return '';
}

function programOf({ image, ask }: Form): Program {
  const program = PROGRAMS.find((one) => one.image === image && one.init !== true);
  if (program === undefined) throw new Error(`${image} is no program`);
  return ask === undefined ? program : { ...program, ask };
}

function composeFile({ image, name, lines }: Form): string {
  const volumes = [...new Set(lines.join().match(/(?<=")\w+(?=:\/)/g) ?? [])];
  const declared = volumes.length === 0 ? '' : `volumes:\n${volumes.map((volume) => `  ${volume}: {}\n`).join('')}`;
  const project = `form-${image}-${name}`.toLowerCase().replace(/[^a-z\d]+/g, '-');
  return `name: ${project}\nservices:\n  app:\n    image: ${image}\n${lines.map((line) => `    ${line}\n`).join('')}${declared}`;
}
