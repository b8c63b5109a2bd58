/** Turns of the event loop in which a message that has arrived is read, and answered. */
const TURNS = 4;

/** Resolves once what has arrived in the meantime was read. */
export async function nextTurns(count = TURNS): Promise<void> {
  for (let left = count; left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
}
