import type { SubjectResult, Verdict } from '../../findings/evaluate.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { type AuditedSubject, acceptance, auditedSubjects, shownRules } from '../../report/benchmark.ts';
import { type ReportQuestion, toQuestions } from '../../report/questions.ts';
import { type LintReport, openFindings, type ReportedInput } from '../../report/report.ts';
import { createLookup, createOwnerTitles, createTitles } from '../../report/subjects.ts';
import { cisNumberOf } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { FailingOnly, ReporterOptions } from '../options.ts';

export type PageOptions = Pick<ReporterOptions, 'isQuiet' | 'homepage' | 'provenance'> & FailingOnly;

export type ShownLevel = Severity | 'undecided' | 'suppressed';

/** A container's verdict on a recommendation. */
export interface Cell {
  readonly verdict: Verdict | undefined;
  /** True if it fails only because of suppressed findings. */
  readonly isAccepted: boolean;
  /** The severity of the finding, and its anchor in the page; absent without a finding. */
  readonly level?: ShownLevel;
  readonly anchor?: string;
}

/** A report, with everything that parts of the page need. */
export interface View {
  readonly report: LintReport;
  /** plimsoll's public URL, if it has one. */
  readonly homepage: string | undefined;
  readonly findings: readonly Finding[];
  readonly questions: readonly ReportQuestion[];
  readonly subjects: readonly AuditedSubject[];
  /** The checked recommendations; without subjects, all of them. */
  readonly recommendations: readonly Rule[];
  /** The checked rules outside the benchmark. */
  readonly hardening: readonly Rule[];
  readonly anchorOf: (result: Finding | ReportQuestion) => string;
  /** The title of a result's containers and execs. */
  readonly ownerOf: (result: Finding | ReportQuestion) => string;
  readonly cellOf: (audited: AuditedSubject, rule: Rule) => Cell;
  readonly titleOf: (subject: SubjectResult) => string;
  readonly indexOf: (path: string) => LineIndex;
  /** The rule's number in the report's benchmark version; empty for rules outside the benchmark. */
  readonly numberOf: (rule: string) => string;
}

const LEVELS: readonly ShownLevel[] = ['error', 'warning', 'info', 'undecided', 'suppressed'];

export function createView(report: LintReport, { homepage, isQuiet }: PageOptions): View {
  const findingsIn = (input: ReportedInput): readonly Finding[] => (isQuiet ? openFindings(input) : input.findings);
  const questions = new Map(report.inputs.map((input) => [input, toQuestions(input.undecided)]));
  const anchors = new Map<object, string>();
  const owners = new Map<object, string>();
  const ownerIn = createOwnerTitles(report);
  for (const input of report.inputs)
    for (const result of [...findingsIn(input), ...(questions.get(input) ?? [])]) {
      anchors.set(result, `f${anchors.size + 1}`);
      owners.set(result, ownerIn(input, result));
    }
  const anchorOf = (result: Finding | ReportQuestion): string => anchors.get(result) ?? '';
  const lookup = createLookup<Entry>(report, (input) => [
    ...findingsIn(input).map((finding): Entry => ({ ...finding, anchor: anchorOf(finding), level: levelOf(finding) })),
    ...(questions.get(input) ?? []).map(
      (question): Entry => ({
        ...question,
        anchor: anchorOf(question),
        level: 'undecided',
        parts: question.rules.map((rule) => ({ rule })),
      }),
    ),
  ]);
  const isAccepted = acceptance(report);
  const subjects = auditedSubjects(report);
  const { recommendations, hardening } = shownRules(subjects);
  return {
    report,
    homepage,
    findings: report.inputs.flatMap(findingsIn),
    questions: [...questions.values()].flat(),
    subjects,
    recommendations,
    hardening,
    anchorOf,
    ownerOf: (result) => owners.get(result) ?? '',
    cellOf: (audited, rule) => {
      const entries = lookup(audited, rule.id).map(({ anchor, level, parts = [] }) => ({
        anchor,
        level: parts.find((part) => part.rule === rule.id)?.severity ?? level,
      }));
      const [first] = entries.sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level));
      return { verdict: audited.subject.verdicts.get(rule.id), isAccepted: isAccepted(audited, rule), ...first };
    },
    titleOf: createTitles(report),
    indexOf: createLineIndices(report.texts),
    numberOf: (id) => cisNumberOf(id, report.edition) ?? '',
  };
}

/** A result that matrix cells can link to. */
interface Entry extends Pick<Finding, 'rule' | 'location' | 'subjects'> {
  readonly anchor: string;
  readonly level: ShownLevel;
  /** The findings that a group combines; severities are absent for undecided results. */
  readonly parts?: readonly { readonly rule: string; readonly severity?: Severity }[];
}

export function levelOf({ severity, suppression }: Finding): ShownLevel {
  return suppression === undefined ? severity : 'suppressed';
}
