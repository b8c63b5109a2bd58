import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import type { Membership, Scope } from './distinct-projects.ts';

/** What came of an input, and how it stands to the others. */
interface Member extends Pick<Membership, 'isOwn' | 'isAlone'> {
  readonly input: ReportedInput;
}

/** True for a file that is linted as a part of others, and not as a whole: that is done beside it. */
export function isPartOf({ input, isOwn, isAlone }: Member, others: readonly Member[]): boolean {
  if (others.length === 0) return false;
  if (isAlone !== true) return isOwn !== true;
  const [path = ''] = input.paths;
  const merged = others.filter((other) => other.input.paths.includes(path));
  const isOverOthers = merged.length > 0 && merged.every((other) => other.input.paths[0] !== path);
  return isOverOthers || needsOthers(input);
}

/** What a part of a project says itself: what it leaves open, or refers to, is the project's. */
export function definiteOf(part: ReportedInput): ReportedInput {
  return { ...withoutReferences(part), undecided: [] };
}

/** The same without what it refers to and does not define: who includes it may. */
export function withoutReferences(part: ReportedInput): ReportedInput {
  return { ...part, findings: part.findings.filter(({ rule }) => rule !== 'syntax/undefined-reference') };
}

/** True where the client refuses an input by itself, whatever its name: it refers to what other files define. */
export function needsOthers({ findings }: ReportedInput): boolean {
  return findings.some(({ rule, severity }) => rule === 'syntax/undefined-reference' && severity === 'error');
}

/** What of an input stands in the files of a scope, is about a container that does, or leads there. */
export function within(input: ReportedInput, scope: Scope): ReportedInput {
  const isThere = ({ location }: { readonly location: Location }): boolean => scope.has(location.path);
  const own = new Set(input.subjects.filter(isThere).map(toName));
  const isConcerned = (result: Finding | Undecided): boolean =>
    isThere(result) || result.related.some(isThere) || result.subjects.some((subject) => own.has(toName(subject)));
  const [findings, undecided] = [input.findings.filter(isConcerned), input.undecided.filter(isConcerned)];
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
  return { ...input, paths: scope.named, subjects, findings, undecided };
}

function toName({ kind, name }: SubjectName): string {
  return `${kind} ${name}`;
}
