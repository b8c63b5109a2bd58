import { expect, test } from 'vitest';
import { fixCompose, fixFiles } from './fix-text.ts';

/** A service with these lines behind its image. */
function service(...lines: readonly string[]): string {
  return `services:\n  s:\n    image: example/app:1\n${lines.map((line) => `    ${line}\n`).join('')}`;
}

test.each<[string, readonly string[], string]>([
  ['as configured', [], 'mem_limit: 512m'],
  ['not under the reservation, which the engine refuses', ['mem_reservation: 1g'], 'mem_limit: 2g'],
  ['a small reservation', ['mem_reservation: 64m'], 'mem_limit: 512m'],
  ['shared memory counts', ['shm_size: 2gb'], 'mem_limit: 2560m'],
  ['the heap of Java', ['command: java -Xmx1g -jar app.jar'], 'mem_limit: 1792m'],
  ['in a variable', ['environment: [JAVA_OPTS=-Xms256m -Xmx2048m]'], 'mem_limit: 3328m'],
  ['the heap of Node.js', ['command: node --max-old-space-size=4096 app.js'], 'mem_limit: 6400m'],
  ['the cache of a database', ['command: redis-server --maxmemory 2gb'], 'mem_limit: 3328m'],
  ['a variable of the image', ['environment: {MEMORY: 4G}'], 'mem_limit: 6400m'],
  ['what is small enough', ['command: java -Xmx64m -jar app.jar'], 'mem_limit: 512m'],
])('memory: %s', async (_, lines, limit) => {
  expect(await fixCompose(service(...lines), 'unlimited-memory')).toBe(service(...lines, limit));
});

test('memory: also what `deploy` reserves', async () => {
  const lines = ['deploy:', '  resources:', '    reservations:', '      memory: 1g'];
  expect(await fixCompose(service(...lines), 'unlimited-memory')).toBe(service(...lines, 'mem_limit: 2g'));
});

test.each<[string, readonly string[]]>([
  ['Its reservation is unknown, and the limit must not be lower.', ['mem_reservation: ${R:?}']],
  ['The memory that `-Xmx` gives its program is unknown.', ['command: java -Xmx${HEAP:?} -jar app.jar']],
  ["A GPU program's memory needs are unknown.", ['gpus: all']],
  ['Its memory-plus-swap limit may be lower, which the engine rejects.', ['memswap_limit: 256m']],
])('memory is not limited where nobody can tell how: %s', async (why, lines) => {
  const { made, withdrawn, hidden } = await fixFiles(
    { 'compose.yaml': service(...lines) },
    { rules: ['unlimited-memory'] },
  );
  expect([made, withdrawn.map(({ withdrawal: { message } }) => message)]).toEqual([[], [why]]);
  expect(hidden.size).toBe(0);
});

test.each<['low' | 'medium', readonly string[], readonly string[]]>([
  ['low', [], ['cpu_shares: 512']],
  ['medium', [], ['cpus: 1']],
  // The engine refuses `cpus` beside a period.
  ['medium', ['cpu_period: 50000'], ['cpu_period: 50000', 'cpu_shares: 512']],
  ['low', ['cpu_shares: 1024'], ['cpu_shares: 512']],
])('processors at %s risk: %j', async (risk, before, after) => {
  const { files } = await fixFiles({ 'compose.yaml': service(...before) }, { risk, rules: ['default-cpu-priority'] });
  expect(files[0]?.after).toBe(service(...after));
});

test('a command gets what its own options leave room for', async () => {
  const line = 'docker run -d --memory-reservation 1g --cpu-period 50000 example/app:1\n';
  const { files } = await fixFiles(
    { 'a.sh': `#!/bin/sh\n${line}` },
    { rules: ['unlimited-memory', 'default-cpu-priority'] },
  );
  expect(files[0]?.after).toContain('--cpu-shares 512');
  expect(files[0]?.after).toContain('--memory 2g');
});
