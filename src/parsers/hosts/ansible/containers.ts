import type { Container } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { joinTexts, wordsIn } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import type { Argument, DockerResult } from '../../docker/index.ts';
import { DOCKER_PARAMETERS, PODMAN_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { isScalar, isSequence, itemsOf } from '../../yaml/tree.ts';
import {
  attached,
  clientCommand,
  flagArguments,
  flagIfGiven,
  toArgument,
  withContainers,
  wordArgument,
} from '../ci/containers.ts';
import { dockerArguments, dockerProblems, dockerVolumes, withDockerFields } from './docker-container.ts';
import { argumentsOf, pairsOf } from './flags.ts';
import { type Parameters, shellWords } from './parameters.ts';

export type Engine = 'docker' | 'podman';

/**
 * The container of a container module; none if the module names no image: it starts or stops an
 * existing container.
 */
export function createAnsibleContainer(
  parameters: Parameters,
  program: Engine,
  place: Place,
  title: string | undefined,
): readonly DockerResult[] {
  const image = parameters.text('image');
  if (image === undefined) return [];
  const isDocker = program === 'docker';
  const name = parameters.text('name');
  const results = clientCommand(program, place, [
    wordArgument('run', place),
    ...flagIfGiven('--name', name),
    ...detached(parameters, place),
    ...(isDocker ? DOCKER_PARAMETERS : PODMAN_PARAMETERS).flatMap((parameter) =>
      isDocker && parameter.flag === 'volume' ? dockerVolumes(parameters) : argumentsOf(parameter, parameters),
    ),
    ...(isDocker ? dockerArguments(parameters) : podmanArguments(parameters)),
    wordArgument('--', place),
    toArgument(image),
    ...commandOf(parameters, program).map(toArgument),
  ]).map((result) =>
    isDocker ? { ...result, problems: [...result.problems, ...dockerProblems(parameters)] } : result,
  );
  const called = name?.shown ?? title ?? image.shown;
  const toOwn = ({ commandLine: _line, ...container }: Container): Container => {
    // Without detaching, the task waits until the container ends.
    const own: Container = { ...container, origin: `${program} ansible`, place, runBy: 'command' };
    return isDocker ? withDockerFields(own, parameters) : own;
  };
  return results.map((result) => withContainers([result], { name: called, image }, toOwn));
}

/** Modules detach containers by default. */
function detached(parameters: Parameters, place: Place): readonly Argument[] {
  const truth = parameters.truth('detach');
  return [truth === undefined ? wordArgument('--detach=true', place) : attached('--detach', truth)];
}

/** The module has its own name for the log size, and passes some words unchanged. */
function podmanArguments(parameters: Parameters): readonly Argument[] {
  const options = pairsOf(parameters.get('log_opt', 'log_options'), '=', parameters).map((text) =>
    text.skeleton.startsWith('max_size=')
      ? joinTexts([Text.derived('max-size', text.place), text.slice(9)], '=', text.place)
      : text,
  );
  return [
    ...options.flatMap((text) => flagArguments('--log-opt', text)),
    ...parameters.list('cmd_args').map(toArgument),
  ];
}

/** The words of a list, with booleans spelled as in Python, or of one text. */
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
  return program === 'docker' ? shellWords(text) : wordsIn(text);
}
