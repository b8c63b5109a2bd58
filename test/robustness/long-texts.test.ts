import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { FRONT_ENDS } from '../../src/parsers/all.ts';
import { detectKind } from '../../src/parsers/registry.ts';
import { isLiteralSecret } from '../../src/rules/secret-in-environment/values.ts';

const LONG = 10_000_000;
/** Texts up to this length are read completely. */
const READ = 990_000;

function long(part: string, length = LONG): string {
  return part.repeat(length / part.length);
}

/** Each repetition of an expression takes stack. */
test.each<[name: string, path: string, text: string]>([
  ['a comment of JSON', '.devcontainer/devcontainer.json', `{"image": "x:1" /*${long('a', READ)}*/}`],
  ['a string of JSON', '.devcontainer/devcontainer.json', `{"image": "x:1", "name": "${long('a', READ)}"}`],
  ['escapes of JSON', '.devcontainer/devcontainer.json', `{"image": "x:1", "name": "${long('\\n', READ)}"}`],
])('%s can be as long as what is read', async (_, path, text) => {
  const { findings } = await lintText({ path, text }, { preset: 'all' });
  expect(findings.map(({ rule }) => rule)).toContain('unlimited-memory');
});

/** A file of each kind with one very long line. */
const FILES: Readonly<
  Record<(typeof FRONT_ENDS)[number]['kind'], readonly [path: string, text: (words: string) => string]>
> = {
  compose: ['compose.yaml', (words) => `services: {a: {image: b, command: ${words}}}`],
  devcontainer: ['.devcontainer/devcontainer.json', (words) => `{"image": "a", "runArgs": ["${words}"]}`],
  inspect: [
    'a.json',
    (words) => `[{"Id": "a", "Name": "/a", "Config": {"Image": "a", "Cmd": ["${words}"]}, "HostConfig": {}}]`,
  ],
  'github-workflow': [
    '.github/workflows/a.yml',
    (words) => `on: push\njobs: {a: {runs-on: x, steps: [{run: docker run a ${words}}]}}`,
  ],
  'gitlab-ci': ['.gitlab-ci.yml', (words) => `a: {image: b, script: docker run a ${words}}`],
  ansible: ['site.yml', (words) => `- command: docker run a ${words}`],
  pipeline: ['.drone.yml', (words) => `steps: [{image: a, commands: [docker run b ${words}]}]`],
  taskfile: ['Taskfile.yml', (words) => `tasks: {a: docker run b ${words}}`],
  'package-json': ['package.json', (words) => `{"scripts": {"a": "docker run b ${words}"}}`],
  justfile: ['justfile', (words) => `a:\n  docker run b ${words}`],
  makefile: ['Makefile', (words) => `a:\n\tdocker run b ${words}`],
  markdown: ['a.md', (words) => `~~~sh\ndocker run b ${words}\n~~~`],
  quadlet: ['a.container', (words) => `[Container]\nImage=a\nExec=${words}`],
  'systemd-unit': ['a.service', (words) => `[Service]\nExecStart=docker run a ${words}`],
  shell: ['a.sh', (words) => `docker run b ${words}`],
};

describe.each(FRONT_ENDS.map(({ kind }) => kind))('%s', (kind) => {
  const [path, textOf] = FILES[kind];

  test.each(['a ', 'a'])('ten megabytes of %j end quickly, with a finding that names the limit', async (part) => {
    const text = textOf(long(part));
    expect(detectKind({ path, text })).toBe(kind);
    const started = performance.now();
    const { findings } = await lintText({ path, text });
    // The watchdog would stop it after thirty seconds.
    expect(performance.now() - started).toBeLessThan(20_000);
    const limits = findings.filter(({ rule, severity }) => rule === 'syntax/limit' && severity === 'info');
    expect(limits.map(({ message }) => message.what).join()).toMatch(/\d{5}/);
    expect(findings.filter(({ severity, rule }) => severity === 'error' && rule.startsWith('syntax/'))).toEqual([]);
  });
});

test('a value can be as long as a file', () => {
  expect(isLiteralSecret(long('a'), 'issued')).toBe(false);
  expect(isLiteralSecret(long('ab'), 'issued')).toBe(true);
  for (const part of ['x', '*', '/a', 'a.'])
    for (let times = 0; times < 5; times += 1) expect(isLiteralSecret(long(part), 'chosen')).toBe(true);
});
