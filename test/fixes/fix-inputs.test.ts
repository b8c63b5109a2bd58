import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { FixRun } from '../../src/fixes/fix-inputs.ts';
import { isLong } from '../long.ts';
import { fixFiles } from './fix-text.ts';

/** The changed files. */
async function fixed(
  files: Readonly<Record<string, string>>,
  rules: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const run = await fixFiles(files, { rules });
  return Object.fromEntries(run.files.map(({ path, after }) => [path, after]));
}

const NNP = 'security_opt:\n      - no-new-privileges:true\n';

test('what another file extends is fixed first, and inherited, so that no list has it twice', async () => {
  const files = {
    'app/compose.yaml': 'services:\n  web:\n    extends: { file: ../z/compose.yaml, service: base }\n    tty: true\n',
    'z/compose.yaml': 'services:\n  base:\n    image: nginx:1.27.0\n    security_opt:\n      - label=type:x\n',
  };
  expect(await fixed(files, ['new-privileges-allowed'])).toEqual({
    'z/compose.yaml': `${files['z/compose.yaml']}      - no-new-privileges:true\n`,
  });
});

test('what another file extends is not fixed in the service that extends it', async () => {
  const files = {
    'dev.yaml': 'services:\n  web:\n    extends: { file: base.yaml, service: base }\n    tty: true\n',
    'base.yaml': 'services:\n  base:\n    image: nginx:1.27.0\n',
  };
  const run = await fixFiles(files, { rules: ['new-privileges-allowed'] }, { paths: ['dev.yaml'] });
  expect(run.files).toEqual([]);
  expect(run.withdrawn.map(({ withdrawal }) => withdrawal.message)).toEqual([
    'It extends a service of `base.yaml`, which is not selected: fix that file.',
  ]);
});

test.each([
  ['compose.yaml', 1],
  ['test/e2e/compose.yaml', 0],
  ['docker-compose.test.yml', 0],
])('hardens %s in %i files', async (path, count) => {
  const run = await fixFiles({ [path]: 'services:\n  web:\n    image: nginx:1.27.0\n' }, { rules: [] });
  expect(run.files).toHaveLength(count);
});

test.each([
  ['postgres:17', 5432, 1],
  ['apache/airflow:3.0.1', 8080, 0],
  ['linuxserver/transmission:4.0.6', 9091, 0],
])('%s: moves port %i to loopback in %i files', async (image, port, count) => {
  const text = `services: {app: {image: "${image}", ports: ["${String(port)}:${String(port)}"]}}\n`;
  const run = await fixFiles({ 'compose.yaml': text }, { rules: ['open-service', 'exposed-port'], values: [] });
  expect(run.files).toHaveLength(count);
});

test('an image whose entrypoint uses sudo keeps what sudo needs', async () => {
  const text = 'services: {db: {image: "wodby/mariadb:11.8-3.35.7"}}\n';
  const rules = ['added-capability', 'new-privileges-allowed'];
  const run = await fixFiles({ 'compose.yaml': text }, { rules, risk: 'medium' });
  expect(run.files).toEqual([]);
});

test('the same where one of the two is named from the root', async () => {
  const files = {
    '/project/compose.yaml': 'services:\n  web:\n    extends: { file: z/base.yaml, service: base }\n    tty: true\n',
    'z/base.yaml': 'services:\n  base:\n    image: nginx:1.27.0\n    security_opt:\n      - label=type:x\n',
  };
  const run = await fixFiles(
    files,
    { rules: ['new-privileges-allowed'] },
    { paths: ['z/base.yaml', '/project/compose.yaml'] },
  );
  expect(run.files).toMatchObject([
    { path: 'z/base.yaml', after: `${files['z/base.yaml']}      - no-new-privileges:true\n` },
  ]);
});

