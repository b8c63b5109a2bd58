import { type PolicyTarget, type RuleOptions, ruleSettingOf } from '../config/policy.ts';
import type { RuleSetting } from '../config/rule-settings.ts';
import type { Rule } from '../rules/rule.ts';
import { getOrInsert } from '../util/maps.ts';

/** The verdict of a rule on one container, exec or build, in audit terms. */
export type Verdict = 'pass' | 'fail' | 'undecided' | 'not-applicable';

interface RuleInForce {
  readonly rule: Rule;
  readonly setting: RuleSetting;
  readonly about: Rule['about'];
  readonly isOwn: boolean;
}

export interface InForce {
  readonly rules: readonly RuleInForce[];
  /** Rules with `offWith`, in force or not. */
  readonly dependent: readonly Rule[];
  /** The index of each rule in `rules`, by id. */
  readonly positions: ReadonlyMap<string, number>;
  /** Verdict maps by key; subjects with equal verdicts share one. */
  readonly known: Map<string, ReadonlyMap<string, Verdict>>;
}

/** Caches the rules in force by options. */
const inForceFor = new WeakMap<RuleOptions, InForce>();

/** The rules in force for all inputs with these options, without overrides. */
export function commonInForce(all: readonly Rule[], options: RuleOptions): InForce {
  return getOrInsert(inForceFor, options, () => inForce(all, options));
}

/** The active rules with their settings; without `target`, ignoring overrides. */
export function inForce(all: readonly Rule[], options: RuleOptions, target?: PolicyTarget): InForce {
  const rules = all.flatMap((rule): readonly RuleInForce[] => {
    const setting = ruleSettingOf(rule, options, target);
    return setting.severity === 'off' ? [] : [{ rule, setting, about: rule.about, isOwn: rule.own !== undefined }];
  });
  return {
    rules,
    dependent: all.filter(({ offWith }) => offWith !== undefined),
    positions: new Map(rules.map(({ rule }, index) => [rule.id, index])),
    known: new Map(),
  };
}

const MAX_KNOWN = 1000;

/** The verdicts of the rules in force on one subject. */
export class Verdicts {
  /** By position; `undefined` if the rule has no verdict on the subject. */
  readonly row: (Verdict | undefined)[];
  readonly #own: InForce;

  constructor(own: InForce) {
    this.#own = own;
    this.row = Array<Verdict | undefined>(own.rules.length);
  }

  get(id: string): Verdict | undefined {
    const position = this.#own.positions.get(id);
    return position === undefined ? undefined : this.row[position];
  }

  set(id: string, verdict: Verdict): void {
    const position = this.#own.positions.get(id);
    if (position !== undefined) this.row[position] = verdict;
  }

  /** The verdicts as a map. Subjects with equal verdicts share one map. */
  shared(): ReadonlyMap<string, Verdict> {
    const { rules, known } = this.#own;
    if (known.size > MAX_KNOWN) known.clear();
    return getOrInsert(known, this.row.join(), () => {
      const verdicts = new Map<string, Verdict>();
      for (const [index, { rule }] of rules.entries()) {
        const verdict = this.row[index];
        if (verdict !== undefined) verdicts.set(rule.id, verdict);
      }
      return verdicts;
    });
  }
}
