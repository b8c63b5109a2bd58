import type { Finding, SubjectName } from '../../model/finding.ts';
import { findingsByRule } from '../../report/by-rule.ts';
import { lackedText } from '../../report/missing.ts';
import type { LintReport } from '../../report/report.ts';
import { subjectTitle } from '../../report/subjects.ts';
import { ruleById, titleOf } from '../../rules/index.ts';
import type { LineIndex } from '../../text/line-index.ts';
import type { Location } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { getOrInsert } from '../../util/maps.ts';
import { excerpt } from './code-frame.ts';

export interface First {
  /** The container's name; empty for a problem of a whole file. */
  readonly name: string;
  /**
   * The problems with their marked texts: `the engine's socket (/var/run/docker.sock), privileged`.
   */
  readonly words: string;
  /** The problems without marked texts, for places with less space. */
  readonly brief: string;
  readonly location: Location;
  readonly finding: Finding;
}

interface Row extends Pick<First, 'name' | 'location' | 'finding'> {
  readonly marked: Map<string, Set<string>>;
}

/**
 * The most urgent findings by container: those that fail the run, or the most severe ones if none
 * does. Empty if the only ones left are about hardening.
 */
export function whatIsFirst(
  report: LintReport,
  fails: (finding: Finding) => boolean,
  indexOf: (path: string) => LineIndex,
): readonly First[] {
  const groups = findingsByRule(report);
  const isFailing = groups.some(({ findings }) => findings.some(fails));
  const [gravest] = groups;
  if (gravest === undefined || (!isFailing && gravest.severity === 'info')) return [];
  const rows = new Map<string, Row>();
  for (const { severity, findings } of groups)
    for (const finding of findings) {
      if (!(isFailing ? fails(finding) : severity === gravest.severity)) continue;
      const { location, subjects } = finding;
      const brief = briefOf(finding, report.ownRules);
      const marked = finding.parts === undefined ? markedBy(finding, report, indexOf) : '';
      for (const subject of subjects.length === 0 ? [undefined] : subjects) {
        const row = getOrInsert(rows, keyOf(subject, location), () => ({
          name: subject === undefined ? '' : printable(subjectTitle(subject)),
          marked: new Map<string, Set<string>>(),
          location,
          finding,
        }));
        const all = getOrInsert(row.marked, brief, () => new Set<string>());
        if (marked !== '') all.add(marked);
      }
    }
  return Array.from(rows.values(), ({ marked, ...row }) => ({
    ...row,
    words: Array.from(marked, ([brief, texts]) => brief + markedText([...texts])).join(', '),
    brief: [...marked.keys()].join(', '),
  }));
}

function keyOf(subject: SubjectName | undefined, { path }: Location): string {
  return `${subject?.kind ?? ''} ${subject?.name ?? ''} ${path}`;
}

function briefOf({ rule, parts }: Finding, ownRules: LintReport['ownRules']): string {
  if (parts !== undefined) return printable(lackedText(parts));
  const title = titleOf(rule, ownRules) ?? rule;
  return printable(ruleById(rule, ownRules)?.brief ?? `${title.charAt(0).toLowerCase()}${title.slice(1)}`);
}

const MAX_EXCERPT = 28;
/** The maximum number of marked texts to list; others are counted. */
const MAX_MARKED = 3;

/** The marked text, if it says more than the rule's name. */
function markedBy(
  { location: { path, span } }: Finding,
  { texts }: LintReport,
  indexOf: (path: string) => LineIndex,
): string {
  const text = excerpt(texts.get(path) ?? '', indexOf(path), span, MAX_EXCERPT);
  return /[/:_.\d]/.test(text) ? printable(text) : '';
}

function markedText(texts: readonly string[]): string {
  if (texts.length === 0) return '';
  const more = texts.length - MAX_MARKED;
  return ` (${texts.slice(0, MAX_MARKED).join(', ')}${more > 0 ? ` and ${more} more` : ''})`;
}
