import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import { statementAt } from '../text/statement.ts';

/**
 * Identifies a finding across runs: 16 hex digits of the rule, `file`, `owner` (the subject) and
 * the marked text, so moved lines don't matter. `text` is the file's text.
 */
export function fingerprintOf(
  { rule, location: { span }, subjects, statement }: Pick<Finding, 'rule' | 'location' | 'subjects' | 'statement'>,
  file: string,
  text: string | undefined,
  // Use no name if several subjects share the text: renaming one must not change the fingerprint.
  owner = subjects.length === 1 ? (subjects[0]?.name ?? '') : '',
): string {
  return fingerprintOfText(rule, file, owner, statement ?? text?.slice(span.start, span.end) ?? '');
}

/** Contains only a digest of the text, which may include a secret. */
export function fingerprintOfText(rule: string, file: string, owner: string, marked: string): string {
  return digestOf([rule, file, owner, marked.replace(/\s+/g, ' ')].join('\0'));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const UNREAD: ReadonlySet<string> = new Set(['syntax/unread-command', 'syntax/unknown-command']);

/** Adds a digest of an unread command's statement, because reports hide most of its text. */
export function withStatement(finding: Finding, texts: ReadonlyMap<string, string>): Finding {
  const { rule, location } = finding;
  const text = UNREAD.has(rule) ? texts.get(location.path) : undefined;
  return text === undefined ? finding : { ...finding, statement: digestOf(statementAt(text, location.span)) };
}
