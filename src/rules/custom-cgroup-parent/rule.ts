import { defineContainerRule } from '../rule.ts';
import { ask, couldBeEmpty } from '../shared/demand.ts';
import { quote, settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'custom-cgroup-parent',
  references: [{ kind: 'cis', item: 24, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.2,
  title: 'Container runs under a custom cgroup parent',
  brief: 'a custom cgroup parent',
  recommendation: "The engine's default cgroup is used",
  fixes: {
    remove: {
      risk: 'medium',
      title: "Use the engine's cgroup",
      breaks: "The old cgroup's limits and accounting no longer apply.",
    },
  },
  messages: {
    parent: (voice, { parent }: { parent: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} under cgroup \`${parent}\` instead of ${voice.engine}'s, so limits set on ${voice.engine}'s don't apply.`,
      compose: 'Remove `cgroup_parent`; to move all containers, set `cgroup-parent` in the daemon configuration.',
      docker: 'Remove `--cgroup-parent`; to move all containers, set `cgroup-parent` in the daemon configuration.',
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.cgroupParent !== undefined,
  check({ hostConfig: { cgroupParent } }, { fail, unknownValue }) {
    const answer = ask(cgroupParent, (parent) => parent !== '');
    if (answer.kind === 'no') return undefined;
    if (answer.kind === 'yes') return fail(answer, 'parent', { parent: quote(answer) }, { removes: 'cgroupParent' });
    const { setting } = answer;
    return couldBeEmpty(setting.pattern)
      ? unknownValue('The cgroup', setting)
      : fail(setting, 'parent', { parent: settingText(setting) });
  },
});
