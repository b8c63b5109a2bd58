import type { PortBinding } from '../../model/values.ts';
import { isSameLocation, isSameUse } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { removalOf } from '../shared/changes.ts';
import { ask, variablesIn } from '../shared/demand.ts';
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
      remedy: `If only one network needs it, publish it on that network's address${exampleOf(voice, fix)}; otherwise ${voice.suppression('wildcard-bind-address', `public ${use.replace(/s$/, '')}`)}.`,
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
    const doubt = publishingDoubt(container, peers);
    const { portBindings = [], publishAllPorts } = container.hostConfig;
    const all = judge(ask(publishAllPorts, Boolean), 'Whether all ports are published', ({ place, isCertain }) => {
      const given = askNetworks(container, place);
      if (given.kind === 'undecided') return unknownValue('The address of the published ports', given.setting);
      if (given.kind === 'no') return undefined;
      if (doubt !== undefined) return undecided({ ...doubt, place });
      const fixes = () => (isCertain ? [removalOf('none', 'publishAllPorts', place)] : []);
      return fail({ place, isCertain: isCertain && given.isCertain }, 'publishAll', {}, { fixes });
    });
    const one = portBindings.map((binding) =>
      judge(askAddress(binding, container), 'The address of a published port', (found) => {
        if (doubt !== undefined) return undecided({ ...doubt, place: found.place });
        const port = portText(binding);
        const fixes = () => (found.isCertain && address !== undefined ? [toAddress(binding, address, container)] : []);
        const use = publicUseOf(binding, container, image);
        if (use !== undefined) {
          const { hostPort } = binding;
          const isSame = use === 'web servers' && hostPort !== undefined;
          const covers = isSame ? [{ rule: 'privileged-host-port', place: hostPort.place }] : [];
          // Nothing could reach it on localhost.
          const isUseful = address?.startsWith('127.') !== true;
          const detail = { severity: 'info', covers, ...(isUseful ? { fixes } : {}) } as const;
          return fail(found, 'publicPort', { port, use, fix: fixOf(binding, AN_ADDRESS) }, detail);
        }
        const fix = fixOf(binding, LOOPBACK);
        if (found.value === '') return fail(found, 'noAddress', { port, fix }, { fixes });
        return fail(found, 'wildcard', { port, fix, address: quote(found) }, { fixes });
      }),
    );
    return [all, one];
  },
});

const NO_ADDRESS = "A swarm service publishes its ports on every address of a node and can't specify one.";

/**
 * The text to write: the whole port in the short form, otherwise only the address. Or the
 * expression to change.
 */
interface Fix {
  readonly form: 'short' | 'value' | 'expression';
  readonly text: string;
}

const LOOPBACK = '127.0.0.1';
/** An address for documentation (RFC 5737). */
const AN_ADDRESS = '192.0.2.10';

function fixOf(binding: PortBinding, address: string): Fix | undefined {
  const { hostIp, hostPort, containerPort, protocol, isLongForm, place: mark } = binding;
  const isOne = hostIp !== undefined && isSameUse(hostIp.place, (hostPort ?? containerPort).place);
  const expression = isOne || isHostPortAlone(binding) ? undefined : hostIp?.place.expression;
  if (expression !== undefined) return isShowable(expression) ? { form: 'expression', text: expression } : undefined;
  if (isLongForm === true) return { form: 'value', text: `host_ip: ${address}` };
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
  const { form, text } = fix;
  if (form === 'expression') return ` instead of \`${text}\``;
  const docker = form === 'short' ? voice.flag('--publish', text) : text;
  return `, such as \`${voice.remedy({ compose: text, docker, inspect: docker })}\``;
}

function addressRemedy(voice: Voice, fix: Fix | undefined, what: string): string {
  return `${addressText(voice, fix, what)} for clients on this host; for clients elsewhere, the host's address in their network.`;
}

function addressText(voice: Voice, fix: Fix | undefined, what: string): string {
  if (fix === undefined) return `Add ${what} before the port, such as \`${LOOPBACK}:\``;
  const { form, text } = fix;
  if (form === 'expression') {
    const [variable] = variablesIn([{ unknown: text }]);
    return `${variable === undefined ? `Change \`${text}\`` : `Set the variable \`${variable}\``} to ${what}, such as \`${LOOPBACK}\``;
  }
  const docker = form === 'short' ? voice.flag('--publish', text) : text;
  return voice.remedy({ compose: `Specify ${what}: \`${text}\``, docker: `Specify ${what}: \`${docker}\`` });
}

/** The port without an address: `8080:80`, or the container port alone. */
function portText({ hostPort, containerPort, protocol }: PortBinding): string {
  const [host, inside] = [hostPort, containerPort].map((port) =>
    port === undefined ? undefined : settingText(port, rangeText),
  );
  const suffix = protocol.known && protocol.value !== 'tcp' ? `/${quote(protocol)}` : '';
  return `${host === undefined ? '' : `${host}:`}${inside ?? ''}${suffix}`;
}
