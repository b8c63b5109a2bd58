import type { Exception, RuleOptions } from '../config/policy.ts';
import { MISSING_HARDENING } from '../rules/missing-hardening.ts';
import { append } from '../util/maps.ts';
import { defined } from '../util/objects.ts';
import type { Match, SelfReferring, Suppressor, Target } from './suppression.ts';

/** The keys of an exception that can be lists. In each list, one item must match. */
export type ExceptionList = 'rule' | 'files' | 'service';

/** An exception, by its index in the configuration, or one item in its lists. */
export interface ExceptionPart extends SelfReferring {
  readonly exception: number;
  readonly list?: ExceptionList;
  readonly item?: number;
}

/** The exceptions for one input, or for everything below one configuration. */
export class Exceptions implements Suppressor<Target, ExceptionPart> {
  readonly #exceptions: readonly Exception[];
  readonly #byRule = new Map<string, { readonly exception: Exception; readonly index: number }[]>();
  readonly #today: string | undefined;
  readonly #used: Set<string>;

  /** `used` restores the result of an earlier {@link used}. */
  constructor({ exceptions = [], today, ignoresSuppressions = false }: RuleOptions, used: Iterable<string> = []) {
    this.#exceptions = ignoresSuppressions ? [] : exceptions;
    this.#today = today;
    this.#used = new Set(used);
    for (const [index, exception] of this.#exceptions.entries()) {
      for (const rule of new Set(exception.rules)) append(this.#byRule, rule, { exception, index });
    }
  }

  /** Returns the first valid exception that matches; if none does, the first expired one. */
  match({ rule, location: { path }, subject, isMissing }: Target): Match | undefined {
    if (this.#byRule.size === 0) return undefined;
    let match: Match | undefined;
    const named = [rule, ...(isMissing === true ? [MISSING_HARDENING] : [])].flatMap((name) =>
      (this.#byRule.get(name) ?? []).map((entry) => ({ ...entry, name })),
    );
    for (const { exception, index, name } of named) {
      const files = matching(exception.files, path);
      const services = matching(exception.services, subject?.name);
      if (files === undefined || services === undefined) continue;
      this.#used.add(toKey(index));
      this.#used.add(toKey(index, 'rule', exception.rules.indexOf(name)));
      for (const item of files) this.#used.add(toKey(index, 'files', item));
      for (const item of services) this.#used.add(toKey(index, 'service', item));
      if (match?.suppression === undefined)
        match = this.#isExpired(exception) ? (match ?? expired(exception)) : held(exception);
    }
    return match;
  }

  /** The used parts as strings, which can be stored and sent to other threads. */
  used(): readonly string[] {
    return [...this.#used];
  }

  /** Returns a completely unused exception as a whole, unless it names rules that are off. */
  unused(isOn: (rule: string) => boolean): readonly ExceptionPart[] {
    return this.#exceptions.flatMap(({ rules, files = [], services = [] }, exception): readonly ExceptionPart[] => {
      const isAboutSuppressions = rules.includes('suppression/unused');
      const isAllOn = rules.every(isOn);
      if (isAllOn && !this.#used.has(toKey(exception))) return [{ exception, isAboutSuppressions }];
      const itemsOf = (list: ExceptionList, items: readonly unknown[]): readonly ExceptionPart[] =>
        [...items.keys()]
          .filter((item) => !this.#used.has(toKey(exception, list, item)))
          .map((item) => ({ exception, list, item, isAboutSuppressions }));
      return [
        ...itemsOf('rule', rules).filter(({ item }) => isOn(rules[item ?? 0] ?? '')),
        ...(isAllOn ? [...itemsOf('files', files), ...itemsOf('service', services)] : []),
      ];
    });
  }

  #isExpired({ expires }: Exception): boolean {
    return expires !== undefined && this.#today !== undefined && expires < this.#today;
  }
}

function toKey(exception: number, list?: ExceptionList, item = 0): string {
  return list === undefined ? String(exception) : `${exception}/${list}/${item}`;
}

function held({ reason, ticket, expires }: Exception): Match {
  return { suppression: { kind: 'exception', reason, ...defined({ ticket, expires }) } };
}

function expired({ expires = '', reason, ticket }: Exception): Match {
  return { note: `Its exception expired on ${expires} (${reason}${ticket === undefined ? '' : `, ${ticket}`}).` };
}

/**
 * The indices of the matchers that accept a value; empty without matchers, `undefined` if none
 * accepts it.
 */
function matching(
  matchers: readonly ((value: string) => boolean)[] | undefined,
  value: string | undefined,
): readonly number[] | undefined {
  if (matchers === undefined) return [];
  const found = value === undefined ? [] : [...matchers.keys()].filter((index) => matchers[index]?.(value) === true);
  return found.length === 0 ? undefined : found;
}
