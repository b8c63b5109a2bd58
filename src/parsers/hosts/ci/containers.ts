import { type Build, type Container, type Origin, subjectName } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Argument, type DockerResult, parseDockerCommand, parseDockerCommands } from '../../docker/index.ts';

/** A container that a pipeline's runner creates for one job. */
export interface JobContainer {
  readonly origin: Exclude<Extract<Origin, `workflow ${string}` | `pipeline ${string}`>, 'workflow build'>;
  /** The name for users: the job, the service, the step. */
  readonly name: string;
  /** The key that requests it. */
  readonly place: Place;
  /** True if the job's machine is provider-hosted. */
  readonly isHosted?: boolean;
  /** The keys that have no flag's name, by the flag. */
  readonly flagNames?: ReadonlyMap<string, string>;
}

/** The parts of a container that the file sets. */
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

export const NO_CONTAINERS: DockerResult = {
  subjects: [],
  volumes: [],
  networks: [],
  images: [],
  problems: [],
  values: [],
};

/** The container that a runner requests. Of the runner's own settings only the network counts: nothing joins the default bridge. */
export function createContainer(job: JobContainer, parts: ContainerParts): DockerResult {
  const { origin, name, place, isHosted, flagNames = new Map<string, string>() } = job;
  const { image, options = [], ports = [], env = [], volumes = [], user, entrypoint, command = [] } = parts;
  const results = parseDockerCommands({
    program: 'docker',
    programPlace: place,
    programWord: place,
    arguments: [
      word('create', place),
      ...(options.some(namesNetwork) ? [] : [word('--network', place), word(NETWORK, place)]),
      ...ports.flatMap((port) => flag('--publish', port)),
      ...options,
      ...env.flatMap((variable) => flag('--env', variable)),
      ...volumes.flatMap((volume) => flag('--volume', volume)),
      ...(user === undefined ? [] : flag('--user', user)),
      ...(entrypoint === undefined || entrypoint.value === '' ? [] : flag('--entrypoint', entrypoint)),
      word('--', place),
      { kind: 'word', text: image },
      ...command,
    ],
  });
  const containers = results
    .flatMap(({ subjects }) => subjects)
    .flatMap((container): readonly Container[] => {
      if (container.kind !== 'container') return [];
      return [
        {
          ...container,
          ...{
            origin,
            name: subjectName(name),
            place,
            runBy: 'job',
            flagNames: new Map([...FLAG_NAMES, ...flagNames]),
          },
          ...(isHosted === true ? { isOnHostedRunner: true } : {}),
        },
      ];
    });
  return {
    ...NO_CONTAINERS,
    subjects: containers,
    problems: results
      .flatMap(({ problems }) => problems)
      .map((problem) => ({ ...problem, subject: { kind: 'container', name } })),
    values: results.flatMap(({ values }) => values),
    image,
  };
}

/** The image build of a step without a command, with the image's names; build arguments are `NAME=value`. */
export function createBuild(place: Place, tags: readonly Text[], buildArgs: readonly Text[]): DockerResult {
  const { subjects, images, values } = parseDockerCommand({
    program: 'docker',
    programPlace: place,
    programWord: place,
    arguments: [
      word('build', place),
      ...tags.flatMap((tag) => flag('--tag', tag)),
      ...buildArgs.flatMap((argument) => flag('--build-arg', argument)),
      word('.', place),
    ],
  });
  const builds = subjects.flatMap((subject): readonly Build[] =>
    subject.kind === 'build' ? [{ ...subject, origin: 'workflow build', place }] : [],
  );
  return { ...NO_CONTAINERS, subjects: builds, images, values };
}

const FLAG_NAMES: ReadonlyMap<string, string> = new Map([
  ['--publish', ''],
  ['--volume', ''],
]);

const NETWORK = 'job_network';

/** `NAME=value`. */
export function variable(name: Text, value: Text): Text {
  return Text.concat([name, Text.derived('=', name.place), value], name.place);
}

function word(text: string, place: Place): Argument {
  return { kind: 'word', text: Text.derived(text, place) };
}

function flag(name: string, value: Text): readonly Argument[] {
  return [word(name, value.place), { kind: 'word', text: value }];
}

function namesNetwork(argument: Argument): boolean {
  return argument.kind === 'word' && /^--net(?:work)?(?:=|$)/.test(argument.text.skeleton);
}
