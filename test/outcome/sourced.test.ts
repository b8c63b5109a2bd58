import { describe, expect, test } from 'vitest';
import { createSession, type SessionResult } from '../../src/session/session.ts';
import { createMemoryFiles } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const LIB = 'up() {\n  docker run --privileged --name "$1" nginx:1.27\n}\n';
const TREE: Tree = {
  'ci/lib.sh': LIB,
  'ci/a.sh': '. "$(dirname "$0")/lib.sh"\nup a\ndocker run --privileged b:1\n',
  'ci/b.sh': '. "$(dirname "$0")/lib.sh"\nup b\n',
};

async function lint(tree: Tree, paths: readonly string[]): Promise<{ result: SessionResult; read: readonly string[] }> {
  const session = createSession({ files: createMemoryFiles(tree), today: '2026-11-24' });
  const result = await session.lint({ paths });
  return { result, read: [...session.dependencies.paths] };
}

function privileged({ inputs }: SessionResult): readonly string[] {
  return inputs.flatMap(({ findings }) =>
    findings.flatMap(({ rule, location, suppression }) =>
      rule === 'privileged-container'
        ? [`${location.path}:${location.span.start}${suppression === undefined ? '' : ' suppressed'}`]
        : [],
    ),
  );
}

const inLib = `ci/lib.sh:${LIB.indexOf('--privileged')}`;
const inA = `ci/a.sh:${(TREE['ci/a.sh'] ?? '').indexOf('--privileged')}`;

describe('what scripts read in', () => {
  test('is reported once, where it is linted itself', async () => {
    const { result } = await lint(TREE, ['.']);
    expect(privileged(result)).toEqual([inA, inLib]);
  });

  test('is reported with the first script that reads it in where it is not linted itself', async () => {
    const { result } = await lint(TREE, ['ci/a.sh', 'ci/b.sh']);
    expect(privileged(result)).toEqual([inA, inLib]);
  });

  test('has comments of its own, which are checked where it is linted itself', async () => {
    const comment = '# plimsoll: ignore[privileged-container] -- trusted\n  # plimsoll: ignore[host-pid-namespace]\n';
    const lib = LIB.replace('  docker', `  ${comment}  docker`);
    const tree = { ...TREE, 'ci/lib.sh': lib };
    const { result } = await lint(tree, ['ci/a.sh']);
    expect(privileged(result)).toEqual([inA, `ci/lib.sh:${lib.indexOf('--privileged')} suppressed`]);
    const rules = result.inputs.flatMap(({ findings }) => findings.map(({ rule }) => rule));
    expect(rules.filter((rule) => rule.startsWith('suppression/'))).toEqual([]);
  });

  test('is among the files that the result depends on, missing ones included', async () => {
    const tree = { ...TREE, 'ci/a.sh': '. "$(dirname "$0")/lib.sh"; . "$(dirname "$0")/none.sh"; up a; docker ps\n' };
    const { read } = await lint(tree, ['ci/a.sh']);
    expect(read.filter((path) => /lib|none/.test(path)).map((path) => path.replace(/.*ci\//, ''))).toEqual(
      expect.arrayContaining(['lib.sh', 'none.sh']),
    );
  });

  test('is not read outside of the repository', async () => {
    const tree = { '/out/lib.sh': LIB, '/w/.git/HEAD': '', '/w/a.sh': '. ../out/lib.sh; up a; docker ps\n' };
    const session = createSession({ files: createMemoryFiles(tree, '/w'), today: '2026-11-24' });
    const { inputs } = await session.lint({ paths: ['a.sh'] });
    expect(inputs.flatMap(({ subjects }) => subjects)).toEqual([]);
  });
});
