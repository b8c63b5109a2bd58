import type { PortRange } from '../../model/values.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { openPorts, portCount, publishing, quotePorts } from '../shared/network/ports.ts';

interface Options {
  readonly maxRange: number;
  readonly allow: readonly number[] | undefined;
}

const options: Options = { maxRange: 10, allow: undefined };

export default defineContainerRule({
  id: 'unneeded-open-ports',
  references: [{ kind: 'cis', item: 8, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.3,
  title: 'Container opens more ports than it needs',
  recommendation: 'Only needed ports are open',
  options,
  optionSchemas: {
    maxRange: { type: 'integer', minimum: 1, description: 'The most ports that one entry may open.' },
    allow: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 65_535 },
      description: 'When set, any other container port is reported.',
    },
  },
  messages: {
    publishAll: (voice) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} every port that its image exposes, whatever those are.`,
      remedy: voice.remedy({
        compose: 'Publish the ports that clients need one by one, under `ports`.',
        docker: `Replace \`${voice.flag('--publish-all')}\` with \`-p\` for each port that clients need, such as \`-p 127.0.0.1:8080:80\`.`,
      }),
    }),
    wideRange: (
      voice,
      { verb, count, ports, maxRange }: { verb: 'publish' | 'expose'; count: string; ports: string; maxRange: number },
    ) => ({
      what: `${voice.name} ${voice.does(`${verb}${verb === 'publish' ? 'es' : 's'}`, verb)} ${count} ports in one range, ${ports}.`,
      remedy: `Name the ports that it uses, or a range of at most ${maxRange}.`,
    }),
    notAllowed: (voice, { verb, ports }: { verb: 'publish' | 'expose'; ports: string }) => ({
      what: `${voice.name} ${voice.does(`${verb}${verb === 'publish' ? 'es' : 's'}`, verb)} container port ${ports}, which is not among the ports that the rule allows.`,
      remedy: "Remove the port, or add it to the rule's option `allow`.",
    }),
  },
  *check(container, { options: { maxRange, allow }, peers, fail, undecided, unknownValue, notApplicable }) {
    const fate = publishing(container, peers);
    if (fate.kind === 'discarded') {
      yield notApplicable(fate.reason);
      return;
    }
    const all = ask(container.hostConfig.publishAllPorts, (isAll) => isAll);
    if (all.kind === 'yes')
      yield fate.kind === 'undecided'
        ? undecided(all.place, fate.reason, fate.variables)
        : fail(all.place, 'publishAll', {}, all);
    if (all.kind === 'undecided') yield unknownValue('Whether all ports are published', all.setting);

    for (const { verb, containerPort, hostPort, place } of openPorts(container)) {
      const isWide = (range: PortRange): boolean => portCount(range) > maxRange;
      const isOutside = (range: PortRange): boolean => allow !== undefined && !isWithin(range, allow);
      const port = ask(containerPort, (range) => isWide(range) || isOutside(range));
      // A variable in the place of a host port stands for one port, unless a hyphen beside it says otherwise.
      const host = ask(hostPort, isWide, (pattern) =>
        pattern.some((part) => typeof part === 'string' && part.includes('-')),
      );
      const found = port.kind === 'no' ? host : port;
      if (found.kind === 'undecided') yield unknownValue('A port', found.setting);
      if (found.kind !== 'yes') continue;
      if (fate.kind === 'undecided') yield undecided(place, fate.reason, fate.variables);
      else if (isWide(found.value))
        yield fail(
          place,
          'wideRange',
          {
            verb,
            count: found.place.shown === undefined ? String(portCount(found.value)) : `more than ${maxRange}`,
            ports: quotePorts(found),
            maxRange,
          },
          found,
        );
      else yield fail(found.place, 'notAllowed', { verb, ports: quotePorts(found) }, found);
    }
  },
});

function isWithin({ start, end }: PortRange, allow: readonly number[]): boolean {
  for (let port = start; port <= end; port += 1) {
    if (!allow.includes(port)) return false;
  }
  return true;
}
