import type { Place } from '../../text/location.ts';
import { defineContainerRule } from '../rule.ts';
import { risky } from '../shared/changes.ts';
import { ask, askAny, couldEqual } from '../shared/demand.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { optionsInForce, type WrittenOption, writtenOption } from '../shared/privileges/security-options.ts';

const UNCONFINED = 'unconfined';

export default defineContainerRule({
  id: 'apparmor-disabled',
  references: [{ kind: 'cis', item: 1, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.5,
  title: 'Container runs without an AppArmor profile',
  brief: 'no AppArmor',
  offWith: ['privileged-container'],
  recommendation: 'AppArmor is left on',
  fixes: {
    remove: risky(
      'high',
      'Use the AppArmor profile of the engine',
      'What the default profile does not allow, such as mounting, fails.',
    ),
  },
  messages: {
    unconfined: (voice, { text, separator }: WrittenOption) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} without an AppArmor profile: one wall less between its root user and the host.`,
      remedy: voice.remedy({
        compose: `Remove \`${text}\` from \`security_opt\`, or name a profile that allows what it needs: \`apparmor${separator}PROFILE\`.`,
        docker: `Remove \`--security-opt ${text}\`, or name a profile that allows what it needs: \`--security-opt apparmor${separator}PROFILE\`.`,
      }),
    }),
    inactive: (voice) => ({
      what: `${voice.name} runs without an AppArmor profile: the engine applied none.`,
      remedy:
        "Turn AppArmor on in the host's kernel and restart the engine, which then loads its profile `docker-default`.",
    }),
  },
  exempt: coveredByPrivileged,
  *check(container, { judge, fail }) {
    const asked = askAny(
      optionsInForce(container, 'apparmor'),
      (profile) => profile === UNCONFINED,
      (pattern) => couldEqual(pattern, UNCONFINED),
    );
    const written = (place: Place): WrittenOption => writtenOption(container, place, 'apparmor=unconfined');
    yield* judge(asked, 'The AppArmor profile', (found) =>
      fail(found, 'unconfined', written(found.place), { removes: 'securityOpt' }),
    );
    if (asked.kind !== 'no') return;

    const inForce = ask(container.engine?.appArmorProfile, (profile) => profile === '' || profile === UNCONFINED);
    if (inForce.kind !== 'yes') return;
    if (inForce.value === '') yield fail(inForce, 'inactive', {});
    else yield fail(inForce, 'unconfined', written(inForce.place));
  },
});
