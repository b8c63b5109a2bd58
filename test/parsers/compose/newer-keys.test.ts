import { expect, test } from 'vitest';
import { valueOf } from '../../../src/text/setting.ts';
import { parseProject, problemsIn } from './compose.ts';

// Keys in the schema of compose-go 2.12 that Debian's client (2.1) lacks.
test.each([
  'pre_start: [{image: "x:1", command: [a], per_replica: false, user: a, environment: {A: b}}]',
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
])('and rejects `%s`', (key, problem) => {
  expect(problemsIn(parseProject(`services:\n  web:\n    image: x:1\n    ${key}\n`))).toContain(problem);
});

test('pre_start is a container of its own, and what runs when files change is an exec', () => {
  const { subjects } = parseProject(`services:
  web:
    image: x:1
    pre_start: [{image: y:1, user: root}, {privileged: true}]
    develop:
      watch:
        - {path: ., action: sync+exec, target: /a, exec: {command: [a], user: root, privileged: true}}
        - {path: ., action: sync, target: /a, exec: {command: [b]}}
`);
  expect(
    subjects.map((subject) => [
      subject.origin,
      subject.kind === 'container'
        ? [valueOf(subject.config.image), valueOf(subject.config.user), valueOf(subject.hostConfig.privileged)]
        : subject.kind === 'exec' && subject.cmd?.map(valueOf),
    ]),
  ).toEqual([
    ['compose', ['x:1', undefined, undefined]],
    ['compose pre_start', ['y:1', 'root', undefined]],
    ['compose pre_start', ['x:1', undefined, true]],
    ['compose hook', ['a']],
  ]);
});
