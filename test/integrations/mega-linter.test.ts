import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { FRONT_ENDS } from '../../src/parsers/all.ts';
import { ROOT } from '../docs/markdown.ts';

interface Descriptor {
  readonly file_extensions: readonly string[];
  readonly file_names_regex: readonly string[];
}

const { file_extensions: endings, file_names_regex: names } = parse(
  readFileSync(join(ROOT, 'mega-linter-plugin-plimsoll/plimsoll.megalinter-descriptor.yml'), 'utf8'),
) as Descriptor;

/** Whether MegaLinter gives a file to the linter (`megalinter/utils.py`, `filter_files`). */
function isGiven(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const ending = /[^.](\.[^.]*)$/.exec(name)?.[1] ?? '';
  return endings.includes(ending) || new RegExp(`^(?:${names.join('|')})$`).test(name);
}

/** Names of a kind of input, besides those of its fixtures. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  compose: ['compose.yaml', 'a/docker-compose.prod.yml', 'stack.json'],
  devcontainer: ['.devcontainer/devcontainer.json', '.devcontainer.json'],
  inspect: ['container.json'],
  'github-workflow': ['.github/workflows/ci.yml', 'action.yaml'],
  'gitlab-ci': ['.gitlab-ci.yml', 'ci/build.gitlab-ci.yaml'],
  makefile: ['Makefile', 'makefile', 'GNUmakefile', 'a/Makefile.docker', 'common.mk'],
  markdown: ['README.md', 'a.mdx', 'a.rst'],
  quadlet: ['web.container', 'web.pod', 'web.container.d/10.conf'],
  'systemd-unit': ['web.service', 'web@.service', 'web.service.d/10.conf'],
  shell: ['a.sh', 'a.bash', 'a.bats', 'a.ksh', 'a.zsh', 'a.dash', 'bin/deploy', '.bashrc'],
};

describe.each(FRONT_ENDS)('MegaLinter gives plimsoll the files of $kind', ({ kind, isCandidate, isOnRequest }) => {
  test.each(NAMES[kind] ?? [])('%s', (path) => {
    expect(isCandidate(path) || isOnRequest?.(path)).toBe(true);
    // What is read on request only is not asked for.
    expect(isGiven(path)).toBe(isOnRequest === undefined);
  });
});

test.each(readdirSync(join(ROOT, 'test/fixtures/inputs'), { recursive: true, encoding: 'utf8' }))('and %s', (path) => {
  const isRead = FRONT_ENDS.some(({ isCandidate }) => isCandidate(path));
  expect(isGiven(path)).toBe(isRead);
});

test.each(['main.ts', 'a.py', 'Dockerfile.dev', 'a.tar.gz'])('and not %s', (path) => {
  expect(isGiven(path)).toBe(false);
});
