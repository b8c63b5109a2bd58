import { defineContainerRule } from '../rule.ts';
import { ask, couldEqual } from '../shared/demand.ts';
import { propagations } from '../shared/mounts.ts';
import { quote } from '../shared/wording.ts';

const SHARED: readonly string[] = ['shared', 'rshared'];

export default defineContainerRule({
  id: 'shared-mount-propagation',
  references: [{ kind: 'cis', item: 19, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.6,
  title: 'Container shares its mounts with the host',
  recommendation: 'No mount propagates to the host',
  options: {},
  optionSchemas: {},
  messages: {
    shared: (voice, { propagation, slave }: { propagation: string; slave: string }) => ({
      what: `${voice.name} ${voice.does('shares', 'share')} a mount with the host (\`${propagation}\`): what it mounts below it appears on the host and in other containers.`,
      remedy: `Remove \`${propagation}\`; write \`${slave}\` if the container must see what the host mounts later.`,
    }),
  },
  *check(container, { fail, unknownValue }) {
    for (const propagation of propagations(container)) {
      const answer = ask(
        propagation,
        (value) => SHARED.includes(value),
        (pattern) => SHARED.some((value) => couldEqual(pattern, value)),
      );
      if (answer.kind === 'yes')
        yield fail(
          answer.place,
          'shared',
          {
            propagation: quote(answer),
            slave: answer.place.shown === undefined ? answer.value.replace('shared', 'slave') : 'rslave',
          },
          answer,
        );
      if (answer.kind === 'undecided') yield unknownValue('The propagation of a mount', answer.setting);
    }
  },
});
