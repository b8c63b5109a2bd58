import type { SourceFile } from '../files/file-reader.ts';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import { type InputKind, PROJECT_KIND } from '../parsers/registry.ts';
import { defined } from '../util/objects.ts';
import { splitPath } from '../util/paths.ts';
import { isMainName } from './compose-names.ts';

/** A file, or the files of a Compose project in merge order. */
export interface Input extends Pick<ParseContext, 'orchestrator' | 'projectDirectory'> {
  readonly kind: InputKind;
  readonly files: readonly SourceFile[];
  /**
   * True if Compose or the user treats it as a project: it is linted even if another project
   * includes it.
   */
  readonly isOwn?: boolean;
  /** True if the user named it, or one of its files. */
  readonly isNamed?: boolean;
  /**
   * True for a file linted alone, without `.env`, besides its projects: its results don't depend on
   * them.
   */
  readonly isAlone?: boolean;
  /**
   * The files for which this project is read because it may include them; ignored if it includes
   * none.
   */
  readonly reportedFor?: readonly string[];
  /**
   * Only results in these files, in files of their own projects or in included files are reported.
   */
  readonly reportedIn?: readonly string[];
  /** Env files that replace `.env`, named by a script. */
  readonly envFiles?: readonly string[];
}

export function contextOf(input: Input, context: ParseContext): ParseContext {
  const { isAlone, envFiles, orchestrator, projectDirectory } = input;
  return {
    ...context,
    ...(mayBePart(input) ? { mayBePart: true } : {}),
    ...(isAlone === true ? { envFiles: context.envFiles ?? [] } : {}),
    ...defined({ envFiles: envFiles && (context.envFiles ?? envFiles), orchestrator, projectDirectory }),
  };
}

/** True for a single Compose file with no default name that nobody gave as a project. */
function mayBePart({ kind, files: [file, ...others], isOwn }: Input): boolean {
  if (kind !== PROJECT_KIND || file === undefined || others.length > 0 || isOwn === true) return false;
  const [, name] = splitPath(file.path);
  return /\.ya?ml$/i.test(name) && !isMainName(name);
}

/** The files of an input, the main one first. */
export function pathsOf({ files }: Pick<Input, 'files'>): readonly string[] {
  return files.map(({ path }) => path);
}
