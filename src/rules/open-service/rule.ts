import type { RelatedLocation } from '../../model/finding.ts';
import type { Unknown } from '../../text/setting.ts';
import type { Outcomes } from '../outcome.ts';
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
  takesDataIn,
  toReach,
} from '../shared/network/exposure.ts';
import { ENGINE_PORT } from '../shared/network/known-ports.ts';
import { publishingDoubt, whyUnpublished } from '../shared/network/ports.ts';
import { holderName } from '../shared/network/program-settings.ts';
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
  title: 'Service is exposed with no password or a known one',
  brief: 'exposed with no password or a known one',
  recommendation: 'Exposed services require a password',
  fixes: {
    loopback: LOOPBACK_FIX,
  },
  messages: {
    engine: (voice, { port }: Open) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${port} (a container engine's API, without a password) on all host addresses, bypassing the host firewall: anyone who can connect can become root on the host.`,
      remedy: 'Remove the port, or publish it on `127.0.0.1`; use SSH to reach an engine remotely.',
    }),
    hostNetwork: (voice, open: Open) => ({
      what: `${voice.name} ${voice.does('opens', 'open')} ${open.service.what} on port ${open.port} of the host network, on all addresses${whoGetsIn(open)}.`,
      remedy:
        open.service.setter === undefined
          ? `Take the container off the host network, or ${passwordRemedy(open)}.`
          : `Take the container off the host network, or let it listen on \`127.0.0.1\` only (\`${open.service.setter}\`). If other clients need access, ${passwordRemedy(open)}.`,
    }),
    published: (voice, open: Open) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${open.port} (${open.service.what}) on all host addresses, bypassing the host firewall${whoGetsIn(open)}.`,
      remedy: `${addressRemedy(voice, open.isSwarm)}. If other clients need access, ${passwordRemedy(open)}.`,
    }),
  },
  exempt: (container, { peers }) =>
    onHostNetwork(container, peers).kind === 'yes' && container.isOnHostedRunner !== true
      ? undefined
      : whyUnpublished(container, { peers }),
  check(container, { image, peers, values, fail, undecided, unknownValue, notApplicable }) {
    const host = onHostNetwork(container, peers);
    if (host.kind === 'no' && !publishes(container)) return undefined;
    const { ofImage, byNumber } = servicesOf(container, image());
    const isSwarm = container.orchestrator === 'swarm';
    const found: Outcomes[] = [];
    if (host.kind === 'yes') {
      const { place, isCertain } = host;
      const service = ofImage?.find(isOpen);
      const open = service && { service, port: String(service.port), isSwarm, path: place.location.path };
      found.push(
        open === undefined
          ? notApplicable('Host networking publishes no ports; see host-network.')
          : fail({ place, isCertain: isCertain && isSure(open.service) }, 'hostNetwork', open, {
              ...severityOf(open.service),
              related: relatedTo(open.service),
            }),
      );
      if (isCertain) return found;
    }
    const publishing = publishingDoubt(container, peers);
    for (const exposure of exposuresOf(container, ofImage ?? byNumber([ENGINE_PORT]), image())) {
      const service = exposure.services.find(isOpen);
      const { place } = exposure;
      if (service === undefined) {
        const setting = unknownSwitch(exposure);
        found.push(setting && unknownValue('Whether it requires a password', setting));
        continue;
      }
      const reach = toReach(exposure, service, publishing);
      if ('doubt' in reach) {
        found.push(undecided(reach.doubt));
        continue;
      }
      const { port, isCertain, covers, binding } = reach;
      // Websites, DNS servers and other public services are for clients on other machines.
      const isLocal = isForHost(service) || service.kind === 'api';
      const fixes = () =>
        binding !== undefined && !isSwarm && isLocal
          ? [toLoopback(binding, values.address, container, service, peers)]
          : [];
      const detail = { ...severityOf(service), related: relatedTo(service), covers, fixes };
      const data = { service, port, isSwarm, path: place.location.path };
      found.push(
        service.by === 'number'
          ? fail({ place, isCertain }, 'engine', data, detail)
          : fail({ place, isCertain: isCertain && isSure(service) }, 'published', data, detail),
      );
    }
    return found;
  },
});

interface Open {
  readonly service: Service;
  readonly port: string;
  readonly isSwarm: boolean;
  /** The file with the finding. */
  readonly path: string;
}

/** The switch that makes the password count. */
function neededFor({ auth }: Service): { readonly name: string; readonly text: string } | undefined {
  const [need] = auth?.needs ?? [];
  if (need === undefined || !('env' in need)) return undefined;
  const [value] = need.is ?? [];
  return { name: need.env, text: value === undefined ? `\`${need.env}\`` : `\`${need.env}\` to \`${value}\`` };
}

/** What sets its password: a file if possible, otherwise a variable. */
function passwordSetter({ auth }: Service): string | undefined {
  const holders = auth?.password ?? [];
  const holder = holders.find((one) => 'file' in one) ?? holders.find((one) => 'env' in one) ?? holders[0];
  return holder && holderName(holder);
}

const GIVES: Readonly<Partial<Record<Service['kind'], string>>> = {
  admin: 'use it',
  api: 'use it',
  cache: 'read and change its data',
  database: 'read and change its data',
  queue: 'read and send its messages',
};

