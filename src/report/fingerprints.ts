import { fingerprintOf } from '../findings/fingerprint.ts';
import type { Finding } from '../model/finding.ts';
import { normalizePath } from '../util/paths.ts';

/**
 * Names each finding of one report by its fingerprint, numbering duplicates. The same order of
 * calls gives the same names.
 */
export function createFingerprints(texts: ReadonlyMap<string, string>): (finding: Finding) => string {
  const uses = new Map<string, number>();
  return (finding) => {
    const { path } = finding.location;
    const fingerprint = fingerprintOf(finding, normalizePath(path), texts.get(path));
    const use = (uses.get(fingerprint) ?? 0) + 1;
    uses.set(fingerprint, use);
    return use === 1 ? fingerprint : `${fingerprint}-${use}`;
  };
}
