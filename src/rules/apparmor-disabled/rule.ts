import type { Container } from '../../model/container.ts';
import type { Place } from '../../text/location.ts';
import type { Outcome } from '../outcome.ts';
import { defineContainerRule } from '../rule.ts';
import { ask, askAny, couldEqual, type Yes } from '../shared/demand.ts';
import { usesFuse } from '../shared/host/devices.ts';
import { coveredByPrivileged } from '../shared/privileges/privileged.ts';
import { optionsInForce, type WrittenSecurityOption, writtenOption } from '../shared/privileges/security-options.ts';
import type { Voice } from '../shared/voice.ts';

const UNCONFINED = 'unconfined';

export default defineContainerRule({
  id: 'apparmor-disabled',
  references: [{ kind: 'cis', item: 1, level: 1, isScored: true }],
  severity: 'error',
  securitySeverity: 6.5,
  title: 'Container runs without an AppArmor profile',
  brief: 'no AppArmor',
  offWith: ['privileged-container'],
  recommendation: 'AppArmor is enabled',
  fixes: {
    remove: {
      risk: 'high',
      title: "Use the engine's AppArmor profile",
      breaks: 'Breaks anything the default profile denies, such as mounting.',
      isByName: true,
    },
  },
  messages: {
    unconfined: (voice, { text, separator }: WrittenSecurityOption) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} without an AppArmor profile, a barrier between container root and the host.`,
      compose: `Remove \`${text}\` from \`security_opt\`, or use a custom profile: \`apparmor${separator}PROFILE\`. ${ifRequired(voice)}`,
      docker: `Remove \`--security-opt ${text}\`, or use a custom profile: \`--security-opt apparmor${separator}PROFILE\`. ${ifRequired(voice)}`,
    }),
    fuse: (voice, { text }: WrittenSecurityOption) => ({
      what: `${voice.name} ${voice.does('runs', 'run')} without an AppArmor profile, so one barrier between container root and the host is missing; mounting a FUSE filesystem requires that.`,
      remedy: `Mount the filesystem on the host and bind-mount it, or remove \`${text}\` if it mounts none; otherwise, ${voice.suppression('apparmor-disabled', 'mounts a FUSE filesystem')}.`,
    }),
    inactive: (voice) => ({
      what: `${voice.name} runs without an AppArmor profile: the engine applied none.`,
      remedy: 'Enable AppArmor in the host kernel, then restart the engine to load its `docker-default` profile.',
    }),
  },
  exempt: coveredByPrivileged,
  concerns: ({ hostConfig, engine }) => hostConfig.securityOpt !== undefined || engine !== undefined,
  *check(container, { peers, judge, fail }) {
    const asked = askAny(
      optionsInForce(container, 'apparmor'),
      (profile) => profile === UNCONFINED,
      (pattern) => couldEqual(pattern, UNCONFINED),
    );
    const written = (place: Place): WrittenSecurityOption => writtenOption(container, place, 'apparmor=unconfined');
    yield* judge(asked, 'The AppArmor profile', (found) =>
      usesFuse(container)
        ? fail(found, 'fuse', written(found.place))
        : fail(found, 'unconfined', written(found.place), { removes: 'securityOpt' }),
    );
    if (asked.kind !== 'no') return;

    const inForce = ask(container.engine?.appArmorProfile, (profile) => profile === '' || profile === UNCONFINED);
    if (inForce.kind !== 'yes') return;
    if (inForce.value === '')
      yield inactive(inForce, peers, (place, detail) => fail({ place }, 'inactive', {}, detail));
    else yield fail(inForce, 'unconfined', written(inForce.place));
  },
});

/**
 * Without AppArmor on the host, no container has a profile: one warning, at the first container.
 */
function inactive(
  { place }: Yes<string>,
  peers: readonly Container[],
  fail: (place: Place, detail: { readonly severity?: 'warning' }) => Outcome,
): Outcome {
  const profiles = peers.flatMap(({ engine }) => engine?.appArmorProfile ?? []);
  const isActive = profiles.some((profile) => profile.known && profile.value !== '' && profile.value !== UNCONFINED);
  if (isActive) return fail(place, {});
  const first = profiles.find((profile) => profile.known && profile.value === '');
  return fail(first?.place ?? place, { severity: 'warning' });
}

function ifRequired(voice: Voice): string {
  return `If its documentation requires that, ${voice.suppression('apparmor-disabled', 'required by its documentation')}.`;
}
