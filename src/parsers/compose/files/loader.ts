import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Problem, Severity } from '../../../model/finding.ts';
import { hiddenText } from '../../../sensitive/mask.ts';
import type { Location, Place } from '../../../text/location.ts';
import { type Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { relativePath, toPlainPath } from '../../../util/paths.ts';
import type { ParseContext, ReadFailure, SourceFile } from '../../contract/parsed.ts';
import { problem, type Report } from '../../contract/problem.ts';
import type { Extended } from '../../contract/relations.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { type Ref, type Scalar, textOf } from '../../yaml/tree.ts';
import type { Budget } from '../variables/budget.ts';
import type { EnvFiles } from '../variables/env-files.ts';
import type { Lookup } from '../variables/interpolate.ts';
import type { ValueBudget } from '../variables/value-budget.ts';
import type { VariableState } from '../variables/variable-state.ts';
import type { Holder } from '../variables/variable-values.ts';
import { isRemote, resolvePath } from './paths.ts';
import type { ReloadBudget } from './reload-budget.ts';

const MAX_FILES = 1000;

interface ReadDockerfile {
  readonly path: string | undefined;
  readonly values: readonly Location[];
}

/** The shared state of loading a project: files read so far, and problems. */
export interface ProjectLoader {
  readonly context: ParseContext;
  readonly report: Report;
  readonly filledIn: Map<string, string>;
  /** Substituted values that are no secrets in their place. */
  readonly shownValues: Set<string>;
  readonly readings: Set<object>;
  readonly budgets: LoaderBudgets;
  /** Every text that a place can refer to. */
  readonly texts: Map<string, string>;
  /** The env files; `texts` has them hidden, since their values may be secrets. */
  readonly variableFiles: Map<string, SourceFile>;
  /** The `env_file` variables, from a root without files. */
  readonly envFiles: EnvFiles;
  /** Places that may hold variable values. */
  readonly holders: Holder[];
  readonly included: Set<string>;
  /** Path endings of included or extended files that only a variable names. */
  readonly mayInclude: Set<string>;
  /** Services that extend those of other files. */
  readonly extended: Extended[];
  /** Each Dockerfile once; without a path if inline. */
  readonly dockerfiles: Map<string, ReadDockerfile>;
}

/** What is left to read of a project: nested aliases and inclusions multiply. */
export interface LoaderBudgets {
  /** Counts substituted values. */
  readonly values: ValueBudget;
  /** Counts Dockerfile characters, once per service. */
  readonly dockerfiles: Budget;
  /** Counts the characters of command lines. */
  readonly commands: Budget;
  /** Counts reloaded files. */
  readonly reloads: ReloadBudget;
  /** Counts values inherited by `extends`. */
  readonly inherited: Budget;
}

/** How one set of files is loaded: its directory and variables. */
export interface FileScope {
  readonly loader: ProjectLoader;
  /** The base of relative paths. */
  readonly directory: string;
  readonly lookup: Lookup;
  /** Identifies its variables between parses. */
  readonly state?: VariableState;
}

/** The name of an unread file, which may contain more. */
export function unparsed(ref: Ref<Scalar>): UnresolvedOptions {
  const { shown, place } = textOf(ref);
  return { expression: shown, reason: 'unparsed', place };
}

/** A named file, or why more may be in it. */
export type Loaded =
  | { readonly file: SourceFile; readonly unresolved?: undefined }
  | { readonly unresolved: UnresolvedOptions };

/** Records and accounts for a lookup's results. */
export function remembering(lookup: Lookup, { filledIn, budgets }: ProjectLoader): Lookup {
  return (name, use) => {
    const found = lookup(name, use);
    const text = found && budgets.values.take(found, name, use);
    if (text?.value !== undefined && text.value !== '') filledIn.set(text.value, name);
    return text;
  };
}

/** Loads the file of a path in a Compose file, and reports failures at the path. Env files have their own severity, since repositories often lack them. */
export function loadNamed(
  ref: Ref<Scalar>,
  directory: string,
  loader: ProjectLoader,
  what: string,
  missing: Severity = 'error',
  read: FileReading = readFile,
): Loaded {
  return loadPath(textOf(ref), directory, loader, what, missing, read);
}

/** {@link loadNamed} for a Compose file: a variable in the path may mean any file with its ending. Templates aren't read. */
export function loadComposeFile(ref: Ref<Scalar>, directory: string, loader: ProjectLoader, what: string): Loaded {
  const { value, skeleton } = textOf(ref);
  if (value === undefined) {
    const ending = skeleton.slice(skeleton.lastIndexOf(UNKNOWN_CHARACTER) + 1);
    const above = ending.lastIndexOf('../');
    loader.mayInclude.add(above === -1 ? ending : ending.slice(above + 2));
  }
  const loaded = loadNamed(ref, directory, loader, what);
  const isTemplate = loaded.unresolved === undefined && isTemplateOfYaml(loaded.file.text);
  return isTemplate ? { unresolved: unparsed(ref) } : loaded;
}

/** Like {@link loadNamed}, for a path within a value. */
export function loadPath(
  text: Text,
  directory: string,
  loader: ProjectLoader,
  what: string,
  missing: Severity = 'error',
  read: FileReading = readFile,
): Loaded {
  const { place } = text;
  const unresolved: Loaded = { unresolved: { expression: text.shown, reason: 'unparsed', place } };
  const { value } = text;
  if (value === undefined || value.startsWith('~')) return unresolved;
  if (isRemote(value)) {
    const remedy = 'To check its content, give plimsoll a local copy.';
    loader.report(
      problem(
        'syntax/remote-file',
        place,
        `The ${what} \`${text.shown}\` is remote and was not read: plimsoll never downloads files.`,
        { severity: 'info', remedy },
      ),
    );
    return unresolved;
  }
  const file = read(namedPath(value, directory, loader), loader);
  if ('file' in file) return { file: file.file };
  loader.report(unreadableFile(file.failure, place, `The ${what} \`${text.shown}\``, missing));
  return unresolved;
}

/** A path in a Compose file of this directory; `\` is a separator on Windows. Paths below the working directory become relative to it. */
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

/** Reads an env file without remembering its text for reports. */
export function readVariableFile(
  path: string,
  { context, texts, variableFiles }: ProjectLoader,
): ReturnType<FileReading> {
  const known = variableFiles.get(path);
  if (known !== undefined) return { file: known };
  if (texts.size >= MAX_FILES) return { failure: 'too-large' };
  const result = context.files.read(path);
  if ('failure' in result) return result;
  const file = { path, text: result.text };
  variableFiles.set(path, file);
  if (!texts.has(path)) texts.set(path, hiddenText(result.text));
  return { file };
}

export function readFile(path: string, { context, texts }: ProjectLoader): ReturnType<FileReading> {
  const known = texts.get(path);
  if (known !== undefined) return { file: { path, text: known } };
  if (texts.size >= MAX_FILES) return { failure: 'too-large' };
  const result = context.files.read(path);
  if ('failure' in result) return result;
  texts.set(path, result.text);
  return { file: { path, text: result.text } };
}

/** Why a file can't be read; `subject` starts the sentence. */
export function unreadableFile(
  failure: ReadFailure,
  place: Place,
  subject: string,
  missing: Severity = 'error',
): Problem {
  switch (failure) {
    case 'missing':
      return problem('syntax/missing-file', place, `${subject} does not exist.`, { severity: missing });
    case 'directory':
      return problem('syntax/unreadable-file', place, `${subject} is a directory, not a file.`);
    case 'unreadable':
      return problem('syntax/unreadable-file', place, `${subject} could not be read.`);
    case 'outside':
      return problem('syntax/unreadable-file', place, `${subject} is outside the repository, so it was not read.`);
    case 'too-large':
      return problem(
        'syntax/limit',
        place,
        `${subject} was not read: the file is too large, or the project has too many files.`,
      );
    case 'binary':
      return problem('syntax/binary', place, `${subject} is not a text file.`);
  }
}
