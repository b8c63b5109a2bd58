import type { Container } from '../../model/container.ts';
import type { Setting } from '../../text/setting.ts';
import { defined } from '../../util/objects.ts';
import type { Marked } from '../outcome.ts';
import { ask, type Doubt, unknownDoubt, unresolvedReason } from '../shared/demand.ts';
import { quote } from '../shared/wording.ts';

/** The engine's words, and what to do about them: what a row of a table of checks says, whatever its values are. */
export interface Row {
  /** `{}` stands for the value. */
  readonly says: string;
  readonly remedy: string;
  /** Left out where the container is not even created. */
  readonly when?: 'start';
}

/** What the engine refuses. */
export interface Refusal extends Row {
  readonly marked: Marked;
  /** What is asked for, such as ``a CPU period of `100` ``. */
  readonly asked: string;
  /** The other one of two values that don't go together. */
  readonly beside?: Marked;
}

/** What leaves open whether the engine refuses it. */
export interface Question {
  readonly doubt: Doubt;
}

/** One of the engine's checks, or several of a kind. */
export type Check = (container: Container) => Iterable<Refusal | Question>;

/** A value of a request, or some that are alike. */
export interface Values<T> {
  /** What it is, such as `a CPU period of`: the value follows. */
  readonly what: string;
  readonly of: (container: Container) => Setting<T> | undefined | Iterable<Setting<T> | undefined>;
  readonly toText?: (value: T) => string;
}

interface ValueRow<T> extends Values<T>, Row {
  readonly isRefused: (value: T) => boolean;
  /** Where it is not so, or another finding says it already. */
  readonly except?: (container: Container) => boolean;
  /** It is refused for want of something that unresolved options may bring. */
  readonly lacks?: true;
}

/**
 * A check of values one by one. One of several candidates that is refused is a finding; of an unknown value nothing is
 * said, since nearly all values are right.
 */
export function value<T>(row: ValueRow<T>): Check {
  const check = function* (
    container: Container,
    settings: readonly (Setting<T> | undefined)[],
  ): Iterable<Refusal | Question> {
    for (const setting of settings) {
      const answer = ask(setting, row.isRefused, () => false);
      if (answer.kind !== 'yes' || row.except?.(container) === true) continue;
      const doubt = row.lacks === true ? unresolvedReason(container) : undefined;
      if (doubt !== undefined) yield { doubt };
      else yield toRefusal(row, answer, withText(row, answer), quote(answer, row.toText));
    }
  };
  const isTaken = (setting: Setting<T> | undefined): boolean =>
    setting === undefined || (setting.known && !row.isRefused(setting.value));
  return (container) => {
    const given = row.of(container);
    if (given === undefined) return NOTHING;
    const settings = listOf(given);
    return settings.every(isTaken) ? NOTHING : check(container, settings);
  };
}

/** What nearly all checks say of nearly all containers: it costs no generator. */
export const NOTHING: readonly never[] = [];

interface PairRow<A, B> extends Row {
  readonly areRefused: (value: A, other: B) => boolean;
}

/** A check of two values that must fit, of which the first is marked: a question where one of them is unknown. */
export function pair<A, B>(values: Values<A>, others: Values<B>, row: PairRow<A, B>): Check {
  return (container) => {
    const first = values.of(container);
    const [one] = first === undefined ? NOTHING : listOf(first);
    if (one === undefined) return NOTHING;
    const [other] = listOf(others.of(container));
    if (other === undefined) return NOTHING;
    const open = one.known ? other : one;
    if (!open.known) return [{ doubt: unknownDoubt('Whether the engine accepts both values', open) }];
    if (!one.known || !other.known || !row.areRefused(one.value, other.value)) return NOTHING;
    const asked = `${withText(values, one)} together with ${withText(others, other)}`;
    return [{ ...toRefusal(row, one, asked, quote(one, values.toText)), beside: other }];
  };
}

interface TogetherRow extends Row {
  readonly asked: string;
  readonly of: (container: Container) => Marked | undefined;
  readonly beside: (container: Container) => Marked | undefined;
}

/** A check of two things of which a container can't have both. */
export function together({ asked, of, beside, ...row }: TogetherRow): Check {
  return (container) => {
    const one = of(container);
    const other = one && beside(container);
    return one === undefined || other === undefined ? NOTHING : [{ ...toRefusal(row, one, asked), beside: other }];
  };
}

/** A refusal of a table's row; `text` is the value in the engine's words. */
export function toRefusal({ says, remedy, when }: Row, marked: Marked, asked: string, text = ''): Refusal {
  return { marked, asked, says: says.replaceAll('{}', text), remedy, ...defined({ when }) };
}

function listOf<T>(
  given: Setting<T> | undefined | Iterable<Setting<T> | undefined>,
): readonly (Setting<T> | undefined)[] {
  if (given === undefined) return NOTHING;
  return 'known' in given ? [given] : [...given];
}

function withText<T>({ what, toText }: Values<T>, found: Parameters<typeof quote<T>>[0]): string {
  return `${what} \`${quote(found, toText)}\``;
}
