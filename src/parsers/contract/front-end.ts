import type { FileReader, SourceFile } from '../../files/file-reader.ts';
import type { Span } from '../../text/location.ts';
import type { FoundComment, ParseContext, Parsed } from './parsed.ts';
import type { Writer } from './writer.ts';

/**
 * One kind of input: how to detect it and how to read it. Only `parsers/all.ts` imports it. It is
 * loaded at each start, so detection must be small; the reader is loaded for the first text of this
 * kind.
 */
export interface FrontEnd<Kind extends string = string> {
  readonly kind: Kind;
  /**
   * True for names of files that may be of this kind: a walk through a directory reads only these.
   */
  readonly isCandidate: (path: string) => boolean;
  /** True for names of files that are read only if the user or a configuration asks for them. */
  readonly isOnRequest?: (path: string) => boolean;
  /** True for names that identify this kind regardless of content. */
  readonly isCertain: (path: string) => boolean;
  /**
   * True for names for which it is an error if the file can't be read, since its content is
   * unchecked.
   */
  readonly isRequired: (path: string) => boolean;
  /**
   * Detects this kind by name and content; `path` is `undefined` for standard input. `files` is
   * given if other files may decide it, such as sourced scripts.
   */
  readonly detect: (text: string, path: string | undefined, files?: FileReader) => boolean;
  /** True for a script of this kind that need not name an engine; absent if there are none. */
  readonly isScript?: (text: string, path: string) => boolean;
  /**
   * The groups that contain this file. Each is a list of files, in order, that are read as one
   * input, which is named after the main file. Empty if the file is read alone; absent if all files
   * are.
   */
  readonly findGroups?: (path: string, folders: FolderReader) => readonly (readonly string[])[];
  /**
   * True if files form projects: they are merged and include others, so a file may be only a part.
   */
  readonly hasProjects?: true;
  /**
   * True if files of this kind are also read in other inputs, as sourced scripts are: results that
   * occur in both are reported once.
   */
  readonly readsInOthers?: true;
  /**
   * False for a text that certainly deploys no project of other files, so that it needn't be
   * parsed.
   */
  readonly mayDeploy?: (text: string) => boolean;
  /**
   * `none` if unread commands aren't searched, since texts run nothing on the host or contain only
   * examples; `keys` if keys decide which texts are prose.
   */
  readonly mentions?: 'none' | 'keys';
  /** True if a pipeline or make waits for each command to end. */
  readonly waitsForCommands?: true;
  readonly load: () => Promise<Reader>;
}

export type FolderReader = Required<Pick<FileReader, 'list'>>;

/** Reads the texts of one kind, and writes changes to them. */
export interface Reader {
  /** Parses the files of one input. Never throws for the content of a file. */
  readonly parse: (files: readonly SourceFile[], context: ParseContext) => Parsed;
  /** True if NULs are dropped, as in bash. If absent, they count as blanks. */
  readonly dropsNuls?: true;
  /** How much of a text is read; absent if the reader has its own limits. */
  readonly limit?: TextLimit;
  /**
   * The comments of a text that `isWanted` accepts, with the text that each applies to; absent if
   * the syntax has no comments.
   */
  readonly comments?: (source: SourceFile, isWanted: (comment: string) => boolean) => readonly FoundComment[];
  /**
   * Finds container names that other files of the project may also use: the services of a Compose
   * file. Absent if names are unique.
   */
  readonly loadNames?: () => Promise<(text: string) => readonly { readonly name: string; readonly span: Span }[]>;
  /**
   * Blanks the services that contain none of these places, keeping offsets; `undefined` if other
   * services may matter to them.
   */
  readonly loadIsolation?: () => Promise<(text: string, spans: readonly Span[]) => string | undefined>;
  /**
   * Loads the writer when a fix is needed; absent if the texts are generated, so no fix can edit
   * them.
   */
  readonly loadWriter?: () => Promise<Writer>;
}

/** How much of a text is read. */
export interface TextLimit {
  /** In characters. Parsing takes about a hundred times as much memory. */
  readonly most: number;
  /** True if the beginning of a longer text is useless, so the text is not read at all. */
  readonly isWhole?: true;
}

/** Longer than any text that people write. */
export const A_MILLION: TextLimit = { most: 1_000_000 };

/** Defines a front end with its kind as a literal type. */
export function defineFrontEnd<const Kind extends string>(frontEnd: FrontEnd<Kind>): FrontEnd<Kind> {
  return frontEnd;
}
