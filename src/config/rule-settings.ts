import { SEVERITIES, type Severity } from '../model/finding.ts';
import { inputRuleById } from '../rules/input/index.ts';
import { cisItemOf } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';

/** How one rule is applied: `severity` overrides each outcome's; `off` disables the rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  /** The severity of outcomes about missing settings, set by the name of their group. */
  readonly missing?: Severity | 'off';
  /** True if only those outcomes count. */
  readonly isOnlyMissing?: true;
  /** Merged over the rule's defaults; valid by its schemas. */
  readonly options?: object;
  /** True if an info about missing hardening becomes a warning. */
  readonly warnsAtLeast?: true;
  /** True if missing settings are checked for all but jobs. */
  readonly asksEverybody?: true;
}

/**
 * What the settings of a rule depend on. Rules for input have no references and belong to each
 * preset.
 */
export type ConfigurableRule = Pick<Rule, 'id'> &
  Partial<Pick<Rule, 'references' | 'strictOptions' | 'everyOption' | 'isRecommended' | 'own'>>;

export type PresetName = 'none' | 'recommended' | 'hardened' | 'cis-level-1' | 'cis-level-2' | 'all';

export const PRESETS: readonly PresetName[] = ['recommended', 'hardened', 'cis-level-1', 'cis-level-2', 'all', 'none'];

/** The purpose of each preset, in a few words. */
export const PRESET_SUMMARIES: Readonly<Record<PresetName, string>> = {
  recommended: "the benchmark's recommendations, with missing hardening as info",
  hardened: 'the recommended rules, as warnings, plus hardening rules beyond the benchmark',
  'cis-level-1': 'Level 1 recommendations, at least as warnings',
  'cis-level-2': 'Level 1 and 2 recommendations, at least as warnings, and SELinux labels are required',
  all: 'all rules with all optional checks, also for one-off containers',
  none: 'only rules you turn on, plus errors that keep a file from being read or accepted',
};

/**
 * The preset's setting of a rule. Container rules outside the benchmark are on only in `hardened`
 * and `all`, or if recommended; input rules are on unless their facts say otherwise.
 * Benchmark rules are at least warnings in all presets but `recommended`.
 */
export function presetSetting(preset: PresetName, rule: ConfigurableRule): RuleSetting {
  const { id, references, strictOptions = {}, everyOption = {}, isRecommended, own } = rule;
  // Custom rules are on by default.
  if (own !== undefined) return {};
  const cis = references === undefined ? undefined : cisItemOf({ references });
  const least: RuleSetting = cis === undefined || preset === 'recommended' ? {} : { warnsAtLeast: true };
  if (preset === 'all') return { ...least, asksEverybody: true, options: { ...strictOptions, ...everyOption } };
  if (references === undefined) return inputRuleById(id)?.isOnRequest === true ? { severity: 'off' } : {};
  if (preset === 'none') return { severity: 'off' };
  if (cis === undefined && preset === 'recommended' && isRecommended === 'written')
    return { severity: 'info', missing: 'off' };
  if (cis === undefined) return preset === 'hardened' || isRecommended === true ? {} : { severity: 'off' };
  if (preset === 'cis-level-1' && cis.level !== 1) return { severity: 'off' };
  return preset === 'cis-level-2' ? { ...least, options: strictOptions } : least;
}

/** The severity of a rule under a setting; `own` is the rule's own. `off` if the rule is off. */
export function severityIn({ severity, warnsAtLeast }: RuleSetting, own: Severity): Severity | 'off' {
  if (severity !== undefined) return severity;
  return own === 'info' && warnsAtLeast === true ? 'warning' : own;
}

/** True if a severity is lower than another one. */
export function isLess(severity: Severity | 'off' | 'never', than: Severity): boolean {
  return SEVERITIES.findIndex((each) => each === severity) < SEVERITIES.indexOf(than);
}
