import type { RuleOptions } from '../config/policy.ts';
import { withReplacedTexts } from '../files/overlay.ts';
import { evaluate } from '../findings/evaluate.ts';
import type { Change } from '../model/change.ts';
import type { Parsed } from '../parsers/contract/parsed.ts';
import type { Writer } from '../parsers/contract/writer.ts';
import { workOn } from '../parsers/index.ts';
import type { InputKind } from '../parsers/registry.ts';
import { applyEdits, type FileEdit, isOverlapping } from '../text/edit.ts';
import { countWhile } from '../util/binary-search.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { type EnvFileOwner, movedValues } from './env-file.ts';
import { basesOf } from './inheritance.ts';
import { type ChosenFix, changedBy, type Disproof, disprove, type Evaluated, type Withdrawal } from './proof.ts';

export interface FixableInput extends EnvFileOwner {
  readonly kind: InputKind;
  readonly options: RuleOptions;
  readonly isWritable: (path: string) => boolean;
  /** Rejects new texts if they would cause findings in other inputs that read them. */
  readonly objection?: (
    texts: ReadonlyMap<string, string>,
    made: readonly ChosenFix[],
  ) => Promise<Withdrawal | undefined>;
}

export type Refused = ChosenFix & { readonly withdrawal: Withdrawal };

export interface Planned extends ChosenFix {
  readonly edits: readonly FileEdit[];
  /** The texts that the edits apply to. */
  readonly texts: ReadonlyMap<string, string>;
  /** The paths of changed files that plimsoll doesn't parse, such as env files. */
  readonly given?: ReadonlySet<string>;
  /** The edits of each change on its own, if they differ from `edits`. */
  readonly written?: readonly FileEdit[];
  readonly parts?: readonly Planned[];
  /**
   * Why the fix can't be written separately for each user of a text. It then has no edits of its
   * own.
   */
  readonly refusal?: Withdrawal;
}

/**
 * Plans the edits of a fix, or returns why there are none. `changed` has the texts after earlier
 * fixes.
 */
export function plan(
  { finding, fix }: ChosenFix,
  { parsed }: Evaluated,
  writer: Writer | undefined,
  input: FixableInput,
  changed: ReadonlyMap<string, string>,
): Planned | Withdrawal {
  const isWritable = (path: string): boolean => isWhole(path, parsed, input, changed);
  if (fix.withheld !== undefined) return { reason: 'withheld', message: fix.withheld };
  const written: FileEdit[] = [];
  for (const repair of fix.repairs ?? []) {
    if (repair.kind === 'edit') {
      const { path, span, newText } = repair;
      written.push({ path, span, newText });
      continue;
    }
    const removed = writer?.remove?.(repair.location, parsed.texts);
    if (removed === undefined) return { reason: 'no-writer', message: 'Files of this kind are generated.' };
    if (removed.refusal !== undefined) return removed.refusal;
    written.push(...removed.edits);
  }
  for (const { subject: index, change } of fix.changes) {
    const subject = parsed.subjects[index];
    if (writer === undefined || subject === undefined)
      return { reason: 'no-writer', message: 'Files of this kind are generated.' };
    const base = isAddition(change) ? basesOf(subject).find((path) => !isWritable(path)) : undefined;
    if (base !== undefined)
      return {
        reason: 'other-file',
        message: `It extends a service of \`${base}\`, which is not selected: fix that file.`,
      };
    const own = writer.write(change, subject, parsed.texts);
    if (own.refusal !== undefined) return own.refusal;
    // Add equal edits once: subjects that share a text request the same edit.
    for (const edit of own.edits) if (!written.some((other) => isSameEdit(edit, other))) written.push(edit);
  }
  const joined = writer?.join?.(written) ?? written;
  const other = joined.find(({ path }) => !isWritable(path));
  if (other !== undefined)
    return {
      reason: 'other-file',
      message: `It would change \`${other.path}\`, which is not selected or is outside the repository.`,
    };
  if (joined.length === 0) return { reason: 'form', message: 'It would change nothing.' };
  const moved = movedValues(fix.changes, parsed.subjects, input, changed);
  if (moved.refusal !== undefined) return moved.refusal;
  const isMoving = moved.edits.length > 0;
  return {
    finding,
    fix,
    text: parsed.texts.get(finding.location.path),
    edits: isMoving ? [...joined, ...moved.edits] : joined,
    texts: isMoving ? new Map([...parsed.texts, ...moved.texts]) : parsed.texts,
    ...(joined === written ? {} : { written }),
    ...(isMoving ? { given: new Set(moved.texts.keys()) } : {}),
  };
}

