import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile, type MemoryIo } from '../memory-io.ts';

const COMPOSE =
  'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n  db:\n    image: postgres:17\n    network_mode: host\n';
const BASELINE = '.plimsoll-baseline.json';

async function run(
  argv: readonly string[],
  tree: Readonly<Record<string, MemoryFile>>,
): Promise<{ code: number; io: MemoryIo }> {
  const io = createMemoryIo(tree);
  return { code: await main(argv[0] === 'baseline' ? argv : ['--format', 'text', ...argv], io), io };
}

async function baselineOf(compose: string): Promise<string> {
  const { io } = await run(['baseline', 'compose.yaml'], { 'compose.yaml': compose });
  return io.written.get(BASELINE) ?? '';
}

describe('a baseline of which no entry is for a file that was linted', () => {
  const says = 'The baseline has no entries for the linted files.';

  test.each([
    [['.'], true],
    [['app'], true],
    // A hook gets the changed files.
    [['app/compose.yaml'], false],
  ])('is said to be that where a directory was linted: %j', async (paths, isSaid) => {
    const tree = { 'app/compose.yaml': COMPOSE, 'other.json': await baselineOf(COMPOSE) };
    const { io } = await run(['--baseline', 'other.json', ...paths], tree);
    expect(io.err().includes(says)).toBe(isSaid);
  });

  test('is not said of one that has entries of some files', async () => {
    const tree = { 'compose.yaml': COMPOSE, 'app/compose.yaml': COMPOSE, [BASELINE]: await baselineOf(COMPOSE) };
    expect((await run(['.'], tree)).io.err()).not.toContain(says);
  });
});

