import { type Container, type Origin, subjectName } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Argument, type DockerInvocation, type DockerResult, parseDockerCommands } from '../../docker/index.ts';

export const NO_CONTAINERS: DockerResult = {
  subjects: [],
  volumes: [],
  networks: [],
  images: [],
  problems: [],
  values: [],
};

/** The requests of the client's command that is equivalent to a part of a document. */
export function clientCommand(
  program: DockerInvocation['program'],
  place: Place,
  words: readonly Argument[],
): readonly DockerResult[] {
  return parseDockerCommands({ program, programPlace: place, programWord: place, arguments: words });
}

/** The result of such a command, with another name and changed containers. */
export function withContainers(
  results: readonly DockerResult[],
  { name, image }: { readonly name?: string; readonly image: Text },
  change: (container: Container) => Container,
): DockerResult {
  const problems = results.flatMap((result) => result.problems);
  return {
    ...NO_CONTAINERS,
    subjects: results
      .flatMap(({ subjects }) => subjects)
      .flatMap((subject) =>
        subject.kind === 'container'
          ? [change(name === undefined ? subject : { ...subject, name: subjectName(name) })]
          : [],
      ),
    problems: name === undefined ? problems : problems.map((one) => ({ ...one, subject: { kind: 'container', name } })),
    values: results.flatMap(({ values }) => values),
    image,
  };
}

/** A container that a pipeline's runner creates for one job. */
export interface JobContainer {
  readonly origin: Exclude<Extract<Origin, `workflow ${string}` | `pipeline ${string}`>, 'workflow build'>;
  /** The name for users: the job, the service, the step. */
  readonly name: string;
  /** The key that requests it. */
  readonly place: Place;
  /** True if the job's machine belongs to the provider. */
  readonly isHosted?: boolean;
  /** Keys that differ from the flag's name, by flag. */
  readonly flagNames?: ReadonlyMap<string, string>;
}

export interface ContainerParts {
  readonly image: Text;
  /** In the grammar of `docker create`. */
  readonly options?: readonly Argument[];
  readonly ports?: readonly Text[];
  readonly env?: readonly Text[];
  readonly volumes?: readonly Text[];
  readonly user?: Text | undefined;
  readonly entrypoint?: Text | undefined;
  readonly command?: readonly Argument[];
}

/**
 * The container that a runner requests. It has none of the runner's own settings except the
 * network: jobs don't use the default bridge.
 */
export function createContainer(job: JobContainer, parts: ContainerParts): DockerResult {
  const { origin, place, isHosted, flagNames = [] } = job;
  const { image, options = [], ports = [], env = [], volumes = [], user, entrypoint, command = [] } = parts;
  const results = clientCommand('docker', place, [
    wordArgument('create', place),
    ...(options.some(namesNetwork) ? [] : [wordArgument('--network', place), wordArgument('job_network', place)]),
    ...ports.flatMap((port) => flagArguments('--publish', port)),
    ...options,
    ...env.flatMap((variable) => flagArguments('--env', variable)),
    ...volumes.flatMap((volume) => flagArguments('--volume', volume)),
    ...flagIfGiven('--user', user),
    ...flagIfGiven('--entrypoint', entrypoint),
    wordArgument('--', place),
    toArgument(image),
    ...command,
  ]);
  return withContainers(results, { name: job.name, image }, (container) => ({
    ...container,
    origin,
    place,
    runBy: 'job',
    flagNames: new Map([['--publish', ''], ['--volume', ''], ...flagNames]),
    ...(isHosted === true ? { isOnHostedRunner: true } : {}),
  }));
}

function namesNetwork(argument: Argument): boolean {
  return argument.kind === 'word' && /^--net(?:work)?(?:=|$)/.test(argument.text.skeleton);
}

export function wordArgument(text: string, place: Place): Argument {
  return toArgument(Text.derived(text, place));
}

export function toArgument(text: Text): Argument {
  return { kind: 'word', text };
}

export function flagArguments(name: string, value: Text): readonly Argument[] {
  return [wordArgument(name, value.place), toArgument(value)];
}

export function flagIfGiven(name: string, value: Text | undefined): readonly Argument[] {
  return value === undefined || value.skeleton === '' ? [] : flagArguments(name, value);
}

/** `--name=value`. */
export function attached(name: string, value: Text): Argument {
  return toArgument(Text.concat([Text.derived(`${name}=`, value.place), value], value.place));
}
