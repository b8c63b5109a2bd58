import { valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { isIpAddress, isMacAddress, sentIpAddress } from '../../syntax/ip-address.ts';
import { quoted } from '../../syntax/reading.ts';
import {
  field,
  fieldsOf,
  isMapping,
  isScalar,
  itemsOf,
  type Mapping,
  printedText,
  type Ref,
  toRef,
} from '../../yaml/tree.ts';
import { get, type ServiceScope } from '../service/scope.ts';
import { readScalars, readString, readTexts } from '../values/values.ts';

interface Kind {
  readonly isValid: (value: string) => boolean;
  readonly name: string;
  readonly remedy: string;
}

const ADDRESS: Kind = {
  isValid: (value) => sentIpAddress(value) !== undefined,
  name: 'an IP address',
  remedy: 'Write an address such as `10.0.0.5`.',
};
const RANGE: Kind = {
  isValid: isPrefix,
  name: 'an IP address range',
  remedy: 'Write a CIDR range such as `10.0.0.0/16`.',
};
const HARDWARE: Kind = {
  isValid: isMacAddress,
  name: 'a MAC address',
  remedy: 'Write an address such as `02:00:00:00:00:01`.',
};

/** Reports invalid addresses of a service, which the client parses since 5.0 (docker/compose `getCreateConfigs`, `createEndpointSettings`). */
export function checkAddresses(scope: ServiceScope): void {
  const { reportCreation: report } = scope;
  for (const server of textsOf(get(scope, 'dns'))) check(server, ADDRESS, report);
  check(textAt(scope.service, 'mac_address'), HARDWARE, report);
  for (const network of fieldsOf(get(scope, 'networks'))) {
    for (const key of ['ipv4_address', 'ipv6_address']) check(textAt(network, key), ADDRESS, report);
    check(textAt(network, 'mac_address'), HARDWARE, report);
    for (const address of textsOf(field(network, 'link_local_ips'))) check(address, ADDRESS, report);
  }
}

/** Reports invalid names and addresses of used definitions, which the client creates (docker/compose `parseIPAMPool`; moby client `trimID`). */
export function checkUsedDefinitions(root: Mapping, scopes: readonly ServiceScope[], report: Report): void {
  const top = toRef(root);
  const networks = new Set(scopes.flatMap(networksOf));
  const volumes = new Set(scopes.flatMap((scope) => scope.volumes.map(({ source }) => source?.value)));
  for (const network of fieldsOf(field(top, 'networks'))) {
    if (!networks.has(network.key.node.string)) continue;
    checkName(network, report);
    for (const pool of itemsOf(field(field(network, 'ipam'), 'config'))) checkPool(pool, report);
  }
  for (const volume of fieldsOf(field(top, 'volumes')))
    if (volumes.has(volume.key.node.string)) checkName(volume, report);
}

function networksOf(scope: ServiceScope): readonly string[] {
  const networks = get(scope, 'networks');
  const named = isMapping(networks)
    ? fieldsOf(networks).map(({ key }) => key.node.string)
    : readTexts(networks).map(({ source }) => source);
  return named.length > 0 || get(scope, 'network_mode') !== undefined ? named : ['default'];
}

function checkName(definition: Ref, report: Report): void {
  const name = readString(field(definition, 'name'));
  if (name === undefined || valueOf(name) !== '' || field(definition, 'external') !== undefined) return;
  report(
    problem('syntax/invalid-value', name.place, 'The name is empty.', {
      remedy: 'Set a name or remove `name`.',
    }),
  );
}

function checkPool(pool: Ref, report: Report): void {
  for (const key of ['subnet', 'ip_range']) check(textAt(pool, key), RANGE, report);
  check(textAt(pool, 'gateway'), ADDRESS, report);
  for (const address of fieldsOf(field(pool, 'aux_addresses')))
    check(isScalar(address) ? printedText(address) : undefined, ADDRESS, report);
}

function textAt(ref: Ref | undefined, key: string): Text | undefined {
  const value = field(ref, key);
  return isScalar(value) ? printedText(value) : undefined;
}

function textsOf(ref: Ref | undefined): readonly Text[] {
  return readScalars(ref).map((item) => printedText(item));
}

/** Empty means none. */
function check(text: Text | undefined, { isValid, name, remedy }: Kind, report: Report): void {
  const value = text?.value;
  if (text === undefined || value === undefined || value === '' || isValid(value)) return;
  report(problem('syntax/invalid-value', text.place, `${quoted(text)} is not ${name}.`, { remedy }));
}

/** Go's `netip.ParsePrefix`. */
function isPrefix(value: string): boolean {
  const [, address = '', bits = ''] = /^(.*)\/(0|[1-9]\d{0,2})$/s.exec(value) ?? [];
  return isIpAddress(address) && bits !== '' && Number(bits) <= (address.includes(':') ? 128 : 32);
}
