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
    return first === undefined ? [] : [{ reason: first.reason, location: first.location, rules: rulesOf(same) }];
  });
}

/** Open questions that one answer would decide. */
export interface Dependency {
  /** The variables whose values would; none where something else is not known. */
  readonly variables: readonly string[];
  /** Those of the first question. */
  readonly reason: string;
  readonly location: Location;
  readonly questions: readonly Undecided[];
  readonly rules: readonly string[];
}

/** What is undecided by what it depends on: the same variables, or else the same reason. That on which most depends comes first. */
export function toDependencies(undecided: readonly Undecided[]): readonly Dependency[] {
  const groups = groupBy(undecided, ({ variables, reason }) =>
    variables.length > 0 ? variables.toSorted().join(' ') : reason,
  );
  return [...groups.values()]
    .flatMap((questions): readonly Dependency[] => {
      const [first] = questions;
      if (first === undefined) return [];
      const { variables, reason, location } = first;
      return [{ variables, reason, location, questions, rules: rulesOf(questions) }];
    })
    .sort((a, b) => b.questions.length - a.questions.length);
}

function rulesOf(undecided: readonly Undecided[]): readonly string[] {
  return [...new Set(undecided.map(({ rule }) => rule))];
}
