/** The subcommands that are read; aliases (`container run`, `docker-compose exec`) come under the same names. */
export type Command =
  | 'run'
  | 'create'
  | 'exec'
  | 'update'
  | 'service create'
  | 'service update'
  | 'pod create'
  | 'build'
  | 'tag'
  | 'commit'
  | 'compose build'
  | 'compose run'
  | 'compose exec'
  | 'compose up'
  | 'compose create'
  | 'stack deploy'
  | 'volume create'
  | 'network create';

/** True for a command whose first word behind the flags is an image. */
export function hasImage(command: Command): boolean {
  return command === 'run' || command === 'create' || command === 'service create';
}

/** The commands that make an image, or give it a name. */
export type ImageCommand = Extract<Command, 'build' | 'compose build' | 'tag' | 'commit'>;

export function isImageCommand(command: Command): command is ImageCommand {
  return command === 'build' || command === 'compose build' || command === 'tag' || command === 'commit';
}

/** The commands that build images. */
export type BuildCommand = Extract<Command, 'build' | 'compose build'>;

export function isBuild(command: Command): command is BuildCommand {
  return command === 'build' || command === 'compose build';
}
