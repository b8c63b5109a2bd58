import { sizeText } from '../../parsers/syntax/size.ts';
import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { type StatedFix, setTo } from '../shared/changes.ts';
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
    limit: {
      risk: 'medium',
      title: 'Set a memory limit',
      breaks:
        'The kernel kills the container if it exceeds the limit, which comes from `--set memory` or the configuration (`fix.memory`).',
      value: 'memory',
    },
  },
  messages: {
    missing: (voice, limit: MemoryLimit) => ({
      what: `${voice.name} has no memory limit, so it can exhaust the host's memory.`,
      ...('bytes' in limit
        ? {
            compose: `Set ${writtenLimit(voice, 'memory', sizeText(limit.bytes))}.`,
            docker: `Add \`--memory=${sizeText(limit.bytes)}\`.`,
          }
        : {
            compose: `Limit its memory with ${writtenLimit(voice, 'memory')}. ${limit.why}`,
            docker: `Limit its memory with \`--memory\`. ${limit.why}`,
          }),
    }),
    zero: (voice, limit: MemoryLimit) => ({
      what: `${voice.name} sets its memory limit to 0, which means no limit.`,
      remedy:
        'bytes' in limit
          ? voice.remedy({
              compose: `Set the limit it needs, such as \`${sizeText(limit.bytes)}\`.`,
              docker: `Write the limit it needs, such as \`${voice.flag('--memory', sizeText(limit.bytes))}\`.`,
            })
          : `Change it to what the container needs. ${limit.why}`,
    }),
  },
  check(container, { values, decide, fail, missing }) {
    const limit = memoryLimit(container, values.memory);
    const limitTo = (place?: Place): readonly StatedFix<'limit'>[] => {
      if (!('bytes' in limit)) return limit.isWithheld ? [{ id: 'limit', changes: [], withheld: limit.why }] : [];
      const title = `Limit memory to ${sizeText(limit.bytes)}`;
      return [{ id: 'limit', title, changes: [setTo('memory', limit.bytes, place)] }];
    };
    const memory = demand('The memory limit', container.hostConfig.memory, (bytes) => bytes > 0);
    return decide(memory, {
      absent: () => missing('missing', limit, { fixes: () => limitTo() }),
      unmet: ({ place }) => fail({ place }, 'zero', limit, { fixes: () => limitTo(place) }),
    });
  },
});