describe('a baseline', () => {
  test('makes the present findings not count', async () => {
    const { code, io } = await run(['compose.yaml'], {
      'compose.yaml': COMPOSE,
      [BASELINE]: await baselineOf(COMPOSE),
    });
    expect(code).toBe(0);
    expect(io.out()).toBe('');
    expect(io.err()).toMatch(/0 errors, 0 warnings, 0 info, \d+ suppressed/);
  });

  test.each([
    ['moved lines', `# a comment\n\n${COMPOSE}`],
    ['a renamed sibling', COMPOSE.replace('web:', 'front:').replace('    privileged: true\n', '')],
  ])('survives %s', async (_, changed) => {
    const { io } = await run(['compose.yaml'], { 'compose.yaml': changed, [BASELINE]: await baselineOf(COMPOSE) });
    expect(io.out()).not.toMatch(/`db`/);
  });

  test('lets a new finding count', async () => {
    const { code, io } = await run(['compose.yaml'], {
      'compose.yaml': `${COMPOSE}    pid: host\n`,
      [BASELINE]: await baselineOf(COMPOSE),
    });
    expect(code).toBe(1);
    expect(io.out().trim().split('\n')).toHaveLength(1);
    expect(io.out()).toContain('host-pid-namespace');
  });

  test('reports what is gone, and --update removes it', async () => {
    const fixed = COMPOSE.replace('    privileged: true\n', '');
    const tree = { 'compose.yaml': fixed, [BASELINE]: await baselineOf(COMPOSE) };
    expect((await run(['compose.yaml'], tree)).io.err()).toMatch(
      /(?:entry|entries) in the baseline (?:is|are) obsolete/,
    );
    const { io } = await run(['baseline', '--update', 'compose.yaml'], tree);
    expect(io.written.get(BASELINE)).not.toContain('privileged-container');
    expect(io.written.get(BASELINE)).toContain('host-network');
  });

  describe('keeps what is in a file that could not be read whole', () => {
    const broken = 'services:\n  web: [\n';
    const entries = (text: string | undefined): readonly string[] =>
      (text ?? '')
        .split('\n')
        .filter((line) => line.startsWith('    '))
        .map((line) => line.replace(/,$/, ''));

    test.each([
      ['broken syntax', { 'compose.yaml': broken }, ['compose.yaml']],
      [
        'an override that is broken',
        { 'compose.yaml': 'services: {}\n', 'compose.override.yaml': broken },
        ['compose.yaml'],
      ],
      [
        'a file that cannot be read, and was not looked at',
        { 'compose.yaml': { failure: 'unreadable' }, 'x.compose.yaml': 'services: {}\n' },
        ['x.compose.yaml'],
      ],
    ] as const)('%s', async (_, tree, paths) => {
      const before = await baselineOf(COMPOSE);
      const now = { ...tree, [BASELINE]: before };
      expect((await run(paths, now)).io.err()).not.toContain('gone');
      const { code, io } = await run(['baseline', '--update', ...paths], now);
      expect(code).toBe(0);
      expect(io.written.get(BASELINE)).toBe(before);
    });

    test('when it is written again, too, next to what is found now', async () => {
      const tree = { 'compose.yaml': broken, 'b.compose.yaml': COMPOSE, [BASELINE]: await baselineOf(COMPOSE) };
      const { io } = await run(['baseline', '.'], tree);
      const written = entries(io.written.get(BASELINE));
      for (const entry of entries(tree[BASELINE])) expect(written).toContain(entry);
      expect(written.some((entry) => entry.includes('"file":"b.compose.yaml"'))).toBe(true);
      expect(io.err()).toBe('plimsoll: compose.yaml: not read completely, so its baseline entries stay.\n');
    });

    describe('or that was not looked at', () => {
      const tree = { 'compose.yaml': COMPOSE, 'b.compose.yaml': COMPOSE };
      const update = async (
        now: Readonly<Record<string, string>>,
        ...paths: readonly string[]
      ): Promise<readonly string[]> => {
        const before =
          (await run(['baseline', '.'], { ...tree, 'c.compose.yaml': COMPOSE })).io.written.get(BASELINE) ?? '';
        const { io } = await run(['baseline', '--update', ...paths], { ...tree, ...now, [BASELINE]: before });
        const left = entries(io.written.get(BASELINE));
        return entries(before)
          .filter((entry) => !left.includes(entry))
          .flatMap((entry) => /"file":"([^"]+)","rule":"([^"]+)"/.exec(entry)?.slice(1).join(' ') ?? []);
      };
      const ofGone = (removed: readonly string[]): readonly string[] =>
        removed.filter((entry) => !entry.startsWith('c.compose.yaml '));

      test('but not of a file that is no longer there', async () => {
        expect((await update({}, 'compose.yaml')).every((entry) => entry.startsWith('c.compose.yaml '))).toBe(true);
      });

      test('but not of a container that is still there', async () => {
        expect(
          ofGone(
            await update({ 'compose.yaml': COMPOSE.replace('privileged: true', 'privileged: false') }, 'compose.yaml'),
          ),
        ).toEqual(['compose.yaml privileged-container']);
      });

      test('but not of a container that is no longer there', async () => {
        const gone = ofGone(await update({ 'compose.yaml': 'services: {}\n' }, 'compose.yaml'));
        expect(new Set(gone.map((entry) => entry.split(' ')[0]))).toEqual(new Set(['compose.yaml']));
        expect(gone).toContain('compose.yaml privileged-container');
      });
    });

    test.each<[string, Readonly<Record<string, string>>, string]>([
      [
        'that another project extends',
        {
          'app/base.yaml': 'services:\n  base:\n    image: nginx:1.27\n    pid: host\n',
          'compose.yaml': 'services:\n  web:\n    extends: {file: app/base.yaml, service: base}\n',
        },
        'app/base.yaml',
      ],
      [
        'that two projects include',
        {
          'app/db.yaml': 'services:\n  db:\n    image: nginx:1.27\n    privileged: ${PRIV:-false}\n',
          'compose.yaml': 'include: [app/db.yaml]\n',
          'dev.compose.yaml': 'include: [{path: app/db.yaml, env_file: dev.env}]\n',
          'dev.env': 'PRIV=true\n',
        },
        'app/db.yaml',
      ],
    ])('or of a file %s, where it is named alone', async (_name, tree, path) => {
      const before = (await run(['baseline', '.'], tree)).io.written.get(BASELINE) ?? '';
      expect(before).not.toBe('');
      const now = { ...tree, [BASELINE]: before };
      expect((await run([path], now)).io.err()).not.toContain('gone');
      expect((await run(['baseline', '--update', path], now)).io.written.get(BASELINE)).toBe(before);
    });
  });

  describe('has a text that several containers share once for each of them', () => {
    const shared = (...names: readonly string[]): string =>
      `x-base: &base\n  image: nginx:1.27\n  privileged: true\nservices:\n${names.map((name) => `  ${name}: *base\n`).join('')}`;

    test('so that one more is reported, by its name', async () => {
      const tree = { 'compose.yaml': shared('a', 'b', 'c'), [BASELINE]: await baselineOf(shared('a', 'b')) };
      const { code, io } = await run(['compose.yaml'], tree);
      expect(code).toBe(1);
      expect(io.out()).toMatch(/error privileged-container .* The baseline has this, but not for `c`\./);
    });

    test('so that one that has its own now, or is gone, changes nothing for the others', async () => {
      const before = await baselineOf(shared('a', 'b', 'c'));
      const { code, io } = await run(['compose.yaml'], { 'compose.yaml': shared('c', 'a'), [BASELINE]: before });
      expect([code, io.out()]).toEqual([0, '']);
      expect(io.err()).toMatch(/entries in the baseline are obsolete/);
    });

    test('so that --update leaves what is new new', async () => {
      const tree = { 'compose.yaml': shared('b', 'c'), [BASELINE]: await baselineOf(shared('a', 'b')) };
      const { io } = await run(['baseline', '--update', 'compose.yaml'], tree);
      const { code } = await run(['compose.yaml'], { ...tree, [BASELINE]: io.written.get(BASELINE) ?? '' });
      expect(code).toBe(1);
      expect(io.written.get(BASELINE)).toMatch(/"privileged-container","subject":"b"/);
      expect(io.written.get(BASELINE)).not.toMatch(/"subject":"[ac]"/);
    });
  });

  describe('of a text that containers of several projects share', () => {
    const tree = {
      'compose.yaml': 'services:\n  a:\n    image: nginx:1.27\n    privileged: true\n',
      'w/compose.yaml': 'services:\n  a: { extends: { file: ../compose.yaml, service: a } }\n',
    };

    test('has an entry for each project, which a run over the other says nothing of', async () => {
      const before = (await run(['baseline', '.'], tree)).io.written.get(BASELINE) ?? '';
      expect(before).toContain('"project":["w/compose.yaml"]');
      const now = { ...tree, [BASELINE]: before };
      for (const path of Object.keys(tree)) {
        const { code, io } = await run([path], now);
        expect([code, io.err()]).toEqual([0, expect.not.stringContaining('gone')]);
        expect((await run(['baseline', '--update', path], now)).io.written.get(BASELINE)).toBe(before);
      }
    });

    test('reports it in one more project', async () => {
      const before = (await run(['baseline', '.'], tree)).io.written.get(BASELINE) ?? '';
      const now = { ...tree, 'x/compose.yaml': tree['w/compose.yaml'], [BASELINE]: before };
      expect((await run(['.'], now)).code).toBe(1);
    });

    test('removes what is gone from one project', async () => {
      const before = (await run(['baseline', '.'], tree)).io.written.get(BASELINE) ?? '';
      const now = { ...tree, 'w/compose.yaml': 'services:\n  b: { image: nginx:1.27 }\n', [BASELINE]: before };
      const after = (await run(['baseline', '--update', 'w/compose.yaml'], now)).io.written.get(BASELINE) ?? '';
      expect(after).not.toContain('"project":["w/compose.yaml"]');
      expect((await run(['compose.yaml'], { ...tree, [BASELINE]: after })).code).toBe(0);
    });
  });

  test('survives that an override comes to the project', async () => {
    const tree = {
      'compose.yaml': COMPOSE,
      'compose.override.yaml': 'services: { web: { read_only: true } }\n',
      [BASELINE]: await baselineOf(COMPOSE),
    };
    const { code, io } = await run(['.'], tree);
    expect([code, io.out()]).toEqual([0, '']);
  });

  describe('lies next to the configuration of each file', () => {
    const tree = {
      '.git/HEAD': '',
      'compose.yaml': COMPOSE,
      'app/.plimsoll.yaml': 'failOn: info\n',
      'app/compose.yaml': COMPOSE,
    };

    test('and is found wherever plimsoll is started', async () => {
      const { written } = (await run(['baseline', '.'], tree)).io;
      expect([...written.keys()].sort()).toEqual([BASELINE, `app/${BASELINE}`]);
      const now = { ...tree, ...Object.fromEntries(written) };
      for (const path of ['.', 'app', 'app/compose.yaml', 'compose.yaml']) {
        const { code, io } = await run([path], now);
        expect([path, code, io.out()]).toEqual([path, 0, '']);
      }
      const moved = Object.fromEntries(Object.entries(now).map(([path, text]) => [`/project/${path}`, text]));
      const outside = createMemoryIo(moved, { workingDirectory: '/elsewhere' });
      expect([await main(['--format', 'text', '/project/app'], outside), outside.out()]).toEqual([0, '']);
    });

    test('and is updated for itself', async () => {
      const { written } = (await run(['baseline', '.'], tree)).io;
      const now = {
        ...tree,
        ...Object.fromEntries(written),
        'app/compose.yaml': 'services: { a: { image: nginx:1.27 } }\n',
      };
      expect((await run(['.'], now)).io.err()).toMatch(
        /app\/\.plimsoll-baseline\.json: \d+ entries in the baseline are obsolete/,
      );
      const { io } = await run(['baseline', '--update', '.'], now);
      expect(io.written.get(BASELINE)).toBe(written.get(BASELINE));
      expect(io.written.get(`app/${BASELINE}`)).toBe('{\n  "version": 2,\n  "findings": []\n}\n');
    });
  });

  test.each<[string, Readonly<Record<string, MemoryFile>>]>([
    ['broken YAML', { 'compose.yaml': 'services:\n  web: [\n' }],
    ['an unknown key', { 'compose.yaml': 'services:\n  web: { image: nginx:1.27, privilegd: true }\n' }],
    ['a broken script', { 'run.sh': 'if docker run --privileged nginx:1.27\n' }],
    [
      'comments that do nothing',
      { 'compose.yaml': `${COMPOSE}# plimsoll: ignore[no-rule, exec-user]\n# plimsoll ignore[a]\n` },
    ],
    [
      'an exception that does nothing',
      { 'compose.yaml': COMPOSE, '.plimsoll.yaml': 'failOn: info\nexceptions: [{ rule: exec-user, reason: none }]\n' },
    ],
  ])('takes everything, %s included', async (_, tree) => {
    const options = ['--fail-on', 'info'];
    expect((await run([...options, '.'], tree)).code).toBe(1);
    const { written } = (await run(['baseline', '.'], tree)).io;
    const { code, io } = await run([...options, '.'], { ...tree, ...Object.fromEntries(written) });
    expect([code, io.out()]).toEqual([0, '']);
  });

  test('is sorted, one finding a line, and holds no text of the file', async () => {
    const lines = (await baselineOf(COMPOSE)).split('\n').filter((line) => line.startsWith('    '));
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.map((line) => line.replace(/,$/, ''))).toEqual(lines.map((line) => line.replace(/,$/, '')).sort());
    expect(lines.every((line) => /"fingerprint":"[0-9a-f]{16}"/.test(line))).toBe(true);
  });

  describe('that is broken', () => {
    const broken = [
      ['no JSON', `${BASELINE}:1:1: not valid JSON.`],
      ['{\n  "version": 2,\n  "findings": [\n<<<<<<< ours\n  ]\n}\n', `${BASELINE}:4:1: not valid JSON.`],
      ['{"version": 2, "findings": [], }', `${BASELINE}:1:32: not valid JSON.`],
      ['{"version": 2, "findings": [', `${BASELINE}:1:29: not valid JSON.`],
      ['', `${BASELINE}:1:1: not valid JSON.`],
      ['['.repeat(100_000), `${BASELINE}:1:201: nested more than 200 levels deep.`],
      ['[]', `${BASELINE}:1:1: not a baseline of version 2.`],
      ['{"version": 3, "findings": []}', `${BASELINE}:1:13: not a baseline of version 2.`],
      [
        '{"version": 2, "findings": [{"rule":"a","file":"b","subject":"c","fingerprint":"d","project":"e"}]}',
        `${BASELINE}:1:94: \`findings[0].project\` is not a list of paths.`,
      ],
      ['\uFEFF{"version": 2, "findings": {}}', `${BASELINE}:1:28: \`findings\` is not a list.`],
      [
        '{"version": 2, "findings": [\n{}]}',
        `${BASELINE}:2:1: \`findings[0]\` has no rule, file, subject or fingerprint.`,
      ],
    ] as const;

    test.each(broken)('%j is reported with its place and exit code 2', async (text, message) => {
      for (const command of ['', 'baseline ']) {
        const argv = command === '' ? ['compose.yaml'] : ['baseline', '--update', 'compose.yaml'];
        const { code, io } = await run(argv, { 'compose.yaml': COMPOSE, [BASELINE]: text });
        expect(code).toBe(2);
        expect(io.err()).toBe(
          `plimsoll: ${message} To rewrite it, run plimsoll baseline.\nFor help, run plimsoll ${command}--help.\n`,
        );
        expect(io.written.size).toBe(0);
      }
    });

    test.each(broken)('%j is rewritten', async (text) => {
      const { code, io } = await run(['baseline', 'compose.yaml'], { 'compose.yaml': COMPOSE, [BASELINE]: text });
      expect(code).toBe(0);
      expect(io.written.get(BASELINE)).toBe(await baselineOf(COMPOSE));
    });
  });

  test('may have a byte order mark', async () => {
    expect(
      (await run(['compose.yaml'], { 'compose.yaml': COMPOSE, [BASELINE]: `\uFEFF${await baselineOf(COMPOSE)}` })).code,
    ).toBe(0);
  });

  test('that is named must be there', async () => {
    expect((await run(['--baseline', 'none.json', 'compose.yaml'], { 'compose.yaml': COMPOSE })).code).toBe(2);
  });
});
