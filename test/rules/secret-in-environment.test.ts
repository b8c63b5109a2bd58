import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { fixtureNames } from '../fixture-runner.ts';
import { report } from '../reporters/run.ts';

const ID = 'secret-in-environment';
const PAGE = readFileSync(new URL('../../docs/secrets.md', import.meta.url), 'utf8');
const [VARIABLES = '', ARGUMENTS = ''] = PAGE.split('| Build argument |');
const ROWS = rowsOf(VARIABLES);
const ARGUMENT_ROWS = rowsOf(ARGUMENTS);

/** The rows of a comparison table, and whether plimsoll finds each. */
function rowsOf(text: string): readonly (readonly [entry: string, isFound: boolean])[] {
  return text.split('\n').flatMap((line) => {
    const [, entry, , found] = /^\| `(.+?)` \| (.+?) \| (found|–) \|/.exec(line) ?? [];
    return entry === undefined || found === undefined ? [] : [[entry, found === 'found'] as const];
  });
}

test.each([ROWS, ARGUMENT_ROWS])('the page of the comparison has rows of both kinds', (...rows) => {
  expect(new Set(rows.map(([, isFound]) => isFound))).toEqual(new Set([true, false]));
});

test.each(ROWS)('%s: found is %s, as the comparison says', async (variable, isFound) => {
  expect(await isFoundIn(`image: nginx:1.27\n    environment:\n      - ${variable}`)).toBe(isFound);
});

test.each(ARGUMENT_ROWS)('build argument %s: found is %s, as the comparison says', async (argument, isFound) => {
  expect(await isFoundIn(`build:\n      context: .\n      args:\n        - ${argument}`)).toBe(isFound);
});

async function isFoundIn(service: string): Promise<boolean> {
  const text = `services:\n  web:\n    ${service}\n`;
  const { findings } = await lintText({ path: 'compose.yaml', text }, { rules: { [ID]: { options: {} } } });
  return findings.some(({ rule }) => rule === ID);
}

test.each([
  ['tests/compose.yaml', 'test123', false],
  ['e2e/docker-compose.yml', 'test-password', false],
  ['docker-compose.test.yml', 'test', false],
  ['compose.yaml', 'test123', true],
  ['latest/compose.yaml', 'test123', true],
  ['tests/compose.yaml', 'hunter2', true],
  ['test/e2e/docker-compose.mysql.yml', 'secret', true],
  ['backend/docker-compose.test.yml', 'passwd', true],
  ['compose.yaml', 'secret', true],
  ['tests/compose.yaml', 'testify-8c1f', true],
])('in %s `%s` is a secret: %s', async (path, value, isSecret) => {
  const text = `services: {web: {image: a, command: app --password=${value}, environment: {DB_PASSWORD: ${value}}}}\n`;
  const { findings } = await lintText({ path, text });
  expect(findings.filter(({ rule }) => rule === ID)).toHaveLength(isSecret ? 2 : 0);
});

