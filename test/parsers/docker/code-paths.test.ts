import { describe, expect, test } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import { type Argument, parseDockerCommand } from '../../../src/parsers/docker/index.ts';
import { isCertain, placeAt } from '../../../src/text/location.ts';
import { type Setting, valueOf } from '../../../src/text/setting.ts';
import { Text } from '../../../src/text/text.ts';

describe('a flag that is there on some code paths only', () => {
  const branch = placeAt('script.sh', 20, 22);
  const always = (text: string): Argument => ({
    kind: 'word',
    text: Text.verbatim(text, placeAt('script.sh', 0, text.length)),
  });
  const maybe = (text: string): Argument => ({
    kind: 'word',
    text: Text.verbatim(text, placeAt('script.sh', 0, text.length)).via({ kind: 'branch', location: branch.location }),
  });
  const oneOf = (...texts: readonly string[]): Argument => ({
    kind: 'word',
    text: Text.unknown(
      '$X',
      branch,
      texts.map((text) => Text.derived(text, placeAt('script.sh', 5, 6))),
    ),
  });
  const result = (...words: readonly Argument[]): ReturnType<typeof parseDockerCommand> => {
    const program = placeAt('script.sh', 0, 6);
    return parseDockerCommand({
      program: 'docker',
      programPlace: program,
      programWord: program,
      arguments: [always('run'), ...words, always('nginx')],
    });
  };
  const run = (...words: readonly Argument[]): Container => {
    const [subject] = result(...words).subjects;
    return subject?.kind === 'container' ? subject : expect.unreachable();
  };
  /** A setting's candidates, whether it may have others, and whether it is always set. */
  const possible = (setting: Setting<unknown> | undefined): unknown => {
    if (setting === undefined) return undefined;
    const values = setting.known
      ? [setting.value]
      : [
          ...setting.candidates.map(({ value }) => value),
          ...(setting.isOpen === true || setting.candidates.length === 0 ? ['…'] : []),
        ];
    return [values, isCertain(setting.place) ? 'always' : 'maybe'];
  };

  test.each([
    ['first of two', [maybe('--network=a'), always('--network=b')], [['a', 'b'], 'always']],
    ['first of three', [maybe('--network=a'), always('--network=b'), always('--network=c')], [['a', 'b'], 'always']],
    ['behind one that is always there', [always('--network=a'), maybe('--network=b')], [['a'], 'always']],
    ['alone', [maybe('--network=a')], [['a'], 'maybe']],
    ['both', [maybe('--network=a'), maybe('--network=b')], [['a', 'b'], 'maybe']],
  ])('the network that counts: %s', (_, words, expected) => {
    expect(possible(run(...words).hostConfig.networkMode)).toEqual(expected);
  });

  test.each([
    ['behind another', [always('--restart=always'), maybe('--restart=no')], [['always', 'no'], 'always'], undefined],
    ['before another', [maybe('--restart=always'), always('--restart=no')], [['no'], 'always'], undefined],
    ['twice', [maybe('--restart=always'), maybe('--restart=no')], [['always', 'no'], 'maybe'], undefined],
    [
      'a count on one way',
      [always('--restart=no'), maybe('--restart=on-failure:3')],
      [['no', 'on-failure'], 'always'],
      [[3], 'maybe'],
    ],
    [
      'a count on each way',
      [always('--restart=on-failure:1'), maybe('--restart=on-failure:3')],
      [['on-failure', 'on-failure'], 'always'],
      [[1, 3], 'always'],
    ],
    [
      'one of two that are known',
      [always('--restart'), oneOf('no', 'on-failure:3')],
      [['no', 'on-failure'], 'always'],
      [[3], 'always'],
    ],
    [
      'a name that is not known behind one that is',
      [
        always('--restart=no'),
        {
          kind: 'word',
          text: Text.concat([Text.verbatim('--restart=', branch), Text.unknown('$P', branch)], branch).via({
            kind: 'branch',
            location: branch.location,
          }),
        },
      ],
      [['no', '…'], 'always'],
      [['…'], 'maybe'],
    ],
  ] satisfies readonly (readonly [string, readonly Argument[], unknown, unknown])[])(
    'the restart policy: %s',
    (_, words, name, count) => {
      const policy = run(...words).hostConfig.restartPolicy;
      expect([possible(policy?.name), possible(policy?.maximumRetryCount)]).toEqual([name, count]);
    },
  );

  test.each([
    ['that is there', [always('--sysctl=net.a=1'), always('--sysctl=net.a=2')], ['2']],
    ['behind one that is there', [always('--sysctl=net.a=1'), maybe('--sysctl=net.a=2')], ['1', '2']],
    ['before one that is there', [maybe('--sysctl=net.a=1'), always('--sysctl=net.a=2')], ['2']],
    ['of another key', [always('--sysctl=net.a=1'), always('--sysctl=net.b=2')], ['1', '2']],
  ])('a key that is given twice, the last one %s', (_, words, values) => {
    expect(run(...words).hostConfig.sysctls?.map(({ value }) => valueOf(value))).toEqual(values);
  });

  test.each([
    [[maybe('--no-healthcheck'), always('--health-cmd=true')]],
    [[always('--no-healthcheck'), maybe('--health-cmd=true')]],
    [[maybe('--network=a'), maybe('--network=host')]],
    [[maybe('--network=a'), maybe('--network=a')]],
    [[maybe('--network=name=a,ip=172.20.0.2'), always('--ip=172.20.0.3')]],
    [[maybe('--network=a'), always('--network-alias=web')]],
    [[maybe('--rm'), always('--restart=always')]],
    [[always('--rm'), maybe('--restart=always')]],
    [[maybe('--detach'), always('--attach=stdout')]],
    [[maybe('--log-driver=none'), always('--log-opt=max-size=1m')]],
  ])('excludes no other: %#', (words) => {
    expect(result(...words).problems).toEqual([]);
  });

  test('a value of one flag on each way is one value of that flag', () => {
    const { config, hostConfig } = run(oneOf('--memory=1g', '--memory=2g'), oneOf('--hostname=a', '--user=b'));
    expect(possible(hostConfig.memory)).toEqual([[1024 ** 3, 2 * 1024 ** 3], 'always']);
    expect([possible(config.hostname), possible(config.user)]).toEqual([
      [['a'], 'maybe'],
      [['b'], 'maybe'],
    ]);
  });

  test('a word that may be the end of the flags means unresolved options', () => {
    expect(run(oneOf('--rm', '--')).unresolvedOptions).toMatchObject([{ expression: '$X', reason: 'variable' }]);
  });
});
