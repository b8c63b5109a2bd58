import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask, couldBeEmpty } from '../shared/demand.ts';
import { quote, settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'custom-cgroup-parent',
  references: [{ kind: 'cis', item: 24, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.2,
  title: 'Container runs under a cgroup of its own choice',
  brief: 'a cgroup of its own choice',
  recommendation: "The cgroup is the engine's own",
  fixes: {
    remove: risky(
      'medium',
      'Run it under the cgroup of the engine',
      'Limits and accounting of the cgroup that it leaves no longer hold for it.',
    ),
  },
  messages: {
    parent: (voice, { parent }: { parent: string }) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} under the cgroup \`${parent}\` instead of ${voice.engine}'s: limits that are set for ${voice.engine}'s do not hold there.`,
      remedy: voice.remedy({
        compose:
          "Remove `cgroup_parent`; if all containers belong there, set `cgroup-parent` in the daemon's configuration.",
        docker:
          "Remove `--cgroup-parent`; if all containers belong there, set `cgroup-parent` in the daemon's configuration.",
      }),
    }),
  },
  *check({ hostConfig: { cgroupParent } }, { fail, unknownValue }) {
    const answer = ask(cgroupParent, (parent) => parent !== '');
    if (answer.kind === 'yes') yield fail(answer, 'parent', { parent: quote(answer) }, { removes: 'cgroupParent' });
    if (answer.kind !== 'undecided') return;
    const { setting } = answer;
    if (couldBeEmpty(setting.pattern)) yield unknownValue('The cgroup', setting);
    else yield fail(setting, 'parent', { parent: settingText(setting) });
  },
});
