/** The recordings of one topic: what `<topic>.json` holds, by case name, in the order of the cases. */
export interface TopicRecordings {
  /** The JSON file, from the project's root. */
  readonly path: string;
  readonly cases: ReadonlyMap<string, unknown>;
  /** Cases that could not be recorded, each as a line for a person. Such a run writes nothing. */
  readonly errors: readonly string[];
}

export interface RecordOptions {
  /** Records only the topics whose name holds this text; all if "". */
  readonly topic: string;
}

/** Runs the real client on every case of one front end. `docker.ts`, `compose.ts` and `quadlet.ts` each export one as `record`. */
export type Recorder = (options: RecordOptions) => Promise<readonly TopicRecordings[]>;

/** Runs `work` on every item, `limit` at a time; results in the order of the items. */
export async function mapLimited<Item, Result>(
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
