import type { Input } from '../projects/input.ts';
import type { ReportedInput } from '../report/report.ts';
import { withoutHidden } from '../sensitive/hidden-values.ts';
import type { FileSettings } from '../workspace/config/settings.ts';
import { tracking } from './file-reads.ts';
import { type LintContext, type LintResult, lint } from './lint.ts';
import type { InternalError, Linter } from './linter.ts';

/** Lints each input at once, in this thread. With `tracksReads` it says which other files each one depends on. */
export function createLocalLinter(context: LintContext, tracksReads = false): Linter {
  return {
    submit: async (input, settings, done) => {
      done(await resultOf(input, settings, context, tracksReads));
    },
    finish: () => Promise.resolve(),
  };
}

/**
 * Lints one input, for its report: of the texts it has those that the report names, without what is hidden. Never
 * rejects: an error on the way is an internal error.
 */
export async function resultOf(
  input: Input,
  { ruleOptions }: FileSettings,
  context: LintContext,
  tracksReads = false,
): Promise<LintResult | InternalError> {
  const tracked = tracksReads ? tracking(context.files) : undefined;
  try {
    const result = await lint(
      input,
      tracked === undefined ? context : { ...context, files: tracked.files },
      ruleOptions,
    );
    const texts = namedTexts(result, result.texts);
    const hidden = new Map([...result.hidden].filter(([path]) => texts.has(path)));
    const reads = tracked?.reads(result.texts) ?? [];
    return { ...result, texts: withoutHidden(texts, hidden), hidden, reads };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { internalError: `${input.files[0]?.path ?? ''}: internal error: ${message}` };
  }
}

/** The texts that a report needs: those that something in it names. */
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
