import { evaluate } from '../findings/evaluate.ts';
import type { Fix } from '../model/change.ts';
import type { Finding } from '../model/finding.ts';
import type { ParseContext, Parsed, SourceFile } from '../parsers/contract/parsed.ts';
import type { Writer } from '../parsers/contract/writer.ts';
import { parseInput } from '../parsers/index.ts';
import { frontEndOf, type InputKind } from '../parsers/registry.ts';
import { applyEdits, type FileEdit, isOverlapping } from '../text/edit.ts';
import { append } from '../util/maps.ts';
import type { RuleOptions } from '../workspace/config/policy.ts';
import { disprove, type Evaluated, type Withdrawal } from './proof.ts';

/** An input to be fixed, and what of it. */
export interface FixRequest {
  readonly kind: InputKind;
  readonly files: readonly SourceFile[];
  readonly context: ParseContext;
  readonly options: RuleOptions;
  /** The fix of a finding that is to be made; `undefined` for none of them. */
  readonly choose: (finding: Finding) => Fix | undefined;
  /** True for a file that may be written. */
  readonly isWritable: (path: string) => boolean;
}

/** A finding with the fix that was chosen for it. */
export interface ChosenFix {
  readonly finding: Finding;
  readonly fix: Fix;
}

/** One that is not made, and why. */
export type Refused = ChosenFix & { readonly withdrawal: Withdrawal };

export interface FixedInput {
  /** The new texts of the files that change, by path. */
  readonly texts: ReadonlyMap<string, string>;
  /** What was proven and made, in the order in which it was made; the places of a finding are those of its round. */
  readonly made: readonly ChosenFix[];
  /** What was not made, and why. */
  readonly withdrawn: readonly Refused[];
}

/** Fixes that get in each other's way are made one after the other, in so many rounds. */
const MAX_ROUNDS = 10;

/**
 * Makes every fix that is chosen and can be proven. What does not overlap is made at once; what fails together with others is tried again in the next round,
 * and withdrawn if it fails alone. Nothing is written: the new texts are the result.
 */
export async function fixInput(request: FixRequest): Promise<FixedInput> {
  const { loadWriter } = await frontEndOf(request.kind).load();
  const writer = await loadWriter?.();
  const texts = new Map<string, string>();
  const made: ChosenFix[] = [];
  const withdrawn = new Map<string, Refused>();
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const before = await evaluateWith(request, texts);
    const planned: Planned[] = [];
    for (const finding of before.results.findings) {
      const fix = finding.suppression === undefined ? request.choose(finding) : undefined;
      if (fix === undefined || withdrawn.has(keyOf(finding, fix))) continue;
      const result = plan({ finding, fix }, before, writer, (path) => isWhole(path, before.parsed, request, texts));
      if ('reason' in result) withdrawn.set(keyOf(finding, fix), { finding, fix, withdrawal: result });
      else planned.push(result);
    }
    // A text is put right before anything is changed of what it asks for, so that the proof of the one is not that of the other.
    const repairs = planned.filter(({ fix }) => fix.repairs !== undefined);
    const trial = new Round(request, before, texts);
    for (const each of repairs.length > 0 ? repairs : planned) trial.add(each);
    const { accepted, refused } = await trial.prove();
    for (const { finding, fix, withdrawal } of refused)
      withdrawn.set(keyOf(finding, fix), { finding, fix, withdrawal });
    if (accepted.length === 0 && refused.length === 0) break;
    made.push(...accepted.map(({ finding, fix }) => ({ finding, fix })));
    for (const [path, text] of edited(before.parsed.texts, accepted)) texts.set(path, text);
  }
  return { texts, made, withdrawn: [...withdrawn.values()] };
}

/** A fix and the edits that make it. */
interface Planned extends ChosenFix {
  readonly edits: readonly FileEdit[];
}

function plan(
  { finding, fix }: ChosenFix,
  { parsed }: Evaluated,
  writer: Writer | undefined,
  isWritable: (path: string) => boolean,
): Planned | Withdrawal {
  const edits: FileEdit[] = [];
  for (const repair of fix.repairs ?? []) {
    if (repair.kind === 'edit') {
      const { path, span, newText } = repair;
      edits.push({ path, span, newText });
      continue;
    }
    const written = writer?.remove?.(repair.location, parsed.texts);
    if (written === undefined) return { reason: 'no-writer', message: 'Files of this kind are not written by people.' };
    if (written.refusal !== undefined) return written.refusal;
    edits.push(...written.edits);
  }
  for (const { subject: index, change } of fix.changes) {
    const subject = parsed.subjects[index];
    if (writer === undefined || subject === undefined)
      return { reason: 'no-writer', message: 'Files of this kind are not written by people.' };
    const written = writer.write(change, subject, parsed.texts);
    if (written.refusal !== undefined) return written.refusal;
    // Several subjects that share a text ask for the same edit.
    for (const edit of written.edits) if (!edits.some((other) => isSameEdit(edit, other))) edits.push(edit);
  }
  const other = edits.find(({ path }) => !isWritable(path));
  if (other !== undefined)
    return { reason: 'other-file', message: `It would change \`${other.path}\`, which was not asked for.` };
  return edits.length === 0 ? { reason: 'form', message: 'It would change nothing.' } : { finding, fix, edits };
}

