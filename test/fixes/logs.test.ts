import { expect, test } from 'vitest';
import { fixCompose, fixFiles } from './fix-text.ts';

const RULE = 'unbounded-logs';
const SERVICE = 'services:\n  s:\n    image: example/app:1\n';

test.each([
  ['nothing is said', '', '    logging:\n      driver: local\n'],
  ['the file is asked for', '    logging:\n      driver: json-file\n', '    logging:\n      driver: local\n'],
  ['a default', '    logging: {}\n', '    logging: {driver: local}\n'],
])('logs are rotated by another driver: %s', async (_, before, after) => {
  expect(await fixCompose(SERVICE + before, RULE)).toBe(SERVICE + after);
});

// Drivers reject each other's options.
test.each([
  '    logging:\n      driver: json-file\n      options:\n        tag: app\n',
  '    logging:\n      options:\n        max-file: "3"\n',
  '    logging:\n      driver: ${DRIVER:?}\n',
])('left as it is: %j', async (lines) => {
  expect(await fixCompose(SERVICE + lines, RULE)).toBe(SERVICE + lines);
});

test.each([
  ['run.sh', 'docker run -d --name a example/app:1\n', 'docker run --log-driver local -d --name a example/app:1\n'],
  [
    'run.sh',
    'docker run -d --log-driver=json-file example/app:1\n',
    'docker run -d --log-driver=local example/app:1\n',
  ],
  // podman has other drivers.
  ['run.sh', 'podman run -d --log-driver json-file example/app:1\n', undefined],
  [
    'play.yaml',
    '- hosts: all\n  tasks:\n    - community.docker.docker_container:\n        name: a\n        image: example/app:1\n',
    '- hosts: all\n  tasks:\n    - community.docker.docker_container:\n        name: a\n        image: example/app:1\n        log_driver: local\n',
  ],
])('%s %j', async (path, before, after) => {
  const { files, made } = await fixFiles({ [path]: before }, { rules: [RULE] }, { preset: 'all' });
  expect(files.map((file) => file.after)).toEqual(after === undefined ? [] : [after]);
  expect(made.map(({ fix }) => fix.risk)).toEqual(after === undefined ? [] : ['medium']);
});
