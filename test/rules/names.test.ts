import { describe, expect, test } from 'vitest';
import {
  isMemoryOrDisk,
  isMemoryOrDiskPattern,
  isNarrow,
  isReadOrWrite,
  parseDeviceCgroupRule,
} from '../../src/rules/shared/host/devices.ts';
import { couldAccessEngine, engineAccess } from '../../src/rules/shared/host/engine-sockets.ts';
import {
  componentsOf,
  HARMLESS_PATHS,
  relationToGlob,
  SENSITIVE_DIRECTORIES,
} from '../../src/rules/shared/host/sensitive-directories.ts';
import { isRepository, toImageName } from '../../src/rules/shared/image/image-name.ts';
import { startsSshServer } from '../../src/rules/shared/image/ssh-server.ts';
import { couldBeBelow } from '../../src/rules/shared/network/ports.ts';
import { isWildcardAddress } from '../../src/rules/shared/network/published-address.ts';
import {
  CAPABILITIES,
  DEFAULT_CAPABILITIES,
  HOST_REACHING_CAPABILITIES,
  isCapability,
  normalizeCapability,
} from '../../src/rules/shared/privileges/capabilities.ts';
import { isTrue } from '../../src/rules/shared/privileges/security-options.ts';
import { short } from '../../src/rules/shared/wording.ts';
import { placeAt } from '../../src/text/location.ts';
import { known, type Pattern, type Setting, unknown } from '../../src/text/setting.ts';

const X = { unknown: '$X' };
const place = placeAt('run.sh', 0, 1);

describe('capabilities', () => {
  test('are the 41 of Linux, 14 of them by default', () => {
    expect(new Set(CAPABILITIES).size).toBe(41);
    expect(CAPABILITIES).toHaveLength(41);
    expect(DEFAULT_CAPABILITIES).toHaveLength(14);
    expect(HOST_REACHING_CAPABILITIES.filter((name) => DEFAULT_CAPABILITIES.includes(name))).toEqual([]);
  });

  test.each([
    ['SYS_ADMIN', 'SYS_ADMIN', true],
    ['cap_sys_admin', 'SYS_ADMIN', true],
    ['Cap_Net_Raw', 'NET_RAW', true],
    ['all', 'ALL', true],
    ['CAP_ALL', 'CAP_ALL', false],
    ['SYS_ADMINS', 'SYS_ADMINS', false],
    ['NET_ADMIN,SYS_ADMIN', 'NET_ADMIN,SYS_ADMIN', false],
    ['', '', false],
  ])('%s is %s', (name, normal, exists) => {
    expect(normalizeCapability(name)).toBe(normal);
    expect(isCapability(normal)).toBe(exists);
  });
});

