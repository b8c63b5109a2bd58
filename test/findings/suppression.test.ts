import { describe, expect, test } from 'vitest';
import type { RuleOptions } from '../../src/config/policy.ts';
import { lintText } from '../../src/lint/lint.ts';

/** Findings as `rule: marked text`, with ` (reason)` if a comment suppresses them. */
async function findings(
  path: string,
  text: string,
  only = /privileged-container|host-network|^suppression/,
): Promise<readonly string[]> {
  const result = await lintText({ path, text });
  return result.findings
    .filter(({ rule }) => only.test(rule))
    .map(({ rule, location, suppression }) => {
      const marked = (result.texts.get(location.path) ?? '').slice(location.span.start, location.span.end);
      return `${rule}: ${marked}${suppression === undefined ? '' : ` (${suppression.reason ?? 'no reason'})`}`;
    });
}

describe('in a Compose file', () => {
  test('at the end of a line it speaks for that line', async () => {
    const text = `services:
  a:
    image: x:1
    privileged: true # plimsoll: ignore[privileged-container] -- it loads modules
    network_mode: host
  b:
    image: x:1
    privileged: true
`;
    expect(await findings('compose.yaml', text)).toEqual([
      'privileged-container: true (it loads modules)',
      'host-network: host',
      'privileged-container: true',
    ]);
  });

  test('alone above a service it speaks for all of the service', async () => {
    const text = `services:
  # plimsoll: ignore[privileged-container, host-network] -- the node agent
  # needs both

  a:
    image: x:1
    privileged: true
    network_mode: host
  b:
    image: x:1
    privileged: true
`;
    expect(await findings('compose.yaml', text)).toEqual([
      'privileged-container: true (the node agent)',
      'host-network: host (the node agent)',
      'privileged-container: true',
    ]);
  });

  test('alone above a list item it speaks for that item', async () => {
    const text = `services:
  a:
    image: x:1
    volumes:
      # plimsoll: ignore[docker-socket-mount] -- behind a proxy
      - /var/run/docker.sock:/var/run/docker.sock
      - type: bind
        source: /var/run/docker.sock
        target: /other
`;
    expect(await findings('compose.yaml', text, /docker-socket-mount/)).toEqual([
      'docker-socket-mount: /var/run/docker.sock (behind a proxy)',
      'docker-socket-mount: /var/run/docker.sock',
    ]);
  });

  test('ignore-file speaks for the whole file, wherever it is', async () => {
    const text =
      'services:\n  a:\n    image: x:1\n    privileged: true\n# plimsoll: ignore-file[privileged-container] -- lab\n';
    expect(await findings('compose.yaml', text)).toEqual(['privileged-container: true (lab)']);
  });

  test.each([
    [
      'without a reason',
      '# plimsoll: ignore[privileged-container]',
      [
        'privileged-container: true (no reason)',
        'suppression/missing-reason: # plimsoll: ignore[privileged-container]',
      ],
    ],
    [
      'with an unknown rule',
      '# plimsoll: ignore[priviledged-container] -- x',
      ['privileged-container: true', 'suppression/unknown-rule: priviledged-container'],
    ],
    [
      'without effect',
      '# plimsoll: ignore[privileged-container, host-network] -- x',
      ['privileged-container: true (x)', 'suppression/unused: host-network'],
    ],
    [
      'of no known form',
      '# plimsoll: disable privileged-container',
      ['privileged-container: true', 'suppression/malformed: # plimsoll: disable privileged-container'],
    ],
  ])('a comment %s is a finding of its own', async (_, comment, expected) => {
    const text = `services:\n  a:\n    image: x:1\n    privileged: true ${comment}\n`;
    expect(await findings('compose.yaml', text)).toEqual(expected);
  });

  test('text that only looks like a comment is none', async () => {
    const text =
      'services:\n  a:\n    image: x:1\n    privileged: true\n    command: |\n      # plimsoll: ignore[privileged-container] -- no\n';
    expect(await findings('compose.yaml', text)).toEqual(['privileged-container: true']);
  });

  test('what is undecided is silenced too', async () => {
    const text = 'services:\n  a:\n    image: x:${TAG} # plimsoll: ignore[unpinned-image] -- set by CI\n';
    const { undecided } = await lintText({ path: 'compose.yaml', text });
    expect(undecided.filter(({ rule }) => rule === 'unpinned-image')).toEqual([]);
  });

  test('a rule that is off leaves its comments alone', async () => {
    const text =
      'services:\n  a:\n    image: x:1\n    privileged: true # plimsoll: ignore[privileged-container] -- x\n';
    const { findings: found } = await lintText(
      { path: 'compose.yaml', text },
      { rules: { 'privileged-container': { severity: 'off' } } },
    );
    expect(found.filter(({ rule }) => rule.startsWith('suppression'))).toEqual([]);
  });

  test('ignoresSuppressions counts everything', async () => {
    const text =
      'services:\n  a:\n    image: x:1\n    privileged: true # plimsoll: ignore[privileged-container] -- x\n';
    const { findings: found } = await lintText({ path: 'compose.yaml', text }, { ignoresSuppressions: true });
    expect(found.find(({ rule }) => rule === 'privileged-container')?.suppression).toBeUndefined();
  });
});

