import type { Location } from '../../text/location.ts';

/** A stretch of a text that a reader has read. */
export interface Read {
  readonly location: Location;
  /**
   * - `command`: a word of an engine's command, whatever that does
   * - `prints`: a word that is only printed, or compared
   * - `passes`: a word that is printed for another command or into a file, and may be one that is run
   * - `script`: a shell reads it, so that commands begin anywhere in it
   */
  readonly as: 'command' | 'prints' | 'passes' | 'script';
}

/** What was read, for whom a mention of an engine makes it worth asking. */
export type Reads = () => readonly Read[];

/** What several parts have read; nothing where none says so. */
export function joinReads(parts: readonly { readonly read?: Reads }[]): { readonly read?: Reads } {
  const all = parts.flatMap(({ read }) => read ?? []);
  return all.length === 0 ? {} : { read: () => all.flatMap((read) => read()) };
}
