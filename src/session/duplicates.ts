import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import type { LintedInput } from './lint-run.ts';

/**
 * The inputs without what a project that includes all their files says as well: a file that is linted by itself and as a part of others says the same in
 * most cases, and differs where the others change something.
 */
export function withoutDuplicates(
  inputs: readonly LintedInput[],
  toKey: (path: string) => string,
): readonly LintedInput[] {
  const byProject = new Map(inputs.map((linted) => [linted.project.join('\n'), linted.input]));
  return inputs.map((linted) => {
    const includers = linted.includers.flatMap((project) => byProject.get(project.join('\n')) ?? []);
    return includers.length === 0 ? linted : { ...linted, input: without(linted, includers, toKey) };
  });
}

function without(
  { input, isPart }: LintedInput,
  includers: readonly ReportedInput[],
  toKey: (path: string) => string,
): ReportedInput {
  const placeOf = ({ path, span }: Location): readonly unknown[] => [toKey(path), span.start, span.end];
  const keyOf = (result: Finding | Undecided): string => {
    const said = 'message' in result ? [result.message.what, result.severity, result.suppression] : [result.reason];
    return JSON.stringify([result.rule, placeOf(result.location), said, result.subjects.map(toName)]);
  };
  const keyOfSubject = (subject: ReportedInput['subjects'][number]): string =>
    JSON.stringify([toName(subject), placeOf(subject.location), isPart ? [] : [...subject.verdicts]]);
  const known = new Set(
    includers.flatMap(({ findings, undecided, subjects }) => [
      ...findings.map(keyOf),
      ...undecided.map(keyOf),
      ...subjects.map(keyOfSubject),
    ]),
  );
  const findings = input.findings.filter((finding) => !known.has(keyOf(finding)));
  const left = new Set(findings.flatMap(({ subjects }) => subjects.map(toName)));
  return {
    ...input,
    findings,
    undecided: input.undecided.filter((question) => !known.has(keyOf(question))),
    subjects: input.subjects.filter((subject) => left.has(toName(subject)) || !known.has(keyOfSubject(subject))),
  };
}

function toName({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}