describe('images', () => {
  test.each([
    ['nginx', 'nginx', undefined, false],
    ['nginx:1.27', 'nginx', '1.27', false],
    ['reg.example:5000/app', 'app', undefined, false],
    ['reg.example:5000/team/app:2', 'app', '2', false],
    ['nginx@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'nginx', undefined, true],
    ['nginx:latest@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef', 'nginx', 'latest', true],
    [
      'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      'sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef',
      undefined,
      true,
    ],
    ['0123456789ab', '0123456789ab', undefined, true],
    ['0123456789abc', '0123456789abc', undefined, false],
  ])('%s', (image, base, tag, hasDigest) => {
    expect(toImageName(image)).toMatchObject({ base, tag, hasDigest });
  });

  test.each([
    ['sshd', ['sshd'], true],
    ['panubo/sshd:1', ['sshd'], true],
    ['ghcr.io/x/ubuntu-sshd', ['sshd'], true],
    ['x/ubuntu_sshd', ['sshd'], true],
    ['x/sshd_exporter', ['sshd'], false],
    ['x/notsshd', ['sshd'], false],
    ['x/app', ['x/app'], true],
    ['reg.example/x/app', ['x/app'], false],
  ])('that %s is one of %j is %s', (image, names, is) => {
    expect(isRepository(toImageName(image), names, true)).toBe(is);
  });

  test('a name with more before it is another one, unless that is asked for', () => {
    expect(isRepository(toImageName('x/ubuntu-sshd'), ['sshd'])).toBe(false);
  });
});

describe('sockets', () => {
  test.each([
    ['/var/run/docker.sock', 'socket'],
    ['/run/docker.sock', 'socket'],
    ['//run/./docker.sock/', 'socket'],
    ['/run/user/1000/podman/podman.sock', 'socket'],
    ['./docker.sock', 'socket'],
    ['docker.sock', 'socket'],
    ['/run', 'directory'],
    ['/var/run/', 'directory'],
    ['/var/run/containerd', 'directory'],
    ['/srv/../run/podman', 'directory'],
    ['/run/crio', 'directory'],
    ['/run/buildkit', 'directory'],
    ['/run/buildkit/buildkitd.sock', 'socket'],
    ['/var/run/cri-dockerd.sock', 'socket'],
    ['\\\\.\\pipe\\docker_engine', 'socket'],
    ['//./pipe/docker_engine', 'socket'],
    ['//./pipe/docker_engine_windows', 'socket'],
    ['//./pipe/docker_engine_linux', 'socket'],
    ['//./PIPE/dockerDesktopEngine', 'socket'],
    ['//./pipe/dockerDesktopLinuxEngine', 'socket'],
    ['//./pipe/dockerDesktopWindowsEngine', 'socket'],
    ['//./pipe/containerd-containerd', 'socket'],
    ['//./pipe/podman-machine-default', 'socket'],
    ['/srv//./pipe/docker_engine', undefined],
    ['\\\\.\\pipe\\sql', undefined],
    ['/var', undefined],
    ['/', undefined],
    ['/run/secrets', undefined],
    ['/var/run/docker.sock.bak', undefined],
    ['/var/run/docker.sock/x', undefined],
  ])('%s', (path, access) => {
    expect(engineAccess(path)).toBe(access);
  });

  test.each<[Pattern, string | undefined]>([
    [[X], 'possible'],
    [[X, '/'], 'possible'],
    [['/run/', X], 'possible'],
    [['/run/d', X], 'possible'],
    [['/run/containerd/c', X], 'possible'],
    [['/run/podman/p', X], 'possible'],
    [['/run/crio/c', X], 'possible'],
    [['/run/', X, '//'], 'possible'],
    [[X, 'er.sock'], 'possible'],
    [[X, '/er.sock'], undefined],
    [[X, '-docker.sock'], 'socket'],
    [['/var/run/', X, '.sock'], 'possible'],
    [['/srv/', X, '.sock'], 'possible'],
    [[X, '/docker.sock'], 'socket'],
    [[X, 'docker.sock'], 'socket'],
    [['/run/user/', X, '/docker.sock/'], 'socket'],
    [['/srv/', X], undefined],
    [[X, '/data'], undefined],
    [['./', X], undefined],
  ])('%j', (pattern, access) => {
    expect(couldAccessEngine(pattern)).toBe(access);
  });
});

describe('devices', () => {
  test.each([
    ['/dev/sda', true],
    ['/dev/sdaa1', true],
    ['/dev/nvme0n1p2', true],
    ['/dev/mmcblk0p1', true],
    ['/dev/vda', true],
    ['/dev/xvdf1', true],
    ['/dev/dm-0', true],
    ['/dev/md127', true],
    ['/dev/mapper/vg-root', true],
    ['/dev/disk/by-id/x', true],
    ['/dev/nvme10', true],
    ['/dev/nvme10n10p10', true],
    ['/dev/mmcblk10p10', true],
    ['/dev/mmcblk0boot1', true],
    ['/dev/mmcblk0rpmb', true],
    ['/dev/md127p10', true],
    ['/dev/dm-10', true],
    ['/dev/kmem', true],
    ['/dev/mem', true],
    ['/dev/port', true],
    ['/dev', true],
    ['/dev/', true],
    ['/dev/sdlist', false],
    ['/dev/sda1x', false],
    ['/dev/loop0', false],
    ['/dev/sr0', false],
    ['/dev/mem2', false],
    ['/dev/nvme-fabrics', false],
    ['/dev/ttyUSB0', false],
    ['/srv/dev/sda', false],
  ])('that %s is memory or a disk is %s', (device, is) => {
    expect(isMemoryOrDisk(device)).toBe(is);
  });

  test.each<[Pattern, boolean]>([
    [['/dev/sd', X], true],
    [['/dev/nvme', X, 'n1'], true],
    [['/dev/mapper/', X], true],
    [['/dev/', X], false],
    [['/dev/tty', X], false],
    [[X], false],
  ])('that %j is one is %s', (pattern, is) => {
    expect(isMemoryOrDiskPattern(pattern)).toBe(is);
  });

  test.each([
    ['a *:* rwm', 'rwm', true],
    ['b 8:* r', 'r', true],
    ['b 7:0 rw', 'rw', false],
    ['c 1:1 rw', 'rw', true],
    ['c 1:3 rw', 'rw', false],
    ['c *:* m', 'm', true],
    ['b 1:0 r', 'r', false],
    ['b 2:0 r', 'r', false],
    ['b 11:0 r', 'r', false],
    ['b 43:0 r', 'r', false],
    ['b *:1 r', 'r', true],
    ['c 1:2 r', 'r', true],
    ['c 1:3 r', 'r', false],
    ['c 1:4 r', 'r', true],
    ['c 1:* r', 'r', true],
    ['c 189:* rmw', 'rmw', false],
  ])('%s', (rule, permissions, opens) => {
    expect(parseDeviceCgroupRule(rule)).toMatchObject({ permissions, isMemoryOrDisk: opens });
  });

  test.each(['c 189 rmw', 'x 1:1 r', 'c 1:1', 'c 1:1 rwx', 'xc 1:1 r', ''])('%j is no rule', (rule) => {
    expect(parseDeviceCgroupRule(rule)).toBeUndefined();
  });
});

test("the sensitive directories are those of the benchmark, /usr's on a merged system, and ours", () => {
  const benchmark = ['/', '/boot', '/dev', '/etc', '/lib', '/proc', '/sys', '/usr'];
  const merged = ['/bin', '/sbin', '/lib64'];
  const ours = [
    '/root',
    '/home',
    '/var',
    '/var/lib/docker',
    '/run',
    '/var/run',
    '/var/lib/kubelet',
    '/var/lib/containerd',
  ];
  expect(SENSITIVE_DIRECTORIES.toSorted()).toEqual([...benchmark, ...merged, ...ours].sort());
});

test('what is harmless to read is the time, names, certificates and kernel modules', () => {
  const harmless = [
    '/etc/localtime',
    '/etc/timezone',
    '/usr/share/zoneinfo',
    '/etc/ssl/certs',
    '/etc/ca-certificates',
    '/etc/hostname',
    '/etc/hosts',
    '/lib/modules',
    '/etc/machine-id',
    '/etc/os-release',
  ];
  expect(HARMLESS_PATHS.toSorted()).toEqual(harmless.sort());
});

test.each([
  ['', false, true],
  ['rwm', false, true],
  ['mwr', false, true],
  ['rw', true, true],
  ['rm', true, true],
  ['wm', true, true],
  ['r', true, true],
  ['w', true, true],
  ['m', true, false],
])('the permissions %j: narrow %s, to get at the contents %s', (permissions, narrow, contents) => {
  expect(isNarrow(permissions)).toBe(narrow);
  expect(isReadOrWrite(permissions)).toBe(contents);
});

test.each(['1', 't', 'T', 'true', 'TRUE', 'True'])('the engine takes %s for true', (value) => {
  expect(isTrue(value)).toBe(true);
});

test.each(['', '0', 'false', 'tRUE', 'yes'])('the engine does not take %j for true', (value) => {
  expect(isTrue(value)).toBe(false);
});

describe('commands that start an SSH server', () => {
  const words = (command: readonly (string | Pattern)[]): readonly Setting<string>[] =>
    command.map((word) => (typeof word === 'string' ? known(word, place) : unknown<string>(word, place)));

  test.each([
    [['sshd'], 'sshd'],
    [['tinysshd', '/etc'], 'tinysshd'],
    [['service', '--full-restart', 'dropbear', 'start'], 'service --full-restart dropbear'],
    [['invoke-rc.d', 'ssh', 'reload'], 'invoke-rc.d ssh reload'],
    [['sv', 'start', 'sshd'], 'sv start sshd'],
    [['s6-svc', 'restart', 'ssh'], 's6-svc restart ssh'],
    [['initctl', 'start', 'cron', 'ssh'], 'initctl start cron'],
    [['sh', '-x', '-c', 'sshd'], 'sshd'],
    [['sh', '-cx', 'sshd'], 'sshd'],
    [['sh', '-c', 'A=1 sshd # -t'], 'sshd'],
    [['sh', '-c', 'PORT=22 sshd'], 'sshd'],
    [['sh', '-c', 'cat <(sshd -D)'], 'sshd'],
    [['sh', '-c', 'echo up >&2; sshd'], 'sshd'],
    [['sh', '-c', 'exec\t sshd ${bad'], 'sshd'],
    [['service', 'ssh', 'start', 'now'], 'service ssh start'],
    [['/usr/sbin/sshd', '-D'], 'sshd'],
    [['dropbear', '-F'], 'dropbear'],
    [['service', 'ssh', 'start'], 'service ssh start'],
    [['rc-service', 'sshd', 'restart'], 'rc-service sshd restart'],
    [['systemctl', 'start', 'ssh.service'], 'systemctl start ssh.service'],
    [['systemctl', '--now', 'start', 'sshd'], 'systemctl --now start'],
    [['tini', '--', '/usr/sbin/sshd'], 'sshd'],
    [['sudo', '-u', 'root', 'sshd'], 'sshd'],
    [['sudo', '-g', 'ssh', 'sshd'], 'sshd'],
    [['doas', '-u', 'root', 'sshd'], 'sshd'],
    [['nice', '-n', '5', 'sshd'], 'sshd'],
    [['gosu', 'root', 'sshd'], 'sshd'],
    [['su-exec', 'root', 'sshd'], 'sshd'],
    [['chroot', '/host', 'sshd'], 'sshd'],
    [['timeout', '-k', '5', '9', 'sshd'], 'sshd'],
    [['timeout', '-s', 'KILL', '5', 'sshd'], 'sshd'],
    [['env', 'A=1', 'sshd'], 'sshd'],
    [['sh', '-c', 'sshd'], 'sshd'],
    [['bash', '-lc', 'if true; then /usr/sbin/sshd; fi'], 'sshd'],
    [['sh', '-c', 'set -e\nmkdir /run/sshd\n/usr/sbin/sshd -D'], 'sshd'],
    [['sh', '-c', "bash -c 'exec sshd -D'"], 'sshd'],
    [['sh', '-c', 'echo x > /tmp/y && (sshd)'], 'sshd'],
    [['sh', '-c', 'sshd > /var/log/sshd 2>&1 &'], 'sshd'],
    [['sh', '-c', '2>&1 service ssh start 2>log'], 'service ssh start'],
    [['sh', '-c', 'exec \\\n sshd'], 'sshd'],
    [['sh', '-c', "echo 'a\nb' $'it\\'s' # don't\nsshd"], 'sshd'],
    [['script', '-c', 'sshd', '/dev/null'], 'sshd'],
    [['su', '-', 'root', '-c', 'exec sshd'], 'sshd'],
    [['su', 'root', '--command=sshd'], 'sshd'],
    [['env', '-S', 'A=1 sshd -D'], 'sshd'],
    [['setpriv', '--reuid', '0', 'ionice', '-c', '2', 'setarch', 'x86_64', '-R', 'sshd'], 'sshd'],
    [['xargs', '-n', '1', 'sshd'], 'sshd'],
    [['watch', '-n', '5', 'true;', 'sshd'], 'sshd'],
    [['busybox', 'sh', '-c', 'sshd'], 'sshd'],
  ])('%j', (command, found) => {
    expect(startsSshServer(words(command))).toMatchObject({ kind: 'yes', words: found });
  });

  test.each([
    [['ssh', 'host']],
    ...['-t', '-T', '-V', '-G', '-h', '--help', '--version'].map((option) => [['sshd', option]]),
    [['service', 'sshd', 'status', 'ssh']],
    [['systemctl', 'start', 'ssh.service.d']],
    [['systemctl', 'start', 'cron']],
    [['supervise', 'start', 'sshd']],
    [['sh', '-c', 'rm /run/*.pid sshd']],
    [['sh', '-c', '--flag=1 sshd']],
    [['x=sshd']],
    [['script.sh', '-c', 'sshd']],
    [['command', '-v', 'sshd']],
    [['ssh', 'host', 'sshd']],
    [['gcloud', 'compute', 'ssh', 'host', '--command=sshd']],
    [['sh', '-c', 'cat >& sshd']],
    [['sh', '-c', 'cat &> sshd']],
    [['sh', '-c', 'true # ; sshd\n']],
    [Array.from({ length: 30 }, () => 'sudo').concat('sshd')],
    [['sh', 'script-c', 'sshd']],
    [['sh', '--norc', 'sshd']],
    [['sh', '-c', 'echo $sshd']],
    [['sh', '-c', 'echo -A=1 sshd']],
    [['ssh-keygen', '-A']],
    [['echo', 'sshd']],
    [['service', 'ssh', 'stop']],
    [['service', 'cron', 'start']],
    [['systemctl', 'status', 'ssh']],
    [['sh', '-c', 'pgrep sshd']],
    [['sh', '-c', 'cat > /usr/sbin/sshd']],
    [['sh', '-c', 'cat < sshd']],
    [['sh', '-c', 'echo # ; sshd']],
    [['sh', '-c', 'exec "$@"']],
    [['sh', '-c', 'echo ${x@Q}; ${bad']],
    [['sh', '-c']],
    [['sh']],
    [[]],
  ])('not %j', (command) => {
    expect(startsSshServer(words(command)).kind).toBe('no');
  });

  test.each(['sh', 'bash', 'ash', 'dash', 'zsh', 'ksh', 'su', 'runuser'])('%s -c takes a command line', (shell) => {
    expect(startsSshServer(words([shell, '-c', 'sshd'])).kind).toBe('yes');
  });

  test.each(['if', 'then', 'elif', 'else', 'while', 'until', 'do', '!', '{'])('a command follows %s', (keyword) => {
    expect(startsSshServer(words(['sh', '-c', `${keyword} sshd`])).kind).toBe('yes');
  });

  test('shells in shells are followed as far as someone writes them', () => {
    const nested = (depth: number): readonly string[] =>
      Array.from({ length: depth }).reduce<readonly string[]>(
        (command) => ['sh', '-c', command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ')],
        ['sshd'],
      );
    expect([1, 4, 5].map((depth) => startsSshServer(words(nested(depth))).kind)).toEqual(['yes', 'yes', 'no']);
  });

  test.each<[readonly (string | Pattern)[], string]>([
    [[[X], '-D'], 'unknown'],
    [['exec', [X]], 'unknown'],
    [[['/usr/sbin/', X]], 'unknown'],
    [['sh', '-c', [X]], 'unknown'],
    [['sh', '-c', ['exec ', X]], 'unknown'],
    [['sh', '-c', ['echo ', X]], 'no'],
    [['nginx', [X]], 'no'],
    [[['ss', X]], 'unknown'],
    [[[X, 'bear']], 'unknown'],
    [[[X, 'ss']], 'no'],
    [[['d', X, 'bear']], 'unknown'],
    [[['nginx-', X]], 'no'],
    [['sh', '-c', [X, '; sshd']], 'yes'],
  ])('%j is %s', (command, kind) => {
    expect(startsSshServer(words(command)).kind).toBe(kind);
  });
});

test.each<[Pattern, boolean]>([
  [[X], true],
  [['80', X], true],
  [['102', X], true],
  [['8080', X], false],
  [['10', X, '24'], false],
  [[X, '-', X], true],
  [['2000-', X], true],
])('that port %j can be below 1024 is %s', (pattern, could) => {
  expect(couldBeBelow(pattern, 1024)).toBe(could);
});

test('a long text is cut and put on one line', () => {
  expect(short('$(curl x \\\n  | sort)')).toBe('$(curl x \\ | sort)');
  expect(short('x'.repeat(500))).toBe(`${'x'.repeat(79)}…`);
  expect(short('x'.repeat(80))).toBe('x'.repeat(80));
  expect(short(' x\n')).toBe('x');
});

test.each([
  ['0.0.0.0', true],
  ['::', true],
  ['[::]', true],
  ['0:0:0:0:0:0:0:00', true],
  ['0::0.0.0.0', true],
  ['::ffff:0:0', true],
  ['[::FFFF:0.0.0.0]', true],
  ['*', true],
  ['', false],
  ['0.0.0', false],
  ['127.0.0.1', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:0:0:0', false],
  ['0:0:0:0:0:0:0', false],
  ['0:0:0:0:0:0:0:0:0', false],
  ['0::0::0', false],
  ['1:0:0:0:0:0:0:0', false],
])('that %j means every address is %s', (address, is) => {
  expect(isWildcardAddress(address)).toBe(is);
});

test.each([
  ['/etc/cron.d/x', '/etc/cron*', 'inside'],
  ['/etc/cron', '/etc/cron*', 'inside'],
  ['/etc', '/etc/cron*', 'holds'],
  ['/', '/etc/cron*', 'holds'],
  ['/etc/cro', '/etc/cron*', undefined],
  ['/srv/cron', '/etc/cron*', undefined],
  ['/home/me/.ssh/id', '/home/*/.ssh', 'inside'],
  ['/home/me', '/home/*/.ssh', 'holds'],
  ['/home/me/x/.ssh', '/home/*/.ssh', undefined],
  ['/usr/bin', '/usr/**/bin', 'inside'],
  ['/usr/a/b/bin/c', '/usr/**/bin', 'inside'],
  ['/usr/a/binary', '/usr/**/bin', undefined],
  ['/usr/a', '/usr/**/bin', undefined],
  ['/srv/a/bin', '/usr/**/bin', undefined],
  ['/home/me/.config/gcloud', '/home/*/**/.config/gcloud', 'inside'],
  ['/home/me/.config', '/home/*/**/.config/gcloud', undefined],
] as const)('%s to %s is %s', (path, glob, relation) => {
  expect(relationToGlob(componentsOf(path), componentsOf(glob))).toBe(relation);
});
