import type { Change } from '../../../model/change.ts';
import type { Container } from '../../../model/container.ts';
import type { PortBinding } from '../../../model/values.ts';
import { isSameLocation, type Place } from '../../../text/location.ts';
import type { Setting } from '../../../text/setting.ts';
import { risky, type StatedFix } from '../changes.ts';
import { type Answer, ask, couldBeEmpty, NO } from '../demand.ts';
import { couldBeWildcardAddress, isWildcardAddress } from './addresses.ts';

/** The driver option of a network that gives the address of ports published without one. */
const BINDING_OPTION = 'com.docker.network.bridge.host_binding_ipv4';

/** The fix `loopback` of the rules about addresses. */
export const LOOPBACK_FIX = risky(
  'medium',
  'Publish the port on 127.0.0.1 only',
  'Blocks access to the port from other machines.',
);

/** That fix for a port: on the address that the user supplied, else in the version of IP that it is published in. */
export function toLoopback(binding: PortBinding, supplied: string | undefined): StatedFix<'loopback'> {
  const { hostIp } = binding;
  const value = supplied ?? (hostIp?.known === true && hostIp.value.includes(':') ? '::1' : '127.0.0.1');
  return {
    id: 'loopback',
    ...(value === '127.0.0.1' ? {} : { title: `Publish the port on ${value} only` }),
    changes: [addressChange(binding, value)],
  };
}

/** The fix that publishes a port on the address that the user supplied. */
export function toAddress(binding: PortBinding, address: string): StatedFix<'address'> {
  return {
    id: 'address',
    title: `Publish the port on ${address} only`,
    changes: [addressChange(binding, address)],
  };
}

function addressChange({ place }: PortBinding, value: string): Change {
  return { kind: 'set-in', field: 'portBindings', place, member: 'hostIp', value };
}

/** Asks whether a port is published on every address, by its own or by the one that the network gives it. */
export function askAddress(binding: PortBinding, container: Container): Answer<string> {
  const { place } = binding;
  const hostIp = isHostPortAlone(binding) ? undefined : binding.hostIp;
  const own = ask(
    hostIp,
    (address) => address === '' || isWildcardAddress(address),
    (pattern) => isWithPort(binding) || couldBeEmpty(pattern) || couldBeWildcardAddress(pattern),
  );
  const isUnset = hostIp === undefined || (own.kind === 'yes' && own.value === '');
  if (!isUnset) return own;
  return askNetworks(container, place, own);
}

/** Whether a port without an address is published on every one: unless the container's networks give it another. */
export function askNetworks(container: Container, place: Place, own: Answer<string> = NO): Answer<string> {
  const given = networkAddresses(container);
  if (given.length === 0 || given.length < container.networks.length)
    return own.kind === 'yes' ? own : { kind: 'yes', value: '', place, isCertain: true };
  return (
    given.map((one) => ask(one, isWildcardAddress, couldBeWildcardAddress)).find(({ kind }) => kind !== 'no') ?? NO
  );
}

/**
 * True for `$PORT:80`. The variable could hold an address as well, so that the model has that unknown; but where a port
 * is expected, it is taken for one. A variable right before the port, as in `${ADDRESS}${PORT}:80`, is an address more
 * likely.
 */
export function isHostPortAlone(binding: PortBinding): boolean {
  return binding.hostIp?.known === false && binding.hostIp.pattern.length === 1 && isWithPort(binding);
}

/** True where one text has the port, and may have an address before it. */
function isWithPort({ hostIp, hostPort, containerPort }: PortBinding): boolean {
  if (hostIp?.known !== false || hostPort?.known !== false) return false;
  const isSame = (setting: Setting<unknown>): boolean => isSameLocation(setting.place.location, hostIp.place.location);
  return isSame(hostPort) && !isSame(containerPort);
}

function networkAddresses({ networks }: Container): readonly Setting<string>[] {
  return networks.flatMap(
    ({ network }) =>
      network?.driverOpts?.filter(({ key }) => key.known && key.value === BINDING_OPTION).map(({ value }) => value) ??
      [],
  );
}
