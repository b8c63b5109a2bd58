import type { Severity } from '../../model/finding.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import { cisItemOf } from '../../rules/references.ts';
import type { Rule } from '../../rules/rule.ts';

/** How one rule is applied: `severity` overrides what each outcome gives; `off` leaves the rule out. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  /** Merged over the rule's defaults; valid by its schemas. */
  readonly options?: object;
  /** True where an info about hardening that nobody has set is a warning. */
  readonly warnsAtLeast?: true;
  /** True where what is missing is asked of all but jobs. */
  readonly asksEverybody?: true;
}

/** A rule as far as its settings depend on it. One about the text itself has no references: each preset has it. */
export type ConfigurableRule = Pick<Rule, 'id'> &
  Partial<Pick<Rule, 'references' | 'strictOptions' | 'everyOption' | 'isRecommended' | 'own'>>;

export type PresetName = 'none' | 'recommended' | 'hardened' | 'cis-level-1' | 'cis-level-2' | 'all';

export const PRESETS: readonly PresetName[] = ['recommended', 'hardened', 'cis-level-1', 'cis-level-2', 'all', 'none'];

/** What each preset is for, in a few words. */
export const PRESET_SUMMARIES: Readonly<Record<PresetName, string>> = {
  recommended: "the benchmark's recommendations; missing hardening is reported as info",
  hardened: 'recommended, as warnings, plus hardening rules beyond the benchmark',
  'cis-level-1': 'Level 1 recommendations, at least as warnings',
  'cis-level-2': 'Level 1 and 2, at least as warnings, read strictly (SELinux labels required)',
  all: 'all rules with all optional checks, also for one-off containers',
  none: 'only rules you turn on, plus errors that keep a file from being read or accepted',
};

/**
 * What a preset says of a rule. One about containers that is not in the benchmark is on in `hardened` and `all` only,
 * but for those that are recommended; one about the text is off only where its facts say so. What the benchmark asks
 * for is a warning at least in all presets but `recommended`.
 */
export function presetSetting(preset: PresetName, rule: ConfigurableRule): RuleSetting {
  const { id, references, strictOptions = {}, everyOption = {}, isRecommended, own } = rule;
  // Whoever writes a rule turns it on.
  if (own !== undefined) return {};
  const cis = references === undefined ? undefined : cisItemOf({ references });
  const least: RuleSetting = cis === undefined || preset === 'recommended' ? {} : { warnsAtLeast: true };
  if (preset === 'all') return { ...least, asksEverybody: true, options: { ...strictOptions, ...everyOption } };
  if (references === undefined) return inputRuleById(id)?.isOnRequest === true ? { severity: 'off' } : {};
  if (preset === 'none') return { severity: 'off' };
  if (cis === undefined) return preset === 'hardened' || isRecommended === true ? {} : { severity: 'off' };
  if (preset === 'cis-level-1' && cis.level !== 1) return { severity: 'off' };
  return preset === 'cis-level-2' ? { ...least, options: strictOptions } : least;
}

/** The severity that a setting leaves to a rule, whose own is `own`: `off` where the rule is off. */
export function severityIn({ severity, warnsAtLeast }: RuleSetting, own: Severity): Severity | 'off' {
  if (severity !== undefined) return severity;
  return own === 'info' && warnsAtLeast === true ? 'warning' : own;
}
