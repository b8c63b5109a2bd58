import { lineStart } from '../../text/lines.ts';

/** A test for ascending offsets: true if the offset is on a new line, not counting continuations. */
export function createLineTest(text: string): (at: number) => boolean {
  let last = -1;
  return (at) => {
    let line = lineStart(text, at);
    while (line > last && /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line))) line = lineStart(text, line - 1);
    const isNew = line !== last;
    last = line;
    return isNew;
  };
}
