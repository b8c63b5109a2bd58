import type { PortRange } from '../../model/values.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { couldBeBelow, publishing, quotePorts, rangeText } from '../shared/network/ports.ts';

const FIRST_UNPRIVILEGED = 1024;

interface Options {
  readonly allow: readonly number[];
}

const options: Options = { allow: [] };

export default defineContainerRule({
  id: 'privileged-host-port',
  references: [{ kind: 'cis', item: 7, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 3.7,
  title: 'Container publishes a privileged port of the host',
  recommendation: 'Host ports are 1024 up, or allowed',
  options,
  optionSchemas: {
    allow: {
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 65_535 },
      description: 'Host ports that may be published, such as 80 and 443 of a load balancer.',
    },
  },
  messages: {
    privileged: (voice, { ports, suggestion }: { ports: string; suggestion: string }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} the host's ${ports}; below ${FIRST_UNPRIVILEGED} clients expect a service of the host itself.`,
      remedy: `Publish a host port from ${FIRST_UNPRIVILEGED} up, such as ${suggestion}, or allow the port of a load balancer in the rule's option \`allow\`.`,
    }),
  },
  *check(container, { options: { allow }, peers, fail, undecided, unknownValue, notApplicable }) {
    const fate = publishing(container, peers);
    if (fate.kind === 'discarded') {
      yield notApplicable(fate.reason);
      return;
    }
    for (const { hostPort } of container.hostConfig.portBindings ?? []) {
      const answer = ask(
        hostPort,
        (range) => hasPrivileged(range, allow),
        (pattern) => couldBeBelow(pattern, FIRST_UNPRIVILEGED),
      );
      if (answer.kind === 'undecided') yield unknownValue('The host port', answer.setting);
      if (answer.kind !== 'yes') continue;
      const data = {
        ports: `${answer.value.start === answer.value.end ? 'port' : 'ports'} ${quotePorts(answer)}`,
        suggestion: answer.place.shown === undefined ? suggest(answer.value) : '8080',
      };
      yield fate.kind === 'undecided'
        ? undecided(answer.place, fate.reason, fate.variables)
        : fail(answer.place, 'privileged', data, answer);
    }
  },
});

function hasPrivileged({ start, end }: PortRange, allow: readonly number[]): boolean {
  for (let port = Math.max(start, 1); port <= Math.min(end, FIRST_UNPRIVILEGED - 1); port += 1) {
    if (!allow.includes(port)) return true;
  }
  return false;
}

/** The port that people take instead: 80 → 8080, 443 → 8443. */
function suggest({ start, end }: PortRange): string {
  const shift = start < 1000 ? 8000 : 1000;
  return rangeText({ start: start + shift, end: end + shift });
}
