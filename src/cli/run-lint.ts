import { type LintRun, lintInputs } from '../lint-files.ts';
import { normalizePath, toPlainPath } from '../util/paths.ts';
import type { Settings } from '../workspace/config/settings.ts';
import type { Input } from '../workspace/files/discover.ts';
import { openInputs, requireSomething } from './inputs.ts';
import type { Io } from './io.ts';
import { openLinter } from './linter.ts';
import type { ParsedOptions } from './options.ts';
import { createProgress } from './progress.ts';

/** More inputs than a hook mostly has. */
const MANY = 6;

/** Lints everything that the operands name. Rejects with a UsageError for what can't be used or read. */
export async function runLint(options: ParsedOptions, settings: Settings, io: Io): Promise<LintRun> {
  const opened = await openInputs(options, io);
  const { linter, save } = await openLinter(options, settings, opened, io);
  const progress = createProgress(io, options.has('quiet'));
  const { workingDirectory } = io.files;
  const named = new Set(options.operands.map((path) => normalizePath(toPlainPath(path, workingDirectory))));
  const inputs = lookingAhead(opened.inputs, () => io.onManyInputs?.());
  const run = await lintInputs(
    { ...opened, inputs },
    {
      settings,
      linter,
      files: io.files,
      isNamed: (path) => named.has(path),
      onInput: () => {
        progress.step();
      },
    },
  );
  progress.end();
  requireSomething(run.found, options, opened, io);
  await save();
  return run;
}

/** The same inputs; where they are many, `tell` is called before the first. */
function* lookingAhead(inputs: Iterable<Input>, tell: () => void): Iterable<Input> {
  let ahead: Input[] | undefined = [];
  for (const input of inputs) {
    if (ahead === undefined) {
      yield input;
      continue;
    }
    ahead.push(input);
    if (ahead.length < MANY) continue;
    tell();
    yield* ahead;
    ahead = undefined;
  }
  if (ahead !== undefined) yield* ahead;
}
