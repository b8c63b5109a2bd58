import fc from 'fast-check';
import { OTHER_QUADLET_KEYS, QUADLET_KEYS } from '../../../src/parsers/programs/quadlet-keys.ts';
import type { Tree } from '../project.ts';
import { value } from './values.ts';

const part = fc.oneof(
  { weight: 4, arbitrary: value },
  fc.constantFrom(
    '%h',
    '%i',
    '%%',
    '%',
    '$A',
    '${A}',
    '$$',
    '"',
    "'",
    '\\',
    '\\x41',
    '\\q',
    ';',
    ' ',
    ' \\\n',
    '\n# x\n',
  ),
  fc.constantFrom('a.network', 'b.volume', 'c.image', 'd.build', 'e.pod', 'web.container', 'container:x', 'type=bind'),
  fc.constantFrom('-', '@', ':', '/etc', '80:80', 'true', 'no', 'unconfined', '--privileged', '--pid host', '[', ']'),
);
const written = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));

const entry = (keys: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(...keys), fc.constantFrom('=', ' = ', '', '=\\\n'), written)
    .map(([key, equals, text]) => `${key}${equals}${text}`);

const section = (name: string, keys: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(fc.constantFrom(`[${name}]`, `[${name}] `, '', `[${name}`), fc.array(entry(keys), { maxLength: 8 }))
    .map(([head, lines]) => [head, ...lines].join('\n'));

const CONTAINER_KEYS = [...QUADLET_KEYS.map(({ key }) => key), ...OTHER_QUADLET_KEYS, 'Imag', 'image'];
const SERVICE_KEYS = ['Environment', 'EnvironmentFile', 'ExecStart', 'ExecStartPre', 'ExecStop', 'Type', 'KillMode'];

const lineEnd = fc.constantFrom('\n', '\r\n');

/** A Quadlet unit with a drop-in and a unit it may name. */
const quadlet: fc.Arbitrary<Tree> = fc
  .tuple(
    section('Container', CONTAINER_KEYS),
    section('Service', SERVICE_KEYS),
    section('Container', CONTAINER_KEYS),
    section('Volume', ['VolumeName', 'Device', 'Type', 'Options', 'Driver', 'PodmanArgs']),
    lineEnd,
  )
  .map(([container, service, dropIn, volume, end]) => ({
    'web.container': `[Container]\nImage=a:1\n${container}\n${service}\n`.replaceAll('\n', end),
    'web.container.d/10.conf': `${dropIn}\n`,
    'b.volume': volume,
  }));

const command = fc
  .tuple(fc.constantFrom('', '-', '@', ':', '+!', '/bin/sh -c '), fc.constantFrom('docker', '/usr/bin/podman'), written)
  .map(([prefix, program, rest]) => `ExecStart=${prefix}${program} run ${rest} a:1`);

const variables = fc
  .array(
    fc.tuple(
      fc.constantFrom('A=', 'B = ', '# ', '=', '1='),
      fc.array(fc.constantFrom('a', ' ', '"', "'", '\\', '$', '\n', '#', '--privileged'), { maxLength: 6 }),
    ),
    { maxLength: 4 },
  )
  .map((lines) => lines.map(([name, parts]) => `${name}${parts.join('')}\n`).join(''));

/** A systemd unit with a drop-in and an environment file. */
const systemd: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.array(fc.oneof(command, entry(SERVICE_KEYS)), { maxLength: 6 }),
    fc.array(command, { maxLength: 2 }),
    lineEnd,
    variables,
  )
  .map(([lines, more, end, file]) => ({
    'etc/systemd/system/web@x.service': ['[Service]', 'EnvironmentFile=-/etc/web.env', ...lines, ''].join(end),
    'etc/systemd/system/web@.service.d/10.conf': ['[Service]', 'ExecStart=', ...more, ''].join('\n'),
    'etc/web.env': file,
  }));

export const units: fc.Arbitrary<Tree> = fc.oneof(quadlet, systemd);
