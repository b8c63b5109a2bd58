import type { Fix, FixMeta, Repair } from './change.ts';
import type { InputRuleId } from './input-rule.ts';

/** The fixes for faulty text: text that the client rejects, or comments that plimsoll ignores. */
export const INPUT_FIXES = {
  'syntax/unknown-key': { title: 'Correct the key', risk: 'safe' },
  'syntax/unknown-flag': { title: 'Correct the option', risk: 'safe' },
  'syntax/duplicate-item': { title: 'Remove the duplicate', risk: 'safe' },
  'suppression/malformed': { title: 'Correct the comment', risk: 'safe' },
  'suppression/unknown-rule': { title: 'Correct the rule name', risk: 'safe' },
  'suppression/unused': { title: 'Remove it (no effect)', risk: 'safe' },
} as const satisfies Partial<Readonly<Record<InputRuleId, FixMeta>>>;

export function inputFix(id: keyof typeof INPUT_FIXES, ...repairs: readonly Repair[]): readonly Fix[] {
  return [{ ...INPUT_FIXES[id], changes: [], repairs }];
}
