import { type UnresolvedOptions } from '../../../model/container.ts';
import type { HostConfig, LogConfig, Mount, RestartPolicy } from '../../../model/host-config.ts';
import type { Bind } from '../../../model/values.ts';
import { isCertain, type Place } from '../../../text/location.ts';
import { known, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { present } from '../../../util/objects.ts';
import type { FlagLine } from '../grammar/flag-line.ts';
import { type FlagValues } from '../grammar/flag-values.ts';
import type { RUN_FLAGS } from '../grammar/flags/container.ts';
import { oneOf } from '../grammar/one-of.ts';
import { lastByName } from './ulimits.ts';

/** The flags for `HostConfig`, and the namespaces that podman's pod shares. */
export function readHostConfig(
  values: RunValues,
  place: Place,
  unresolvedOptions: readonly UnresolvedOptions[],
  pod: Text | undefined,
): HostConfig {
  const devices = values.all('device');
  const cdiNames = devices.flatMap((device) => (device.kind === 'cdi' ? [device.name] : []));
  const cdiPlace = devices.find((device) => device.kind === 'cdi');
  const networkMode = firstNetwork(values);
  const restartPolicy = readRestartPolicy(values);
  const systemPaths = values.all('security-opt').find((option) => option.kind === 'unconfined-system-paths');
  const logConfig = readLogConfig(values);
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
      ...(cdiPlace?.kind === 'cdi'
        ? [{ driver: known('cdi', cdiPlace.place), deviceIds: cdiNames, place: cdiPlace.place }]
        : []),
    ]),
    ...present('ulimits', lastByName(values.all('ulimit'))),
    ...present(
      'securityOpt',
      values.all('security-opt').flatMap((option) => (option.kind === 'option' ? [option.setting] : [])),
    ),
    ...(systemPaths?.kind === 'unconfined-system-paths'
      ? { maskedPaths: { value: [], place: systemPaths.place }, readonlyPaths: { value: [], place: systemPaths.place } }
      : {}),
    ...(logConfig === undefined ? {} : { logConfig }),
    ...(unresolvedOptions.length > 0 ? {} : unasked(values, place)),
    ...(pod === undefined ? {} : { networkMode: ofPod(pod) }),
    ...(networkMode === undefined ? {} : { networkMode }),
    ...(restartPolicy === undefined ? {} : { restartPolicy }),
  };
}

/** podman's pod, by name or ID file. */
export function podOf({ uses }: FlagLine): Text | undefined {
  return uses.findLast(({ flag }) => flag.name === 'pod' || flag.name === 'pod-id-file')?.value;
}

function ofPod(pod: Text): Setting<string> {
  return unknown(['container:', { unknown: pod.source }], pod.place);
}

/** The first network is the mode; if it may be absent, one of several. */
function firstNetwork(values: RunValues): Setting<string> | undefined {
  const networks = values.all('network');
  const certain = networks.findIndex(({ place }) => isCertain(place));
  const possible = certain < 0 ? networks : networks.slice(0, certain + 1);
  return oneOf(
    possible.map(({ target }) => target),
    '--network',
    certain >= 0,
  );
}

/** The policy of `--restart`; several candidates on different code paths. */
export function readRestartPolicy(values: RunValues): RestartPolicy | undefined {
  const policies = values.possible('restart').filter((policy) => policy !== undefined);
  const last = policies.at(-1);
  if (last === undefined || policies.length === 1) return last;
  const isAlwaysThere = policies.some(({ place }) => isCertain(place));
  const name = oneOf(
    policies.map((policy) => policy.name),
    '--restart',
    isAlwaysThere,
  );
  const counts = policies.flatMap(({ maximumRetryCount }) => maximumRetryCount ?? []);
  const maximumRetryCount = oneOf(counts, '--restart', isAlwaysThere && counts.length === policies.length);
  return name === undefined
    ? last
    : { name, ...(maximumRetryCount === undefined ? {} : { maximumRetryCount }), place: last.place };
}

/** The client's defaults. Only if no unresolved option can override them. */
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

function binds(values: RunValues): readonly Bind[] {
  const seen = new Set<string>();
  return values.all('volume').flatMap((volume) => {
    if (volume.kind === 'anonymous') return [];
    const spec = valueOf(volume.bind.spec);
    if (spec !== undefined && seen.has(spec)) return [];
    if (spec !== undefined) seen.add(spec);
    return [volume.bind];
  });
}

/** `--use-api-socket` adds a mount (docker/cli `create.go`, `createContainer`). */
function mounts(values: RunValues): readonly Mount[] {
  const socket = values.last('use-api-socket');
  const place = values.placeOf('use-api-socket');
  if (place === undefined || valueOf(socket) !== true) return values.all('mount');
  const path = known('/var/run/docker.sock', place);
  return [...values.all('mount'), { type: known('bind', place), source: path, target: path, place }];
}

function readLogConfig(values: RunValues): LogConfig | undefined {
  const place = values.placeOf('log-driver') ?? values.placeOf('log-opt');
  return place === undefined ? undefined : { ...values.fields('logConfig'), place };
}

export type RunValues = FlagValues<typeof RUN_FLAGS>;
