import { defineContainerRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { ask, couldBeEmpty } from '../shared/demand.ts';
import { quote, settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'custom-cgroup-parent',
  references: [{ kind: 'cis', item: 24, level: 1, isScored: true }],
  severity: 'warning',
  securitySeverity: 4.2,
  title: 'Container runs under a cgroup of its own choice',
  recommendation: "The cgroup is the engine's own",
  options: {},
  optionSchemas: {},
  fixes: {
    remove: {
      title: 'Run it under the cgroup of the engine',
      applicability: 'unsafe',
      breaks: 'Limits and accounting of the cgroup that it leaves no longer hold for it.',
    },
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
  *check(container, { fail, unknownValue }) {
    const answer = ask(container.hostConfig.cgroupParent, (parent) => parent !== '');
    if (answer.kind === 'yes')
      yield fail(
        answer.place,
        'parent',
        { parent: quote(answer) },
        { ...answer, fixes: removal('remove', 'cgroupParent', answer) },
      );
    if (answer.kind !== 'undecided') return;
    const { pattern, place } = answer.setting;
    if (couldBeEmpty(pattern)) yield unknownValue('The cgroup', answer.setting);
    else yield fail(place, 'parent', { parent: settingText(answer.setting) });
  },
});
