import type { Config } from '../../../model/config.ts';
import { type Container, subjectName, type UnresolvedOptions } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { HostConfig, RestartPolicy } from '../../../model/host-config.ts';
import type { Place } from '../../../text/location.ts';
import { known, type Setting, valueOf } from '../../../text/setting.ts';
import { defined, present } from '../../../util/objects.ts';
import { toExposedPort } from '../../syntax/port.ts';
import { type FlagValues, readFlagValues, refusedValue } from '../grammar/flag-values.ts';
import { addedBy, SERVICE_VALUE_FLAGS } from '../grammar/flags/service.ts';
import { variables } from '../grammar/values/entries.ts';
import { isUserDefined } from '../grammar/values/networks.ts';
import { wordPlace, wordSetting, wordSource } from '../grammar/words.ts';
import {
  firstWord,
  flagNames,
  missingWord,
  ownNetworks,
  type ReadSubject,
  readImageWord,
  type SubjectCommand,
  settingName,
} from './container.ts';
import { readHealth } from './health.ts';
import { lastByName } from './host-config.ts';

type ServiceValues = FlagValues<typeof SERVICE_VALUE_FLAGS>;

/** A swarm service's container: requested like docker/cli `ToService`, created like moby `executor/container/container.go`, with its routing mesh ports. */
export function readServiceCreate(given: SubjectCommand): ReadSubject {
  const { command, line, place, isStrict } = given;
  const { values, problems } = readFlagValues(SERVICE_VALUE_FLAGS, line.uses, isStrict);
  const { image, unresolvedOptions, problems: imageProblems } = readImageWord(given);
  const containerName = values.last('name');
  const own = values.all('network')[0]?.target;
  const service = toService(given, values, {
    unresolvedOptions,
    name: settingName(containerName) ?? (image === undefined ? command : wordSource(image)),
    image: image && wordSetting(image),
    args: line.positionals.slice(1).map(wordSetting),
    networkMode: own ?? (unresolvedOptions.length > 0 ? undefined : joined(values, place)),
  });
  return {
    subject: { ...service.subject, ...defined({ containerName }) },
    problems: [...problems, ...service.problems, ...imageProblems],
  };
}

/** An update's settings for the containers of an existing service. */
export function readServiceUpdate(given: SubjectCommand): ReadSubject {
  const { command, line, isStrict } = given;
  const uses = line.uses.map((use) => ({ ...use, flag: addedBy(use.flag) ?? use.flag }));
  const { values, problems } = readFlagValues(SERVICE_VALUE_FLAGS, uses, isStrict);
  const [, second] = line.positionals;
  const target = firstWord(line);
  const service = toService({ ...given, line: { ...line, uses } }, values, {
    unresolvedOptions: line.unresolvedOptions,
    name: target === undefined ? command : wordSource(target),
    image: values.last('image'),
    args: values.last('args') ?? [],
    networkMode: values.all('network').find((network) => isUserDefined(network.target) === false)?.target,
  });
  const what = `\`${command}\` accepts one service.`;
  const refused =
    target === undefined
      ? missingWord(given, 'a service', 'Add its name after the options.')
      : second === undefined || !isStrict
        ? []
        : [refusedValue('syntax/missing-command', wordPlace(second), what, 'Update each with a separate command.')];
  return { subject: service.subject, problems: [...problems, ...service.problems, ...refused] };
}

/** The parts that both commands parse differently. */
interface ServiceParts {
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  readonly name: string;
  readonly image: Setting<string> | undefined;
  readonly args: readonly Setting<string>[];
  readonly networkMode: Setting<string> | undefined;
}

