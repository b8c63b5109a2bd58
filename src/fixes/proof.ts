import type { RuleResults } from '../findings/evaluate.ts';
import type { Change, SubjectChange } from '../model/change.ts';
import type { Finding, SubjectName, Undecided } from '../model/finding.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import type { RefusalReason } from '../parsers/contract/writer.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import { append } from '../util/maps.ts';
import { isSamePlain, plainExpression, toPlain } from './plain-model.ts';

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

/** What is claimed of edits that were made: these changes of the model, and that these findings are gone. */
export interface Claim {
  readonly changes: readonly SubjectChange[];
  readonly findings: readonly Finding[];
  /** The findings about a text itself. Where the client refuses it, any model may come of it. */
  readonly repaired: readonly Finding[];
}

/**
 * Whether edits did what is claimed and nothing else: the new model equals the old one with the changes, the findings
 * are gone, and nothing new is found. `undefined` where all of it holds.
 */
export function disprove(before: Evaluated, after: Evaluated, claim: Claim): Withdrawal | undefined {
  const isRefused = claim.repaired.some(({ rule }) => rule.startsWith('syntax/'));
  return (isRefused ? undefined : wrongModel(before, after, claim)) ?? wrongFindings(before, after, claim, isRefused);
}

function wrongModel(before: Evaluated, after: Evaluated, { changes, findings }: Claim): Withdrawal | undefined {
  const [old, now] = [before.parsed.subjects, after.parsed.subjects];
  if (old.length !== now.length) return { reason: 'model', message: 'It would add or remove containers or commands.' };
  const inherited = inheritableChanges(before, findings);
  for (const [index, subject] of old.entries()) {
    const after = now[index];
    if (after === undefined) continue;
    const found = toPlain(after);
    const own = changes.filter(({ subject: at }) => at === index).map(({ change }) => change);
    if (isSamePlain(toPlain(subject, own), found)) continue;
    // What extends or includes the text gets the change with it, which is what the same rule asks for there.
    const along = inherited.get(index);
    if (own.length === 0 && along?.some((change) => isSamePlain(toPlain(subject, change), found)) === true) continue;
    return own.length === 0
      ? { reason: 'shared', message: `It would change \`${subject.name}\` too.` }
      : { reason: 'model', message: `It would change more than intended in \`${subject.name}\`.` };
  }
  return undefined;
}

/** The changes that findings of the same rules state for each subject. */
function inheritableChanges(
  { results }: Evaluated,
  findings: readonly Finding[],
): ReadonlyMap<number, readonly (readonly Change[])[]> {
  const rules = new Set(findings.map(({ rule }) => rule));
  const changes = new Map<number, Change[][]>();
  for (const { rule, fixes = [] } of results.findings) {
    if (!rules.has(rule)) continue;
    for (const fix of fixes) {
      const own = new Map<number, Change[]>();
      for (const { subject, change } of fix.changes) append(own, subject, change);
      for (const [subject, stated] of own) append(changes, subject, stated);
    }
  }
  return changes;
}

function wrongFindings(
  before: Evaluated,
  after: Evaluated,
  { findings }: Claim,
  isRefused: boolean,
): Withdrawal | undefined {
  const found = newFinding(before, after, isRefused);
  if (found !== undefined) return found;
  // What is found of less severity in its place is less than there was: a mount that is only read, a device of which no
  // node can be made.
  const [graver, left] = [
    countKeys(before.results.findings, gravityKeysOf),
    countKeys(after.results.findings, gravityKeysOf),
  ];
  for (const [key, count] of countKeys(findings, gravityKeysOf)) {
    if ((left.get(key) ?? 0) > (graver.get(key) ?? 0) - count)
      return { reason: 'not-gone', message: `\`${ruleOf(key)}\` would still be reported.` };
  }
  return undefined;
}

/**
 * What is found that was not found before. Where `isRefused`, the client refused the text before, and whatever it would
 * ask for is new: of that only errors count, so that nobody gets a container that has the host for a typo.
 */
export function newFinding(before: Evaluated, after: Evaluated, isRefused = false): Withdrawal | undefined {
  const [old, now] = [countKeys(resultsOf(before), keysOf), countKeys(resultsOf(after), keysOf)];
  const inapplicable = inapplicableKeys(before.results);
  const errors = new Set(after.results.findings.filter(({ severity }) => severity === 'error').flatMap(keysOf));
  for (const [key, count] of now) {
    const isNew = count > (old.get(key) ?? 0) && !inapplicable.has(key);
    if (!isNew) continue;
    if (!isRefused || isInputRuleId(ruleOf(key)))
      return { reason: 'new-finding', message: `\`${ruleOf(key)}\` would then be reported.` };
    if (errors.has(key))
      return {
        reason: 'new-finding',
        message: `\`${ruleOf(key)}\` would then be an error. Correct it by hand, if that is what is meant.`,
      };
  }
  return undefined;
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

/** What no rule asked before: only a container that is no longer privileged is asked for its capabilities. */
function inapplicableKeys({ subjects }: RuleResults): ReadonlySet<string> {
  const keys = subjects.flatMap(({ verdicts, reportedBy = {}, ...subject }) =>
    [...verdicts].flatMap(([rule, verdict]) =>
      verdict === 'not-applicable' || reportedBy[rule] !== undefined
        ? [keyOf(rule, 'finding', subject), keyOf(rule, 'undecided', subject)]
        : [],
    ),
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
