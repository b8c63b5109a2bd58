import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint.ts';

/** Each finding as `rule: marked text`, with ` (reason)` where a comment speaks for it. */
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

  test('ignore-file speaks for the whole file, wherever it stands', async () => {
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
    expect((await lintText({ path: 'compose.yaml', text })).undecided).toEqual([]);
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
