import type { Finding, SubjectName } from '../../model/finding.ts';
import { findingsByRule } from '../../report/by-rule.ts';
import { lackedText } from '../../report/missing.ts';
import type { Report } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { ruleById, titleOf } from '../../rules/index.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Location } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { getOrInsert } from '../../util/maps.ts';
import { excerpt } from './code-frame.ts';

/** What matters first of one container. */
export interface First {
  /** The container's; empty for a problem of a file as a whole. */
  readonly name: string;
  /** `the engine's socket (/var/run/docker.sock)`, one for each thing that is wrong. */
  readonly words: readonly string[];
  /** The place of the gravest. */
  readonly location: Location;
  /** The gravest. */
  readonly finding: Finding;
}

/**
 * What matters first, by container: all that fails the run of each, or is gravest where nothing does. Nothing where
 * only hardening is left to do.
 */
export function whatIsFirst(
  report: Report,
  fails: (finding: Finding) => boolean,
  indexOf: (path: string) => LineIndex,
): readonly First[] {
  const groups = findingsByRule(report);
  const isFailing = groups.some(({ findings }) => findings.some(fails));
  const [gravest] = groups;
  if (gravest === undefined || (!isFailing && gravest.severity === 'info')) return [];
  const rows = new Map<string, Omit<First, 'words'> & { readonly words: Set<string> }>();
  for (const { severity, findings } of groups)
    for (const finding of findings) {
      if (!(isFailing ? fails(finding) : severity === gravest.severity)) continue;
      const { location, subjects } = finding;
      const words = wordsOf(finding, report, indexOf);
      for (const subject of subjects.length === 0 ? [undefined] : subjects)
        getOrInsert(rows, keyOf(subject, location), () => ({
          name: subject === undefined ? '' : printable(subjectTitle(subject)),
          words: new Set<string>(),
          location,
          finding,
        })).words.add(words);
    }
  return Array.from(rows.values(), (row) => ({ ...row, words: [...row.words] }));
}

function keyOf(subject: SubjectName | undefined, { path }: Location): string {
  return `${subject?.kind ?? ''} ${subject?.name ?? ''} ${path}`;
}

const MAX_EXCERPT = 28;

/** The words of the rule, and what is marked where that says more. */
function wordsOf(
  { rule, location, parts }: Finding,
  { ownRules, texts }: Report,
  indexOf: (path: string) => LineIndex,
): string {
  if (parts !== undefined) return lackedText(parts);
  const title = titleOf(rule, ownRules) ?? rule;
  const brief = ruleById(rule, ownRules)?.brief ?? `${title.charAt(0).toLowerCase()}${title.slice(1)}`;
  const { path, span } = location;
  const marked = excerpt(texts.get(path) ?? '', indexOf(path), span, MAX_EXCERPT);
  return printable(/[/:_.\d]/.test(marked) ? `${brief} (${marked})` : brief);
}
