import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSession, type SessionResult } from '../../src/session/session.ts';
import { runs } from '../long.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { includedProject, type Tree } from '../projects/included-project.ts';
import { composeProject } from '../robustness/arbitraries/compose.ts';
import '../seed.ts';

/** A session's results for one of these files. */
function lint(tree: Tree, path: string, memory?: object): Promise<SessionResult> {
  const files = createMemoryFiles(tree);
  return createSession({ files, today: '2026-11-24', ...(memory === undefined ? {} : { memory }) }).lint({
    paths: [],
    literals: [path],
  });
}

/** A tree and its later states: each takes files from another tree, or loses some. */
const states: fc.Arbitrary<readonly Tree[]> = fc
  .tuple(
    fc.oneof(includedProject, composeProject),
    fc.array(fc.tuple(fc.oneof(includedProject, composeProject), fc.nat()), { maxLength: 6 }),
  )
  .map(([first, changes]) => {
    const found: Tree[] = [first];
    for (const [other, seed] of changes) {
      const before = found.at(-1) ?? first;
      const paths = Object.keys(other);
      const path = paths[seed % paths.length] ?? '';
      const { [path]: _, ...without } = before;
      found.push(seed % 7 === 0 ? without : { ...before, [path]: other[path] ?? '' }, before);
    }
    return found;
  });

test('what sessions have in common changes nothing of what they say', async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(states, async (trees) => {
      const memory = {};
      for (const tree of trees)
        for (const path of Object.keys(tree)
          .filter((each) => each.endsWith('.yaml'))
          .slice(0, 3)) {
          const expected = await lint(tree, path);
          expect(await lint(tree, path, memory)).toEqual(expected);
          compared += expected.inputs.length;
        }
    }),
    { numRuns: runs(60) },
  );
  expect(compared).toBeGreaterThan(runs(500));
}, 120_000);

describe('a file that is read again', () => {
  const INCLUDED = 'services:\n  web:\n    image: "nginx:${TAG}"\n    privileged: ${PRIVILEGED:-false}\n';
  const tree = (env: string): Tree => ({
    'compose.yaml': 'include: [web/web.yaml]\n',
    'web/web.yaml': INCLUDED,
    '.env': env,
  });
  const rulesOf = async (env: string, memory: object): Promise<readonly string[]> => {
    const { inputs } = await lint(tree(env), 'web/web.yaml', memory);
    return inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
  };

  test('has the variables that are now in the env file', async () => {
    const memory = {};
    expect(await rulesOf('TAG=1.27.3\n', memory)).not.toContain('privileged-container');
    expect(await rulesOf('TAG=1.27.3\nPRIVILEGED=true\n', memory)).toContain('privileged-container');
    expect(await rulesOf('TAG=1.27.3\n', memory)).not.toContain('privileged-container');
    expect(await rulesOf('', memory)).not.toContain('privileged-container');
  });

  test('counts each time what variables come to', async () => {
    const memory = {};
    const long = tree(`TAG=${'x'.repeat(9_000_000)}\nPRIVILEGED=true\n`);
    const first = await lint(long, 'web/web.yaml', memory);
    expect(await lint(long, 'web/web.yaml', memory)).toEqual(first);
    expect(first).toEqual(await lint(long, 'web/web.yaml'));
  });
});