describe('rules about the text are rules like any other', () => {
  const text = 'services:\n  web: { image: "a:1", privilegd: true }\n# plimsoll: ignore[host-network] -- x\n';
  const only = /syntax|suppression/;
  const found = async (options: RuleOptions, source = text): Promise<readonly string[]> =>
    (await lintText({ path: 'compose.yaml', text: source }, options)).findings
      .filter(({ rule }) => only.test(rule))
      .map(({ rule, severity, suppression }) => `${rule} ${suppression === undefined ? severity : 'suppressed'}`);

  test('with a severity, for all or for some', async () => {
    expect(await found({})).toEqual(['syntax/unknown-key error', 'suppression/unused warning']);
    expect(
      await found({
        rules: { 'syntax/unknown-key': { severity: 'info' }, 'suppression/unused': { severity: 'error' } },
      }),
    ).toEqual(['syntax/unknown-key info', 'suppression/unused error']);
    expect(
      await found({ ruleOverrides: { 'syntax/unknown-key': { severity: 'off' } }, preset: 'cis-level-1' }),
    ).toEqual(['suppression/unused warning']);
    const isForName = (name: string): boolean => name === 'web';
    const rules = { 'syntax/unknown-key': { severity: 'off' }, 'suppression/unused': { severity: 'off' } } as const;
    expect(await found({ overrides: [{ isForName, rules }] })).toEqual(['suppression/unused warning']);
    expect(await found({ overrides: [{ isForFile: (path) => path === 'compose.yaml', rules }] })).toEqual([]);
  });

  test('with exceptions', async () => {
    const rules = ['syntax/unknown-key', 'suppression/unused'];
    expect(await found({ exceptions: [{ rules, reason: 'x' }] })).toEqual([
      'syntax/unknown-key suppressed',
      'suppression/unused suppressed',
    ]);
  });

  test('with comments', async () => {
    const source = `# plimsoll: ignore-file[suppression/unused, syntax/unknown-key] -- x\n${text}`;
    expect(await found({}, source)).toEqual(['syntax/unknown-key suppressed', 'suppression/unused suppressed']);
  });

  test('of which a comment can be without effect or without a rule', async () => {
    const source =
      'services:\n  web: { image: "a:1" }\n# plimsoll: ignore-file[syntax/limit, syntax/limits, suppression/unused] -- x\n';
    expect(await found({}, source)).toEqual(['suppression/unused suppressed', 'suppression/unknown-rule warning']);
    const alone = 'services:\n  web: { image: "a:1" }\n# plimsoll: ignore-file[suppression/unused] -- x\n';
    expect(await found({}, alone)).toEqual(['suppression/unused warning']);
  });
});

test.each([
  ['5.99', 'To list all rules, run `plimsoll rules`.'],
  ['priviledged-container', 'Did you mean `privileged-container`?'],
  ['syntax/unknown-keys', 'Did you mean `syntax/unknown-key`?'],
  ['nothing-like-it', 'To list all rules, run `plimsoll rules`.'],
])('for the name %s, which no rule has, the right one is named', async (name, remedy) => {
  const text = `services:\n  a: { image: "x:1" } # plimsoll: ignore[${name}] -- x\n`;
  const { findings: found } = await lintText({ path: 'compose.yaml', text });
  expect(found.filter(({ rule }) => rule === 'suppression/unknown-rule').map(({ message }) => message.remedy)).toEqual([
    remedy,
  ]);
});

test.each([
  ['compose.yaml', 'services:\n  a:\n    image: x:1\n    privileged: true # COMMENT\n'],
  ['compose.yaml', 'services:\n  # COMMENT\n  a:\n    image: x:1\n    privileged: true\n'],
  ['run.sh', 'docker run --privileged x:1 # COMMENT\n'],
  ['run.sh', '# COMMENT\ndocker run --privileged x:1\n'],
])('in %s a comment after another one works, and one that only looks like one is reported: %s', async (path, text) => {
  const only = /privileged-container|^suppression/;
  const found = async (comment: string): Promise<readonly string[]> =>
    findings(path, text.replace('COMMENT', comment), only);
  expect(await found('checked # plimsoll: ignore[privileged-container] -- why')).toEqual([
    expect.stringMatching(/^privileged-container: .*\(why\)$/),
  ]);
  for (const comment of ['plimsoll ignore[privileged-container] -- why', 'Plimsoll: ignore[privileged-container]'])
    expect((await found(comment)).map((line) => line.split(': ')[0]).sort()).toEqual([
      'privileged-container',
      'suppression/malformed',
    ]);
});
