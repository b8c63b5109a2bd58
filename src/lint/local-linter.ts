import type { FileSettings } from '../config/settings.ts';
import type { Reader } from '../parsers/contract/front-end.ts';
import { loadReader } from '../parsers/index.ts';
import type { InputKind } from '../parsers/registry.ts';
import type { Input } from '../projects/input.ts';
import type { ReportedInput } from '../report/report.ts';
import { withoutHidden } from '../sensitive/hidden-values.ts';
import { type Watchdog, WorkStopped } from '../util/watchdog.ts';
import { tracking } from './file-reads.ts';
import {
  type InternalError,
  type LintContext,
  type Linter,
  type LintResult,
  lint,
  lintWith,
  type Waiting,
} from './lint.ts';

/** Limits for inputs that are linted together under one watchdog: their number and total length. */
const MAX_BATCH = 16;
const MAX_BATCH_LENGTH = 100_000;

/**
 * Lints inputs in this thread. Groups them, because each watchdog starts a thread. `tracksReads`
 * records the files that each result depends on.
 */
export function createLocalLinter(context: LintContext, tracksReads = false): Linter {
  let batch: Waiting[] = [];
  let length = 0;
  const lintBatch = async (): Promise<void> => {
    const waiting = batch;
    batch = [];
    length = 0;
    if (context.provesFixes === true || context.watchdog === undefined || waiting.length === 1)
      for (const { input, settings, done } of waiting) done(await resultOf(input, settings, context, tracksReads));
    else await lintTogether(waiting, context, context.watchdog, tracksReads);
  };
  return {
    submit: async (input, settings, done) => {
      batch.push({ input, settings, done });
      for (const { text } of input.files) length += text.length;
      if (batch.length >= MAX_BATCH || length >= MAX_BATCH_LENGTH) await lintBatch();
    },
    finish: lintBatch,
  };
}

/**
 * Lints inputs under one watchdog. If it stops an input, lints that one again alone with the full
 * time limit.
 */
async function lintTogether(
  inputs: readonly Waiting[],
  context: LintContext,
  watchdog: Watchdog,
  tracksReads: boolean,
): Promise<void> {
  const readers = new Map<InputKind, Reader>();
  for (const { input } of inputs) readers.set(input.kind, await loadReader(input.kind));
  const results: (LintResult | InternalError)[] = [];
  while (results.length < inputs.length) {
    try {
      watchdog(() => {
        for (const { input, settings } of inputs.slice(results.length)) {
          const reader = readers.get(input.kind);
          if (reader === undefined) throw new Error(`no reader for ${input.kind}`);
          results.push(resultNow(reader, input, settings, context, tracksReads));
        }
      });
    } catch (error) {
      const stopped = inputs[results.length];
      if (!(error instanceof WorkStopped) || stopped === undefined) throw error;
      results.push(await resultOf(stopped.input, stopped.settings, context, tracksReads));
    }
  }
  for (const [index, result] of results.entries()) inputs[index]?.done(result);
}

/**
 * Lints one input, and keeps only texts that the report needs, without hidden parts. Never rejects:
 * an exception becomes an internal error.
 */
export async function resultOf(
  input: Input,
  { ruleOptions }: FileSettings,
  context: LintContext,
  tracksReads = false,
): Promise<LintResult | InternalError> {
  const tracked = tracksReads ? tracking(context.files) : undefined;
  try {
    return forReport(await lint(input, { ...context, files: tracked?.files ?? context.files }, ruleOptions), tracked);
  } catch (error) {
    return toInternalError(input, error);
  }
}

/** Like {@link resultOf}, but verifies no fixes. */
function resultNow(
  reader: Reader,
  input: Input,
  { ruleOptions }: FileSettings,
  context: LintContext,
  tracksReads: boolean,
): LintResult | InternalError {
  const tracked = tracksReads ? tracking(context.files) : undefined;
  try {
    const own = { ...context, files: tracked?.files ?? context.files };
    return forReport(lintWith(reader, input, own, ruleOptions).result, tracked);
  } catch (error) {
    return toInternalError(input, error);
  }
}

function forReport(result: LintResult, tracked: ReturnType<typeof tracking> | undefined): LintResult {
  const texts = namedTexts(result, result.texts);
  const hidden = new Map([...result.hidden].filter(([path]) => texts.has(path)));
  const reads = tracked?.reads(result.texts) ?? [];
  return { ...result, texts: withoutHidden(texts, hidden), hidden, reads };
}

function toInternalError(input: Input, error: unknown): InternalError {
  const message = error instanceof Error ? error.message : String(error);
  return { internalError: `${input.files[0]?.path ?? ''}: internal error: ${message}` };
}

export function namedTexts(
  { findings, undecided, subjects }: ReportedInput,
  read: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const named = new Set<string>();
  for (const { location } of subjects) named.add(location.path);
  for (const { location, related } of [...findings, ...undecided])
    for (const { path } of [location, ...related.map((other) => other.location)]) named.add(path);
  return new Map([...read].filter(([path]) => named.has(path)));
}
