import { existsSync, readFileSync } from 'node:fs';
import type { Client, Column } from '../../test/clients/installed.ts';
import { isJsonObject, type JsonObject } from '../../test/engine/json.ts';

/** The recordings of one topic: the content of `<topic>.json`, by case, in order. */
export interface TopicRecordings {
  /** The newest client's JSON file, from the project's root. */
  readonly path: string;
  readonly cases: ReadonlyMap<string, unknown>;
  /** A line for each case that could not be recorded; such a run writes nothing. */
  readonly errors: readonly string[];
}

export interface RecordOptions {
  /** The newest client must match a case's notes; other clients' behavior is only recorded. */
  readonly client: Client;
  /** Records only topics with this text in their name; all if "". */
  readonly topic: string;
}

/**
 * Runs the real client on every case of one front end: the export `record` of `docker.ts`,
 * `compose.ts` and `quadlet.ts`.
 */
export type Recorder = (options: RecordOptions) => Promise<readonly TopicRecordings[]>;

/** The same without docker. */
export type OtherRecorder = (options: Pick<RecordOptions, 'topic'>) => Promise<readonly TopicRecordings[]>;

/** The first key of a file of recordings: its client. No case has this name. */
export const CLIENT_KEY = 'client';

/**
 * The file of a topic's recordings: `ports.json`, and `ports.stable.json` for that client's
 * differences.
 */
export function recordingPath(path: string, column: Column): string {
  return column === 'newest' ? path : path.replace(/\.json$/, `.${column}.json`);
}

/** A committed file of recordings; "" if missing. */
export function committedText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The committed recordings of a file by case; empty if missing. */
export function committedCases(path: string): JsonObject {
  const parsed: unknown = JSON.parse(committedText(path) || '{}');
  return isJsonObject(parsed) ? Object.fromEntries(Object.entries(parsed).filter(([name]) => name !== CLIENT_KEY)) : {};
}

/** Runs `work` on every item, `limit` at a time; results are in item order. */
async function mapLimited<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Map<number, Result>();
  const queue = items.entries();
  const drain = async (): Promise<void> => {
    for (const [index, item] of queue) results.set(index, await work(item));
  };
  await Promise.all(Array.from({ length: limit }, drain));
  return [...results.entries()].sort(([a], [b]) => a - b).map(([, result]) => result);
}

/** A case's recording, or why there is none. */
export type Outcome = { readonly recording: unknown } | { readonly error: string };

/** Records all cases of a topic, three at a time; hand-written ones are kept as committed. */
export async function recordCases<Case extends { readonly name: string; readonly isWrittenByHand: boolean }>(
  { recordingPath: path, cases }: { readonly recordingPath: string; readonly cases: readonly Case[] },
  recordCase: (testCase: Case) => Promise<Outcome>,
): Promise<TopicRecordings> {
  const committed = committedCases(path);
  const outcomes = await mapLimited(cases, 3, async (testCase): Promise<Outcome> => {
    if (!testCase.isWrittenByHand) return recordCase(testCase);
    const written = committed[testCase.name];
    return written === undefined
      ? { error: 'not to be recorded: write its recording by hand' }
      : { recording: written };
  });
  const named = outcomes.map((outcome, index) => ({ ...outcome, name: cases[index]?.name ?? '' }));
  return {
    path,
    cases: new Map(named.flatMap((outcome) => ('recording' in outcome ? [[outcome.name, outcome.recording]] : []))),
    errors: named.flatMap((outcome) => ('error' in outcome ? [`${outcome.name}: ${outcome.error}`] : [])),
  };
}
