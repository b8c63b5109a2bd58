import { OTHER_QUADLET_KEYS, QUADLET_KEYS } from '../../../src/parsers/programs/quadlet-keys.ts';
import { each, type Shape } from './shape.ts';

const HEAD = '[Container]\nImage=x:1\n';

const QUADLET: readonly (readonly [string, (count: number) => string])[] = [
  ['lines', (n) => each(n, (i) => `PublishPort=${i % 60_000}:80\n`)],
  ['lines that go on', (n) => `PodmanArgs=${'--init \\\n'.repeat(n)}\n`],
  ['empty lines', (n) => '\n'.repeat(n)],
  ['comments', (n) => '# a\n'.repeat(n)],
  ['our comments', (n) => '# plimsoll: ignore[host-network] -- a\n'.repeat(n)],
  ['our comments and entries', (n) => '# plimsoll: ignore[host-network] -- a\nUser=a\n'.repeat(n)],
  ['sections', (n) => '[Container]\n'.repeat(n)],
  ['lines that are nothing', (n) => 'a\n'.repeat(n)],
  ['unknown keys', (n) => each(n, (i) => `A${i}=b\n`)],
  ['words', (n) => `PodmanArgs=${'--init '.repeat(n)}\n`],
  ['words of a command', (n) => `Exec=${'a '.repeat(n)}\n`],
  ['quotes', (n) => `Exec=${'"'.repeat(n)}\n`],
  ['quotes around a value', (n) => `HostName=${'"'.repeat(n)}\n`],
  ['backslashes', (n) => `Exec=${'\\\\'.repeat(n)}a\n`],
  ['escapes', (n) => `Exec=${'\\x41'.repeat(n)}\n`],
  ['specifiers', (n) => `HostName=${'%h'.repeat(n)}\n`],
  ['percent signs', (n) => `HostName=${'%'.repeat(n)}\n`],
  ['variables', (n) => `HostName=${'${A}'.repeat(n)}\n`],
  ['dollars', (n) => `HostName=${'$'.repeat(n)}\n`],
  ['open variables', (n) => `HostName=${'${A'.repeat(n)}\n`],
  ['capabilities', (n) => `AddCapability=${each(n, (i) => `C${i} `)}\n`],
  ['assignments', (n) => `Environment=${each(n, (i) => `A${i}=b `)}\n`],
  ['mounts', (n) => each(n, (i) => `Mount=type=bind,source=/a${i},destination=/b${i}\n`)],
  ['fields of a mount', (n) => `Mount=type=bind,source=/a,${'x=y,'.repeat(n)}\n`],
  ['volumes of units', (n) => each(n, (i) => `Volume=v${i}.volume:/b${i}\n`)],
  ['equals signs', (n) => `${'='.repeat(n)}\n`],
  ['brackets', (n) => `[${'['.repeat(n)}\n`],
  ...[...QUADLET_KEYS.map(({ key }) => key), ...OTHER_QUADLET_KEYS].map(
    (key): readonly [string, (count: number) => string] => [`entries of ${key}`, (n) => `${key}=a\n`.repeat(n)],
  ),
];

const SYSTEMD: readonly (readonly [string, (count: number) => string])[] = [
  ['commands', (n) => 'ExecStart=/usr/bin/docker run a:1\n'.repeat(n)],
  ['commands of a line', (n) => `ExecStart=${'/usr/bin/docker run a:1 ; '.repeat(n)}\n`],
  ['words', (n) => `ExecStart=/usr/bin/docker run a:1 ${'b '.repeat(n)}\n`],
  ['quoted words', (n) => `ExecStart=/usr/bin/docker run a:1 ${'"b c" '.repeat(n)}\n`],
  ['quotes in a word', (n) => `ExecStart=/usr/bin/docker run a:1 "${"'".repeat(n)}"\n`],
  ['lines of a command', (n) => `ExecStart=/usr/bin/docker run a:1 ${'\\\n b'.repeat(n)}\n`],
  ['variables', (n) => `ExecStart=/usr/bin/docker run a:1 ${'${B}'.repeat(n)}\n`],
  ['prefixes', (n) => `ExecStart=${'-'.repeat(n)}/usr/bin/docker run a:1\n`],
  ['variables of the service', (n) => each(n, (i) => `Environment=A${i}=b\n`)],
];

export const UNIT_SHAPES: readonly Shape[] = [
  ...QUADLET.map(
    ([name, text]): Shape => ({
      name: `Quadlet: ${name}`,
      tree: (count) => ({ 'web.container': HEAD + text(count) }),
    }),
  ),
  ...SYSTEMD.map(
    ([name, text]): Shape => ({
      name: `systemd: ${name}`,
      tree: (count) => ({ 'web.service': `[Service]\nExecStop=/usr/bin/docker stop web\n${text(count)}` }),
    }),
  ),
];
