import type { EngineProxy, Fix } from '../model/change.ts';
import type { Container, Subject } from '../model/container.ts';
import { displayText, type Setting, valueOf } from '../text/setting.ts';

export function addedProxies(made: readonly { readonly fix: Fix }[]): ReadonlyMap<string, EngineProxy> {
  const changes = made.flatMap(({ fix }) => fix.changes.map(({ change }) => change));
  const proxies = changes.flatMap((change) => (change.kind === 'proxy' ? [change.proxy] : []));
  return new Map(proxies.filter(({ added }) => added !== undefined).map((proxy) => [proxy.service, proxy]));
}

/** Removes the proxy containers that fixes add, if they are exactly as requested. */
export function withoutAdded(
  subjects: readonly Subject[],
  proxies: ReadonlyMap<string, EngineProxy>,
): readonly Subject[] {
  if (proxies.size === 0) return subjects;
  return subjects.filter((subject) => {
    const proxy = subject.kind === 'container' ? proxies.get(subject.name) : undefined;
    return proxy === undefined || subject.kind !== 'container' || !isAsAdded(subject, proxy);
  });
}

const [CONFIG, HOST_CONFIG] = [
  new Set(['image', 'env', 'attachStdout', 'attachStderr']),
  // The proxy restarts like the service that needs it.
  new Set(['binds', 'networkMode', 'restartPolicy', 'readonlyRootfs', 'tmpfs', 'capDrop', 'securityOpt']),
];

function isAsAdded({ config, hostConfig, networks }: Container, { added, network }: EngineProxy): boolean {
  const [bind, ...binds] = hostConfig.binds ?? [];
  const env = config.env?.map(displayText).join(' ');
  return (
    added !== undefined &&
    Object.keys(config).every((key) => CONFIG.has(key)) &&
    Object.keys(hostConfig).every((key) => HOST_CONFIG.has(key)) &&
    valueOf(config.image) === added.image &&
    env === added.sections.map((section) => `${section}=1`).join(' ') &&
    binds.length === 0 &&
    valueOf(bind?.source) === added.socket &&
    bind?.options.map(displayText).join() === 'ro' &&
    hostConfig.readonlyRootfs?.known === true &&
    hostConfig.readonlyRootfs.value &&
    hostConfig.capDrop?.map(displayText).join() === 'ALL' &&
    hostConfig.securityOpt?.map(displayText).join() === 'no-new-privileges:true' &&
    networks.length === 1 &&
    networks.every(({ name }) => isNetwork(name, network))
  );
}

/** Returns a container without the network that it joined; `undefined` if it didn't join. */
export function withoutJoined(before: Container, after: Container, network: string): Container | undefined {
  const isOther = ({ name }: Container['networks'][number]): boolean =>
    !isNetwork(name, network) || before.networks.some((own) => displayText(own.name) === displayText(name));
  const networks = after.networks.filter(isOther);
  if (networks.length !== after.networks.length - 1) return undefined;
  const { networkMode, ...hostConfig } = after.hostConfig;
  const mode = before.hostConfig.networkMode;
  const isFirst = networkMode !== undefined && isNetwork(networkMode, network);
  return isFirst && mode !== undefined
    ? { ...after, networks, hostConfig: { ...hostConfig, networkMode: mode } }
    : { ...after, networks };
}

function isNetwork(name: Setting<string>, network: string): boolean {
  return displayText(name).endsWith(`_${network}`);
}
