import type { Place } from '../../../../text/location.ts';
import { type Setting, unknown } from '../../../../text/setting.ts';
import type { Text } from '../../../../text/text.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';

/**
 * An option to send, or the one that the client replaces by empty lists of masked and read-only
 * paths.
 */
export type SecurityOption =
  | { readonly kind: 'option'; readonly setting: Setting<string> }
  | { readonly kind: 'unconfined-system-paths'; readonly place: Place };

/** The engine's named profiles; others are files that the client reads. */
export const SECCOMP_PROFILES: readonly string[] = ['builtin', 'unconfined'];

/**
 * `key=value`, the old `key:value`, or `no-new-privileges` (docker/cli `parseSecurityOpts`,
 * `parseSystemPaths`). A seccomp profile's content is unknown.
 */
export function readSecurityOption(text: Text, isStrict: boolean): Reading<SecurityOption> {
  if (text.value === 'systempaths=unconfined') return success({ kind: 'unconfined-system-paths', place: text.place });
  const byEquals = splitKeyValue(text);
  const { key, value } =
    byEquals.value === undefined && text.value !== 'no-new-privileges' ? splitKeyValue(text, ':') : byEquals;
  const isIncomplete = (value === undefined || value.length === 0) && key.value !== 'no-new-privileges';
  if (isStrict && text.isKnown && isIncomplete) {
    return failure(
      text.place,
      `${quoted(text)} is not a valid security option.`,
      'Write `key=value`, such as `no-new-privileges=true` or `apparmor=docker-default`.',
    );
  }
  if (key.value === 'seccomp' && value?.value !== undefined && !SECCOMP_PROFILES.includes(value.value)) {
    return success({ kind: 'option', setting: unknown(['seccomp=', { unknown: value.source }], text.place) });
  }
  return success({ kind: 'option', setting: text.toStringSetting() });
}
