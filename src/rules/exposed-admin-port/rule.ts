import type { PortRange } from '../../model/values.ts';
import { ports } from '../options.ts';
import { document } from '../references.ts';
import { defineContainerRule } from '../rule.ts';
import { type Answer, ask, couldEqual, NO } from '../shared/demand.ts';
import { hasPort, publishingDoubt, whyUnpublished } from '../shared/network/ports.ts';
import { askAddress, LOOPBACK_FIX, toLoopback } from '../shared/network/published-address.ts';
import { ADMIN_PORTS, ENGINE_PORTS } from './admin-ports.ts';

export default defineContainerRule({
  id: 'exposed-admin-port',
  references: [
    document('Docker documentation, port publishing', 'https://docs.docker.com/engine/network/port-publishing/'),
  ],
  severity: 'warning',
  securitySeverity: 7.0,
  title: 'Container publishes a database or an admin interface on every address',
  recommendation: 'Databases are published locally only',
  options: {
    ports: ports(
      [...ADMIN_PORTS.keys()],
      'The container ports that are not to be published on every address, instead of the default list.',
    ),
  },
  fixes: {
    loopback: LOOPBACK_FIX,
  },
  messages: {
    published: (voice, { port, service }: Published) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${port} (${service}) on every address of the host, past its firewall.`,
      remedy: voice.remedy({
        compose:
          'Remove the port, since services of a project reach each other without it, or publish it on `127.0.0.1`.',
        docker:
          'Remove the port, since containers on one network reach each other without it, or publish it on `127.0.0.1`.',
      }),
    }),
    engine: (voice, { port, service }: Published) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} container port ${port} (${service}) on every address of the host: whoever reaches it can start any container, and so is root on the host.`,
      remedy: 'Remove the port, or publish it on `127.0.0.1`; reach an engine from elsewhere over SSH.',
    }),
  },
  exempt: whyUnpublished,
  *check(container, { options, peers, fail, undecided, unknownValue }) {
    const doubt = publishingDoubt(container, peers);
    for (const binding of container.hostConfig.portBindings ?? []) {
      const { containerPort, protocol, place } = binding;
      if (protocol.known && protocol.value !== 'tcp') continue;
      const port: Answer<PortRange> = ask(
        containerPort,
        (range) => portIn(range, options.ports) !== undefined,
        (pattern) => options.ports.some((one) => couldEqual(pattern, String(one))),
      );
      const address = port.kind === 'no' ? NO : askAddress(binding, container);
      if (port.kind === 'no' || address.kind === 'no') continue;
      if (port.kind === 'undecided') yield unknownValue('A container port', port.setting);
      else if (address.kind === 'undecided') yield unknownValue('The address of a published port', address.setting);
      else if (doubt !== undefined) yield undecided({ ...doubt, place });
      else {
        const found = portIn(port.value, options.ports) ?? 0;
        const isEngine = ENGINE_PORTS.includes(found);
        const isCertain = port.isCertain && address.isCertain;
        yield fail(
          { place, isCertain },
          isEngine ? 'engine' : 'published',
          { port: port.place.shown ?? String(found), service: ADMIN_PORTS.get(found) ?? 'an admin port' },
          { severity: isEngine ? 'error' : 'warning', fixes: isCertain ? [toLoopback(place)] : [] },
        );
      }
    }
  },
});

interface Published {
  readonly port: string;
  readonly service: string;
}

/** The first of these ports that a range has. */
function portIn(range: PortRange, ports: readonly number[]): number | undefined {
  return ports.find((port) => hasPort(range, port));
}
