import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo } from '../memory-io.ts';

const COMPOSE = `services:
  web:
    image: nginx:1.27.3
    cap_add: [SYS_ADMIN]
    pids_limit: -1
`;

const CAPABILITY = 'error added-capability';
const PIDS = 'warning unlimited-pids';
const GROUP = 'missing-hardening';

async function run(argv: readonly string[], config?: string, policy?: string): Promise<string[]> {
  const io = createMemoryIo({
    'compose.yaml': COMPOSE,
    ...(config === undefined ? {} : { '.plimsoll.yaml': config }),
    ...(policy === undefined ? {} : { '/policy.yaml': policy }),
  });
  await main(['--format', 'text', ...argv], io);
  const found = [...io.out().matchAll(/^\S+:\d+:\d+: (\w+ \S+)/gm)].map(([, rule = '']) => rule);
  return found.length === 0 ? [io.err().split('\n', 3).join(' ')] : found.sort();
}

describe('missing-hardening names the missing settings', () => {
  test.each<[options: string, rules: readonly string[]]>([
    ['--rule missing-hardening=off', [CAPABILITY, PIDS]],
    ['--rule missing-hardening=warning', [CAPABILITY, `warning ${GROUP}`, PIDS]],
    ['--rule missing-hardening=off --rule unlimited-memory=error', [CAPABILITY, 'error unlimited-memory', PIDS]],
    [
      '--rule missing-hardening=off --rule added-capability=info',
      ['info added-capability', 'info added-capability', PIDS],
    ],
    ['--only missing-hardening', [`info ${GROUP}`]],
    ['--only missing-hardening,5.3', [CAPABILITY, `info ${GROUP}`]],
    ['--preset none --rule missing-hardening=warning', [`warning ${GROUP}`]],
    ['--preset none --only missing-hardening', [`info ${GROUP}`]],
  ])('%s', async (options, rules) => {
    expect(await run(options.split(' '))).toEqual(rules);
  });

  test.each<[config: string, rules: readonly string[]]>([
    ['rules: {missing-hardening: off}', [CAPABILITY, PIDS]],
    ['rules: {unlimited-memory: off, missing-hardening: warning}', [CAPABILITY, `warning ${GROUP}`, PIDS]],
    ['overrides: [{services: [web], rules: {missing-hardening: off}}]', [CAPABILITY, PIDS]],
    ['overrides: [{services: [db], rules: {missing-hardening: off}}]', [CAPABILITY, `info ${GROUP}`, PIDS]],
    ['exceptions: [{rule: missing-hardening, reason: a test machine}]', [CAPABILITY, PIDS]],
    [
      'exceptions: [{rule: missing-hardening, service: db, reason: a test machine}]',
      [CAPABILITY, `info ${GROUP}`, 'warning suppression/unused', PIDS],
    ],
  ])('%s', async (config, rules) => {
    expect((await run([], config)).filter((each) => !each.includes('suppressed'))).toEqual(rules);
  });

  test('a setting of the command line overrides that of a part in the configuration', async () => {
    expect(await run(['--rule', 'missing-hardening=off'], 'rules: {unlimited-memory: error}')).toEqual([
      CAPABILITY,
      PIDS,
    ]);
  });

  test('a policy that locks it, or a part, keeps its severity', async () => {
    const [first] = await run(
      ['--policy', '/policy.yaml'],
      'rules: {missing-hardening: off}',
      'rules: {unlimited-memory: warning}\nlocked: [unlimited-memory]\n',
    );
    expect(first).toContain('`missing-hardening` is locked: its severity must be at least warning.');
    const [other] = await run(
      ['--policy', '/policy.yaml'],
      'rules: {unlimited-memory: off}',
      'locked: [missing-hardening]\n',
    );
    expect(other).toContain('`unlimited-memory` is locked');
  });

  test('a rule whose missing settings are off does not pass', async () => {
    const io = createMemoryIo({ 'compose.yaml': COMPOSE });
    await main(['--format', 'cis', '--rule', 'missing-hardening=off'], io);
    expect(io.out()).toContain('5.10 unlimited-memory');
    expect(io.out()).not.toMatch(/PASS.*\n.*5\.10 |^5\.10 .*PASS/m);
  });

  test('plimsoll fix adds them', async () => {
    const io = createMemoryIo({ 'compose.yaml': COMPOSE });
    await main(['fix', '--risk', 'medium', '--rule', 'missing-hardening'], io);
    expect(io.out()).toContain('+    read_only: true');
    expect(io.out()).not.toContain('-    pids_limit');
  });
});
