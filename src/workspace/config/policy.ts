import type { ImageLock } from '../../images/lock.ts';
import type { FixValueSet } from '../../model/change.ts';
import { SEVERITIES } from '../../model/finding.ts';
import { DEFAULT_EDITION, type Edition, editionOptions } from '../../rules/editions.ts';
import { inputRuleById } from '../../rules/input/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { getOrInsert } from '../../util/maps.ts';
import { type ConfigurableRule, type PresetName, presetSetting, type RuleSetting } from './rule-settings.ts';

/** Other settings for some files, or some services and containers. */
export interface Override {
  /** Whether it is for a file; left out, it is for all. */
  readonly isForFile?: (path: string) => boolean;
  /** Whether it is for a service or container of this name; left out, it is for all. */
  readonly isForName?: (name: string) => boolean;
  readonly rules: Readonly<Record<string, RuleSetting>>;
}

/** Findings that somebody has decided to live with. */
export interface Exception {
  /** The ids of the rules. */
  readonly rules: readonly string[];
  /** The files that one of these matches; left out, all. */
  readonly files?: readonly ((path: string) => boolean)[];
  /** The services and containers whose names one of these matches; left out, all. */
  readonly services?: readonly ((name: string) => boolean)[];
  readonly reason: string;
  /** Where it was decided. */
  readonly ticket?: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  readonly expires?: string;
}

/** How the rules are applied. */
export interface RuleOptions {
  /** The edition of the benchmark whose numbers comments may use, and by whose wording the rules go; default `1.13`. */
  readonly edition?: Edition;
  /** Default `recommended`. */
  readonly preset?: PresetName;
  /** By rule id, over the preset. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** The paths of the configurations that set `rules`, by rule id. */
  readonly origins?: ReadonlyMap<string, string>;
  /** Rules beside those of plimsoll, which are on unless something else is said. */
  readonly ownRules?: readonly Rule[];
  /** Over `rules`, later ones over earlier ones. */
  readonly overrides?: readonly Override[];
  /** Over everything else: what a person asked for on the command line. */
  readonly ruleOverrides?: Readonly<Record<string, RuleSetting>>;
  /** Settings below which those of locked rules are never, by rule id. */
  readonly floor?: ReadonlyMap<string, RuleSetting>;
  /** The only rules that are on, whatever else is said; what keeps a file from being read is reported all the same. */
  readonly only?: ReadonlySet<string>;
  readonly exceptions?: readonly Exception[];
  /** What fixes write where only the user knows the value. */
  readonly fixValues?: FixValueSet;
  /** What was inspected of images, before what the table knows of them. */
  readonly imageLock?: ImageLock;
  /** Today, `YYYY-MM-DD`, by which exceptions expire; left out, none does. */
  readonly today?: string;
  /** Counts every finding: comments, exceptions and the baseline are passed over. */
  readonly ignoresSuppressions?: boolean;
  /** Passes over comments alone: exceptions and the baseline count. */
  readonly ignoresComments?: boolean;
}

/** What a configuration says of it. */
export type ConfiguredRules = Pick<
  RuleOptions,
  'preset' | 'rules' | 'overrides' | 'exceptions' | 'fixValues' | 'origins'
>;

/** The settings of rules where no override is at work, by what they are made of: the same for every file and container. */
const commonSettings = new WeakMap<RuleOptions, Map<string, RuleSetting>>();

/** What a rule is applied to: a file, or a service or container in it. */
export interface Target {
  readonly path: string;
  readonly name?: string | undefined;
}

/** What is in force for a rule on a target: the edition's word, then the preset's, the options', the overrides' and the last word over it. */
export function settingOf(rule: ConfigurableRule, options: RuleOptions, target?: Target): RuleSetting {
  if (target !== undefined && options.overrides !== undefined && options.overrides.length > 0) {
    const overrides = options.overrides.filter((override) => rule.id in override.rules && isFor(override, target));
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
  const layers = [
    { options: editionOptions(edition, rule.id) ?? {} },
    presetSetting(preset, rule),
    rules[rule.id],
    ...overrides.map((override) => override.rules[rule.id]),
    ruleOverrides[rule.id],
  ];
  const merged = layers.reduce<RuleSetting>(
    (below, layer) => (layer === undefined ? below : mergeSetting(below, layer)),
    {},
  );
  const least = floor?.get(rule.id);
  const setting = least === undefined ? merged : withFloor(merged, least);
  if (only === undefined) return setting;
  if (only.has(rule.id)) return mergeSetting(setting, {});
  return inputRuleById(rule.id)?.hidesOthers === true ? setting : { ...setting, severity: 'off' };
}

/** A setting that is not off, and has the severity of the other one where its own is less. */
function withFloor(setting: RuleSetting, least: RuleSetting): RuleSetting {
  const { severity, ...others } = setting;
  const isLess =
    severity === 'off' ||
    (severity !== undefined &&
      least.severity !== undefined &&
      SEVERITIES.findIndex((each) => each === severity) < SEVERITIES.findIndex((each) => each === least.severity));
  return isLess ? { ...others, ...(least.severity === undefined ? {} : { severity: least.severity }) } : setting;
}

/** Which word is in force for a rule where no override is at work. */
export function sourceOf(
  rule: ConfigurableRule,
  { edition = DEFAULT_EDITION, preset = 'recommended', rules = {}, ruleOverrides = {}, only, floor }: RuleOptions,
): 'option' | 'only' | 'policy' | 'config' | 'preset' | 'edition' | 'default' {
  if (only !== undefined && inputRuleById(rule.id)?.hidesOthers !== true) return 'only';
  if (ruleOverrides[rule.id] !== undefined) return 'option';
  if (floor?.has(rule.id) === true) return 'policy';
  if (rules[rule.id] !== undefined) return 'config';
  const { severity, options = {} } = presetSetting(preset, rule);
  if (severity !== undefined || Object.keys(options).length > 0) return 'preset';
  return editionOptions(edition, rule.id) === undefined ? 'default' : 'edition';
}

/** A rule that is off comes back when a later layer gives it options or a severity. */
export function mergeSetting(below: RuleSetting, layer: RuleSetting): RuleSetting {
  const severity = layer.severity ?? (below.severity === 'off' ? undefined : below.severity);
  const { warnsAtLeast = below.warnsAtLeast, asksEverybody = below.asksEverybody } = layer;
  return {
    ...(severity === undefined ? {} : { severity }),
    ...(warnsAtLeast === undefined ? {} : { warnsAtLeast }),
    ...(asksEverybody === undefined ? {} : { asksEverybody }),
    options: { ...below.options, ...layer.options },
  };
}

function isFor({ isForFile, isForName }: Override, { path, name }: Target): boolean {
  return (isForFile?.(path) ?? true) && (isForName === undefined || (name !== undefined && isForName(name)));
}
