import { openingReason, requires, unknownReason } from './judge.ts';
import { defineContainerRule } from './rule.ts';

export default defineContainerRule({
  id: 'unlimited-memory',
  item: 10,
  level: 1,
  isScored: true,
  severity: 'warning',
  securitySeverity: 4.5,
  title: 'Container has no memory limit',
  options: {},
  optionSchemas: {},
  messages: {
    missing: (voice) => ({
      what: `${voice.name} has no memory limit: it can use up the memory of the whole host.`,
      remedy: voice.remedy({ compose: 'Set `mem_limit: 512m` or `deploy.resources.limits.memory`, as much as it needs.', docker: 'Add `--memory=512m`, as much as it needs.' }),
    }),
    zero: (voice) => ({
      what: `${voice.name} sets its memory limit to 0, which means no limit.`,
      remedy: voice.remedy({ compose: 'Give `mem_limit` the amount that it needs, such as `512m`.', docker: 'Give `--memory` the amount that it needs, such as `512m`.' }),
    }),
  },
  *check(container, { fail, undecided }) {
    const { memory } = container.hostConfig;
    const verdict = requires(memory, (bytes) => bytes > 0);
    if (verdict === 'met') return;
    if (memory !== undefined) {
      if (verdict === 'unmet') yield fail(memory.place, 'zero', {});
      else yield undecided(memory.place, memory.known ? 'The memory limit is set on some ways through the script only.' : unknownReason('The memory limit', memory));
      return;
    }
    const opening = openingReason(container);
    yield opening === undefined ? fail(container.place, 'missing', {}) : undecided(opening.place, opening.reason);
  },
});
