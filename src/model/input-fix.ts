import type { Fix, FixMeta, Repair } from './change.ts';
import type { InputRuleId } from './input-rule.ts';

/** The fixes of what is wrong with a text itself: the client refuses it as it is, or does not see the comment. */
export const INPUT_FIXES = {
  'syntax/unknown-key': { title: 'Write the key that was meant', risk: 'safe' },
  'syntax/unknown-flag': { title: 'Write the option that was meant', risk: 'safe' },
  'syntax/duplicate-item': { title: 'Remove the second one', risk: 'safe' },
  'suppression/malformed': { title: 'Write the comment in the form that is read', risk: 'safe' },
  'suppression/unknown-rule': { title: 'Write the rule that was meant', risk: 'safe' },
  'suppression/unused': { title: 'Remove what has no effect', risk: 'safe' },
} as const satisfies Partial<Readonly<Record<InputRuleId, FixMeta>>>;

/** The fix of a problem that has one. */
export function inputFix(id: keyof typeof INPUT_FIXES, ...repairs: readonly Repair[]): readonly Fix[] {
  return [{ ...INPUT_FIXES[id], changes: [], repairs }];
}
