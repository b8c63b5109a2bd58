import type { Location, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import type { State } from './variables.ts';

/** The state of reading one Makefile and its included files. */
export interface Session {
  /** The user's values for environment variables. */
  readonly environment: ReadonlyMap<string, string>;
  /** The working directory of make, or `undefined`. */
  readonly folder: string | undefined;
  /** The remaining number of expanded characters: values can be nested. */
  left: number;
  /** The commands of `$(shell …)`. */
  readonly commands: Map<string, Text>;
  /** The limits that were reached: messages with their first place. */
  readonly limits: Map<string, Location>;
}

/** The context of an expansion. */
export interface Scope {
  readonly session: Session;
  readonly state: State;
  readonly file: string;
  /** Local names: `$@`, the parameters of `$(call …)`. */
  readonly bound: ReadonlyMap<string, Text>;
  /** The variables being expanded: make rejects recursion. */
  readonly running: readonly string[];
}

/** Records the first place where a limit was reached. */
export function noteLimit({ limits }: Session, location: Location, what: string): void {
  if (!limits.has(what)) limits.set(what, location);
}

/** A use of a variable or function, as written. */
export interface Use {
  readonly expression: string;
  readonly place: Place;
}

/** Expands references in arguments of functions. */
export interface Expander {
  readonly expand: (scope: Scope, text: Text) => Text;
  readonly expandVariable: (scope: Scope, name: string, use: Use) => Text;
}

/** Words joined by blanks. */
export function joinWords(words: readonly Text[], whole: Place): Text {
  return Text.concat(
    words.flatMap((word, index) => (index === 0 ? [word] : [Text.derived(' ', word.place), word])),
    whole,
  );
}

/** An unknown variable as `${NAME}`: a shell would read `$(NAME)` as a command. */
export function expressionOf(name: string): string {
  return `\${${name}}`;
}

/** The path of a user-owned directory. */
export function ownFolder(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true, isOwnFolder: true }], place);
}

/** A text that branches of the Makefile choose from several. */
export function oneOf(texts: readonly Text[], { expression, place }: Use): Text {
  return mergeTexts(texts, { expression, place, branch: { kind: 'branch', location: place.location } });
}

/** One unknown word. */
export function oneWord(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true }], place);
}

/** Any number of unknown words. */
export function unknownWords({ expression, place }: Use): Text {
  return Text.unknown(expression, place);
}
