/** The parsed subcommands, by their main names (`container run`, `docker-compose exec`). */
export type DockerCommand =
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
  | 'stack config'
  | 'kube play'
  | 'volume create'
  | 'network create';

/** True if the first word after the flags is an image. */
export function hasImage(command: DockerCommand): boolean {
  return command === 'run' || command === 'create' || command === 'service create';
}

export type ImageCommand = Extract<DockerCommand, 'build' | 'compose build' | 'tag' | 'commit'>;

export function isImageCommand(command: DockerCommand): command is ImageCommand {
  return command === 'build' || command === 'compose build' || command === 'tag' || command === 'commit';
}

export type BuildCommand = Extract<DockerCommand, 'build' | 'compose build'>;

export function isBuild(command: DockerCommand): command is BuildCommand {
  return command === 'build' || command === 'compose build';
}