test('security_opt on both sides of an extends in one file', async () => {
  const text = [
    'services:',
    '  web:',
    '    extends: base',
    '    security_opt:',
    '      - label=type:x',
    '  base:',
    '    image: nginx:1.27.0',
    '    security_opt:',
    '      - label=level:s0',
    '',
  ].join('\n');
  const { files, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules: ['new-privileges-allowed'] });
  expect(withdrawn).toEqual([]);
  // One of the two is enough.
  expect(files[0]?.after.match(/no-new-privileges/g)).toHaveLength(1);
});

test('an override file: each value is changed where it was written, what is missing in the first file', async () => {
  const files = {
    'compose.yaml': 'services:\n  web:\n    image: nginx:1.27.0\n',
    'compose.override.yaml': 'services:\n  web:\n    privileged: true\n    tty: true\n',
  };
  expect(await fixed(files, ['privileged-container', 'new-privileges-allowed'])).toEqual({
    'compose.yaml': `services:\n  web:\n    image: nginx:1.27.0\n    ${NNP}`,
    'compose.override.yaml': 'services:\n  web:\n    tty: true\n',
  });
});

test('a fix that would break another project is skipped', async () => {
  const files = {
    'a/compose.yaml': 'services:\n  web:\n    image: nginx:1.27.0\n',
    'b/compose.yaml':
      'services:\n  web:\n    extends: { file: ../a/compose.yaml, service: web }\n    deploy: { resources: { limits: { pids: 10 } } }\n',
  };
  const { withdrawn, files: changed } = await fixFiles(files, { rules: ['unlimited-pids'] });
  const after = Object.fromEntries(changed.map(({ path, after: text }) => [path, text]));
  expect(withdrawn.map(({ withdrawal }) => withdrawal.message)).toEqual([
    'In `b/compose.yaml`: It would cause a `syntax/conflict` finding.',
  ]);
  expect(after).toEqual({});
});

test('where the first fix of a finding does not hold, the next one is made', async () => {
  // The block is shared: its list must not grow, and a list in the service would replace it.
  const other = 'services:\n  # plimsoll: ignore[writable-root-filesystem] -- it caches\n  other: { <<: *a }\n';
  const text = `x-a: &a\n  image: example/web:1\n  tmpfs: [/run]\n${other}  web:\n    <<: *a\n    tty: true\n`;
  expect(await fixed({ 'compose.yaml': text }, ['writable-root-filesystem'])).toEqual({
    'compose.yaml': `${text}    read_only: true\n`,
  });
});

test('nothing is offered for what nobody writes', async () => {
  const inspected = JSON.stringify([
    { Id: 'a', Name: '/web', Config: { Image: 'a' }, HostConfig: { Privileged: true } },
  ]);
  const run = await fixFiles({ 'web.json': inspected });
  expect([run.made, run.withdrawn, run.hidden]).toEqual([[], [], new Map()]);
});

test('overlapping fixes are made one after the other', async () => {
  const text =
    'services:\n  web:\n    image: nginx:1.27.0\n    security_opt: [seccomp=unconfined, apparmor=unconfined]\n    volumes: ["/etc:/x:rshared"]\n';
  expect(
    await fixed({ 'compose.yaml': text }, [
      'seccomp-disabled',
      'apparmor-disabled',
      'sensitive-host-mount',
      'shared-mount-propagation',
    ]),
  ).toEqual({
    'compose.yaml': 'services:\n  web:\n    image: nginx:1.27.0\n    volumes: ["/etc:/x:ro"]\n',
  });
});

/** An option without a word of its own. */
const ESCAPED = "O=$'--init --security-opt\\x20seccomp=unconfined'; docker run $O a:1";

test('what cannot be fixed of one container does not stop the same fix of another one of its name', async () => {
  const script = [ESCAPED, 'docker run --security-opt seccomp=unconfined a:1', ''];
  const run = await fixFiles({ 'run.sh': script.join('\n') }, { rules: ['seccomp-disabled'] });
  expect(run.files.map(({ after }) => after.split('\n')[1])).toEqual(['docker run a:1']);
  expect(run.withdrawn.map(({ finding }) => finding.location.span.start < ESCAPED.length)).toEqual([true]);
});

