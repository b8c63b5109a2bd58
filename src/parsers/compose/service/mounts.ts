import type { Entry } from '../../../model/entry.ts';
import type { Mount, MountType } from '../../../model/host-config.ts';
import type { Volume } from '../../../model/resources.ts';
import type { Bind } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { displayText, known, mapSetting, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import { cleanPath } from '../../../util/paths.ts';
import { silent } from '../../contract/problem.ts';
import { field, isScalar, itemsOf, type Ref, textOf, textPlace } from '../../yaml/tree.ts';
import { type HostPath, toHostPath } from '../files/paths.ts';
import { keyOfPair, readBoolean, readTexts, unique } from '../values/values.ts';
import { containerNameOf } from './names.ts';
import { type Given, get, joinedSetting, type ServiceScope } from './scope.ts';
import type { ServiceVolume } from './volumes.ts';

/**
 * Mounts as requested (docker/compose `buildContainerVolumes`): binds and named volumes in `Binds`,
 * unless they need options of `Mounts`.
 */
export function readMounts(scope: ServiceScope): Given {
  const binds: Bind[] = [];
  const mounts: Mount[] = [];
  const socket = readApiSocket(scope);
  for (const volume of scope.volumes) {
    // Of equal targets, the last one counts: the socket's.
    if (socket.length > 0 && volume.target.value === SOCKET) continue;
    const definition = definitionOf(volume, scope);
    if (volume.type === undefined || isBind(volume, definition)) binds.push(toBind(volume, definition, scope));
    else mounts.push(toMount(volume, definition, scope));
  }
  binds.push(...socket);
  const taken = new Set([...binds, ...mounts].map(targetOf));
  for (const kind of ['secrets', 'configs'] as const) {
    const files = readFileMounts(kind, scope).filter((mount) => !taken.has(targetOf(mount)));
    for (const file of files) taken.add(targetOf(file));
    mounts.push(...files);
  }
  const hasVolumes = get(scope, 'volumes') !== undefined;
  return {
    hostConfig: { ...(binds.length > 0 || hasVolumes ? { binds } : {}), ...present('mounts', mounts) },
  };
}

function targetOf({ target }: Bind | Mount): string {
  return target === undefined ? '' : displayText(target);
}

const SOCKET = '/var/run/docker.sock';

function readApiSocket(scope: ServiceScope): readonly Bind[] {
  const socket = readBoolean(get(scope, 'use_api_socket'), silent);
  if (socket === undefined || valueOf(socket) !== true) return [];
  const { place } = socket;
  const path = known(SOCKET, place);
  const [spec, options] = [known(`${SOCKET}:${SOCKET}:rw`, place), [known('rw', place)]];
  return [{ spec, source: path, sourceKind: 'bind', target: path, options, place }];
}

/** The definition of a mount's volume. Undefined names are reported elsewhere. */
function definitionOf({ type, source }: ServiceVolume, { resources }: ServiceScope): Volume | undefined {
  return type === 'volume' && source?.value !== undefined ? resources.volumes.get(source.value) : undefined;
}

/**
 * Whether a `Binds` string can express the mount (docker/compose `bindRequiresMountAPI`,
 * `volumeRequiresMountAPI`). Unlike there, the propagation doesn't matter.
 */
function isBind(volume: ServiceVolume, definition: Volume | undefined): boolean {
  const { type, createsHostPath, recursive, noCopy, subpath, labels } = volume;
  if (type === 'bind') return createsHostPath !== false && isEmpty(recursive);
  const isCopied = noCopy === undefined || valueOf(noCopy) === false;
  return definition !== undefined && isCopied && isEmpty(subpath) && (labels ?? []).length === 0;
}

function isEmpty(text: Setting<string> | undefined): boolean {
  return text === undefined || valueOf(text) === '';
}

function toBind(volume: ServiceVolume, definition: Volume | undefined, scope: ServiceScope): Bind {
  const { place, noCopy } = volume;
  const { path, isRelative } = sourceOf(volume, definition, scope);
  const target = volume.target.toStringSetting();
  const access = volume.readOnly ?? known(false, place);
  const options: readonly Setting<string>[] = [
    mapSetting(access, (isReadOnly) => (isReadOnly ? 'ro' : 'rw')),
    ...[volume.selinux, volume.propagation].flatMap((option) =>
      option === undefined || isEmpty(option) ? [] : [option],
    ),
    ...(noCopy === undefined || valueOf(noCopy) === false ? [] : [mapSetting(noCopy, () => 'nocopy')]),
  ];
  return {
    spec: specOf([path, target, ...options], place),
    source: path,
    sourceKind: definition === undefined ? (volume.type === 'bind' ? 'bind' : undefined) : 'volume',
    ...(isRelative ? { isRelative } : {}),
    ...(volume.isLongForm ? { isLongForm: true } : {}),
    target,
    options,
    ...(definition === undefined ? {} : { volume: definition }),
    place,
  };
}

/** `source:target:option,option`. */
function specOf(parts: readonly Setting<string>[], place: Place): Setting<string> {
  const pattern = parts.flatMap((part, index) => [
    ...(index === 0 ? [] : [index < 3 ? ':' : ',']),
    ...(part.known ? [part.value] : part.pattern),
  ]);
  const texts = pattern.filter((part) => typeof part === 'string');
  return texts.length === pattern.length ? known(texts.join(''), place) : unknown(pattern, place);
}

function sourceOf(
  { source, directory, place, type }: ServiceVolume,
  definition: Volume | undefined,
  { loader: { context } }: ServiceScope,
): HostPath {
  if (source !== undefined && definition === undefined && type === 'bind')
    return toHostPath(source, directory, context.workingDirectory);
  const named = definition === undefined ? source?.toStringSetting() : definition.name;
  return {
    path: named === undefined || source === undefined ? known('', place) : { ...named, place: source.place },
    isRelative: false,
  };
}

function toMount(volume: ServiceVolume, definition: Volume | undefined, scope: ServiceScope): Mount {
  const { type = 'volume', source, target, place, noCopy, subpath, labels } = volume;
  const { path, isRelative } = sourceOf(volume, definition, scope);
  return {
    type: known<MountType>(type, volume.typePlace),
    ...(source === undefined ? {} : { source: path }),
    ...(isRelative ? { isRelative } : {}),
    target: mapSetting(target.toStringSetting(), cleanPath),
    ...defined({
      readOnly: volume.readOnly,
      consistency: volume.consistency,
      bindOptions: type === 'bind' ? bindOptions(volume) : undefined,
      volumeOptions: type === 'volume' ? optionsOrNone({ noCopy, subpath, labels }) : undefined,
      imageOptions: type === 'image' ? optionsOrNone({ subpath }) : undefined,
      tmpfsOptions: type === 'tmpfs' ? optionsOrNone({ sizeBytes: volume.size, mode: volume.mode }) : undefined,
      volume: definition,
    }),
    place,
  };
}

/** docker/compose `buildBindOption`. By default, the engine creates a missing path. */
function bindOptions({ propagation, recursive, createsHostPath, place }: ServiceVolume): Mount['bindOptions'] {
  const isOption = (name: string): Setting<boolean> | undefined =>
    recursive === undefined || (recursive.known && recursive.value !== name)
      ? undefined
      : mapSetting(recursive, (value) => value === name);
  return defined({
    propagation: isEmpty(propagation) ? undefined : propagation,
    createMountpoint: createsHostPath === false ? undefined : known(true, place),
    nonRecursive: isOption('disabled'),
    readOnlyNonRecursive: isOption('writable'),
    readOnlyForceRecursive: isOption('readonly'),
  });
}

function optionsOrNone<T extends object>(options: T): ReturnType<typeof defined<T>> | undefined {
  return Object.values(options).every((value) => value === undefined) ? undefined : defined(options);
}

/**
 * `secrets` and `configs` from files, as read-only binds (docker/compose
 * `buildContainerSecretMounts`).
 */
function readFileMounts(kind: 'secrets' | 'configs', scope: ServiceScope): readonly Mount[] {
  const mounts = itemsOf(get(scope, kind)).flatMap((item) => readFileMount(item, kind, scope));
  return unique(mounts, targetOf);
}

function readFileMount(item: Ref, kind: 'secrets' | 'configs', scope: ServiceScope): readonly Mount[] {
  const name = isScalar(item) ? item : field(item, 'source');
  if (!isScalar(name)) return [];
  const source = textOf(name);
  const definition = source.value === undefined ? undefined : scope.resources[kind].get(source.value);
  const file = field(definition, 'file');
  if (!isScalar(file)) return [];
  const { workingDirectory } = scope.loader.context;
  const { path, isRelative } = toHostPath(textOf(file), file.node.origin.directory, workingDirectory);
  const place = textPlace(name);
  const target = isScalar(item) ? undefined : field(item, 'target');
  const targetText = isScalar(target) ? textOf(target) : source;
  const isAbsolute = isScalar(target) && targetText.skeleton.startsWith('/');
  const folder = Text.derived(kind === 'secrets' ? '/run/secrets/' : '/', place);
  return [
    {
      type: known<MountType>('bind', place),
      source: path,
      ...(isRelative ? { isRelative } : {}),
      target: isAbsolute ? targetText.toStringSetting() : joinedSetting([folder, targetText]),
      readOnly: known(true, place),
      place,
    },
  ];
}

/** `tmpfs`: a path, or `path:options`. */
export function readTmpfs(list: Ref): readonly Entry[] {
  return unique(readTexts(list), keyOfPair).map((text) => {
    const [path = text, options] = text.split(':', 2);
    return {
      key: path.toStringSetting(),
      value: options === undefined ? known('', text.place) : options.toStringSetting(),
    };
  });
}

/** `volumes_from`: names of containers, or of the project's services. */
export function readVolumesFrom(list: Ref, { resources }: ServiceScope): readonly Setting<string>[] {
  return readTexts(list).map((text) => {
    const [first = text, second = first] = text.split(':');
    if (first.value === 'container') return second.toStringSetting();
    return first.value === undefined
      ? first.toStringSetting()
      : { ...containerNameOf(first.value, resources, first.place), place: first.place };
  });
}
