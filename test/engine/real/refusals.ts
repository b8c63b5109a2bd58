import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readNotes, splitCases } from '../../conformance/topics.ts';

/**
 * What an engine does with a request.
 *
 * - `create`: it refuses to create the container
 * - `start`: it creates it, and does not start it
 * - `refused`: one of both, by its version
 * - `taken`: it creates and starts it
 * - `created`: it creates it, and is not asked to start it
 * - `depends`: that is not in the request
 */
const ANSWERS = ['create', 'start', 'refused', 'taken', 'created', 'depends'] as const;
export type Answer = (typeof ANSWERS)[number];

/** The expected finding: nothing, a rule, or undecided. */
export interface Form {
  /** Service keys, or flags. */
  readonly text: string;
  /** `nothing`, a rule ID, or `undecided`. */
  readonly finds: string;
}

/** A request, the engine's answer, and the expected findings. */
export interface RefusalRow {
  readonly name: string;
  readonly answer: Answer;
  /** Part of the rejection, or what the answer depends on. */
  readonly says: string;
  readonly compose?: Form;
  readonly run?: Form;
}

/**
 * The rows of `refusals.txt`. `compose` and `run` are the keys of a service and the flags of
 * `docker run` that ask for it. One of `create`, `start` and `refused` has a part of the engine's
 * words; `created` and `depends` say why no more is asked. `finds` is what plimsoll finds, nothing
 * where it is left out; `compose-finds` and `run-finds` are for one form: with `nothing` the client
 * sends what the engine takes.
 */
export function refusalRows(): readonly RefusalRow[] {
  const file = join(import.meta.dirname, 'refusals.txt');
  return splitCases(readFileSync(file, 'utf8'), file, parseRow);
}

function parseRow(block: string): RefusalRow {
  const [name = '', ...lines] = block.trimEnd().split('\n');
  const { texts, has } = readNotes(
    lines,
    [...ANSWERS, 'compose', 'run', 'finds', 'compose-finds', 'run-finds'],
    `refusals.txt: ${name}`,
  );
  const given = ANSWERS.filter(has);
  const [answer] = given;
  if (answer === undefined || given.length > 1) throw new Error(`refusals.txt: ${name}: what does the engine do?`);
  const form = (kind: 'compose' | 'run'): Form | undefined => {
    const [text] = texts(kind);
    const finds = texts(`${kind}-finds`)[0] ?? texts('finds')[0] ?? 'nothing';
    return text === undefined ? undefined : { text, finds };
  };
  const [compose, run] = [form('compose'), form('run')];
  return {
    name,
    answer,
    says: texts(answer)[0] ?? '',
    ...(compose === undefined ? {} : { compose }),
    ...(run === undefined ? {} : { run }),
  };
}
