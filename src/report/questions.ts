import type { Undecided } from '../model/finding.ts';
import type { Location } from '../text/location.ts';
import { groupBy } from '../util/maps.ts';

/** An open question, and the rules that wait for its answer. */
export interface Question {
  readonly reason: string;
  readonly location: Location;
  readonly rules: readonly string[];
}

/** What is undecided, each question once, however many rules and containers wait for it. */
export function toQuestions(undecided: readonly Undecided[]): readonly Question[] {
  const groups = groupBy(undecided, ({ reason, location: { path, span } }) =>
    [span.start, span.end, path, reason].join('\n'),
  );
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    return first === undefined
      ? []
      : [{ reason: first.reason, location: first.location, rules: [...new Set(same.map(({ rule }) => rule))] }];
  });
}
