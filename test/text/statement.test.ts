import { expect, test } from 'vitest';
import { statementAt } from '../../src/text/statement.ts';
import { growsLinearly } from '../growth.ts';

const at = (text: string): string => {
  const start = text.indexOf('docker');
  return statementAt(text, { start, end: start + 'docker'.length });
};

test.each([
  ['its line', 'a\n  docker run x\nb\n', 'docker run x'],
  ['what a backslash adds', 'sudo \\\n  docker run \\\n  --rm x\nb\n', 'sudo \\ docker run \\ --rm x'],
  ['what a list adds', 'run([\n"docker",\n"run",\n*x,\n], y)\nb()\n', '"docker", "run", *x, ], y)'],
  ['what a call adds', 'run("docker",\n  "run",\n  x)\nb()\n', 'run("docker", "run", x)'],
  ['items of YAML', 'a:\n- docker\n- run\n- x\nb: c\n', '- docker - run - x'],
  ['arguments in a mapping', 'command: docker\nargs: [run,\n  x]\nb: c\n', 'command: docker args: [run, x]'],
  [
    'arguments in XML',
    '<e>docker</e>\n<arguments>\n<argument>run</argument>\n</x>\n',
    '<e>docker</e> <arguments> <argument>run</argument>',
  ],
  ['an operator', 'docker ps ||\n  docker run x\nb\n', 'docker ps || docker run x'],
])('the statement has %s', (_, text, statement) => {
  expect(at(text)).toBe(statement);
});

test.each(['docker (\n', 'docker\\\n', '- docker\n'])('the time grows as a text of %j does', (line) => {
  expect(
    growsLinearly(
      2_000,
      (size) => line.repeat(size),
      (text) =>
        Array.from(text.matchAll(/docker/g), ({ index }) => statementAt(text, { start: index, end: index + 6 })),
    ),
  ).toBe(true);
});
