import { fingerprintOf } from '../findings/fingerprint.ts';
import type { Finding } from '../model/finding.ts';
import { normalizePath } from '../util/paths.ts';

/**
 * Returns a function for unique names of a report's findings: fingerprints with numbers for
 * duplicates. The names depend on the order of calls.
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
