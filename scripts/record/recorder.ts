import { existsSync, readFileSync } from 'node:fs';
import type { Client, Column } from '../../test/clients/installed.ts';
import { isJsonObject, type JsonObject } from '../../test/engine/json.ts';

/** The recordings of one topic: what `<topic>.json` holds, by case name, in the order of the cases. */
export interface TopicRecordings {
  /** The newest client's JSON file, from the project's root. */
  readonly path: string;
  readonly cases: ReadonlyMap<string, unknown>;
  /** Cases that could not be recorded, each as a line for a person. Such a run writes nothing. */
  readonly errors: readonly string[];
}

export interface RecordOptions {
  /** The newest must do as the notes of a case say; what another does is written down, whatever it is. */
  readonly client: Client;
  /** Records only the topics whose name holds this text; all if "". */
  readonly topic: string;
}

/**
 * Runs the real client on every case of one front end. `docker.ts`, `compose.ts` and `quadlet.ts` each export one as
 * `record`.
 */
export type Recorder = (options: RecordOptions) => Promise<readonly TopicRecordings[]>;

/** The same for what docker has no part in. */
export type OtherRecorder = (options: Pick<RecordOptions, 'topic'>) => Promise<readonly TopicRecordings[]>;

/** The first key of a file of recordings, which says who made them. No case is called that. */
export const CLIENT_KEY = 'client';

/**
 * Where a column's recordings of a topic stand: `ports.json`, and `ports.stable.json` for what that client sends
 * otherwise.
 */
export function recordingPath(path: string, column: Column): string {
  return column === 'newest' ? path : path.replace(/\.json$/, `.${column}.json`);
}

/** A file of recordings as it is committed; "" where there is none. */
export function committedText(path: string): string {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** The committed recordings of a file, by case; none where there is no file. */
export function committedCases(path: string): JsonObject {
  const parsed: unknown = JSON.parse(committedText(path) || '{}');
  return isJsonObject(parsed) ? Object.fromEntries(Object.entries(parsed).filter(([name]) => name !== CLIENT_KEY)) : {};
}

/** Runs `work` on every item, `limit` at a time; results in the order of the items. */
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

/** What a case gave, or why it gave nothing. */
export type Outcome = { readonly recording: unknown } | { readonly error: string };

/** Records all cases of a topic, three at a time; of those that are written by hand what is committed is kept. */
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
