import { Baseline, type BaselineEntry, formatBaseline, toBaseline } from '../findings/baseline.ts';
import { baselineContext, openBaseline } from '../findings/baseline-file.ts';
import { coverageOf } from '../findings/coverage.ts';
import { countOf } from '../report/report.ts';
import { printable } from '../text/printable.ts';
import { complain } from './complain.ts';
import { INPUT_OPTIONS } from './inputs.ts';
import { type ExitCode, type Io, UsageError } from './io.ts';
import { BASELINE_OPTIONS, type OptionTable, optionHelp, parseOptions } from './options.ts';
import { runLint } from './run-lint.ts';
import { openSettings, RULE_OPTIONS } from './settings.ts';
import { writeOutput } from './write-output.ts';

export const OPTIONS: OptionTable = {
  ...BASELINE_OPTIONS,
  update: { help: 'only remove what is gone; new findings stay new' },
  ...RULE_OPTIONS,
  ...INPUT_OPTIONS,
  help: { alias: 'h', help: 'print this help' },
};

/** `plimsoll baseline`: writes the present findings, so that only new ones count. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  const options = parseOptions(argv, OPTIONS);
  if (options.has('help')) {
    io.stdout.write(
      `Usage: plimsoll baseline [options] [path…]\n\nWrites the present findings to a file; from then on only new ones count.\n\n${optionHelp(OPTIONS)}\n`,
    );
    return 0;
  }
  const settings = openSettings(options, io);
  const { path, entries } = await openBaseline(options.value('baseline'), settings, io.files, !options.has('update'));
  if (options.has('update') && entries === undefined)
    throw new UsageError(`${path}: there is no baseline to update. plimsoll baseline writes one.`);
  const linted = await runLint(options, settings, io);
  const { inputs, texts, notes, faults } = linted;
  for (const note of notes) complain(io, `${note.path}: ${note.message}`);
  if (faults.length > 0) {
    for (const fault of faults) complain(io, fault);
    return 3;
  }
  if (notes.some(({ severity }) => severity === 'error')) return 2;

  const findings = inputs.flatMap(({ input }) => input.findings);
  const context = baselineContext(path, texts, io.files);
  const coverage = coverageOf(linted, context);
  const baseline = new Baseline(entries ?? []);
  baseline.apply(findings, context);
  const unused = baseline.gone();
  const inDoubt = unused.filter(({ file }) => coverage.isInDoubt(file));
  for (const file of new Set(inDoubt.map((entry) => entry.file)))
    complain(io, `${file}: It was not read whole, so what the baseline has of it stays.`);
  if (options.has('update') && entries !== undefined) {
    // Of what was not looked at this time only a file that is no longer there tells something.
    const isGone = (entry: BaselineEntry): boolean =>
      !coverage.isInDoubt(entry.file) &&
      (coverage.covers(entry) || io.files.kindOf(context.fromBaselinePath(entry.file)) === undefined);
    const gone = new Set(unused.filter(isGone));
    await writeOutput(path, [formatBaseline(entries.filter((entry) => !gone.has(entry)))], io);
    io.stdout.write(
      `${printable(path)}: ${countOf(gone.size, 'finding')} removed, ${entries.length - gone.size} left\n`,
    );
    return 0;
  }
  const present = [...toBaseline(findings, context), ...inDoubt];
  await writeOutput(path, [formatBaseline(present)], io);
  io.stdout.write(`${printable(path)}: ${countOf(present.length, 'finding')}\n`);
  return 0;
}
