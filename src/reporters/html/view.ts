import type { SubjectResult, Verdict } from '../../findings/evaluate.ts';
import type { Finding, Message, RelatedLocation, Severity, Suppression, Undecided } from '../../model/finding.ts';
import { type AuditedSubject, acceptance, auditedSubjects, shownRules } from '../../report/benchmark.ts';
import type { Report } from '../../report/report.ts';
import { createLookup, createOwnerTitles, createTitles } from '../../report/subjects.ts';
import { numberOf } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { Location } from '../../text/location.ts';

/** A finding or an open question as the page shows it. */
export interface Item {
  /** The name of its place in the page. */
  readonly anchor: string;
  readonly level: Severity | 'undecided';
  readonly rule: string;
  readonly message: Message;
  readonly location: Location;
  readonly related: readonly RelatedLocation[];
  /** The containers and execs that it is about. */
  readonly owner: string;
  readonly suppression: Suppression | undefined;
}

/** Where a container meets a recommendation. */
export interface Cell {
  /** Absent where the rule is off. */
  readonly verdict: Verdict | undefined;
  /** Fails only by what somebody has accepted. */
  readonly isAccepted: boolean;
  /** What is to be read about it, the worst first. */
  readonly items: readonly Item[];
}

/** A report with all that the parts of the page ask of it. */
export interface View {
  readonly report: Report;
  readonly items: readonly Item[];
  readonly subjects: readonly AuditedSubject[];
  /** The recommendations that were checked; all of them where there was nothing to check. */
  readonly recommendations: readonly Rule[];
  /** The rules beside the benchmark that were checked. */
  readonly hardening: readonly Rule[];
  readonly cellOf: (audited: AuditedSubject, rule: Rule) => Cell;
  readonly titleOf: (subject: SubjectResult) => string;
  readonly indexOf: (path: string) => LineIndex;
  /** The rule's number in the report's edition; empty for a problem of the text and beside the benchmark. */
  readonly numberOf: (rule: string) => string;
}

const LEVELS: readonly Item['level'][] = ['error', 'warning', 'info', 'undecided'];

export function createView(report: Report): View {
  const byResult = new Map<Finding | Undecided, Item>();
  const ownerOf = createOwnerTitles(report);
  for (const input of report.inputs) {
    for (const result of [...input.findings, ...input.undecided]) {
      const base = { ...result, anchor: `f${byResult.size + 1}`, owner: ownerOf(input, result) };
      byResult.set(
        result,
        'reason' in base
          ? { ...base, level: 'undecided', message: { what: base.reason }, suppression: undefined }
          : { ...base, level: base.severity, suppression: base.suppression },
      );
    }
  }
  const lookup = createLookup<Finding | Undecided>(report, ({ findings, undecided }) => [...findings, ...undecided]);
  const isAccepted = acceptance(report);
  const subjects = auditedSubjects(report);
  const { recommendations, hardening } = shownRules(subjects);
  return {
    report,
    items: [...byResult.values()],
    subjects,
    recommendations,
    hardening,
    cellOf: (audited, rule) => {
      const items = lookup(audited, rule.id).flatMap((result) => byResult.get(result) ?? []);
      const rank = ({ level, suppression }: Item): number =>
        LEVELS.indexOf(level) + (suppression === undefined ? 0 : LEVELS.length);
      return {
        verdict: audited.subject.verdicts.get(rule.id),
        isAccepted: isAccepted(audited, rule),
        items: [...items].sort((a, b) => rank(a) - rank(b)),
      };
    },
    titleOf: createTitles(report),
    indexOf: createLineIndices(report.texts),
    numberOf: (id) => numberOf(id, report.edition) ?? '',
  };
}
