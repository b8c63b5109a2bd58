import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryFile, type MemoryIo } from '../memory-io.ts';

const TREE = {
  '.git/HEAD': '',
  'compose.yaml':
    'services:\n  web: { image: "nginx:1.27", privileged: true }\n  db: { image: "postgres:17", pid: host }\n',
  'dev/compose.yaml': 'services:\n  web: { image: "nginx:1.27", network_mode: host }\n',
};

async function run(
  config: string,
  argv: readonly string[] = ['.'],
  tree: Readonly<Record<string, MemoryFile>> = TREE,
): Promise<MemoryIo & { readonly code: number }> {
  const io = createMemoryIo({ ...tree, '.plimsoll.yaml': config });
  return { ...io, code: await main(['--format', 'text', ...argv], io) };
}

/** Problems of the configuration. */
async function problems(...given: Parameters<typeof run>): Promise<readonly string[]> {
  const io = await run(...given);
  return io
    .out()
    .split('\n')
    .filter((line) => line.startsWith('.plimsoll.yaml:'));
}

const exceptions = (...items: readonly string[]): string =>
  `exceptions:\n${items.map((item) => `  - ${item}\n`).join('')}`;

describe('an exception that nothing falls under is reported at its place', () => {
  test.each([
    [
      'a rule that nothing breaks',
      '{ rule: host-ipc-namespace, reason: x }',
      '2:13',
      'This exception matches no finding and has no effect. Remove it, or correct its `rule`.',
    ],
    [
      'a file without such a finding',
      '{ rule: privileged-container, files: [dev/**], reason: x }',
      '2:13',
      'This exception matches no finding and has no effect. Remove it, or correct its `rule` or `files`.',
    ],
    [
      'a service that has no such finding',
      '{ rule: privileged-container, service: db, reason: x }',
      '2:13',
      'This exception matches no finding and has no effect. Remove it, or correct its `rule` or `service`.',
    ],
    [
      'a service that is not there',
      '{ rule: privileged-container, service: wbe, reason: x }',
      '2:44',
      'This exception has no effect: no service or container is named `wbe`. Did you mean `web`?',
    ],
    [
      'a service that is not there, and none like it',
      '{ rule: privileged-container, service: agent, reason: x }',
      '2:44',
      'This exception has no effect: no service or container is named `agent`. Remove the exception, or correct its `service`.',
    ],
    [
      'one that has expired besides',
      '{ rule: host-ipc-namespace, reason: x, expires: 2020-01-01 }',
      '2:13',
      'This exception matches no finding and has no effect. Remove it, or correct its `rule`.',
    ],
    [
      'a rule of a list',
      '{ rule: [privileged-container, exec-user], reason: x }',
      '2:36',
      'This exception matches no `exec-user` finding. Remove it from the exception, or correct it.',
    ],
    [
      'a file of a list',
      '{ rule: privileged-container, files: [compose.yaml, "old*/**"], reason: x }',
      '2:57',
      'This exception matches nothing in `old*/**`. Remove it from the exception, or correct it.',
    ],
    [
      'a service of a list',
      '{ rule: privileged-container, service: [web, db], reason: x }',
      '2:50',
      'This exception matches nothing in `db`. Remove it from the exception, or correct it.',
    ],
    [
      'a rule about the text',
      '{ rule: syntax/unknown-key, reason: x }',
      '2:13',
      'This exception matches no finding and has no effect. Remove it, or correct its `rule`.',
    ],
  ])('%s', async (_, item, place, message) => {
    expect(await problems(exceptions(item))).toEqual([
      `.plimsoll.yaml:${place}: warning suppression/unused ${message}`,
    ]);
  });

  test('in a configuration of its own directory, whatever directory above it is linted', async () => {
    const io = await run('', ['.'], { ...TREE, 'dev/.plimsoll.yaml': exceptions('{ rule: exec-user, reason: x }') });
    expect(io.out()).toMatch(/^dev\/\.plimsoll\.yaml:2:13: warning suppression\/unused/m);
    expect(io.err()).toMatch(/^2 files, 3 containers/m);
  });

  test('in every format', async () => {
    for (const format of ['pretty', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle', 'markdown', 'html']) {
      const io = createMemoryIo({ ...TREE, '.plimsoll.yaml': exceptions('{ rule: exec-user, reason: x }') });
      expect([format, await main(['--format', format, '--output', 'report', '.'], io)]).toEqual([format, 1]);
      expect(io.err(), format).not.toContain('internal');
      expect(io.written.get('report'), format).toContain('.plimsoll.yaml');
    }
  });
});

describe('an exception is left alone', () => {
  const unused = '{ rule: exec-user, reason: x }';

  test.each<[string, string, readonly string[], Readonly<Record<string, MemoryFile>>]>([
    [
      'that is used',
      exceptions('{ rule: privileged-container, files: [compose.yaml], service: web, reason: x }'),
      ['.'],
      {},
    ],
    [
      'that is used, but has expired',
      exceptions('{ rule: privileged-container, reason: x, expires: 2020-01-01 }'),
      ['.'],
      {},
    ],
    [
      'for what is undecided',
      exceptions('{ rule: unpinned-image, service: odd, reason: x }'),
      ['.'],
      { 'odd.compose.yaml': 'services: { odd: { image: "a:${TAG}" } }\n' },
    ],
    [
      'that another one comes before',
      exceptions(
        '{ rule: privileged-container, reason: x }',
        '{ rule: privileged-container, service: web, reason: y }',
      ),
      ['.'],
      {},
    ],
    [
      'where only some files are linted, as a hook does it',
      exceptions(unused),
      ['compose.yaml', 'dev/compose.yaml'],
      {},
    ],
    ['where only a folder below the configuration is linted', exceptions(unused), ['dev'], {}],
    ['for a rule that is off', `rules: { exec-user: off }\n${exceptions(unused)}`, ['.'], {}],
    ['for a rule that is off this time', exceptions(unused), ['--rule', 'exec-user=off', '.'], {}],
    ['where suppressions are passed over', exceptions(unused), ['--no-ignore', '.'], {}],
    ['where a file could not be read whole', exceptions(unused), ['.'], { 'x.compose.yaml': 'services:\n  web: [\n' }],
    [
      'where a file could not be read at all',
      exceptions(unused),
      ['.'],
      { 'x.compose.yaml': { failure: 'unreadable' } },
    ],
    [
      'for a file that is there and was passed over',
      exceptions('{ rule: exec-user, files: [made/compose.yaml], reason: x }'),
      ['.'],
      { '.gitignore': 'made\n', 'made/compose.yaml': TREE['compose.yaml'] },
    ],
    [
      'for a file that is there and was passed over, in a folder whose name has characters of other globs',
      exceptions('{ rule: exec-user, files: ["@scope/a+b/*.yaml"], reason: x }'),
      ['.'],
      { '.gitignore': '@scope\n', '@scope/a+b/compose.yaml': TREE['compose.yaml'] },
    ],
    ['where the rule about it is off', `rules: { suppression/unused: off }\n${exceptions(unused)}`, ['.'], {}],
    [
      'where another exception is for it',
      exceptions(unused, '{ rule: suppression/unused, files: [.plimsoll.yaml], reason: kept for the next release }'),
      ['.'],
      {},
    ],
  ])('%s', async (_, config, argv, more) => {
    const io = await run(config, argv, { ...TREE, ...more });
    expect(
      io
        .out()
        .split('\n')
        .filter((line) => line.includes('suppression/')),
    ).toEqual([]);
  });

  test('for a file that was read whole, where another was not', async () => {
    const tree = { ...TREE, 'x.compose.yaml': 'services:\n  web: [\n' };
    const config = exceptions(
      '{ rule: exec-user, files: [compose.yaml], reason: x }',
      '{ rule: exec-user, files: ["x*"], reason: x }',
    );
    expect(await problems(config, ['.'], tree)).toEqual([expect.stringMatching(/^\.plimsoll\.yaml:2:/)]);
  });
});

test('an exception for findings about exceptions is not for itself', async () => {
  const config = exceptions('{ rule: suppression/unused, reason: x }');
  expect(await problems(config)).toEqual([expect.stringContaining('.plimsoll.yaml:2:13: warning suppression/unused')]);
});

describe('an exception takes one value or a list', () => {
  test.each([
    '{ rule: [privileged-container, host-pid-namespace], service: [web, db], files: compose.yaml, reason: x }',
    '{ rule: [privileged-container, host-pid-namespace], service: "*b", files: [compose.yaml], reason: x }',
  ])('%s', async (item) => {
    const out = (await run(exceptions(item))).out();
    expect(out).not.toMatch(/^compose\.yaml.*(?:privileged-container|host-pid-namespace)/m);
    expect(out).toMatch(/^dev\/compose\.yaml.*host-network/m);
    expect(out).not.toContain('suppression/');
  });
});

test('what was used is remembered by the cache', async () => {
  const config = exceptions('{ rule: privileged-container, reason: x }', '{ rule: exec-user, reason: x }');
  const first = createMemoryIo({ ...TREE, '.plimsoll.yaml': config });
  await main(['--format', 'text', '--cache', '.'], first);
  const second = createMemoryIo({ ...TREE, '.plimsoll.yaml': config, ...Object.fromEntries(first.written) });
  await main(['--format', 'text', '--cache', '.'], second);
  expect(second.out()).toBe(first.out());
  expect(first.out().match(/suppression\/unused/g)).toHaveLength(1);
});

test.each([
  ['the one that still holds first', ['a', 'b']],
  ['the one that has expired first', ['b', 'a']],
])('of containers that share a text, those whose exception has expired count: %s', async (_name, [held, expired]) => {
  const io = await run(
    exceptions(
      `{ rule: privileged-container, service: ${held}, reason: same }`,
      `{ rule: privileged-container, service: ${expired}, reason: same, expires: 2020-01-01 }`,
    ),
    ['.'],
    {
      '.git/HEAD': '',
      'compose.yaml':
        'x-base: &base\n  privileged: true\nservices:\n  a: { image: "nginx:1.27", <<: *base }\n  b: { image: "nginx:1.27", <<: *base }\n',
    },
  );
  expect(
    io
      .out()
      .split('\n')
      .filter((line) => line.includes(' error privileged-container ')),
  ).toEqual([expect.stringContaining(`Service \`${expired}\``)]);
});
