import type { SubjectResult } from '../findings/evaluate.ts';
import { type Fix, statedFixes } from '../model/change.ts';
import type { Finding, RelatedLocation, SubjectName } from '../model/finding.ts';
import { auditedSubjects, benchmarkVerdicts, tally, verdictsOn } from '../report/benchmark.ts';
import { groupOf } from '../report/missing.ts';
import { type ReportQuestion, toQuestions } from '../report/questions.ts';
import { flatMap, type LintReport, openFindings, type ReportedInput, summarize } from '../report/report.ts';
import { ruleById } from '../rules/index.ts';
import { numberIn } from '../rules/references.ts';
import type { Rule } from '../rules/rule.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { getOrInsert } from '../util/maps.ts';
import type { ReporterOptions } from './options.ts';
import { inPieces, jsonParts } from './shared/json-parts.ts';
import { messageText } from './text.ts';

type IndexOf = (path: string) => LineIndex;

/** The report as JSON that matches schemas/report-v1.schema.json. */
export function reportJson(report: LintReport, { isQuiet }: Pick<ReporterOptions, 'isQuiet'>): Iterable<string> {
  const indexOf = createLineIndices(report.texts);
  const { findings, ...counts } = summarize(report);
  const verdicts = tally(auditedSubjects(report).flatMap(({ subject }) => benchmarkVerdicts(subject)));
  const listOf = <T>(
    itemsOf: (input: ReportedInput) => readonly T[],
    convert: (item: T, indexOf: IndexOf) => object,
  ): object => inPieces(flatMap(report.inputs, itemsOf, (item) => convert(item, indexOf)));
  const value = {
    version: 1,
    findings: listOf(isQuiet ? openFindings : ({ findings }) => findings, toJsonFinding),
    undecided: listOf(({ undecided }) => toQuestions(undecided), toJsonQuestion),
    benchmark: listOf(({ subjects }) => subjects, toJsonAudit),
    notes: report.notes.map(({ path, message, severity }) => ({ file: path, severity, message })),
    summary: {
      ...counts,
      ...findings,
      findings: findings.error + findings.warning + findings.info,
      ...(report.omitted === undefined ? {} : { omitted: report.omitted }),
      verdicts,
    },
  };
  return jsonParts(inPieces(value));
}

function toJsonFinding(finding: Finding, indexOf: IndexOf): object {
  const { rule, severity, message, location, related, subjects, suppression, fixes = [] } = finding;
  return {
    rule,
    severity,
    message: messageText(message),
    remedy: message.remedy ?? null,
    ...toJsonLocation(location, indexOf),
    ...toJsonSubjects(subjects),
    benchmark: toBenchmark(rule),
    related: toJsonRelated(related, indexOf),
    fixes: suppression === undefined ? statedFixes(fixes).map((fix) => toJsonFix(fix, indexOf)) : [],
    group: groupOf(finding, indexOf) ?? null,
    suppressed: suppression === undefined ? null : { ...suppression, reason: suppression.reason ?? null },
  };
}

function toJsonFix({ title, risk, breaks, lowered, edits }: Fix, indexOf: IndexOf): object {
  return {
    title,
    risk,
    breaks: breaks ?? null,
    lowered: lowered ?? null,
    ...(edits === undefined
      ? {}
      : { edits: edits.map(({ path, span, newText }) => ({ ...toJsonLocation({ path, span }, indexOf), newText })) }),
  };
}

function toJsonQuestion(
  { rule, rules, reason, variables, location, related, subjects }: ReportQuestion,
  indexOf: IndexOf,
): object {
  return {
    rule,
    rules,
    reason,
    variables,
    ...toJsonLocation(location, indexOf),
    ...toJsonSubjects(subjects),
    benchmark: toBenchmark(rule),
    related: toJsonRelated(related, indexOf),
  };
}

function toJsonAudit(subject: SubjectResult, indexOf: IndexOf): object {
  const { kind, name, origin, lifetime, location, verdicts } = subject;
  return {
    file: location.path,
    line: indexOf(location.path).positionOf(location.span.start).line,
    kind,
    name,
    origin,
    ...(lifetime === undefined ? {} : { lifetime }),
    ...(subject.reportedBy === undefined
      ? getOrInsert(resultsOf, verdicts, () => toJsonResults(subject))
      : toJsonResults(subject)),
  };
}

/** Cached: most subjects share their verdicts. */
const resultsOf = new WeakMap<SubjectResult['verdicts'], object>();

/** The verdicts on a subject: those of the benchmark with totals, and those of other rules. */
function toJsonResults(subject: SubjectResult): object {
  const results: object[] = [];
  const hardening: object[] = [];
  for (const [rule, verdict] of verdictsOn(subject)) {
    const number = numbersOf(rule);
    const reportedBy = subject.reportedBy?.[rule.id];
    const result = { verdict, ...(reportedBy === undefined ? {} : { reportedBy }) };
    if (number === null) hardening.push({ rule: rule.id, ...result });
    else results.push({ rule: rule.id, number, ...result });
  }
  const totals = tally(benchmarkVerdicts(subject));
  return { results, totals, ...(hardening.length === 0 ? {} : { hardening }) };
}

function toJsonLocation({ path, span }: Location, indexOf: IndexOf): object {
  const index = indexOf(path);
  return {
    file: path,
    range: {
      start: { ...index.positionOf(span.start), offset: span.start },
      end: { ...index.positionOf(span.end), offset: span.end },
    },
  };
}

function toJsonSubjects(subjects: readonly SubjectName[]): object {
  return { container: subjects[0] ?? null, containers: subjects };
}

function toJsonRelated(related: readonly RelatedLocation[], indexOf: IndexOf): readonly object[] {
  return related.map(({ location, message }) => ({ message, ...toJsonLocation(location, indexOf) }));
}

function toBenchmark(id: string): object | null {
  const rule = ruleById(id);
  return rule === undefined ? null : numbersOf(rule);
}

/**
 * The rule's number in the first version of each numbering; null for a rule outside the benchmark.
 */
function numbersOf(rule: Rule): object | null {
  const [old, since16] = [numberIn('1.13', rule), numberIn('1.6', rule)];
  return old === undefined || since16 === undefined ? null : { '1.13': old, '1.6': since16 };
}
