import type { Healthcheck } from '../../../model/config.ts';
import type { Container } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { DeviceRequest } from '../../../model/host-config.ts';
import type { NetworkAttachment } from '../../../model/resources.ts';
import { joinTexts } from '../../../text/parts.ts';
import { known, type Setting } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import { problem } from '../../contract/problem.ts';
import type { Argument } from '../../docker/index.ts';
import { fieldsOf, isScalar, isSequence, itemsOf, placeOf, type Ref, textOf, textPlace } from '../../yaml/tree.ts';
import { flagArguments, flagIfGiven, toArgument, wordArgument } from '../ci/containers.ts';
import { pairsOf } from './flags.ts';
import { isNoText, type Parameters, truthOf } from './parameters.ts';

/**
 * What `docker_container` does differently from the client, if flags express it (community.docker,
 * `plugins/module_utils/_module_container`).
 */
export function dockerArguments(parameters: Parameters): readonly Argument[] {
  return [
    ...ports(parameters),
    ...flagIfGiven('--network', networkMode(parameters)),
    ...restart(parameters),
    ...parameters.list('ulimits').flatMap((limit) => flagArguments('--ulimit', withEquals(limit))),
    ...flagIfGiven('--memory-swap', memorySwap(parameters)),
    ...healthTimes(parameters),
    ...mounts(parameters, 'volume'),
  ];
}

/** Settings that the module sends and no flag expresses. */
export function withDockerFields(container: Container, parameters: Parameters): Container {
  const { config, hostConfig } = container;
  const entrypoint = parameters.list('entrypoint').map((text) => text.toStringSetting());
  return {
    ...container,
    ...present('networks', attachments(parameters)),
    config: {
      ...config,
      ...present('entrypoint', entrypoint),
      ...defined({ healthcheck: withTest(config.healthcheck, parameters) }),
    },
    hostConfig: { ...hostConfig, ...present('deviceRequests', deviceRequests(parameters)) },
  };
}

/** Values that make the module reject the task; variables are text. */
export function dockerProblems(parameters: Parameters): readonly Problem[] {
  return fieldsOf(parameters.get('env')).flatMap((value) => {
    if (!isScalar(value) || !isNoText(value)) return [];
    const what = `\`env\` requires strings, but YAML parses the value of \`${value.key.node.string}\` as another type.`;
    return [problem('syntax/invalid-value', textPlace(value), what, { remedy: 'Quote the value.' })];
  });
}

/** The modes of a volume that the module accepts (`is_volume_permissions`). */
const VOLUME_MODES = /:(?:(?:rw|ro|z|Z|consistent|delegated|cached|nocopy|r?(?:private|shared|slave))(?:,|$))+$/;

/** A path with a mode but without a source is an anonymous volume. */
export function dockerVolumes(parameters: Parameters): readonly Argument[] {
  return parameters.list('volumes').flatMap((volume) => {
    const at = volume.skeleton.search(VOLUME_MODES);
    const isAnonymous = at > 0 && !volume.skeleton.slice(0, at).includes(':');
    return flagArguments('--volume', isAnonymous ? volume.slice(0, at) : volume);
  });
}

