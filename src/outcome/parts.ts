import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { ReportedPart } from '../projects/relate.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';

/**
 * The certain results of a part of a project. Leaves out undecided results and undefined
 * references, because the rest of the project may decide or define them.
 */
export function definiteOf(part: ReportedInput): ReportedInput {
  return { ...withoutReferences(part), undecided: [] };
}

/**
 * Removes findings about undefined references, because a project that includes this file may define
 * them.
 */
export function withoutReferences(part: ReportedInput): ReportedInput {
  return { ...part, findings: part.findings.filter(({ rule }) => rule !== 'syntax/undefined-reference') };
}

/** The results of an input in the files of a part, or about containers in these files. */
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
  // Keep containers from other files only if a result is about them.
  const subjects = input.subjects.flatMap((subject) => {
    if (isThere(subject)) return [subject];
    const rules = rulesOf.get(toName(subject));
    return rules === undefined
      ? []
      : [{ ...subject, verdicts: new Map([...subject.verdicts].filter(([rule]) => rules.has(rule))) }];
  });
  return { ...input, paths: part.named, subjects, findings, undecided };
}

/** Removes these containers, and results that are only about them. */
export function withoutServices(input: ReportedInput, names: ReadonlySet<string>): ReportedInput {
  const left = new Set(input.subjects.map(({ name }) => name).filter((name) => names.has(name)));
  if (left.size === 0) return input;
  const isOthers = ({ subjects }: Pick<Finding | Undecided, 'subjects'>): boolean =>
    subjects.length === 0 || subjects.some(({ name }) => !left.has(name));
  return {
    ...input,
    subjects: input.subjects.filter(({ name }) => !left.has(name)),
    findings: input.findings.filter(isOthers),
    undecided: input.undecided.filter(isOthers),
  };
}

export function toName({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}
