import type { FileReader, SourceFile } from '../files/file-reader.ts';
import { FRONT_ENDS as ALL } from './all.ts';
import compose from './compose/front-end.ts';
import type { FolderReader, FrontEnd } from './contract/front-end.ts';
import { isTemplate, renderedName, withoutJinja } from './jinja.ts';
import { isOtherName, isScriptByContent } from './unsupported.ts';
import { hasErrors } from './yaml/error-recovery.ts';

export { isTemplate, isUnreadable } from './jinja.ts';

export type InputKind = (typeof ALL)[number]['kind'];

const FRONT_ENDS: readonly FrontEnd<InputKind>[] = ALL;

/** The kind of files that form a project if the user or a configuration says so. */
export const PROJECT_KIND: InputKind = compose.kind;

const byKind = new Map<InputKind, FrontEnd<InputKind>>(FRONT_ENDS.map((frontEnd) => [frontEnd.kind, frontEnd]));

export function frontEndOf(kind: InputKind): FrontEnd<InputKind> {
  return byKind.get(kind) ?? compose;
}

export function isCandidateName(path: string): boolean {
  const name = renderedName(path);
  return FRONT_ENDS.some(({ isCandidate }) => isCandidate(name));
}

export function isOnRequestName(path: string): boolean {
  return FRONT_ENDS.some(({ isOnRequest }) => isOnRequest?.(path) === true);
}

export function isCertainName(path: string): boolean {
  const name = renderedName(path);
  return FRONT_ENDS.some(({ isCertain }) => isCertain(name));
}

/** True for names for which it is an error if the file can't be read. */
export function isRequiredName(path: string): boolean {
  return FRONT_ENDS.some(({ isRequired }) => isRequired(path));
}

export function isProjectKind(kind: InputKind): boolean {
  return frontEndOf(kind).hasProjects === true;
}

/** True for a kind whose files are also read in others of their kind. */
export function readsInOthers(kind: InputKind): boolean {
  return frontEndOf(kind).readsInOthers === true;
}

/** False for a text that certainly deploys no project of other files. */
export function mayDeploy(kind: InputKind, text: string): boolean {
  return frontEndOf(kind).mayDeploy?.(text) === true;
}

/** The groups of files, each read as one input, that contain a file; empty if it is read alone. */
export function findGroups(path: string, folders: FolderReader): readonly FileGroup[] {
  return FRONT_ENDS.flatMap(({ kind, findGroups: find }) =>
    (find?.(path, folders) ?? []).map((files) => ({ kind, files })),
  );
}

/** Files that form one input, in order of precedence. */
export interface FileGroup {
  readonly kind: InputKind;
  readonly files: readonly string[];
}

/**
 * The kind of a file, by its name, content and the `files` that it sources; `undefined` if there is
 * none. A Jinja template has its output's kind.
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

/** The kind of a text without a name, such as standard input; `undefined` if there is none. */
export function detectNameless(text: string): InputKind | undefined {
  const kind = FRONT_ENDS.find(({ detect }) => detect(text, undefined))?.kind;
  // The start of a Compose file counts, to report its errors.
  return kind ?? (compose.detect(text, BEGUN_NAME) ? compose.kind : undefined);
}

const BEGUN_NAME = 'my-compose.yaml';

/** Detects a file by its content alone: tries several name endings. */
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
