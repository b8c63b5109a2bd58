import type { Position } from '../text/line-index.ts';

export interface FaultyPlace {
  /** The path as shown to users. */
  readonly path: string;
  readonly position: Position;
}

/**
 * An unusable configuration, baseline or similar file; `at` is absent if the fault has no place.
 */
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
