import type { Container } from '../../../model/container.ts';
import type { RelatedLocation } from '../../../model/finding.ts';
import { isSameLocation } from '../../../text/location.ts';
import { patternText, type Setting } from '../../../text/setting.ts';
import { append } from '../../../util/maps.ts';
import { rememberLast } from '../../../util/remember-last.ts';
import { type Answer, askOneOf, NO, type Yes } from '../demand.ts';

const CONTAINER = 'container:';
const HOST: readonly string[] = ['host'];

export function asksForHost(mode: Setting<string> | undefined): Answer<string> {
  return askOneOf(mode, HOST);
}

/**
 * Checks whether a container itself uses the host network; for Compose, only through an external
 * network. If services share a variable, the answer has one place.
 */
function asksForHostNetwork({ hostConfig: { networkMode }, networks: [primary] }: Container): Answer<string> {
  const own = asksForHost(networkMode);
  if (own.kind !== 'undecided' || primary?.network === undefined) return own;
  return primary.network.isExternal ? { ...own, setting: { ...own.setting, place: primary.network.name.place } } : NO;
}

/**
 * True if the mode names a network that the file defines: variables rarely name the host's there.
 */
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

  const end = endsAmong(peers)(container);
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

/** The end of a chain of shared networks, if it is or may be on the host network. */
type End = (Yes<string> & { readonly owner: Container }) | Extract<Answer<string>, { kind: 'undecided' }>;

/**
 * Finds the end of each container's chain in one input; `undefined` if not the host network, or
 * endless. Visits each once, since chains can be thousands long.
 */
const endsAmong = rememberLast((containers: readonly Container[]): ((container: Container) => End | undefined) => {
  const byName = new Map<string, Container[]>();
  for (const container of containers)
    for (const name of new Set([textOf(container.containerName), container.name])) append(byName, name, container);
  /** The container whose network is shared, if the same file defines it. */
  const ownerOf = (container: Container): Container | undefined => {
    const target = textOf(container.hostConfig.networkMode);
    const named = target.startsWith(CONTAINER) ? byName.get(target.slice(CONTAINER.length)) : undefined;
    return named?.find((peer) => !isSameLocation(peer.place.location, container.place.location));
  };
  const ends = new Map<Container, End | undefined>();
  return (container) => {
    const passed = new Set<Container>();
    let [at, end]: [Container | undefined, End | undefined] = [container, undefined];
    while (at !== undefined && end === undefined && !passed.has(at)) {
      if (ends.has(at)) {
        end = ends.get(at);
        break;
      }
      passed.add(at);
      const owner = ownerOf(at);
      const answer = owner && asksForHostNetwork(owner);
      if (owner !== undefined && answer?.kind === 'yes') end = { ...answer, owner };
      // Reported at the owner already.
      else if (owner !== undefined && answer?.kind === 'undecided' && joinsDefinedNetwork(owner)) break;
      else if (answer?.kind === 'undecided') end = answer;
      at = owner;
    }
    for (const each of passed) ends.set(each, end);
    return end;
  };
});

function textOf(setting: Setting<string> | undefined): string {
  if (setting === undefined) return '';
  return setting.known ? setting.value : patternText(setting.pattern);
}
