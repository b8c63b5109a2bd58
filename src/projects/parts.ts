import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import type { ReportedPart } from './membership.ts';

/** The certain results of a part of a project: undecided results and references depend on the project. */
export function definiteOf(part: ReportedInput): ReportedInput {
  return { ...withoutReferences(part), undecided: [] };
}

/** Removes undefined references: an including project may define them. */
export function withoutReferences(part: ReportedInput): ReportedInput {
  return { ...part, findings: part.findings.filter(({ rule }) => rule !== 'syntax/undefined-reference') };
}

/** The results of an input within the files of a part, or about containers of these files. */
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
  // A container that is defined elsewhere counts if it has such a result.
  const subjects = input.subjects.flatMap((subject) => {
    if (isThere(subject)) return [subject];
    const rules = rulesOf.get(toName(subject));
    return rules === undefined
      ? []
      : [{ ...subject, verdicts: new Map([...subject.verdicts].filter(([rule]) => rules.has(rule))) }];
  });
  return { ...input, paths: part.named, subjects, findings, undecided };
}

/** Identifies a container, exec or build within one input. */
export function toName({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}
