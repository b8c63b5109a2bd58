import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { risky, setTo } from '../shared/changes.ts';
import { demand } from '../shared/demand.ts';
import { writtenLimit } from '../shared/remedies/limits.ts';

export default defineContainerRule({
  id: 'unlimited-memory',
  references: [{ kind: 'cis', item: 10, level: 1, isScored: true }],
  severity: 'info',
  securitySeverity: 4.5,
  title: 'Container has no memory limit',
  recommendation: 'Memory is limited',
  fixes: {
    limit: risky(
      'medium',
      'Limit its memory',
      'A container that needs more memory than the limit is killed; the limit comes from the configuration (`fix.memory`).',
    ),
  },
  messages: {
    missing: (voice) => ({
      what: `${voice.name} has no memory limit: it can use up the memory of the whole host.`,
      remedy: voice.remedy({
        compose: `Set ${writtenLimit(voice, 'memory', '512m')}, as much as it needs.`,
        docker: 'Add `--memory=512m`, as much as it needs.',
      }),
    }),
    zero: (voice) => ({
      what: `${voice.name} sets its memory limit to 0, which means no limit.`,
      remedy: voice.remedy({
        compose: 'Set the limit to the amount that it needs, such as `512m`.',
        docker: `Write the amount that it needs, such as \`${voice.flag('--memory', '512m')}\`.`,
      }),
    }),
  },
  *check(container, { values, decide, fail, missing }) {
    const limitTo = (place?: Place) => ({ id: 'limit', changes: [setTo('memory', values.memory, place)] }) as const;
    yield* decide(
      demand('The memory limit', container.hostConfig.memory, (bytes) => bytes > 0),
      {
        absent: () => missing('missing', {}, { fixes: [limitTo()] }),
        unmet: ({ place }) => fail({ place }, 'zero', {}, { fixes: [limitTo(place)] }),
      },
    );
  },
});
