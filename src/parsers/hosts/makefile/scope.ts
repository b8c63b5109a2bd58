import type { Location, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import type { MakeState } from './variables.ts';

export interface MakeSession {
  /** The user's values for environment variables. */
  readonly environment: ReadonlyMap<string, string>;
  /** The working directory of make, or `undefined`. */
  readonly folder: string | undefined;
  /** How many characters may still be expanded, since nested values multiply. */
  left: number;
  /** How many references are being expanded, each within another. */
  depth: number;
  /** The commands of `$(shell …)`. */
  readonly commands: Map<string, Text>;
  /** The messages of limits that were reached, each with its first place. */
  readonly limits: Map<string, Location>;
}

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

export interface Expander {
  readonly expand: (scope: MakeScope, text: Text) => Text;
  readonly expandVariable: (scope: MakeScope, name: string, use: MakeReference) => Text;
}

/** The path of a directory that belongs to the user. */
export function ownFolder(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true, isOwnFolder: true }], place);
}

/** One of several texts, chosen by branches of the Makefile. */
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
