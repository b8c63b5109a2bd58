import { expect, test } from 'vitest';
import { RULES } from '../../src/rules/index.ts';
import { fixFiles } from './fix-text.ts';

const PATH = '.devcontainer/devcontainer.json';

/** Name, rule, text before and after, or the reason for skipping the fix. */
const CASES: readonly (readonly [name: string, rule: string, before: string, after: string])[] = [
  ['a property', 'privileged-container', '{"image": "a:1", "privileged": true}', '{"image": "a:1"}'],
  ['the first of several', 'privileged-container', '{"privileged": true, "image": "a:1"}', '{"image": "a:1"}'],
  [
    'a property in a line of its own',
    'privileged-container',
    '{\n  "image": "a:1",\n  "privileged": true,\n  "init": true\n}\n',
    '{\n  "image": "a:1",\n  "init": true\n}\n',
  ],
  [
    'the last property, with the comma before it',
    'privileged-container',
    '{\n  "image": "a:1", // one\n  "privileged": true\n}\n',
    '{\n  "image": "a:1" // one\n}\n',
  ],
  [
    'the last property, with its own comma',
    'privileged-container',
    '{\r\n\t"image": "a:1",\r\n\t"privileged": true,\r\n}\r\n',
    '{\r\n\t"image": "a:1",\r\n}\r\n',
  ],
  [
    'a comment behind it stays',
    'privileged-container',
    '{\n  "privileged": true, // why, I ask\n  "image": "a:1"\n}\n',
    '{\n  // why, I ask\n  "image": "a:1"\n}\n',
  ],
  [
    'an element of a list',
    'seccomp-disabled',
    '{"image": "a:1", "securityOpt": ["no-new-privileges:true", "seccomp=unconfined"]}',
    '{"image": "a:1", "securityOpt": ["no-new-privileges:true"]}',
  ],
  [
    'the only element, with its list',
    'seccomp-disabled',
    '{\n  "securityOpt": ["seccomp=unconfined"],\n  "image": "a:1"\n}\n',
    '{\n  "image": "a:1"\n}\n',
  ],
  [
    'an element in a line of its own',
    'seccomp-disabled',
    '{"image": "a:1", "securityOpt": [\n  // one\n  "seccomp=unconfined",\n  "label=disable"\n]}',
    '{"image": "a:1", "securityOpt": [\n  // one\n  "label=disable"\n]}',
  ],
  [
    'an argument',
    'host-pid-namespace',
    '{"image": "a:1", "runArgs": ["--pid=host", "--rm"]}',
    '{"image": "a:1", "runArgs": ["--rm"]}',
  ],
  [
    'an argument with its value',
    'host-pid-namespace',
    '{"image": "a:1", "runArgs": ["--rm", "--pid", "host"]}',
    '{"image": "a:1", "runArgs": ["--rm"]}',
  ],
  [
    'an argument with its value in a line of its own',
    'host-pid-namespace',
    '{\n  "image": "a:1",\n  "runArgs": [\n    "--rm",\n    "--pid", "host", // shared\n  ]\n}',
    '{\n  "image": "a:1",\n  "runArgs": [\n    "--rm",\n    // shared\n  ]\n}',
  ],
  ['the only argument', 'host-pid-namespace', '{"image": "a:1", "runArgs": ["--pid", "host"]}', '{"image": "a:1"}'],
  [
    'a letter of several',
    'wildcard-bind-address',
    '{"image": "a:1", "runArgs": ["-itP"]}',
    '{"image": "a:1", "runArgs": ["-it"]}',
  ],
  [
    'a value',
    'unlimited-pids',
    '{"image": "a:1", "runArgs": ["--pids-limit=-1"]}',
    '{"image": "a:1", "runArgs": ["--pids-limit=4096"]}',
  ],
  [
    'a value that is an element',
    'unlimited-pids',
    '{"image": "a:1", "runArgs": ["--pids-limit", "-1"]}',
    '{"image": "a:1", "runArgs": ["--pids-limit", "4096"]}',
  ],
  [
    'a tmpfs',
    'executable-tmpfs',
    '{"image": "a:1", "runArgs": ["--tmpfs", "/x:rw,exec", "--tmpfs=/y:suid,size=1m"]}',
    '{"image": "a:1", "runArgs": ["--tmpfs", "/x:rw,noexec", "--tmpfs=/y:nosuid,size=1m"]}',
  ],
  [
    'an argument that is added',
    'unlimited-memory',
    '{"image": "a:1", "runArgs": ["--rm"]}',
    '{"image": "a:1", "runArgs": ["--rm", "--memory=512m"]}',
  ],
  [
    'an argument that is added in a line of its own',
    'unlimited-memory',
    '{\r\n  "image": "a:1",\r\n  "runArgs": [\r\n    "--rm" // one\r\n  ]\r\n}\r\n',
    '{\r\n  "image": "a:1",\r\n  "runArgs": [\r\n    "--rm", // one\r\n    "--memory=512m"\r\n  ]\r\n}\r\n',
  ],
  [
    'an argument that is added behind a comma',
    'unlimited-memory',
    '{\n  "image": "a:1",\n  "runArgs": [\n    "--rm", /* one */\n  ],\n}\n',
    '{\n  "image": "a:1",\n  "runArgs": [\n    "--rm", /* one */\n    "--memory=512m",\n  ],\n}\n',
  ],
  [
    'an argument that is added to none',
    'unlimited-memory',
    '{"image": "a:1", "runArgs": []}',
    '{"image": "a:1", "runArgs": ["--memory=512m"]}',
  ],
  [
    'a list that is added',
    'unlimited-memory',
    '{\n  "image": "a:1"\n  // the end\n}\n',
    '{\n  "image": "a:1",\n  "runArgs": ["--memory=512m"]\n  // the end\n}\n',
  ],
  [
    'a list that is added for two changes',
    'writable-root-filesystem',
    '{\n\t"image": "a:1", // one\n}\n',
    '{\n\t"image": "a:1", // one\n\t"runArgs": ["--read-only", "--tmpfs=/tmp"],\n}\n',
  ],
  [
    'a property that is added',
    'new-privileges-allowed',
    '{"image": "a:1"}',
    '{"image": "a:1", "securityOpt": ["no-new-privileges:true"]}',
  ],
  [
    'an element that is added to its property',
    'new-privileges-allowed',
    '{"image": "a:1", "securityOpt": ["label=disable"]}',
    '{"image": "a:1", "securityOpt": ["label=disable", "no-new-privileges:true"]}',
  ],
  [
    'a port',
    'wildcard-bind-address',
    '{"image": "a:1", "appPort": ["8080:80", 3000]}',
    '{"image": "a:1", "appPort": ["127.0.0.1:8080:80", 3000]}',
  ],
  [
    'a mount',
    'sensitive-host-mount',
    '{"image": "a:1", "mounts": ["type=bind,source=/etc,target=/x"]}',
    '{"image": "a:1", "mounts": ["type=bind,source=/etc,target=/x,readonly"]}',
  ],
  [
    'a mount of which the CLI takes nothing else',
    'sensitive-host-mount',
    '{"image": "a:1", "mounts": [{"type": "bind", "source": "/etc", "target": "/x"}]}',
    'form: It is not a single value.',
  ],
  ['a list that is none', 'unlimited-memory', '{"image": "a:1", "runArgs": "--rm"}', 'form: `runArgs` is not a list.'],
  [
    'a comment between an argument and its value',
    'host-pid-namespace',
    '{"image": "a:1", "runArgs": ["--rm", "--pid", /* a */ "host"]}',
    'comment: There is something else next to it, such as a comment.',
  ],
  [
    'a value with a default',
    'unlimited-pids',
    '{"image": "a:1", "runArgs": ["--pids-limit=${localEnv:PIDS:-1}"]}',
    'variable: A variable sets it or part of it.',
  ],
];

