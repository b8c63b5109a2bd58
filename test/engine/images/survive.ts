import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type JsonObject, stringsAt } from '../json.ts';
import { ProgramContainer } from './container.ts';
import type { Form } from './forms.ts';
import { fix, requestFor } from './measure.ts';
import { PROGRAMS, type Program } from './programs.ts';
import type { ProgramsEngine } from './programs-engine.ts';

const READY_MILLISECONDS = 180_000;
/** What is written: nothing, or the fixes up to a risk. */
export const LEVELS = ['none', 'low', 'medium', 'high'] as const;
type Level = (typeof LEVELS)[number];

/**
 * The fault at each level, if any: on the volumes of the one before, as an update recreates
 * containers; started again; and recreated. A level that changes nothing has the fault of the one
 * before.
 */
export async function survive(engine: ProgramsEngine, form: Form): Promise<ReadonlyMap<Level, string>> {
  const faults = new Map<Level, string>();
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-form-'));
  try {
    for (const [path, text] of Object.entries(form.files ?? {})) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const program = programOf(form);
    let [before, fault] = ['', ''];
    for (const level of LEVELS) {
      const text = level === 'none' ? composeFile(form) : await fix(composeFile(form), '--risk', level);
      if (text !== before) {
        const body = withProgram(await requestFor(text, folder), program);
        fault = await run(engine, program, body, level === 'none' ? [1] : [2, 1]);
      }
      before = text;
      faults.set(level, fault);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return faults;
}

/** Adds the program to a command of flags, as the entrypoint of its own image does. */
function withProgram(body: JsonObject, { entrypoint, command }: Program): JsonObject {
  const flags = stringsAt(body, 'Cmd');
  const isWithout = entrypoint === undefined && flags[0]?.startsWith('-') === true;
  return isWithout ? { ...body, Cmd: [...command.slice(0, 1), ...flags] } : body;
}

/** For each count, a container that is started so often. */
async function run(
  engine: ProgramsEngine,
  program: Program,
  body: JsonObject,
  counts: readonly number[],
): Promise<string> {
  for (const count of counts) {
    const container = await ProgramContainer.create(engine, program, body);
    try {
      for (let start = 0; start < count; start += 1) {
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
