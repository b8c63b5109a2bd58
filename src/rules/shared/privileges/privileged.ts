import type { Container } from '../../../model/container.ts';
import { isCertain } from '../../../text/location.ts';

/**
 * Why a privileged container is not also reported for what the flag turns off anyway; `undefined` for one that is not
 * privileged, or only may be, since its other settings then count.
 */
export function coveredByPrivileged({ hostConfig: { privileged } }: Container): string | undefined {
  const isPrivileged = privileged?.known === true && privileged.value && isCertain(privileged.place);
  return isPrivileged ? COVERED : undefined;
}

const COVERED = 'Privileged mode disables this entirely; see privileged-container.';
