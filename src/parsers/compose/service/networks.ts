import type { NetworkAttachment } from '../../../model/resources.ts';
import type { Place } from '../../../text/location.ts';
import { known, mapSetting, type Setting, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined, present } from '../../../util/objects.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { isIpAddress, sentIpAddress } from '../../syntax/ip-address.ts';
import { quoted } from '../../syntax/reading.ts';
import { trimSpace } from '../../syntax/space.ts';
import { field, fieldsOf, isMapping, isSequence, placeOf, type Ref, textOf, textPlace } from '../../yaml/tree.ts';
import { keyOfPair, readNumber, readScalars, readTexts, readUniqueStrings, unique } from '../values/values.ts';
import { containerNameOf, projectResourceName } from './names.ts';
import { type Given, get, joinedSetting, type ServiceScope } from './scope.ts';
import { readNamespace } from './security.ts';

/** The network mode and networks of a container (docker/compose `defaultNetworkSettings`). */
export function readNetworks(scope: ServiceScope): Required<Omit<Given, 'unreadVariables'>> {
  const written = get(scope, 'network_mode');
  const given = written && readNamespace(written, scope);
  // An empty mode disables the default network.
  const mode = given && mapSetting(given, (name) => (name === '' ? 'none' : name));
  const networks = mode === undefined ? readAttachments(scope) : [];
  const [primary] = networks;
  const isDisabled = mode !== undefined && valueOf(mode) === 'disabled';
  return {
    config: isDisabled ? { networkDisabled: known(true, mode.place) } : {},
    hostConfig: defined({ networkMode: mode ?? (primary && toMode(primary, scope)) }),
    networks,
  };
}

/** `dns`, without empty entries, which Compose ignores. */
export function readServers(list: Ref): readonly Setting<string>[] | undefined {
  return readUniqueStrings(list)
    ?.filter((server) => valueOf(server) !== '')
    .map((server) => mapSetting(server, (address) => sentIpAddress(address) ?? address));
}

/**
 * The network's name, placed where the service mentions it; nothing mentions the default network.
 */
function toMode({ name, place }: NetworkAttachment, scope: ServiceScope): Setting<string> {
  return place === scope.place ? name : { ...name, place };
}

interface Joined {
  readonly key: string;
  readonly priority: number;
  readonly place: Place;
}

/** A service's networks, highest priority first; the project's default network if it names none. */
function readAttachments(scope: ServiceScope): readonly NetworkAttachment[] {
  const { resources, place } = scope;
  const named = readJoined(scope).toSorted((a, b) => b.priority - a.priority || (a.key < b.key ? -1 : 1));
  return (named.length === 0 ? [{ key: 'default', place }] : named).map(({ key, place }) => {
    const name = projectResourceName(key, resources.name, place);
    // The default network, or an undefined one, which is reported elsewhere.
    const network = resources.networks.get(key) ?? { kind: 'network', name, isExternal: false, place };
    return { name: network.name, network, place };
  });
}

function readJoined(scope: ServiceScope): readonly Joined[] {
  const networks = get(scope, 'networks');
  if (isSequence(networks))
    return readScalars(networks).map((item) => ({ key: textOf(item).source, priority: 0, place: textPlace(item) }));
  if (!isMapping(networks)) return [];
  return fieldsOf(networks).map((network) => {
    const priority = readNumber(field(network, 'priority'), scope.report);
    return { key: network.key.node.string, priority: Math.trunc(valueOf(priority) ?? 0), place: placeOf(network.key) };
  });
}

/** `host:ip` from a mapping, `host=ip` or `host:ip` (compose-go `types.HostsList`). */
export function readExtraHosts(hosts: Ref, report: Report): readonly Setting<string>[] | undefined {
  if (isMapping(hosts)) {
    return fieldsOf(hosts).flatMap((host) => {
      const name = textOf(host.key);
      return readTexts(host).map((address) => toHost(name, address, report));
    });
  }
  return readTexts(hosts).flatMap((text) => {
    const separator = text.indexOf('=') >= 0 ? '=' : ':';
    const at = text.indexOf(separator);
    if (at < 0) {
      if (!text.isKnown) return [text.toStringSetting()];
      const what = `\`${text.shown}\` has no address for the host.`;
      report(problem('syntax/invalid-value', text.place, what, 'Write `host=address`.'));
      return [];
    }
    return text
      .slice(at + 1)
      .split(',')
      .map((address) => toHost(text.slice(0, at), address, report));
  });
}

/** Engines reject values that aren't addresses (moby `opts.ValidateExtraHost`). */
function toHost(name: Text, address: Text, report: Report): Setting<string> {
  const { skeleton } = address;
  const bare =
    skeleton.length > 2 && skeleton.startsWith('[') && skeleton.endsWith(']')
      ? address.slice(1, -1 + skeleton.length)
      : address;
  const { value } = bare;
  if (value !== undefined && value !== 'host-gateway' && !isIpAddress(trimSpace(value))) {
    const what = `${quoted(bare)} is not an IP address, so the engine rejects this host.`;
    report(problem('syntax/invalid-value', bare.place, what, 'Write an IP address or `host-gateway`.'));
  }
  return joinedSetting([name, Text.derived(':', name.place), bare]);
}

/** Three names per linked container (docker/compose `getLinks`), and external links. */
export function readLinks(scope: ServiceScope): Given {
  const links = unique(readTexts(get(scope, 'links')), keyOfPair).flatMap((text) => {
    const [service = text, alias = service] = text.split(':');
    const name = service.value;
    if (name === undefined) return [text.toStringSetting()];
    const { place } = text;
    const container = containerNameOf(name, scope.resources, place);
    const target = container.known
      ? Text.derived(container.value, place)
      : new Text(
          container.pattern.map((part) =>
            typeof part === 'string'
              ? { kind: 'literal', text: part, place, isVerbatim: false }
              : { kind: 'unknown', expression: part.unknown, place, candidates: [] },
          ),
          place,
        );
    const number = Text.derived(`${name}-1`, place);
    const aliases = [[alias], [number], [scope.resources.name(place), Text.derived('-', place), number]];
    return aliases.map((parts) => joinedSetting([target, Text.derived(':', place), ...parts]));
  });
  const external = readTexts(get(scope, 'external_links')).map((text) => {
    const [container = text, alias = container] = text.split(':');
    return joinedSetting([container, Text.derived(':', text.place), alias]);
  });
  return { hostConfig: present('links', [...links, ...external]) };
}
