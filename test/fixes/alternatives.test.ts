import { describe, expect, it } from 'vitest';
import type { RuleOptions } from '../../src/config/policy.ts';
import { lint } from '../../src/lint/lint.ts';
import type { ParseContext } from '../../src/parsers/contract/parsed.ts';
import { ruleById } from '../../src/rules/index.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { applyEdits } from '../../src/text/edit.ts';

const TEXT = 'services:\n  a:\n    image: example/app:1\n  b:\n    image: example/other:1\n';
const RULE = 'writable-root-filesystem';

const TITLE = 'Make the root filesystem read-only, with a tmpfs on `/tmp`';

/** The findings of a Compose file with verified fixes, and the number of reads. */
async function proven(text: string, options: RuleOptions) {
  let reads = 0;
  const watchdog: NonNullable<ParseContext['watchdog']> = (work) => {
    reads += 1;
    return work();
  };
  const files = [{ path: 'compose.yaml', text }];
  const reader = { read: (path: string) => (path === 'compose.yaml' ? { text } : { failure: 'missing' as const }) };
  const context = { files: reader, environment: new Map<string, string>(), watchdog, provesFixes: true };
  const { findings } = await lint({ kind: 'compose', files }, context, options);
  return { findings, reads };
}

/** Fails like `writable-root-filesystem` with the same two fixes, of which only the first helps. */
function halfFixed(): Rule {
  const rule = ruleById(RULE);
  if (rule === undefined) throw new Error('there is no such rule');
  return {
    ...rule,
    run: (subject, input) => {
      if (subject.kind !== 'container') return [];
      const { tmpfs, readonlyRootfs: _, ...hostConfig } = subject.hostConfig;
      return tmpfs === undefined ? rule.run({ ...subject, hostConfig }, input) : [];
    },
    id: 'x-half-fixed',
    own: {},
  };
}

describe('the fixes of one finding', () => {
  it('are proven in one reading of the text with those of all others', async () => {
    const { findings, reads } = await proven(TEXT, { preset: 'all' });
    expect(findings.filter(({ rule }) => rule === RULE).map(({ fixes = [] }) => fixes.length)).toEqual([2, 2]);
    // Once for linting, once for all fixes.
    expect(reads).toBe(2);
  });

  it('each make it go by themselves', async () => {
    const { findings } = await proven(TEXT, { preset: 'all' });
    const [finding] = findings.filter(({ rule }) => rule === RULE);
    expect(finding?.fixes).toHaveLength(2);
    for (const { edits = [] } of finding?.fixes ?? []) {
      const after = await proven(applyEdits(TEXT, edits), { preset: 'all' });
      expect(after.findings.filter(({ rule }) => rule === RULE)).toHaveLength(1);
    }
  });

  it('are left out where they do not', async () => {
    const { findings } = await proven(TEXT, { preset: 'all', ownRules: [halfFixed()] });
    const titles = findings
      .filter(({ rule }) => rule === 'x-half-fixed')
      .map(({ fixes = [] }) => fixes.map(({ title }) => title));
    expect(titles).toEqual([[TITLE], [TITLE]]);
  });
});
