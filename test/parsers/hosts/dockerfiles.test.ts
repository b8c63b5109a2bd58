import { expect, test } from 'vitest';
import { parseWorkflows } from '../../../src/parsers/hosts/github/index.ts';
import { parseMakefiles } from '../../../src/parsers/hosts/makefile/index.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const WORKFLOW = 'jobs: {a: {runs-on: x, steps: [{run: docker build -t x .}, {run: docker run x}]}}\n';

test.each([
  ['a Makefile', parseMakefiles, { path: 'Makefile', text: 'a:\n\tdocker build -t x .\n\tdocker run x\n' }],
  ['a workflow', parseWorkflows, { path: '.github/workflows/ci.yml', text: WORKFLOW }],
])('the Dockerfile of an image that %s builds is read, and is no script that it sources', (_, parse, source) => {
  const tree = { Dockerfile: 'FROM debian:12\nUSER app\n', [source.path]: source.text };
  const parsed = parse([source], { files: createMemoryFiles(tree), environment: new Map() });
  const users = parsed.subjects.map((subject) => subject.kind === 'container' && valueOf(subject.image?.user));
  expect(users).toEqual(['app']);
  expect([...(parsed.dockerfiles ?? [])]).toEqual(['Dockerfile']);
  expect([...(parsed.sourced ?? [])]).toEqual([]);
});
