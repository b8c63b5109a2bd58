import type { Container } from '../../model/container.ts';
import type { HostConfig } from '../../model/host-config.ts';
import type { Network, Volume } from '../../model/resources.ts';
import { known, mapSetting, type Setting, valueOf } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import type { Members } from './members.ts';

/** The volumes, networks and container names in the same output. */
export interface Definitions {
  readonly volumes: ReadonlyMap<string, Volume>;
  readonly networks: ReadonlyMap<string, Network>;
  /** The names of the containers, by id. */
  readonly names: ReadonlyMap<string, string>;
}

/** A volume or network in the output of `docker volume inspect` or `network inspect`; `undefined` for other objects. */
export function readDefinition(members: Members): Volume | Network | undefined {
  const name = members.string('Name');
  const kind = members.has('Mountpoint') ? 'volume' : members.has('IPAM') ? 'network' : undefined;
  if (name === undefined || kind === undefined) return undefined;
  const own = defined({ driver: members.string('Driver'), driverOpts: members.entries('Options') });
  return { kind, name, ...own, isExternal: false, place: name.place };
}

/** Adds the volumes and networks of the same output, and replaces ids in `container:<id>` and `volumes-from` with names. */
export function withDefinitions(container: Container, definitions: Definitions): Container {
  const { hostConfig } = container;
  return {
    ...container,
    hostConfig: defined({
      ...hostConfig,
      ...withVolumes(hostConfig, definitions.volumes),
      networkMode: withName(hostConfig.networkMode, definitions.names),
      pidMode: withName(hostConfig.pidMode, definitions.names),
      ipcMode: withName(hostConfig.ipcMode, definitions.names),
      volumesFrom: hostConfig.volumesFrom?.map((from) =>
        mapSetting(from, (text) => withNameOf(text, definitions.names)),
      ),
    }),
    networks: container.networks.map((attachment) => {
      const network = definitions.networks.get(valueOf(attachment.name) ?? '');
      return network === undefined ? attachment : { ...attachment, network };
    }),
  };
}

function withVolumes(
  { binds, mounts }: HostConfig,
  volumes: ReadonlyMap<string, Volume>,
): Pick<HostConfig, 'binds' | 'mounts'> {
  const volumeOf = (source: Setting<string> | undefined): Volume | undefined => volumes.get(valueOf(source) ?? '');
  return defined({
    binds: binds?.map((bind) => ({
      ...bind,
      ...defined({ volume: bind.sourceKind === 'volume' ? volumeOf(bind.source) : undefined }),
    })),
    mounts: mounts?.map((mount) => ({
      ...mount,
      ...defined({ volume: valueOf(mount.type) === 'volume' ? volumeOf(mount.source) : undefined }),
    })),
  });
}

/** `<id>[:mode]` with the container's name. */
function withNameOf(text: string, names: ReadonlyMap<string, string>): string {
  const [id = '', ...mode] = text.split(':');
  return [names.get(id) ?? id, ...mode].join(':');
}

const CONTAINER = 'container:';

function withName(mode: Setting<string> | undefined, names: ReadonlyMap<string, string>): Setting<string> | undefined {
  if (mode?.known !== true || !mode.value.startsWith(CONTAINER)) return mode;
  const name = names.get(mode.value.slice(CONTAINER.length));
  return name === undefined ? mode : known(CONTAINER + name, mode.place);
}
