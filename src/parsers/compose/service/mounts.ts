import type { Entry } from '../../../model/entry.ts';
import type { Mount, MountType } from '../../../model/host-config.ts';
import type { Volume } from '../../../model/resources.ts';
import type { Bind } from '../../../model/values.ts';
import type { Place } from '../../../text/location.ts';
import { known, mapSetting, patternText, type Setting, unknown, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { cleanPath } from '../../../util/paths.ts';
import { field, isScalar, itemsOf, type Ref, textOf, textPlace } from '../../yaml/tree.ts';
import { toHostPath } from '../files/paths.ts';
import { keyOfPair, readBoolean, readTexts, unique } from '../values/values.ts';
import { containerNameOf } from './names.ts';
import { type Given, get, joinedSetting, type ServiceScope } from './scope.ts';
import type { ServiceVolume } from './volumes.ts';

/** Mounts as requested (docker/compose `buildContainerVolumes`): `Binds` strings for binds and named volumes, unless they need options of `Mounts`. */
export function readMounts(scope: ServiceScope): Given {
  const binds: Bind[] = [];
  const mounts: Mount[] = [];
  const socket = readApiSocket(scope);
  // The last mount of a target counts; the socket comes last.
  const isReplaced = (volume: ServiceVolume): boolean =>
    socket.some(({ target }) => valueOf(target) === volume.target.value);
  for (const volume of scope.volumes.filter((each) => !isReplaced(each))) {
    const definition = definitionOf(volume, scope);
    if (volume.type === undefined || isBind(volume, definition)) binds.push(toBind(volume, definition, scope));
    else mounts.push(toMount(volume, definition, scope));
  }
  binds.push(...socket);
  const taken = new Set([...binds, ...mounts].map(({ target }) => (target === undefined ? '' : show(target))));
  const isFree = ({ target }: Mount): boolean => target !== undefined && !taken.has(show(target));
  const secrets = readFileMounts('secrets', scope).filter(isFree);
  for (const { target } of secrets) if (target !== undefined) taken.add(show(target));
  const files = [...secrets, ...readFileMounts('configs', scope).filter(isFree)];
  const hasVolumes = get(scope, 'volumes') !== undefined;
  return {
    hostConfig: defined({
      binds: binds.length > 0 || hasVolumes ? binds : undefined,
      mounts: mounts.length + files.length > 0 ? [...mounts, ...files] : undefined,
    }),
  };
}

function readApiSocket(scope: ServiceScope): readonly Bind[] {
  const socket = readBoolean(get(scope, 'use_api_socket'), () => undefined);
  if (socket === undefined || valueOf(socket) !== true) return [];
  const { place } = socket;
  const path = known('/var/run/docker.sock', place);
  return [
    {
      spec: known('/var/run/docker.sock:/var/run/docker.sock:rw', place),
      source: path,
      sourceKind: 'bind',
      target: path,
      options: [known('rw', place)],
      place,
    },
  ];
}

/** The volume of a mount; undefined names are reported elsewhere. */
function definitionOf({ type, source }: ServiceVolume, { resources }: ServiceScope): Volume | undefined {
  return type === 'volume' && source?.value !== undefined ? resources.volumes.get(source.value) : undefined;
}

/** Whether a string can express the mount (docker/compose `bindRequiresMountAPI`, `volumeRequiresMountAPI`); a propagation stays a bind in both forms here. */
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
  const { source, directory, target, place } = volume;
  const { path, isRelative } = sourceOf(source, directory, definition, volume, scope);
  const access = volume.readOnly ?? known(false, place);
  const options: readonly Setting<string>[] = [
    mapSetting(access, (isReadOnly) => (isReadOnly ? 'ro' : 'rw')),
    ...[volume.selinux, volume.propagation].flatMap((option) =>
      option === undefined || isEmpty(option) ? [] : [option],
    ),
    ...(volume.noCopy !== undefined && valueOf(volume.noCopy) !== false
      ? [mapSetting(volume.noCopy, () => 'nocopy')]
      : []),
  ];
  return {
    spec: specOf(path, target.toStringSetting(), options, place),
    source: path,
    sourceKind: definition === undefined ? (volume.type === 'bind' ? 'bind' : undefined) : 'volume',
    ...(isRelative ? { isRelative } : {}),
    ...(volume.isLongForm ? { isLongForm: true } : {}),
    target: target.toStringSetting(),
    options,
    ...(definition === undefined ? {} : { volume: definition }),
    place,
  };
}

