import type { Severity } from '../../model/finding.ts';
import type { Rule } from '../../rules/rule.ts';

/** How one rule is applied: `severity` overrides what each outcome gives; `off` leaves the rule out. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  /** Merged over the rule's defaults; valid by its schemas. */
  readonly options?: object;
}

export type PresetName = 'recommended' | 'cis-level-1' | 'cis-level-2' | 'all';

export const PRESETS: readonly PresetName[] = ['recommended', 'cis-level-1', 'cis-level-2', 'all'];

/** What each preset is for, in a few words. */
export const PRESET_SUMMARIES: Readonly<Record<PresetName, string>> = {
  recommended: 'all rules, each read as its page says',
  'cis-level-1': 'the Level 1 recommendations',
  'cis-level-2': 'both levels, read strictly (SELinux labels required)',
  all: 'all rules with every optional check on',
};

/** The strict readings of the rules that have one. */
const STRICT_OPTIONS: Readonly<Record<string, object>> = {
  'selinux-disabled': { require: true },
};

const EVERY_OPTION: Readonly<Record<string, object>> = {
  ...STRICT_OPTIONS,
  'host-device': { gpus: true },
  'unpinned-image': { requireDigest: true },
};

/** What a preset says of a rule. */
export function presetSetting(preset: PresetName, rule: Rule): RuleSetting {
  switch (preset) {
    case 'recommended':
      return {};
    case 'cis-level-1':
      return rule.level === 1 ? {} : { severity: 'off' };
    case 'cis-level-2':
      return { options: STRICT_OPTIONS[rule.id] ?? {} };
    case 'all':
      return { options: EVERY_OPTION[rule.id] ?? {} };
  }
}
