import { describe, expect, test } from 'vitest';
import { createSession } from '../../src/session/session.ts';
import { joinPath } from '../../src/util/paths.ts';
import { createMemoryFiles } from '../memory-io.ts';

async function lint(tree: Readonly<Record<string, string>>) {
  const absolute = Object.entries(tree).map(([path, text]): [string, string] => [joinPath('/project', path), text]);
  const session = createSession({
    files: createMemoryFiles(Object.fromEntries(absolute), '/project'),
    today: '2026-11-24',
  });
  return (await session.lint({ paths: ['.'] })).inputs;
}

describe('`docker compose run` finds its service', () => {
  const YAML = 'services:\n  backend:\n    image: "i:1"\nvolumes:\n  data:\n';
  test.each<[string, string, Readonly<Record<string, string>>, boolean]>([
    ['next to the script', 'docker compose run backend', { 'compose.yaml': YAML }, true],
    ['in a file that it names', 'docker compose -f sub/gen.yml run --rm backend', { 'sub/gen.yml': YAML }, true],
    ['in braces', 'docker-compose run backend', { 'compose.yml': 'services: {backend: {image: "i:1"}}\n' }, true],
    ['not where there is none', 'docker compose run other', { 'compose.yaml': YAML }, false],
    ['not among other sections', 'docker compose run data', { 'compose.yaml': YAML }, false],
    ['not among the keys of a service', 'docker compose run image', { 'compose.yaml': YAML }, false],
    ['not where the files are unknown', 'docker compose $F run backend', { 'compose.yaml': YAML }, false],
  ])('%s', async (_, command, tree, isFound) => {
    const inputs = await lint({ ...tree, 'run.sh': `#!/bin/sh\n${command}\n` });
    const undecided = inputs.flatMap((input) => input.undecided).filter(({ location }) => location.path === 'run.sh');
    expect(undecided.length === 0).toBe(isFound);
  });

  test('and its own options are checked', async () => {
    const inputs = await lint({ 'compose.yaml': YAML, 'run.sh': 'docker compose run -v /:/host backend\n' });
    const found = inputs.flatMap(({ findings }) => findings).map(({ rule, severity }) => `${rule} ${severity}`);
    expect(found).toContain('sensitive-host-mount error');
  });
});

describe('a name that a project does not define', () => {
  const WEB = 'services: {web: {image: "i:1", depends_on: [db]}}\n';
  const DB = 'services: {db: {image: "i:1"}}\n';
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['is an error, as for the client', { 'compose.yaml': WEB }, 'error'],
    ['also where a project elsewhere has it', { 'web/compose.yaml': WEB, 'db/compose.yaml': DB }, 'error'],
    ['is an info where a file next to it has it', { 'compose.yaml': WEB, 'compose.db.yaml': DB }, 'info'],
    ['is an info where one above it has it', { 'web/compose.yaml': WEB, 'compose.yaml': DB }, 'info'],
  ])('%s', async (_, tree, severity) => {
    const findings = (await lint(tree)).flatMap((input) => input.findings);
    expect(findings.filter(({ rule }) => rule === 'syntax/undefined-reference').map((one) => one.severity)).toEqual([
      severity,
    ]);
  });
});

test('what Rancher adds to a Compose file is not one', async () => {
  const inputs = await lint({
    'docker-compose.yml': 'services: {web: {image: "i:1"}}\n',
    'rancher-compose.yml': "version: '2'\nservices: {web: {scale: 2, start_on_create: true}}\n",
  });
  expect(inputs.flatMap(({ paths }) => paths)).toEqual(['docker-compose.yml']);
});

test('on the branch for podman an option of podman-compose is no mistake', async () => {
  const script = 'D=docker\nif [ "$1" = podman ]; then D=podman; E="--in-pod=false"; fi\n$D compose $E up -d\n';
  const inputs = await lint({ 'run.sh': `#!/bin/sh\n${script}` });
  expect(inputs.flatMap(({ findings }) => findings)).toEqual([]);
});

test('lines that nobody knows in what a script writes are said once, and are no broken YAML', async () => {
  const yaml =
    'services:\n  web:\n    image: "i:1"\n    privileged: true\n$extra\n    pid: host\n$more\n  db:\n    image: "i:2"\n';
  const inputs = await lint({
    'up.sh': `#!/bin/sh\nextra=$(make)\nmore=$(make)\ncat > compose.yaml <<EOF\n${yaml}EOF\ndocker compose up -d\n`,
  });
  const found = inputs.flatMap(({ findings }) => findings).map(({ rule, severity }) => `${severity} ${rule}`);
  expect(found).not.toContain('error syntax/invalid-yaml');
  expect(found.filter((one) => one === 'info syntax/limit')).toHaveLength(1);
  expect(found).toContain('error privileged-container');
});

test('a variable that is empty on some path only makes no mount with an empty field', async () => {
  const script = 'D=\n[ -n "$1" ] && D=/data\ndocker run -v "$D:/x" a:1\ndocker run -v ":/y" a:1\n';
  const findings = (await lint({ 'run.sh': `#!/bin/sh\n${script}` })).flatMap((input) => input.findings);
  const found = findings.filter(({ rule }) => rule === 'syntax/invalid-value');
  expect(found.map(({ message }) => message.what)).toEqual(['`:/y` has an empty field between two colons.']);
});