/** Inputs of every kind with one secret each, and its marked text. */
const INPUTS: readonly (readonly [path: string, text: string, marked: string])[] = [
  ['compose.yaml', 'services: {web: {image: a, environment: {DB_PASSWORD: hunter2}}}\n', 'DB_PASSWORD: hunter2'],
  ['compose.yaml', 'services: {web: {build: {context: ., args: [DB_PASSWORD=hunter2]}}}\n', 'DB_PASSWORD=hunter2'],
  ['run.sh', 'docker run -e DB_PASSWORD=hunter2 a\n', 'DB_PASSWORD=hunter2'],
  ['run.sh', 'docker exec --env=DB_PASSWORD=hunter2 a b\n', 'DB_PASSWORD=hunter2'],
  ['run.sh', 'docker build --build-arg=DB_PASSWORD=hunter2 .\n', 'DB_PASSWORD=hunter2'],
  ['Makefile', 'build:\n\tdocker build --build-arg DB_PASSWORD=hunter2 .\n', 'DB_PASSWORD=hunter2'],
  [
    'Makefile',
    'DB_PASSWORD := hunter2\nrun:\n\tdocker run -e DB_PASSWORD=$(DB_PASSWORD) a\n',
    'DB_PASSWORD=$(DB_PASSWORD)',
  ],
  ['Makefile', 'export DB_PASSWORD := hunter2\nrun:\n\tdocker run -e DB_PASSWORD a\n', 'DB_PASSWORD'],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs: {a: {runs-on: x, env: {DB_PASSWORD: hunter2}, steps: [{run: "docker run -e DB_PASSWORD a"}]}}\n',
    'DB_PASSWORD',
  ],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs: {a: {runs-on: x, steps: [{run: "docker build --build-arg DB_PASSWORD .", env: {DB_PASSWORD: hunter2}}]}}\n',
    'DB_PASSWORD',
  ],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs: {a: {runs-on: x, steps: [], services: {db: {image: a, env: {DB_PASSWORD: hunter2}}}}}\n',
    'DB_PASSWORD',
  ],
  [
    '.github/workflows/ci.yml',
    'on: push\njobs: {a: {runs-on: x, steps: [], container: {image: a, env: {DB_PASSWORD: hunter2}}}}\n',
    'DB_PASSWORD',
  ],
  [
    '.gitlab-ci.yml',
    'a: {variables: {DB_PASSWORD: hunter2}, script: ["docker run -e DB_PASSWORD a"]}\n',
    'DB_PASSWORD',
  ],
  ['.devcontainer.json', '{"image": "a", "containerEnv": {"DB_PASSWORD": "hunter2"}}\n', '"DB_PASSWORD"'],
  ['.devcontainer.json', '{"image": "a", "remoteEnv": {"DB_PASSWORD": "hunter2"}}\n', '"DB_PASSWORD": "hunter2'],
  ['.devcontainer.json', '{"image": "a", "runArgs": ["-e", "DB_PASSWORD=hunter2"]}\n', 'DB_PASSWORD=hunter2'],
  [
    '.devcontainer.json',
    '{"build": {"dockerfile": "D", "args": {"DB_PASSWORD": "hunter2"}}}\n',
    '"DB_PASSWORD": "hunter2',
  ],
  ['web.container', '[Container]\nImage=a\nEnvironment=DB_PASSWORD=hunter2\n', 'DB_PASSWORD=hunter2'],
  ['web.service', '[Service]\nExecStart=/usr/bin/docker run -e DB_PASSWORD=hunter2 a\n', 'DB_PASSWORD=hunter2'],
  [
    'web.service',
    '[Service]\nEnvironment=DB_PASSWORD=hunter2\nExecStart=/usr/bin/docker run -e DB_PASSWORD a\n',
    'DB_PASSWORD',
  ],
  [
    'inspect.json',
    '[{"Id": "a", "Name": "/a", "Config": {"Env": ["DB_PASSWORD=hunter2"]}, "HostConfig": {}}]\n',
    'DB_PASSWORD=hunter2',
  ],
];

test.each(INPUTS)('%s: %s', async (path, text, marked) => {
  const result = await lintText({ path, text }, { rules: { [ID]: { options: {} } } });
  const found = result.findings.filter(({ rule }) => rule === ID);
  expect(found.map(({ location }) => text.slice(location.span.start, location.span.end))).toEqual([marked]);
  expect(JSON.stringify(found)).not.toContain('hunter2');
});

test('values of an env file are in no report, since it can be kept out of the repository', async () => {
  const tree = {
    'compose.yaml': 'services: {web: {image: a, env_file: [web.env], environment: {DB_PASSWORD: "${DB_PASSWORD}"}}}\n',
    'web.env': 'API_TOKEN=hunter2\nPOSTGRES_PASSWORD=hunter2\n',
    '.env': 'DB_PASSWORD=hunter2\n',
  };
  const output = await report('text', tree, ['--rule', `${ID}=warning`]);
  expect(output).toContain('missing-hardening');
  expect(output).not.toContain(ID);
});

describe.each(FORMATS)('the %s report', (format) => {
  test.each(fixtureNames(ID).filter((name) => name.startsWith('bad')))('has no value of %s', async (name) => {
    const text = readFileSync(new URL(`../fixtures/rules/${ID}/${name}`, import.meta.url), 'utf8');
    // Expectations repeat the values.
    const code = text.replaceAll(/ *# expect.*/g, '');
    expect(code).toContain('hunter2');
    const output = await report(format, { [name]: code }, ['--rule', `${ID}=warning`]);
    expect(output).toContain(format === 'cis' ? 'Secrets come from outside the file' : ID);
    expect(output).not.toMatch(/hunter2|c0ffee|tok3nvalue5/);
  });
});
