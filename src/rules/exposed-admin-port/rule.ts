import type { PortRange } from '../../model/values.ts';
import { defineContainerRule } from '../rule.ts';
import { type Answer, ask, couldEqual } from '../shared/demand.ts';
import { hasPort, publishing } from '../shared/network/ports.ts';
import { askAddress } from '../shared/network/published-address.ts';
import { ADMIN_PORTS, ENGINE_PORTS } from './admin-ports.ts';

interface Options {
  readonly ports: readonly number[];
}

const options: Options = { ports: [...ADMIN_PORTS.keys()] };

export default defineContainerRule({
  id: 'exposed-admin-port',
  references: [
    {
      kind: 'document',
      title: 'Docker documentation, port publishing',
      url: 'https://docs.docker.com/engine/network/port-publishing/',
    },
  ],
  severity: 'warning',
  securitySeverity: 7.0,
  title: 'Container publishes a database or an admin interface on every address',
  recommendation: 'Databases are published locally only',
  options,
  optionSchemas: {
    ports: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 65_535 },
      description: 'The container ports that are not to be published on every address, instead of the default list.',
    },
  },
  fixes: {
    loopback: {
      title: 'Publish the port on 127.0.0.1 only',
      applicability: 'unsafe',
      breaks: 'Other machines no longer reach the port.',
    },
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
  *check(container, { options: { ports }, peers, fail, undecided, unknownValue, notApplicable }) {
    const fate = publishing(container, peers);
    if (fate.kind === 'discarded') {
      yield notApplicable(fate.reason);
      return;
    }
    for (const binding of container.hostConfig.portBindings ?? []) {
      const { containerPort, protocol, place } = binding;
      if (protocol.known && protocol.value !== 'tcp') continue;
      const port: Answer<PortRange> = ask(
        containerPort,
        (range) => portIn(range, ports) !== undefined,
        (pattern) => ports.some((one) => couldEqual(pattern, String(one))),
      );
      if (port.kind === 'no') continue;
      const address = askAddress(binding, container);
      if (address.kind === 'no') continue;
      if (port.kind === 'undecided') {
        yield unknownValue('A container port', port.setting);
        continue;
      }
      if (address.kind === 'undecided') {
        yield unknownValue('The address of a published port', address.setting);
        continue;
      }
      if (fate.kind === 'undecided') {
        yield undecided(place, fate.reason, fate.variables);
        continue;
      }
      const found = portIn(port.value, ports);
      if (found === undefined) continue;
      const isEngine = ENGINE_PORTS.includes(found);
      const isCertain = port.isCertain && address.isCertain;
      yield fail(
        place,
        isEngine ? 'engine' : 'published',
        {
          port: port.place.shown ?? String(found),
          service: ADMIN_PORTS.get(found) ?? 'an admin port',
        },
        {
          isCertain,
          severity: isEngine ? 'error' : 'warning',
          fixes: isCertain
            ? [
                {
                  id: 'loopback',
                  changes: [{ kind: 'set-in', field: 'portBindings', place, member: 'hostIp', value: '127.0.0.1' }],
                },
              ]
            : [],
        },
      );
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
