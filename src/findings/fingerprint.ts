import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';

/**
 * Identifies a finding across runs: 16 hex digits of rule, `file`, `owner` (subject) and marked
 * text, so it survives moved lines. `text` is its file's text.
 */
export function fingerprintOf(
  { rule, location: { span }, subjects }: Pick<Finding, 'rule' | 'location' | 'subjects'>,
  file: string,
  text: string | undefined,
  // Renaming one of several subjects must not change a shared text's fingerprint.
  owner = subjects.length === 1 ? (subjects[0]?.name ?? '') : '',
): string {
  const marked = text?.slice(span.start, span.end) ?? '';
  // Only a digest of the text, which may hold a secret.
  return createHash('sha256')
    .update([rule, file, owner, marked.replace(/\s+/g, ' ')].join('\0'))
    .digest('hex')
    .slice(0, 16);
}
