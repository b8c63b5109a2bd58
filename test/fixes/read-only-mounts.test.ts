import { expect, test } from 'vitest';
import { fixFiles } from './fix-text.ts';

/** A mount after the fix at some risk; `undefined` if unchanged. */
async function fixed(volume: string, image: string): Promise<readonly [after: string, risk: string] | undefined> {
  const text = `services:\n  s:\n    image: ${image}\n    volumes:\n      - ${volume}\n`;
  const { files, made } = await fixFiles({ 'compose.yaml': text }, { rules: ['sensitive-host-mount'] });
  const after = /- (.*)\n$/.exec(files[0]?.after ?? '')?.[1];
  return after === undefined ? undefined : [after, made[0]?.fix.risk ?? ''];
}

test.each([
  ['a setting of the host', '/etc/localtime:/etc/localtime', 'a:1', ['/etc/localtime:/etc/localtime:ro', 'low']],
  ['what may be written', '/etc/app:/etc/app', 'a:1', ['/etc/app:/etc/app:ro', 'medium']],
  ['data by its place', '~/pg:/var/lib/postgresql/data', 'postgres:17', undefined],
  ['data by what is known of the image', '/etc/mosquitto:/mosquitto/log', 'eclipse-mosquitto:2', undefined],
  ['what holds such data', '/etc/mosquitto:/mosquitto', 'eclipse-mosquitto:2', undefined],
  ['data by its name', '/etc/app:/app/data', 'a:1', undefined],
  ['a home', '~/x:/x', 'a:1', undefined],
  ['the socket of a service manager, which does not help', '/run/dbus/system_bus_socket:/s', 'a:1', undefined],
])('%s', async (_, volume, image, expected) => {
  expect(await fixed(volume, image)).toEqual(expected);
});

test('a unit keeps its data', async () => {
  const unit = '[Container]\nImage=docker.io/library/postgres:17\nVolume=%h/pg:/var/lib/postgresql/data:Z\n';
  expect((await fixFiles({ 'a.container': unit }, { rules: ['sensitive-host-mount'] })).files).toEqual([]);
});
