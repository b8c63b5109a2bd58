import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { asText } from '../as-text.ts';
import { createMemoryIo, type MemoryIo } from '../memory-io.ts';

const TREE = {
  'compose.yaml': `services:
  web:
    image: nginx
    privileged: true
    pid: \${MODE}
    ulimits: { nofile: 1024 }
    ipc: host # plimsoll: ignore[host-ipc-namespace] -- shares a queue
`,
};

async function run(...argv: readonly string[]): Promise<{ readonly code: number; readonly io: MemoryIo }> {
  const io = createMemoryIo(TREE);
  return { code: await main(asText([...argv, 'compose.yaml']), io), io };
}

function severitiesIn(text: string): readonly string[] {
  return [...new Set(Array.from(text.matchAll(/^\S+ (\w+) /gm), ([, severity]) => severity ?? ''))];
}

describe('--min-severity', () => {
  test.each([
    ['error', ['error']],
    ['warning', ['error', 'warning']],
    ['info', ['error', 'warning', 'info']],
  ])('%s', async (severity, expected) => {
    const { io } = await run('--min-severity', severity);
    expect(severitiesIn(io.out())).toEqual(expected);
  });

  it('counts what it shows, and leaves out what is undecided or accepted', async () => {
    const { io } = await run('--min-severity', 'error', '--format', 'json');
    const { findings, undecided, summary } = JSON.parse(io.out()) as {
      findings: readonly object[];
      undecided: readonly object[];
      summary: Readonly<Record<string, unknown>>;
    };
    expect([findings.length, undecided.length]).toEqual([1, 0]);
    expect(summary).toMatchObject({ findings: 1, error: 1, warning: 0, undecided: 0 });
    expect(io.err()).toContain('1 error, 0 warnings, 0 info');
  });

  it('does not change the exit code', async () => {
    const { code, io } = await run(
      '--min-severity',
      'error',
      '--fail-on',
      'info',
      '--rule',
      'privileged-container=off',
    );
    expect([code, io.out()]).toEqual([1, '']);
    expect(io.err()).toContain('3 findings that make the exit code 1 are hidden by --min-severity.');
  });

  it.each(['json', 'cis', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown', 'html'])(
    'leaves nothing of other findings in %s',
    async (format) => {
      const { io } = await run('--min-severity', 'error', '--format', format);
      expect(io.out()).not.toContain('without a tag, which means');
    },
  );
});

test('--quiet is for errors, and says nothing else', async () => {
  const { io } = await run('--quiet');
  expect(severitiesIn(io.out())).toEqual(['error']);
  expect(io.err()).toBe('');
  expect(severitiesIn((await run('--quiet', '--min-severity', 'warning')).io.out())).toEqual(['error', 'warning']);
});

test('in a hook the line that fails is the first, and says how to accept it', async () => {
  const { io } = await run('--quiet', '--min-severity', 'info');
  const [first, ...others] = io.out().trimEnd().split('\n');
  expect(first).toMatch(
    /^compose\.yaml:4:17: error privileged-container .* To suppress it, add `# plimsoll: ignore\[privileged-container\] -- reason` above it\.$/,
  );
  expect(others.filter((line) => line.includes('To accept'))).toEqual([]);
});

describe('--max-findings', () => {
  it('shows the most severe ones and counts the others', async () => {
    const { code, io } = await run('--max-findings', '2', '--format', 'json');
    const { findings, summary } = JSON.parse(io.out()) as {
      findings: readonly { severity: string; suppressed: unknown }[];
      summary: { omitted: number };
    };
    expect(code).toBe(1);
    expect(
      findings
        .filter(({ suppressed }) => suppressed === null)
        .map(({ severity }) => severity)
        .sort(),
    ).toEqual(['error', 'warning']);
    expect(summary.omitted).toBeGreaterThan(2);
  });

  it('says so', async () => {
    expect((await run('--max-findings', '1', '--format', 'pretty')).io.out().replace(/\s+/g, ' ')).toMatch(
      /Some findings are hidden by --max-findings \(\d+ hidden\)\./,
    );
  });

  it.each(['text', 'sarif', 'github'])('says so on stderr beside a %s report', async (format) => {
    const { io } = await run('--max-findings', '2', '--format', format);
    expect(io.err()).toMatch(/^plimsoll: \d+ more findings are not shown because of --max-findings\.$/m);
    expect((await run('--max-findings', '99', '--format', format)).io.err()).not.toContain('--max-findings');
  });

  it('says so with --quiet too, since what fails the run may not be shown', async () => {
    const { code, io } = await run('--max-findings', '0', '--quiet');
    expect([code, io.err()]).toEqual([1, 'plimsoll: 1 more finding is not shown because of --max-findings.\n']);
  });

  it('takes a number', async () => {
    const { code, io } = await run('--max-findings', 'few');
    expect([code, io.err()]).toEqual([
      2,
      expect.stringContaining('--max-findings requires a whole number, not "few".'),
    ]);
  });
});

describe('--statistics', () => {
  it('is a table by rule in place of the findings', async () => {
    const { code, io } = await run('--statistics');
    expect(code).toBe(1);
    expect(io.out().split('\n')[0]).toMatch(
      /^ {2}1 {2}error {4}privileged-container +5\.4 +Container runs privileged$/,
    );
    expect(io.out()).not.toContain('compose.yaml:');
  });

  it('is a list in JSON', async () => {
    const list = JSON.parse((await run('--statistics', '--format', 'json')).io.out()) as readonly object[];
    expect(list[0]).toEqual({ rule: 'privileged-container', severity: 'error', number: '5.4', findings: 1, files: 1 });
    expect(list.at(-1)).toMatchObject({ rule: 'ulimit-override', severity: 'info' });
    // Each missing setting counts for its own rule.
    expect(list).toContainEqual({ rule: 'unlimited-memory', severity: 'info', number: '5.10', findings: 1, files: 1 });
    expect(list).not.toContainEqual(expect.objectContaining({ rule: 'missing-hardening' }));
  });

  it('is not for formats that hold findings', async () => {
    const { code, io } = await run('--statistics', '--format', 'sarif');
    expect([code, io.err()]).toEqual([
      2,
      expect.stringContaining('--statistics supports pretty, text, json, not sarif.'),
    ]);
  });
});

test('finding nothing to lint can be allowed', async () => {
  const lint = async (...argv: readonly string[]): Promise<number> => main(argv, createMemoryIo({ 'x.txt': '' }));
  expect(await lint('.')).toBe(2);
  expect(await lint('--allow-empty', '.')).toBe(0);
  expect(await lint('baseline', '--allow-empty', '.')).toBe(0);
  expect(await lint('--allow-empty', 'gone.yaml')).toBe(2);
});

describe('files that are named and not read', () => {
  const tree = {
    'stack.yaml': 'service: {a: {image: x}}\n',
    'pod.yaml': 'apiVersion: v1\nkind: Pod\n',
    'empty.yaml': '',
    'compose.yaml': 'services: {a: {image: "x:1"}}\n',
    '.plimsoll.yaml': 'ignores: ["*.yaml"]\n',
  };
  const lint = async (...argv: readonly string[]) => {
    const io = createMemoryIo(tree);
    return { code: await main(asText(argv), io), err: io.err() };
  };

  test.each([
    ['stack.yaml', 'stack.yaml has the top-level key `service`.'],
    ['pod.yaml', 'pod.yaml is a Kubernetes manifest'],
    ['empty.yaml', 'empty.yaml is empty.'],
  ])('are each an error where nothing else is: %s', async (path, why) => {
    const { code, err } = await lint('--no-config', path);
    expect(code).toBe(2);
    expect(err).toContain(`Nothing to lint. ${why}`);
  });

  test('are listed if there are several', async () => {
    const { code, err } = await lint('--no-config', 'pod.yaml', 'empty.yaml');
    expect(code).toBe(2);
    expect(err).toContain('pod.yaml: Skipped: it is a Kubernetes manifest');
    expect(err).toContain('empty.yaml: Skipped: it is empty.');
    expect(err).toContain('Nothing to lint: plimsoll reads none of these files.');
  });

  test('are notes next to one that is read, and where that is allowed', async () => {
    const { code, err } = await lint('--no-config', 'stack.yaml', 'compose.yaml');
    expect([code, err.includes('stack.yaml: Skipped: it has the top-level key `service`.')]).toEqual([0, true]);
    expect((await lint('--no-config', '--quiet', '--allow-empty', '--', 'stack.yaml')).code).toBe(0);
  });

  test('are an error on standard input', async () => {
    const io = createMemoryIo({}, { stdin: '#!/bin/sh\nls\n' });
    expect(await main(['-'], io)).toBe(2);
    expect(io.err()).toContain('Nothing to lint: standard input starts no container;');
    expect(await main(['--allow-empty', '-'], createMemoryIo({}, { stdin: '#!/bin/sh\nls\n' }))).toBe(0);
  });

  test('are an error where the configuration ignores them all', async () => {
    for (const path of ['.', 'compose.yaml']) {
      const { code, err } = await lint(path);
      expect([code, err]).toEqual([
        2,
        expect.stringContaining('Nothing to lint: `ignores` in the configuration excludes every file found.'),
      ]);
      expect((await lint('--allow-empty', path)).code).toBe(0);
    }
  });
});

test.each(['cis', 'html'])('a %s report says when it was made, on what, and by which version', async (format) => {
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const io = createMemoryIo({ ...TREE, '.git/HEAD': `${commit}\n` }, { today: '2026-11-24' });
  await main(['--format', format, 'compose.yaml'], io);
  expect(io.out()).toContain('project, 2026-11-24, commit 0123456789ab, plimsoll development');
});

test.each([
  ['0', '1970-01-01'],
  ['1767225600', '2026-01-01'],
  ['yesterday', '2026-11-24'],
])('a report has the date of SOURCE_DATE_EPOCH %s', async (epoch, date) => {
  const io = createMemoryIo(TREE, { today: '2026-11-24', environment: { SOURCE_DATE_EPOCH: epoch } });
  await main(['--format', 'html', 'compose.yaml'], io);
  expect(io.out()).toMatch(new RegExp(`\\bproject project, ${date}, plimsoll`));
  expect(io.out()).toContain('<title>project: CIS Docker Benchmark, section 5</title>');
});
