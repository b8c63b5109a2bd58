import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import type { ReportedPart } from './membership.ts';

/** What a part of a project says itself: what it leaves open, or refers to, is the project's. */
export function definiteOf(part: ReportedInput): ReportedInput {
  return { ...withoutReferences(part), undecided: [] };
}

/** The same without what it refers to and does not define: who includes it may. */
export function withoutReferences(part: ReportedInput): ReportedInput {
  return { ...part, findings: part.findings.filter(({ rule }) => rule !== 'syntax/undefined-reference') };
}

/** What of an input stands in the files of a part, is about a container that does, or leads there. */
export function within(input: ReportedInput, part: ReportedPart): ReportedInput {
  const isThere = ({ location }: { readonly location: Location }): boolean => part.has(location.path);
  const own = new Set(input.subjects.filter(isThere).map(toName));
  const concerns = (result: Finding | Undecided): boolean =>
    isThere(result) || result.related.some(isThere) || result.subjects.some((subject) => own.has(toName(subject)));
  const [findings, undecided] = [input.findings.filter(concerns), input.undecided.filter(concerns)];
  const rulesOf = new Map<string, Set<string>>();
  for (const { rule, subjects } of [...findings, ...undecided]) {
    for (const name of subjects.map(toName)) getOrInsert(rulesOf, name, () => new Set()).add(rule);
  }
  // A container that is defined elsewhere is there with what is reported of it.
  const subjects = input.subjects.flatMap((subject) => {
    if (isThere(subject)) return [subject];
    const rules = rulesOf.get(toName(subject));
    return rules === undefined
      ? []
      : [{ ...subject, verdicts: new Map([...subject.verdicts].filter(([rule]) => rules.has(rule))) }];
  });
  return { ...input, paths: part.named, subjects, findings, undecided };
}

/** What a container, exec or build is known by within one input. */
export function toName({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}
