import type { Finding, SubjectName, Suppression } from '../model/finding.ts';

/** A finding, undecided result or outcome for one subject. */
export interface Target extends Pick<Finding, 'rule' | 'location'> {
  readonly subject?: SubjectName | undefined;
  readonly isMissing?: true;
}

/** A suppressor's answer: it suppresses the finding, or a note says why it doesn't. */
export type Match =
  | { readonly suppression: Suppression; readonly note?: undefined }
  | { readonly note: string; readonly suppression?: undefined };

/**
 * A source of suppressions: comments or exceptions. Records which entries are used, so that the
 * others can be reported.
 */
export interface Suppressor<T, Entry> {
  /** The answer for a finding, if any. All matching entries count as used. */
  match(target: T): Match | undefined;
  /**
   * The entries without effect, or the parts of entries. `isOn` is false for rules that are off.
   */
  unused(isOn: (rule: string) => boolean): readonly Entry[];
}

/** An entry that can apply to findings about suppressions. */
export interface SelfReferring {
  readonly isAboutSuppressions: boolean;
}

/** Adds a suppressor's answer to a finding. A later suppression replaces earlier answers. */
export function withMatch(finding: Finding, match: Match | undefined): Finding {
  if (match === undefined) return finding;
  const { suppression, note } = match;
  if (suppression !== undefined) return { ...finding, suppression };
  const { message } = finding;
  return { ...finding, message: { ...message, what: `${message.what} ${note}` }, hasSuppressionNote: true };
}

/**
 * The findings about a suppressor's entries: `others`, and the unused ones. Its own entries may
 * suppress these findings, so entries about suppressions are checked last.
 */
export function findingsAbout<Entry extends SelfReferring>(
  suppressor: Suppressor<Target, Entry>,
  isOn: (rule: string) => boolean,
  toFindings: (unused: Entry) => readonly Finding[],
  others: readonly Finding[] = [],
): readonly Finding[] {
  const unused = (isAboutSuppressions: boolean): readonly Finding[] =>
    suppressor
      .unused(isOn)
      .filter((entry) => entry.isAboutSuppressions === isAboutSuppressions)
      .flatMap(toFindings);
  const findings = [...others, ...unused(false)].map((finding) => withMatch(finding, suppressor.match(finding)));
  return [...findings, ...unused(true)];
}
