import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Report } from '../../contract/problem.ts';
import { Budget } from './budget.ts';

/**
 * The values of variables may come to this many characters where they are used, in one project; those beyond are not
 * filled in.
 */
const MAX_FILLED_IN = 10_000_000;

/** A value of more pieces, or with a piece of more steps, is one piece where another variable's value takes it up. */
const MAX_PIECES = 16;

const TOO_MUCH = `Variable values exceed ${MAX_FILLED_IN} characters in total; this one, and any others beyond that limit, were not substituted.`;

/**
 * How much one project's variables fill in: a few lines can stand for any number of characters where each doubles the
 * one before.
 */
export class ValueBudget {
  readonly #characters: Budget;

  constructor(report: Report) {
    this.#characters = new Budget(MAX_FILLED_IN, TOO_MUCH, report);
  }

  /** Does something that takes values, and gives them back where it fails: then they are taken again. */
  attempt(take: () => boolean): boolean {
    const { spent } = this.#characters;
    if (take()) return true;
    this.#characters.giveBack(spent);
    return false;
  }

  /**
   * The value of a variable at a use of it; unknown where there would be too much of them with it, which is reported at
   * the first such use.
   */
  take(value: Text, name: string, use: Place): Text {
    // An empty value is a part of the text as well.
    return this.#characters.allows(value.length + 1, use) ? value : Text.unknown(`\${${name}}`, use);
  }
}

/**
 * A value that another variable's value takes up. Where it has come a long way already, it is one piece at the place of
 * the whole, so that a chain of variables does not make each of them longer to say than to read.
 */
export function compact(value: Text, name: string): Text {
  const isLong =
    value.segments.length > MAX_PIECES || value.segments.some(({ place }) => place.hops.length > MAX_PIECES);
  if (!isLong) return value;
  const place: Place = { location: value.whole.location, hops: [], shown: `\${${name}}` };
  return value.value === undefined ? Text.unknown(`\${${name}}`, place) : Text.derived(value.value, place);
}
