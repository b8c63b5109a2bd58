import type { Subject } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { ImageConfig } from '../../../model/image-config.ts';
import type { Network, Volume } from '../../../model/resources.ts';
import type { Location, Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import type { Deployed } from '../../contract/relations.ts';
import type { Program } from '../../programs/engines.ts';
import type { Command } from '../grammar/command.ts';
import type { Argument } from '../grammar/words.ts';

/** A command line after the shell has made words of it. */
export interface DockerInvocation {
  readonly program: Program;
  /** It may be another of the programs, too: what this one alone would refuse is no problem then. */
  readonly mayBeAnother?: boolean;
  /** That it is one of them is what the name of a variable says, and nothing else. */
  readonly isGuess?: true;
  /** Where the program's name stands. */
  readonly programPlace: Place;
  /** The word that gives it, with its quotes: `"$DOCKER"`. */
  readonly programWord: Place;
  /** What follows the program's name. */
  readonly arguments: readonly Argument[];
  /** What the program gets for variables that the arguments may name (`-e NAME`), where that is known. */
  readonly environment?: ReadonlyMap<string, Text>;
  /**
   * The file of the project that a name leads to from where the command runs; `undefined` where there is none, and
   * where it may be one of several. Left out where no files are read.
   */
  readonly readFile?: (name: Text) => SourceFile | undefined;
  /** The path of such a file. */
  readonly findFile?: (name: Text) => string | undefined;
  /** The text of such a file, or that it is a folder; `undefined` where the script writes it as well. */
  readonly lookAt?: (name: Text) => NamedFile | undefined;
  readonly findFolder?: (name: Text, file: Text) => string | undefined;
  /** The folders in which it may run, the likeliest first; left out for that of its script and those above it. */
  readonly folders?: readonly string[];
  /**
   * What the script wrote into files that the command may read, by `textKey` of the names that its words may give them.
   */
  readonly written?: ReadonlyMap<string, { readonly name: Text; readonly text: Text }>;
  /** What a command reads from its standard input, where the text gives it and a word asks for it. */
  readonly input?: Text;
}

/** What a name leads to that a command has for a file. */
export type NamedFile = { readonly text: string } | 'folder';

/** A name that a command gives to an image of the engine: `docker build -t NAME`. */
export interface BuiltImage {
  readonly name: Text;
  /** The image that gets another name, for `docker tag`. */
  readonly source?: Text;
  /** What the Dockerfile says, for `docker build`. */
  readonly dockerfile?: BuildDockerfile;
}

/** The Dockerfile of a `docker build`, as far as it is known. */
export interface BuildDockerfile {
  /** Equal for two builds from the same file with the same options. */
  readonly key: string;
  readonly image: ImageConfig;
}

/** What a command line asks the engine for. */
export interface DockerResult {
  /** At most one: the container or exec. None for other subcommands, and where the client would print its help. */
  readonly subjects: readonly Subject[];
  /** From `docker volume create`. */
  readonly volumes: readonly Volume[];
  /** From `docker network create`. */
  readonly networks: readonly Network[];
  /** The names that it gives to images. */
  readonly images: readonly BuiltImage[];
  /** The image that its container is to have, as it was written. */
  readonly image?: Text;
  /** What the client would refuse. */
  readonly problems: readonly Problem[];
  /** The Compose files that it deploys. */
  readonly deployed?: readonly Deployed[];
  /** Where values of environment variables stand in the words. */
  readonly values: readonly Location[];
  /** The subcommand that was recognised, such as `run` or `volume create`; absent for those that are not read. */
  readonly command?: Command;
}
