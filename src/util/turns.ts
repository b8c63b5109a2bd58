/** The turns of the event loop in which an arrived message is read and answered. */
const TURNS = 4;

/** Resolves after messages that arrived meanwhile were read. */
export async function nextTurns(count = TURNS): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}
