import { createHash } from 'node:crypto';
import type { Finding } from '../model/finding.ts';
import { statementAt } from '../text/statement.ts';

/**
 * Identifies a finding across runs: 16 hex digits of rule, `file`, `owner` (subject) and marked
 * text, so it survives moved lines. `text` is its file's text.
 */
export function fingerprintOf(
  { rule, location: { span }, subjects, statement }: Pick<Finding, 'rule' | 'location' | 'subjects' | 'statement'>,
  file: string,
  text: string | undefined,
  // Renaming one of several subjects must not change a shared text's fingerprint.
  owner = subjects.length === 1 ? (subjects[0]?.name ?? '') : '',
): string {
  return fingerprintOfText(rule, file, owner, statement ?? text?.slice(span.start, span.end) ?? '');
}

/** Only a digest of the text, which may hold a secret. */
export function fingerprintOfText(rule: string, file: string, owner: string, marked: string): string {
  return digestOf([rule, file, owner, marked.replace(/\s+/g, ' ')].join('\0'));
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

const UNREAD: ReadonlySet<string> = new Set(['syntax/unread-command', 'syntax/unknown-command']);

/**
 * Adds a digest of the statement of an unread command: the texts of a report hide most of it.
 */
export function withStatement(finding: Finding, texts: ReadonlyMap<string, string>): Finding {
  const { rule, location } = finding;
  const text = UNREAD.has(rule) ? texts.get(location.path) : undefined;
  return text === undefined ? finding : { ...finding, statement: digestOf(statementAt(text, location.span)) };
}
