import type { PortBinding } from '../../model/values.ts';
import { isSameLocation, isSameUse } from '../../text/location.ts';
import type { Outcome } from '../outcome.ts';
import { defineContainerRule } from '../rule.ts';
import { removalOf } from '../shared/changes.ts';
import { ask, NO } from '../shared/demand.ts';
import { publishingDoubt, rangeText, whyUnpublished } from '../shared/network/ports.ts';
import { type PublicUse, publicUseOf } from '../shared/network/public-ports.ts';
import { askAddress, askNetworks, isHostPortAlone, toAddress } from '../shared/network/published-address.ts';
import type { Voice } from '../shared/voice.ts';
import { isAtUse, isShowable, quote, settingText, writtenText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'wildcard-bind-address',
  references: [{ kind: 'cis', item: 13, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 5.3,
  cwe: [1327],
  title: 'Container publishes a port on all host addresses',
  brief: 'exposed on all host addresses',
  recommendation: 'Ports are bound to one host address',
  fixes: {
    address: {
      risk: 'medium',
      title: 'Publish the port on the given address',
      breaks:
        'Blocks access to the port through other addresses; the address comes from `--set address` or the configuration (`fix.address`).',
      value: 'address',
    },
    none: {
      risk: 'medium',
      title: "Don't publish all exposed ports",
      breaks: "Blocks access to the image's exposed ports from outside; publish those that clients need.",
      isByName: true,
    },
  },
  messages: {
    noAddress: (voice, { port, fix }: { port: string; fix: Fix | undefined }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} port ${port} on all host addresses, bypassing the host firewall.`,
      remedy: addressRemedy(voice, fix, 'an address'),
    }),
    publicPort: (voice, { port, use, fix }: { port: string; use: PublicUse; fix: Fix | undefined }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} port ${port} on all host addresses, as ${use} do.`,
      remedy: `If only one network needs it, publish it on that network's address${exampleOf(voice, fix)}; otherwise ${voice.suppression('wildcard-bind-address', `public ${NOUNS[use]}`)}.`,
    }),
    publishAll: (voice) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} every port its image exposes on all host addresses, bypassing the host firewall.`,
      compose: 'List each port that clients need, such as `127.0.0.1:8080:80`, under `ports`.',
      docker: `Replace \`${voice.flag('--publish-all')}\` with \`-p\` and an address for each port that clients need, such as \`-p 127.0.0.1:8080:80\`.`,
    }),
    wildcard: (voice, { port, address, fix }: { port: string; address: string; fix: Fix | undefined }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} port ${port} on all host addresses (\`${address}\`), bypassing the host firewall.`,
      remedy: addressRemedy(voice, fix, 'one address'),
    }),
  },
  exempt: (container, { peers }) =>
    whyUnpublished(container, { peers }) ??
    (container.orchestrator === 'swarm' && container.hostConfig.portBindings !== undefined ? NO_ADDRESS : undefined),
  concerns: ({ hostConfig }) => hostConfig.portBindings !== undefined || hostConfig.publishAllPorts !== undefined,
  check(container, { peers, image, values: { address }, judge, fail, undecided, unknownValue }) {
    const outcomes: Outcome[] = [];
    const doubt = publishingDoubt(container, peers);
    const all = ask(container.hostConfig.publishAllPorts, (isAll) => isAll);
    const given = all.kind === 'yes' ? askNetworks(container, all.place) : NO;
    if (all.kind === 'undecided') outcomes.push(unknownValue('Whether all ports are published', all.setting));
    if (given.kind === 'undecided') outcomes.push(unknownValue('The address of the published ports', given.setting));
    if (all.kind === 'yes' && given.kind === 'yes')
      outcomes.push(
        doubt === undefined
          ? fail(
              { place: all.place, isCertain: all.isCertain && given.isCertain },
              'publishAll',
              {},
              { fixes: () => (all.isCertain ? [removalOf('none', 'publishAllPorts', all.place)] : []) },
            )
          : undecided({ ...doubt, place: all.place }),
      );

    for (const binding of container.hostConfig.portBindings ?? []) {
      const answer = askAddress(binding, container);
      outcomes.push(
        ...judge(answer, 'The address of a published port', (found) => {
          if (doubt !== undefined) return undecided({ ...doubt, place: found.place });
          const use = publicUseOf(binding, container, image);
          if (use !== undefined) {
            const data = { port: portText(binding), use, fix: fixOf(binding, AN_ADDRESS) };
            const { hostPort } = binding;
            const isSame = use === 'web servers' && hostPort !== undefined;
            const covers = isSame ? [{ rule: 'privileged-host-port', place: hostPort.place }] : [];
            // Localhost would cut it off.
            const isUseful = address !== undefined && !address.startsWith('127.');
            const fixes = () => (found.isCertain && isUseful ? [toAddress(binding, address)] : []);
            return fail(found, 'publicPort', data, { severity: 'info', covers, fixes });
          }
          const data = { port: portText(binding), fix: fixOf(binding, LOOPBACK) };
          const fixes = () => (found.isCertain && address !== undefined ? [toAddress(binding, address)] : []);
          if (found.value === '') return fail(found, 'noAddress', data, { fixes });
          return fail(found, 'wildcard', { ...data, address: quote(found) }, { fixes });
        }),
      );
    }
    return outcomes;
  },
});

