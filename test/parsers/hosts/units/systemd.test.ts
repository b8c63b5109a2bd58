import { describe, expect, test } from 'vitest';
import { toEngineJson } from '../../../../src/engine-json/to-engine-json.ts';
import { NO_FILES } from '../../../../src/files/file-reader.ts';
import { lintText } from '../../../../src/lint/lint.ts';
import type { Subject } from '../../../../src/model/container.ts';
import { parseInput } from '../../../../src/parsers/index.ts';
import { detectKind } from '../../../../src/parsers/registry.ts';
import { createSession } from '../../../../src/session/session.ts';
import { createMemoryFiles } from '../../../memory-io.ts';

async function subjectsIn(lines: string, path = 'web.service'): Promise<readonly Subject[]> {
  const text = `[Service]\n${lines}\n`;
  const parsed = await parseInput('systemd-unit', [{ path, text }], { files: NO_FILES, environment: new Map() });
  // systemd ignores broken commands, so they aren't read.
  expect(parsed.problems.filter(({ id }) => id !== 'syntax/unread-command')).toEqual([]);
  return parsed.subjects;
}

/** The command of a unit's container. */
async function commandOf(lines: string, path?: string): Promise<unknown> {
  const [subject] = await subjectsIn(lines, path);
  const config: unknown = subject === undefined ? undefined : toEngineJson(subject, { workingDirectory: '/' }).Config;
  return typeof config === 'object' && config !== null && 'Cmd' in config ? config.Cmd : undefined;
}

describe('the words of a command are those that systemd gives it', () => {
  test.each<[string, string, readonly string[] | undefined]>([
    ['words', 'ExecStart=/usr/bin/docker run a:1 x  y', ['x', 'y']],
    ['quotes', `ExecStart=/usr/bin/docker run a:1 "x y" 'z "q' w"v"`, ['x y', 'z "q', 'wv']],
    ['quotes within quotes', `ExecStart=/usr/bin/docker run a:1 "it's" x`, ["it's", 'x']],
    ['escapes', 'ExecStart=/usr/bin/docker run a:1 x\\x20y \\t. \\d', ['x y', '\t.', '\\d']],
    [
      'characters of the shell',
      'ExecStart=/usr/bin/docker run a:1 x|y > z & (a) `b` *',
      ['x|y', '>', 'z', '&', '(a)', '`b`', '*'],
    ],
    ['an empty word', 'ExecStart=/usr/bin/docker run a:1 "" x', ['', 'x']],
    ['lines that go on', 'ExecStart=/usr/bin/docker run \\\n  # no\n  a:1 \\\n  x\\\ny', ['x', 'y']],
    ['a prefix', 'ExecStart=-+/usr/bin/docker run a:1 x', ['x']],
    ['the name of the program', 'ExecStart=@/usr/bin/docker dockerd run a:1 x', ['x']],
    ['two dollar signs', 'ExecStart=/usr/bin/docker run a:1 $$x a$b', ['$x', 'a$b']],
    ['dollar signs behind a prefix', 'ExecStart=:/usr/bin/docker run a:1 $x ${y}', ['$x', '${y}']],
    ['a variable', 'Environment=X=1 "Y=a b"\nExecStart=/usr/bin/docker run a:1 ${X}-${Y} z', ['1-a b', 'z']],
    [
      'a variable that was cleared before',
      'Environment=X=1 Z=\nEnvironment=\nEnvironment=Y=2 =3 4\nExecStart=/usr/bin/docker run a:1 ${Y} x',
      ['2', 'x'],
    ],
    [
      'a variable that other keys and sections do not set',
      'Environment=X=1\nLogExtraFields=X=2\n[Install]\nEnvironment=X=3\n[Service]\nExecStart=/usr/bin/docker run a:1 ${X}',
      ['1'],
    ],
    [
      'a command of the section',
      '[Install]\nExecStart=/usr/bin/docker run b:1 y\n[Service]\nExecute=/usr/bin/docker run b:1 z\nExecStart=/usr/bin/docker run a:1 x',
      ['x'],
    ],
    [
      'a variable that is several words',
      'Environment="Y=a b"\nExecStart=/usr/bin/docker run a:1 $Y z',
      ['a', 'b', 'z'],
    ],
    ['specifiers', 'ExecStart=/usr/bin/docker run a:1 %n %N %%', ['web.service', 'web', '%']],
    ['a semicolon', 'ExecStart=/bin/true ; /usr/bin/docker run a:1 x', ['x']],
    ['a semicolon that is a word', 'ExecStart=/usr/bin/docker run a:1 x \\; ";" y', ['x', ';', ';', 'y']],
    [
      'the last of several',
      'ExecStart=/usr/bin/docker run b:1 y\nExecStart=\nExecStart=/usr/bin/docker run a:1 x',
      ['x'],
    ],
    ['a string of a shell', `ExecStart=/bin/sh -c "exec docker run a:1 'x y' $$HOME \${Z:-z}"`, ['x y', '$HOME', 'z']],
  ])('%s', async (_name, lines, words) => {
    expect(await commandOf(lines)).toEqual(words);
  });

  test('an instance of a template is known by its name', async () => {
    expect(await commandOf('ExecStart=/usr/bin/docker run a:1 %i %p', 'web@blue.service')).toEqual(['blue', 'web']);
  });

  test.each(['ExecStart=/usr/bin/docker run "a:1', 'ExecStart=', 'User=docker', 'ExecStart=/usr/bin/dockerd'])(
    'nothing comes of %s',
    async (lines) => {
      expect(await subjectsIn(lines)).toEqual([]);
    },
  );
});

