import type { Finding, SubjectName } from '../model/finding.ts';
import type { DiscoveryNote } from '../workspace/files/discover.ts';
import type { BaselineContext, BaselineEntry } from './baseline.ts';

/** What a run has seen of the files that a baseline names, by their paths in the baseline. */
export interface Coverage {
  /** True for an entry whose finding would have been met again if it were still there. */
  covers(entry: Pick<BaselineEntry, 'file' | 'subject'>): boolean;
  /** True where it is there and could not be read, or not whole: what no longer shows may well be there still. */
  isInDoubt(file: string): boolean;
}

/** An input as far as its coverage hangs on it. */
export interface CoveredInput {
  readonly input: {
    readonly paths: readonly string[];
    readonly findings: readonly Finding[];
    readonly subjects: readonly SubjectName[];
  };
  /** True where it was looked at for the sake of files that it includes. */
  readonly isPart: boolean;
}

/** What of a run tells its coverage. */
export interface CoveredRun {
  readonly inputs: readonly CoveredInput[];
  readonly notes: readonly DiscoveryNote[];
  /** The folders that were walked. */
  readonly walked: readonly string[];
}

/**
 * The coverage of a run. Where the folder of the baseline was not walked as a whole, a project that nobody looked at may have a finding in a file
 * that was linted, through `extends` or `include`: then an entry is covered only where the file is an input of its own, with the entry's containers.
 */
export function coverageOf(
  { inputs, notes, walked }: CoveredRun,
  { toBaselinePath }: Pick<BaselineContext, 'toBaselinePath'>,
): Coverage {
  const isWhole = walked.some((folder) => /^(?:\.\.(?:\/|$))*$/.test(toBaselinePath(folder)));
  const names = new Map<string, ReadonlySet<string>>();
  for (const { input, isPart } of inputs) {
    for (const path of input.paths.map(toBaselinePath))
      names.set(path, new Set([...(names.get(path) ?? []), ...(isPart ? [] : input.subjects.map(({ name }) => name))]));
  }
  const parts = new Set(inputs.flatMap(({ input: { paths }, isPart }) => (isPart ? paths.map(toBaselinePath) : [])));
  const unread = notes.filter(({ isUnread }) => isUnread === true).map(({ path }) => toBaselinePath(path));
  const inDoubt = new Set(unread);
  for (const {
    input: { paths, findings },
  } of inputs) {
    const faults = findings.filter(hidesMore);
    if (faults.length === 0) continue;
    for (const path of [...paths, ...faults.map(({ location }) => location.path)]) inDoubt.add(toBaselinePath(path));
  }
  return {
    covers: ({ file, subject }) => {
      const known = names.get(file);
      return (
        known !== undefined &&
        (isWhole || (!parts.has(file) && subject.split(', ').every((name) => name === '' || known.has(name))))
      );
    },
    isInDoubt: (file) => inDoubt.has(file) || unread.some((folder) => folder === '' || file.startsWith(`${folder}/`)),
  };
}

/** What stands behind such a fault may not have been read. */
function hidesMore({ rule, severity }: Finding): boolean {
  return rule.startsWith('syntax/') && (severity === 'error' || rule === 'syntax/limit');
}
