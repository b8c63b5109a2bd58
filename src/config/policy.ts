import type { ImageLock } from '../images/lock.ts';
import type { FixValueSet } from '../model/change.ts';
import type { Severity } from '../model/finding.ts';
import { DEFAULT_EDITION, type Edition, editionOptions } from '../rules/editions.ts';
import { inputRuleById } from '../rules/input/index.ts';
import { MISSING_HARDENING, MISSING_RULES } from '../rules/missing-hardening.ts';
import type { Rule } from '../rules/rule.ts';
import { getOrInsert } from '../util/maps.ts';
import { defined } from '../util/objects.ts';
import { type ConfigurableRule, isLess, type PresetName, presetSetting, type RuleSetting } from './rule-settings.ts';

/** Different settings for some files, services or containers. */
export interface Override {
  /** True for files that it applies to; absent for all. */
  readonly isForFile?: (path: string) => boolean;
  /** True for services and containers that it applies to, by name; absent for all. */
  readonly isForName?: (name: string) => boolean;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** Accepted findings. */
export interface Exception {
  readonly rules: readonly string[];
  /** Matchers for files; absent for all. */
  readonly files?: readonly ((path: string) => boolean)[];
  /** Matchers for names of services and containers; absent for all. */
  readonly services?: readonly ((name: string) => boolean)[];
  readonly reason: string;
  /** Where the exception was decided. */
  readonly ticket?: string;
  /** The last valid day, `YYYY-MM-DD`. */
  readonly expires?: string;
}

export interface RuleOptions {
  /**
   * The benchmark version: determines rule numbers in comments, and criteria of rules. Default
   * `1.13`.
   */
  readonly edition?: Edition;
  /** Default `recommended`. */
  readonly preset?: PresetName;
  /** By rule id; overrides the preset. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** By rule id: the configuration that set its entry in `rules`. */
  readonly origins?: ReadonlyMap<string, string>;
  /** Custom rules, on by default. */
  readonly ownRules?: readonly Rule[];
  /** Override `rules`; later ones win. */
  readonly overrides?: readonly Override[];
  /** Override everything else: from the command line. */
  readonly ruleOverrides?: Readonly<Record<string, RuleSetting>>;
  /** Minimum settings of locked rules, by rule id. */
  readonly floor?: ReadonlyMap<string, RuleSetting>;
  /** The only active rules, regardless of other settings. Unreadable input is reported anyway. */
  readonly only?: ReadonlySet<string>;
  readonly exceptions?: readonly Exception[];
  /** Values for fixes that only users know. */
  readonly fixValues?: FixValueSet;
  /** Inspected image data; takes precedence over the table. */
  readonly imageLock?: ImageLock;
  /** Today as `YYYY-MM-DD`, to expire exceptions; if absent, none expires. */
  readonly today?: string;
  /** Reports all findings as if there were no comments, exceptions and baseline. */
  readonly ignoresSuppressions?: boolean;
  /** Ignores comments, but not exceptions and the baseline. */
  readonly ignoresComments?: boolean;
}

export type ConfiguredRules = Pick<
  RuleOptions,
  'preset' | 'rules' | 'overrides' | 'exceptions' | 'fixValues' | 'origins'
>;

/** Caches the settings of rules without overrides. */
const commonSettings = new WeakMap<RuleOptions, Map<string, RuleSetting>>();

/** What a rule applies to: a file, or a service or container in it. */
export interface PolicyTarget {
  readonly path: string;
  readonly name?: string | undefined;
}

/**
 * The setting of a rule for a target. Increasing precedence: benchmark version, preset, options,
 * overrides, command line.
 */
export function ruleSettingOf(rule: ConfigurableRule, options: RuleOptions, target?: PolicyTarget): RuleSetting {
  if (target !== undefined && options.overrides !== undefined && options.overrides.length > 0) {
    const overrides = options.overrides.filter(
      ({ rules, ...override }) =>
        (rule.id in rules || (isPart(rule) && MISSING_HARDENING in rules)) && isFor(override, target),
    );
    if (overrides.length > 0) return mergeLayers(rule, options, overrides);
  }
  const common = getOrInsert(commonSettings, options, () => new Map<string, RuleSetting>());
  return getOrInsert(common, rule.id, () => mergeLayers(rule, options, []));
}

function mergeLayers(
  rule: ConfigurableRule,
  { edition = DEFAULT_EDITION, preset = 'recommended', rules = {}, ruleOverrides = {}, only, floor }: RuleOptions,
  overrides: readonly Override[],
): RuleSetting {
  // Naming a rule turns on all its checks, even if the preset limits it to written settings.
  const whole = (setting: RuleSetting): RuleSetting =>
    setting === byPreset && setting.missing === 'off' ? { options: setting.options ?? {} } : setting;
  const layers = [rules, ...overrides.map((override) => override.rules), ruleOverrides];
  const byPreset = mergeSetting({ options: editionOptions(edition, rule.id) ?? {} }, presetSetting(preset, rule));
  // Under the preset `none`, users turn on rules themselves.
  const canTurnOn = preset === 'none' && presetSetting('recommended', rule).severity !== 'off';
  const merged = layers.reduce<RuleSetting>((below, layer) => {
    const group = isPart(rule) ? layer[MISSING_HARDENING]?.severity : undefined;
    const isOff = below === byPreset && ((below.severity === 'off' && !canTurnOn) || below.missing === 'off');
    const grouped = group === undefined || isOff ? below : withMissing(below, group);
    const own = layer[rule.id];
    return own === undefined ? grouped : mergeSetting(whole(grouped), own);
  }, byPreset);
  const least = floor?.get(rule.id);
  const setting = least === undefined ? merged : withFloor(merged, least);
  if (only === undefined) return setting;
  if (only.has(rule.id)) return mergeSetting(whole(setting), {});
  if (isPart(rule) && only.has(MISSING_HARDENING) && (setting.severity !== 'off' || canTurnOn))
    return { ...mergeSetting(setting, {}), isOnlyMissing: true };
  return inputRuleById(rule.id)?.hidesOthers === true ? setting : { ...setting, severity: 'off' };
}

function isPart({ id }: ConfigurableRule): boolean {
  return MISSING_RULES.includes(id);
}

/** Sets the severity of outcomes about missing settings; other outcomes stay off if they are. */
function withMissing(below: RuleSetting, missing: Severity | 'off'): RuleSetting {
  if (below.severity !== 'off') return { ...below, missing };
  return missing === 'off' ? below : { ...mergeSetting(below, {}), missing, isOnlyMissing: true };
}

function withFloor(setting: RuleSetting, { severity: least }: RuleSetting): RuleSetting {
  const { severity, missing, isOnlyMissing: _, ...others } = setting;
  const raised = (given: Severity | 'off' | undefined): Severity | 'off' | undefined =>
    given === 'off' || (given !== undefined && least !== undefined && least !== 'off' && isLess(given, least))
      ? least
      : given;
  return { ...others, ...defined({ severity: raised(severity), missing: raised(missing) }) };
}

/** The layer that decides a rule's severity, ignoring overrides. */
export function severitySource(
  rule: ConfigurableRule,
  options: RuleOptions,
): 'option' | 'only' | 'policy' | 'config' | 'preset' | 'edition' | 'default' {
  const { edition = DEFAULT_EDITION, preset = 'recommended', rules = {}, ruleOverrides = {}, only, floor } = options;
  if (only !== undefined && inputRuleById(rule.id)?.hidesOthers !== true) return 'only';
  const names = ruleSettingOf(rule, options).missing !== undefined ? [rule.id, MISSING_HARDENING] : [rule.id];
  const isIn = (layer: Readonly<Record<string, RuleSetting>>): boolean => names.some((name) => name in layer);
  if (isIn(ruleOverrides)) return 'option';
  if (floor?.has(rule.id) === true) return 'policy';
  if (isIn(rules)) return 'config';
  const { severity, options: own = {} } = presetSetting(preset, rule);
  if (severity !== undefined || Object.keys(own).length > 0) return 'preset';
  return editionOptions(edition, rule.id) === undefined ? 'default' : 'edition';
}

/** Merges a later layer's entry; options or a severity in it turn the rule on again. */
export function mergeSetting(below: RuleSetting, layer: RuleSetting): RuleSetting {
  const severity = layer.severity ?? (below.severity === 'off' ? undefined : below.severity);
  const { warnsAtLeast = below.warnsAtLeast, asksEverybody = below.asksEverybody } = layer;
  const { missing, isOnlyMissing } = layer.severity === undefined ? { ...below, ...layer } : layer;
  const options = { ...below.options, ...layer.options };
  return { ...defined({ severity, missing, isOnlyMissing, warnsAtLeast, asksEverybody }), options };
}

/** The settings of rules by id; later layers win. */
export function mergeRules(
  layers: readonly Readonly<Record<string, RuleSetting>>[],
): Readonly<Record<string, RuleSetting>> {
  const merged: Record<string, RuleSetting> = {};
  for (const rules of layers) {
    const group = rules[MISSING_HARDENING]?.severity;
    for (const [id, setting] of Object.entries(merged))
      if (group !== undefined && isPart({ id })) merged[id] = withMissing(setting, group);
    for (const [id, setting] of Object.entries(rules)) {
      const below = merged[id];
      merged[id] = below === undefined ? setting : mergeSetting(below, setting);
    }
  }
  return merged;
}

function isFor(
  { isForFile, isForName }: Pick<Override, 'isForFile' | 'isForName'>,
  { path, name }: PolicyTarget,
): boolean {
  return (isForFile?.(path) ?? true) && (isForName === undefined || (name !== undefined && isForName(name)));
}
