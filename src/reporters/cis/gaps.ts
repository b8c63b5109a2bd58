import { type LintReport } from '../../report/report.ts';
import { wrap } from '../../terminal/style.ts';
import type { Location } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { isTextError } from '../text.ts';
import { type CisBlock, indented } from './layout.ts';

/** The problems that kept parts of the input from being audited, a block each. */
export function gapLines(
  { inputs, notes }: LintReport,
  lineOf: (location: Location) => number,
  width: number,
): readonly CisBlock[] {
  const problems = inputs.flatMap(({ findings }) => findings.filter(isTextError));
  const texts = [
    ...notes.filter(({ severity }) => severity === 'error').map(({ path, message }) => `${path}: ${message}`),
    ...problems.map(({ location, message }) => `${location.path}:${lineOf(location)}: ${message.what}`),
  ];
  return texts.map((text) => indented(wrap(printable(text), width - 2), 2));
}
