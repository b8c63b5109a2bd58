import type { DiscoveryNote } from '../files/discover.ts';
import type { Finding } from '../model/finding.ts';
import type { BaselineContext } from './baseline.ts';

/** What a run has seen of the files that a baseline names, by their paths in the baseline. */
export interface Coverage {
  /** True for an input's own file, whether it was read whole or not. */
  isLinted(file: string): boolean;
  /** True where it is there and could not be read, or not whole: what no longer shows may well be there still. */
  isInDoubt(file: string): boolean;
}

interface CoveredInput {
  readonly paths: readonly string[];
  readonly findings: readonly Finding[];
}

/** The coverage of a run by what it linted, and what it noted. */
export function coverageOf(inputs: readonly CoveredInput[], notes: readonly DiscoveryNote[], { toBaselinePath }: Pick<BaselineContext, 'toBaselinePath'>): Coverage {
  const linted = new Set(inputs.flatMap(({ paths }) => paths.map(toBaselinePath)));
  const unread = notes.filter(({ isUnread }) => isUnread === true).map(({ path }) => toBaselinePath(path));
  const inDoubt = new Set(unread);
  for (const { paths, findings } of inputs) {
    const faults = findings.filter(hidesMore);
    if (faults.length === 0) continue;
    for (const path of [...paths, ...faults.map(({ location }) => location.path)]) inDoubt.add(toBaselinePath(path));
  }
  return {
    isLinted: (file) => linted.has(file),
    isInDoubt: (file) => inDoubt.has(file) || unread.some((folder) => folder === '' || file.startsWith(`${folder}/`)),
  };
}

/** What stands behind such a fault may not have been read. */
function hidesMore({ rule, severity }: Finding): boolean {
  return rule.startsWith('syntax/') && (severity === 'error' || rule === 'syntax/limit');
}
