import type { FileReader } from '../../files/file-reader.ts';
import type { Subject } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Location, Span } from '../../text/location.ts';
import type { Watchdog } from '../../util/watchdog.ts';
import { joinReads, type Reads } from './coverage.ts';
import { joinRelations, type Relations } from './relations.ts';

/** The parser's input besides the text. */
export interface ParseContext {
  readonly files: FileReader;
  /**
   * Values that the user gave for variables (`--dotenv`, `--env`); a variable that nothing sets is
   * unknown.
   */
  readonly environment: ReadonlyMap<string, string>;
  /** Env files that replace a Compose project's `.env`; later ones win. */
  readonly envFiles?: readonly string[];
  /** True for a file outside the repository: its content is never shown. */
  readonly isOutside?: (path: string) => boolean;
  /** True if files outside the repository can't be read. */
  readonly isConfined?: boolean;
  /**
   * The absolute directory that names are relative to. Without it, a Compose project in this
   * directory has no known name.
   */
  readonly workingDirectory?: string;
  /**
   * True for a file that is only one file of a Compose project, so others may define missing names.
   */
  readonly isPart?: boolean;
  /**
   * True for a Compose file that no client loads by default: it may be merged with files that
   * define what it refers to.
   */
  readonly mayBePart?: boolean;
  /**
   * Set if the project is deployed as a stack, which parses files differently; absent for Compose.
   */
  readonly orchestrator?: 'swarm';
  /** The directory of a Compose project; by default that of its first file. */
  readonly projectDirectory?: string;
  /**
   * The files that the Compose project is parsed for: containers unrelated to these, and their
   * problems, may be omitted. Absent if nothing may be.
   */
  readonly reportedIn?: readonly string[];
  /** Shared by consecutive parses in an editor, so unchanged text is not parsed again. */
  readonly memory?: object;
  readonly watchdog?: Watchdog;
}

export interface FoundComment {
  /** From the `#` to the end. */
  readonly location: Location;
  readonly text: string;
  /** The text it applies to: its line, or the key, item or command below. */
  readonly governs: Span;
}

export interface Comment extends FoundComment {
  /** The text to delete with it: the white space before it, or its whole line. */
  readonly extent: Span;
}

/** Places of values that may be secrets, which reports omit. */
export interface VariableValues {
  /** The environment of containers, builds and programs. */
  readonly environment: readonly Location[];
  readonly variables: readonly Location[];
  /** Other secrets, such as a program's password. */
  readonly secrets?: readonly Location[];
  /** Values, possibly secret, from env files or the environment. */
  readonly fromOutside?: readonly string[];
  /** Possible values in unparsed text, each within its line, in order, by file. */
  readonly unparsed?: readonly Location[];
}

export const NO_VALUES: VariableValues = { environment: [], variables: [] };

/**
 * What a file asks the engine for. A file that can't be parsed completely gives its readable part,
 * and problems.
 */
export interface Parsed {
  /** In source order. */
  readonly subjects: readonly Subject[];
  readonly problems: readonly Problem[];
  /**
   * All texts that places of `subjects` or `problems` refer to, by path, including the parsed
   * file's own.
   */
  readonly texts: ReadonlyMap<string, string>;
  /** The paths of hidden texts from outside the repository. */
  readonly outside?: ReadonlySet<string>;
  /**
   * Its relations to other files; absent if the front end finds none. `parseInput` always sets it.
   */
  readonly relations?: Relations;
  readonly values: VariableValues;
  /** The paths of sourced scripts: their comments are checked when they are linted themselves. */
  readonly sourced?: ReadonlySet<string>;
  /**
   * The paths of Dockerfiles of built images. They aren't linted themselves, and their comments
   * have Dockerfile syntax.
   */
  readonly dockerfiles?: ReadonlySet<string>;
  /**
   * The ranges that were read, if the front end knows. If absent, all texts count as read, or none.
   */
  readonly read?: Reads;
  /** The comments to plimsoll in all `texts`. */
  readonly comments?: readonly Comment[];
}

/** Joins several inputs in order. */
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
