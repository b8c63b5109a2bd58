import type { RuleResults } from '../findings/evaluate.ts';
import type { Change, Fix } from '../model/change.ts';
import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import type { RefusalReason } from '../parsers/contract/writer.ts';
import { ruleById } from '../rules/index.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import { append } from '../util/maps.ts';
import { addedProxies, withoutAdded } from './added-proxy.ts';
import { isAsChanged, plainExpression } from './plain-model.ts';

/** Why a fix is skipped: the writer rejected it, or it could not be verified. */
export interface Withdrawal {
  readonly reason:
    | RefusalReason
    /** After the edits, the model differs from the expected one. */
    | 'model'
    /** The finding would still be reported. */
    | 'not-gone'
    | 'new-finding'
    /** The rule withholds its fix here. */
    | 'withheld'
    | 'no-writer';
  readonly message: string;
}

export interface Evaluated {
  readonly parsed: Parsed;
  readonly results: RuleResults;
}

export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The fixes that this one combines, if one edit serves all users of a text. */
  readonly parts?: readonly ChosenFix[];
  /** The text that the finding's location refers to, after earlier fixes. */
  readonly text?: string | undefined;
}

/** Why a set of fixes could not be verified. */
export interface Disproof<F extends ChosenFix> {
  readonly withdrawal: Withdrawal;
  /**
   * The fixes that probably caused the failure, judged by the containers they change; `undefined`
   * if unknown.
   */
  readonly suspects: ReadonlySet<F> | undefined;
}

/** One failed check, with the fixes that probably caused it, if known. */
interface Failure<F extends ChosenFix> {
  readonly withdrawal: Withdrawal;
  readonly causes?: readonly F[];
}

/**
 * Verifies that fixes had only their intended effects. Otherwise returns the reason and the
 * probable causes.
 */
export function disprove<F extends ChosenFix>(
  before: Evaluated,
  after: Evaluated,
  made: readonly F[],
): Disproof<F> | undefined {
  // Don't compare models if the client rejected the text: its repair may produce any model.
  const isRefused = made.some(({ finding, fix }) => fix.repairs !== undefined && finding.rule.startsWith('syntax/'));
  const failures = [
    ...(isRefused ? [] : wrongModels(before, after, made)),
    ...newFindings(before, after, made, isRefused),
    ...leftFindings(before, after, made),
  ];
  const [first] = failures;
  if (first === undefined) return undefined;
  const isKnown = failures.every(({ causes = [] }) => causes.length > 0);
  const suspects = isKnown ? new Set(failures.flatMap(({ causes = [] }) => causes)) : undefined;
  return { withdrawal: first.withdrawal, suspects };
}

function findingsOf({ finding, parts }: ChosenFix): readonly Finding[] {
  return parts?.map((part) => part.finding) ?? [finding];
}

export function changedBy({ fix }: ChosenFix): readonly number[] {
  return fix.changes.map(({ subject }) => subject);
}

function* wrongModels<F extends ChosenFix>(
  before: Evaluated,
  after: Evaluated,
  made: readonly F[],
): Generator<Failure<F>> {
  const [old, now] = [before.parsed.subjects, withoutAdded(after.parsed.subjects, addedProxies(made))];
  if (old.length !== now.length) {
    yield { withdrawal: { reason: 'model', message: 'It would add or remove containers or commands.' } };
    return;
  }
  const changes = new Map<number, Change[]>();
  for (const { fix } of made) for (const { subject, change } of fix.changes) append(changes, subject, change);
  let inherited: ReturnType<typeof inheritableChanges> | undefined;
  for (const [index, subject] of old.entries()) {
    const after = now[index];
    if (after === undefined) continue;
    const own = changes.get(index) ?? [];
    if (isAsChanged(subject, own, after)) continue;
    if (own.length > 0) {
      const message = `It would also change something else in \`${subject.name}\`.`;
      const causes = made.filter((each) => changedBy(each).includes(index));
      yield { withdrawal: { reason: 'model', message }, causes };
      continue;
    }
    // Subjects that extend or include the changed text inherit the change. Accept it if the rule
    // would request it there too.
    inherited ??= inheritableChanges(before, made);
    if (inherited.get(index)?.some((change) => isAsChanged(subject, change, after)) === true) continue;
    yield { withdrawal: { reason: 'shared', message: `It would also change \`${subject.name}\`.` } };
  }
}

/** The changes that findings of the same rules request for each subject. */
function inheritableChanges(
  { results }: Evaluated,
  made: readonly ChosenFix[],
): ReadonlyMap<number, readonly (readonly Change[])[]> {
  const rules = new Set(made.flatMap(findingsOf).map(({ rule }) => rule));
  const changes = new Map<number, Change[][]>();
  const together = new Map<number, Change[]>();
  for (const { rule, fixes = [] } of results.findings) {
    if (!rules.has(rule)) continue;
    for (const [index, fix] of fixes.entries()) {
      const own = new Map<number, Change[]>();
      for (const { subject, change } of fix.changes) {
        append(own, subject, change);
        if (index === 0) append(together, subject, change);
      }
      for (const [subject, stated] of own) append(changes, subject, stated);
    }
  }
  for (const [subject, stated] of together) append(changes, subject, stated);
  return changes;
}

