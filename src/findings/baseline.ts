import type { Finding, SubjectName } from '../model/finding.ts';
import { short } from '../rules/shared/wording.ts';
import { append } from '../util/maps.ts';
import type { Coverage } from './coverage.ts';
import { fingerprintOf } from './fingerprint.ts';

/** A finding in one container or exec that was there when the baseline was written. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the baseline's folder. */
  readonly file: string;
  /** The name of the container or exec; the names of all of them in an entry of version 1. Empty where there is none. */
  readonly subject: string;
  /** See {@link fingerprintOf}. */
  readonly fingerprint: string;
  /** The files of the project in which it was found, as `file` is; `undefined` where that is not known (version 1). */
  readonly project: readonly string[] | undefined;
}

/** What a baseline needs to know of a finding's surroundings. */
export interface BaselineContext {
  /** A file's path as the baseline has it. */
  readonly toBaselinePath: (path: string) => string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The findings of one input, and what it was made of. */
export interface BaselinedInput {
  readonly input: { readonly findings: readonly Finding[] };
  readonly project: readonly string[];
  readonly included: readonly string[];
}

/** The entries of the findings that count, one for each container or exec that shares the text: those that are suppressed already need none. */
export function toBaseline(inputs: readonly BaselinedInput[], context: BaselineContext): readonly BaselineEntry[] {
  return inputs.flatMap(({ input, project }) =>
    input.findings.flatMap((finding) =>
      finding.suppression === undefined ? toPairs(finding, project, context).map(({ entry }) => entry) : [],
    ),
  );
}

/** A finding in one of its subjects. */
interface Pair {
  readonly subject: SubjectName | undefined;
  readonly entry: BaselineEntry;
  /** The finding's fingerprint in a baseline of version 1, where several subjects share it. */
  readonly shared: string;
}

function toPairs(
  finding: Finding,
  project: readonly string[],
  { toBaselinePath, texts }: BaselineContext,
): readonly Pair[] {
  const { rule, location, subjects } = finding;
  const file = toBaselinePath(location.path);
  const text = texts.get(location.path);
  const shared = fingerprintOf(finding, file, text);
  const paths = project.map(toBaselinePath);
  const subjectsOrNone = subjects.length === 0 ? [undefined] : subjects;
  return subjectsOrNone.map((subject) => {
    const name = subject?.name ?? '';
    const fingerprint = subjectsOrNone.length === 1 ? shared : fingerprintOf(finding, file, text, name);
    return { subject, shared, entry: { rule, file, subject: name, fingerprint, project: paths } };
  });
}

/** What an entry still speaks for: the one subject that it names, or one of several. */
interface Slot {
  readonly entry: BaselineEntry;
  readonly name: string;
  isUsed: boolean;
}

/** Takes entries out as findings use them, so that what is left at the end is gone from the files. */
export class Baseline {
  readonly #slots = new Map<string, Slot[]>();
  readonly #slotsOf = new Map<BaselineEntry, readonly Slot[]>();
  readonly #met: BaselineEntry[] = [];

  constructor(entries: readonly BaselineEntry[]) {
    for (const entry of entries) {
      const { subject, fingerprint } = entry;
      const names = subject.includes(', ') ? subject.split(', ') : [];
      const slots = [subject, ...names].map((name): Slot => ({ entry, name, isUsed: false }));
      this.#slotsOf.set(entry, slots);
      for (const slot of slots) {
        if (slot.name === subject) this.#addSlot(fingerprint, slot);
        this.#addSlot(sharedKey(fingerprint, slot.name), slot);
      }
    }
  }

  /** The inputs' findings, those marked that the baseline has in each of their subjects; where it lacks some, the message names these. */
  apply(inputs: readonly BaselinedInput[], context: BaselineContext): readonly (readonly Finding[])[] {
    const pairs = inputs.map(({ input, project }) =>
      input.findings.map((finding) =>
        finding.suppression === undefined
          ? toPairs(finding, project, context).map((pair) => ({ ...pair, isKnown: false }))
          : [],
      ),
    );
    // An entry is first for the project in which it was found, and then for one that has some of its files.
    for (const isExact of [true, false]) {
      for (const [index, input] of inputs.entries()) {
        const files = new Set([...input.project, ...input.included].map(context.toBaselinePath));
        for (const pair of pairs[index]?.flat() ?? [])
          if (!pair.isKnown) pair.isKnown = this.#take(pair, files, isExact);
      }
    }
    return inputs.map(({ input }, index) =>
      input.findings.map((finding, at) => {
        const own = pairs[index]?.[at] ?? [];
        const unknown = own.filter(({ isKnown }) => !isKnown);
        if (unknown.length === own.length) return finding;
        return unknown.length === 0 ? { ...finding, suppression: { kind: 'baseline' } } : withNew(finding, unknown);
      }),
    );
  }

  /** The entries that findings have used, as they would be written now. */
  used(): readonly BaselineEntry[] {
    return this.#met;
  }

  /** The entries that no finding has used so far; one that speaks for several subjects is left with those that it was not used for. */
  unused(): readonly BaselineEntry[] {
    return [...this.#slotsOf].flatMap(([entry, [whole, ...parts]]) => {
      const left = parts.filter(({ isUsed }) => !isUsed);
      if (whole?.isUsed === true || (parts.length > 0 && left.length === 0)) return [];
      return left.length === parts.length ? [entry] : [{ ...entry, subject: left.map(({ name }) => name).join(', ') }];
    });
  }

  #addSlot(key: string, slot: Slot): void {
    append(this.#slots, key, slot);
  }

  #take({ entry, subject, shared }: Pair, files: ReadonlySet<string>, isExact: boolean): boolean {
    const isFor = ({ entry: { project }, isUsed }: Slot): boolean => {
      if (isUsed) return false;
      if (isExact) return project !== undefined && isSame(project, entry.project ?? []);
      return project === undefined || project.some((path) => files.has(path));
    };
    const slot = [
      ...(this.#slots.get(entry.fingerprint) ?? []),
      ...(this.#slots.get(sharedKey(shared, subject?.name ?? '')) ?? []),
    ].find(isFor);
    if (slot === undefined) return false;
    slot.isUsed = true;
    this.#met.push(entry);
    return true;
  }
}

/** True for an entry that no finding has used where it would have been, if what it speaks for were still there. */
export function isGone(entry: BaselineEntry, coverage: Coverage): boolean {
  return coverage.covers(entry.project, entry.file) && !isInDoubt(entry, coverage);
}

/** True where a file that it is about could not be read, or not whole. */
export function isInDoubt({ file, project = [] }: BaselineEntry, coverage: Coverage): boolean {
  return [file, ...project].some((path) => coverage.isInDoubt(path));
}

function sharedKey(fingerprint: string, name: string): string {
  return `${fingerprint} ${name}`;
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((path, index) => path === b[index]);
}

const MAX_NAMES = 10;

function withNew(finding: Finding, pairs: readonly Pair[]): Finding {
  const names = pairs.flatMap(({ subject }) => (subject === undefined ? [] : [`\`${short(subject.name)}\``]));
  const more = names.length - MAX_NAMES;
  const list = [...names.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  const what = `${finding.message.what} The baseline has it, but not for ${list}.`;
  return { ...finding, message: { ...finding.message, what }, hasSuppressionNote: true };
}