/** The nouns for a comment's reason. */
const NOUNS: Readonly<Record<PublicUse, string>> = {
  'web servers': 'web server',
  'DNS servers': 'DNS server',
  'mail servers': 'mail server',
  'SSH servers': 'SSH server',
  VPNs: 'VPN',
  'file servers': 'file server',
  'game servers': 'game server',
  honeypots: 'honeypot',
  'media servers': 'media server',
  'peer-to-peer programs': 'peer-to-peer port',
  'network services': 'network service',
};

const NO_ADDRESS = "A swarm service publishes its ports on every address of a node and can't specify one.";

/** The text to write: the whole port in the short form, else only the address. */
type Fix =
  | { readonly form: 'short'; readonly text: string }
  /** The same where a variable or a default has it. */
  | { readonly form: 'value'; readonly text: string }
  | { readonly form: 'long' }
  | { readonly form: 'expression'; readonly text: string };

const LOOPBACK = '127.0.0.1';
/** An address for documentation (RFC 5737). */
const AN_ADDRESS = '192.0.2.10';

function fixOf(binding: PortBinding, address: string): Fix | undefined {
  const { hostIp, hostPort, containerPort, protocol, isLongForm, place: mark } = binding;
  const isOne = hostIp !== undefined && isSameUse(hostIp.place, (hostPort ?? containerPort).place);
  const expression = isOne || isHostPortAlone(binding) ? undefined : hostIp?.place.expression;
  if (expression !== undefined) return isShowable(expression) ? { form: 'expression', text: expression } : undefined;
  if (isLongForm === true) return { form: 'long' };
  const ports = hostPort === undefined ? [containerPort] : [hostPort, containerPort];
  const parts = [
    ...ports.map((port) => ({ place: port.place, text: writtenText(port, mark, rangeText), before: ':' })),
    ...(protocol.known && protocol.value === 'tcp'
      ? []
      : [{ place: protocol.place, text: writtenText(protocol, mark), before: '/' }]),
  ].filter(({ place }, index, all) => {
    // An expression that provides several parts is written once.
    const previous = all[index - 1]?.place;
    if (previous === undefined || !isAtUse(mark)) return true;
    return !isSameUse(previous, place) && !isSameLocation(previous.location, place.location);
  });
  const text = `${address}${hostPort === undefined ? ':' : ''}${parts.map((part) => part.before + part.text).join('')}`;
  return isShowable(text) ? { form: isAtUse(mark) ? 'short' : 'value', text } : undefined;
}

function exampleOf(voice: Voice, fix: Fix | undefined): string {
  if (fix === undefined) return '';
  switch (fix.form) {
    case 'expression':
      return ` instead of \`${fix.text}\``;
    case 'long':
      return `, such as \`host_ip: ${AN_ADDRESS}\``;
    case 'value':
      return `, such as \`${fix.text}\``;
    case 'short': {
      const docker = voice.flag('--publish', fix.text);
      return `, such as \`${voice.remedy({ compose: fix.text, docker, inspect: docker })}\``;
    }
  }
}

function addressRemedy(voice: Voice, fix: Fix | undefined, what: string): string {
  return `${addressText(voice, fix, what)} for clients on this host; for clients elsewhere, the host's address in their network.`;
}

function addressText(voice: Voice, fix: Fix | undefined, what: string): string {
  switch (fix?.form) {
    case undefined:
      return `Add ${what} before the port, such as \`${LOOPBACK}:\``;
    case 'expression':
      return `Change \`${fix.text}\` to ${what}, such as \`${LOOPBACK}\``;
    case 'long':
      return `Specify ${what}: \`host_ip: ${LOOPBACK}\``;
    case 'value':
      return `Specify ${what}: \`${fix.text}\``;
    case 'short':
      return voice.remedy({
        compose: `Specify ${what}: \`${fix.text}\``,
        docker: `Specify ${what}: \`${voice.flag('--publish', fix.text)}\``,
      });
  }
}

/** The port without an address: `8080:80`, or the container port alone. */
function portText({ hostPort, containerPort, protocol }: PortBinding): string {
  const [host, inside] = [hostPort, containerPort].map((port) =>
    port === undefined ? undefined : settingText(port, rangeText),
  );
  const suffix = protocol.known && protocol.value !== 'tcp' ? `/${quote(protocol)}` : '';
  return `${host === undefined ? '' : `${host}:`}${inside ?? ''}${suffix}`;
}