/** The fixes whose findings would still be reported. */
export function withFindingsLeft<F extends ChosenFix>(
  before: Evaluated,
  after: Evaluated,
  made: readonly F[],
): ReadonlySet<F> {
  return new Set([...leftFindings(before, after, made)].flatMap(({ causes = [] }) => causes));
}

function* leftFindings<F extends ChosenFix>(
  before: Evaluated,
  after: Evaluated,
  made: readonly F[],
): Generator<Failure<F>> {
  // A less severe finding at the same place is an improvement, such as a read-only mount or a
  // device without `mknod`.
  const [graver, left] = [
    countKeys(before.results.findings, gravityKeysOf),
    countKeys(after.results.findings, gravityKeysOf),
  ];
  const findings = [...new Set(made.flatMap(findingsOf))];
  for (const [key, count] of countKeys(findings, gravityKeysOf)) {
    if ((left.get(key) ?? 0) <= (graver.get(key) ?? 0) - count) continue;
    const withdrawal: Withdrawal = { reason: 'not-gone', message: `\`${ruleOf(key)}\` would still be reported.` };
    yield {
      withdrawal,
      causes: made.filter((each) => findingsOf(each).some((finding) => gravityKeysOf(finding).includes(key))),
    };
  }
}

/**
 * The results that fixes add. With `isRefused`, the client rejected the text before, so every
 * result is new, and only errors count.
 */
export function newFindings<F extends ChosenFix>(
  before: Evaluated,
  after: Evaluated,
  made: readonly F[],
  isRefused = false,
): readonly Failure<F>[] {
  const [old, now] = [countKeys(resultsOf(before), keysOf), countKeys(resultsOf(after), keysOf)];
  const found: Failure<F>[] = [];
  const fixed = new Set(made.map(({ finding }) => finding.rule));
  const added = [...addedProxies(made).keys()];
  let inapplicable: ReadonlySet<string> | undefined;
  for (const [key, count] of now) {
    if (count <= (old.get(key) ?? 0)) continue;
    if (fixed.has(ruleById(ruleOf(key))?.follows ?? '')) continue;
    inapplicable ??= inapplicableKeys(before.results);
    if (inapplicable.has(key)) continue;
    const isError = after.results.findings.some((each) => each.severity === 'error' && keysOf(each).includes(key));
    if (isRefused && !isInputRuleId(ruleOf(key)) && !isError) continue;
    // An added service is checked like others, but only errors count.
    if (!isError && added.some((name) => key.endsWith(` container ${name}`))) continue;
    const message =
      isRefused && !isInputRuleId(ruleOf(key))
        ? `It would make \`${ruleOf(key)}\` an error. If that is intended, make the change by hand.`
        : `It would cause a \`${ruleOf(key)}\` finding.`;
    const subjects = subjectsOf(key, before);
    const causes = made.filter((each) => changedBy(each).some((index) => subjects.has(index)));
    found.push({ withdrawal: { reason: 'new-finding', message }, causes });
  }
  return found;
}

function subjectsOf(key: string, { parsed: { subjects } }: Evaluated): ReadonlySet<number> {
  const what = key.slice(key.indexOf(' ') + 1);
  const isAbout = (subject: SubjectName): boolean =>
    what === keyOf('', 'finding', subject).slice(1) || what === keyOf('', 'undecided', subject).slice(1);
  return new Set(subjects.flatMap((subject, index) => (isAbout(subject) ? [index] : [])));
}

type Result = Finding | Undecided;

function resultsOf({ results }: Evaluated): readonly Result[] {
  return [...results.findings, ...results.undecided];
}

function countKeys<R extends Result>(
  results: readonly R[],
  toKeys: (result: R) => readonly string[],
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const key of results.flatMap(toKeys)) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

/**
 * Keys of rules that did not apply before the fixes, for example capabilities of a privileged
 * container. Their new results don't count.
 */
function inapplicableKeys({ subjects }: RuleResults): ReadonlySet<string> {
  const keys = subjects.flatMap(({ verdicts, reportedBy = {}, ...subject }) =>
    [...verdicts].flatMap(([rule, verdict]) => {
      if (verdict !== 'not-applicable' && reportedBy[rule] === undefined) return [];
      const question = keyOf(rule, 'undecided', subject);
      return verdict === 'undecided' ? [question] : [keyOf(rule, 'finding', subject), question];
    }),
  );
  return new Set(keys);
}

/** A key for each subject: rule and subject; without subjects, rule and file. */
function keysOf(result: Result): readonly string[] {
  const what = 'severity' in result ? 'finding' : 'undecided';
  return result.subjects.length === 0
    ? [`${result.rule} ${what} ${result.location.path}`]
    : result.subjects.map((subject) => keyOf(result.rule, what, subject));
}

function gravityKeysOf(finding: Finding): readonly string[] {
  return keysOf(finding).map((key) => `${key} ${finding.severity}`);
}

function keyOf(rule: string, what: string, { kind, name }: SubjectName): string {
  return `${rule} ${what} ${kind} ${plainExpression(name)}`;
}

function ruleOf(key: string): string {
  return key.slice(0, key.indexOf(' '));
}
