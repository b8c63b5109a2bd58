import { SEVERITIES, type Severity } from '../model/finding.ts';
import { inputRuleById } from '../rules/input/index.ts';
import { cisItemOf } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';

/** How one rule is applied: `severity` overrides each outcome's; `off` disables the rule. */
export interface RuleSetting {
  readonly severity?: Severity | 'off';
  /** The severity of outcomes about missing settings, set through the group `missing-hardening`. */
  readonly missing?: Severity | 'off';
  /** True if only outcomes about missing settings count. */
  readonly isOnlyMissing?: true;
  /** Merged over the rule's defaults; valid by the rule's schemas. */
  readonly options?: object;
  /** True if an info about missing hardening becomes a warning. */
  readonly warnsAtLeast?: true;
  /** True if missing settings are also checked for containers other than services, except jobs. */
  readonly asksEverybody?: true;
}

/**
 * The properties of a rule that its settings depend on. Rules for input have no references and
 * belong to every preset.
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
 * A preset's setting for a rule. Container rules outside the benchmark are on only in `hardened`
 * and `all`, or if recommended. Input rules are on unless they are on request only. Benchmark rules
 * report at least warnings in all presets but `recommended`.
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

/**
 * The severity of an outcome under a setting; `own` is the outcome's own severity. `off` if the
 * rule is off.
 */
export function severityIn({ severity, warnsAtLeast }: RuleSetting, own: Severity): Severity | 'off' {
  if (severity !== undefined) return severity;
  return own === 'info' && warnsAtLeast === true ? 'warning' : own;
}

export function isLess(severity: Severity | 'off' | 'never', than: Severity): boolean {
  return SEVERITIES.findIndex((each) => each === severity) < SEVERITIES.indexOf(than);
}
