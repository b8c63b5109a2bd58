import type { DiscoveryNote } from '../files/discovery-note.ts';
import { Baseline, type BaselineContext, toBaseline } from '../findings/baseline.ts';
import { withMatch } from '../findings/suppression.ts';
import type { Undecided } from '../model/finding.ts';
import type { LintedInput } from './linted-input.ts';

/** The findings before a change. */
export interface KnownBefore {
  /** Suppresses earlier findings in inputs, and removes earlier undecided results. */
  readonly mark: (
    inputs: readonly LintedInput[],
    texts: ReadonlyMap<string, string>,
  ) => { readonly inputs: readonly LintedInput[]; readonly notes: readonly DiscoveryNote[] };
}

/**
 * Records the findings before a change. `toPath` returns a file's path after it, for renamed files;
 * `since` names the change in messages.
 */
export function createKnownBefore(
  inputs: readonly LintedInput[],
  texts: ReadonlyMap<string, string>,
  { toPath, since }: { readonly toPath: (path: string) => string; readonly since: string },
): KnownBefore {
  const entries = toBaseline(inputs, { texts, toBaselinePath: toPath });
  const asked = new Map<string, number>();
  for (const { input } of inputs)
    for (const question of input.undecided) {
      const key = keyOf(question, toPath);
      asked.set(key, (asked.get(key) ?? 0) + 1);
    }
  return {
    mark: (now, textsNow) => {
      const context: BaselineContext = { texts: textsNow, toBaselinePath: (path) => path };
      const baseline = new Baseline(entries, now, context);
      const left = new Map(asked);
      const isNew = (question: Undecided): boolean => {
        const key = keyOf(question, (path) => path);
        const count = left.get(key) ?? 0;
        left.set(key, count - 1);
        return count <= 0;
      };
      let count = 0;
      const marked = now.map((linted) => ({
        ...linted,
        input: {
          ...linted.input,
          findings: linted.input.findings.map((finding) => {
            // A finding for several containers counts if one of them is new.
            if (finding.suppression !== undefined || baseline.matches.get(finding)?.suppression === undefined)
              return finding;
            count += 1;
            return withMatch(finding, { suppression: { kind: 'baseline', reason: `It already existed at ${since}.` } });
          }),
          undecided: linted.input.undecided.filter(isNew),
        },
      }));
      const what = count === 1 ? '1 finding already existed and does' : `${count} findings already existed and do`;
      const notes: readonly DiscoveryNote[] =
        count === 0 ? [] : [{ path: since, message: `${what} not count (--since).`, severity: 'note' }];
      return { inputs: marked, notes };
    },
  };
}

function keyOf({ rule, reason, location, subjects }: Undecided, toPath: (path: string) => string): string {
  return JSON.stringify([rule, toPath(location.path), reason, subjects.map(({ name }) => name)]);
}
