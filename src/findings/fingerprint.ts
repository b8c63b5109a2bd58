import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';

/**
 * What a finding is known by from one run to the next: 16 hexadecimal digits of the rule, the file, the subject and the
 * marked text, so that it stays the same when lines move. `file` is the path as it is to count, `text` that of the
 * finding's file, `owner` the name of the subject as it is to count.
 */
export function fingerprintOf(
  { rule, location: { span }, subjects }: Pick<Finding, 'rule' | 'location' | 'subjects'>,
  file: string,
  text: string | undefined,
  // A text that several share stays the same when one of them is renamed.
  owner = subjects.length === 1 ? (subjects[0]?.name ?? '') : '',
): string {
  const marked = text?.slice(span.start, span.end) ?? '';
  // Only a digest of the text: it may hold what should not be kept in a second place.
  return createHash('sha256')
    .update([rule, file, owner, marked.replace(/\s+/g, ' ')].join('\0'))
    .digest('hex')
    .slice(0, 16);
}
