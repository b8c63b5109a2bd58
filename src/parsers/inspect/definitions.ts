import type { Container } from '../../model/container.ts';
import type { Network, Volume } from '../../model/resources.ts';
import { mapSetting, type Setting, valueOf } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import type { Members } from './members.ts';

/** The volumes, networks and container names in the same output. */
export interface Definitions {
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly networks: ReadonlyMap<string, Network>;
  readonly names: ReadonlyMap<string, string>;
}

/**
 * A volume or network in the output of `docker volume inspect` or `network inspect`; `undefined`
 * for other objects.
 */
export function readDefinition(members: Members): Volume | Network | undefined {
  const name = members.string('Name');
  const kind = members.has('Mountpoint') ? 'volume' : members.has('IPAM') ? 'network' : undefined;
  if (name === undefined || kind === undefined) return undefined;
  const own = defined({ driver: members.string('Driver'), driverOpts: members.entries('Options') });
  return { kind, name, ...own, isExternal: false, place: name.place };
}

/**
 * Adds the volumes and networks of the same output, and replaces ids in `container:<id>` and
 * `volumes-from` with names.
 */
export function withDefinitions(container: Container, { volumes, networks, names }: Definitions): Container {
  const { hostConfig } = container;
  const { binds, mounts, networkMode, pidMode, ipcMode, volumesFrom } = hostConfig;
  const volumeOf = (source: Setting<string> | undefined, isVolume: boolean): { readonly volume?: Volume } =>
    defined({ volume: isVolume ? volumes.get(valueOf(source) ?? '') : undefined });
  const named = (id: string): string => names.get(id) ?? id;
  const withName = (mode: Setting<string> | undefined): Setting<string> | undefined =>
    mode && mapSetting(mode, (text) => text.replace(/(?<=^container:).*/s, named));
  return {
    ...container,
    hostConfig: defined({
      ...hostConfig,
      binds: binds?.map((bind) => ({ ...bind, ...volumeOf(bind.source, bind.sourceKind === 'volume') })),
      mounts: mounts?.map((mount) => ({ ...mount, ...volumeOf(mount.source, valueOf(mount.type) === 'volume') })),
      networkMode: withName(networkMode),
      pidMode: withName(pidMode),
      ipcMode: withName(ipcMode),
      // `<id>[:mode]`.
      volumesFrom: volumesFrom?.map((from) => mapSetting(from, (text) => text.replace(/^[^:]*/, named))),
    }),
    networks: container.networks.map((attachment) => {
      const network = networks.get(valueOf(attachment.name) ?? '');
      return network === undefined ? attachment : { ...attachment, network };
    }),
  };
}
