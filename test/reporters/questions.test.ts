import { describe, expect, test } from 'vitest';
import { onlyRules, report } from './run.ts';

/** Two rules ask about each of two containers' images. */
const TREE = { 'compose.yaml': 'services:\n  web:\n    image: a/b:1\n  api:\n    image: a/b:1\n' };
const ASKING = ['--preset', 'hardened', ...onlyRules('missing-healthcheck', 'root-user')];
const COMMAND = 'docker image inspect a/b:1 | plimsoll images';

describe('what several rules ask of a container is one question, with the command that answers it and the rules that wait', () => {
  test.each([
    ['text', 'note missing-healthcheck,root-user Undecided: '],
    ['pretty', '(missing-healthcheck, root-user)'],
    ['json', '"rules": [\n        "missing-healthcheck",\n        "root-user"\n      ]'],
    ['github', 'Undecided: missing-healthcheck (CIS 5.26), root-user'],
    ['sarif', '(missing-healthcheck, root-user)'],
  ])('%s', async (format, rules) => {
    const text = await report(format, TREE, ASKING);
    // Both have the same image, so a terminal shows the result once.
    expect(text.split(COMMAND).length - 1).toBe(format === 'pretty' ? 1 : 2);
    expect(text).toContain(rules);
  });

  test('the summary counts questions', async () => {
    const { summary } = JSON.parse(await report('json', TREE, ASKING)) as { summary: { undecided: number } };
    expect(summary.undecided).toBe(2);
  });

  test('a comment answers for one of the rules', async () => {
    const tree = {
      'compose.yaml': TREE['compose.yaml'].replace('  api:', '  # plimsoll: ignore[root-user] -- x\n  api:'),
    };
    const lines = (await report('text', tree, ASKING)).split('\n').filter((line) => line.includes('Undecided'));
    expect(lines.map((line) => /note (\S+)/.exec(line)?.[1])).toEqual([
      'missing-healthcheck,root-user',
      'missing-healthcheck',
    ]);
  });

  test.each([
    ['junit', ['web: 5.26 missing-healthcheck', 'web: root-user']],
    [
      'cis',
      [
        '5.26  L1 scored      A health check is configured             UNDECIDED      0     0          2    0',
        '                     It runs as a non-root user               UNDECIDED      0     0          2    0',
      ],
    ],
  ])('%s has it at each rule', async (format, expected) => {
    const text = await report(format, TREE, ASKING);
    for (const part of expected) expect(text).toContain(part);
  });
});
