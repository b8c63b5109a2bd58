import type { Finding, SubjectName } from '../model/finding.ts';
import type { Relations } from '../parsers/contract/relations.ts';
import { short } from '../rules/shared/wording.ts';
import { append } from '../util/maps.ts';
import type { Coverage } from './coverage.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Match, Suppressor } from './suppression.ts';

/** A finding in one container or exec when the baseline was written. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the baseline's directory. */
  readonly file: string;
  /** The name of the container or exec, in version 1 all names; empty if there is none. */
  readonly subject: string;
  /** See {@link fingerprintOf}. */
  readonly fingerprint: string;
  /** The files of the project that had the finding, relative like `file`; `undefined` if unknown (version 1). */
  readonly project: readonly string[] | undefined;
}

/** The context of a finding for baselines. */
export interface BaselineContext {
  readonly toBaselinePath: (path: string) => string;
  readonly texts: ReadonlyMap<string, string>;
}

/** The findings of one input, and its files. */
export interface BaselinedInput {
  readonly input: { readonly findings: readonly Finding[] };
  readonly project: readonly string[];
  readonly relations: Pick<Relations, 'included'>;
}

/** The entries of open findings, one for each container or exec that shares the text. */
export function toBaseline(inputs: readonly BaselinedInput[], context: BaselineContext): readonly BaselineEntry[] {
  return inputs.flatMap(({ input, project }) =>
    input.findings.flatMap((finding) =>
      finding.suppression === undefined ? toPairs(finding, project, context).map(({ entry }) => entry) : [],
    ),
  );
}

interface Pair {
  readonly subject: SubjectName | undefined;
  readonly entry: BaselineEntry;
  /** The version 1 fingerprint, which several subjects share. */
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

/** The unused part of an entry: its subject, or one of several. */
interface Slot {
  readonly entry: BaselineEntry;
  readonly name: string;
  isUsed: boolean;
}

/** The entries of a baseline. Findings use up their entries; the remaining ones are gone from the files. */
export class Baseline implements Suppressor<Finding, BaselineEntry> {
  readonly #slots = new Map<string, Slot[]>();
  readonly #slotsOf = new Map<BaselineEntry, readonly Slot[]>();
  readonly #met: BaselineEntry[] = [];
  readonly #matches = new Map<Finding, Match>();

  /** `inputs` are all inputs to compare: the assignment of entries to findings depends on all of them. */
  constructor(entries: readonly BaselineEntry[], inputs: readonly BaselinedInput[], context: BaselineContext) {
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
    const candidates = inputs.map(({ input, project, relations }) => ({
      files: new Set([...project, ...relations.included].map(context.toBaselinePath)),
      findings: input.findings
        .filter(({ suppression }) => suppression === undefined)
        .map((finding) => ({
          finding,
          pairs: toPairs(finding, project, context).map((pair) => ({ ...pair, isKnown: false })),
        })),
    }));
    // Entries match first their own project, then one that shares files.
    for (const isExact of [true, false]) {
      for (const { files, findings } of candidates) {
        for (const pair of findings.flatMap(({ pairs }) => pairs))
          if (!pair.isKnown) pair.isKnown = this.#take(pair, files, isExact);
      }
    }
    for (const { finding, pairs } of candidates.flatMap(({ findings }) => findings)) {
      const unknown = pairs.filter(({ isKnown }) => !isKnown);
      if (unknown.length === 0) this.#matches.set(finding, { suppression: { kind: 'baseline' } });
      else if (unknown.length < pairs.length) this.#matches.set(finding, { note: lacking(unknown) });
    }
  }

  /** Suppressed if each subject has an entry; otherwise the note names those without. */
  match(finding: Finding): Match | undefined {
    return this.#matches.get(finding);
  }

  /** The used entries, in the current format. */
  used(): readonly BaselineEntry[] {
    return this.#met;
  }

  /** The unused entries, reduced to their unused subjects. */
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

/** True for an unused entry that this run would have used if its finding still existed. */
export function isGone(entry: BaselineEntry, coverage: Coverage): boolean {
  return coverage.covers(entry.project, entry.file) && !isInDoubt(entry, coverage);
}

/** True if one of its files could not be read completely. */
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

function lacking(pairs: readonly Pair[]): string {
  const names = pairs.flatMap(({ subject }) => (subject === undefined ? [] : [`\`${short(subject.name)}\``]));
  const more = names.length - MAX_NAMES;
  const list = [...names.slice(0, MAX_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return `The baseline has this, but not for ${list}.`;
}
