import { FRONT_ENDS as ALL } from './all.ts';
import compose from './compose/front-end.ts';
import type { FolderReader, FrontEnd } from './contract/front-end.ts';
import type { FileReader, SourceFile } from './contract/parsed.ts';
import { isTemplateName, renderedName, withoutJinja } from './jinja.ts';
import { hasErrors } from './yaml/error-recovery.ts';

export { isTemplateName } from './jinja.ts';
export { isTemplateOfYaml } from './yaml/template.ts';

/** The name of a kind of input. */
export type InputKind = (typeof ALL)[number]['kind'];

const FRONT_ENDS: readonly FrontEnd<InputKind>[] = ALL;

/** What text is that no front end recognizes and that has no name: the errors of a Compose file say the most. */
const DEFAULT_KIND: InputKind = compose.kind;

/** What files are that the user, or a configuration, makes a project. */
export const PROJECT_KIND: InputKind = compose.kind;

const byKind = new Map<InputKind, FrontEnd<InputKind>>(FRONT_ENDS.map((frontEnd) => [frontEnd.kind, frontEnd]));

export function frontEndOf(kind: InputKind): FrontEnd<InputKind> {
  return byKind.get(kind) ?? compose;
}

/** True for a name that could hold something to lint, so that a walk reads only such files. */
export function isCandidateName(path: string): boolean {
  const name = renderedName(path);
  return FRONT_ENDS.some(({ isCandidate }) => isCandidate(name));
}

/** True for a name of files that are read only where somebody asks for them. */
export function isOnRequestName(path: string): boolean {
  return FRONT_ENDS.some(({ isOnRequest }) => isOnRequest?.(path) === true);
}

/** True for a name by which an input is known whatever the file holds, or for that of its template. */
export function isCertainName(path: string): boolean {
  const name = renderedName(path);
  return FRONT_ENDS.some(({ isCertain }) => isCertain(name));
}

/** True for a name that says what a file may hold: one of them that cannot be read is an error. */
export function isRequiredName(path: string): boolean {
  return FRONT_ENDS.some(({ isRequired }) => isRequired(path));
}

/** True for a kind of input whose files make up projects, so that one may be a part of a whole. */
export function isProjectKind(kind: InputKind): boolean {
  return frontEndOf(kind).hasProjects === true;
}

/** True for a kind of input whose files read in others of their kind, which are linted by themselves as well. */
export function readsInOthers(kind: InputKind): boolean {
  return frontEndOf(kind).readsInOthers === true;
}

/** False for a text that surely deploys no project that is made of other files. */
export function mayDeploy(kind: InputKind, text: string): boolean {
  return frontEndOf(kind).mayDeploy?.(text) === true;
}

/** The groups of files of which a file is one, where its kind of input can have several; none where it stands alone. */
export function findGroups(path: string, folders: FolderReader): readonly FileGroup[] {
  return FRONT_ENDS.flatMap(({ kind, findGroups: find }) =>
    (find?.(path, folders) ?? []).map((files) => ({ kind, files })),
  );
}

/** Files that are read as one input, in the order in which they count. */
export interface FileGroup {
  readonly kind: InputKind;
  readonly files: readonly string[];
}

/** What a file is, by its name and content, and by `files` that it reads in; `undefined` where it is nothing to lint. A template of Jinja is what it makes. */
export function detectKind({ path, text }: SourceFile, files?: FileReader): InputKind | undefined {
  // The first line says what runs it, whatever it is called: a script may be named `justfile`.
  const script = text.startsWith('#!') ? detectScript({ path, text }) : undefined;
  if (script !== undefined && frontEndOf(script).detect(text, path, files)) return script;
  if (!isTemplateName(path)) return FRONT_ENDS.find(({ detect }) => detect(text, path, files))?.kind;
  const name = renderedName(path);
  const rendered = withoutJinja(text, path);
  if (/\.ya?ml$/i.test(name) && hasErrors(rendered)) return undefined;
  return FRONT_ENDS.find(({ detect }) => detect(rendered, name, files))?.kind;
}

/** What a file is that is a script by its name or its first line, whatever it calls. */
export function detectScript({ path, text }: SourceFile): InputKind | undefined {
  return FRONT_ENDS.find(({ isScript }) => isScript?.(text, path) === true)?.kind;
}

/** What text without a name is, as on standard input. */
export function detectNameless(text: string): InputKind {
  return FRONT_ENDS.find(({ detect }) => detect(text, undefined))?.kind ?? DEFAULT_KIND;
}
