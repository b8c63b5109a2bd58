import type { Finding } from '../model/finding.ts';
import { type LintReport, openFindings, unreadableIn } from '../report/report.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import { groupBy } from '../util/maps.ts';
import { attributes, lines, type Markup, markup } from './shared/markup.ts';
import { messageText } from './text.ts';

/**
 * Checkstyle's XML (config/checkstyle-report-1.0.0.xsd in checkstyle/checkstyle): all linted files,
 * with findings that aren't suppressed. The format has no undecided results.
 */
export function reportCheckstyle(report: LintReport): string {
  const indexOf = createLineIndices(report.texts);
  const found = groupBy(report.inputs.flatMap(openFindings), ({ location }) => location.path);
  const failed = groupBy(unreadableIn(report), ({ path }) => path);
  const paths = new Set([...report.inputs.flatMap((input) => input.paths), ...found.keys(), ...failed.keys()]);
  const files = [...paths].map((path) => {
    const errors = [
      ...(failed.get(path) ?? []).map(
        ({ message }) => markup`    <error${attributes({ severity: 'error', message, source: 'plimsoll' })}/>`,
      ),
      ...(found.get(path) ?? []).map((finding) => toError(finding, indexOf(path))),
    ];
    if (errors.length === 0) return markup`  <file${attributes({ name: path })}/>`;
    return lines([markup`  <file${attributes({ name: path })}>`, ...errors, markup`  </file>`]);
  });
  return `${lines([markup`<?xml version="1.0" encoding="UTF-8"?>`, markup`<checkstyle version="1.0">`, ...files, markup`</checkstyle>`]).markup}\n`;
}

function toError({ rule, severity, message, location: { span } }: Finding, index: LineIndex): Markup {
  const { line, column } = index.positionOf(span.start);
  return markup`    <error${attributes({ line, column, severity, message: messageText(message), source: `plimsoll.${rule}` })}/>`;
}
