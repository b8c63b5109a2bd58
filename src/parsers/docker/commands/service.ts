import type { Config } from '../../../model/config.ts';
import { type Container, subjectName, type UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { HostConfig, RestartPolicy } from '../../../model/host-config.ts';
import type { Place } from '../../../text/location.ts';
import { known, type Setting, valueOf } from '../../../text/setting.ts';
import { present } from '../../../util/objects.ts';
import { toExposedPort } from '../../syntax/port.ts';
import { type FlagValues, readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { addedBy, SERVICE_VALUE_FLAGS } from '../grammar/flags/service.ts';
import { variables } from '../grammar/values/entries.ts';
import { isUserDefined } from '../grammar/values/networks.ts';
import { mayHoldWords, wordPlace, wordSetting, wordSource } from '../grammar/words.ts';
import {
  type ContainerCommand,
  type ContainerResult,
  flagNames,
  isCut,
  ownNetworks,
  readImageWord,
  settingName,
} from './container.ts';
import { readHealth } from './health.ts';
import { checkMode, isJob } from './service-mode.ts';
import { lastByName } from './ulimits.ts';

type ServiceValues = FlagValues<typeof SERVICE_VALUE_FLAGS>;

/**
 * A swarm service's container, including ports on the routing mesh: docker/cli `ToService`, then
 * moby `executor/container/container.go`.
 */
export function readServiceCreate(command: ContainerCommand): ContainerResult {
  const { line, place, isStrict } = command;
  const { values, problems } = readFlagValues(SERVICE_VALUE_FLAGS, line.uses, isStrict);
  const args = line.positionals.slice(1);
  const { image, unresolvedOptions, problems: imageProblems } = readImageWord(command);
  const name = values.last('name');
  const service = toService(command, values, {
    unresolvedOptions,
    name: settingName(name) ?? (image === undefined ? command.command : wordSource(image)),
    ...(image === undefined ? {} : { image: wordSetting(image) }),
    args: args.map(wordSetting),
    networkMode: unresolvedOptions.length > 0 ? networkMode(values) : (networkMode(values) ?? joined(values, place)),
  });
  return {
    subject: name === undefined ? service.subject : { ...service.subject, containerName: name },
    problems: [...line.problems, ...problems, ...service.problems, ...imageProblems],
  };
}

/** The settings that `docker service update` changes, as a container. */
export function readServiceUpdate(command: ContainerCommand): ContainerResult {
  const { line, place, isStrict } = command;
  const uses = line.uses.map((use) => ({ ...use, flag: addedBy(use.flag) ?? use.flag }));
  const { values, problems } = readFlagValues(SERVICE_VALUE_FLAGS, uses, isStrict);
  const [first, second] = line.positionals;
  const holder = first === undefined ? [...line.unresolvedOptions, ...line.taken].findLast(mayHoldWords) : undefined;
  const image = values.last('image');
  const service = toService({ ...command, line: { ...line, uses } }, values, {
    unresolvedOptions: line.unresolvedOptions,
    name: first === undefined ? (holder?.expression ?? command.command) : wordSource(first),
    ...(image === undefined ? {} : { image }),
    args: values.last('args') ?? [],
    networkMode: values.all('network').find(({ target }) => isUserDefined(target) === false)?.target,
  });
  const refuse = (at: Place, what: string, remedy: string): Problem =>
    refusedValue('syntax/missing-command', at, `\`${command.command}\` ${what}.`, remedy);
  const refused =
    first === undefined && holder === undefined && !isCut(line)
      ? [refuse(place, 'requires a service', 'Add its name after the options.')]
      : second === undefined || !isStrict
        ? []
        : [refuse(wordPlace(second), 'accepts one service', 'Update each with a separate command.')];
  return { subject: service.subject, problems: [...line.problems, ...problems, ...service.problems, ...refused] };
}

/** What the two commands specify differently. */
interface ServiceParts {
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  readonly name: string;
  readonly image?: Setting<string>;
  readonly args: readonly Setting<string>[];
  readonly networkMode: Setting<string> | undefined;
}

function toService(
  { origin, place, line, isStrict }: ContainerCommand,
  values: ServiceValues,
  { unresolvedOptions, name, image, args, networkMode: mode }: ServiceParts,
): ContainerResult {
  const health = readHealth(line);
  const entrypoint = values.last('entrypoint');
  const ports = values.all('publish').map(({ binding }) => binding);
  const replicas = values.last('replicas');
  const serviceMode = values.last('mode');
  const config: Config = {
    ...values.fields('config'),
    ...(image === undefined ? {} : { image }),
    ...present('cmd', args),
    ...present('env', variables(values.all('env-file'), values.all('env'), 'last')),
    ...present('exposedPorts', ports.map(toExposedPort)),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(health.healthcheck === undefined ? {} : { healthcheck: health.healthcheck }),
  };
  const subject: Container = {
    kind: 'container',
    origin,
    orchestrator: 'swarm',
    name: subjectName(name),
    place,
    config,
    hostConfig: {
      ...readHostConfig(values, origin === 'docker service update'),
      ...(mode === undefined ? {} : { networkMode: mode }),
      ...present('portBindings', ports),
    },
    networks: ownNetworks(values.all('network')),
    unresolvedOptions,
    ...(serviceMode !== undefined && isJob(serviceMode) ? { completes: serviceMode.place } : {}),
    ...(replicas !== undefined && valueOf(replicas) === 0 ? { isNeverStarted: replicas.place } : {}),
    ...flagNames(line),
  };
  return { subject, problems: isStrict ? [...health.problems, ...checkMode(values)] : [] };
}

function readHostConfig(values: ServiceValues, isUpdate: boolean): HostConfig {
  const swap = memorySwap(values);
  const restartPolicy = readRestartPolicy(values, isUpdate);
  const logPlace = values.placeOf('log-driver') ?? values.placeOf('log-opt');
  return {
    ...values.fields('hostConfig'),
    ...(swap === undefined ? {} : { memorySwap: swap }),
    ...present('mounts', values.all('mount')),
    ...present('ulimits', lastByName(values.all('ulimit'))),
    ...(logPlace === undefined ? {} : { logConfig: { ...values.fields('logConfig'), place: logPlace } }),
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
  };
}

/** The engine's limit is memory plus swap; without a memory limit, the node sets no swap limit. */
function memorySwap(values: ServiceValues): Setting<number> | undefined {
  const swap = values.last('memory-swap');
  const memory = valueOf(values.last('limit-memory'));
  if (swap?.known !== true) return swap;
  if (memory === undefined || memory === 0) return undefined;
  return known(memory + swap.value, swap.place);
}

/**
 * If another restart flag is set, the condition defaults to `any` (`ToRestartPolicy`); an update
 * keeps the condition.
 */
function readRestartPolicy(values: ServiceValues, isUpdate: boolean): RestartPolicy | undefined {
  const condition = values.last('restart-condition');
  const maximumRetryCount = values.last('restart-max-attempts');
  const place =
    condition?.place ?? maximumRetryCount?.place ?? values.placeOf('restart-delay') ?? values.placeOf('restart-window');
  if (place === undefined || (isUpdate && condition === undefined)) return undefined;
  return {
    name: condition ?? known('any', place),
    ...(maximumRetryCount === undefined ? {} : { maximumRetryCount }),
    place,
  };
}

function networkMode(values: ServiceValues): Setting<string> | undefined {
  return values.all('network')[0]?.target;
}

/**
 * The network if the command names none: the routing mesh if ports are published, else the default.
 */
function joined(values: ServiceValues, place: Place): Setting<string> | undefined {
  const inMesh = values.all('publish').find(({ mode }) => valueOf(mode) !== 'host');
  if (inMesh === undefined) return known('default', place);
  return inMesh.mode.known ? known('ingress', inMesh.mode.place) : undefined;
}
