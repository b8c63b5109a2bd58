import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import { readsInOthers } from '../parsers/registry.ts';
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
  const byKey = new Map(inputs.map((linted) => [linted.key, linted.input]));
  return inputs.map((linted) => {
    const includers = linted.includers.flatMap((project) => byKey.get(project) ?? []);
    return includers.length === 0 ? linted : { ...linted, input: without(linted, includers, toKey) };
  });
}

/**
 * The inputs without what others say as well of the text of a script, of a part of a pipeline or of a Makefile, or of the unit of a pod, that several read in: it is reported where that is linted, or
 * else with the first that reads it in.
 */
export function withoutSourcedDuplicates(
  inputs: readonly LintedInput[],
  toKey: (path: string) => string,
): readonly LintedInput[] {
  const keyOf = (result: Finding | Undecided): string => {
    const { path, span } = result.location;
    return JSON.stringify([result.rule, 'message' in result, toKey(path), span.start, span.end]);
  };
  const keyOfSubject = ({ location: { path, span }, kind }: ReportedInput['subjects'][number]): string =>
    JSON.stringify([kind, toKey(path), span.start, span.end]);
  const known = new Set<string>();
  const isOwn = ({ project }: LintedInput, { path }: Location): boolean => project.includes(path);
  const scripts = inputs.filter(({ input }) => readsIn(input));
  for (const linted of scripts) {
    for (const result of [...linted.input.findings, ...linted.input.undecided])
      if (isOwn(linted, result.location)) known.add(keyOf(result));
    for (const subject of linted.input.subjects) if (isOwn(linted, subject.location)) known.add(keyOfSubject(subject));
  }
  const isNew = (linted: LintedInput, location: Location, key: string): boolean => {
    if (isOwn(linted, location)) return true;
    const wasKnown = known.has(key);
    known.add(key);
    return !wasKnown;
  };
  return inputs.map((linted) => {
    const { input } = linted;
    const isForeign = ({ location }: { readonly location: Location }): boolean => !isOwn(linted, location);
    if (!readsIn(input) || ![...input.findings, ...input.undecided, ...input.subjects].some(isForeign)) return linted;
    const kept = <R extends Finding | Undecided>(results: readonly R[]): readonly R[] =>
      results.filter((result) => isNew(linted, result.location, keyOf(result)));
    const [findings, undecided] = [kept(input.findings), kept(input.undecided)];
    const named = new Set([...findings, ...undecided].flatMap(({ subjects }) => subjects.map(toName)));
    const subjects = input.subjects.filter(
      (subject) => isNew(linted, subject.location, keyOfSubject(subject)) || named.has(toName(subject)),
    );
    return { ...linted, input: { ...input, findings, undecided, subjects } };
  });
}

function readsIn({ kind }: ReportedInput): boolean {
  return kind !== 'configuration' && readsInOthers(kind);
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
