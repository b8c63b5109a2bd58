import type { Location, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import type { State } from './variables.ts';

/** What is collected while one Makefile is read, with the files that it includes. */
export interface Session {
  /** Values that the user gave for variables of the environment. */
  readonly environment: ReadonlyMap<string, string>;
  /** The folder in which make runs, as files are named here; `undefined` where that is not known. */
  readonly folder: string | undefined;
  /** Characters that may still be expanded: values can hold one another. */
  left: number;
  /** What `$(shell …)` runs. */
  readonly commands: Map<string, Text>;
  /** What is not followed, by what is said of it, and where it first is so. */
  readonly limits: Map<string, Location>;
}

/** What an expansion depends on. */
export interface Scope {
  readonly session: Session;
  readonly state: State;
  readonly file: string;
  /** Names that have a value here only: `$@`, the parameters of `$(call …)`. */
  readonly bound: ReadonlyMap<string, Text>;
  /** The variables that are being expanded: make refuses one that is in its own value. */
  readonly running: readonly string[];
}

/** Notes where something is first not followed. */
export function noteLimit({ limits }: Session, location: Location, what: string): void {
  if (!limits.has(what)) limits.set(what, location);
}

/** One use of a variable or function, as it was written. */
export interface Use {
  readonly expression: string;
  readonly place: Place;
}

/** What replaces references in the arguments of functions. */
export interface Expander {
  readonly expand: (scope: Scope, text: Text) => Text;
  readonly expandVariable: (scope: Scope, name: string, use: Use) => Text;
}

/** Words with a blank between them. */
export function joinWords(words: readonly Text[], whole: Place): Text {
  return Text.concat(
    words.flatMap((word, index) => (index === 0 ? [word] : [Text.derived(' ', word.place), word])),
    whole,
  );
}

/** A variable as it is called where it is not known: `${NAME}`, which make reads as `$(NAME)`, and which is no command as that would be in a shell. */
export function expressionOf(name: string): string {
  return `\${${name}}`;
}

/** The path of a folder that is the user's own, wherever it is. */
export function ownFolder(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true, isOwnFolder: true }], place);
}

/** The text that is one of several, which branches of the Makefile decide. */
export function oneOf(texts: readonly Text[], { expression, place }: Use): Text {
  return mergeTexts(texts, { expression, place, branch: { kind: 'branch', location: place.location } });
}

/** Exactly one word of which nothing is known. */
export function oneWord(expression: string, place: Place): Text {
  return new Text([{ kind: 'unknown', expression, place, candidates: [], isOneWord: true }], place);
}

/** Any number of words of which nothing is known. */
export function unknownWords({ expression, place }: Use): Text {
  return Text.unknown(expression, place);
}
