import { expect, test } from 'vitest';
import { read as readWorkflow } from '../../../src/parsers/hosts/github/index.ts';
import { read as readMakefile } from '../../../src/parsers/hosts/makefile/index.ts';
import { valueOf } from '../../../src/text/setting.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { parseHost } from './parse-host.ts';

const WORKFLOW = 'jobs: {a: {runs-on: x, steps: [{run: docker build -t x .}, {run: docker run x}]}}\n';

test.each([
  ['a Makefile', readMakefile, { path: 'Makefile', text: 'a:\n\tdocker build -t x .\n\tdocker run x\n' }],
  ['a workflow', readWorkflow, { path: '.github/workflows/ci.yml', text: WORKFLOW }],
])('the Dockerfile of an image that %s builds is read, and is no script that it sources', (_, read, source) => {
  const tree = { Dockerfile: 'FROM debian:12\nUSER app\n', [source.path]: source.text };
  const parsed = parseHost(read, source, { files: createMemoryFiles(tree), environment: new Map() });
  const users = parsed.subjects.map((subject) => subject.kind === 'container' && valueOf(subject.image?.user));
  expect(users).toEqual(['app']);
  expect([...(parsed.dockerfiles ?? [])]).toEqual(['Dockerfile']);
  expect([...(parsed.sourced ?? [])]).toEqual([]);
});
