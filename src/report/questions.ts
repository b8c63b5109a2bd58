import type { SubjectName, Undecided } from '../model/finding.ts';
import type { Location } from '../text/location.ts';
import { groupBy } from '../util/maps.ts';

/** An undecided result with all rules that it concerns; `rule` is the first. */
export interface ReportQuestion extends Undecided {
  readonly rules: readonly string[];
}

/** Merges undecided results that concern several rules and containers. */
export function toQuestions(undecided: readonly Undecided[]): readonly ReportQuestion[] {
  const groups = groupBy(undecided, ({ reason, location: { path, span } }) =>
    [span.start, span.end, path, reason].join('\n'),
  );
  return [...groups.values()].flatMap((same) => {
    const rules = new Set(same.map(({ rule }) => rule));
    return same.slice(0, 1).map((first) => ({ ...first, subjects: uniqueSubjects(same), rules: [...rules] }));
  });
}

export function uniqueSubjects(results: readonly Pick<Undecided, 'subjects'>[]): readonly SubjectName[] {
  const all = results.flatMap(({ subjects }) => subjects);
  return [...new Map(all.map((subject) => [`${subject.kind} ${subject.name}`, subject])).values()];
}

/** Undecided results with the same cause. */
export interface Dependency {
  /** The variables that would decide the results; empty if something else is unknown. */
  readonly variables: readonly string[];
  readonly reason: string;
  readonly location: Location;
  readonly questions: readonly ReportQuestion[];
  readonly rules: readonly string[];
}

/** Groups undecided results by variables or reason; the most frequent group comes first. */
export function toDependencies(asked: readonly ReportQuestion[]): readonly Dependency[] {
  const groups = groupBy(asked, ({ variables, reason }) =>
    variables.length > 0 ? variables.toSorted().join(' ') : reason,
  );
  return [...groups.values()]
    .flatMap((questions): readonly Dependency[] => {
      const [first] = questions;
      if (first === undefined) return [];
      const { variables, reason, location } = first;
      return [{ variables, reason, location, questions, rules: [...new Set(questions.flatMap(({ rules }) => rules))] }];
    })
    .sort((a, b) => b.questions.length - a.questions.length);
}

/**
 * Groups dependencies whose reasons only differ in a name, for example of unknown images; the most
 * severe group comes first.
 */
export function toCauses(dependencies: readonly Dependency[]): readonly (readonly [Dependency, ...Dependency[]])[] {
  const causeOf = ({ variables, reason }: Dependency): string =>
    variables.length > 0 ? variables.toSorted().join(' ') : reason.replace(/`[^`]*`/g, '`');
  return [...groupBy(dependencies, causeOf).values()]
    .flatMap(([first, ...others]) => (first === undefined ? [] : [[first, ...others] as const]))
    .sort((a, b) => questionsIn(b) - questionsIn(a));
}

export function questionsIn(dependencies: readonly Dependency[]): number {
  return dependencies.reduce((sum, { questions }) => sum + questions.length, 0);
}
