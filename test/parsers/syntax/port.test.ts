import { describe, expect, test } from 'vitest';
import type { PortRange } from '../../../src/model/values.ts';
import { readExposedPort, readPortBinding } from '../../../src/parsers/syntax/port.ts';
import { patternText, type Setting } from '../../../src/text/setting.ts';
import { sourceAt, textOf } from './text-of.ts';

/** A setting as one word: a range, a string, `?` and its pattern if unknown, or `-` for none. */
function show(setting: Setting<PortRange> | Setting<string> | undefined): string {
  if (setting === undefined) return '-';
  if (!setting.known) return `?${patternText(setting.pattern)}`;
  if (typeof setting.value === 'string') return setting.value;
  const { start, end } = setting.value;
  return start === end ? String(start) : `${start}-${end}`;
}

function bind(source: string): string {
  const reading = readPortBinding(textOf(source));
  if (reading.failure !== undefined) return reading.failure.what;
  const { hostIp, hostPort, containerPort, protocol } = reading.value;
  return [show(hostIp), show(hostPort), show(containerPort), show(protocol)].join(' ');
}

describe('a published port', () => {
  test.each([
    // spec, address, host port, container port, protocol
    ['80', '- - 80 tcp'],
    ['8080:80', '- 8080 80 tcp'],
    [':80', '- - 80 tcp'],
    ['80:80/tcp', '- 80 80 tcp'],
    ['53:53/udp', '- 53 53 udp'],
    ['53:53/UDP', '- 53 53 udp'],
    ['9899:9899/sctp', '- 9899 9899 sctp'],
    ['80/', '- - 80 tcp'],
    ['127.0.0.1:8080:80', '127.0.0.1 8080 80 tcp'],
    ['127.0.0.1::80', '127.0.0.1 - 80 tcp'],
    ['0.0.0.0:80:80', '0.0.0.0 80 80 tcp'],
    ['[::1]:8080:80', '::1 8080 80 tcp'],
    ['[::]:80:80', ':: 80 80 tcp'],
    ['[::1]::80', '::1 - 80 tcp'],
    ['::80', '- - 80 tcp'],
    ['8000-8003:9000-9003', '- 8000-8003 9000-9003 tcp'],
    ['8000-8010:80', '- 8000-8010 80 tcp'],
    ['3000-3002', '- - 3000-3002 tcp'],
    ['80-80:80-80', '- 80 80 tcp'],
    ['0080:080', '- 80 80 tcp'],
    ['0:80', '- 0 80 tcp'],
    ['65535:65535', '- 65535 65535 tcp'],
  ])('%s is %s', (spec, parts) => {
    expect(bind(spec)).toBe(parts);
  });

  test.each([
    // An unknown that may contain several parts makes them unknown.
    ['$PORT', '?$PORT ?$PORT ?$PORT tcp'],
    ['$PORT/udp', '?$PORT/udp ?$PORT/udp ?$PORT udp'],
    ['$PORT:80', '?$PORT ?$PORT 80 tcp'],
    ['127.0.0.1:$PORT', '127.0.0.1 ?$PORT ?$PORT tcp'],
    ['127.0.0.1:$PORT:80', '127.0.0.1 ?$PORT 80 tcp'],
    ['$IP:8080:80', '?$IP 8080 80 tcp'],
    ['10.0.0.${N}:8080:80', '?10.0.0.${N} 8080 80 tcp'],
    ['8080:$PORT', '- 8080 ?$PORT tcp'],
    ['80${N}:80', '- ?80${N} 80 tcp'],
    ['80${N}', '- - ?80${N} tcp'],
    ['80${N}:$PORT', '- ?80${N} ?$PORT tcp'],
    ['80:80/$PROTOCOL', '- 80 80 ?$PROTOCOL'],
  ])('%s is known as far as %s', (spec, parts) => {
    expect(bind(spec)).toBe(parts);
  });

  test.each([
    ['', '', 'An empty value has no container port.'],
    ['80:', '80:', '`80:` has no container port.'],
    ['http:80', 'http', '`http` is not a host port or port range.'],
    ['80:http', 'http', '`http` is not a container port or port range.'],
    ['80:70000', '70000', '`70000` is not a container port or port range.'],
    ['-1:80', '-1', '`-1` is not a host port or port range.'],
    ['++80:80', '++80', '`++80` is not a host port or port range.'],
    ['80-http:80', '80-http', '`80-http` is not a host port or port range.'],
    ['80-:80', '80-', '`80-` is not a host port or port range.'],
    ['8002-8000:80', '8002-8000', '`8002-8000` is not a host port or port range.'],
    [
      '8000-8002:80-81',
      '8000-8002:80-81',
      'Host ports `8000-8002` and container ports `80-81` are ranges of different lengths.',
    ],
    ['80:80/icmp', 'icmp', '`icmp` is not a protocol.'],
    ['300.0.0.1:80:80', '300.0.0.1', '`300.0.0.1` is not an IP address.'],
    ['localhost:80:80', 'localhost', '`localhost` is not an IP address.'],
    ['::g:8080:80', '::g', '`::g` is not an IP address.'],
    ['[::1:8080:80', '[::1', '`[::1` is not an IP address.'],
    ['::1]:8080:80', '::1]', '`::1]` is not an IP address.'],
  ])('%j is rejected at %j', (spec, culprit, what) => {
    const { failure } = readPortBinding(textOf(spec));
    expect(failure?.what).toBe(what);
    expect(failure && sourceAt(spec, failure.place)).toBe(culprit);
  });

  test('every part has its own place', () => {
    const spec = '127.0.0.1:8080:80/udp';
    const reading = readPortBinding(textOf(spec));
    const { hostIp, hostPort, containerPort, protocol, place } =
      reading.failure === undefined ? reading.value : expect.unreachable();
    expect([hostIp, hostPort, containerPort, protocol].map((part) => part && sourceAt(spec, part.place))).toEqual([
      '127.0.0.1',
      '8080',
      '80',
      'udp',
    ]);
    expect(sourceAt(spec, place)).toBe(spec);
  });
});

test.each([
  ['80', '80 tcp'],
  ['7000-7002/udp', '7000-7002 udp'],
  ['$PORT', '?$PORT tcp'],
  ['http', '`http` is not a container port or port range.'],
])('an exposed port %s is %s', (spec, parts) => {
  const reading = readExposedPort(textOf(spec));
  expect(
    reading.failure === undefined
      ? `${show(reading.value.containerPort)} ${show(reading.value.protocol)}`
      : reading.failure.what,
  ).toBe(parts);
});
