import type { Container } from '../../../model/container.ts';
import type { RelatedLocation } from '../../../model/finding.ts';
import { isSameLocation } from '../../../text/location.ts';
import { patternText, type Setting } from '../../../text/setting.ts';
import { append, getOrInsert } from '../../../util/maps.ts';
import { type Answer, ask, couldEqual, NO, type Yes } from '../demand.ts';

const CONTAINER = 'container:';

export function asksForHost(mode: Setting<string> | undefined): Answer<string> {
  return ask(
    mode,
    (value) => value === 'host',
    (pattern) => couldEqual(pattern, 'host'),
  );
}

/** Checks whether a container itself uses the host network; for Compose, only an external network. A shared variable has one place for all services. */
function asksForHostNetwork({ hostConfig: { networkMode }, networks: [primary] }: Container): Answer<string> {
  const own = asksForHost(networkMode);
  if (own.kind !== 'undecided' || primary?.network === undefined) return own;
  return primary.network.isExternal ? { ...own, setting: { ...own.setting, place: primary.network.name.place } } : NO;
}

/** True if the mode names a network defined in the file: rarely is the host's named by a variable. */
export function joinsDefinedNetwork({ networks: [primary] }: Container): boolean {
  return primary?.network !== undefined;
}

export type HostNetwork = Answer<string> & {
  /** The container whose host network it shares. */
  readonly through?: string;
  readonly related?: readonly RelatedLocation[];
};

/** Checks whether a container uses the host network, by its mode or a shared one. */
export function onHostNetwork(container: Container, peers: readonly Container[]): HostNetwork {
  const { networkMode } = container.hostConfig;
  const own = asksForHostNetwork(container);
  if (own.kind !== 'no' || networkMode === undefined) return own;
  if (networkMode.known && !networkMode.value.startsWith(CONTAINER)) return own;

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

/** The end of a chain of shared networks: on the host network, or unknown. */
type End = (Yes<string> & { readonly owner: Container }) | Extract<Answer<string>, { kind: 'undecided' }>;

/** Containers of one input by name. Visits each once, since chains can be thousands long. */
class Neighbours {
  readonly #byName = new Map<string, Container[]>();
  readonly #ends = new Map<Container, End | undefined>();

  constructor(containers: readonly Container[]) {
    for (const container of containers) {
      for (const name of new Set([textOf(container.containerName), container.name]))
        append(this.#byName, name, container);
    }
  }

  /** The end of a container's chain; `undefined` if not the host network, or endless. */
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
        // Reported once, at the owner.
        if (joinsDefinedNetwork(owner)) break;
        end = answer;
      }
      if (end !== undefined) break;
      at = owner;
    }
    for (const each of passed) this.#ends.set(each, end);
    return end;
  }

  /** The container whose network is shared, if the same file defines it. */
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
