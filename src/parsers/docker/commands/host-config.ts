import { type UnresolvedOptions } from '../../../model/container.ts';
import type { HostConfig, Mount, RestartPolicy, Ulimit } from '../../../model/host-config.ts';
import type { Bind } from '../../../model/values.ts';
import { isCertain, type Place } from '../../../text/location.ts';
import { known, patternText, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { type FlagValues } from '../grammar/flag-values.ts';
import type { RUN_FLAGS } from '../grammar/flags/container.ts';
import { oneOf } from '../grammar/one-of.ts';

export type RunValues = FlagValues<typeof RUN_FLAGS>;

/** The flags for the host, and namespaces shared with podman's pod. */
export function readHostConfig(
  values: RunValues,
  place: Place,
  unresolvedOptions: readonly UnresolvedOptions[],
  pod: Text | undefined,
): HostConfig {
  const devices = values.all('device');
  const cdiNames = devices.flatMap((device) => (device.kind === 'cdi' ? [device.name] : []));
  const [cdi] = cdiNames;
  const security = values.all('security-opt');
  const systemPaths = security.find((option) => option.kind === 'unconfined-system-paths');
  const logPlace = values.placeOf('log-driver') ?? values.placeOf('log-opt');
  const noPaths = systemPaths?.kind === 'unconfined-system-paths' ? { value: [], place: systemPaths.place } : undefined;
  return {
    ...values.fields('hostConfig'),
    ...present('binds', binds(values)),
    ...present('mounts', mounts(values)),
    ...present('portBindings', values.all('publish')),
    ...present(
      'devices',
      devices.flatMap((device) => (device.kind === 'file' ? [device.mapping] : [])),
    ),
    ...present('deviceRequests', [
      ...values.all('gpus'),
      ...(cdi === undefined ? [] : [{ driver: known('cdi', cdi.place), deviceIds: cdiNames, place: cdi.place }]),
    ]),
    ...present('ulimits', lastByName(values.all('ulimit'))),
    ...present(
      'securityOpt',
      security.flatMap((option) => (option.kind === 'option' ? [option.setting] : [])),
    ),
    ...(unresolvedOptions.length > 0 ? {} : unasked(values, place)),
    ...defined({
      maskedPaths: noPaths,
      readonlyPaths: noPaths,
      logConfig: logPlace && { ...values.fields('logConfig'), place: logPlace },
    }),
    ...defined({ networkMode: pod && unknown<string>(['container:', { unknown: pod.source }], pod.place) }),
    ...defined({ networkMode: firstNetwork(values), restartPolicy: readRestartPolicy(values) }),
  };
}

/** podman's pod, by name or ID file. */
export function podOf({ uses }: FlagLine): Text | undefined {
  return uses.findLast(({ flag }) => flag.name === 'pod' || flag.name === 'pod-id-file')?.value;
}

/** The last limit of each name, by name. */
export function lastByName(limits: readonly Ulimit[]): readonly Ulimit[] {
  const byName = new Map(
    limits.map((limit) => [limit.name.known ? limit.name.value : patternText(limit.name.pattern), limit]),
  );
  return [...byName.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, limit]) => limit);
}

/** The first network is the mode: one of several if it may be absent. */
function firstNetwork(values: RunValues): Setting<string> | undefined {
  const networks = values.all('network');
  const certain = networks.findIndex(({ place }) => isCertain(place));
  const possible = (certain < 0 ? networks : networks.slice(0, certain + 1)).map(({ target }) => target);
  return oneOf(possible, '--network', certain >= 0);
}

/** The policy of `--restart`; one of several on different code paths. */
export function readRestartPolicy(values: RunValues): RestartPolicy | undefined {
  const policies = values.possible('restart').filter((policy) => policy !== undefined);
  const last = policies.at(-1);
  if (last === undefined || policies.length === 1) return last;
  const isAlwaysThere = policies.some(({ place }) => isCertain(place));
  const names = policies.map(({ name }) => name);
  const counts = policies.flatMap(({ maximumRetryCount }) => maximumRetryCount ?? []);
  const maximumRetryCount = oneOf(counts, '--restart', isAlwaysThere && counts.length === policies.length);
  const name = oneOf(names, '--restart', isAlwaysThere) ?? last.name;
  return { name, ...defined({ maximumRetryCount }), place: last.place };
}

/** The client's defaults, only if no option can still arrive. */
function unasked(
  values: RunValues,
  place: Place,
): Pick<HostConfig, 'networkMode' | 'restartPolicy' | 'memorySwappiness'> {
  return {
    networkMode: known('default', place),
    memorySwappiness: values.last('memory-swappiness') ?? known(-1, place),
    ...(values.placeOf('restart') === undefined ? { restartPolicy: { name: known('no', place), place } } : {}),
  };
}

/** The binds, each once. */
function binds(values: RunValues): readonly Bind[] {
  const seen = new Set<string>();
  return values.all('volume').flatMap((volume) => {
    const spec = volume.kind === 'bind' ? valueOf(volume.bind.spec) : undefined;
    if (volume.kind !== 'bind' || (spec !== undefined && seen.has(spec))) return [];
    if (spec !== undefined) seen.add(spec);
    return [volume.bind];
  });
}

/** `--use-api-socket` is a mount too (docker/cli `create.go`, `createContainer`). */
function mounts(values: RunValues): readonly Mount[] {
  const place = values.placeOf('use-api-socket');
  if (place === undefined || valueOf(values.last('use-api-socket')) !== true) return values.all('mount');
  const path = known('/var/run/docker.sock', place);
  return [...values.all('mount'), { type: known('bind', place), source: path, target: path, place }];
}
