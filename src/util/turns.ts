/** How many turns of the event loop it takes to read and answer a message. */
const TURNS = 4;

/** Waits until messages that have arrived are read. */
export async function nextTurns(count = TURNS): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The number of items that take a few milliseconds. */
export const SLICE = 250;

/** Calls `work` for each item. After each {@link SLICE} items, lets messages be answered. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
  for (let start = 0; start < items.length; start += SLICE) {
    if (start > 0) await nextTurns();
    for (const item of items.slice(start, start + SLICE)) work(item);
  }
}
