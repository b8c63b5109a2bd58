import { describe, expect, it } from 'vitest';
import { onlyRules, report } from './run.ts';

const FULL = 'com.docker.compose.project.config_files';

function inspected(labels: Readonly<Record<string, string>>, config: object = {}): string {
  return JSON.stringify([
    {
      Id: '73686f702d7765622d31aaaaaaaaaaaa',
      Name: '/shop-web-1',
      HostConfig: { Privileged: true },
      Config: { Image: 'nginx:1.27', Labels: labels, ...config },
    },
  ]);
}

const RULES = onlyRules('privileged-container', 'unlimited-memory');

async function said(format: string, labels: Readonly<Record<string, string>>, config: object = {}): Promise<string> {
  const text = await report(format, { 'host.json': inspected(labels, config) }, RULES, ['host.json']);
  return text.replace(/\s+/g, ' ');
}

describe('a container that Compose made', () => {
  it.each<[name: string, labels: Readonly<Record<string, string>>, from: string]>([
    ['one file', { [FULL]: '/srv/shop/compose.yaml' }, '`/srv/shop/compose.yaml`'],
    ['two files', { [FULL]: '/srv/a.yaml,/srv/b.yaml' }, '`/srv/a.yaml` and `/srv/b.yaml`'],
    ['more', { [FULL]: '/srv/a.yaml,/srv/b.yaml,/srv/c.yaml' }, '`/srv/b.yaml` and `/srv/c.yaml`'],
    [
      'a path from its folder',
      { [FULL]: 'compose.yaml', 'com.docker.compose.project.working_dir': '/srv/shop' },
      '`/srv/shop/compose.yaml`',
    ],
    [
      'a path of Windows',
      { [FULL]: 'C:\\shop\\compose.yaml', 'com.docker.compose.project.working_dir': 'C:\\shop' },
      '`C:\\shop\\compose.yaml`',
    ],
  ])('is repaired in its file: %s', async (_name, labels, from) => {
    const text = await said('text', { ...labels, 'com.docker.compose.service': 'web' });
    expect(text).toContain(`Container \`shop-web-1\` (service \`web\` of ${from}) runs privileged`);
    expect(text).toContain('Remove `privileged: true`');
    expect(text).toContain('Limit its memory with `mem_limit`');
    expect(text).not.toContain('--privileged');
  });

  it.each([
    ['by nothing', {}],
    ['with a service and no file', { 'com.docker.compose.service': 'web' }],
    ['with a file and no service', { [FULL]: '/srv/compose.yaml' }],
    ['with an empty list', { [FULL]: '', 'com.docker.compose.service': 'web' }],
  ])('and one that is labelled %s is created again', async (_name, labels) => {
    const text = await said('text', labels);
    expect(text).toContain('Container `shop-web-1` runs privileged');
    expect(text).toContain('Recreate the container: remove `--privileged`');
  });
});

describe('the cis report names what was inspected', () => {
  const labels = { [FULL]: '/srv/shop/compose.yaml', 'com.docker.compose.service': 'web' };

  it('by its id, the name of its host, and what it was made from', async () => {
    expect(await said('cis', labels, { Hostname: 'front' })).toContain(
      'INSPECTED CONTAINERS shop-web-1: id 73686f702d77, hostname front, created from service web in /srv/shop/compose.yaml',
    );
  });

  it('without a hostname that is the id, which the engine gives where none is set', async () => {
    expect(await said('cis', {}, { Hostname: '73686f702d77' })).toContain('shop-web-1: id 73686f702d77 ');
  });

  it('and says nothing of what files ask for', async () => {
    const text = await report('cis', { 'compose.yaml': 'services: { a: { image: "nginx:1.27" } }\n' });
    expect(text).not.toContain('INSPECTED');
  });
});
