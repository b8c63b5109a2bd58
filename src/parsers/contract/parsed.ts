import type { Subject } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Location, Span } from '../../text/location.ts';
import type { Watchdog } from '../../util/watchdog.ts';
import { joinReads, type Reads } from './coverage.ts';
import { joinRelations, type Relations } from './relations.ts';

/** A text to parse and the name under which its places are given. */
export interface SourceFile {
  /** With `/` between its parts, as the user named it or relative to the working folder. */
  readonly path: string;
  readonly text: string;
  /** The text of the file, where `text` is only what stands in it for another file, at the same offsets. */
  readonly original?: string;
}

export type ReadFailure = 'missing' | 'unreadable' | 'directory' | 'too-large' | 'binary' | 'outside';

/**
 * What a parser may ask of the file system: files that a document extends, includes or takes variables from, and the
 * folders that hold those that it names by a wildcard.
 */
export interface FileReader {
  /** The text of a file, or why there is none; never throws. */
  read(path: string): { readonly text: string } | { readonly failure: ReadFailure };
  /** A folder's entries in the order of their names, or why there are none; left out where no folders are read. */
  list?(
    path: string,
  ): { readonly entries: readonly { readonly name: string; readonly kind: string }[] } | { readonly failure: string };
  /** What is at a path, and where it leads as that is written in it, if it is a symbolic link; `undefined` for nothing. Left out where there are no links. */
  linkAt?(path: string): { readonly target: string | undefined } | undefined;
  /** True for a file that Git tracks in the repository that is linted. Left out where that is not known. */
  isTracked?(path: string): boolean;
}

/** A reader for text that stands alone: no file that it names can be read. */
export const NO_FILES: FileReader = { read: () => ({ failure: 'missing' }) };

/** What parsing depends on besides the text. */
export interface ParseContext {
  readonly files: FileReader;
  /** Values that the user gave for variables (`--dotenv`, `--env`); a variable that nothing sets is unknown. */
  readonly environment: ReadonlyMap<string, string>;
  /** Env files to read in place of a Compose project's `.env`, a later one over an earlier one. */
  readonly envFiles?: readonly string[];
  /** True for a file of which nothing is shown, wherever it is named: it stands outside of the repository. */
  readonly isOutside?: (path: string) => boolean;
  /** The absolute folder against which relative names stand; without it a Compose project in it has no known name. */
  readonly workingDirectory?: string;
  /** True for a file that is known to be a part of a Compose project: what its services lack, or refer to, may stand in the others. */
  readonly isPart?: boolean;
  /** True for a Compose file that no client loads by itself: it may be merged with others that define what it refers to. */
  readonly mayBePart?: boolean;
  /** What deploys a Compose project as a stack, and reads its files in its own way; left out for Compose. */
  readonly orchestrator?: 'swarm';
  /** The folder of a Compose project; left out where it is that of its first file. */
  readonly projectDirectory?: string;
  /**
   * The files for whose sake a Compose project is parsed: containers that have nothing to do with them may be left out,
   * and what is wrong with these. Left out where it is parsed for its own sake.
   */
  readonly reportedIn?: readonly string[];
  /** What parses have in common that follow one another, in an editor: what is as it was, one need not read again that another has read. */
  readonly memory?: object;
  /** What the work on one input runs under; left out where nothing watches it. */
  readonly watchdog?: Watchdog;
}

/** A comment that speaks to plimsoll. */
export interface FoundComment {
  /** From the `#` to the end of the comment. */
  readonly location: Location;
  readonly text: string;
  /** The text that it speaks of: its line, or the key, item or command below it, whole. */
  readonly governs: Span;
}

export interface Comment extends FoundComment {
  /** What goes when it goes: the white space before it, or its whole line where it stands alone. */
  readonly extent: Span;
}

/** Where values stand that may be secrets, their names left out: what is shown of a text is without them. */
export interface VariableValues {
  /** What a container, a build or a program gets in its environment. */
  readonly environment: readonly Location[];
  /** What a script keeps under a name, for whatever use. */
  readonly variables: readonly Location[];
  /** What is a secret wherever it stands, such as the password that a program is given; left out where there is none. */
  readonly secrets?: readonly Location[];
  /** The values themselves that came from env files or the environment and may be secrets; left out where there are none. */
  readonly fromOutside?: readonly string[];
  /** What may be such values in text that could not be read, each within its line, in order and apart for each file; left out where there is none. */
  readonly unparsed?: readonly Location[];
}

export const NO_VALUES: VariableValues = { environment: [], variables: [] };

/** What a file asks the engine for. A file that can't be parsed whole gives what could still be read, and problems. */
export interface Parsed {
  /** In source order. */
  readonly subjects: readonly Subject[];
  readonly problems: readonly Problem[];
  /** Every text that a place of `subjects` or `problems` names, by path, the parsed file's own included. */
  readonly texts: ReadonlyMap<string, string>;
  /** The paths of the texts that stand outside of the repository, which are hidden; left out where there are none. */
  readonly outside?: ReadonlySet<string>;
  /** What it has to do with other files; left out where a front end finds nothing. `parseInput` gives all of it. */
  readonly relations?: Relations;
  readonly values: VariableValues;
  /** The paths of the scripts that a script reads in: their comments are checked where they are linted themselves. Left out where there are none. */
  readonly sourced?: ReadonlySet<string>;
  /**
   * The paths of the Dockerfiles of images that are built: nothing else lints them, and comments in them are written as
   * Dockerfiles have them. Left out where there are none.
   */
  readonly dockerfiles?: ReadonlySet<string>;
  /** What of the texts was read, where a front end knows it; another one reads all of its own, or nothing. */
  readonly read?: Reads;
  /** The comments of all `texts` that are meant for plimsoll; left out where there are none. */
  readonly comments?: readonly Comment[];
}

/** Several inputs as one, in their order. */
export function concatParsed(parsed: readonly Parsed[]): Parsed {
  return {
    subjects: parsed.flatMap(({ subjects }) => subjects),
    problems: parsed.flatMap(({ problems }) => problems),
    texts: new Map(parsed.flatMap(({ texts }) => [...texts])),
    ...joinRelations(parsed),
    ...joinReads(parsed),
    sourced: new Set(parsed.flatMap(({ sourced = new Set<string>() }) => [...sourced])),
    dockerfiles: new Set(parsed.flatMap(({ dockerfiles = new Set<string>() }) => [...dockerfiles])),
    values: {
      environment: parsed.flatMap(({ values }) => values.environment),
      variables: parsed.flatMap(({ values }) => values.variables),
      secrets: parsed.flatMap(({ values }) => values.secrets ?? []),
      fromOutside: parsed.flatMap(({ values }) => values.fromOutside ?? []),
      unparsed: parsed.flatMap(({ values }) => values.unparsed ?? []),
    },
  };
}
