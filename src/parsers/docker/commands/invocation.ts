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

export interface DockerInvocation {
  readonly program: Program;
  /** True if it may be another program, so rejections aren't reported. */
  readonly mayBeAnother?: boolean;
  /** True if only a variable's name suggests this program. */
  readonly isGuess?: true;
  readonly programPlace: Place;
  readonly programWord: Place;
  /** The words after the program's name. */
  readonly arguments: readonly Argument[];
  /** Known values of the program's variables, for arguments that name them (`-e NAME`). */
  readonly environment?: ReadonlyMap<string, Text>;
  /**
   * Reads a project file by its name, as seen from the command's directory; `undefined` if missing
   * or ambiguous. Absent if no files are read.
   */
  readonly readFile?: (name: Text) => SourceFile | undefined;
  readonly findFile?: (name: Text) => string | undefined;
  /**
   * The file's text, or its state; `undefined` if the script may write it or it may be elsewhere.
   */
  readonly lookAt?: (name: Text) => NamedFile | undefined;
  /** Finds files of these names in the command's directory and, if `isSearched`, above it. */
  readonly locate?: (names: readonly Text[], isSearched: boolean) => FoundFiles;
  readonly findFolder?: (name: Text, file: Text) => string | undefined;
  /**
   * The command's possible directories, most likely first; if absent, the script's and its parents.
   */
  readonly folders?: readonly string[];
  /** Files that the script wrote and that the command may read, by `textKey` of their names. */
  readonly written?: ReadonlyMap<string, { readonly name: Text; readonly text: Text }>;
  /** Standard input, if the script contains it and a word refers to it. */
  readonly input?: Text;
}

/** The found files, or where the first missing one would be. */
export interface FoundFiles {
  readonly paths: readonly string[];
  /** The path for messages, absent if a file was found; `isKnown` if it is certainly missing. */
  readonly missing?: { readonly shown: string; readonly isKnown: boolean };
}

export type NamedFile = { readonly text: string } | 'folder' | 'missing';

export interface BuiltImage {
  readonly name: Text;
  /** For `docker tag`, the image that gets the name. */
  readonly source?: Text;
  readonly dockerfile?: BuildDockerfile;
}

export interface BuildDockerfile {
  /** Equal for builds of the same file with the same options. */
  readonly key: string;
  readonly image: ImageConfig;
}

export interface DockerResult {
  /** At most one: the container or exec. None for other subcommands and help. */
  readonly subjects: readonly Subject[];
  readonly volumes: readonly Volume[];
  readonly networks: readonly Network[];
  readonly images: readonly BuiltImage[];
  readonly image?: Text;
  readonly problems: readonly Problem[];
  readonly deployed?: readonly Deployed[];
  /** Places of environment variable values in the words. */
  readonly values: readonly Location[];
  /** The subcommand, such as `run` or `volume create`; absent if plimsoll doesn't parse it. */
  readonly command?: DockerCommand;
}
