import type { Container, Subject } from '../../../model/container.ts';
import type { Volume } from '../../../model/resources.ts';
import { type Place, viaHop } from '../../../text/location.ts';
import { type Setting, valueOf } from '../../../text/setting.ts';
import { mapByName } from './by-name.ts';

/** Adds a volume's definition to each mount that names it, with a hop from the mount. */
export function linkVolumes(subjects: readonly Subject[], volumes: readonly Volume[]): readonly Subject[] {
  const named = mapByName(volumes);
  return named.size === 0
    ? subjects
    : subjects.map((subject) => (subject.kind === 'container' ? linkContainer(subject, named) : subject));
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
      ...(binds === undefined
        ? {}
        : {
            binds: binds.map((bind) => withVolume(bind, bind.sourceKind === 'volume' ? find(bind.source) : undefined)),
          }),
      ...(mounts === undefined
        ? {}
        : {
            mounts: mounts.map((mount) =>
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
  return {
    ...volume,
    place: reach(volume.place),
    name: move(volume.name),
    ...(volume.driver === undefined ? {} : { driver: move(volume.driver) }),
    ...(volume.driverOpts === undefined
      ? {}
      : { driverOpts: volume.driverOpts.map(({ key, value }) => ({ key: move(key), value: move(value) })) }),
  };
}
