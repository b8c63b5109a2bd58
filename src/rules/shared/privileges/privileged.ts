import type { Container } from '../../../model/container.ts';
import { isCertain } from '../../../text/location.ts';

/**
 * Why a privileged container isn't reported for settings that the flag overrides; `undefined` if it
 * isn't, or only may be, privileged.
 */
export function coveredByPrivileged({ hostConfig: { privileged } }: Container): string | undefined {
  const isPrivileged = privileged?.known === true && privileged.value && isCertain(privileged.place);
  return isPrivileged ? COVERED : undefined;
}

const COVERED = 'Privileged mode disables this entirely; see privileged-container.';
