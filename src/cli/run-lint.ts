import type { LintRun } from '../lint/run.ts';
import type { Input } from '../projects/input.ts';
import { type Opened, requireSomething } from './inputs.ts';
import type { Io } from './io.ts';
import { openLinter } from './linter.ts';
import type { ParsedOptions } from './options/options.ts';
import { createProgress } from './output/progress.ts';

/** More inputs than a hook mostly has. */
const MANY = 6;
/** So much text, in UTF-16 units, is as much work as many inputs. */
const LONG = 10_000;

/** Lints everything that the operands name. Rejects with a UsageError for what can't be used or read. */
export async function runLint(options: ParsedOptions, { session, request }: Opened, io: Io): Promise<LintRun> {
  const found = session.find(request);
  const { linter, save } = await openLinter(options, session, io);
  const progress = createProgress(io, options.has('quiet'));
  const inputs = lookingAhead(found.inputs, () => io.onManyInputs?.());
  const run = await session.run(
    request,
    { ...found, inputs },
    {
      linter,
      onInput: () => {
        progress.step();
      },
    },
  );
  progress.end();
  requireSomething(run.found, options, found, io);
  await save();
  return run;
}

/** The same inputs; where they are many, or long, `onMany` is called before the first that is linted. */
function* lookingAhead(inputs: Iterable<Input>, onMany: () => void): Iterable<Input> {
  let ahead: Input[] | undefined = [];
  let size = 0;
  for (const input of inputs) {
    if (ahead === undefined) {
      yield input;
      continue;
    }
    ahead.push(input);
    for (const { text } of input.files) size += text.length;
    if (ahead.length < MANY && size < LONG) continue;
    onMany();
    yield* ahead;
    ahead = undefined;
  }
  if (ahead !== undefined) yield* ahead;
}