test.each(CASES)('%s', async (_name, rule, before, after) => {
  const { files, withdrawn } = await fixFiles({ [PATH]: before }, { rules: [rule] }, { preset: 'all' });
  const reasons = withdrawn.map(({ withdrawal: { reason, message } }) => `${reason}: ${message}`);
  expect(reasons.length > 0 ? reasons.join('\n') : files[0]?.after).toBe(after);
});

test('what is added to a service is fixed here, and what it lacks in its Compose file', async () => {
  const { files } = await fixFiles(
    {
      [PATH]:
        '{\n  "dockerComposeFile": "app.yaml",\n  "service": "web",\n  "privileged": true, // why\n  "securityOpt": ["seccomp=unconfined"]\n}\n',
      '.devcontainer/app.yaml': 'services:\n  web:\n    image: nginx:1.27\n',
    },
    { rules: ['privileged-container', 'seccomp-disabled', 'unlimited-memory'] },
  );
  expect(Object.fromEntries(files.map(({ path, after }) => [path, after]))).toEqual({
    [PATH]: '{\n  "dockerComposeFile": "app.yaml",\n  "service": "web"\n  // why\n}\n',
    '.devcontainer/app.yaml': 'services:\n  web:\n    image: nginx:1.27\n    mem_limit: 512m\n',
  });
});

test('all fixes at once leave comments and line ends as they are', async () => {
  const everything = { rules: RULES.map(({ id }) => id) };
  const before =
    '\uFEFF// plimsoll\r\n{\r\n    "image": "a:1", // the image\r\n    "privileged": true, /* b */\r\n    "runArgs": ["--network=host", "-v/etc:/x"],\r\n    // capabilities\r\n    "capAdd": ["SYS_ADMIN"],\r\n}\r\n';
  const { files } = await fixFiles({ [PATH]: before }, everything, { preset: 'all' });
  const after = files[0]?.after ?? '';
  for (const comment of ['// plimsoll', '// the image', '/* b */', '// capabilities']) expect(after).toContain(comment);
  expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  const again = await fixFiles({ [PATH]: after }, everything, { preset: 'all' });
  expect(again.files).toEqual([]);
});
