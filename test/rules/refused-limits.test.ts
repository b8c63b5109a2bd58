import { expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';

async function refusedIn(flags: string): Promise<readonly string[]> {
  const { findings } = await lintText({ path: 'a.sh', text: `docker run -d ${flags} nginx:1.27\n` });
  return findings.filter(({ rule }) => rule === 'refused-request').map(({ message }) => message.what);
}

// The last value that the engine takes, and the first that it rejects.
test.each([
  ['-m 6m', '-m 6291455', '6MB'],
  ['-m 64m --memory-reservation 6m', '-m 64m --memory-reservation 6291455', 'reservation allowed is 6MB'],
  ['-m 64m --memory-reservation 64m', '-m 64m --memory-reservation 65m', 'less than memory reservation'],
  ['-m 64m --memory-swap 64m', '-m 64m --memory-swap 63m', 'memoryswap limit should be larger'],
  ['-m 64m --memory-swap 128m', '--memory-swap 128m', 'always set the Memory limit'],
  ['--cpus 0.01', '--cpus 0.0099', 'cfs_quota_us'],
  ['--cpus 1', '--cpus 1 --cpu-period 1000', 'CPU Period cannot both be set'],
  ['--cpu-quota 1000', '--cpus 1 --cpu-quota 1000', 'CPU Quota cannot both be set'],
  ['--cpu-shares 0', '--cpu-shares=-1', 'invalid CPU shares (-1)'],
  ['--cpu-period 1000', '--cpu-period 999', 'less than 1ms or larger than 1s'],
  ['--cpu-period 1000000', '--cpu-period 1000001', 'less than 1ms or larger than 1s'],
  ['--cpu-period 0', '--cpu-period 1', 'less than 1ms or larger than 1s'],
  ['--cpu-quota 1000', '--cpu-quota 999', 'cfs quota can not be less than 1ms'],
  ['--cpu-quota 0', '--cpu-quota 1', 'cfs quota can not be less than 1ms'],
  ['--oom-score-adj 1000', '--oom-score-adj 1001', 'between -1000 and 1000'],
  ['--oom-score-adj=-1000', '--oom-score-adj=-1001', 'between -1000 and 1000'],
])('`%s` is taken, `%s` is not', async (taken, rejected, says) => {
  expect(await refusedIn(taken)).toEqual([]);
  const found = await refusedIn(rejected);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(says);
});

test.each([
  ['10, hard: 10', 0],
  ['11, hard: 10', 1],
  ['-1, hard: -1', 0],
  ['-1, hard: 10', 1],
])('a soft limit of %s', async (limits, count) => {
  const text = `services: { a: { image: "nginx:1.27", ulimits: { nofile: { soft: ${limits} } } } }\n`;
  const { findings } = await lintText({ path: 'compose.yaml', text });
  expect(findings.filter(({ rule }) => rule === 'refused-request')).toHaveLength(count);
});
