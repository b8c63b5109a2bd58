import type { Finding, Undecided } from '../model/finding.ts';
import { readsInOthers } from '../parsers/registry.ts';
import type { ReportedInput } from '../report/report.ts';
import type { Location } from '../text/location.ts';
import { append, getOrInsert } from '../util/maps.ts';
import { type LintedInput, withResults } from './linted-input.ts';
import { toName } from './parts.ts';

/**
 * Removes duplicate results. A project that includes all files of an input reports for it. Among
 * other inputs that share a file, the first one reports.
 */
export function withoutDuplicates(
  inputs: readonly LintedInput[],
  toKey: (path: string) => string,
): readonly LintedInput[] {
  const byKey = new Map(inputs.map((linted) => [linted.key, linted.input]));
  const hasShared = createSharingTest(inputs, toKey);
  // Compute once per project: it may include many files.
  const said = new Map<string, Said>();
  const saidBy = (project: string): readonly Said[] => {
    const input = byKey.get(project);
    return input === undefined ? [] : [getOrInsert(said, project, () => new Said(toKey, input))];
  };
  const left = inputs.map((linted) => {
    const includers = linted.includers.flatMap(saidBy);
    return includers.length === 0 ? linted : { ...linted, input: without(linted, linted.input, includers) };
  });
  const before = new Said(toKey);
  const once = new Map<LintedInput, LintedInput>();
  // Sort, so that the order of operands doesn't matter.
  for (const linted of left.filter((one) => !readsIn(one.input) && hasShared(one)).toSorted(byProject)) {
    const input = without(linted, linted.input, [before]);
    before.add(input);
    once.set(linted, { ...linted, input });
  }
  return left.map((linted) => once.get(linted) ?? linted);
}

/** Sorts deployed projects last: they only add results that the others lack. */
function byProject(one: LintedInput, other: LintedInput): number {
  const [path, otherPath] = [one.project.join('\n'), other.project.join('\n')];
  const isDeployed = ({ relation }: LintedInput): number => Number(relation === 'deployed');
  return isDeployed(one) - isDeployed(other) || (path < otherPath ? -1 : path > otherPath ? 1 : 0);
}

/**
 * Tests if an input shares a file with another one: its own file, an included one, or one with
 * findings, for example an extended one.
 */
function createSharingTest(
  inputs: readonly LintedInput[],
  toKey: (path: string) => string,
): (linted: LintedInput) => boolean {
  const filesOf = ({ project, relations: { included }, input }: LintedInput): readonly string[] => {
    const found = [...input.findings, ...input.undecided].map(({ location }) => location.path);
    return [...new Set([...project, ...included, ...new Set(found)].map(toKey))];
  };
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const linted of inputs)
    for (const file of filesOf(linted)) {
      if (seen.has(file)) shared.add(file);
      seen.add(file);
    }
  return (linted) => filesOf(linted).some((file) => shared.has(file));
}

/**
 * Removes duplicate results in texts that several inputs read, such as sourced scripts. The text's
 * own input reports them, or else the first input that reads it.
 */
export function withoutSourcedDuplicates(
  inputs: readonly LintedInput[],
  toKey: (path: string) => string,
): readonly LintedInput[] {
  const keyOf = (result: Finding | Undecided): string => {
    const { path, span } = result.location;
    return JSON.stringify([result.rule, 'message' in result, toKey(path), span.start, span.end]);
  };
  const keyOfSubject = ({ location: { path, span }, kind }: ReportedInput['subjects'][number]): string =>
    JSON.stringify([kind, toKey(path), span.start, span.end]);
  const known = new Set<string>();
  const isOwn = ({ project }: LintedInput, { path }: Location): boolean => project.includes(path);
  const scripts = inputs.filter(({ input }) => readsIn(input));
  for (const linted of scripts) {
    for (const result of [...linted.input.findings, ...linted.input.undecided])
      if (isOwn(linted, result.location)) known.add(keyOf(result));
    for (const subject of linted.input.subjects) if (isOwn(linted, subject.location)) known.add(keyOfSubject(subject));
  }
  const isNew = (linted: LintedInput, location: Location, key: string): boolean => {
    if (isOwn(linted, location)) return true;
    const wasKnown = known.has(key);
    known.add(key);
    return !wasKnown;
  };
  return inputs.map((linted) => {
    const { input } = linted;
    const isForeign = ({ location }: { readonly location: Location }): boolean => !isOwn(linted, location);
    if (!readsIn(input) || ![...input.findings, ...input.undecided, ...input.subjects].some(isForeign)) return linted;
    const kept = <R extends Finding | Undecided>(results: readonly R[]): readonly R[] =>
      results.filter((result) => isNew(linted, result.location, keyOf(result)));
    const [findings, undecided] = [kept(input.findings), kept(input.undecided)];
    const named = new Set([...findings, ...undecided].flatMap(({ subjects }) => subjects.map(toName)));
    const subjects = input.subjects.filter(
      (subject) => isNew(linted, subject.location, keyOfSubject(subject)) || named.has(toName(subject)),
    );
    return withResults(linted, { findings, undecided, subjects });
  });
}

