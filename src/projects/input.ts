import type { ParseContext, SourceFile } from '../parsers/contract/parsed.ts';
import { type InputKind, PROJECT_KIND } from '../parsers/registry.ts';
import { splitPath } from '../util/paths.ts';
import { isMainName } from './compose-names.ts';

/** A file, or the files of a Compose project in the order in which they are merged. */
export interface Input {
  readonly kind: InputKind;
  readonly files: readonly SourceFile[];
  /** True where Compose, or the user, takes it for a project by itself: then it is linted as one even where another includes it. */
  readonly isOwn?: boolean;
  /** True where the user named it, or one of its files. */
  readonly isNamed?: boolean;
  /** True for a file that is linted by itself beside the projects that it is one of, and with no `.env`: what stands in it holds without them. */
  readonly isAlone?: boolean;
  /** The files for whose sake a project is looked at that may include them; it counts only for those that it does include. */
  readonly reportedFor?: readonly string[];
  /** These files and the others of their own projects: what is reported of it stands there, in what they include, or leads there. */
  readonly reportedIn?: readonly string[];
  /** Env files in the place of `.env`, which a script names. */
  readonly envFiles?: readonly string[];
  /** See `ParseContext`. */
  readonly orchestrator?: 'swarm';
  /** See `ParseContext`. */
  readonly projectDirectory?: string;
}

export function contextOf(input: Input, context: ParseContext): ParseContext {
  const { isAlone, envFiles, orchestrator, projectDirectory } = input;
  return {
    ...context,
    ...(mayBePart(input) ? { mayBePart: true } : {}),
    ...(isAlone === true ? { envFiles: context.envFiles ?? [] } : {}),
    ...(envFiles === undefined ? {} : { envFiles: context.envFiles ?? envFiles }),
    ...(orchestrator === undefined ? {} : { orchestrator }),
    ...(projectDirectory === undefined ? {} : { projectDirectory }),
  };
}

/** True for one Compose file by a name that no client looks for, which nobody gave as a project. */
function mayBePart({ kind, files: [file, ...others], isOwn }: Input): boolean {
  if (kind !== PROJECT_KIND || file === undefined || others.length > 0 || isOwn === true) return false;
  const [, name] = splitPath(file.path);
  return /\.ya?ml$/i.test(name) && !isMainName(name);
}

/** The files of an input, the main one first. */
export function pathsOf({ files }: Pick<Input, 'files'>): readonly string[] {
  return files.map(({ path }) => path);
}
