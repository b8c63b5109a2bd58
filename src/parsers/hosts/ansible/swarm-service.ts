import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import type { DockerResult } from '../../docker/index.ts';
import { type AnsibleParameter, SERVICE_PARAMETERS } from '../../programs/ansible-parameters.ts';
import { isScalar, isSequence, itemsOf, placeOf } from '../../yaml/tree.ts';
import {
  clientCommand,
  flagArguments,
  flagIfGiven,
  toArgument,
  withContainers,
  wordArgument,
} from '../ci/containers.ts';
import { healthTimes, mounts, withTest } from './docker-container.ts';
import { argumentsOf, pairsOf } from './flags.ts';
import { type Parameters, shellWords } from './parameters.ts';

/** Nested parameters, with their flags of `docker service create`. */
const PARTS: readonly { readonly whole: string; readonly part: string; readonly flag: string }[] = [
  { whole: 'limits', part: 'cpus', flag: 'limit-cpu' },
  { whole: 'limits', part: 'memory', flag: 'limit-memory' },
  { whole: 'reservations', part: 'memory', flag: 'reserve-memory' },
  { whole: 'logging', part: 'driver', flag: 'log-driver' },
  { whole: 'restart_config', part: 'condition', flag: 'restart-condition' },
  { whole: 'restart_config', part: 'max_attempts', flag: 'restart-max-attempts' },
  { whole: 'restart_config', part: 'delay', flag: 'restart-delay' },
  { whole: 'restart_config', part: 'window', flag: 'restart-window' },
];

/** The containers that `docker_swarm_service` requests. */
export function createSwarmService(parameters: Parameters, place: Place): readonly DockerResult[] {
  const image = parameters.text('image');
  if (image === undefined) return [];
  const partOf = (whole: string, name: string): Text | undefined => parameters.partText(parameters.get(whole), name);
  const results = clientCommand('docker', place, [
    wordArgument('service', place),
    wordArgument('create', place),
    ...SERVICE_PARAMETERS.flatMap((parameter: AnsibleParameter) => argumentsOf(parameter, parameters)),
    ...PARTS.flatMap(({ whole, part, flag }) => flagIfGiven(`--${flag}`, partOf(whole, part))),
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
  ]);
  const entrypoint = commandOf(parameters).map((text) => text.toStringSetting());
  return results.map((result) =>
    withContainers([result], { image }, ({ commandLine: _line, config, ...container }) => ({
      ...container,
      place,
      config: {
        ...config,
        ...present('entrypoint', entrypoint),
        ...defined({ healthcheck: withTest(config.healthcheck, parameters) }),
      },
    })),
  );
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
