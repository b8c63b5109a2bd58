import { expect, test } from 'vitest';
import { isCdiDeviceName, readDevice } from '../../../src/parsers/syntax/device.ts';
import { readUlimit } from '../../../src/parsers/syntax/ulimit.ts';
import { patternText, type Setting } from '../../../src/text/setting.ts';
import { sourceAt, textOf } from './text-of.ts';

function show(setting: Setting<string> | Setting<number> | undefined): string {
  if (setting === undefined) return '-';
  return setting.known ? String(setting.value) : `?${patternText(setting.pattern)}`;
}

function device(source: string): string {
  const reading = readDevice(textOf(source));
  if (reading.failure !== undefined) return reading.failure.what;
  const { pathOnHost, pathInContainer, cgroupPermissions } = reading.value;
  return [show(pathOnHost), show(pathInContainer), show(cgroupPermissions)].join(' ');
}

test.each([
  ['/dev/fuse', '/dev/fuse /dev/fuse rwm'],
  ['/dev/sda:/dev/xvda', '/dev/sda /dev/xvda rwm'],
  ['/dev/sda:r', '/dev/sda /dev/sda r'],
  ['/dev/sda:/dev/xvda:rw', '/dev/sda /dev/xvda rw'],
  ['/dev/kvm:/dev/kvm:mrw', '/dev/kvm /dev/kvm mrw'],
  ['$DEVICE', '?$DEVICE ?$DEVICE rwm'],
  ['/dev/$NAME:r', '?/dev/$NAME ?/dev/$NAME r'],
  ['/dev/sda:/dev/sda:$MODE', '/dev/sda /dev/sda ?$MODE'],
  ['', 'An empty value is not a valid device.'],
  ['snd', '`snd` is not an absolute path.'],
  ['/dev/snd:snd', '`snd` is not an absolute path.'],
  ['/dev/snd:r:rw', '`r` is not an absolute path.'],
  ['/dev/snd::r', 'An empty value is not an absolute path.'],
  ['/dev/snd:/dev/snd:rx', '`rx` are not valid device permissions.'],
  ['/dev/snd:/dev/snd:xr', '`xr` are not valid device permissions.'],
  ['/dev/snd:/dev/snd:rr', '`rr` are not valid device permissions.'],
  ['/dev/a:/dev/b:rwm:x', '`/dev/a:/dev/b:rwm:x` is not a valid device.'],
])('the device %j is %s', (source, expected) => {
  expect(device(source)).toBe(expected);
});

test.each([
  ['vendor.com/class=name', true],
  ['nvidia.com/gpu=all', true],
  ['v/c=0', true],
  ['my-vendor.com/my-class1=GPU-0:1.a_b', true],
  ['/dev/fuse', false],
  ['vendor/class', false],
  ['vendor/=x', false],
  ['1vendor/class=x', false],
  ['vendor./class=x', false],
  ['my vendor/class=x', false],
  ['vendor/1class=x', false],
  ['vendor/class-=x', false],
  ['vendor/my.class=x', false],
  ['vendor/sub/class=x', false],
  ['vendor/class=-x', false],
  ['vendor/class=x-', false],
  ['vendor/class=x y', false],
])('%j is a CDI device: %j', (name, isCdi) => {
  expect(isCdiDeviceName(name)).toBe(isCdi);
});

function ulimit(source: string): string {
  const reading = readUlimit(textOf(source));
  if (reading.failure !== undefined) return `${sourceAt(source, reading.failure.place)}: ${reading.failure.what}`;
  const { name, soft, hard } = reading.value;
  return [show(name), show(soft), show(hard)].join(' ');
}

test.each([
  ['nofile=1024:2048', 'nofile 1024 2048'],
  ['nproc=512', 'nproc 512 512'],
  ['core=-1', 'core -1 -1'],
  ['memlock=1:-1', 'memlock 1 -1'],
  ['nofile=$N', 'nofile ?$N ?$N'],
  ['nofile=$SOFT:65535', 'nofile ?$SOFT 65535'],
  ['nofile=-1:$HARD', 'nofile -1 ?$HARD'],
  ['$LIMIT', '?$LIMIT - -'],
  ['nofile', 'nofile: `nofile` is not a valid ulimit.'],
  ['files=1', 'files: `files` is not a valid ulimit name.'],
  ['nofile=max', 'max: `max` is not a whole number.'],
  ['nofile=max:1', 'max: `max` is not a whole number.'],
  ['nofile=1:max', 'max: `max` is not a whole number.'],
  ['nofile=1:2:3', '1:2:3: `1:2:3` has more than two limits.'],
  ['nofile=2:1', '2:1: The soft limit 2 of `nofile` exceeds its hard limit 1.'],
  ['nofile=-1:1', '-1:1: The soft limit -1 of `nofile` exceeds its hard limit 1.'],
])('the limit %j is %s', (source, expected) => {
  expect(ulimit(source)).toBe(expected);
});

test.each([
  'core',
  'cpu',
  'data',
  'fsize',
  'locks',
  'memlock',
  'msgqueue',
  'nice',
  'nofile',
  'nproc',
  'rss',
  'rtprio',
  'rttime',
  'sigpending',
  'stack',
])('%s can be limited', (name) => {
  expect(ulimit(`${name}=1`)).toBe(`${name} 1 1`);
});
