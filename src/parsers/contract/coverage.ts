import type { Location } from '../../text/location.ts';

/** A range of a text that a reader has read. */
export interface Read {
  readonly location: Location;
  /**
   * `command`: a word of an engine's command. `prints`: a word only printed or compared. `passes`:
   * a word printed for another command or a file, which may run.
   * `script`: a shell reads it, so commands can begin anywhere in it.
   */
  readonly as: 'command' | 'prints' | 'passes' | 'script';
}

/** Returns the ranges that were read; called only if the text mentions an engine. */
export type Reads = () => readonly Read[];

/** The ranges of several parts; nothing if no part has any. */
export function joinReads(parts: readonly { readonly read?: Reads }[]): { readonly read?: Reads } {
  const all = parts.flatMap(({ read }) => read ?? []);
  return all.length === 0 ? {} : { read: () => all.flatMap((read) => read()) };
}
