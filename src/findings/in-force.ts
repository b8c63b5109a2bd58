import type { Rule } from '../rules/rule.ts';
import { getOrInsert } from '../util/maps.ts';
import { type RuleOptions, settingOf, type Target } from '../workspace/config/policy.ts';
import type { RuleSetting } from '../workspace/config/rule-settings.ts';

/** What a rule says of one container, exec or build, in the terms of an audit. */
export type Verdict = 'pass' | 'fail' | 'undecided' | 'not-applicable';

/** A rule that is in force, with what is asked of it for each subject. */
interface RuleInForce {
  readonly rule: Rule;
  readonly setting: RuleSetting;
  readonly about: Rule['about'];
  readonly isOwn: boolean;
}

/** The rules that are on. */
export interface InForce {
  readonly rules: readonly RuleInForce[];
  /** Those that other rules can set off, in force or not. */
  readonly dependent: readonly Rule[];
  /** Where each rule is in `rules`, by its id. */
  readonly positions: ReadonlyMap<string, number>;
  /** The verdicts that subjects had, by their text: most subjects have the same as another. */
  readonly known: Map<string, ReadonlyMap<string, Verdict>>;
}

/** The rules that are in force for all inputs with the same options. */
const inForceFor = new WeakMap<RuleOptions, InForce>();

/** The same for all inputs with these options, if no override is at work. */
export function commonInForce(all: readonly Rule[], options: RuleOptions): InForce {
  return getOrInsert(inForceFor, options, () => inForce(all, options));
}

/** The rules that are on, each with its setting; without `target` as they are where no override is at work. */
export function inForce(all: readonly Rule[], options: RuleOptions, target?: Target): InForce {
  const rules = all.flatMap((rule): readonly RuleInForce[] => {
    const setting = settingOf(rule, options, target);
    return setting.severity === 'off' ? [] : [{ rule, setting, about: rule.about, isOwn: rule.own !== undefined }];
  });
  return {
    rules,
    dependent: all.filter(({ offWith }) => offWith !== undefined),
    positions: new Map(rules.map(({ rule }, index) => [rule.id, index])),
    known: new Map(),
  };
}

/** So many different rows of verdicts are kept for the subjects that follow. */
const MAX_KNOWN = 1000;

/** The verdict of each rule in force on one subject. */
export class Verdicts {
  /** By position; `undefined` if a rule isn't about the subject. */
  readonly row: (Verdict | undefined)[];
  readonly #own: InForce;

  constructor(own: InForce) {
    this.#own = own;
    this.row = own.rules.map(() => undefined);
  }

  get(id: string): Verdict | undefined {
    const position = this.#own.positions.get(id);
    return position === undefined ? undefined : this.row[position];
  }

  set(id: string, verdict: Verdict): void {
    const position = this.#own.positions.get(id);
    if (position !== undefined) this.row[position] = verdict;
  }

  /** The same map for all subjects that have the same verdicts. */
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