test.each([
  ['--name web-%i a:1', 'web-%i'],
  ['--name web-${NAME} a:1', 'web-${NAME}'],
  ['--name %i a:1', 'a:1'],
  ['--name web a:1', 'web'],
  ['a:1', 'a:1'],
])('a container has the name that its unit gives it: %s', async (words, name) => {
  expect(
    (await subjectsIn(`ExecStart=/usr/bin/docker run ${words}`, 'web@.service')).map((subject) => subject.name),
  ).toEqual([name]);
});

test('what systemd fills in is unknown', async () => {
  const [subject] = await subjectsIn('ExecStart=/usr/bin/docker run --memory=${MEMORY} $OPTIONS -v %h/x:/x a:1');
  expect(subject?.kind === 'container' && subject.hostConfig.memory?.known).toBe(false);
  expect(subject?.unresolvedOptions.map(({ expression }) => expression)).toEqual(['$OPTIONS']);
  expect(subject?.kind === 'container' && subject.hostConfig.binds?.[0]?.source.known).toBe(false);
});

test('findings mark the text of the unit', async () => {
  const text = `[Service]
ExecStartPre=-/usr/bin/docker rm -f web
ExecStart=/bin/sh -c "docker run \\
  --privileged \\
  -v '/etc:/x' nginx:1.27"
`;
  const { findings } = await lintText({ path: 'web.service', text });
  const marked = findings
    .filter(({ severity }) => severity === 'error')
    .map(({ location: { span } }) => text.slice(span.start, span.end));
  expect(marked).toEqual(['--privileged', '/etc']);
});

test('the commands of a unit belong together', async () => {
  const lines = `ExecStartPre=/usr/bin/docker volume create --opt device=/etc --opt o=bind --opt type=none data
ExecStart=/usr/bin/docker run -v data:/data nginx:1.27`;
  const [subject] = await subjectsIn(lines);
  const volume = subject?.kind === 'container' ? subject.hostConfig.binds?.[0]?.volume : undefined;
  expect(volume?.driverOpts?.map(({ value }) => (value.known ? value.value : ''))).toContain('/etc');
});

test('drop-ins change the commands of their unit', async () => {
  const tree = {
    'web.service': '[Service]\nExecStart=/usr/bin/docker run --privileged nginx:1.27\n',
    'web.service.d/override.conf': '[Service]\nExecStart=\nExecStart=/usr/bin/docker run --pid=host nginx:1.27\n',
  };
  const session = createSession({ files: createMemoryFiles(tree), config: false });
  const { inputs } = await session.lint({ paths: ['.'] });
  const errors = inputs.flatMap(({ findings }) => findings.filter(({ severity }) => severity === 'error'));
  expect(errors.map(({ rule, location: { path } }) => [rule, path])).toEqual([
    ['host-pid-namespace', 'web.service.d/override.conf'],
  ]);
});

test.each([
  ['web.service', '[Service]\nExecStart=/usr/bin/docker run a:1\n', 'systemd-unit'],
  ['web@.service', '[Service]\r\n ExecStart = podman run a:1\r\n', 'systemd-unit'],
  ['web.service.d/a.conf', '[Service]\nExecStart=docker run a:1\n', 'systemd-unit'],
  ['web.service', '[Service]\nExecStart=/usr/bin/nginx\n', undefined],
  ['web.service', '[Unit]\nAfter=docker.service\n', undefined],
  ['web.conf', '[Service]\nExecStart=/usr/bin/docker run a:1\n', undefined],
  ['web.service.ts', 'docker', undefined],
])('%s with %j is %s', (path, text, kind) => {
  expect(detectKind({ path, text })).toBe(kind);
});

describe('how long a container lives', () => {
  test.each([
    ['what a service runs', 'ExecStart=/usr/bin/docker run --rm a:1', true],
    ['in a shell', `ExecStart=/bin/sh -c 'exec docker run --rm a:1'`, true],
    ['a command that ends', 'Type=oneshot\nExecStart=/usr/bin/docker run --rm a:1', false],
    ['before the service', 'ExecStartPre=/usr/bin/docker run --rm a:1\nExecStart=/bin/true', false],
    ['behind it', 'ExecStart=/bin/true\nExecStop=/usr/bin/docker run --rm a:1', false],
    ['before it, kept', 'ExecStartPre=-/usr/bin/docker run --name data --entrypoint /bin/true a:1', false],
    ['before it, in a shell', `ExecStartPre=/bin/sh -c 'docker run --name data a:1 true'`, false],
    ['before a command that ends', 'Type=oneshot\nExecStartPre=/usr/bin/docker run a:1 true', false],
    ['before it, detached', 'ExecStartPre=/usr/bin/docker run -d a:1\nExecStart=/usr/bin/docker logs -f web', true],
    ['before it, started again by the engine', 'ExecStartPre=/usr/bin/docker run --restart=always a:1', true],
    ['before it, only created', 'ExecStartPre=/usr/bin/docker create a:1', true],
    ['a command that ends, kept', 'Type=oneshot\nExecStart=/usr/bin/docker run a:1', true],
  ])('%s is asked for a health check: %s', async (_name, lines, isAsked) => {
    const { findings, undecided } = await lintText({ path: 'web.service', text: `[Service]\n${lines}\n` });
    // The image may have one.
    expect([...findings, ...undecided].some(({ rule }) => rule === 'missing-healthcheck')).toBe(isAsked);
  });
});
