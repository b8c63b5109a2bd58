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
import { isRemote, joinPath } from './paths.ts';
import type { ReloadBudget } from './reload-budget.ts';

/** More files than this are not read for one project. */
const MAX_FILES = 1000;

/** A Dockerfile that was read. */
interface ReadDockerfile {
  readonly path: string | undefined;
  readonly values: readonly Location[];
}

/** What loading a project shares: the files read so far, and where problems go. */
export interface Loader {
  readonly context: ParseContext;
  readonly report: Report;
  /** What was filled in for variables so far. */
  readonly filledIn: Map<string, string>;
  /** What of it is shown, since it is no secret where it goes. */
  readonly shownValues: Set<string>;
  /** What files were read as so far. */
  readonly readings: Set<object>;
  /** Counts what it comes to. */
  readonly valueBudget: ValueBudget;
  /** Every text that a place can name. */
  readonly texts: Map<string, string>;
  /** The env files that were read; `texts` has them hidden, since their values may be secrets. */
  readonly variableFiles: Map<string, SourceFile>;
  /** What the `env_file` of services gives; at the root, where nothing has been read. */
  readonly envFiles: EnvFiles;
  /** What of the texts may hold values of variables. */
  readonly holders: Holder[];
  /** The files that the project includes. */
  readonly included: Set<string>;
  /** How the paths of the files end that the project includes or extends, and that only a variable names whole. */
  readonly mayInclude: Set<string>;
  /** What services extend in other files. */
  readonly extended: Extended[];
  /** The Dockerfiles that were read, each once; without a path where a Compose file holds it. */
  readonly dockerfiles: Map<string, ReadDockerfile>;
  /** Counts the characters of Dockerfiles; one counts for each service. */
  readonly dockerfileBudget: Budget;
  /** Counts the characters of command lines. */
  readonly commandBudget: Budget;
  /** Counts files that are loaded again. */
  readonly reloadBudget: ReloadBudget;
  /** What services may have by `extends`. */
  readonly inherited: Budget;
}

/** How one set of files is loaded: its folder and its variables. */
export interface Scope {
  readonly loader: Loader;
  /** Where its relative paths stand. */
  readonly directory: string;
  readonly lookup: Lookup;
  /** Stands for its variables where parses follow one another. */
  readonly state?: VariableState;
}

/** What names a file that was not read, so that more may be there than is known. */
export function unparsed(ref: Ref<Scalar>): UnresolvedOptions {
  const { shown, place } = textOf(ref);
  return { expression: shown, reason: 'unparsed', place };
}

/** A file that another names, or why more may stand in it than was read. */
export type Loaded =
  | { readonly file: SourceFile; readonly unresolved?: undefined }
  | { readonly unresolved: UnresolvedOptions };

/** The same lookup, which remembers and counts what it gave. */
export function remembering(lookup: Lookup, { filledIn, valueBudget }: Loader): Lookup {
  return (name, use) => {
    const found = lookup(name, use);
    const text = found && valueBudget.take(found, name, use);
    if (text?.value !== undefined && text.value !== '') filledIn.set(text.value, name);
    return text;
  };
}

/**
 * The file that a path in a Compose file names; where it can't be read, that is reported at the path. An env file is
 * often kept out of a repository, so that its absence has a severity of its own.
 */
export function loadNamed(
  ref: Ref<Scalar>,
  directory: string,
  loader: Loader,
  what: string,
  missing: Severity = 'error',
  read: FileReading = readFile,
): Loaded {
  return loadPath(textOf(ref), directory, loader, what, missing, read);
}

/**
 * As {@link loadNamed}, for a Compose file: where a variable is in its path, any that ends like it may be meant. One
 * that a template engine makes a Compose file of is not read.
 */
export function loadComposeFile(ref: Ref<Scalar>, directory: string, loader: Loader, what: string): Loaded {
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

/** As {@link loadNamed}, for a path that is part of a value. */
export function loadPath(
  text: Text,
  directory: string,
  loader: Loader,
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

/**
 * The path of what a Compose file in this folder names: where the working folder is one of Windows, `\` parts its
 * folders, as it does for the client there. What a file above the working folder names below it has the path that it
 * has from there.
 */
export function namedPath(name: string, directory: string, { context: { workingDirectory = '' } }: Loader): string {
  const path = joinPath(directory, toPlainPath(name, workingDirectory));
  return path.startsWith('../') && workingDirectory !== ''
    ? relativePath(workingDirectory, joinPath(workingDirectory, path))
    : path;
}

type FileReading = (path: string, loader: Loader) => { readonly file: SourceFile } | { readonly failure: ReadFailure };

/** An env file by its path. Of its text nothing is remembered that a report could show. */
export function readVariableFile(path: string, { context, texts, variableFiles }: Loader): ReturnType<FileReading> {
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

/** A file by its path, remembered with its text. */
export function readFile(path: string, { context, texts }: Loader): ReturnType<FileReading> {
  const known = texts.get(path);
  if (known !== undefined) return { file: { path, text: known } };
  if (texts.size >= MAX_FILES) return { failure: 'too-large' };
  const result = context.files.read(path);
  if ('failure' in result) return result;
  texts.set(path, result.text);
  return { file: { path, text: result.text } };
}

/** Why a file that is named cannot be read; `subject` is what it is, as a sentence begins. */
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
