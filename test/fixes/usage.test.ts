import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { proposalFor, readUsages } from '../../src/fixes/usage.ts';
import { createMemoryIo, type MemoryIo } from '../memory-io.ts';

const COMPOSE = 'name: shop\nservices:\n  web:\n    image: a:1\n  db:\n    image: b:1\n';

function row(name: string, memory: string, pids = '6', cpu = '1.20%'): string {
  return JSON.stringify({ CPUPerc: cpu, ID: 'abc', MemUsage: `${memory} / 7.6GiB`, Name: name, PIDs: pids });
}

const PODMAN = JSON.stringify(
  [{ id: '6a', name: 'shop_web_1', cpu_percent: '0.10%', mem_usage: '180MB / 16.6GB', pids: '4' }],
  undefined,
  1,
);

describe('samples', () => {
  test.each([
    ['one', [row('shop-web-1', '180MiB')], 180 * 1024 ** 2, 6, 1],
    [
      'several: the highest counts',
      [row('shop-web-1', '180MiB', '3'), row('shop-web-1', '1GiB', '2')],
      1024 ** 3,
      3,
      2,
    ],
    ["podman's, in decimal units", [PODMAN, PODMAN], 180e6, 4, 2],
    ['one in kilobytes', [row('shop-web-1', '512KiB')], 512 * 1024, 6, 1],
  ])('%s', (_, lines, memory, pids, samples) => {
    const usages = readUsages(lines.join('\n'));
    expect(usages).toMatchObject([{ memory, pids, samples, isIdle: false }]);
  });

  test.each([[''], ['x'], ['{}'], ['[1]'], [`${row('a', '1MiB')}\n{"Name":`], ['CONTAINER ID   NAME']])(
    '%j is none',
    (text) => {
      expect(readUsages(text)).toBeUndefined();
    },
  );

  test('a container that does not run has none, and one without CPU time is idle', () => {
    expect(readUsages(`${row('a', '0B', '0')}\n${row('b', '1MiB', '1', '0.00%')}`)).toMatchObject([
      { container: 'b', isIdle: true },
    ]);
  });

  test('a proposal has headroom', () => {
    const usage = { container: 'a', memory: 180 * 1024 ** 2, pids: 90, samples: 1, isIdle: false };
    expect([proposalFor('memory', usage), proposalFor('pids', usage)]).toEqual(['384m', '400']);
    expect(proposalFor('memory', { ...usage, memory: 1 })).toBe('64m');
  });
});

async function fix(stats: string, argv: readonly string[], answers?: readonly string[]): Promise<MemoryIo> {
  const files = { 'compose.yaml': COMPOSE, 's.json': stats };
  const io = createMemoryIo(files, answers === undefined ? { stdin: stats } : { answers });
  const rules = ['--rule', 'unlimited-memory', '--rule', 'unlimited-pids'];
  await main(['fix', '--no-config', ...rules, ...argv, 'compose.yaml'], io);
  return io;
}

describe('limits from samples', () => {
  test('are the default of the prompt, and say where they come from', async () => {
    const stats = [row('shop-web-1', '180MiB'), row('shop-db-1', '20MiB', '3', '0.00%')].join('\n');
    const io = await fix(stats, ['-i', '--stats', 's.json'], ['', 'n', '', 'n', 'y', 'y', 'y', 'y']);
    expect(io.out()).toContain(
      'memory limit for web (used 180 MB when sampled, in 1 sample of shop-web-1; Enter for 384m, n to skip): ',
    );
    expect(io.out()).toContain('shop-db-1, but it was idle: it may need more at work; Enter for 64m');
    expect(io.written.get('compose.yaml')).toContain('    mem_limit: 384m\n');
    expect(io.written.get('compose.yaml')).toContain('    pids_limit: 100\n');
    expect(io.written.get('compose.yaml')?.match(/mem_limit/g)).toHaveLength(1);
  });

  test('are not written when nobody is asked', async () => {
    const io = await fix(row('shop-web-1', '180MiB'), ['--write', '--risk', 'medium', '--stats', 's.json']);
    expect(io.written.get('compose.yaml') ?? '').not.toContain('mem_limit');
    expect(io.err()).toContain('web used 180 MB when sampled, in 1 sample of shop-web-1.');
    expect(io.err()).toContain('db has no sample.');
  });

  test('come from standard input too', async () => {
    const io = await fix(PODMAN, ['--risk', 'medium', '--stats', '-']);
    expect(io.err()).toContain('web used 172 MB when sampled, in 1 sample of shop_web_1.');
  });

  test.each([
    ['by another name of the project, if only one has it', ['other-web-1'], 'web used 1 MB'],
    ['not if two projects have it', ['other-web-1', 'third-web-1'], 'web has no sample'],
    ['of the project rather than of another', ['other-web-1', 'shop-web-2'], 'in 1 sample of shop-web-2'],
    ['and a container of no file is named', ['shop-cache-1'], 'Sampled, but in no file: shop-cache-1.'],
  ])('belong to a service %s', async (_, names, said) => {
    const io = await fix(names.map((name) => row(name, '1MiB')).join('\n'), ['--risk', 'medium', '--stats', 's.json']);
    expect(io.err()).toContain(said);
  });

  test('of other text are rejected', async () => {
    const io = await fix('CONTAINER ID   NAME', ['--stats', 's.json']);
    expect(io.err()).toContain('--stats s.json is not docker stats output.');
  });
});
