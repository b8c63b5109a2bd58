import type { DiscoveryNote } from '../files/discovery-note.ts';
import { Baseline, type BaselineContext, toBaseline } from '../findings/baseline.ts';
import { withMatch } from '../findings/suppression.ts';
import type { Undecided } from '../model/finding.ts';
import { unreadEntries, withoutKnown } from './known-unread.ts';
import type { LintedInput } from './linted-input.ts';
import type { UnreadFile } from './unread.ts';

/** The findings that existed before a change. */
export interface KnownBefore {
  /**
   * Suppresses findings that existed before; removes undecided results and unread commands that
   * did.
   */
  readonly mark: (
    inputs: readonly LintedInput[],
    unread: readonly UnreadFile[],
    texts: ReadonlyMap<string, string>,
  ) => Promise<{
    readonly inputs: readonly LintedInput[];
    readonly unread: readonly UnreadFile[];
    readonly notes: readonly DiscoveryNote[];
  }>;
  /** True for an error in an unchanged file that existed before. */
  readonly isKnown: (note: DiscoveryNote) => boolean;
}

export interface Before {
  /** The path of a file after the change; differs for renamed files. */
  readonly toPath: (path: string) => string;
  /** What was unread in these files before the change. Takes paths after the change. */
  readonly unread: (paths: readonly string[]) => Promise<readonly UnreadFile[]>;
  readonly errors: readonly DiscoveryNote[];
  /** The name of the change in messages. */
  readonly since: string;
}

export function createKnownBefore(
  inputs: readonly LintedInput[],
  texts: ReadonlyMap<string, string>,
  { toPath, since, unread: unreadBefore, errors }: Before,
): KnownBefore {
  const entries = toBaseline(inputs, { texts, toBaselinePath: toPath });
  const asked = new Map<string, number>();
  for (const { input } of inputs)
    for (const question of input.undecided) {
      const key = keyOf(question, toPath);
      asked.set(key, (asked.get(key) ?? 0) + 1);
    }
  const known = new Set(errors.map(({ path, message }) => `${path}: ${message}`));
  return {
    isKnown: ({ path, message, severity }) => severity === 'error' && known.has(`${path}: ${message}`),
    mark: async (now, unread, textsNow) => {
      const context: BaselineContext = { texts: textsNow, toBaselinePath: (path) => path };
      const baseline = new Baseline(entries, now, context);
      const left = new Map(asked);
      const isNew = (question: Undecided): boolean => {
        const key = keyOf(question, (path) => path);
        const count = left.get(key) ?? 0;
        left.set(key, count - 1);
        return count <= 0;
      };
      const paths = [...new Set(unread.map(({ path }) => path))];
      const earlier = paths.length === 0 ? [] : unreadEntries(await unreadBefore(paths), toPath);
      const { left: newUnread, used } = withoutKnown(unread, earlier, (path) => path);
      let count = used.size;
      const marked = now.map((linted) => ({
        ...linted,
        input: {
          ...linted.input,
          findings: linted.input.findings.map((finding) => {
            // A finding for several containers is new if one of them is new.
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
      return { inputs: marked, unread: newUnread, notes };
    },
  };
}

function keyOf({ rule, reason, location, subjects }: Undecided, toPath: (path: string) => string): string {
  return JSON.stringify([rule, toPath(location.path), reason, subjects.map(({ name }) => name)]);
}