/** True for a change that adds a setting to a service. */
export function isAddition(change: Change): boolean {
  return change.kind === 'add' || (change.kind === 'set' && change.place === undefined);
}

/**
 * True for a writable file whose parsed text is the file's text: some files are partly hidden or
 * replaced.
 */
export function isWhole(
  path: string,
  { texts }: Parsed,
  { files, context, isWritable }: FixableInput,
  changed: ReadonlyMap<string, string>,
): boolean {
  if (!isWritable(path)) return false;
  const own = changed.get(path) ?? files.find((file) => file.path === path)?.text;
  const read = own === undefined ? context.files.read(path) : { text: own };
  return 'text' in read && read.text === texts.get(path);
}

export function isSameEdit(a: FileEdit, b: FileEdit): boolean {
  return a.path === b.path && a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

/** How many trials are left for the fixes of an input; negative once a trial was left out. */
export interface TrialBudget {
  left: number;
}

/** The fixes of one round: all edit the same version of the texts. */
export class Round {
  readonly #request: FixableInput;
  readonly #before: Evaluated;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #budget: TrialBudget | undefined;
  readonly #planned: Planned[] = [];
  readonly #edits = new Map<string, FileEdit[]>();
  readonly #refused: Refused[] = [];
  #accepted: readonly Planned[] = [];
  /** For accepted fixes, an evaluation with that fix and others applied. */
  readonly afters = new Map<Planned, Evaluated>();

  /** Without `budget`, all accepted fixes are also verified together. */
  constructor(request: FixableInput, before: Evaluated, texts: ReadonlyMap<string, string>, budget?: TrialBudget) {
    this.#request = request;
    this.#before = before;
    this.#texts = texts;
    this.#budget = budget;
  }

  /**
   * Adds a fix if its edits don't conflict with others; otherwise returns false, and it must wait
   * for another round.
   */
  add(planned: Planned): boolean {
    if (!planned.edits.every((edit) => this.#isFree(edit))) return false;
    // If two fixes add the same line to an env file, or the same service, apply only one per round.
    const hasProxy = planned.fix.changes.some(({ change }) => change.kind === 'proxy');
    const isAdded = (edit: FileEdit): boolean =>
      (hasProxy || planned.given?.has(edit.path) === true) &&
      this.#edits.get(edit.path)?.some((other) => isSameEdit(edit, other)) === true;
    if (planned.edits.some(isAdded)) return false;
    this.#planned.push(planned);
    for (const edit of planned.edits) {
      const own = getOrInsert(this.#edits, edit.path, () => []);
      own.splice(countBefore(own, edit), 0, edit);
    }
    return true;
  }

  /** Accepted edits are sorted and don't overlap, so only neighbors can conflict. */
  #isFree(edit: FileEdit): boolean {
    const own = this.#edits.get(edit.path) ?? [];
    let first = Math.max(0, countBefore(own, edit) - 1);
    // Go back to all edits at this offset: an insertion may precede a deletion.
    while (first > 0 && own[first - 1]?.span.start === own[first]?.span.start) first -= 1;
    for (let at = first; at < own.length; at += 1) {
      const other = own[at];
      if (other === undefined || other.span.start > edit.span.end) break;
      if (isOverlapping(edit, other) || isEmptying(edit, other)) return false;
    }
    return true;
  }

  /** Returns the verified fixes, and those that fail alone. The others wait for the next round. */
  async prove(): Promise<{ readonly accepted: readonly Planned[]; readonly refused: readonly Refused[] }> {
    // Sort by rule: failures of one rule often have one cause, so this takes fewer trials.
    const ruleOf = ({ finding: { rule } }: Planned): string => rule;
    await this.#try(this.#planned.toSorted((a, b) => (ruleOf(a) < ruleOf(b) ? -1 : Number(ruleOf(a) > ruleOf(b)))));
    return { accepted: this.#inOrder(this.#accepted), refused: this.#refused };
  }

  async #try(fixes: readonly Planned[]): Promise<void> {
    if (fixes.length === 0) return;
    if (this.#budget !== undefined) {
      this.#budget.left -= 1;
      if (this.#budget.left < 0) return;
    }
    const besides = this.#budget === undefined ? this.#accepted : [];
    const disproof = await this.#disprove(this.#inOrder([...besides, ...fixes]));
    if (disproof === undefined) {
      this.#accepted = [...this.#accepted, ...fixes];
      return;
    }
    const { withdrawal, suspects } = disproof;
    const suspected = fixes.filter((each) => suspects?.has(each) === true);
    const others = fixes.filter((each) => suspects?.has(each) !== true);
    const areAlone = fixes.length === 1 || (suspects !== undefined && others.length === 0 && areApart(fixes));
    if (!areAlone) {
      const isDivided = suspected.length > 0 && others.length > 0;
      for (const part of isDivided ? [others, suspected] : partsOf(fixes)) await this.#try(part);
    } else if (besides.length === 0) {
      for (const each of fixes) this.#refused.push({ ...each, withdrawal });
    }
  }

  /** In acceptance order, which is the order of their edits. */
  #inOrder(fixes: readonly Planned[]): readonly Planned[] {
    const wanted = new Set(fixes);
    return this.#planned.filter((planned) => wanted.has(planned));
  }

  async #disprove(fixes: readonly Planned[]): Promise<Disproof<Planned> | undefined> {
    const texts = new Map([...this.#texts, ...edited(fixes)]);
    const after = await evaluateWith(this.#request, texts);
    const disproof = disprove(this.#before, after, fixes);
    if (disproof !== undefined) return disproof;
    for (const each of fixes) this.afters.set(each, after);
    const objection = await this.#request.objection?.(texts, fixes);
    return objection === undefined ? undefined : { withdrawal: objection, suspects: undefined };
  }
}

/** True if no two fixes change the same container, so each failure has one cause. */
function areApart(fixes: readonly ChosenFix[]): boolean {
  const changed = fixes.flatMap((each) => [...new Set(changedBy(each))]);
  return new Set(changed).size === changed.length;
}

/**
 * Splits fixes in two to find the failing one. Additions and removals are separated first: new
 * findings mostly come from removals.
 */
function partsOf(fixes: readonly Planned[]): readonly (readonly Planned[])[] {
  const isRemoval = ({ fix }: Planned): boolean => fix.changes.some(({ change }) => change.kind === 'remove');
  const [rest, removals] = [fixes.filter((each) => !isRemoval(each)), fixes.filter(isRemoval)];
  if (rest.length > 0 && removals.length > 0) return [rest, removals];
  const half = Math.ceil(fixes.length / 2);
  return [fixes.slice(0, half), fixes.slice(half)];
}

function countBefore(edits: readonly FileEdit[], { span }: FileEdit): number {
  return countWhile(edits.length, (index) => (edits[index]?.span.start ?? 0) < span.start);
}

/** Adjacent deletions may leave an empty parent, which only separate rounds handle correctly. */
function isEmptying(a: FileEdit, b: FileEdit): boolean {
  return a.newText === '' && b.newText === '' && (a.span.end === b.span.start || b.span.end === a.span.start);
}

export function edited(fixes: readonly Planned[]): ReadonlyMap<string, string> {
  const byPath = new Map<string, FileEdit[]>();
  const before = new Map<string, string>();
  for (const { edits, texts } of fixes)
    for (const edit of edits) {
      append(byPath, edit.path, edit);
      before.set(edit.path, texts.get(edit.path) ?? '');
    }
  return new Map([...byPath].map(([path, edits]) => [path, applyEdits(before.get(path) ?? '', edits)]));
}

export function withTexts(input: FixableInput, texts: ReadonlyMap<string, string>): FixableInput {
  const { files, context } = input;
  return {
    ...input,
    files: files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text })),
    context: { ...context, files: withReplacedTexts(context.files, texts, context.workingDirectory) },
  };
}

export async function evaluateWith(input: FixableInput, texts: ReadonlyMap<string, string>): Promise<Evaluated> {
  const { kind, files, context, options } = withTexts(input, texts);
  const isTracked = (path: string): boolean => context.files.isTracked?.(path) === true;
  return workOn(kind, files, context, (parsed) => ({
    parsed,
    results: evaluate(parsed, options, { isTracked, workingDirectory: context.workingDirectory }),
  }));
}
