import { expect, test } from 'vitest';
import { parseProject, problemsIn } from './compose.ts';

// What the schema of compose-go 2.12 has and that of 2.1, which Debian's client is built with, has not.
test.each([
  'pre_start: [{image: "x:1", command: [a], per_replica: true, user: a, environment: {A: b}}]',
  'pre_start: []',
  'build: {context: ., no_cache_filter: [a]}',
  'build: {context: ., no_cache_filter: a}',
  'models: {m: }',
])('the newest client takes `%s`', (key) => {
  expect(problemsIn(parseProject(`services:\n  web:\n    image: x:1\n    ${key}\nmodels: {m: {model: a}}\n`))).toEqual(
    [],
  );
});

test.each([
  ['pre_start: [{imag: x}]', 'syntax/unknown-key: imag'],
  ['pre_start: {image: x}', 'syntax/wrong-type: {image: x}'],
  ['pre_start: [{privileged: [a]}]', 'syntax/wrong-type: [a]'],
])('and refuses `%s`', (key, problem) => {
  expect(problemsIn(parseProject(`services:\n  web:\n    image: x:1\n    ${key}\n`))).toContain(problem);
});
