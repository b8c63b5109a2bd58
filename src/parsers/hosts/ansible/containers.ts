import { type Container, subjectName } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type Argument, type DockerResult, parseDockerCommands } from '../../docker/index.ts';
import { type AnsibleParameter, DOCKER_PARAMETERS, PODMAN_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { type Field, isScalar, isSequence, itemsOf, placeOf } from '../../yaml/tree.ts';
import { NO_CONTAINERS } from '../ci/containers.ts';
import { dockerArguments, dockerProblems, dockerVolumes, withDockerFields } from './docker-container.ts';
import {
  argumentsOf,
  attached,
  flagArguments,
  flagIfGiven,
  joinTexts,
  pairsOf,
  toArgument,
  wordArgument,
} from './flags.ts';
import { blankWords, type Parameters, shellWords } from './parameters.ts';

export type Engine = 'docker' | 'podman';

interface Asked {
  readonly program: Engine;
  /** The module's name in the task. */
  readonly key: Field['key'];
  readonly title: string | undefined;
}

const PARAMETERS: Readonly<Record<Engine, readonly AnsibleParameter[]>> = {
  docker: DOCKER_PARAMETERS,
  podman: PODMAN_PARAMETERS,
};

/** The client's command for a container module. Empty if it removes a container, or only starts or stops an existing one without an image. */
export function createAnsibleContainer(parameters: Parameters, asked: Asked): readonly DockerResult[] {
  const { program, key, title } = asked;
  const image = parameters.text('image');
  if (image === undefined || parameters.text('state')?.value === 'absent') return [];
  const isDocker = program === 'docker';
  const place = placeOf(key);
  const name = parameters.text('name');
  const results = parseDockerCommands({
    program,
    programPlace: place,
    programWord: place,
    arguments: [
      wordArgument('run', place),
      ...flagIfGiven('--name', name),
      ...detached(parameters, place),
      ...PARAMETERS[program].flatMap((parameter) =>
        isDocker && parameter.flag === 'volume' ? dockerVolumes(parameters) : argumentsOf(parameter, parameters),
      ),
      ...(isDocker ? dockerArguments(parameters) : podmanArguments(parameters)),
      wordArgument('--', place),
      toArgument(image),
      ...commandOf(parameters, program).map(toArgument),
    ],
  });
  const called = name?.shown ?? title ?? image.shown;
  return results.map((result) => ({
    ...NO_CONTAINERS,
    subjects: result.subjects.flatMap((subject): readonly Container[] => {
      if (subject.kind !== 'container') return [];
      const { commandLine: _line, ...container } = subject;
      const origin = `${program} ansible` as const;
      // A task without detaching waits for the container's end.
      const own: Container = { ...container, origin, name: subjectName(called), place, runBy: 'command' };
      return [isDocker ? withDockerFields(own, parameters) : own];
    }),
    problems: [...result.problems, ...(isDocker ? dockerProblems(parameters) : [])].map((problem) => ({
      ...problem,
      subject: { kind: 'container', name: called },
    })),
    values: result.values,
    image,
  }));
}

/** The volume that a module creates for containers of later tasks. */
export function createAnsibleVolume(
  parameters: Parameters,
  program: Engine,
  key: Field['key'],
): readonly DockerResult[] {
  const name = parameters.text('volume_name', 'name');
  if (name === undefined || parameters.text('state')?.value === 'absent') return [];
  const place = placeOf(key);
  const options = pairsOf(parameters.get('driver_options', 'options'), '=', parameters);
  return parseDockerCommands({
    program,
    programPlace: place,
    programWord: place,
    arguments: [
      wordArgument('volume', place),
      wordArgument('create', place),
      ...flagIfGiven('--driver', parameters.text('driver')),
      ...options.flatMap((option) => flagArguments('--opt', option)),
      wordArgument('--', place),
      toArgument(name),
    ],
  });
}

/** Modules detach containers by default. */
function detached(parameters: Parameters, place: Place): readonly Argument[] {
  const truth = parameters.truth('detach');
  return [truth === undefined ? wordArgument('--detach=true', place) : attached('--detach', truth)];
}

/** The log size has its own name, and some words are passed unchanged. */
function podmanArguments(parameters: Parameters): readonly Argument[] {
  const options = pairsOf(parameters.get('log_opt', 'log_options'), '=', parameters).map((text) =>
    text.skeleton.startsWith('max_size=') ? joinTexts(Text.derived('max-size', text.place), '=', text.slice(9)) : text,
  );
  return [
    ...options.flatMap((text) => flagArguments('--log-opt', text)),
    ...parameters.list('cmd_args').map(toArgument),
  ];
}

/** The words of a list, with Python's spelling of booleans, or of one text. */
function commandOf(parameters: Parameters, program: Engine): readonly Text[] {
  const given = parameters.get('command');
  if (isSequence(given)) {
    return itemsOf(given).flatMap((item) => {
      if (!isScalar(item)) return [];
      const text = parameters.fill(item);
      const { value } = item.node;
      return typeof value === 'boolean' ? [Text.derived(value ? 'True' : 'False', text.place)] : [text];
    });
  }
  const text = parameters.text('command');
  if (text === undefined) return [];
  return program === 'docker' ? shellWords(text) : blankWords(text);
}
