import compose from './compose/front-end.ts';
import type { FrontEnd } from './contract/front-end.ts';
import type { SourceFile } from './contract/parsed.ts';
import inspect from './inspect/front-end.ts';
import shell from './shell/front-end.ts';

/** All kinds of input. The first that recognizes a text reads it. */
const REGISTERED = [inspect, compose, shell] as const;

/** The name of a kind of input. */
export type InputKind = (typeof REGISTERED)[number]['kind'];

const FRONT_ENDS: readonly FrontEnd<InputKind>[] = REGISTERED;

/** What text is that no front end recognizes and that has no name: the errors of a Compose file say the most. */
const DEFAULT_KIND: InputKind = compose.kind;

/** The front end for a kind of input. */
export function frontEndOf(kind: InputKind): FrontEnd<InputKind> {
  return FRONT_ENDS.find((frontEnd) => frontEnd.kind === kind) ?? compose;
}

/** True for a name that could hold something to lint, so that a walk reads only such files. */
export function isCandidateName(path: string): boolean {
  return FRONT_ENDS.some(({ isCandidate }) => isCandidate(path));
}

/** True for a name by which an input is known whatever the file holds. */
export function isCertainName(path: string): boolean {
  return FRONT_ENDS.some(({ isCertain }) => isCertain(path));
}

/** True for a name that says what a file may hold: one of them that cannot be read is an error. */
export function isTellingName(path: string): boolean {
  return FRONT_ENDS.some(({ isTelling }) => isTelling(path));
}

/** What a file is, by its name and content; `undefined` where it is nothing to lint. */
export function detectKind({ path, text }: SourceFile): InputKind | undefined {
  return FRONT_ENDS.find(({ detect }) => detect(text, path))?.kind;
}

/** What text without a name is, as on standard input. */
export function detectNameless(text: string): InputKind {
  return FRONT_ENDS.find(({ detect }) => detect(text, undefined))?.kind ?? DEFAULT_KIND;
}
