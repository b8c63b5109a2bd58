import type { Container } from '../../../model/container.ts';
import type { Entry } from '../../../model/entry.ts';
import type { Mount } from '../../../model/host-config.ts';
import type { Volume } from '../../../model/resources.ts';
import type { Bind } from '../../../model/values.ts';
import { isSameLocation, type Location, viaHop } from '../../../text/location.ts';
import { displayText, known, mapSetting, type Setting, unknown } from '../../../text/setting.ts';
import { knownValues } from '../demand.ts';
import { short } from '../wording.ts';
import type { HostMount, MountForm } from './driver-mounts.ts';
import { driverMounts, optionOf } from './driver-mounts.ts';

/** The host paths of a container: binds, mounts, and volumes that a driver binds. */
export function hostMounts(container: Container): readonly HostMount[] {
  const mounts = [...(container.hostConfig.binds ?? []).flatMap(fromBind), ...mountsOf(container).flatMap(fromMount)];
  const { links } = container;
  return (links === undefined ? mounts : mounts.map((mount) => followed(mount, links))).flatMap(throughProc);
}

/**
 * Links in `/proc` to a process's root directory, which is the host's, and to its working
 * directory.
 */
const ROOT = /^\/(?:\.?\/)*proc\/(?:\.?\/)*(?:(?:thread-)?self|1)\/(?:\.?\/)*root(?=\/|$)/;
const CURRENT = /^\/(?:\.?\/)*proc\/(?:\.?\/)*(?:thread-)?self\/(?:\.?\/)*cwd(?=\/|$)/;

/**
 * Replaces a `/proc` link by its target for the process that mounts: for volumes the engine in `/`,
 * for binds the runtime in the container.
 */
function throughProc(mount: HostMount): readonly HostMount[] {
  const { source, form } = mount;
  const isOf = (form: RegExp): boolean => {
    const [first] = source.known ? [source.value] : source.pattern;
    return (typeof first === 'string' && form.test(first)) || knownValues(source).some(({ value }) => form.test(value));
  };
  if (isOf(CURRENT) && form !== 'volume') return [];
  if (!isOf(ROOT) && !isOf(CURRENT)) return [mount];
  const follow = (path: string): string => {
    const rest = path.replace(ROOT, '').replace(CURRENT, '');
    return rest === path ? path : `/${rest.replace(/^\/+/, '')}`;
  };
  const { shown, ...place } = source.place;
  const followed = mapSetting<string, string>(
    source.known
      ? source
      : {
          ...source,
          pattern: source.pattern.map((part, at) => (at === 0 && typeof part === 'string' ? follow(part) : part)),
        },
    follow,
  );
  return [{ ...mount, source: { ...followed, place }, link: mount.link ?? shown ?? displayText(source) }];
}

function followed(mount: HostMount, links: NonNullable<Container['links']>): HostMount {
  const { source } = mount;
  const text = displayText(source);
  const found = links.get(text);
  if (found === undefined) return mount;
  // The target isn't in the file, so no variable is shown instead.
  const { shown, ...place } = source.place;
  const target = known(found.target, place);
  return {
    ...mount,
    source: found.isCertain ? target : unknown(source.known ? [text] : source.pattern, source.place, [target], true),
    link: shown ?? text,
  };
}

export function linkText(link: string | undefined): string {
  return link === undefined ? '' : ` through symlink \`${short(link)}\``;
}

/** Requested mounts, and others that an engine reports. */
function mountsOf({ hostConfig, engine }: Container): readonly Mount[] {
  return [...(hostConfig.mounts ?? []), ...(engine?.mounts ?? [])];
}

function fromBind(bind: Bind): readonly HostMount[] {
  const { source, target, place, volume } = bind;
  const readOnly = readOnlyOf(bind.options);
  if (volume !== undefined) return fromVolume(volume, source.place.location, { target, readOnly, place });
  if (bind.sourceKind === 'volume') return [];
  return [{ form: formOf(bind), list: 'binds', source, target, readOnly, doubt: undefined, place }];
}

function formOf({ isLongForm, options, place }: Bind): MountForm {
  if (isLongForm === true) return 'mount';
  // Options that the client adds have the place of the whole bind.
  const written = options.filter((option) => !isSameLocation(option.place.location, place.location));
  if (written.length === 0) return 'bind';
  return written.some((option) => option.known && option.value === 'rw') ? 'writable bind' : 'bind with options';
}

function fromMount({ type, source, target, readOnly, volumeOptions, volume, place }: Mount): readonly HostMount[] {
  const config = volumeOptions?.driverConfig;
  if (type.known && type.value === 'volume')
    return volume === undefined
      ? driverMounts({ driver: config?.name, options: config?.options, target, readOnly, place })
      : fromVolume(volume, (source?.place ?? place).location, { target, readOnly, place });
  const isHostPath = type.known
    ? ['bind', 'npipe'].includes(type.value)
    : type.candidates.length === 0 || type.candidates.some(({ value }) => value === 'bind');
  if (!isHostPath || source === undefined) return [];
  return [{ form: 'mount', list: 'mounts', source, target, readOnly, doubt: type.known ? undefined : type, place }];
}

function fromVolume(
  { driver, driverOpts: options }: Volume,
  use: Location,
  mount: Pick<HostMount, 'target' | 'readOnly' | 'place'>,
): readonly HostMount[] {
  const mounts = driverMounts({ driver, options, ...mount });
  return mounts.map((one) => ({ ...one, source: mountedAt(one.source, use) }));
}

/** Propagation options of binds, mounts and volume drivers. */
export function propagations(container: Container): readonly Setting<string>[] {
  const { binds = [] } = container.hostConfig;
  return [
    ...binds.flatMap((bind) => [
      ...bind.options,
      ...driverPropagation(bind.volume?.driverOpts, bind.source.place.location),
    ]),
    ...mountsOf(container).flatMap((mount) => {
      const own = mount.bindOptions?.propagation;
      const use = (mount.source ?? mount).place.location;
      return [
        ...(own === undefined ? [] : [own]),
        ...driverPropagation(mount.volume?.driverOpts, use),
        ...driverPropagation(mount.volumeOptions?.driverConfig?.options),
      ];
    }),
  ];
}

function driverPropagation(options: readonly Entry[] | undefined, use?: Location): readonly Setting<string>[] {
  const mountOptions = optionOf(options ?? [], 'o');
  if (mountOptions?.known !== true) return [];
  const setting = use === undefined ? mountOptions : mountedAt(mountOptions, use);
  return mountOptions.value.split(',').map((token) => mapSetting(setting, () => token.trim()));
}

function readOnlyOf(options: readonly Setting<string>[]): Setting<boolean> | undefined {
  const mode =
    options.find((option) => option.known && ['ro', 'rw'].includes(option.value)) ??
    options.find((option) => !option.known);
  return mode === undefined ? undefined : mapSetting(mode, (value) => value === 'ro');
}

function mountedAt(setting: Setting<string>, location: Location): Setting<string> {
  const isLinked = setting.place.hops.some(({ kind }) => kind === 'volume');
  return isLinked ? setting : { ...setting, place: viaHop(setting.place, { kind: 'volume', location }) };
}
