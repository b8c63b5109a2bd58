import type { RelatedLocation } from '../../model/finding.ts';
import type { Place } from '../../text/location.ts';
import type { Unknown } from '../../text/setting.ts';
import type { Outcome } from '../outcome.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import {
  type Exposure,
  exposuresOf,
  isForHost,
  isOpen,
  publishes,
  type Service,
  servicesOf,
} from '../shared/network/exposure.ts';
import type { Guard } from '../shared/network/guard.ts';
import { ENGINE_PORT } from '../shared/network/known-ports.ts';
import { publishingDoubt, quotePorts, whyUnpublished } from '../shared/network/ports.ts';
import { LOOPBACK_FIX, toLoopback } from '../shared/network/published-address.ts';
import { onHostNetwork } from '../shared/privileges/namespaces.ts';
import type { Voice } from '../shared/voice.ts';
import { short } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'open-service',
  references: [
    document('Docker documentation, port publishing', 'https://docs.docker.com/engine/network/port-publishing/'),
  ],
  severity: 'error',
  securitySeverity: 9.1,
  cwe: [306, 1393],
  isRecommended: true,
  title: 'Service is exposed to the network with no password or a known one',
  brief: 'exposed with no password or a known one',
  recommendation: 'Exposed services require a password',
  fixes: {
    loopback: LOOPBACK_FIX,
  },
  messages: {
    engine: (voice, { port }: { port: string }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${port} (a container engine's API, without a password) on all host addresses, bypassing the host firewall: anyone who can connect can become root on the host.`,
      remedy: 'Remove the port, or publish it on `127.0.0.1`; use SSH to reach an engine remotely.',
    }),
    hostNetwork: (voice, open: Open) => ({
      what: `${voice.name} ${voice.does('opens', 'open')} ${open.what} on port ${open.port} of the host network, on all addresses${whoGetsIn(open)}.`,
      remedy:
        open.address === undefined
          ? `Take the container off the host network, or ${passwordRemedy(open)}.`
          : `Take the container off the host network, or let it listen on \`127.0.0.1\` only (\`${open.address}\`). If other clients need access, ${passwordRemedy(open)}.`,
    }),
    published: (voice, open: Open) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${open.port} (${open.what}) on all host addresses, bypassing the host firewall${whoGetsIn(open)}.`,
      remedy: `${addressRemedy(voice, open)}. If other clients need access, ${passwordRemedy(open)}.`,
    }),
  },
  exempt: (container, { peers }) =>
    onHostNetwork(container, peers).kind === 'yes' && container.isOnHostedRunner !== true
      ? undefined
      : whyUnpublished(container, { peers }),
  check(container, { image, peers, values, fail, undecided, unknownValue, notApplicable }) {
    const outcomes: Outcome[] = [];
    const host = onHostNetwork(container, peers);
    if (host.kind === 'no' && !publishes(container)) return outcomes;
    const known = image();
    const { ofImage, byNumber } = servicesOf(container, known);
    const isSwarm = container.orchestrator === 'swarm';
    if (host.kind === 'yes') {
      const service = ofImage?.find(isOpen);
      if (service === undefined) outcomes.push(notApplicable('Host networking publishes no ports; see host-network.'));
      else {
        const isSure = host.isCertain && certain(service.guard);
        const open = toOpen(service, String(service.port), isSwarm, host.place);
        outcomes.push(
          fail({ place: host.place, isCertain: isSure }, 'hostNetwork', open, {
            related: relatedTo(service),
          }),
        );
      }
      if (host.isCertain) return outcomes;
    }
    const doubt = publishingDoubt(container, peers);
    for (const exposure of exposuresOf(container, ofImage ?? byNumber([ENGINE_PORT]), known)) {
      const { services, port, address, binding, place } = exposure;
      const service = services.find(isOpen);
      if (service === undefined) {
        const setting = unknownSwitch(exposure);
        if (setting !== undefined) outcomes.push(unknownValue('Whether it requires a password', setting));
      } else if (port.kind === 'undecided') outcomes.push(unknownValue('A container port', port.setting));
      else if (address.kind === 'undecided')
        outcomes.push(unknownValue('The address of a published port', address.setting));
      else if (doubt !== undefined) outcomes.push(undecided({ ...doubt, place }));
      else {
        const isSure = port.isCertain && address.isCertain;
        const detail = {
          related: relatedTo(service),
          covers: binding === undefined ? [] : [{ rule: 'wildcard-bind-address', place: address.place }],
          fixes: () =>
            isSure && !isSwarm && binding !== undefined && isLocal(service)
              ? [toLoopback(binding, values.address, container, service.what)]
              : [],
        };
        const text =
          service.by === 'number' || port.value.start === port.value.end ? quotePorts(port) : String(service.port);
        if (service.by === 'number')
          outcomes.push(fail({ place, isCertain: isSure }, 'engine', { port: text }, detail));
        else {
          const open = toOpen(service, text, isSwarm, place);
          outcomes.push(fail({ place, isCertain: isSure && certain(service.guard) }, 'published', open, detail));
        }
      }
    }
    return outcomes;
  },
});

/** Services for clients on the host: no website, DNS server or other public service. */
function isLocal(service: Service): boolean {
  return isForHost(service) || service.kind === 'api';
}

interface Open {
  readonly what: string;
  readonly port: string;
  readonly kind: Service['kind'];
  readonly guard: Guard;
  /** What sets its password, best first; may be empty. */
  readonly setters: readonly string[];
  /** What sets the address it listens on. */
  readonly address: string | undefined;
  /** The switch without which the password does not count. */
  readonly needs: { readonly name: string; readonly text: string } | undefined;
  /** Without any setting, its password is public. */
  readonly hasDefault: boolean;
  readonly isSwarm: boolean;
  /** The file with the finding. */
  readonly path: string;
  /** The program can ask for a password. */
  readonly hasLogin: boolean;
}

function toOpen(
  { what, kind, guard, auth, setter: address }: Service,
  port: string,
  isSwarm: boolean,
  place: Place,
): Open {
  const holders = auth?.password ?? [];
  const setters = [
    ...holders.flatMap((holder) => ('file' in holder ? [holder.file] : [])),
    ...holders.flatMap((holder) => ('env' in holder ? [holder.env] : [])),
    ...holders.flatMap((holder) => ('flag' in holder ? [holder.flag] : [])),
  ];
  const hasDefault = auth?.unset === 'default';
  return {
    what,
    port,
    kind,
    guard,
    setters,
    address,
    needs: neededFor(auth),
    hasDefault,
    isSwarm,
    hasLogin: auth !== undefined,
    path: place.location.path,
  };
}

function neededFor(auth: Service['auth']): Open['needs'] {
  const [need] = auth?.needs ?? [];
  if (need === undefined || !('env' in need)) return undefined;
  const [value] = need.is ?? [];
  return { name: need.env, text: value === undefined ? `\`${need.env}\`` : `\`${need.env}\` to \`${value}\`` };
}

