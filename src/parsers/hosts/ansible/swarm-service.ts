import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { type DockerResult, parseDockerCommands } from '../../docker/index.ts';
import { type AnsibleParameter, SERVICE_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { type Field, isScalar, isSequence, itemsOf, placeOf } from '../../yaml/tree.ts';
import { NO_CONTAINERS } from '../ci/containers.ts';
import { healthTimes, mounts, withTest } from './docker-container.ts';
import { argumentsOf, flagArguments, flagIfGiven, pairsOf, toArgument, wordArgument } from './flags.ts';
import { type Parameters, shellWords } from './parameters.ts';

/** Nested parameters, with their flags of `docker service create`. */
const PARTS: readonly (readonly [whole: string, part: string, flag: string])[] = [
  ['limits', 'cpus', 'limit-cpu'],
  ['limits', 'memory', 'limit-memory'],
  ['reservations', 'memory', 'reserve-memory'],
  ['logging', 'driver', 'log-driver'],
  ['restart_config', 'condition', 'restart-condition'],
  ['restart_config', 'max_attempts', 'restart-max-attempts'],
  ['restart_config', 'delay', 'restart-delay'],
  ['restart_config', 'window', 'restart-window'],
];

/** What `docker_swarm_service` requests; empty if it removes a service. */
export function createSwarmService(parameters: Parameters, key: Field['key']): readonly DockerResult[] {
  const image = parameters.text('image');
  if (image === undefined || parameters.text('state')?.value === 'absent') return [];
  const place = placeOf(key);
  const part = (whole: string, name: string): Text | undefined => parameters.partText(parameters.get(whole), name);
  const results = parseDockerCommands({
    program: 'docker',
    programPlace: place,
    programWord: place,
    arguments: [
      wordArgument('service', place),
      wordArgument('create', place),
      ...SERVICE_PARAMETERS.flatMap((parameter: AnsibleParameter) => argumentsOf(parameter, parameters)),
      ...PARTS.flatMap(([whole, name, flagName]) => flagIfGiven(`--${flagName}`, part(whole, name))),
      ...pairsOf(parameters.part(parameters.get('logging'), 'options'), '=', parameters).flatMap((text) =>
        flagArguments('--log-opt', text),
      ),
      ...networksOf(parameters).flatMap((name) => flagArguments('--network', name)),
      ...published(parameters, place),
      ...healthTimes(parameters),
      ...mounts(parameters, 'bind'),
      wordArgument('--', place),
      toArgument(image),
      ...parameters.list('args').map(toArgument),
    ],
  });
  const command = commandOf(parameters).map((text) => text.toStringSetting());
  return results.map((result) => ({
    ...NO_CONTAINERS,
    subjects: result.subjects.map((subject) => {
      if (subject.kind !== 'container') return subject;
      const { commandLine: _line, config, ...container } = subject;
      const healthcheck = withTest(config.healthcheck, parameters);
      return {
        ...container,
        place,
        config: {
          ...config,
          ...(command.length === 0 ? {} : { entrypoint: command }),
          ...(healthcheck === undefined ? {} : { healthcheck }),
        },
      };
    }),
    problems: result.problems,
    values: result.values,
    image,
  }));
}

function commandOf(parameters: Parameters): readonly Text[] {
  const given = parameters.get('command');
  if (isSequence(given)) return parameters.texts(given);
  return isScalar(given) ? shellWords(parameters.fill(given)) : [];
}

function networksOf(parameters: Parameters): readonly Text[] {
  return itemsOf(parameters.get('networks')).flatMap((item) =>
    isScalar(item) ? [parameters.fill(item)] : (parameters.partText(item, 'name') ?? []),
  );
}

const PORT_PARTS = [
  ['published_port', 'published'],
  ['target_port', 'target'],
  ['protocol', 'protocol'],
  ['mode', 'mode'],
] as const;

function published(parameters: Parameters, place: Place): ReturnType<typeof flagArguments> {
  return itemsOf(parameters.get('publish')).flatMap((item) => {
    const parts = PORT_PARTS.flatMap(([name, written]) => {
      const text = parameters.partText(item, name);
      return text === undefined ? [] : [Text.derived(`,${written}=`, text.place), text];
    });
    if (parts.length === 0) return [];
    const all = Text.concat(parts, placeOf(item));
    return [wordArgument('--publish', place), toArgument(all.slice(1))];
  });
}
