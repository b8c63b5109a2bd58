import { describe, expect, test } from 'vitest';
import { fixFiles } from './fix-text.ts';

const LIMITS = { rules: ['unlimited-pids', 'unlimited-memory', 'default-cpu-priority', 'unpinned-image'] } as const;

async function fixed(text: string): Promise<string> {
  return (await fixFiles({ 'compose.yaml': text }, LIMITS)).files[0]?.after ?? text;
}

describe('a file that may be a stack still loads in `docker stack config`', () => {
  // Its schema for format 3 has no `pids_limit`, `mem_limit`, `cpus` and `pull_policy`.
  const REJECTED = /^ {4}(?:pids_limit|mem_limit|cpus|pull_policy):/m;

  test.each([
    ['replicas in 3.9', 'version: "3.9"\nservices:\n  s:\n    image: a:1\n    deploy: { replicas: 2 }\n', 'pids: 4096'],
    ['replicas without a version', 'services:\n  s:\n    image: a:1\n    deploy: { replicas: 2 }\n', 'pids: 4096'],
    [
      'another service has deploy',
      'version: "3.9"\nservices:\n  s:\n    image: a:1\n  t:\n    image: b:1\n    deploy: { replicas: 2 }\n',
      'pids: 4096',
    ],
  ])('%s', async (_, text, has) => {
    const after = await fixed(text);
    expect(after).toContain(has);
    expect(after).not.toMatch(REJECTED);
  });

  test('a format without process limits gets none', async () => {
    const after = await fixed('version: "3.8"\nservices:\n  s:\n    image: a:1\n    deploy: { replicas: 2 }\n');
    expect(after).not.toContain('pids');
    expect(after).toContain('memory: 512m');
  });

  const PLACED = 'deploy: { placement: { constraints: [node.role==manager] } }';

  test.each([
    ['wildcard-bind-address', 'a:1', 8080],
    ['exposed-port', 'postgres:17', 5432],
    ['open-service', 'prom/prometheus:v2.53.0', 9090],
  ])('%s writes no address in the long form of a port', async (rule, image, port) => {
    const fix = async (beside: string): Promise<readonly boolean[]> => {
      const ports = `ports:\n      - target: ${port}\n        published: ${port}\n`;
      const text = `services:\n  s:\n    image: ${image}\n    ${beside}\n    ${ports}`;
      const { files } = await fixFiles({ 'compose.yaml': text }, { rules: [rule] });
      return files.map(({ after }) => after.includes('host_ip: 127.0.0.1'));
    };
    expect(await fix('init: true')).toEqual([true]);
    expect(await fix(PLACED)).toEqual([]);
  });

  test('the short form of a port gets no address, which a stack ignores', async () => {
    const text = `services:\n  s:\n    image: postgres:17\n    ports: ["5432:5432"]\n    ${PLACED}\n`;
    const { files, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules: ['exposed-port'] });
    expect([files.length, withdrawn[0]?.withdrawal.message]).toEqual([0, expect.stringContaining('ignores')]);
  });

  test('a file without deploy has its own keys', async () => {
    expect(await fixed('version: "3.8"\nservices:\n  s:\n    image: a:1\n')).toContain('    pids_limit: 4096\n');
  });
});

describe('a health check is written next to a merged block', () => {
  const text = (block: string): string =>
    `x-base: &base\n${block}services:\n  s:\n    <<: *base\n    image: redis:7.4\n`;

  test('that has none', async () => {
    const { files } = await fixFiles(
      { 'compose.yaml': text('  restart: unless-stopped\n') },
      { rules: ['missing-healthcheck'] },
    );
    expect(files[0]?.after).toContain('    healthcheck:\n      test: redis-cli ping\n');
  });

  test('but not over one that the block has in part', async () => {
    const block = '  healthcheck:\n    interval: 5s\n';
    const { files } = await fixFiles({ 'compose.yaml': text(block) }, { rules: ['missing-healthcheck'] });
    expect(files).toEqual([]);
  });
});