/** Sending false data is less severe than getting in. */
function severityOf(service: Service): { readonly severity?: 'warning' } {
  return takesDataIn(service) ? { severity: 'warning' } : {};
}

/** The program's own authentication, for protocols that proxies with a password don't support. */
const OWN_LOGINS: Readonly<Record<string, string>> = {
  amqp: 'give each client its own user with a password',
  cql: 'require a login with the authenticator `PasswordAuthenticator`',
  docker: 'require client certificates with `--tlsverify`',
  grpc: 'require client certificates',
  kafka: 'require SASL or client certificates on its listeners',
  memcached: 'require SASL (`-S`), or allow only its clients in a firewall',
  mongodb: 'create a user and require a login with `--auth`',
  mqtt: 'require a login with a password file',
  mysql: 'set passwords for its users',
  nats: 'require a login with users or tokens',
  postgresql: 'set passwords for its users and require them in `pg_hba.conf`',
  redis: 'set a password with `--requirepass`',
  zookeeper: 'require SASL or client certificates',
};

/** A proxy can ask for a password if the protocol is HTTP; otherwise, the program must. */
function loginRemedy({ protocol }: Service): string {
  if (protocol === 'http' || protocol === 'https') return 'put a proxy with authentication in front of it';
  return OWN_LOGINS[protocol?.replace(/(?<=amqp|mqtt)s$/, '') ?? ''] ?? "turn on the program's own authentication";
}

function whoGetsIn({ service, path }: Open): string {
  const { guard, kind } = service;
  const does = takesDataIn(service) ? 'send it false data' : (GIVES[kind] ?? 'get in');
  if (guard.kind === 'default') return `, with the default password, which is public: anyone can ${does}`;
  if (guard.kind === 'written') {
    const { name, isDefault, place } = guard.by;
    if (guard.isWellKnown) return `, with a publicly known password (\`${name}\`): anyone can ${does}`;
    const file = place.location.path === path ? 'the file' : `\`${short(place.location.path)}\``;
    return `. Its ${isDefault ? 'default ' : ''}password is in ${file} (\`${name}\`), so anyone who has read the file can ${does}`;
  }
  const by = guard.kind === 'open' ? guard.by : undefined;
  if (by === undefined) return `, and requires no password, so anyone who can connect can ${does}`;
  return guard.kind === 'open' && guard.isAddress === true
    ? `, with no password, since \`${by.name}\` ${effectOf(service)}: anyone who can connect can ${does}`
    : `, and \`${by.name}\` ${effectOf(service)}, so anyone who can connect can ${does}`;
}

/** What the setting does that lets anyone in. */
function effectOf({ guard, auth }: Service): string {
  if (guard.kind === 'open' && guard.isAddress === true) return 'opens it to other machines';
  return auth === undefined ? 'serves it without authentication' : 'disables authentication';
}

function addressRemedy(voice: Voice, isSwarm: boolean): string {
  const others = voice.remedy({ compose: 'services in a project', docker: 'containers on the same network' });
  return isSwarm
    ? 'Remove the port, since services on one network reach each other without it'
    : `Publish the port on \`127.0.0.1\`, or remove it, because ${others} reach each other without it`;
}

function passwordRemedy({ service }: Open): string {
  const { guard, auth } = service;
  const setter = passwordSetter(service);
  const needs = neededFor(service);
  if (guard.kind === 'open' && guard.by !== undefined && guard.isAddress !== true) {
    const { name } = guard.by;
    const settings = [name, ...(guard.also ?? [])].map((each) => `\`${each}\``);
    const removal = name === needs?.name ? `set ${needs.text}` : `remove ${settings.join(' and ')}`;
    if (/api[._]insecure$/i.test(name))
      return `${removal} and put an authentication middleware on the dashboard's router`;
    if (auth === undefined) return `${removal}, or ${loginRemedy(service)}`;
    if (setter !== undefined) return `${removal} and set a password with \`${setter}\``;
    return auth.unset === 'default' ? `${removal} and change the default password, which is public` : removal;
  }
  const login = loginRemedy(service);
  if (setter === undefined) return guard.kind === 'default' ? `change that password first, or ${login}` : login;
  const use = `set a password from outside the file with \`${setter}\``;
  return needs === undefined || guard.kind !== 'open' ? use : `set ${needs.text}, then ${use}`;
}

/** The unknown value that decides whether it is open, unless known values do. */
function unknownSwitch({ services, port, address }: Exposure): Unknown<unknown> | undefined {
  if (port.kind !== 'yes' || address.kind !== 'yes') return undefined;
  const guard = services[0]?.guard;
  return guard?.kind === 'unknown' ? guard.setting : undefined;
}

function isSure({ guard }: Service): boolean {
  return 'isCertain' in guard ? guard.isCertain : true;
}

function relatedTo(service: Service): readonly RelatedLocation[] {
  const { guard } = service;
  const by = 'by' in guard ? guard.by : undefined;
  const message = guard.kind === 'written' ? 'the password is here' : `this ${effectOf(service)}`;
  return by === undefined ? [] : [{ location: by.place.location, message }];
}
