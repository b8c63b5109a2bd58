import type { FileSystem } from '../../files/file-system.ts';
import { Baseline, type BaselineEntry, isGone, isInDoubt, toBaseline } from '../../findings/baseline.ts';
import { type BaselineFile, baselineContext, byBaseline, createBaselines } from '../../findings/baseline-file.ts';
import { formatBaseline } from '../../findings/baseline-format.ts';
import { coverageOf } from '../../findings/coverage.ts';
import { createCounterparts } from '../../git/counterpart.ts';
import { createOnlyTest } from '../../outcome/baselined.ts';
import { unreadEntries, withoutKnown } from '../../outcome/known-unread.ts';
import type { LintedInput, LintRun } from '../../outcome/linted-input.ts';
import type { UnreadFile } from '../../outcome/unread.ts';
import { countOf } from '../../report/report.ts';
import { printable } from '../../text/printable.ts';
import { INPUT_OPTIONS, openSession, STRICT_OPTION, UNTRUSTED_OPTION } from '../inputs.ts';
import { printError, UsageError } from '../io.ts';
import { BASELINE_OPTIONS } from '../options/options.ts';
import { RULE_OPTIONS } from '../options/settings.ts';
import { writeOutput } from '../output/write-output.ts';
import { runLint } from '../run-lint.ts';
import { defineCommand, HELP_OPTION } from './command.ts';

/** `plimsoll baseline`: writes the current findings, so that only new ones count. */
export const { OPTIONS, run } = defineCommand({
  help: 'Writes all current findings to a file next to their configuration; after that, only new findings count.',
  examples: [
    ['plimsoll baseline', 'record the findings of this directory'],
    ['plimsoll baseline --update', 'remove entries that are obsolete'],
  ],
  options: {
    baseline: {
      ...BASELINE_OPTIONS.baseline,
      help: 'the file to write (default: .plimsoll-baseline.json next to the configuration)',
    },
    update: { help: "only remove obsolete entries; don't add new findings" },
    ...RULE_OPTIONS,
    ...INPUT_OPTIONS,
    ...UNTRUSTED_OPTION,
    ...STRICT_OPTION,
    ...HELP_OPTION,
  },
  async run(options, io) {
    const isUpdate = options.has('update');
    const opened = await openSession(options, io);
    const { settings, files } = opened.session;
    const baselines = createBaselines(options.value('baseline'), files, {
      isReplaced: !isUpdate,
      ...(options.has('untrusted') ? { counterparts: createCounterparts(io.files) } : {}),
    });
    const main = await baselines(await settings.forWorkingDirectory());
    const { run: linted } = await runLint(options, opened, io);
    for (const note of linted.notes) printError(io, `${note.path}: ${note.message}`);
    if (linted.internalErrors.length > 0) {
      for (const internalError of linted.internalErrors) printError(io, internalError);
      return 3;
    }
    const code = linted.notes.some(({ severity }) => severity === 'error') ? 2 : 0;
    // With `--untrusted`, an unread link is an error, but everything inside the repository was
    // read.
    if (code > 0 && !options.has('untrusted')) return code;

    const groups = await byBaseline(linted.inputs, baselines);
    const unread = options.has('untrusted') ? await linted.unread() : [];
    const compared = Array.from(groups, ([file, inputs]) =>
      compare(file, inputs, linted, files, file === main ? unread : []),
    );
    if (unread.length > 0 && !groups.has(main)) compared.push(compare(main, [], linted, files, unread));
    const written = compared.filter(
      ({ file, present }) => file.entries !== undefined || (!isUpdate && present.length > 0),
    );
    if (written.length === 0) {
      if (isUpdate) throw new UsageError(`${main.path}: no baseline to update. Run plimsoll baseline to create one.`);
      written.push(compare(main, [], linted, files));
    }
    for (const { file, present, left, inDoubt, gone } of written) {
      for (const path of new Set(inDoubt.map((entry) => entry.file)))
        printError(io, `${path}: not read completely, so its baseline entries stay.`);
      const entries = isUpdate ? left : [...present, ...inDoubt];
      await writeOutput(file.path, [formatBaseline(entries)], io, true);
      const counts = isUpdate
        ? `${countOf(gone, 'entry', 'entries')} removed, ${entries.length} left`
        : countOf(entries.length, 'entry', 'entries');
      io.stdout.write(`${printable(file.path)}: ${counts}\n`);
    }
    return code;
  },
});

interface Compared {
  readonly file: BaselineFile;
  /** The entries for all current findings. */
  readonly present: readonly BaselineEntry[];
  /** The entries to keep. */
  readonly left: readonly BaselineEntry[];
  /** Unmatched entries for files that could not be read completely. */
  readonly inDoubt: readonly BaselineEntry[];
  readonly gone: number;
}

function compare(
  file: BaselineFile,
  inputs: readonly LintedInput[],
  run: LintRun,
  files: FileSystem,
  unread: readonly UnreadFile[] = [],
): Compared {
  const context = baselineContext(file, run.texts, files);
  const coverage = coverageOf(run, context.toBaselinePath);
  const { used } = withoutKnown(unread, file.entries ?? [], context.toBaselinePath);
  const baseline = new Baseline(
    (file.entries ?? []).filter((entry) => !used.has(entry)),
    inputs,
    context,
  );
  const isOn = createOnlyTest(inputs.length === 0 ? run.inputs : inputs);
  const unused = [...baseline.unused].filter(isOn);
  // Entries of other rules stay.
  const others = (file.entries ?? []).filter((entry) => !isOn(entry));
  // For files not linted in this run, drop entries only if the file was deleted.
  const isMissing = ({ file: path, project }: BaselineEntry): boolean =>
    [path, ...project].some((each) => files.kindOf(context.fromBaselinePath(each)) === undefined);
  const inDoubt = unused.filter((entry) => isInDoubt(entry, coverage));
  const gone = new Set(
    unused.filter((entry) => isGone(entry, coverage) || (!isInDoubt(entry, coverage) && isMissing(entry))),
  );
  return {
    file,
    present: [...toBaseline(inputs, context), ...unreadEntries(unread, context.toBaselinePath).filter(isOn), ...others],
    left: [...baseline.used, ...used, ...unused.filter((entry) => !gone.has(entry)), ...others],
    inDoubt,
    gone: gone.size,
  };
}
