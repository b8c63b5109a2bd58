import type { SourceFile } from '../../../files/file-reader.ts';
import type { Subject } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import type { Network, Volume } from '../../../model/resources.ts';
import type { Location, Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { Deployed } from '../../contract/relations.ts';
import type { Program } from '../../programs/engines.ts';
import type { DockerCommand } from '../grammar/command.ts';
import type { Argument } from '../grammar/words.ts';

/** A command line as words. */
export interface DockerInvocation {
  readonly program: Program;
  /** It may be another program: then this program's rejections are no problems. */
  readonly mayBeAnother?: boolean;
  /** Only a variable's name suggests this program. */
  readonly isGuess?: true;
  readonly programPlace: Place;
  readonly programWord: Place;
  /** The words after the program's name. */
  readonly arguments: readonly Argument[];
  /** The program's variables that arguments may name (`-e NAME`), if known. */
  readonly environment?: ReadonlyMap<string, Text>;
  /**
   * Reads the project file of a name from the command's directory; `undefined` if missing or
   * ambiguous. Omitted if no files are read.
   */
  readonly readFile?: (name: Text) => SourceFile | undefined;
  readonly findFile?: (name: Text) => string | undefined;
  /**
   * Such a file's text, or that it is a directory or missing; `undefined` if the script writes it
   * too, or it may be elsewhere.
   */
  readonly lookAt?: (name: Text) => NamedFile | undefined;
  /**
   * Where the files of these names are that the command looks for in its directory or, if
   * `isSearched`, also above it.
   */
  readonly locate?: (names: readonly Text[], isSearched: boolean) => FoundFiles;
  readonly findFolder?: (name: Text, file: Text) => string | undefined;
  /** Its possible directories, most likely first; omitted for the script's and its parents. */
  readonly folders?: readonly string[];
  /**
   * Files that the script wrote and the command may read, by `textKey` of the names in its words.
   */
  readonly written?: ReadonlyMap<string, { readonly name: Text; readonly text: Text }>;
  /** Standard input, if the text has it and a word requests it. */
  readonly input?: Text;
}

/** Files of the project, or the place of the first name elsewhere. */
export interface FoundFiles {
  readonly paths: readonly string[];
  /**
   * The path for messages, absent if a file was found; `isKnown` if it is certainly not in the
   * project.
   */
  readonly missing?: { readonly shown: string; readonly isKnown: boolean };
}

export type NamedFile = { readonly text: string } | 'folder' | 'missing';

/** The name a command gives to an image: `docker build -t NAME`. */
export interface BuiltImage {
  readonly name: Text;
  /** The renamed image, for `docker tag`. */
  readonly source?: Text;
  readonly dockerfile?: BuildDockerfile;
}

export interface BuildDockerfile {
  /** Equal for builds of the same file with the same options. */
  readonly key: string;
  readonly image: ImageConfig;
}

export interface DockerResult {
  /** At most one: the container or exec. None for other subcommands, and for help. */
  readonly subjects: readonly Subject[];
  readonly volumes: readonly Volume[];
  readonly networks: readonly Network[];
  readonly images: readonly BuiltImage[];
  readonly image?: Text;
  readonly problems: readonly Problem[];
  readonly deployed?: readonly Deployed[];
  /** Places of environment variable values in the words. */
  readonly values: readonly Location[];
  /** The subcommand, such as `run` or `volume create`; absent if it isn't read. */
  readonly command?: DockerCommand;
}
