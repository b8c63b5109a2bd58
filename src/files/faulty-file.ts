import type { Position } from '../text/line-index.ts';

/** The place of a fault in one of plimsoll's own files. */
export interface FaultyPlace {
  /** As people write it. */
  readonly path: string;
  readonly position: Position;
}

/** An unusable file of plimsoll's own; `at` is absent if no text is at fault. */
export class FaultyFileError extends Error {
  readonly at: FaultyPlace | undefined;

  constructor(message: string, at?: FaultyPlace) {
    super(message);
    this.at = at;
  }
}

/** `a.json:1:2`, the start of a message. */
export function shownPlace({ path, position: { line, column } }: FaultyPlace): string {
  return `${path}:${line}:${column}`;
}
