import { expect, test } from 'vitest';
import { formatImageLock } from '../../src/images/lock.ts';
import { fixFiles } from './fix-text.ts';

const [NGINX, APP] = [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`];
const FACTS = { user: '', healthcheck: 'none', exposedPorts: [], volumes: [], entrypoint: [], cmd: [] } as const;
const LOCK = formatImageLock([
  { reference: 'nginx:latest', digest: NGINX, ...FACTS, entrypoint: ['/docker-entrypoint.sh'] },
  { reference: 'nginx:1.29.3', digest: NGINX, ...FACTS, entrypoint: ['/docker-entrypoint.sh'] },
  { reference: 'nginx:1.29', digest: NGINX, ...FACTS, entrypoint: ['/docker-entrypoint.sh'] },
  { reference: 'registry.example/app:edge', digest: APP, ...FACTS },
  { reference: 'registry.example/app:2', digest: APP, ...FACTS },
  { reference: 'built/here:latest', ...FACTS },
]);

async function pinned(path: string, text: string, options: object = {}): Promise<string> {
  const files = { [path]: text, '.plimsoll-images.json': LOCK };
  const run = await fixFiles(files, { risk: 'low', rules: ['unpinned-image'] }, options);
  expect(run.withdrawn).toEqual([]);
  return run.files[0]?.after ?? text;
}

test.each([
  // Of the recorded versions with the same digest, the longest says the most.
  ['nginx', `nginx:1.29.3@${NGINX}`],
  ['nginx:latest', `nginx:1.29.3@${NGINX}`],
  ['"nginx:latest"', `"nginx:1.29.3@${NGINX}"`],
  ['docker.io/library/nginx', `docker.io/library/nginx:1.29.3@${NGINX}`],
  ['registry.example/app:edge', `registry.example/app:2@${APP}`],
  // Unpublished and uninspected images have no digest.
  ['built/here', 'built/here'],
  ['redis', 'redis'],
  // A default applies only if nothing is set.
  ['nginx:${TAG:-latest}', 'nginx:${TAG:-latest}'],
])('what was inspected is pinned: %s', async (image, expected) => {
  const compose = (name: string): string => `services:\n  web:\n    image: ${name} # the proxy\n`;
  expect(await pinned('compose.yaml', compose(image))).toBe(compose(expected));
});

test('a version is pinned where a digest is asked for', async () => {
  const text = 'services: { web: { image: "nginx:1.29" } }\n';
  expect(await pinned('compose.yaml', text)).toBe(text);
  expect(await pinned('compose.yaml', text, { preset: 'all' })).toBe(text.replace('1.29', `1.29@${NGINX}`));
});

test.each([
  [
    'run.sh',
    'docker run -d --name web nginx nginx -g "daemon off;"\n',
    'web nginx nginx',
    `web nginx:1.29.3@${NGINX} nginx`,
  ],
  ['run.sh', 'IMAGE=nginx:latest\ndocker run -d --name web "$IMAGE"\n', 'nginx:latest', `nginx:1.29.3@${NGINX}`],
  ['web.container', '[Container]\nImage=docker.io/library/nginx\n', '/nginx', `/nginx:1.29.3@${NGINX}`],
])('in %s: %j', async (path, text, before, after) => {
  expect(await pinned(path, text)).toBe(text.replace(before, after));
});

test('a container in a script that is known by its image alone is left alone', async () => {
  expect(await pinned('run.sh', 'docker run -d nginx\n')).toBe('docker run -d nginx\n');
});

test('an image that is put together from words is left alone', async () => {
  const text = 'docker run -d --name web "ngi"nx\n';
  const files = { 'run.sh': text, '.plimsoll-images.json': LOCK };
  const { made, withdrawn } = await fixFiles(files, { risk: 'low', rules: ['unpinned-image'] });
  expect(made).toEqual([]);
  expect(withdrawn.map(({ withdrawal }) => withdrawal.message)).toEqual(['It is not written there as one piece.']);
});
