import type { SubjectName, Suppression } from '../model/finding.ts';
import { append } from '../util/maps.ts';
import type { Exception, RuleOptions } from '../workspace/config/policy.ts';

/** The exception under which a finding falls, and whether it still holds. */
export interface ExceptionMatch {
  readonly exception: Exception;
  readonly hasExpired: boolean;
}

/** The lists of an exception, of which one item each has matched where the exception has. */
export const EXCEPTION_LISTS = ['rule', 'files', 'service'] as const;

/**
 * What of an exception a run has used, as text, so that it can be remembered: the whole of it, by its number from 0, or an item of one of its lists.
 */
export function toUse(exception: number, list?: (typeof EXCEPTION_LISTS)[number], item = 0): string {
  return list === undefined ? String(exception) : `${exception}/${list}/${item}`;
}

/** The exceptions that are in force for one input; remembers which of them, and which items of theirs, something fell under. */
export class Exceptions {
  /** See {@link toUse}. */
  readonly used = new Set<string>();
  readonly #byRule = new Map<string, { readonly exception: Exception; readonly index: number }[]>();
  readonly #today: string | undefined;

  constructor({ exceptions = [], today, ignoresSuppressions = false }: RuleOptions) {
    this.#today = today;
    if (ignoresSuppressions) return;
    for (const [index, exception] of exceptions.entries()) {
      for (const rule of new Set(exception.rules)) append(this.#byRule, rule, { exception, index });
    }
  }

  /** The exception for a finding: the first one that still holds, else the first one that has expired. All that match count as used. */
  matchFor(rule: string, path: string, subject: SubjectName | undefined): ExceptionMatch | undefined {
    let match: ExceptionMatch | undefined;
    for (const { exception, index } of this.#byRule.get(rule) ?? []) {
      const files = matching(exception.files, path);
      const services = matching(exception.services, subject?.name);
      if (files === undefined || services === undefined) continue;
      this.used.add(toUse(index));
      this.used.add(toUse(index, 'rule', exception.rules.indexOf(rule)));
      for (const item of files) this.used.add(toUse(index, 'files', item));
      for (const item of services) this.used.add(toUse(index, 'service', item));
      const hasExpired =
        exception.expires !== undefined && this.#today !== undefined && exception.expires < this.#today;
      if (match === undefined || (match.hasExpired && !hasExpired)) match = { exception, hasExpired };
    }
    return match;
  }
}

/** The numbers of the matchers that a value satisfies; `undefined` where there are matchers and none is satisfied. */
function matching(
  matchers: readonly ((value: string) => boolean)[] | undefined,
  value: string | undefined,
): readonly number[] | undefined {
  if (matchers === undefined) return [];
  const found = value === undefined ? [] : [...matchers.keys()].filter((index) => matchers[index]?.(value) === true);
  return found.length === 0 ? undefined : found;
}

/** What an exception that still holds makes of a finding. */
export function toSuppression({ reason }: Exception): Suppression {
  return { kind: 'exception', reason };
}
