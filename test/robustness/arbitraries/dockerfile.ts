import fc from 'fast-check';
import type { Tree } from '../project.ts';
import { value } from './values.ts';

const variable = fc.constantFrom('$A', '${A}', '${A:-b}', '${A-${B:-c}}', '${A:+b}', '${A#b}', '${', '$', '\\$A', '$$');
const word = fc.oneof(
  value,
  variable,
  fc.constantFrom(
    'a',
    'b',
    'scratch',
    'root',
    '0',
    'AS',
    '"a b"',
    "'$A'",
    '"',
    '\\',
    '`',
    '<<EOF',
    '<<-"EOF"',
    '22',
    '8000-8010/udp',
    '--x=y',
    '#',
    'A=b',
  ),
);
const json = fc
  .array(fc.constantFrom('a', 'b\\n', 'sshd', '\\u0041', '"', '$A'), { maxLength: 3 })
  .map((words) => `[${words.map((each) => `"${each}"`).join(', ')}]`);
const keyword = fc.constantFrom(
  ...'FROM FROM FROM ARG ENV USER USER HEALTHCHECK EXPOSE CMD ENTRYPOINT SHELL ONBUILD RUN COPY VOLUME from Nothing'.split(
    ' ',
  ),
);
const rest = fc.oneof(
  fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
  json,
  fc.constantFrom('CMD a', 'NONE', 'USER root', 'A=b C="d e"', 'A b c'),
);
const instruction = fc
  .tuple(keyword, rest, fc.constantFrom('', '', '', ' \\', ' `', '\r', '\n# a\n', '\nEOF'))
  .map(([name, words, end]) => `${name} ${words}${end}\n`);
const line = fc.oneof(
  { weight: 8, arbitrary: instruction },
  fc.constantFrom(
    '# escape=`\n',
    '# plimsoll: ignore[root-user] -- a\n',
    '\n',
    '  \n',
    '\uFEFF',
    '# syntax=docker/dockerfile:1\n',
    'EOF\n',
  ),
);

/** A Dockerfile, valid or not, with a Compose file and a script that build it. */
export const dockerfile: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.array(line, { maxLength: 14 }),
    fc.constantFrom('', 'target: a', 'target: "1"', 'args: {A: root}', 'args: [A]'),
    fc.boolean(),
  )
  .map(([lines, options, isInline]): Tree => {
    const text = ['FROM a AS a\n', ...lines].join('');
    const source = isInline ? `dockerfile_inline: ${JSON.stringify(text)}` : 'context: .docker';
    return {
      '.docker/Dockerfile': text,
      'compose.yaml': `services:\n  web:\n    build:\n      ${source}\n      ${options}\n`,
      'run.sh': `docker build -t a .docker\ndocker run a\ndocker build -t b - <<'END'\n${text}\nEND\ndocker run b\n`,
    };
  });
