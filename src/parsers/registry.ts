import type { FileReader, SourceFile } from '../files/file-reader.ts';
import { FRONT_ENDS as ALL } from './all.ts';
import compose from './compose/front-end.ts';
import type { FolderReader, FrontEnd } from './contract/front-end.ts';
import { isTemplate, renderedName, withoutJinja } from './jinja.ts';
import { isOtherName, isScriptByContent } from './unsupported.ts';
import { hasErrors } from './yaml/error-recovery.ts';

export { isTemplate, isUnreadable } from './jinja.ts';

/** The name of a kind of input. */
export type InputKind = (typeof ALL)[number]['kind'];

const FRONT_ENDS: readonly FrontEnd<InputKind>[] = ALL;

/** The kind of files that the user or a configuration makes a project. */
export const PROJECT_KIND: InputKind = compose.kind;

const byKind = new Map<InputKind, FrontEnd<InputKind>>(FRONT_ENDS.map((frontEnd) => [frontEnd.kind, frontEnd]));

export function frontEndOf(kind: InputKind): FrontEnd<InputKind> {
  return byKind.get(kind) ?? compose;
}

/** True for names of possibly lintable files: a walk reads only these. */
export function isCandidateName(path: string): boolean {
  const name = renderedName(path);
  return FRONT_ENDS.some(({ isCandidate }) => isCandidate(name));
}

/** True for names of files that are only read on request. */
export function isOnRequestName(path: string): boolean {
  return FRONT_ENDS.some(({ isOnRequest }) => isOnRequest?.(path) === true);
}

/** True for names that identify an input or its template, regardless of content. */
export function isCertainName(path: string): boolean {
  const name = renderedName(path);
  return FRONT_ENDS.some(({ isCertain }) => isCertain(name));
}

/** True for names that identify a kind: unreadable ones are errors. */
export function isRequiredName(path: string): boolean {
  return FRONT_ENDS.some(({ isRequired }) => isRequired(path));
}

/** True for a kind whose files form projects. */
export function isProjectKind(kind: InputKind): boolean {
  return frontEndOf(kind).hasProjects === true;
}

/** True for a kind whose files read in others of their kind that are also linted alone. */
export function readsInOthers(kind: InputKind): boolean {
  return frontEndOf(kind).readsInOthers === true;
}

/** False for a text that certainly deploys no project of other files. */
export function mayDeploy(kind: InputKind, text: string): boolean {
  return frontEndOf(kind).mayDeploy?.(text) === true;
}

/** The groups of files, each one input, that contain a file; none if it is alone. */
export function findGroups(path: string, folders: FolderReader): readonly FileGroup[] {
  return FRONT_ENDS.flatMap(({ kind, findGroups: find }) =>
    (find?.(path, folders) ?? []).map((files) => ({ kind, files })),
  );
}

/** Files that form one input, in precedence order. */
export interface FileGroup {
  readonly kind: InputKind;
  readonly files: readonly string[];
}

/**
 * The kind of a file, by name, content and the `files` that it reads in, or `undefined`. A Jinja
 * template has its output's kind.
 */
export function detectKind({ path, text }: SourceFile, files?: FileReader): InputKind | undefined {
  // A shebang takes precedence: a script may be named `justfile`.
  const script = text.startsWith('#!') ? detectScript({ path, text }) : undefined;
  if (script !== undefined && frontEndOf(script).detect(text, path, files)) return script;
  if (!isTemplate({ path, text })) return FRONT_ENDS.find(({ detect }) => detect(text, path, files))?.kind;
  const name = renderedName(path);
  const rendered = withoutJinja({ path, text });
  if (/\.ya?ml$/i.test(name) && hasErrors(rendered)) return undefined;
  return FRONT_ENDS.find(({ detect }) => detect(rendered, name, files))?.kind;
}

/** The kind of a script, by name or first line, regardless of its commands. */
export function detectScript({ path, text }: SourceFile): InputKind | undefined {
  return FRONT_ENDS.find(({ isScript }) => isScript?.(text, path) === true)?.kind;
}

/** The kind of a text without a name, such as standard input; `undefined` if it is no input. */
export function detectNameless(text: string): InputKind | undefined {
  const kind = FRONT_ENDS.find(({ detect }) => detect(text, undefined))?.kind;
  // What began as a Compose file is one, with its errors.
  return kind ?? (compose.detect(text, BEGUN_NAME) ? compose.kind : undefined);
}

const BEGUN_NAME = 'my-compose.yaml';

/** The kind of a file that the user named, by its content: as if its name had an ending. */
export function detectByContent({ path, text }: SourceFile, files?: FileReader): InputKind | undefined {
  if (isOtherName(path)) return undefined;
  const isYaml = /compose/i.test(path) || !hasErrors(text);
  const endings = [...(isYaml ? ['yaml'] : []), 'json', ...(isScriptByContent(text, path) ? ['sh'] : [])];
  for (const ending of endings) {
    const kind = detectKind({ path: `${path}.${ending}`, text }, files);
    if (kind !== undefined) return kind;
  }
  return undefined;
}
