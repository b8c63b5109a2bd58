import type { PortRange } from '../../model/values.ts';
import { ports } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { couldBeBelow, publishingDoubt, quotePorts, rangeText, whyUnpublished } from '../shared/network/ports.ts';

const FIRST_UNPRIVILEGED = 1024;
const WEB_PORTS = [80, 443];

export default defineContainerRule({
  id: 'privileged-host-port',
  references: [{ kind: 'cis', item: 7, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 3.7,
  title: 'Container publishes a privileged host port',
  brief: 'a privileged port',
  recommendation: 'Host ports are ≥ 1024 or allowed',
  options: {
    allow: ports<readonly number[]>([], 'Host ports that may be published, such as 80 and 443 for a load balancer.'),
  },
  messages: {
    privileged: (voice, { ports, suggestion, isWeb }: { ports: string; suggestion: string; isWeb: boolean }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} host ${ports}; clients expect host services on ports below ${FIRST_UNPRIVILEGED}.`,
      remedy: `Publish a host port of ${FIRST_UNPRIVILEGED} or above, such as ${suggestion}${isWeb ? ', behind a proxy;' : ','} or, if clients need this port, add it to the rule's \`allow\` option.`,
    }),
    proxy: (voice, { ports }: { ports: string }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} host ${ports}, as reverse proxies do.`,
      remedy: "Add the port to the rule's `allow` option: the benchmark permits it for a proxy.",
    }),
  },
  exempt: whyUnpublished,
  concerns: ({ hostConfig }) => hostConfig.portBindings !== undefined || hostConfig.publishAllPorts !== undefined,
  *check(container, { options: { allow }, peers, image, judge, fail, undecided }) {
    const doubt = publishingDoubt(container, peers);
    for (const { hostPort } of container.hostConfig.portBindings ?? []) {
      const answer = ask(
        hostPort,
        (range) => hasPrivileged(range, allow),
        (pattern) => couldBeBelow(pattern, FIRST_UNPRIVILEGED),
      );
      yield* judge(answer, 'The host port', (found) => {
        const { value, place } = found;
        if (doubt !== undefined) return undecided({ ...doubt, place });
        const ports = `${value.start === value.end ? 'port' : 'ports'} ${quotePorts(found)}`;
        const isWeb = place.shown === undefined && !hasPrivileged(value, [...allow, ...WEB_PORTS]);
        if (isWeb && image().program?.value.kind === 'proxy') return fail(found, 'proxy', { ports });
        return fail(found, 'privileged', {
          ports,
          isWeb,
          suggestion: place.shown === undefined ? suggest(value) : '8080',
        });
      });
    }
  },
});

function hasPrivileged({ start, end }: PortRange, allow: readonly number[]): boolean {
  for (let port = Math.max(start, 1); port <= Math.min(end, FIRST_UNPRIVILEGED - 1); port += 1) {
    if (!allow.includes(port)) return true;
  }
  return false;
}

/** The usual alternative: 80 → 8080, 443 → 8443. */
function suggest({ start, end }: PortRange): string {
  const shift = start < 1000 ? 8000 : 1000;
  return rangeText({ start: start + shift, end: end + shift });
}
