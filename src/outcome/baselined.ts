import type { FileSystem } from '../files/file-system.ts';
import { Baseline, type BaselineEntry, isGone } from '../findings/baseline.ts';
import { type Baselines, baselineContext, byBaseline } from '../findings/baseline-file.ts';
import { coverageOf } from '../findings/coverage.ts';
import { withMatch } from '../findings/suppression.ts';
import { createSeverityTest, openFindings } from '../report/report.ts';
import { withoutKnown } from './known-unread.ts';
import type { LintedInput, LintRun } from './linted-input.ts';
import type { UnreadFile } from './unread.ts';

export interface Baselined {
  readonly inputs: readonly LintedInput[];
  /**
   * For each baseline, the number of entries whose finding is gone. Counts only completely linted
   * projects.
   */
  readonly gone: readonly { readonly path: string; readonly count: number }[];
  /** Baselines without an entry for any linted file, although directories were searched. */
  readonly foreign: readonly string[];
  /** Unread files and commands that no baseline contains. */
  readonly unread: readonly UnreadFile[];
}

/**
 * Applies the baselines to a run; without baselines, nothing changes. Rejects with a BaselineError.
 */
export async function applyBaselines(
  run: LintRun,
  baselines: Baselines,
  files: Pick<FileSystem, 'workingDirectory'>,
  unread: readonly UnreadFile[] = [],
): Promise<Baselined> {
  let newUnread = unread;
  const marked = new Map<LintedInput, LintedInput>();
  const gone: Baselined['gone'][number][] = [];
  const foreign: string[] = [];
  for (const [file, inputs] of await byBaseline(run.inputs, baselines)) {
    if (file.entries === undefined) continue;
    const context = baselineContext(file, run.texts, files);
    const known = withoutKnown(newUnread, file.entries, context.toBaselinePath);
    newUnread = known.left;
    const entries = file.entries.filter((entry) => !known.used.has(entry));
    const baseline = new Baseline(entries, inputs, context);
    for (const linted of inputs) {
      const findings = linted.input.findings.map((finding) => withMatch(finding, baseline.matches.get(finding)));
      marked.set(linted, { ...linted, input: { ...linted.input, findings } });
    }
    const coverage = coverageOf(run, context.toBaselinePath);
    const isOn = createOnlyTest(inputs);
    const count = [...baseline.unused].filter((entry) => isOn(entry) && isGone(entry, coverage)).length;
    if (count > 0) gone.push({ path: file.path, count });
    const met = new Set(
      inputs.flatMap(({ project, relations }) => [...project, ...relations.included].map(context.toBaselinePath)),
    );
    const isForeign = run.walked.length > 0 && !file.entries.some((entry) => met.has(entry.file));
    if (count === 0 && file.entries.length > 0 && isForeign) foreign.push(file.path);
  }
  return { inputs: run.inputs.map((linted) => marked.get(linted) ?? linted), gone, foreign, unread: newUnread };
}

/** Returns a test for entries whose rule is active (`only`). */
export function createOnlyTest([first]: readonly LintedInput[]): (entry: Pick<BaselineEntry, 'rule'>) => boolean {
  const only = first?.settings.ruleOptions.only;
  return ({ rule }) => only?.has(rule) !== false;
}

/** True if a finding that isn't suppressed reaches the failing severity in its file's settings. */
export function hasFailed(inputs: readonly LintedInput[]): boolean {
  return inputs.some(
    ({ input, settings: { failOn } }) => failOn !== 'never' && openFindings(input).some(createSeverityTest(failOn)),
  );
}
