import { defineContainerRule } from '../rule.ts';
import { couldBeEmpty } from '../shared/demand.ts';
import { settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'ulimit-override',
  references: [{ kind: 'cis', item: 18, level: 1, isScored: false }],
  severity: 'info',
  securitySeverity: 2.2,
  title: "Container overrides the daemon's default ulimits",
  brief: 'overridden ulimits',
  recommendation: "The daemon's default ulimits apply",
  messages: {
    override: (voice, { name }: { name: string }) => ({
      what: `${voice.name} ${voice.does('overrides', 'override')} the daemon's default for ulimit \`${name}\`.`,
      compose:
        "Remove it from `ulimits` unless this service needs it; to change it for all containers, use the daemon's `default-ulimits`.",
      docker:
        "Remove `--ulimit` unless this container needs it; to change it for all containers, use the daemon's `default-ulimits`.",
    }),
  },
  concerns: ({ hostConfig }) => hostConfig.ulimits !== undefined,
  *check({ hostConfig: { ulimits = [] } }, { fail, unknownValue }) {
    for (const { name, soft, hard, place } of ulimits) {
      if (!name.known && soft === undefined && hard === undefined && couldBeEmpty(name.pattern))
        yield unknownValue('Whether a ulimit is set', name);
      else yield fail({ place }, 'override', { name: settingText(name) });
    }
  },
});
