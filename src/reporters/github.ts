import type { Severity } from '../model/finding.ts';
import { findingsByRule } from '../report/by-rule.ts';
import { toQuestions } from '../report/questions.ts';
import { type LintReport, unreadableIn } from '../report/report.ts';
import type { Edition } from '../rules/editions.ts';
import { cisNumberOf } from '../rules/index.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable } from '../text/printable.ts';
import { normalizePath } from '../util/paths.ts';
import type { ReporterOptions } from './options.ts';

type Level = 'error' | 'warning' | 'notice';

const LEVELS: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'notice' };

/**
 * Workflow commands that create GitHub annotations. The worst findings come first, because GitHub
 * shows ten per step and level. Undecided results are notices; `isQuiet` leaves them out.
 */
export function reportGithub(report: LintReport, { isQuiet }: Pick<ReporterOptions, 'isQuiet'>): string {
  const indexOf = createLineIndices(report.texts);
  const place = (location: Location): Properties => toProperties(location, indexOf(location.path));
  const findings = findingsByRule(report).flatMap((group) => group.findings);
  const questions = isQuiet ? [] : toQuestions(report.inputs.flatMap((input) => input.undecided));
  return [
    ...unreadableIn(report).map(({ path, message }) => toCommand('error', { file: normalizePath(path) }, message)),
    ...findings.map(({ severity, location, rule, message }) =>
      toCommand(
        LEVELS[severity],
        { ...place(location), title: titleOf(rule, report.edition) },
        paragraphs(message.what, message.remedy),
      ),
    ),
    ...questions.map(({ location, rules, reason }) =>
      toCommand(
        'notice',
        { ...place(location), title: 'undecided' },
        paragraphs(reason, `Undecided: ${rules.map((rule) => titleOf(rule, report.edition)).join(', ')}`),
      ),
    ),
  ].join('');
}

function paragraphs(...texts: readonly (string | undefined)[]): string {
  return texts.flatMap((text) => (text === undefined ? [] : [printable(text)])).join('\n');
}

type Properties = Readonly<Record<string, string | number>>;

function toProperties({ path, span }: Location, index: LineIndex): Properties {
  const [start, end] = [index.positionOf(span.start), index.positionOf(span.end)];
  // GitHub accepts columns only for annotations of a single line.
  const columns = start.line === end.line ? { col: start.column, endColumn: end.column } : {};
  return { file: normalizePath(path), line: start.line, endLine: end.line, ...columns };
}

function titleOf(rule: string, edition: Edition): string {
  const number = cisNumberOf(rule, edition);
  return number === undefined ? rule : `${rule} (CIS ${number})`;
}

/** One command, escaped for the runner (actions/runner, ActionCommand). */
function toCommand(level: Level, properties: Properties, message: string): string {
  const parameters = Object.entries(properties).map(
    ([name, value]) => `${name}=${printable(escapeProperty(String(value)))}`,
  );
  return `::${level} ${parameters.join(',')}::${escapeData(message)}\n`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
