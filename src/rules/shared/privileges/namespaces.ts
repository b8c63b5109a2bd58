import type { Container } from '../../../model/container.ts';
import type { RelatedLocation } from '../../../model/finding.ts';
import { isSameLocation } from '../../../text/location.ts';
import { patternText, type Setting } from '../../../text/setting.ts';
import { append, getOrInsert } from '../../../util/maps.ts';
import { type Answer, ask, couldEqual, NO, type Yes } from '../demand.ts';

const CONTAINER = 'container:';

/** Asks whether a namespace mode is the host's. */
export function asksForHost(mode: Setting<string> | undefined): Answer<string> {
  return ask(
    mode,
    (value) => value === 'host',
    (pattern) => couldEqual(pattern, 'host'),
  );
}

/**
 * Asks whether a container is on the host's network by its own mode. The network that a Compose service joins is the
 * host's only where it is external; where a variable names it, the place is that name, which all its services share.
 */
function asksForHostNetwork({ hostConfig: { networkMode }, networks: [primary] }: Container): Answer<string> {
  const own = asksForHost(networkMode);
  if (own.kind !== 'undecided' || primary?.network === undefined) return own;
  return primary.network.isExternal ? { ...own, setting: { ...own.setting, place: primary.network.name.place } } : NO;
}

/** True where the mode names a network that the text defines: hardly anybody gives the host's by a variable. */
export function joinsDefinedNetwork({ networks: [primary] }: Container): boolean {
  return primary?.network !== undefined;
}

/** How a container comes to be on the host's network. */
export type HostNetwork = Answer<string> & {
  /** The container whose network it shares, where it is not on the host's network by itself. */
  readonly through?: string;
  readonly related?: readonly RelatedLocation[];
};

/** Asks whether a container is on the host's network, by its mode or by that of one whose network it shares. */
export function onHostNetwork(container: Container, peers: readonly Container[]): HostNetwork {
  const { networkMode } = container.hostConfig;
  const own = asksForHostNetwork(container);
  if (own.kind !== 'no' || networkMode === undefined) return own;

  const end = neighboursOf(peers).endOf(container);
  if (end?.kind !== 'yes') return end ?? own;
  const related = [{ location: end.place.location, message: `\`${end.owner.name}\` uses the host network` }];
  return {
    kind: 'yes',
    value: end.value,
    isCertain: end.isCertain,
    place: networkMode.place,
    through: end.owner.name,
    related,
  };
}

/** The end of a chain of shared networks: one that is on the host's, or of which that is not known. */
type End = (Yes<string> & { readonly owner: Container }) | Extract<Answer<string>, { kind: 'undecided' }>;

/** The containers of one input by name. A chain of them can be thousands long, so each is looked at once. */
class Neighbours {
  readonly #byName = new Map<string, Container[]>();
  readonly #ends = new Map<Container, End | undefined>();

  constructor(containers: readonly Container[]) {
    for (const container of containers) {
      for (const name of new Set([textOf(container.containerName), container.name]))
        append(this.#byName, name, container);
    }
  }

  /** The end of the chain that begins with a container; `undefined` where it is not the host's, or endless. */
  endOf(container: Container): End | undefined {
    const passed = new Set<Container>();
    let [at, end]: [Container | undefined, End | undefined] = [container, undefined];
    while (at !== undefined && !passed.has(at)) {
      if (this.#ends.has(at)) {
        end = this.#ends.get(at);
        break;
      }
      passed.add(at);
      const owner = this.#ownerOf(at);
      const answer = owner === undefined ? undefined : asksForHostNetwork(owner);
      if (owner !== undefined && answer?.kind === 'yes') end = { ...answer, owner };
      else if (owner !== undefined && answer?.kind === 'undecided') {
        // It is asked at the owner, once.
        if (joinsDefinedNetwork(owner)) break;
        end = answer;
      }
      if (end !== undefined) break;
      at = owner;
    }
    for (const each of passed) this.#ends.set(each, end);
    return end;
  }

  /** The container whose network a container shares, where the same text defines it. */
  #ownerOf(container: Container): Container | undefined {
    const target = textOf(container.hostConfig.networkMode);
    if (!target.startsWith(CONTAINER)) return undefined;
    const named = this.#byName.get(target.slice(CONTAINER.length));
    return named?.find((peer) => !isSameLocation(peer.place.location, container.place.location));
  }
}

const known = new WeakMap<readonly Container[], Neighbours>();

function neighboursOf(peers: readonly Container[]): Neighbours {
  return getOrInsert(known, peers, () => new Neighbours(peers));
}

function textOf(setting: Setting<string> | undefined): string {
  if (setting === undefined) return '';
  return setting.known ? setting.value : patternText(setting.pattern);
}
