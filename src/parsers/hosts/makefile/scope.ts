import type { Location, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import type { MakeState } from './variables.ts';

/** The state of reading one Makefile and its included files. */
export interface MakeSession {
  /** The user's values for environment variables. */
  readonly environment: ReadonlyMap<string, string>;
  /** The working directory of make, or `undefined`. */
  readonly folder: string | undefined;
  /** The remaining number of expanded characters: values can be nested. */
  left: number;
  /** The references that are being expanded, each within the one before. */
  depth: number;
  /** The commands of `$(shell …)`. */
  readonly commands: Map<string, Text>;
  /** The limits that were reached: messages with their first place. */
  readonly limits: Map<string, Location>;
}

/** The context of an expansion. */
export interface MakeScope {
  readonly session: MakeSession;
  readonly state: MakeState;
  readonly file: string;
  /** Local names: `$@`, the parameters of `$(call …)`. */
  readonly bound: ReadonlyMap<string, Text>;
  /** The variables being expanded: make rejects recursion. */
  readonly running: readonly string[];
}

/** Records the first place where a limit was reached. */
export function noteLimit({ limits }: MakeSession, location: Location, what: string): void {
  if (!limits.has(what)) limits.set(what, location);
}

/** A use of a variable or function, as written. */
export interface MakeReference {
  readonly expression: string;
  readonly place: Place;
}

/** Expands references in arguments of functions. */
export interface Expander {
  readonly expand: (scope: MakeScope, text: Text) => Text;
  readonly expandVariable: (scope: MakeScope, name: string, use: MakeReference) => Text;
}

/** The path of a user-owned directory. */
export function ownFolder(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true, isOwnFolder: true }], place);
}

/** A text that branches of the Makefile choose from several. */
export function oneTextOf(texts: readonly Text[], { expression, place }: MakeReference): Text {
  return mergeTexts(texts, { expression, place, branch: { kind: 'branch', location: place.location } });
}

/** One unknown word. */
export function oneWord(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true }], place);
}

/** Any number of unknown words. */
export function unknownMakeWords({ expression, place }: MakeReference): Text {
  return Text.unknown(expression, place);
}