function toService(
  { origin, place, line, isStrict }: SubjectCommand,
  values: ServiceValues,
  { unresolvedOptions, name, image, args, networkMode }: ServiceParts,
): ReadSubject {
  const { healthcheck, problems } = readHealth(line);
  const ports = values.all('publish').map(({ binding }) => binding);
  const replicas = values.last('replicas');
  const mode = values.last('mode');
  const config: Config = {
    ...values.fields('config'),
    ...present('cmd', args),
    ...present('env', variables(values.all('env-file'), values.all('env'), 'last')),
    ...present('exposedPorts', ports.map(toExposedPort)),
    ...defined({ image, entrypoint: values.last('entrypoint'), healthcheck }),
  };
  const logPlace = values.placeOf('log-driver') ?? values.placeOf('log-opt');
  const hostConfig: HostConfig = {
    ...values.fields('hostConfig'),
    ...present('mounts', values.all('mount')),
    ...present('ulimits', lastByName(values.all('ulimit'))),
    ...present('portBindings', ports),
    ...defined({
      memorySwap: memorySwap(values),
      logConfig: logPlace && { ...values.fields('logConfig'), place: logPlace },
      restartPolicy: readRestartPolicy(values, origin === 'docker service update'),
      networkMode,
    }),
  };
  const subject: Container = {
    kind: 'container',
    origin,
    orchestrator: 'swarm',
    name: subjectName(name),
    place,
    config,
    hostConfig,
    networks: ownNetworks(values.all('network')),
    unresolvedOptions,
    // The containers of a job end with their work and don't restart.
    ...(valueOf(mode)?.endsWith('-job') === true ? defined({ completes: mode?.place }) : {}),
    ...(valueOf(replicas) === 0 ? defined({ isNeverStarted: replicas?.place }) : {}),
    ...flagNames(line),
  };
  return { subject, problems: isStrict ? [...problems, ...checkMode(values)] : [] };
}

/** The engine's limit is memory plus swap; without a memory limit, the node sets none. */
function memorySwap(values: ServiceValues): Setting<number> | undefined {
  const swap = values.last('memory-swap');
  const memory = valueOf(values.last('limit-memory'));
  if (swap?.known !== true) return swap;
  if (memory === undefined || memory === 0) return undefined;
  return known(memory + swap.value, swap.place);
}

/** The client defaults to `any` with other flags (`ToRestartPolicy`); an update keeps the condition. */
function readRestartPolicy(values: ServiceValues, isUpdate: boolean): RestartPolicy | undefined {
  const condition = values.last('restart-condition');
  const maximumRetryCount = values.last('restart-max-attempts');
  const place =
    condition?.place ?? maximumRetryCount?.place ?? values.placeOf('restart-delay') ?? values.placeOf('restart-window');
  if (place === undefined || (isUpdate && condition === undefined)) return undefined;
  return { name: condition ?? known('any', place), ...defined({ maximumRetryCount }), place };
}

/** The network without a named one: the routing mesh if ports are published, else the default. */
function joined(values: ServiceValues, place: Place): Setting<string> | undefined {
  const inMesh = values.all('publish').find(({ mode }) => valueOf(mode) !== 'host');
  if (inMesh === undefined) return known('default', place);
  return inMesh.mode.known ? known('ingress', inMesh.mode.place) : undefined;
}

const MODES: readonly string[] = ['replicated', 'global', 'replicated-job', 'global-job'];

/** Flags that the client rejects with the service mode (docker/cli `cli/command/service/opts.go`, `ToServiceMode`). */
function* checkMode(values: ServiceValues): Iterable<Problem> {
  const mode = values.last('mode');
  const name = valueOf(mode);
  if (mode === undefined || name === undefined) return;
  if (!MODES.includes(name)) {
    const what = `\`${mode.place.shown ?? name}\` is not a valid service mode.`;
    const remedy = `Write \`${MODES.slice(0, -1).join('`, `')}\` or \`global-job\`.`;
    yield refusedValue('syntax/invalid-value', mode.place, what, remedy);
    return;
  }
  for (const flag of ['replicas', 'replicas-max-per-node', 'max-concurrent'] as const) {
    const place = values.placeOf(flag);
    const isRefused = flag === 'max-concurrent' ? name !== 'replicated-job' : name.startsWith('global');
    if (place === undefined || !isRefused || !values.isCertain(flag) || !values.isCertain('mode')) continue;
    const what = `A service in \`${name}\` mode doesn't support \`--${flag}\`.`;
    yield refusedValue('syntax/conflicting-flags', place, what, 'Remove one of them.');
  }
}
