import type { SourceFile } from '../files/file-reader.ts';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import { type InputKind, PROJECT_KIND } from '../parsers/registry.ts';
import { defined } from '../util/objects.ts';
import { splitPath } from '../util/paths.ts';
import { isMainName } from './compose-names.ts';

/** One file, or the files of a Compose project in merge order. */
export interface Input extends Pick<ParseContext, 'orchestrator' | 'projectDirectory'> {
  readonly kind: InputKind;
  readonly files: readonly SourceFile[];
  /**
   * True if Compose or the user treats the files as a project. It is then linted even if another
   * project includes it.
   */
  readonly isOwn?: boolean;
  /** True if the user named the input or one of its files. */
  readonly isNamed?: boolean;
  /**
   * True for a file that is linted on its own, without `.env`, in addition to its projects: this
   * makes its results independent of them.
   */
  readonly isAlone?: boolean;
  /**
   * The files because of which this project is read: it may include them. If it includes none, it
   * is ignored.
   */
  readonly reportedFor?: readonly string[];
  /**
   * Report only results in these files, in their own projects' files, or in files that they
   * include.
   */
  readonly reportedIn?: readonly string[];
  /** Env files that a script names; they replace `.env`. */
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

/**
 * True for a single Compose file without a default name, unless the user or a configuration gave it
 * as a project.
 */
function mayBePart({ kind, files: [file, ...others], isOwn }: Input): boolean {
  if (kind !== PROJECT_KIND || file === undefined || others.length > 0 || isOwn === true) return false;
  const [, name] = splitPath(file.path);
  return /\.ya?ml$/i.test(name) && !isMainName(name);
}

/** The files of an input, the main one first. */
export function pathsOf({ files }: Pick<Input, 'files'>): readonly string[] {
  return files.map(({ path }) => path);
}
