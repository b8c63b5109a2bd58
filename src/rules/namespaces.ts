import type { Container } from '../model/container.ts';
import type { RelatedLocation } from '../model/finding.ts';
import { patternText, type Setting } from '../model/setting.ts';
import { isSameLocation } from '../model/source.ts';
import { ask, couldEqual, type Answer } from './judge.ts';

const CONTAINER = 'container:';

/** Asks whether a namespace mode is the host's. */
export function asksForHost(mode: Setting<string> | undefined): Answer<string> {
  return ask(mode, (value) => value === 'host', (pattern) => couldEqual(pattern, 'host'));
}

/** How a container comes to be on the host's network. */
export type HostNetwork = Answer<string> & {
  /** The container whose network it shares, where it is not on the host's network by itself. */
  readonly through?: string;
  readonly related?: readonly RelatedLocation[];
};

/** Asks whether a container is on the host's network, by its own mode or by that of a container whose network it shares. */
export function onHostNetwork(container: Container, peers: readonly Container[]): HostNetwork {
  const { networkMode } = container.hostConfig;
  const own = asksForHost(networkMode);
  if (own.kind !== 'no' || networkMode === undefined) return own;

  const seen = new Set([container]);
  let owner = networkOwner(container, peers);
  while (owner !== undefined && !seen.has(owner)) {
    seen.add(owner);
    const answer = asksForHost(owner.hostConfig.networkMode);
    if (answer.kind === 'yes') {
      const related = [{ location: answer.place.location, message: `\`${owner.name}\` is on the host's network` }];
      return { ...answer, place: networkMode.place, through: owner.name, related };
    }
    if (answer.kind === 'undecided') return answer;
    owner = networkOwner(owner, peers);
  }
  return own;
}

/** The container whose network a container shares, where the same text defines it. */
function networkOwner(container: Container, peers: readonly Container[]): Container | undefined {
  const mode = container.hostConfig.networkMode;
  const target = mode === undefined ? '' : textOf(mode);
  if (!target.startsWith(CONTAINER)) return undefined;
  const name = target.slice(CONTAINER.length);
  return peers.find((peer) => !isSameLocation(peer.place.location, container.place.location) && (textOf(peer.containerName) === name || peer.name === name));
}

function textOf(setting: Setting<string> | undefined): string {
  if (setting === undefined) return '';
  return setting.known ? setting.value : patternText(setting.pattern);
}