const GIVES: Readonly<Partial<Record<Service['kind'], string>>> = {
  admin: 'use it',
  api: 'use it',
  cache: 'read and change its data',
  database: 'read and change its data',
  queue: 'read and send its messages',
  web: 'get in',
};

function whoGetsIn({ guard, kind, hasLogin, path }: Open): string {
  const does = GIVES[kind] ?? 'get in';
  switch (guard.kind) {
    case 'open':
      return guard.by === undefined
        ? `, and requires no password, so anyone who can connect can ${does}`
        : guard.isAddress === true
          ? `, with no password, since \`${guard.by.name}\` opens it to other machines: anyone who can connect can ${does}`
          : `, and \`${guard.by.name}\` ${hasLogin ? 'disables authentication' : 'serves it without authentication'}, so anyone who can connect can ${does}`;
    case 'default':
      return `, with the default password, which is public: anyone can ${does}`;
    case 'written': {
      const { name, isDefault, place } = guard.by;
      const file = place.location.path;
      if (guard.isWellKnown) return `, with a publicly known password (\`${name}\`): anyone can ${does}`;
      return `. Its ${isDefault ? 'default ' : ''}password is in ${file === path ? 'the file' : `\`${short(file)}\``} (\`${name}\`), so anyone who has read the file can ${does}`;
    }
    case 'outside':
    case 'asks':
    case 'closed':
    case 'unknown':
      return ', without authentication';
  }
}

function addressRemedy(voice: Voice, open: Open): string {
  const { isSwarm } = open;
  const others = voice.remedy({ compose: 'services in a project', docker: 'containers on the same network' });
  return isSwarm
    ? 'Remove the port, since services on one network reach each other without it'
    : `Publish the port on \`127.0.0.1\`, or remove it, because ${others} reach each other without it`;
}

function passwordRemedy({ guard, setters, needs, hasDefault, hasLogin }: Open): string {
  const [setter] = setters;
  const by = guard.kind === 'open' && guard.isAddress !== true ? guard.by : undefined;
  if (by !== undefined) {
    const also = guard.kind === 'open' ? (guard.also ?? []) : [];
    const removal =
      by.name === needs?.name
        ? `set ${needs.text}`
        : `remove ${[by.name, ...also].map((name) => `\`${name}\``).join(' and ')}`;
    if (/api[._]insecure$/i.test(by.name))
      return `${removal} and put an authentication middleware on the dashboard's router`;
    if (!hasLogin) return `${removal}, or put a proxy with authentication in front of it`;
    if (setter === undefined)
      return hasDefault ? `${removal} and change the default password, which is public` : removal;
    return `${removal} and set a password with \`${setter}\``;
  }
  if (setter === undefined)
    return guard.kind === 'default'
      ? 'change that password first, or put a proxy with authentication in front of it'
      : 'put a proxy with authentication in front of it';
  const use = `use \`${setter}\` for a password from outside the file`;
  return needs === undefined || guard.kind !== 'open' ? use : `set ${needs.text} and ${use}`;
}

/** The unknown value that decides it, if no known one does. */
function unknownSwitch({ services, port, address }: Exposure): Unknown<unknown> | undefined {
  if (port.kind !== 'yes' || address.kind !== 'yes') return undefined;
  const guard = services[0]?.guard;
  return guard?.kind === 'unknown' ? guard.setting : undefined;
}

function certain(guard: Guard): boolean {
  return 'isCertain' in guard ? guard.isCertain : true;
}

function relatedTo({ guard, auth }: Service): readonly RelatedLocation[] {
  const by = 'by' in guard ? guard.by : undefined;
  if (by === undefined) return [];
  const opens =
    guard.kind === 'open' && guard.isAddress === true
      ? 'opens it to other machines'
      : auth === undefined
        ? 'serves it without authentication'
        : 'disables authentication';
  const message = guard.kind === 'written' ? 'the password is here' : `this ${opens}`;
  return [{ location: by.place.location, message }];
}
