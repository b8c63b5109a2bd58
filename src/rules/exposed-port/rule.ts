import { ports } from '../options.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { purposeOf } from '../shared/image/purpose.ts';
import {
  exposuresOf,
  isForHost,
  isOpen,
  publishes,
  type Service,
  servicesOf,
  toReach,
} from '../shared/network/exposure.ts';
import { KNOWN_PORT_NUMBERS } from '../shared/network/known-ports.ts';
import { publishingDoubt, whyUnpublished } from '../shared/network/ports.ts';
import { LOOPBACK_FIX, toLoopback } from '../shared/network/published-address.ts';

export default defineContainerRule({
  id: 'exposed-port',
  references: [
    document('Docker documentation, port publishing', 'https://docs.docker.com/engine/network/port-publishing/'),
  ],
  severity: 'warning',
  securitySeverity: 7.0,
  cwe: [1327],
  isRecommended: true,
  title: 'Container publishes a database or admin port on all host addresses',
  brief: 'a database or admin port on all host addresses',
  recommendation: 'Databases are published locally only',
  options: {
    ports: ports(KNOWN_PORT_NUMBERS, 'Container ports to check when the image is unknown. Replaces the default list.'),
  },
  fixes: {
    loopback: LOOPBACK_FIX,
  },
  messages: {
    published: (voice, { port, service, isSwarm }: Published) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${port} (${service.what}) on all host addresses, bypassing the host firewall${guardText(service)}.`,
      remedy: isSwarm
        ? `Remove the port; services on the same network reach each other without it. If clients outside the swarm need it, make it require a login, then ${voice.suppression('exposed-port', 'has clients outside the swarm')}.`
        : voice.remedy({
            compose:
              'Publish the port on `127.0.0.1`, or remove it, because services in a project reach each other without it.',
            docker:
              'Publish the port on `127.0.0.1`, or remove it, because containers on the same network reach each other without it.',
          }),
    }),
  },
  exempt: (container, { peers }) =>
    whyUnpublished(container, { peers }) ?? (purposeOf(container) === 'honeypot' ? FOR_ATTACKERS : undefined),
  concerns: publishes,
  check(container, { image, options, peers, values, fail, undecided, notApplicable }) {
    const publishing = publishingDoubt(container, peers);
    const { ofImage, byNumber } = servicesOf(container, image());
    const isSwarm = container.orchestrator === 'swarm';
    const services = (ofImage ?? byNumber(options.ports)).filter(isForFew);
    return exposuresOf(container, services, image()).map((exposure) => {
      const service = exposure.services.find((one) => !isOpen(one));
      if (service === undefined)
        return notApplicable({
          reason: 'It has no password or a known one; see open-service.',
          reportedBy: 'open-service',
        });
      const reach = toReach(exposure, service, publishing);
      if ('doubt' in reach) return undecided(reach.doubt);
      const { port, isCertain, covers, binding } = reach;
      const fixes = () =>
        binding !== undefined && !isSwarm && isForHost(service)
          ? [toLoopback(binding, values.address, container, service, peers)]
          : [];
      return fail({ place: exposure.place, isCertain }, 'published', { port, service, isSwarm }, { covers, fixes });
    });
  },
});

const FOR_ATTACKERS = 'It is a honeypot, whose ports are open to attackers on purpose; see wildcard-bind-address.';

interface Published {
  readonly port: string;
  readonly service: Service;
  readonly isSwarm: boolean;
}

/**
 * Services that only internal programs or administrators use. An API may be public, with a
 * password.
 */
function isForFew(service: Service): boolean {
  const { kind, guard } = service;
  return (isForHost(service) && guard.kind !== 'closed') || (kind === 'api' && guard.kind === 'unknown');
}

function guardText({ by, guard }: Service): string {
  if (by === 'number') return '';
  const of = guard.kind === 'asks' ? guard.of : undefined;
  if (of === 'first-visit') return '; until it is set up, the first visitor can choose its password';
  if (of === 'elsewhere') return '; whether the port requires a password depends on another service';
  return guard.kind === 'outside' || guard.kind === 'asks'
    ? ', protected only by its login'
    : '; whether the port requires a password is unknown';
}
