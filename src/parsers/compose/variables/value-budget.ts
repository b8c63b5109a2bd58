import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Report } from '../../contract/problem.ts';
import { Budget } from './budget.ts';

/** The maximum number of substituted characters in a project. */
const MAX_FILLED_IN = 10_000_000;

/** Complex values become one piece when another variable uses them. */
const MAX_PIECES = 16;

const TOO_MUCH = `Variable values exceed ${MAX_FILLED_IN} characters in total; this one, and any others beyond that limit, were not substituted.`;

/** Limits substitution: a few lines that double the previous one can grow without bounds. */
export class ValueBudget {
  readonly #characters: Budget;

  constructor(report: Report) {
    this.#characters = new Budget(MAX_FILLED_IN, TOO_MUCH, report);
  }

  /** Runs something that takes values; returns them if it fails, since they are taken again. */
  attempt(take: () => boolean): boolean {
    const { spent } = this.#characters;
    if (take()) return true;
    this.#characters.giveBack(spent);
    return false;
  }

  /** A variable's value at a use; unknown and reported once over budget. */
  take(value: Text, name: string, use: Place): Text {
    // Empty values count too.
    return this.#characters.allows(value.length + 1, use) ? value : Text.unknown(`\${${name}}`, use);
  }
}

/** A value used by another variable's: long histories become one piece at the whole's place, to keep chains short. */
export function compact(value: Text, name: string): Text {
  const isLong =
    value.segments.length > MAX_PIECES || value.segments.some(({ place }) => place.hops.length > MAX_PIECES);
  if (!isLong) return value;
  const place: Place = { location: value.whole.location, hops: [], shown: `\${${name}}` };
  return value.value === undefined ? Text.unknown(`\${${name}}`, place) : Text.derived(value.value, place);
}