function specOf(
  source: Setting<string>,
  target: Setting<string>,
  options: readonly Setting<string>[],
  place: Place,
): Setting<string> {
  const parts = [source, target, ...options];
  if (parts.every((part) => part.known)) {
    const [from, to, ...rest] = parts.map((part) => part.value);
    return known(`${from ?? ''}:${to ?? ''}:${rest.join(',')}`, place);
  }
  return unknown(
    parts.flatMap((part, index) => [
      ...(index === 0 ? [] : [index < 3 ? ':' : ',']),
      ...(part.known ? [part.value] : part.pattern),
    ]),
    place,
  );
}

interface SourcePath {
  readonly path: Setting<string>;
  readonly isRelative: boolean;
}

function sourceOf(
  source: Text | undefined,
  directory: string,
  definition: Volume | undefined,
  { place, type }: ServiceVolume,
  { loader: { context } }: ServiceScope,
): SourcePath {
  if (source === undefined) return { path: known('', place), isRelative: false };
  if (definition !== undefined) return { path: { ...definition.name, place: source.place }, isRelative: false };
  return type === 'bind'
    ? toHostPath(source, directory, context.workingDirectory)
    : { path: source.toStringSetting(), isRelative: false };
}

function toMount(volume: ServiceVolume, definition: Volume | undefined, scope: ServiceScope): Mount {
  const { type = 'volume', source, directory, target, place } = volume;
  const { path, isRelative } = sourceOf(source, directory, definition, volume, scope);
  return {
    type: known<MountType>(type, volume.typePlace),
    ...(source === undefined ? {} : { source: path }),
    ...(isRelative ? { isRelative } : {}),
    target: mapSetting(target.toStringSetting(), cleanPath),
    ...defined({
      readOnly: volume.readOnly,
      consistency: volume.consistency,
      bindOptions: type === 'bind' ? bindOptions(volume) : undefined,
      volumeOptions:
        type === 'volume'
          ? optionsOrNone({ noCopy: volume.noCopy, subpath: volume.subpath, labels: volume.labels })
          : undefined,
      imageOptions: type === 'image' ? optionsOrNone({ subpath: volume.subpath }) : undefined,
      tmpfsOptions: type === 'tmpfs' ? optionsOrNone({ sizeBytes: volume.size, mode: volume.mode }) : undefined,
      volume: definition,
    }),
    place,
  };
}

/** docker/compose `buildBindOption`; a missing path is created by default. */
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

/** File-based `secrets` and `configs`: read-only binds (docker/compose `buildContainerSecretMounts`). */
function readFileMounts(kind: 'secrets' | 'configs', scope: ServiceScope): readonly Mount[] {
  const mounts = itemsOf(get(scope, kind)).flatMap((item) => readFileMount(item, kind, scope));
  return unique(mounts, ({ target }) => (target === undefined ? '' : show(target)));
}

function readFileMount(item: Ref, kind: 'secrets' | 'configs', scope: ServiceScope): readonly Mount[] {
  const name = isScalar(item) ? item : field(item, 'source');
  if (!isScalar(name)) return [];
  const source = textOf(name);
  const definition = source.value === undefined ? undefined : scope.resources[kind].get(source.value);
  const file = field(definition, 'file');
  if (!isScalar(file)) return [];
  const { path, isRelative } = toHostPath(
    textOf(file),
    file.node.origin.directory,
    scope.loader.context.workingDirectory,
  );
  const place = textPlace(name);
  const base = kind === 'secrets' ? '/run/secrets/' : '/';
  const target = isScalar(item) ? undefined : field(item, 'target');
  const targetText = isScalar(target) ? textOf(target) : source;
  const isAbsolute = isScalar(target) && targetText.skeleton.startsWith('/');
  const full = isAbsolute ? targetText.toStringSetting() : joinedSetting([Text.derived(base, place), targetText]);
  return [
    {
      type: known<MountType>('bind', place),
      source: path,
      ...(isRelative ? { isRelative } : {}),
      ...(full === undefined ? {} : { target: full }),
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

/** `volumes_from`: containers by name, or the project's services. */
export function readVolumesFrom(list: Ref, { resources }: ServiceScope): readonly Setting<string>[] {
  return readTexts(list).map((text) => {
    const [first = text, second = first] = text.split(':');
    if (first.value === 'container') return second.toStringSetting();
    return first.value === undefined
      ? first.toStringSetting()
      : { ...containerNameOf(first.value, resources, first.place), place: first.place };
  });
}

function show(setting: Setting<string>): string {
  return setting.known ? setting.value : patternText(setting.pattern);
}
