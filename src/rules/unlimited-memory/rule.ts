import { sizeText } from '../../parsers/syntax/size.ts';
import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { risky, type StatedFix, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { writtenLimit } from '../shared/remedies/limits.ts';
import { type MemoryLimit, memoryLimit } from '../shared/remedies/memory.ts';

export default defineContainerRule({
  id: 'unlimited-memory',
  references: [{ kind: 'cis', item: 10, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.5,
  cwe: [770],
  title: 'Container has no memory limit',
  brief: 'no memory limit',
  lacks: 'no memory limit',
  recommendation: 'A memory limit is set',
  fixes: {
    limit: risky(
      'medium',
      'Set a memory limit',
      'The kernel kills the container if it exceeds the limit, which comes from the configuration (`fix.memory`).',
    ),
  },
  messages: {
    missing: (voice, limit: MemoryLimit) => ({
      what: `${voice.name} has no memory limit, so it can exhaust the host's memory.`,
      remedy:
        'withheld' in limit
          ? voice.remedy({
              compose: `Limit its memory with ${voice.deploys('resources.limits') ? '`memory` under `deploy.resources.limits`' : '`mem_limit`'}. ${limit.withheld}`,
              docker: `Limit its memory with \`--memory\`. ${limit.withheld}`,
            })
          : voice.remedy({
              compose: `Set ${writtenLimit(voice, 'memory', sizeText(limit.bytes))}, ${limit.for ?? 'or as much as it needs'}.`,
              docker: `Add \`--memory=${sizeText(limit.bytes)}\`, ${limit.for ?? 'or as much as it needs'}.`,
            }),
    }),
    zero: (voice, limit: MemoryLimit) => {
      const size = 'withheld' in limit ? '512m' : sizeText(limit.bytes);
      return {
        what: `${voice.name} sets its memory limit to 0, which means no limit.`,
        remedy: voice.remedy({
          compose: `Set the limit it needs, such as \`${size}\`.`,
          docker: `Write the limit it needs, such as \`${voice.flag('--memory', size)}\`.`,
        }),
      };
    },
  },
  *check(container, { values, decide, fail, missing }) {
    const limit = memoryLimit(container, values.memory);
    const limitTo = (place?: Place): StatedFix<'limit'> =>
      'withheld' in limit
        ? { id: 'limit', changes: [], withheld: limit.withheld }
        : {
            id: 'limit',
            title: `Limit memory to ${sizeText(limit.bytes)}`,
            changes: [setTo('memory', limit.bytes, place)],
          };
    yield* decide(
      demand('The memory limit', container.hostConfig.memory, (bytes) => bytes > 0),
      {
        absent: () => missing('missing', limit, { fixes: [limitTo()] }),
        unmet: ({ place }) => fail({ place }, 'zero', limit, { fixes: [limitTo(place)] }),
      },
    );
  },
});
