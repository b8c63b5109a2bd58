/** The turns of the event loop in which an arrived message is read and answered. */
const TURNS = 4;

/** Resolves after messages that arrived meanwhile were read. */
export async function nextTurns(count = TURNS): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}

/** The number of items that take some milliseconds. */
export const SLICE = 250;

/** Works on each item, and after each {@link SLICE} lets messages be answered. */
export async function inTurns<T>(items: readonly T[], work: (item: T) => void): Promise<void> {
  for (let start = 0; start < items.length; start += SLICE) {
    if (start > 0) await nextTurns();
    for (const item of items.slice(start, start + SLICE)) work(item);
  }
}
