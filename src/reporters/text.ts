import type { Message } from '../model/finding.ts';
import { openFindings, type Report } from '../report/report.ts';
import { createLineIndices, type LineIndex } from '../text/line-index.ts';
import type { Location } from '../text/location.ts';
import { printable } from '../text/printable.ts';

/**
 * One result a line, `file:line:column: severity rule message`, for editors and grep. What is undecided has the severity `note`;
 * `isQuiet` leaves it out.
 */
export function* reportText(report: Report, { isQuiet }: { readonly isQuiet: boolean }): Generator<string> {
  const indexOf = createLineIndices(report.texts);
  const line = (location: Location, severity: string, rule: string, message: string): string =>
    `${textLine(indexOf(location.path), location, severity, rule, message)}\n`;
  for (const input of report.inputs) {
    for (const { location, severity, rule, message } of openFindings(input))
      yield line(location, severity, rule, messageText(message));
    if (isQuiet) continue;
    for (const { location, rule, reason } of input.undecided)
      yield line(location, 'note', rule, `Undecided: ${reason}`);
  }
}

/** A result as one line without its end. */
export function textLine(
  index: LineIndex,
  { path, span }: Location,
  severity: string,
  rule: string,
  message: string,
): string {
  const { line, column } = index.positionOf(span.start);
  return printable(`${path}:${line}:${column}: ${severity} ${rule} ${message}`);
}

/** A message as one paragraph. */
export function messageText({ what, remedy }: Message): string {
  return remedy === undefined ? what : `${what} ${remedy}`;
}
