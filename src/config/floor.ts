import type { Severity } from '../model/finding.ts';
import type { Node } from '../parsers/yaml/tree.ts';
import { EDITIONS } from '../rules/editions.ts';
import { findRule, ruleById } from '../rules/index.ts';
import { inputRuleById } from '../rules/input/index.ts';
import { rulesNamed } from '../rules/missing-hardening.ts';
import type { Rule } from '../rules/rule.ts';
import { LineIndex } from '../text/line-index.ts';
import {
  ConfigError,
  type ConfigFault,
  type ConfigLayer,
  type Configuration,
  exceptionsOf,
  SettingsError,
  termsOf,
  toList,
  toRuleSetting,
} from './config-file.ts';
import { dayAfter } from './day.ts';
import type { RuleOptions } from './policy.ts';
import { isLess, type RuleSetting, severityIn } from './rule-settings.ts';

/** The minimum that a policy requires of every configuration: its floor. */
export interface Floor {
  /** As the user named it. */
  readonly path: string;
  /** The minimum settings, by locked rule id. */
  readonly locked: ReadonlyMap<string, RuleSetting>;
  readonly failOn: Severity | undefined;
  readonly maxDays: number | undefined;
  readonly requiresTicket: boolean;
  readonly takesComments: boolean;
  readonly takesBaseline: boolean;
  readonly ownRules?: readonly Rule[];
}

/** Creates the floor of a policy; `options` are the policy's rule settings. */
export function toFloor(policy: Configuration, options: Pick<RuleOptions, 'rules'>): Floor {
  const layers: readonly ConfigLayer[] = [...policy.extended.layers, policy];
  const locked = new Map<string, RuleSetting>();
  for (const { file } of layers)
    for (const name of file.locked ?? [])
      for (const id of rulesNamed(name)) locked.set(id, options.rules?.[id] ?? options.rules?.[name] ?? {});
  const terms = layers.map(({ file }) => termsOf(file));
  const days = terms.flatMap(({ maxDays }) => maxDays ?? []);
  const failOn = layers.flatMap(({ file }) => file.failOn ?? []).filter((severity) => severity !== 'never');
  return {
    path: policy.path,
    locked,
    failOn: failOn.at(-1),
    maxDays: days.length === 0 ? undefined : Math.min(...days),
    requiresTicket: terms.some(({ requireTicket }) => requireTicket === true),
    takesComments: layers.every(({ file }) => file.comments !== false),
    takesBaseline: layers.every(({ file }) => file.baseline !== false),
  };
}

/** The minimum severity of a locked rule: the policy's, or else the rule's own. */
export function leastSeverity(id: string, setting: RuleSetting, ownRules?: readonly Rule[]): Severity {
  const own = ruleById(id, ownRules)?.severity ?? inputRuleById(id)?.severities.at(-1) ?? 'info';
  const severity = severityIn(setting, own);
  return severity === 'off' ? own : severity;
}

/**
 * Throws a ConfigError for every setting that weakens the policy, with its place and the policy's
 * name. `today` decides which exceptions have expired.
 */
export async function refuseLess(config: Configuration, floor: Floor, today: string | undefined): Promise<void> {
  const faults: ConfigFault[] = [];
  const { nodeAt, readConfigTree } = await import('./config-tree.ts');
  const [root] = readConfigTree(config.path, config.text).documents;
  const index = new LineIndex(config.text);
  const report = (layer: ConfigLayer, path: readonly (string | number)[], message: string): void => {
    const node = layer.path === config.path ? nodeAt(root, path) : undefined;
    const span = node === undefined ? undefined : { start: node.start, end: node.end };
    faults.push({
      path: layer.path,
      ...(span === undefined ? {} : { place: { span, position: index.positionOf(span.start) } }),
      message: `${message} (policy ${floor.path})`,
    });
  };
  for (const layer of [...config.extended.layers, config]) {
    const { failOn, rules = {}, overrides = [] } = layer.file;
    if (failOn !== undefined && floor.failOn !== undefined && isMore(failOn, floor.failOn))
      report(layer, ['failOn'], `\`failOn\` must be ${floor.failOn} or lower.`);
    const settings = [
      { path: ['rules'], own: rules },
      ...overrides.map((override, at) => ({ path: ['overrides', at, 'rules'], own: override.rules })),
    ];
    for (const { path, own } of settings)
      for (const [id, entry] of Object.entries(own)) {
        const least = tooLow(id, toRuleSetting(entry), floor);
        const key = writtenName(nodeAt(root, path), id);
        if (least !== undefined)
          report(layer, [...path, key], `\`${id}\` is locked: its severity must be at least ${least}.`);
      }
    for (const [at, { expires, ticket, rule }] of exceptionsOf(layer.file).entries()) {
      const name = toList(rule).join(', ');
      const latest = floor.maxDays === undefined || today === undefined ? undefined : dayAfter(today, floor.maxDays);
      if (latest !== undefined && (expires === undefined || expires > latest))
        report(
          layer,
          ['exceptions', at, ...(expires === undefined ? [] : ['expires'])],
          `The exception for \`${name}\` must expire on or before ${latest}.`,
        );
      if (floor.requiresTicket && ticket === undefined)
        report(layer, ['exceptions', at], `The exception for \`${name}\` requires a \`ticket\`.`);
    }
  }
  if (faults.length > 0) throw new ConfigError(faults);
}

/** Throws a SettingsError for command-line options that weaken a policy. */
export function refuseOptions(
  {
    rules,
    failOn,
  }: { readonly rules: Readonly<Record<string, RuleSetting>>; readonly failOn: Severity | 'never' | undefined },
  floor: Floor,
): void {
  if (failOn !== undefined && floor.failOn !== undefined && isMore(failOn, floor.failOn))
    throw new SettingsError(`--fail-on must be ${floor.failOn} or lower (policy ${floor.path}).`);
  for (const [id, setting] of Object.entries(rules)) {
    const least = tooLow(id, setting, floor);
    if (least === undefined) continue;
    const what = `the rule is locked, and its severity must be at least ${least} (policy ${floor.path}).`;
    throw new SettingsError(`--rule ${id}=${setting.severity ?? ''}: ${what}`);
  }
}

/** The minimum severity of a locked rule, if the setting is lower. */
function tooLow(id: string, { severity }: RuleSetting, { locked, ownRules }: Floor): Severity | undefined {
  if (severity === undefined) return undefined;
  const least = rulesNamed(id).flatMap((name) => {
    const setting = locked.get(name);
    return setting === undefined ? [] : leastSeverity(name, setting, ownRules);
  });
  return least.find((each) => isLess(severity, each));
}

/** True if a threshold is higher, so that a run fails less often. */
function isMore(failOn: Severity | 'never', than: Severity): boolean {
  return failOn === 'never' || isLess(than, failOn);
}

/** The key of a rule as the mapping has it: the id, or a number from any version. */
function writtenName(rules: Node | undefined, id: string): string {
  const names = rules?.kind === 'mapping' ? [...rules.entries.keys()] : [];
  return names.find((name) => name === id || EDITIONS.some((edition) => findRule(name, edition)?.id === id)) ?? id;
}
