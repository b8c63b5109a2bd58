import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver-protocol';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';
import { composeProject } from '../robustness/arbitraries/compose.ts';
import { configuration } from '../robustness/arbitraries/configuration.ts';
import { script } from '../robustness/arbitraries/shell.ts';
import '../seed.ts';
import { runs } from '../long.ts';
import { messageOf, startClient } from './client.ts';

type Tree = Readonly<Record<string, string>>;

interface JsonRange {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}

interface JsonFinding {
  readonly rule: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: JsonRange;
  readonly related: readonly { readonly file: string; readonly range: JsonRange }[];
  readonly suppressed: unknown;
}

/**
 * What `plimsoll lint FILE` reports in a file, or in one it refers to; `undefined` if it can't lint
 * anything.
 */
async function onCommandLine(tree: Tree, path: string): Promise<readonly string[] | undefined> {
  const io = createMemoryIo(tree);
  await main(['lint', '--format', 'json', '--', path], io);
  if (io.out() === '') return undefined;
  const { findings } = JSON.parse(io.out()) as { readonly findings: readonly JsonFinding[] };
  const lines = findings.flatMap(({ rule, severity, message, file, range, related, suppressed }) => {
    const here = file === path ? range : related.find((other) => other.file === path)?.range;
    if (here === undefined || suppressed !== null) return [];
    const { start, end } = here;
    return [`${start.line}:${start.column}-${end.line}:${end.column} ${severity} ${rule} ${message}`];
  });
  return [...new Set(lines)].sort();
}

const SEVERITIES = ['', 'error', 'warning', 'info'];

function inEditor(diagnostics: readonly Diagnostic[]): readonly string[] {
  const lines = diagnostics.map((diagnostic) => {
    const { range, severity = 0, code } = diagnostic;
    const [from, to] = [range.start, range.end].map(({ line, character }) => `${line + 1}:${character + 1}`);
    return `${from ?? ''}-${to ?? ''} ${SEVERITIES[severity] ?? ''} ${String(code)} ${messageOf(diagnostic)}`;
  });
  return [...new Set(lines)].sort();
}

/** A tree, and unsaved texts of some files. */
const unsaved: fc.Arbitrary<readonly [tree: Tree, texts: Tree]> = fc
  .tuple(
    fc.oneof(composeProject, script),
    fc.oneof(composeProject, script),
    fc.option(configuration, { nil: undefined }),
  )
  .map(([tree, other, config]) => {
    const saved = config === undefined ? tree : { ...tree, '.plimsoll.yaml': config };
    const texts = Object.entries(other).filter(([path]) => !path.startsWith('.plimsoll'));
    return [saved, Object.fromEntries(texts)];
  });

test('a document has the findings that the command line reports for its file, once it is saved', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(unsaved, async ([tree, texts]) => {
      const client = await startClient(tree, { settings: { missing: 'each' } });
      try {
        // Open the saved files, then change them, so that the effect of the last change on others
        // counts.
        const open = [...new Set([...Object.keys(tree), ...Object.keys(texts)])].filter(
          (path) => !path.startsWith('.plimsoll'),
        );
        for (const path of open) await client.open(path, tree[path] ?? '');
        for (const path of open) await client.diagnostics(path);
        for (const [path, text] of Object.entries(texts)) await client.change(path, text);
        await client.settled();
        const all = { ...Object.fromEntries(open.map((path) => [path, ''])), ...tree, ...texts };
        for (const path of open) {
          const expected = await onCommandLine(all, path);
          const shown = await client.diagnostics(path);
          if (expected === undefined) {
            expect(shown.filter(({ code }) => code !== undefined)).toEqual([]);
            continue;
          }
          compared += expected.length;
          expect([path, ...inEditor(shown.filter(({ code }) => code !== undefined))]).toEqual([path, ...expected]);
        }
      } finally {
        await client.stop();
      }
    }),
    { numRuns: runs(25) },
  );
  expect(compared).toBeGreaterThan(runs(40));
}, 300_000);
