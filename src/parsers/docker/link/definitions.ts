import type { Container, Subject } from '../../../model/container.ts';
import type { Network, Volume } from '../../../model/resources.ts';
import { type Place, viaHop } from '../../../text/location.ts';
import { type Setting, valueOf } from '../../../text/setting.ts';
import { defined } from '../../../util/objects.ts';

/** Adds a volume's definition to each mount that names it, with a step from the mount. */
export function linkVolumes(subjects: readonly Subject[], volumes: readonly Volume[]): readonly Subject[] {
  const named = mapByName(volumes);
  if (named.size === 0) return subjects;
  return subjects.map((subject) => (subject.kind === 'container' ? linkContainer(subject, named) : subject));
}

function linkContainer(container: Container, volumes: ReadonlyMap<string, Volume>): Container {
  const { binds, mounts } = container.hostConfig;
  const find = (source: Setting<string> | undefined): Volume | undefined => {
    const volume = volumes.get(valueOf(source) ?? '');
    return volume === undefined || source === undefined ? undefined : reachedFrom(volume, source.place);
  };
  return {
    ...container,
    hostConfig: {
      ...container.hostConfig,
      ...defined({
        binds: binds?.map((bind) => withVolume(bind, bind.sourceKind === 'volume' ? find(bind.source) : undefined)),
        mounts: mounts?.map((mount) =>
          withVolume(mount, valueOf(mount.type) === 'volume' ? find(mount.source) : undefined),
        ),
      }),
    },
  };
}

function withVolume<T>(mount: T, volume: Volume | undefined): T {
  return volume === undefined ? mount : { ...mount, volume };
}

function reachedFrom(volume: Volume, use: Place): Volume {
  const reach = (place: Place): Place => viaHop(place, { kind: 'volume', location: use.location });
  const move = <T>(setting: Setting<T>): Setting<T> => ({ ...setting, place: reach(setting.place) });
  const { name, driver, driverOpts } = volume;
  return {
    ...volume,
    place: reach(volume.place),
    name: move(name),
    ...defined({
      driver: driver && move(driver),
      driverOpts: driverOpts?.map(({ key, value }) => ({ key: move(key), value: move(value) })),
    }),
  };
}

export function linkNetworks(subjects: readonly Subject[], networks: readonly Network[]): readonly Subject[] {
  const named = mapByName(networks);
  if (named.size === 0) return subjects;
  return subjects.map((subject) => {
    if (subject.kind !== 'container') return subject;
    const joined = subject.networks.map((attachment) => {
      const network = named.get(valueOf(attachment.name) ?? '');
      return network === undefined ? attachment : { ...attachment, network };
    });
    return { ...subject, networks: joined };
  });
}

/** Definitions by known name. The first one counts: the engine rejects or ignores others. */
function mapByName<T extends { readonly name: Setting<string> }>(definitions: readonly T[]): ReadonlyMap<string, T> {
  const named = new Map<string, T>();
  for (const definition of definitions) {
    const name = valueOf(definition.name);
    if (name !== undefined && !named.has(name)) named.set(name, definition);
  }
  return named;
}
