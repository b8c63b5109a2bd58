import type { SubjectName } from '../model/finding.ts';
import type { Location } from '../model/source.ts';
import { auditedSubjects, type AuditedSubject } from './benchmark.ts';
import { groupBy } from './group-by.ts';
import { createLineIndices } from './positions.ts';
import { countOf, type Report, type ReportedInput, type ReportedSubject } from './report.ts';

/** What a container or exec is called: its name, and its line where others of its file share the name. */
export function createTitles(report: Report): (subject: ReportedSubject) => string {
  const indexOf = createLineIndices(report.texts);
  const namesakes = groupBy(auditedSubjects(report), ({ subject }) => placeKey(subject));
  return (subject) => {
    const { path, span } = subject.location;
    const isAlone = (namesakes.get(placeKey(subject))?.length ?? 0) < 2;
    return subjectTitle(subject) + (isAlone ? '' : ` (line ${indexOf(path).positionOf(span.start).line})`);
  };
}

export function subjectTitle({ kind, name }: SubjectName): string {
  return kind === 'exec' ? `exec in ${name}` : name;
}

const MAX_NAMES = 5;

/** The names of several, the first few in full. */
export function subjectsTitle(subjects: readonly SubjectName[]): string {
  const rest = subjects.length - MAX_NAMES;
  return subjects.slice(0, MAX_NAMES).map(subjectTitle).join(', ') + (rest > 0 ? ` and ${countOf(rest, 'other')}` : '');
}

interface Result {
  readonly rule: string;
  readonly location: Location;
  readonly subjects: readonly SubjectName[];
}

/**
 * Finds what a rule says of an audited subject among the findings or questions that `resultsOf` gives for an input. Of subjects that
 * share a name each gets those that stand in its own text, and all of them where none does.
 */
export function createLookup<R extends Result>({ inputs }: Report, resultsOf: (input: ReportedInput) => readonly R[]): (audited: AuditedSubject, rule: string) => readonly R[] {
  const byInput = new Map<ReportedInput, ReadonlyMap<string, readonly R[]>>();
  const namesakes = new Map<ReportedInput, ReadonlyMap<string, readonly ReportedSubject[]>>();
  for (const input of inputs) {
    const keyed = resultsOf(input).flatMap((result) => result.subjects.map((subject) => ({ key: ruleKey(result.rule, subject), result })));
    byInput.set(input, new Map([...groupBy(keyed, ({ key }) => key)].map(([key, items]) => [key, items.map(({ result }) => result)])));
    namesakes.set(input, groupBy(input.subjects, placeKey));
  }
  return ({ input, subject }, rule) => {
    const results = byInput.get(input)?.get(ruleKey(rule, subject)) ?? [];
    const others = namesakes.get(input)?.get(placeKey(subject)) ?? [];
    if (others.length < 2 || results.length < 2) return results;
    const own = results.filter(({ location }) => ownerOf(location, others) === subject);
    return own.length > 0 ? own : results;
  };
}

/** The last subject that begins before a place of its file. */
function ownerOf({ path, span }: Location, subjects: readonly ReportedSubject[]): ReportedSubject | undefined {
  return subjects.findLast(({ location }) => location.path === path && location.span.start <= span.start);
}

function ruleKey(rule: string, { kind, name }: SubjectName): string {
  return [rule, kind, name].join('\n');
}

function placeKey({ kind, name, location }: ReportedSubject): string {
  return [kind, name, location.path].join('\n');
}
