import type { SubjectResult, Verdict } from '../../findings/evaluate.ts';
import type { Finding, Severity } from '../../model/finding.ts';
import { type AuditedSubject, acceptance, auditedSubjects, shownRules } from '../../report/benchmark.ts';
import { type Question, toQuestions } from '../../report/questions.ts';
import { openFindings, type Report, type ReportedInput } from '../../report/report.ts';
import { createLookup, createOwnerTitles, createTitles } from '../../report/subjects.ts';
import { numberOf } from '../../rules/index.ts';
import type { Rule } from '../../rules/rule.ts';
import { createLineIndices, type LineIndex } from '../../text/line-index.ts';
import type { HtmlOptions } from './options.ts';

export type Level = Severity | 'undecided' | 'suppressed';

/** Where a container meets a recommendation. */
export interface Cell {
  /** Absent where the rule is off. */
  readonly verdict: Verdict | undefined;
  /** Fails only by what somebody has accepted. */
  readonly isAccepted: boolean;
  /** How grave what is to be read about it is, and where in the page that stands; absent where there is nothing. */
  readonly level?: Level;
  readonly anchor?: string;
}

/** A report with all that the parts of the page ask of it. */
export interface View {
  readonly report: Report;
  /** plimsoll's public address, where it has one. */
  readonly homepage: string | undefined;
  /** What the page shows of the findings. */
  readonly findings: readonly Finding[];
  readonly questions: readonly Question[];
  readonly subjects: readonly AuditedSubject[];
  /** The recommendations that were checked; all of them where there was nothing to check. */
  readonly recommendations: readonly Rule[];
  /** The rules beside the benchmark that were checked. */
  readonly hardening: readonly Rule[];
  /** The name of its place in the page. */
  readonly anchorOf: (result: Finding | Question) => string;
  /** The containers and execs that it is about. */
  readonly ownerOf: (result: Finding | Question) => string;
  readonly cellOf: (audited: AuditedSubject, rule: Rule) => Cell;
  readonly titleOf: (subject: SubjectResult) => string;
  readonly indexOf: (path: string) => LineIndex;
  /** The rule's number in the report's edition; empty for a problem of the text and beside the benchmark. */
  readonly numberOf: (rule: string) => string;
}

const LEVELS: readonly Level[] = ['error', 'warning', 'info', 'undecided', 'suppressed'];

export function createView(report: Report, { homepage, isQuiet }: Pick<HtmlOptions, 'homepage' | 'isQuiet'>): View {
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
  const anchorOf = (result: Finding | Question): string => anchors.get(result) ?? '';
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
    numberOf: (id) => numberOf(id, report.edition) ?? '',
  };
}

/** What the matrix leads to. */
interface Entry extends Pick<Finding, 'rule' | 'location' | 'subjects'> {
  readonly anchor: string;
  readonly level: Level;
  /** What it stands for, with the severity of each where it has one. */
  readonly parts?: readonly { readonly rule: string; readonly severity?: Severity }[];
}

export function levelOf({ severity, suppression }: Finding): Level {
  return suppression === undefined ? severity : 'suppressed';
}
