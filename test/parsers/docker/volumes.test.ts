import { expect, test } from 'vitest';
import type { Container } from '../../../src/model/container.ts';
import { linkVolumes } from '../../../src/parsers/docker/index.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { parseLine, textAt } from './command-line.ts';

const CREATE = 'docker volume create -o type=none -o o=bind --opt device=/etc data';

function link(line: string, ...definitions: readonly string[]): Container {
  const [subject] = linkVolumes(
    parseLine(line).subjects,
    definitions.flatMap((definition) => parseLine(definition).volumes),
  );
  return subject?.kind === 'container' ? subject : expect.unreachable();
}

test('a volume is defined with its options', () => {
  const [volume] = parseLine(CREATE).volumes;
  expect(volume).toMatchObject({ name: { value: 'data' }, driver: { value: 'local' }, isExternal: false });
  expect(volume?.driverOpts?.map(({ key, value }) => [valueOf(key), valueOf(value)])).toEqual([
    ['type', 'none'],
    ['o', 'bind'],
    ['device', '/etc'],
  ]);
});

test.each([
  ['docker volume create data -d nfs', 'data', 'nfs'],
  ['docker volume create --driver=nfs --name data', 'data', 'nfs'],
  ['docker volume create "$NAME"', undefined, 'local'],
])('%s', (line, name, driver) => {
  const [volume] = parseLine(line).volumes;
  expect([valueOf(volume?.name), valueOf(volume?.driver)]).toEqual([name, driver]);
});

test.each(['docker volume create', 'docker volume ls', 'docker volume create --help', 'docker volume rm data'])(
  '%s defines none',
  (line) => {
    expect(parseLine(line)).toMatchObject({ volumes: [], subjects: [], problems: [] });
  },
);

test('a mount by its name gets the definition, reached by one step', () => {
  const line = 'docker run -v data:/x alpine';
  const [bind] = link(line, CREATE).hostConfig.binds ?? [];
  const device = bind?.volume?.driverOpts?.[2]?.value;
  expect(valueOf(device)).toBe('/etc');
  expect(device && textAt(CREATE, device.place)).toBe('/etc');
  const [hop] = device?.place.hops ?? [];
  expect(hop).toMatchObject({ kind: 'volume' });
  expect(hop && textAt(line, { location: hop.location, hops: [] })).toBe('data');
});

test('--mount gets it too', () => {
  const [mount] = link('docker run --mount source=data,target=/x alpine', CREATE).hostConfig.mounts ?? [];
  expect(mount?.volume).toMatchObject({ name: { value: 'data' } });
});

test.each([
  'docker run -v other:/x alpine',
  'docker run -v /data:/x alpine',
  'docker run --mount type=bind,source=data,target=/x alpine',
  'docker run -v /data alpine',
])('%s has nothing to do with it', (line) => {
  const { binds = [], mounts = [] } = link(line, CREATE).hostConfig;
  expect([...binds, ...mounts].map(({ volume }) => volume)).not.toContainEqual(expect.anything());
});

test('the engine keeps the first of a name', () => {
  const [bind] =
    link(
      'docker run -v data:/x alpine',
      'docker volume create -o device=/a data',
      'docker volume create -o device=/b data',
    ).hostConfig.binds ?? [];
  expect(valueOf(bind?.volume?.driverOpts?.[0]?.value)).toBe('/a');
});
