import type { Position } from '../../text/line-index.ts';

/** Where a file of plimsoll's own is at fault. */
export interface FaultyPlace {
  /** As a person would write it. */
  readonly path: string;
  readonly position: Position;
}

/** A file of plimsoll's own that is there and can't be used; `at` is left out where none of its text is at fault. */
export class FaultyFileError extends Error {
  readonly at: FaultyPlace | undefined;

  constructor(message: string, at?: FaultyPlace) {
    super(message);
    this.at = at;
  }
}

/** `a.json:1:2`, as the place begins a message. */
export function shownPlace({ path, position: { line, column } }: FaultyPlace): string {
  return `${path}:${line}:${column}`;
}
