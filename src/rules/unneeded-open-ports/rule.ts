import type { KnownImage } from '../../images/known-image.ts';
import type { PortRange } from '../../model/values.ts';
import { countOption, ports } from '../options.ts';
import { defineContainerRule } from '../rule.ts';
import { ask } from '../shared/demand.ts';
import { sourceText } from '../shared/image/known.ts';
import { openPorts, portCount, publishingDoubt, quotePorts, whyUnpublished } from '../shared/network/ports.ts';

export default defineContainerRule({
  id: 'unneeded-open-ports',
  references: [{ kind: 'cis', item: 8, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.3,
  title: 'Container opens more ports than it needs',
  brief: 'unneeded ports',
  recommendation: 'Only needed ports are open',
  options: {
    maxRange: countOption(10, 'The maximum number of ports per range.'),
    allow: ports<readonly number[] | undefined>(undefined, 'If set, reports all other container ports.'),
  },
  messages: {
    publishAll: (voice, { ports, source }: { ports: string; source: string | undefined }) => ({
      what: `${voice.name} ${voice.does('publishes', 'publish')} every port its image exposes, ${source === undefined ? 'which can change with each version' : `currently ${ports} (${source})`}.`,
      compose: 'List each port that clients need under `ports`.',
      docker: `Replace \`${voice.flag('--publish-all')}\` with \`-p\` for each port that clients need, such as \`-p 127.0.0.1:8080:80\`.`,
    }),
    wideRange: (
      voice,
      { verb, count, ports, maxRange }: { verb: 'publish' | 'expose'; count: string; ports: string; maxRange: number },
    ) => ({
      what: `${voice.name} ${voice.does(`${verb}${verb === 'publish' ? 'es' : 's'}`, verb)} a range of ${count} ports, ${ports}.`,
      remedy: `List the ports it uses, or a range of at most ${maxRange}.`,
    }),
    notAllowed: (voice, { verb, ports }: { verb: 'publish' | 'expose'; ports: string }) => ({
      what: `${voice.name} ${voice.does(`${verb}${verb === 'publish' ? 'es' : 's'}`, verb)} container port ${ports}, which the rule's \`allow\` option doesn't list.`,
      remedy: "Remove the port, or add it to the rule's `allow` option.",
    }),
  },
  exempt: whyUnpublished,
  check(container, { options: { maxRange, allow }, peers, image, judge, fail, undecided }) {
    const doubt = publishingDoubt(container, peers);
    const isWide = (range: PortRange): boolean => portCount(range) > maxRange;
    const isOutside = (range: PortRange): boolean => allow !== undefined && !isWithin(range, allow);
    const all = ask(container.hostConfig.publishAllPorts, Boolean);
    return [
      judge(all, 'Whether all ports are published', (found) =>
        doubt === undefined
          ? fail(found, 'publishAll', publishedOf(image().exposedPorts))
          : undecided({ ...doubt, place: found.place }),
      ),
      openPorts(container).map(({ verb, containerPort, hostPort, place }) => {
        const port = ask(containerPort, (range) => isWide(range) || isOutside(range));
        // A variable as host port counts as one port, unless a hyphen is next to it.
        const host = ask(hostPort, isWide, (pattern) =>
          pattern.some((part) => typeof part === 'string' && part.includes('-')),
        );
        return judge(port.kind === 'no' ? host : port, 'A port', (found) => {
          const ports = quotePorts(found);
          if (doubt !== undefined) return undecided({ ...doubt, place });
          if (!isWide(found.value)) return fail(found, 'notAllowed', { verb, ports });
          const count = found.place.shown === undefined ? String(portCount(found.value)) : `more than ${maxRange}`;
          return fail({ ...found, place }, 'wideRange', { verb, count, ports, maxRange });
        });
      }),
    ];
  },
});

function publishedOf(fact: KnownImage['exposedPorts']): {
  readonly ports: string;
  readonly source: string | undefined;
} {
  if (fact === undefined || fact.value.length === 0) return { ports: '', source: undefined };
  const [first = '', ...more] = fact.value;
  return {
    ports: `\`${first}\`${more.length === 0 ? '' : ` and ${more.length} more`}`,
    source: sourceText(fact.source),
  };
}

function isWithin({ start, end }: PortRange, allow: readonly number[]): boolean {
  for (let port = start; port <= end; port += 1) {
    if (!allow.includes(port)) return false;
  }
  return true;
}
