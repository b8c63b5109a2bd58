import type { ReadFailure, SourceFile } from '../../../files/file-reader.ts';
import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem, Severity } from '../../../model/finding.ts';
import { hiddenText } from '../../../sensitive/mask.ts';
import type { Location, Place } from '../../../text/location.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { relativePath, toPlainPath } from '../../../util/paths.ts';
import type { ParseContext } from '../../contract/parsed.ts';
import { problem, type Report } from '../../contract/problem.ts';
import type { Extended } from '../../contract/relations.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { type Ref, type Scalar, textOf } from '../../yaml/tree.ts';
import { type Budgets, LEAST_FILE } from '../variables/budget.ts';
import type { EnvFiles } from '../variables/env-files.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { Holder } from '../variables/variable-values.ts';
import { isRemote, resolvePath } from './paths.ts';

const MAX_FILES = 1000;

interface ReadDockerfile {
  readonly path: string | undefined;
  readonly values: readonly Location[];
}

/** The state while a project is loaded: files read so far, budgets and problems. */
export interface ProjectLoader {
  readonly context: ParseContext;
  readonly report: Report;
  readonly filledIn: Map<string, string>;
  /** Substituted values that aren't secrets where they are used. */
  readonly shownValues: Set<string>;
  readonly readings: Set<object>;
  readonly budgets: Budgets;
  readonly loaded: Set<string>;
  readonly texts: Map<string, string>;
  /** The env files, with their text. `texts` has them without values, which may be secrets. */
  readonly variableFiles: Map<string, SourceFile>;
  /** The root of the `env_file` tree, without files. */
  readonly envFiles: EnvFiles;
  /** Nodes that may contain values of variables. */
  readonly holders: Holder[];
  readonly included: Set<string>;
  /** The known endings of paths with variables, of included or extended files. */
  readonly mayInclude: Set<string>;
  readonly extended: Extended[];
  /** Each Dockerfile once; one written inline has no path. */
  readonly dockerfiles: Map<string, ReadDockerfile>;
}

export interface FileScope {
  readonly loader: ProjectLoader;
  /** The base of relative paths. */
  readonly directory: string;
  readonly lookup: Lookup;
  /** Identifies the variables: while they don't change, successive parses get the same object. */
  readonly state: VariableState | undefined;
}

export interface VariableState {
  readonly id: number;
}

export function unparsed(ref: Ref<Scalar>): UnresolvedOptions {
  const { shown, place } = textOf(ref);
  return { expression: shown, reason: 'unparsed', place };
}

/** The file, or why the project may have unread parts. */
export type Loaded =
  | { readonly file: SourceFile; readonly unresolved?: undefined }
  | { readonly unresolved: UnresolvedOptions; readonly file?: undefined };

/**
 * {@link loadPath} for a Compose file. If the path contains a variable, any file with the same
 * ending may be meant. Templates aren't parsed.
 */
export function loadComposeFile(ref: Ref<Scalar>, directory: string, loader: ProjectLoader, what: string): Loaded {
  const text = textOf(ref);
  if (!text.isKnown) {
    const ending = text.skeleton.slice(text.skeleton.lastIndexOf(UNKNOWN_CHARACTER) + 1);
    const above = ending.lastIndexOf('../');
    loader.mayInclude.add(above === -1 ? ending : ending.slice(above + 2));
  }
  const loaded = loadPath(text, directory, loader, what);
  const isTemplate = loaded.unresolved === undefined && isTemplateOfYaml(loaded.file.text);
  return isTemplate ? { unresolved: unparsed(ref) } : loaded;
}

/**
 * Charges the budget for reloading a file: files that include each other twice double at each
 * level.
 */
export function mayLoad({ path, text }: SourceFile, place: Place, { loaded, budgets }: ProjectLoader): boolean {
  const isAgain = loaded.has(path);
  loaded.add(path);
  return !isAgain || budgets.reloads.allows(Math.max(text.length, LEAST_FILE), place);
}

/**
 * Reports failures at the path. `missing` is a missing file's severity: repositories often lack env
 * files.
 */
export function loadPath(
  text: Text,
  directory: string,
  loader: ProjectLoader,
  what: string,
  missing: Severity = 'error',
  read: FileReading = readFile,
): Loaded {
  const { value, place, shown } = text;
  const unresolved: Loaded = { unresolved: { expression: shown, reason: 'unparsed', place } };
  if (value === undefined || value.startsWith('~')) return unresolved;
  if (isRemote(value)) {
    const found = `The ${what} \`${shown}\` is remote, and plimsoll does not download files, so it was not checked.`;
    const remedy = 'To check it, lint the output of `docker compose config`, or a local copy.';
    loader.report(problem('syntax/unread-command', place, found, { severity: 'info', remedy }));
    return unresolved;
  }
  const file = read(namedPath(value, directory, loader), loader);
  if ('file' in file) return file;
  loader.report(unreadableFile(file.failure, place, `The ${what} \`${shown}\``, missing));
  return unresolved;
}

/**
 * Resolves a path that a Compose file in this directory names. On Windows, `\` is a separator.
 * Paths below the working directory become relative to it.
 */
export function namedPath(
  name: string,
  directory: string,
  { context: { workingDirectory = '' } }: ProjectLoader,
): string {
  const path = resolvePath(directory, toPlainPath(name, workingDirectory));
  return path.startsWith('../') && workingDirectory !== ''
    ? relativePath(workingDirectory, resolvePath(workingDirectory, path))
    : path;
}

type FileReading = (
  path: string,
  loader: ProjectLoader,
) => { readonly file: SourceFile } | { readonly failure: ReadFailure };

/** Reads an env file, but doesn't keep its text for reports. */
export const readVariableFile: FileReading = (path, loader) => {
  const known = loader.variableFiles.get(path);
  const read = known === undefined ? readNew(path, loader) : { file: known };
  if ('file' in read) {
    loader.variableFiles.set(path, read.file);
    if (!loader.texts.has(path)) loader.texts.set(path, hiddenText(read.file.text));
  }
  return read;
};

export const readFile: FileReading = (path, loader) => {
  const known = loader.texts.get(path);
  const read = known === undefined ? readNew(path, loader) : { file: { path, text: known } };
  if ('file' in read) loader.texts.set(path, read.file.text);
  return read;
};

const readNew: FileReading = (path, { context, texts }) => {
  if (texts.size >= MAX_FILES) return { failure: 'too-large' };
  const result = context.files.read(path);
  return 'failure' in result ? result : { file: { path, text: result.text } };
};

const FAILURES: Readonly<Record<ReadFailure, readonly [Problem['id'], string]>> = {
  missing: ['syntax/missing-file', 'does not exist'],
  directory: ['syntax/unreadable-file', 'is a directory, not a file'],
  loop: ['syntax/unreadable-file', 'is a symlink that leads back to itself'],
  unreadable: ['syntax/unreadable-file', 'could not be read'],
  outside: ['syntax/unreadable-file', 'is outside the repository, so it was not read'],
  'too-large': ['syntax/limit', 'was not read: the file is too large, or the project has too many files'],
  binary: ['syntax/binary', 'is not a text file'],
};

/** Reports why a file can't be read; `subject` starts the sentence. */
export function unreadableFile(
  failure: ReadFailure,
  place: Place,
  subject: string,
  missing: Severity = 'error',
): Problem {
  const [id, what] = FAILURES[failure];
  return problem(id, place, `${subject} ${what}.`, failure === 'missing' ? { severity: missing } : {});
}
