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

/** Why a fix is not made: what the writer refused, or what the proof found. */
export interface Withdrawal {
  readonly reason:
    | RefusalReason
    /** The model after the edits is not the model before with the change. */
    | 'model'
    /** The finding is still there. */
    | 'not-gone'
    /** Something is found that was not found before. */
    | 'new-finding'
    /** The rule says why it is not made here. */
    | 'withheld'
    /** The front end has no writer. */
    | 'no-writer';
  readonly message: string;
}

/** An input as it was parsed and what was found in it. */
export interface Evaluated {
  readonly parsed: Parsed;
  readonly results: RuleResults;
}

/** A finding with the fix that was chosen for it. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
  /** The fixes that are made by its edits, where it is made once for what shares a text; its changes are all of theirs. */
  readonly parts?: readonly ChosenFix[];
  /** The text in which the finding has its place, where other fixes were made before. */
  readonly text?: string | undefined;
}

/** What does not hold of fixes that were made together. */
export interface Disproof<F extends ChosenFix> {
  readonly withdrawal: Withdrawal;
  /** Those that most likely are the cause, by the containers that they change; `undefined` where nothing says. */
  readonly suspects: ReadonlySet<F> | undefined;
}

/** One thing that does not hold, and the fixes that most likely are its cause; none where nothing says. */
interface Failure<F extends ChosenFix> {
  readonly withdrawal: Withdrawal;
  readonly causes?: readonly F[];
}

/**
 * Whether fixes that were made together did what they claim and nothing else: the new model equals the old one with
 * their changes, their findings are gone, and nothing new is found. `undefined` where all of it holds. Else each fix is
 * held against the containers that it changes, so that few attempts find what failed.
 */
export function disprove<F extends ChosenFix>(
  before: Evaluated,
  after: Evaluated,
  made: readonly F[],
): Disproof<F> | undefined {
  // Where the client refuses a text, any model may come of its repair.
  const isRefused = made.some(({ finding, fix }) => fix.repairs !== undefined && finding.rule.startsWith('syntax/'));
  const failures = [
    ...(isRefused ? [] : wrongModels(before, after, made)),
    ...newFindings(before, after, isRefused, made).map(({ withdrawal, subjects }) => ({
      withdrawal,
      causes: made.filter((each) => changedBy(each).some((index) => subjects.has(index))),
    })),
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

/** The subjects that a fix changes, by index. */
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
    // What extends or includes the text gets the change with it, which is what the same rule asks for there.
    inherited ??= inheritableChanges(before, made);
    if (inherited.get(index)?.some((change) => isAsChanged(subject, change, after)) === true) continue;
    yield { withdrawal: { reason: 'shared', message: `It would also change \`${subject.name}\`.` } };
  }
}

/** The changes that findings of the same rules state for each subject: of each fix, and of the first ones together. */
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

/** The fixes whose findings are still there. */
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
  // What is found of less severity in its place is less than there was: a mount that is only read, a device of which no
  // node can be made.
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

/** What is found that was not found before: see {@link newFindings}. */
export function newFinding(
  before: Evaluated,
  after: Evaluated,
  made: readonly ChosenFix[] = [],
): Withdrawal | undefined {
  return newFindings(before, after, false, made)[0]?.withdrawal;
}

/**
 * What is found that was not found before, with the subjects that it is about. Where `isRefused`, the client refused
 * the text before, and whatever it would ask for is new: of that only errors count, so that nobody gets a container
 * that has the host for a typo.
 */
function newFindings(
  before: Evaluated,
  after: Evaluated,
  isRefused: boolean,
  made: readonly ChosenFix[] = [],
): readonly { readonly withdrawal: Withdrawal; readonly subjects: ReadonlySet<number> }[] {
  const [old, now] = [countKeys(resultsOf(before), keysOf), countKeys(resultsOf(after), keysOf)];
  const found: { withdrawal: Withdrawal; subjects: ReadonlySet<number> }[] = [];
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
    // What comes in is asked like anything else of its file, but brings nothing grave.
    if (!isError && added.some((name) => key.endsWith(` container ${name}`))) continue;
    const message =
      isRefused && !isInputRuleId(ruleOf(key))
        ? `It would make \`${ruleOf(key)}\` an error. If that is intended, make the change by hand.`
        : `It would cause a \`${ruleOf(key)}\` finding.`;
    found.push({ withdrawal: { reason: 'new-finding', message }, subjects: subjectsOf(key, before) });
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
 * What no rule asked before: only a container that is no longer privileged is asked for its capabilities. If another
 * rule said that the answer is open, only that question is not new: a failure is.
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

/** The rule for each subject, or for the file where it is about none. */
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
