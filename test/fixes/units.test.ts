import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fixFiles } from './fix-text.ts';

const root = join(import.meta.dirname, '../fixtures');
const units = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.container'));

describe('the units of the fixtures', () => {
  test.each(units)('%s', async (path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const { files } = await fixFiles({ 'web.container': text }, {}, { preset: 'all' });
    const again = await fixFiles({ 'web.container': files[0]?.after ?? text }, {}, { preset: 'all' });
    expect(again.files).toEqual([]);
  });
});

const HEAD = '[Container]\nImage=nginx:1.27\n';

/** Name, rule, rest of the unit before and after, or the reason for skipping the fix. */
const CASES: readonly (readonly [name: string, rule: string, before: string, after: string])[] = [
  ['a key that is missing', 'new-privileges-allowed', 'User=1\n', 'User=1\nNoNewPrivileges=true\n'],
  ['a key that says no', 'new-privileges-allowed', 'NoNewPrivileges=no\nUser=1\n', 'NoNewPrivileges=true\nUser=1\n'],
  ['a boolean', 'writable-root-filesystem', 'ReadOnly=off\n', 'ReadOnly=true\nTmpfs=/var/cache/nginx\nTmpfs=/run\n'],
  [
    'a section that ends',
    'unlimited-pids',
    'PidsLimit=0\n\n[Service]\nRestart=no\n',
    'PidsLimit=4096\n\n[Service]\nRestart=no\n',
  ],
  [
    'a key that another section has too',
    'new-privileges-allowed',
    'User=1\n\n[Service]\nNoNewPrivileges=no\n',
    'User=1\nNoNewPrivileges=true\n\n[Service]\nNoNewPrivileges=no\n',
  ],
  [
    'a key without a value',
    'new-privileges-allowed',
    'NoNewPrivileges=\nUser=\n',
    'NoNewPrivileges=\nNoNewPrivileges=true\nUser=\n',
  ],
  [
    'an option behind a line that goes on',
    'privileged-container',
    'PodmanArgs=\\\n  --privileged\nUser=1\n',
    'User=1\n',
  ],
  ['an option without a key', 'unlimited-memory', '\n[Service]\n', 'PodmanArgs=--memory=512m\n\n[Service]\n'],
  [
    'an option beside others',
    'default-cpu-priority',
    'PodmanArgs=--init\nUser=1\n',
    'PodmanArgs=--init\nPodmanArgs=--cpus=1\nUser=1\n',
  ],
  ['a newer key', 'unlimited-memory', 'Memory=0\n', 'Memory=512m\n'],
  ['blanks around the equals sign', 'new-privileges-allowed', '  User = 1\n', '  User = 1\n  NoNewPrivileges = true\n'],
  ['line ends of Windows', 'new-privileges-allowed', 'User=1\r\n', 'User=1\r\nNoNewPrivileges=true\r\n'],
  ['no line end', 'new-privileges-allowed', 'User=1', 'User=1\nNoNewPrivileges=true'],
  ['a port', 'wildcard-bind-address', 'PublishPort=8080:80\n', 'PublishPort=127.0.0.1:8080:80\n'],
  ['a volume', 'sensitive-host-mount', 'Volume=/etc:/x:z\n', 'Volume=/etc:/x:z,ro\n'],
  ['a volume with a specifier', 'sensitive-host-mount', 'Volume=%h/.ssh:/x\n', 'Volume=%h/.ssh:/x:ro\n'],
  ['a tmpfs', 'executable-tmpfs', 'Tmpfs=/work:rw,exec\n', 'Tmpfs=/work:rw,noexec\n'],
  ['a tmpfs in an argument', 'executable-tmpfs', 'PodmanArgs=--tmpfs /w:exec\n', 'PodmanArgs=--tmpfs /w:noexec\n'],
  ['a line', 'seccomp-disabled', 'SeccompProfile=unconfined\nUser=1\n', 'User=1\n'],
  ['the last line', 'seccomp-disabled', 'User=1\nSeccompProfile=unconfined', 'User=1'],
  [
    'a word of several',
    'added-capability',
    'DropCapability=ALL\nAddCapability=CHOWN SYS_ADMIN KILL\n',
    'DropCapability=ALL\nAddCapability=CHOWN KILL\n',
  ],
  ['the only word', 'added-capability', 'DropCapability=ALL\nAddCapability=SYS_ADMIN\n', 'DropCapability=ALL\n'],
  [
    'an option of several',
    'privileged-container',
    'PodmanArgs=--init --privileged --cpus 1\n',
    'PodmanArgs=--init --cpus 1\n',
  ],
  [
    'an option in a line of its own',
    'privileged-container',
    'PodmanArgs=--init \\\n  --privileged \\\n  --cpus 1\n',
    'PodmanArgs=--init \\\n  --cpus 1\n',
  ],
  ['an option with its value', 'host-pid-namespace', 'PodmanArgs=--init --pid host\n', 'PodmanArgs=--init\n'],
  ['the only option', 'host-pid-namespace', 'PodmanArgs=--pid=host\n', ''],
  [
    'a key that stands twice',
    'host-user-namespace',
    'UserNS=host\nUserNS=host\n',
    'model: It would also change something else in `web`.',
  ],
  ['a device', 'host-device', 'AddDevice=/dev/tty0\n', 'AddDevice=/dev/tty0:rw\n'],
];

test.each(CASES)('%s', async (_name, rule, before, after) => {
  const head = before.includes('\r') ? HEAD.replaceAll('\n', '\r\n') : HEAD;
  const { files, withdrawn } = await fixFiles({ 'web.container': head + before }, { rules: [rule] }, { preset: 'all' });
  const reasons = withdrawn.map(({ withdrawal: { reason, message } }) => `${reason}: ${message}`);
  expect(reasons.length > 0 ? reasons.join('\n') : files[0]?.after).toBe(reasons.length > 0 ? after : head + after);
});

test('a key is added to its section, wherever that is', async () => {
  const before = '[Service]\nNoNewPrivileges=no\n\n[Container]\nImage=nginx:1.27\n\n[Install]\nWantedBy=a.target\n';
  const { files } = await fixFiles({ 'web.container': before }, { rules: ['new-privileges-allowed'] });
  expect(files[0]?.after).toBe(before.replace('1.27\n', '1.27\nNoNewPrivileges=true\n'));
});

test('a drop-in is changed where it has the value, and the unit where something is missing', async () => {
  const tree = { 'web.container': HEAD, 'web.container.d/10.conf': '[Container]\nPodmanArgs=--privileged\n' };
  const { files } = await fixFiles(tree, { rules: ['privileged-container', 'new-privileges-allowed'] });
  expect(files.map(({ path, after }) => [path, after])).toEqual([
    ['web.container', `${HEAD}NoNewPrivileges=true\n`],
    ['web.container.d/10.conf', '[Container]\n'],
  ]);
});

test('the commands of a systemd unit are changed like those of a script', async () => {
  const text = '[Service]\nExecStart=/usr/bin/docker run --privileged \\\n  "-p" 8080:80 nginx:1.27\n';
  const rules = ['privileged-container', 'wildcard-bind-address', 'unlimited-pids'];
  const { files } = await fixFiles({ 'web.service': text }, { rules });
  expect(files[0]?.after).toBe(
    '[Service]\nExecStart=/usr/bin/docker run \\\n  --pids-limit 4096 \\\n  "-p" 127.0.0.1:8080:80 nginx:1.27\n',
  );
});
