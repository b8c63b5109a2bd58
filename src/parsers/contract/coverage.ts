import type { Location } from '../../text/location.ts';

export interface Read {
  readonly location: Location;
  /**
   * `command`: a word of an engine's command. `prints`: a word that is only printed or compared.
   * `passes`: a word that is printed for another command or into a file, so it may run. `script`:
   * text that a shell reads, so commands can begin anywhere in it.
   */
  readonly as: 'command' | 'prints' | 'passes' | 'script';
}

/** Returns the ranges that were read; called only if the text mentions an engine. */
export type Reads = () => readonly Read[];

/** The ranges of several parts; none if no part has any. */
export function joinReads(parts: readonly { readonly read?: Reads }[]): { readonly read?: Reads } {
  const all = parts.flatMap(({ read }) => read ?? []);
  return all.length === 0 ? {} : { read: () => all.flatMap((read) => read()) };
}