function readsIn({ kind }: ReportedInput): boolean {
  return kind !== 'configuration' && readsInOthers(kind);
}

class Said {
  readonly #toKey: (path: string) => string;
  readonly #known = new Set<string>();
  readonly #named = new Map<string, ReadonlySet<string>[]>();

  constructor(toKey: (path: string) => string, input?: ReportedInput) {
    this.#toKey = toKey;
    if (input !== undefined) this.add(input);
  }

  add({ findings, undecided, subjects }: ReportedInput): void {
    for (const finding of findings) {
      this.#known.add(this.#keyOf(finding));
      append(this.#named, this.#keyOfPlace(finding), new Set(finding.subjects.map(toName)));
    }
    for (const question of undecided) this.#known.add(this.#keyOf(question));
    for (const subject of subjects)
      for (const verdicts of [[], subject.verdicts]) this.#known.add(this.#keyOfSubject(subject, verdicts));
  }

  /**
   * True if a known finding covers this result, also one about more subjects: a shared text has one
   * cause.
   */
  has(result: Finding | Undecided): boolean {
    if (this.#known.has(this.#keyOf(result))) return true;
    if (!('message' in result)) return false;
    const names = result.subjects.map(toName);
    const others = this.#named.get(this.#keyOfPlace(result)) ?? [];
    return (
      names.length > 0 && others.some((other) => other.size > names.length && names.every((name) => other.has(name)))
    );
  }

  /**
   * True if the subject is known. For part of a project, its verdicts don't matter, because a part
   * has fewer results.
   */
  hasSubject(subject: ReportedInput['subjects'][number], isPart: boolean): boolean {
    return this.#known.has(this.#keyOfSubject(subject, isPart ? [] : subject.verdicts));
  }

  #keyOf(result: Finding | Undecided): string {
    const said = 'message' in result ? result.message.what : result.reason;
    return JSON.stringify([this.#keyOfPlace(result), said, result.subjects.map(toName)]);
  }

  #keyOfPlace(result: Finding | Undecided): string {
    const said = 'message' in result ? [result.severity, result.suppression] : [];
    return JSON.stringify([result.rule, this.#placeOf(result.location), said]);
  }

  #keyOfSubject(subject: ReportedInput['subjects'][number], verdicts: Iterable<unknown>): string {
    return JSON.stringify([toName(subject), this.#placeOf(subject.location), [...verdicts]]);
  }

  #placeOf({ path, span }: Location): readonly unknown[] {
    return [this.#toKey(path), span.start, span.end];
  }
}

function without({ isPart }: LintedInput, input: ReportedInput, said: readonly Said[]): ReportedInput {
  const isNew = (result: Finding | Undecided): boolean => !said.some((one) => one.has(result));
  const findings = input.findings.filter(isNew);
  const left = new Set(findings.flatMap(({ subjects }) => subjects.map(toName)));
  return {
    ...input,
    findings,
    undecided: input.undecided.filter(isNew),
    subjects: input.subjects.filter(
      (subject) => left.has(toName(subject)) || !said.some((one) => one.hasSubject(subject, isPart)),
    ),
  };
}
