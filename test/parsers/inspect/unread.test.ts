import { expect, it } from 'vitest';
import { parseInspect } from '../../../src/parsers/inspect/index.ts';

const WEB = '{"Id": "a", "Name": "/web", "Config": {"Image": "nginx"}, "HostConfig": {"Privileged": true}}';

function problemsIn(text: string): readonly string[] {
  return parseInspect({ path: 'inspect.json', text }).problems.map(
    ({ id, message: { what }, place: { location } }) =>
      `${id} at ${text.slice(location.span.start, location.span.end)}: ${what}`,
  );
}

it.each([
  ['arrays in an array', `[[${WEB}]]`, 'nested deeper'],
  ['an object of arrays', `{"web": [${WEB}]}`, 'nested deeper'],
  ['an array beside a container', `[${WEB}, [${WEB}]]`, 'nested deeper'],
  ['an image', '[{"Id": "a", "RepoTags": ["x"]}]', 'not a container'],
  ['a list of containers', '[{"Id": "a", "HostConfig": {"NetworkMode": "host"}}]', 'not a container'],
])('containers that are not read are reported: %s', (_name, text, what) => {
  expect(problemsIn(text)).toEqual([expect.stringMatching(new RegExp(`^syntax/wrong-type at [[{]: .*${what}`))]);
});

it.each([
  ['a container', `[${WEB}]`],
  ['containers one after another', `${WEB}\n${WEB}`],
  ['nothing', '[]'],
  ['an image beside a container', `[${WEB}, {"Id": "a", "RepoTags": ["x"]}]`],
  ['a volume', '[{"Name": "data", "Mountpoint": "/x", "Driver": "local"}]'],
])('nothing is reported of %s', (_name, text) => {
  expect(problemsIn(text)).toEqual([]);
});

it.each([
  ['Privileged', '"true"', 'true or false'],
  ['ReadonlyRootfs', '1', 'true or false'],
  ['PublishAllPorts', '[]', 'true or false'],
  ['Memory', '"512m"', 'a number'],
  ['PidsLimit', 'true', 'a number'],
])('a value of another type is reported: %s %s', (name, value, type) => {
  expect(problemsIn(`[{"Config": {}, "HostConfig": {"${name}": ${value}}}]`)).toEqual([
    `syntax/wrong-type at ${value}: \`HostConfig.${name}\` must be ${type}, as in \`docker inspect\` output, so it was not read.`,
  ]);
});

it.each(['null', 'false', '0'])('what stands for nothing is none: %s', (value) => {
  const name = value === '0' ? 'Memory' : 'Privileged';
  expect(problemsIn(`[{"Config": {}, "HostConfig": {"${name}": ${value}}}]`)).toEqual([]);
});
