import type { Finding } from '../model/finding.ts';
import type { Relations } from '../parsers/contract/relations.ts';
import { short } from '../rules/shared/wording.ts';
import { groupBy } from '../util/maps.ts';
import type { Coverage } from './coverage.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Match } from './suppression.ts';

/** A known finding: it existed in one container or exec when the baseline was written. */
export interface BaselineEntry {
  readonly rule: string;
  /** Relative to the baseline's directory. */
  readonly file: string;
  /** The name of the container or exec; empty if there is none. */
  readonly subject: string;
  /** See {@link fingerprintOf}. */
  readonly fingerprint: string;
  /** The files of the project with the finding, relative to the baseline's directory. */
  readonly project: readonly string[];
}

export interface BaselineContext {
  readonly toBaselinePath: (path: string) => string;
  readonly texts: ReadonlyMap<string, string>;
}

export interface BaselinedInput {
  readonly input: { readonly findings: readonly Finding[] };
  readonly project: readonly string[];
  readonly relations: Pick<Relations, 'included'>;
}

/** One entry for each finding that isn't suppressed, and for each container or exec that has it. */
export function toBaseline(inputs: readonly BaselinedInput[], context: BaselineContext): readonly BaselineEntry[] {
  return inputs.flatMap((one) => openEntries(one, context).flatMap(([, entries]) => entries));
}

function openEntries(
  { input, project }: BaselinedInput,
  { toBaselinePath, texts }: BaselineContext,
): readonly (readonly [Finding, readonly BaselineEntry[]])[] {
  const paths = project.map(toBaselinePath);
  const open = input.findings.filter(({ suppression }) => suppression === undefined);
  return open.map((finding) => {
    const { rule, location, subjects } = finding;
    const file = toBaselinePath(location.path);
    const text = texts.get(location.path);
    const names = subjects.length === 0 ? [''] : subjects.map(({ name }) => name);
    const entries = names.map((subject): BaselineEntry => {
      const fingerprint = fingerprintOf(finding, file, text, subject);
      return { rule, file, subject, fingerprint, project: paths };
    });
    return [finding, entries];
  });
}

/**
 * Compares findings with a baseline: each finding uses up one entry per subject. Unused entries
 * stand for resolved findings.
 */
export class Baseline {
  /**
   * Suppresses findings with an entry for each subject. If only some have one, a note names the
   * others.
   */
  readonly matches: ReadonlyMap<Finding, Match>;
  /** The entries of current findings that the baseline also has. */
  readonly used: ReadonlySet<BaselineEntry>;
  readonly unused: ReadonlySet<BaselineEntry>;

  /** `inputs` must be all inputs that share the baseline, because they compete for its entries. */
  constructor(entries: readonly BaselineEntry[], inputs: readonly BaselinedInput[], context: BaselineContext) {
    const unused = new Set(entries);
    const used = new Set<BaselineEntry>();
    const earlier = groupBy(entries, ({ fingerprint }) => fingerprint);
    const candidates = inputs.map((one) => ({
      files: new Set([...one.project, ...one.relations.included].map(context.toBaselinePath)),
      findings: openEntries(one, context),
    }));
    // First match entries of the same project, then entries of projects that share a file.
    for (const isExact of [true, false]) {
      for (const { files, findings } of candidates) {
        for (const now of findings.flatMap(([, own]) => own)) {
          if (used.has(now)) continue;
          const isFor = ({ project }: BaselineEntry): boolean =>
            isExact ? isSame(project, now.project) : project.some((path) => files.has(path));
          const match = earlier.get(now.fingerprint)?.find((entry) => unused.has(entry) && isFor(entry));
          if (match === undefined) continue;
          unused.delete(match);
          used.add(now);
        }
      }
    }
    const matches = new Map<Finding, Match>();
    for (const [finding, own] of candidates.flatMap(({ findings }) => findings)) {
      const unknown = own.filter((entry) => !used.has(entry));
      if (unknown.length === 0) matches.set(finding, { suppression: { kind: 'baseline' } });
      else if (unknown.length < own.length) matches.set(finding, { note: lacking(unknown) });
    }
    this.matches = matches;
    this.used = used;
    this.unused = unused;
  }
}

/** True if this run would have used the entry if its finding still existed; for unused entries. */
export function isGone(entry: BaselineEntry, coverage: Coverage): boolean {
  return coverage.covers(entry.project) && !isInDoubt(entry, coverage);
}

/** True if one of the entry's files could not be read completely. */
export function isInDoubt({ file, project }: BaselineEntry, coverage: Coverage): boolean {
  return [file, ...project].some((path) => coverage.isInDoubt(path));
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((path, index) => path === b[index]);
}

const MAX_NAMES = 10;

function lacking(entries: readonly BaselineEntry[]): string {
  const names = entries.slice(0, MAX_NAMES).map(({ subject }) => `\`${short(subject)}\``);
  const more = entries.length > MAX_NAMES ? [`${entries.length - MAX_NAMES} more`] : [];
  return `The baseline has this, but not for ${[...names, ...more].join(', ')}.`;
}
