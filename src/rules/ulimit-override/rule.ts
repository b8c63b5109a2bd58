import { isCertain } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { removal } from '../shared/changes.ts';
import { couldBeEmpty } from '../shared/demand.ts';
import { settingText } from '../shared/wording.ts';

export default defineContainerRule({
  id: 'ulimit-override',
  references: [{ kind: 'cis', item: 18, level: 1, isScored: false }],
  severity: 'info',
  securitySeverity: 2.2,
  title: "Container overrides the daemon's default ulimits",
  recommendation: 'Ulimits are overridden only if needed',
  options: {},
  optionSchemas: {},
  fixes: {
    remove: {
      title: 'Use the ulimit of the engine',
      applicability: 'unsafe',
      breaks: 'What needs a higher limit than that of the engine fails.',
    },
  },
  messages: {
    override: (voice, { name }: { name: string }) => ({
      what: `${voice.name} ${voice.does('overrides', 'override')} the ulimit \`${name}\` that the daemon gives every container.`,
      remedy: voice.remedy({
        compose:
          "Remove it from `ulimits` unless this service needs it; what all containers need belongs in the daemon's `default-ulimits`.",
        docker:
          "Remove the `--ulimit` unless this container needs it; what all containers need belongs in the daemon's `default-ulimits`.",
      }),
    }),
  },
  *check(container, { fail, unknownValue }) {
    for (const { name, soft, hard, place } of container.hostConfig.ulimits ?? []) {
      if (name.known)
        yield fail(
          place,
          'override',
          { name: settingText(name) },
          { fixes: removal('remove', 'ulimits', { place, isCertain: isCertain(place) }) },
        );
      else if (soft === undefined && hard === undefined && couldBeEmpty(name.pattern))
        yield unknownValue('Whether a ulimit is set', name);
      else yield fail(place, 'override', { name: settingText(name) });
    }
  },
});