test('what is rejected for several containers of one name is said of each of them', async () => {
  const command = `${ESCAPED}\n`;
  const { withdrawn } = await fixFiles({ 'run.sh': command.repeat(2) }, { rules: ['seccomp-disabled'] });
  expect(withdrawn.map(({ finding }) => finding.location.span.start > command.length)).toEqual([false, true]);
});

test('what was rejected is tried again after what was in its way is gone', async () => {
  const text =
    'x-a: &a\n  image: nginx:1.27.0\n  security_opt: [seccomp=unconfined]\nservices:\n  web:\n    <<: *a\n    tty: true\n';
  const { files, withdrawn } = await fixFiles(
    { 'compose.yaml': text },
    { rules: ['seccomp-disabled', 'new-privileges-allowed'] },
  );
  expect(withdrawn).toEqual([]);
  expect(files.map(({ after }) => after)).toEqual([
    'x-a: &a\n  image: nginx:1.27.0\nservices:\n  web:\n    <<: *a\n    tty: true\n    security_opt:\n      - no-new-privileges:true\n',
  ]);
});

/** All rules' fixtures, for all fixes. */
const FIXTURES = join(import.meta.dirname, '../fixtures/rules');
const TEXTS = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.compose.yaml'),
);

test('every fix that is offered for the fixtures holds or is rejected, and a second run makes no edit', async () => {
  let [offered, made] = [0, 0];
  for (const path of TEXTS.filter((_, index) => isLong || index % 4 === 0)) {
    const text = readFileSync(join(FIXTURES, path), 'utf8');
    const run = await fixFiles({ 'compose.yaml': text }, {}, { preset: 'all' });
    offered += run.made.length + run.withdrawn.length;
    made += run.made.length;
    const [file] = run.files;
    if (file === undefined) continue;
    const again = await fixFiles({ 'compose.yaml': file.after }, {}, { preset: 'all' });
    expect([path, again.files.map(({ after }) => after)]).toEqual([path, []]);
    // Every comment is kept, on its own line if its code is gone.
    const comments = (source: string): readonly string[] =>
      (source.match(/(?<!\S)# .*$/gm) ?? []).filter((comment) => !comment.includes('plimsoll: ')).toSorted();
    expect([path, comments(file.after)]).toEqual([path, comments(text)]);
  }
  expect(offered).toBeGreaterThan(isLong ? 1000 : 250);
  expect(made / offered).toBeGreaterThan(0.9);
}, 300_000);

test.each([
  ['a command that somebody waits for', 'a.sh', '#!/bin/sh\ndocker run --rm --privileged a:1 ls\n', 1],
  ['a service of an unknown program', 'b.sh', '#!/bin/sh\ndocker run -d --privileged a:1\n', 1],
  ['a program with devices', 'b.sh', '#!/bin/sh\ndocker run -d --privileged -v /dev:/dev nginx:1.27\n', 1],
  ['a command of another program', 'b.sh', '#!/bin/sh\ndocker run -d --privileged nginx:1.27 sh -c x\n', 1],
  ['a known program, however,', 'b.sh', '#!/bin/sh\ndocker run -d --privileged nginx:1.27\n', undefined],
])('%s is fixed where its rule is named only', async (_, path, text, byName) => {
  const isMade = ({ made }: FixRun): boolean => made.some(({ finding }) => finding.rule === 'privileged-container');
  const all = await fixFiles({ [path]: text });
  expect([isMade(all), all.byName.get('privileged-container')]).toEqual([byName === undefined, byName]);
  expect(isMade(await fixFiles({ [path]: text }, { rules: ['privileged-container'] }))).toBe(true);
});

test('what another program may run is not changed', async () => {
  const text = '#!/bin/bash\n"${engine[@]}" run -d --privileged a:1\n';
  const { files, withdrawn } = await fixFiles({ 'a.sh': text }, { rules: ['privileged-container'] });
  expect(files).toEqual([]);
  expect(withdrawn.map(({ withdrawal }) => withdrawal.message)).toEqual([
    'The program that runs this command line is unknown.',
  ]);
});

test.each([
  ['a key', 'services:\n  s:\n    image: a:1\n    priviliged: true\n', 'privileged-container'],
  ['a list', 'services:\n  s:\n    image: a:1\n    volume: ["/:/host"]\n', 'sensitive-host-mount'],
])('no typo is put right that would be an error then: %s', async (_, text, rule) => {
  const { files, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules: ['syntax/unknown-key'] });
  expect(files).toEqual([]);
  expect(withdrawn[0]?.withdrawal.message).toContain(rule);
});

test('a container leaves the network of the host, though it is then in the default bridge', async () => {
  const text = '#!/bin/sh\ndocker run -d --network host example/app:1\n';
  expect(await fixed({ 'a.sh': text }, ['host-network'])).toEqual({ 'a.sh': text.replace(' --network host', '') });
});

test('a comment after removed text stays, on a line of its own', async () => {
  const text = (line: string): string => `services:\n  a:\n    image: a:1\n    # kept\n${line}    tty: true\n`;
  expect(
    await fixed({ 'compose.yaml': text('    privileged: true # all need it\n') }, ['privileged-container']),
  ).toEqual({ 'compose.yaml': text('    # all need it\n') });
});

test('of several elements that go one after the other, every comment stays', async () => {
  const text = (...lines: readonly string[]): string =>
    ['services:', '  a:', '    image: a:1', ...lines, ''].join('\n');
  const list = ['    cap_add:', '      - SYS_ADMIN # one', '      # two', '      - SYS_MODULE # three'];
  expect(await fixed({ 'compose.yaml': text('    cap_drop: [ALL]', ...list) }, ['added-capability'])).toEqual({
    'compose.yaml': text('    cap_drop: [ALL]', '    # one', '    # two', '    # three'),
  });
});

describe('findings whose fix can take a service away, and those in files without running services, are fixed only by name', () => {
  const PRIVILEGES = 'new-privileges-allowed';

  test.each([
    ['a restart policy', 'compose.yaml', 'restart: always', 'unbounded-restart'],
    ['the host network', 'compose.yaml', 'network_mode: host', 'host-network'],
    ['a dev container', '.devcontainer/docker-compose.yml', 'init: true', PRIVILEGES],
    ['a copy', 'docker-compose.yml.bak/compose.yaml', 'init: true', PRIVILEGES],
    ['an old file', 'compose.old.yaml', 'init: true', PRIVILEGES],
    ['a pipeline', '.github/compose.yaml', 'init: true', PRIVILEGES],
    ['a file for debugging', 'compose.debug.yaml', 'init: true', PRIVILEGES],
    ['documentation', 'docs/compose.yaml', 'init: true', PRIVILEGES],
    ['an example of a dev container', 'devcontainer-example/compose.yaml', 'init: true', PRIVILEGES],
    ['a file of others', 'web/vendor/a/compose.yaml', 'init: true', PRIVILEGES],
    ['tests of a browser', 'web/playwright/compose.yaml', 'init: true', PRIVILEGES],
  ])('%s', async (_, path, line, rule) => {
    const files = { [path]: `services:\n  s:\n    image: example/app:1\n    ${line}\n` };
    const isMade = ({ made }: FixRun): boolean => made.some(({ finding }) => finding.rule === rule);
    expect(isMade(await fixFiles(files))).toBe(false);
    expect(isMade(await fixFiles(files, { rules: [rule] }))).toBe(true);
  });

  test('a container named after tests', async () => {
    const text = (name: string): string => `docker run -d --name=${name} example/app:1\n`;
    expect((await fixFiles({ 'run.sh': text('testing') })).files).toEqual([]);
    expect((await fixFiles({ 'run.sh': text('latest-speedtest') })).files).toHaveLength(1);
  });

  test('a step that leaves a container running for its job', async () => {
    const path = '.github/workflows/a.yml';
    const text =
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: docker run -d -p 5432:5432 postgres:17\n';
    expect((await fixFiles({ [path]: text }, { risk: 'medium' })).files).toEqual([]);
  });
});