/** The module binds ports without address to 0.0.0.0. */
function ports(parameters: Parameters): readonly Argument[] {
  const given = parameters.text('default_host_ip');
  return parameters.list('published_ports', 'ports').flatMap((port) => {
    const address = given ?? Text.derived('0.0.0.0', port.place);
    if (address.value === '' || /^\[|^[^:]*:[^:]*:/.test(port.skeleton)) return flagArguments('--publish', port);
    return flagArguments('--publish', joinTexts([address, port], port.skeleton.includes(':') ? ':' : '::', port.place));
  });
}

/** The first network is the mode, unless one is given (`networks_cli_compatible`, default true). */
function networkMode(parameters: Parameters): Text | undefined {
  return parameters.text('network_mode') ?? (isCompatible(parameters) ? networkNames(parameters)[0] : undefined);
}

function networkNames(parameters: Parameters): readonly Text[] {
  return itemsOf(parameters.get('networks')).flatMap((item) => parameters.partText(item, 'name') ?? []);
}

function isCompatible(parameters: Parameters): boolean {
  return parameters.truth('networks_cli_compatible')?.value !== 'false';
}

/**
 * The container is created in all networks, unless the module starts it in the default network and
 * then joins them.
 */
function attachments(parameters: Parameters): readonly NetworkAttachment[] {
  if (parameters.text('network_mode') === undefined && !isCompatible(parameters)) return [];
  return networkNames(parameters).map((name) => ({ name: name.toStringSetting(), place: name.place }));
}

function restart(parameters: Parameters): readonly Argument[] {
  const policy = parameters.text('restart_policy');
  const count = parameters.text('restart_retries');
  if (policy === undefined) return [];
  const isCounted = count !== undefined && count.value !== '0';
  return flagArguments('--restart', isCounted ? joinTexts([policy, count], ':', policy.place) : policy);
}

/** A limit has a colon after its name. */
function withEquals(limit: Text): Text {
  const at = limit.skeleton.indexOf(':');
  return at < 0 ? limit : joinTexts([limit.slice(0, at), limit.slice(at + 1)], '=', limit.slice(0, at).place);
}

function memorySwap(parameters: Parameters): Text | undefined {
  const text = parameters.text('memory_swap');
  return text?.value === 'unlimited' ? Text.derived('-1', text.place) : text;
}

const TIMES = ['interval', 'timeout', 'start_period', 'start_interval', 'retries'];

/** The interval, timeout and other times of a health check. */
export function healthTimes(parameters: Parameters): readonly Argument[] {
  const given = parameters.get('healthcheck');
  return TIMES.flatMap((name) => flagIfGiven(`--health-${name.replace('_', '-')}`, parameters.partText(given, name)));
}

/**
 * A text is run by a shell. Without a test, the image's check is off, unless a parameter keeps it.
 */
export function withTest(times: Healthcheck | undefined, parameters: Parameters): Healthcheck | undefined {
  const given = parameters.get('healthcheck');
  if (given === undefined) return times;
  const place = placeOf(given);
  const test = parameters.part(given, 'test');
  if (test === undefined) {
    const isKept = parameters.partText(given, 'test_cli_compatible');
    if (isKept !== undefined && truthOf(isKept).value === 'true') return times;
    return isScalar(given)
      ? { test: [parameters.fill(given).toStringSetting()], place }
      : { test: [known('NONE', place)], place };
  }
  return { ...times, test: testOf(test, parameters), place: times?.place ?? place };
}

function testOf(test: Ref, parameters: Parameters): readonly Setting<string>[] {
  if (isSequence(test)) return parameters.texts(test).map((text) => text.toStringSetting());
  if (!isScalar(test)) return [];
  const text = parameters.fill(test);
  // A variable may be a list.
  const isUnknown = text.segments.length === 1 && !text.isKnown;
  return isUnknown ? [text.toStringSetting()] : [known('CMD-SHELL', text.place), text.toStringSetting()];
}

const MOUNT_PARTS: readonly (readonly [string, string])[] = [
  ['source', 'source'],
  ['target', 'target'],
  ['read_only', 'readonly'],
  ['readonly', 'readonly'],
  ['consistency', 'consistency'],
  ['propagation', 'bind-propagation'],
  ['no_copy', 'volume-nocopy'],
  ['volume_driver', 'volume-driver'],
  ['tmpfs_size', 'tmpfs-size'],
  ['tmpfs_mode', 'tmpfs-mode'],
];

const BOOLEAN_PARTS: ReadonlySet<string> = new Set(['read_only', 'readonly', 'no_copy']);

/** Each mount is a mapping; `type` is the default. */
export function mounts(parameters: Parameters, type: 'bind' | 'volume'): readonly Argument[] {
  return itemsOf(parameters.get('mounts')).flatMap((item): readonly Argument[] => {
    const place = placeOf(item);
    const key = (name: string, text: Text): Text => joinTexts([Text.derived(name, text.place), text], '=', text.place);
    const parts = MOUNT_PARTS.flatMap(([name, flagged]): readonly Text[] => {
      const text = parameters.partText(item, name);
      return text === undefined || text.length === 0
        ? []
        : [key(flagged, BOOLEAN_PARTS.has(name) ? truthOf(text) : text)];
    });
    if (parts.length === 0) return [];
    const pairs = (name: string, flagged: string): readonly Text[] =>
      pairsOf(parameters.part(item, name), '=', parameters).map((text) => key(flagged, text));
    const all = [
      key('type', parameters.partText(item, 'type') ?? Text.derived(type, place)),
      ...parts,
      ...pairs('labels', 'volume-label'),
      ...pairs('volume_options', 'volume-opt'),
    ];
    return [wordArgument('--mount', place), toArgument(joinTexts(all, ',', place))];
  });
}

function deviceRequests(parameters: Parameters): readonly DeviceRequest[] {
  return itemsOf(parameters.get('device_requests')).map((item): DeviceRequest => {
    const driver = parameters.partText(item, 'driver')?.toStringSetting();
    const count = parameters.partText(item, 'count')?.toSetting(Number);
    const ids = parameters.part(item, 'device_ids');
    const sets = parameters.part(item, 'capabilities');
    const options = fieldsOf(parameters.part(item, 'options')).flatMap(({ key, ...value }) =>
      isScalar(value) ? [{ key: textOf(key).toStringSetting(), value: parameters.fill(value).toStringSetting() }] : [],
    );
    const settingsOf = (list: Ref): readonly Setting<string>[] =>
      parameters.texts(list).map((text) => text.toStringSetting());
    return {
      ...defined({
        driver,
        count,
        deviceIds: ids && settingsOf(ids),
        capabilities: sets && itemsOf(sets).map(settingsOf),
      }),
      ...present('options', options),
      place: placeOf(item),
    };
  });
}
