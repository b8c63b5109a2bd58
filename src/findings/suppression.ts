import type { Finding, SubjectName, Suppression } from '../model/finding.ts';

/** A finding, undecided result or outcome in one subject. */
export interface Target extends Pick<Finding, 'rule' | 'location'> {
  readonly subject?: SubjectName | undefined;
  readonly isMissing?: true;
}

/** The answer of a suppressor: the finding is suppressed, or a note says why not. */
export type Match =
  | { readonly suppression: Suppression; readonly note?: undefined }
  | { readonly note: string; readonly suppression?: undefined };

/**
 * A source of suppressions: comments or exceptions. It records its used entries, to report those
 * without effect.
 */
export interface Suppressor<T, Entry> {
  /** The answer for a finding, if any; all matching entries count as used. */
  match(target: T): Match | undefined;
  /** The entries, or parts of them, without effect. `isOn` is false for rules that are off. */
  unused(isOn: (rule: string) => boolean): readonly Entry[];
}

/** An entry that can apply to findings about suppressions. */
export interface SelfReferring {
  readonly isAboutSuppressions: boolean;
}

/** Adds a suppressor's answer to a finding; a later suppression replaces earlier answers. */
export function withMatch(finding: Finding, match: Match | undefined): Finding {
  if (match === undefined) return finding;
  const { suppression, note } = match;
  if (suppression !== undefined) return { ...finding, suppression };
  const { message } = finding;
  return { ...finding, message: { ...message, what: `${message.what} ${note}` }, hasSuppressionNote: true };
}

/**
 * The findings about a suppressor: `others`, and its unused entries. It can suppress these too, so
 * its entries about suppressions come last.
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
