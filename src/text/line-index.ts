import { indexAtOrBefore } from '../util/binary-search.ts';
import { getOrInsert } from '../util/maps.ts';
import type { Span } from './location.ts';

/** Lines and columns start at 1; columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Finds lines and columns in one text; a line ends at LF, CRLF or CR. */
export class LineIndex {
  readonly #text: string;
  readonly #starts: readonly number[];

  constructor(text: string) {
    this.#text = text;
    this.#starts = text.includes('\r') ? startsOf(text) : startsAfterFeeds(text);
  }

  /** The position of an offset. Offsets beyond the end count as the end. */
  positionOf(offset: number): Position {
    const line = indexAtOrBefore(this.#starts, offset);
    return { line: line + 1, column: Math.min(offset, this.#text.length) - (this.#starts[line] ?? 0) + 1 };
  }

  /** The offsets of a 1-based line, without its line end. */
  spanOf(line: number): Span {
    const start = this.#starts[line - 1] ?? this.#text.length;
    let end = this.#starts[line] ?? this.#text.length;
    while (end > start && (this.#text.charCodeAt(end - 1) === LF || this.#text.charCodeAt(end - 1) === CR)) end -= 1;
    return { start, end };
  }
}

const LF = 10;
const CR = 13;

function startsOf(text: string): readonly number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === LF || (code === CR && text.charCodeAt(at + 1) !== LF)) starts.push(at + 1);
  }
  return starts;
}

function startsAfterFeeds(text: string): readonly number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Line indices for the texts of a report, created on demand. */
export function createLineIndices(texts: ReadonlyMap<string, string>): (path: string) => LineIndex {
  const indices = new Map<string, LineIndex>();
  return (path) => getOrInsert(indices, path, () => new LineIndex(texts.get(path) ?? ''));
}
