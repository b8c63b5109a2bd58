import type { Change } from '../../model/change.ts';
import type { PortRange } from '../../model/config.ts';
import type { Container } from '../../model/container.ts';
import type { PortBinding } from '../../model/host-config.ts';
import { isSameLocation, type Place } from '../../text/location.ts';
import { type Setting } from '../../text/setting.ts';
import { defineContainerRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { type Answer, ask, couldBeEmpty } from '../shared/demand.ts';
import { publishing, rangeText } from '../shared/ports.ts';
import { quote, settingText, writtenText } from '../shared/wording.ts';
import { couldBeWildcardAddress, isWildcardAddress } from './addresses.ts';

/** The driver option of a network that gives the address of ports published without one. */
const BINDING_OPTION = 'com.docker.network.bridge.host_binding_ipv4';

export default defineContainerRule({
  id: 'wildcard-bind-address',
  references: [{ kind: 'cis', item: 13, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 5.3,
  title: 'Container publishes a port on every address of the host',
  recommendation: 'Ports are bound to one host address',
  options: {},
  optionSchemas: {},
  fixes: {
    loopback: {
      title: 'Publish the port on 127.0.0.1 only',
      applicability: 'unsafe',
      breaks: 'Other machines no longer reach the port.',
    },
    none: {
      title: 'Publish no port unasked',
      applicability: 'unsafe',
      breaks: 'Ports that the image exposes are no longer reached from outside; publish the ones that clients need.',
    },
  },
  messages: {
    noAddress: (voice, { port, fix }: { port: string; fix: string }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} port ${port} without an address: on every network of the host, past its firewall.`,
      remedy: voice.remedy({
        compose: `Name an address: \`${fix}\`, or \`host_ip: 127.0.0.1\` in the long form.`,
        docker: `Name an address: \`-p ${fix}\`.`,
      }),
    }),
    publishAll: (voice) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} every port that its image exposes on every network of the host, past its firewall.`,
      remedy: voice.remedy({
        compose: 'Publish the ports that clients need one by one, such as `127.0.0.1:8080:80` under `ports`.',
        docker: `Replace \`${voice.flag('--publish-all')}\` with \`-p\` and an address for each port that clients need, such as \`-p 127.0.0.1:8080:80\`.`,
      }),
    }),
    wildcard: (voice, { port, address, fix }: { port: string; address: string; fix: string }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} port ${port} on \`${address}\`: on every network of the host, past its firewall.`,
      remedy: voice.remedy({
        compose: `Name one address: \`${fix}\`, or \`host_ip: 127.0.0.1\` in the long form.`,
        docker: `Name one address: \`-p ${fix}\`.`,
      }),
    }),
  },
  *check(container, { peers, fail, undecided, unknownValue, notApplicable }) {
    const fate = publishing(container, peers);
    if (fate.kind === 'discarded') {
      yield notApplicable(fate.reason);
      return;
    }
    const all = ask(container.hostConfig.publishAllPorts, (isAll) => isAll);
    const given = all.kind === 'yes' ? askNetworks(container, all.place) : NO;
    if (all.kind === 'undecided') yield unknownValue('Whether all ports are published', all.setting);
    if (given.kind === 'undecided') yield unknownValue('The address of the published ports', given.setting);
    if (all.kind === 'yes' && given.kind === 'yes')
      yield fate.kind === 'undecided'
        ? undecided(all.place, fate.reason, fate.variables)
        : fail(
            all.place,
            'publishAll',
            {},
            {
              isCertain: all.isCertain && given.isCertain,
              fixes: removal('none', 'publishAllPorts', all),
            },
          );

    for (const binding of container.hostConfig.portBindings ?? []) {
      const answer = askAddress(binding, container);
      if (answer.kind === 'undecided') yield unknownValue('The address of a published port', answer.setting);
      if (answer.kind !== 'yes') continue;
      const port = portText(binding);
      const data = { port, fix: `127.0.0.1:${binding.hostPort === undefined ? ':' : ''}${fixText(binding)}` };
      const fixes = answer.isCertain ? ([{ id: 'loopback', changes: [toLoopback(binding)] }] as const) : [];
      if (fate.kind === 'undecided') yield undecided(answer.place, fate.reason, fate.variables);
      else if (answer.value === '') yield fail(answer.place, 'noAddress', data, { ...answer, fixes });
      else yield fail(answer.place, 'wildcard', { ...data, address: quote(answer) }, { ...answer, fixes });
    }
  },
});

function toLoopback({ place }: PortBinding): Change {
  return { kind: 'set-in', field: 'portBindings', place, member: 'hostIp', value: '127.0.0.1' };
}

/** Asks whether a port is published on every address, by its own or by the one that the network gives it. */
function askAddress(binding: PortBinding, container: Container): Answer<string> {
  const { place } = binding;
  const hostIp = isHostPortAlone(binding) ? undefined : binding.hostIp;
  const own = ask(
    hostIp,
    (address) => address === '' || isWildcardAddress(address),
    (pattern) => couldBeEmpty(pattern) || couldBeWildcardAddress(pattern),
  );
  const isUnset = hostIp === undefined || (own.kind === 'yes' && own.value === '');
  if (!isUnset) return own;
  return askNetworks(container, place, own);
}

const NO: Answer<string> = { kind: 'no' };

/** Asks whether a port without an address of its own is published on every one: yes unless the container's networks give it another. */
function askNetworks(container: Container, place: Place, own: Answer<string> = NO): Answer<string> {
  const given = networkAddresses(container);
  if (given.length === 0 || given.length < container.networks.length)
    return own.kind === 'yes' ? own : { kind: 'yes', value: '', place, isCertain: true };
  return (
    given.map((one) => ask(one, isWildcardAddress, couldBeWildcardAddress)).find(({ kind }) => kind !== 'no') ?? NO
  );
}

/**
 * True for `$PORT:80`. The variable could hold an address as well, so that the model has that unknown; but where a port is expected, it is
 * taken for one.
 */
function isHostPortAlone({ hostIp, hostPort, containerPort }: PortBinding): boolean {
  if (hostIp?.known !== false || hostPort?.known !== false) return false;
  const isSame = (setting: Setting<unknown>): boolean => isSameLocation(setting.place.location, hostIp.place.location);
  return isSame(hostPort) && !isSame(containerPort);
}

/** The addresses that the container's networks give to published ports, for those that give one. */
function networkAddresses({ networks }: Container): readonly Setting<string>[] {
  return networks.flatMap(
    ({ network }) =>
      network?.driverOpts?.filter(({ key }) => key.known && key.value === BINDING_OPTION).map(({ value }) => value) ??
      [],
  );
}

/** The ports as they are to be written, by their variables; one variable that gives both is not taken apart. */
function fixText(binding: PortBinding): string {
  const { hostPort, containerPort } = binding;
  const isOne = hostPort !== undefined && isSameLocation(hostPort.place.location, containerPort.place.location);
  return portText(binding, isOne ? settingText : writtenText);
}

/** As it is written without an address: `8080:80`, or the container port alone. */
function portText({ hostPort, containerPort, protocol }: PortBinding, textOf = settingText<PortRange>): string {
  const [host, inside] = [hostPort, containerPort].map((port) =>
    port === undefined ? undefined : textOf(port, rangeText),
  );
  const suffix = protocol.known && protocol.value !== 'tcp' ? `/${quote(protocol)}` : '';
  return `${host === undefined ? '' : `${host}:`}${inside ?? ''}${suffix}`;
}