/** True for a file that may be written, and whose text is what was parsed: of some a part is hidden, or replaced. */
function isWhole(
  path: string,
  { texts }: Parsed,
  { files, context, isWritable }: FixRequest,
  changed: ReadonlyMap<string, string>,
): boolean {
  if (!isWritable(path)) return false;
  const own = changed.get(path) ?? files.find((file) => file.path === path)?.text;
  const read = own === undefined ? context.files.read(path) : { text: own };
  return 'text' in read && read.text === texts.get(path);
}

function isSameEdit(a: FileEdit, b: FileEdit): boolean {
  return a.path === b.path && a.span.start === b.span.start && a.span.end === b.span.end && a.newText === b.newText;
}

/** What is planned in one round: edits of the same texts. */
class Round {
  readonly #request: FixRequest;
  readonly #before: Evaluated;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #planned: Planned[] = [];
  readonly #refused: Refused[] = [];
  #accepted: readonly Planned[] = [];

  constructor(request: FixRequest, before: Evaluated, texts: ReadonlyMap<string, string>) {
    this.#request = request;
    this.#before = before;
    this.#texts = texts;
  }

  /** Takes a fix, unless its edits overlap with those of another: then its turn is the next round. */
  add(planned: Planned): void {
    const isFree = planned.edits.every((edit) =>
      this.#planned.every(
        ({ edits }) => !edits.some((other) => other.path === edit.path && isOverlapping(edit, other)),
      ),
    );
    if (isFree) this.#planned.push(planned);
  }

  /** Those that hold together, and those that do not hold alone; the others are left to the next round. */
  async prove(): Promise<{ readonly accepted: readonly Planned[]; readonly refused: readonly Refused[] }> {
    await this.#try(this.#planned);
    return { accepted: this.#accepted, refused: this.#refused };
  }

  async #try(fixes: readonly Planned[]): Promise<void> {
    if (fixes.length === 0) return;
    const withdrawal = await this.#disprove([...this.#accepted, ...fixes]);
    if (withdrawal === undefined) {
      this.#accepted = [...this.#accepted, ...fixes];
      return;
    }
    const [first] = fixes;
    if (fixes.length > 1) {
      const half = Math.ceil(fixes.length / 2);
      await this.#try(fixes.slice(0, half));
      await this.#try(fixes.slice(half));
    } else if (first !== undefined && this.#accepted.length === 0) {
      this.#refused.push({ ...first, withdrawal });
    }
  }

  async #disprove(fixes: readonly Planned[]): Promise<Withdrawal | undefined> {
    const texts = new Map([...this.#texts, ...edited(this.#before.parsed.texts, fixes)]);
    const after = await evaluateWith(this.#request, texts);
    return disprove(this.#before, after, {
      changes: fixes.flatMap(({ fix }) => fix.changes),
      findings: fixes.map(({ finding }) => finding),
      repaired: fixes.flatMap(({ finding, fix }) => (fix.repairs === undefined ? [] : [finding])),
    });
  }
}

/** The texts that fixes change, by path, as they are then. */
function edited(texts: ReadonlyMap<string, string>, fixes: readonly Planned[]): ReadonlyMap<string, string> {
  const byPath = new Map<string, FileEdit[]>();
  for (const edit of fixes.flatMap(({ edits }) => edits)) append(byPath, edit.path, edit);
  return new Map([...byPath].map(([path, edits]) => [path, applyEdits(texts.get(path) ?? '', edits)]));
}

/** The input with other texts in the place of some of its files. */
async function evaluateWith(
  { kind, files, context, options }: FixRequest,
  texts: ReadonlyMap<string, string>,
): Promise<Evaluated> {
  const parsed: Parsed = await parseInput(
    kind,
    files.map(({ path, text }) => ({ path, text: texts.get(path) ?? text })),
    {
      ...context,
      files: {
        read: (path) => {
          const text = texts.get(path);
          return text === undefined ? context.files.read(path) : { text };
        },
      },
    },
  );
  return { parsed, results: evaluate(parsed, options) };
}

/** What a finding is, wherever it stands: edits move it. */
function keyOf({ rule, message, subjects, location }: Finding, { title }: Fix): string {
  return JSON.stringify([rule, title, message.what, location.path, subjects]);
}
