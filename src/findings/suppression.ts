import type { Finding, SubjectName, Suppression } from '../model/finding.ts';

/** What a suppressor is asked about: a finding, an undecided question, or what becomes one of them, in one subject. */
export interface Target extends Pick<Finding, 'rule' | 'location'> {
  readonly subject?: SubjectName | undefined;
  readonly isMissing?: true;
}

/** What a suppressor says of a finding: that it is known and does not count, or why it counts all the same. */
export type Match =
  | { readonly suppression: Suppression; readonly note?: undefined }
  | { readonly note: string; readonly suppression?: undefined };

/**
 * One source of suppressions: the comments of an input (`comments.ts`), the exceptions of a configuration
 * (`exceptions.ts`) or a baseline (`baseline.ts`). It remembers what of it was used, so that it can report what has no
 * effect.
 */
export interface Suppressor<T, Entry> {
  /** What it says of a finding, if anything; all entries that are for the finding count as used. */
  match(target: T): Match | undefined;
  /** The entries, or parts of them, that were for nothing. `isOn` is false for rules that find nothing. */
  unused(isOn: (rule: string) => boolean): readonly Entry[];
}

/** An entry that can be for findings about suppressions. */
export interface SelfReferring {
  readonly isAboutSuppressions: boolean;
}

/** The finding with what a suppressor says of it; a later one that suppresses it replaces what an earlier one says. */
export function withMatch(finding: Finding, match: Match | undefined): Finding {
  if (match === undefined) return finding;
  const { suppression, note } = match;
  if (suppression !== undefined) return { ...finding, suppression };
  const { message } = finding;
  return { ...finding, message: { ...message, what: `${message.what} ${note}` }, hasSuppressionNote: true };
}

/**
 * The findings about a suppressor: `others`, and what of it has no effect. It can suppress these too. So what of it is
 * about suppressions is looked at last, and can't be for itself.
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
