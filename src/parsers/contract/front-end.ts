import type { Span } from '../../text/location.ts';
import type { FileReader, FoundComment, ParseContext, Parsed, SourceFile } from './parsed.ts';
import type { Writer } from './writer.ts';

/**
 * One kind of input: how it is recognized, and how it is read. It is listed in `parsers/all.ts`, and nothing else knows
 * of it. What recognizes it is loaded at each start, so it is small; what reads it is loaded for the first text of this
 * kind.
 */
export interface FrontEnd<Kind extends string = string> {
  readonly kind: Kind;
  /** True for a name that could hold it, so that a walk through a folder reads only such files. */
  readonly isCandidate: (path: string) => boolean;
  /** True for a name that could hold it, where files of this kind are read only if the user or a configuration asks for them; left out where none are. */
  readonly isOnRequest?: (path: string) => boolean;
  /** True for the names by which it is known whatever the file holds. */
  readonly isCertain: (path: string) => boolean;
  /** True for the names that say what a file may hold: one that cannot be read is an error, since what is in it is not checked. */
  readonly isRequired: (path: string) => boolean;
  /**
   * Whether a text is of this kind, by its name and content; `path` is `undefined` for a text without a name, as on
   * standard input. `files` are there where other files may decide it, such as those that a script sources.
   */
  readonly detect: (text: string, path: string | undefined, files?: FileReader) => boolean;
  /** True for a script of this kind that need not call an engine by its name; left out where there are none. */
  readonly isScript?: (text: string, path: string) => boolean;
  /**
   * The groups of files that are read as one input, of which a file of this name is one: each in the order in which
   * they count, the one that gives it its name first. None where it stands alone; left out where all do.
   */
  readonly findGroups?: (path: string, folders: FolderReader) => readonly (readonly string[])[];
  /** True where files make up projects: they are merged over each other, and take in others of their kind, so that one may be a part of a whole. */
  readonly hasProjects?: true;
  /** True where files read in scripts, or others of their kind, which are linted by themselves as well: what both say of one text is reported once. */
  readonly readsInOthers?: true;
  /** False for a text that surely deploys no project that is made of other files, so that it need not be read to know that; left out where none does. */
  readonly mayDeploy?: (text: string) => boolean;
  /**
   * `none` for texts that hold no commands of the host, or examples of some, so that none is looked for that was not
   * read; `keys` where keys say which texts are prose.
   */
  readonly mentions?: 'none' | 'keys';
  /** True where something waits for the end of each command in the files, be it a pipeline or make. */
  readonly waitsForCommands?: true;
  readonly load: () => Promise<Reader>;
}

/** What may be asked of the folders around a file to find those that belong to it. */
export type FolderReader = Required<Pick<FileReader, 'list'>>;

/** What reads the texts of one kind, and writes changes of what they ask for. */
export interface Reader {
  /** What the files of one input ask the engine for. Never throws for what a file holds. */
  readonly parse: (files: readonly SourceFile[], context: ParseContext) => Parsed;
  /** True where a NUL is no character of a text, as bash drops it and runs the rest; left out where it stands for a blank. */
  readonly dropsNuls?: true;
  /** How much of a text is read; left out where the reader has limits of its own. */
  readonly limit?: TextLimit;
  /** The comments of one text for which `isWanted` holds, each with what it speaks of; absent where the syntax has no comments. */
  readonly comments?: (source: SourceFile, isWanted: (comment: string) => boolean) => readonly FoundComment[];
  /** Where a text names containers that others of its project may name too: the services of a Compose file; left out where each is named once. */
  readonly loadNames?: () => Promise<(text: string) => readonly { readonly name: string; readonly span: Span }[]>;
  /** What turns changes of the model into edits of the texts, loaded when something is to be fixed; absent where the texts are not written by people. */
  readonly loadWriter?: () => Promise<Writer>;
}

/** How much of a text is read. */
export interface TextLimit {
  /** So many characters. What is made of a text takes some hundred times its size. */
  readonly most: number;
  /** True where the beginning of a longer one would be nothing, so that it is left out. */
  readonly isWhole?: true;
}

/** What people write is never longer. */
export const A_MILLION: TextLimit = { most: 1_000_000 };

/** A front end with its kind as a literal type. */
export function defineFrontEnd<const Kind extends string>(frontEnd: FrontEnd<Kind>): FrontEnd<Kind> {
  return frontEnd;
}
