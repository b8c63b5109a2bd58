import type { Container } from '../../../model/container.ts';
import { isCertain } from '../../../text/location.ts';

/**
 * Why settings that `privileged` overrides aren't reported; `undefined` unless the container is
 * certainly privileged.
 */
export function coveredByPrivileged({ hostConfig: { privileged } }: Container): string | undefined {
  const isPrivileged = privileged?.known === true && privileged.value && isCertain(privileged.place);
  return isPrivileged ? COVERED : undefined;
}

const COVERED = 'Privileged mode disables this entirely; see privileged-container.';
