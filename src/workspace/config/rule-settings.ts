import type { Severity } from '../../model/finding.ts';
import { cisItemOf } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';

/** How one rule is applied: `severity` overrides what each outcome gives; `off` leaves the rule out. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  /** Merged over the rule's defaults; valid by its schemas. */
  readonly options?: object;
}

/** A rule as far as its settings depend on it. One about the text itself has no references: each preset has it. */
export type ConfigurableRule = Pick<Rule, 'id'> & Partial<Pick<Rule, 'references' | 'strictOptions' | 'everyOption'>>;

export type PresetName = 'recommended' | 'hardened' | 'cis-level-1' | 'cis-level-2' | 'all';

export const PRESETS: readonly PresetName[] = ['recommended', 'hardened', 'cis-level-1', 'cis-level-2', 'all'];

/** What each preset is for, in a few words. */
export const PRESET_SUMMARIES: Readonly<Record<PresetName, string>> = {
  recommended: 'the recommendations of the benchmark, each read as its page says',
  hardened: 'those, and the hardening rules beside the benchmark',
  'cis-level-1': 'the Level 1 recommendations',
  'cis-level-2': 'both levels, read strictly (SELinux labels required)',
  all: 'all rules with every optional check on',
};

/** What a preset says of a rule. One about containers that is not in the benchmark is on in `hardened` and `all` only. */
export function presetSetting(preset: PresetName, rule: ConfigurableRule): RuleSetting {
  const { references, strictOptions = {}, everyOption = {} } = rule;
  if (preset === 'all') return { options: { ...strictOptions, ...everyOption } };
  if (references === undefined) return {};
  const cis = cisItemOf({ references });
  if (cis === undefined) return preset === 'hardened' ? {} : { severity: 'off' };
  if (preset === 'cis-level-1' && cis.level !== 1) return { severity: 'off' };
  return preset === 'cis-level-2' ? { options: strictOptions } : {};
}
