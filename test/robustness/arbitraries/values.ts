import fc from 'fast-check';

/** Values of the kinds that options and keys take, valid, half valid, and hostile. */
const SPECIMENS = [
  ...['80', '80:80', '127.0.0.1:80:80/udp', '[::1]:80-82:80-82', '8000-8100:80', '::', '65536', '22:22', '0x50:80', ':80', '80:', '1-', '${P}:80', '$P', '${P:-80}:${Q-81}'],
  ...['/:/x', '/etc:/e:ro', './x:/x:Z', '~/x:/x', 'data:/x', '/var/run/docker.sock:/s', '/a:/b:rshared,z', 'C:\\x:/x', '\\\\.\\pipe\\docker_engine:\\\\.\\pipe\\x', '${D}:/x', '${D:-/etc}/x:/x', '::', 'a:b:c:d'],
  ...['type=bind,src=/etc,dst=/x,ro', 'type=volume,volume-opt=o=bind,volume-opt="device=/etc",dst=/x', 'type=tmpfs,dst=/x,tmpfs-size=1g', 'type=', ',', '"', 'type=bind,"src=a""b",dst='],
  ...['1g', '1.5GiB', '0', '-1', '1e3', '09', '0o17', '.5', 'NaN', 'inf', '1_000', '9223372036854775808', '1m30s', '1h', '-1s', '5ms3us', '50%'],
  ...['no', 'always', 'on-failure', 'on-failure:3', 'on-failure:-1', 'unless-stopped', 'true', 'false', 'null', '~', 'yes', 'NONE', 'all', 'host', 'bridge', 'none', 'default', 'private', 'shareable'],
  ...['service:a', 'service:b', 'service:', 'container:x', 'container:', 'ALL', 'CAP_SYS_ADMIN', 'net_admin', 'no-new-privileges:false', 'seccomp=unconfined', 'apparmor:unconfined', 'label=disable', 'systempaths=unconfined'],
  ...['nofile=1:2', 'nproc=x', 'A=b', 'A', '=b', 'A=', 'A: b', 'a.b/c:latest', 'reg:5000/app', 'app@sha256:00', 'nginx', 'UPPER/case', 'openssh-server', 'sshd -D', 'service ssh start', 'sh -c "sshd"'],
  ...['/dev/mem', '/dev/sda:/dev/sda:r', '/dev/kvm', 'c 1:3 rwm', 'a *:* rwm', '2026-01-01', '12:30:45', '0777', '1:2:3', '<<', '&a', '*a', '!!binary x', '!reset', '---', '...', '- x', 'k: v', '#', "it's", '"', '{', '}', '[', ']', '%', '@', '`', '|', '>'],
  ...['$', '$$', '$$X', '${', '${}', '${X', '${X:-', '${X:?gone}', '${X:+${Y:-z}}', '${X:-${X:-${X}}}', '$1', '$(pwd)', '`pwd`', '\\', '\t', ' ', '', '\u0000', '\uFEFF', '\uD800', '\uDC00x', '\u202E', '\u2028', '\u0085', '😀', 'é', '\u0007', '\u001B[31m'],
] as const;

const LETTERS = fc.string({ unit: fc.constantFrom('a', 'B', '0', '/', ':', '=', ',', '.', '-', '_', '"', "'", '$', '{', '}', '\\', ' ', '*', '!', '#', '\n', '\t', '\uD83D', 'é'), maxLength: 10 });

/** One value as text. */
export const value: fc.Arbitrary<string> = fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...SPECIMENS) }, { weight: 2, arbitrary: LETTERS }, { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 8 }) });

/** A name that files, services and variables have again and again, so that they meet. */
export const name: fc.Arbitrary<string> = fc.constantFrom('a', 'b', 'c', 'X', 'Y', 'data', 'web', '__proto__', 'constructor', 'toString');
