import fc from 'fast-check';
import { RUN_FLAGS } from '../../../src/parsers/docker/grammar/flags/container.ts';
import type { Tree } from '../project.ts';
import { name, value } from './values.ts';

const expansion = fc.oneof(
  name.map((variable) => `$${variable}`),
  fc
    .tuple(
      name,
      fc.constantFrom(
        '',
        ':-',
        '-',
        ':=',
        ':+',
        ':?',
        '#',
        '##',
        '%',
        '%%',
        '/',
        '//',
        ':1:',
        '^^',
        ',,',
        '@Q',
        '[@]',
        '[*]',
        '[0]',
        ':',
      ),
      value,
    )
    .map(([variable, operator, text]) => `\${${variable}${operator}${text}}`),
  fc.constantFrom(
    '$@',
    '"$@"',
    '$*',
    '$1',
    '${@:2}',
    '${#a[@]}',
    '${!a}',
    '$((1+2))',
    '$((a+',
    '$(',
    '`',
    "$'\\x41'",
    '"${a[@]}"',
    '{a,b}',
    '{1..3}',
    '{a,{b,c}}',
    '~',
    '*.sh',
    '<(cat x)',
  ),
);
const word = fc.oneof(
  { weight: 6, arbitrary: value },
  { weight: 3, arbitrary: value.map((text) => `'${text}'`) },
  { weight: 3, arbitrary: fc.tuple(value, expansion).map(([text, inner]) => `"${text}${inner}"`) },
  { weight: 3, arbitrary: expansion },
  { weight: 2, arbitrary: fc.tuple(value, expansion, value).map((parts) => parts.join('')) },
);
const flag = fc
  .tuple(fc.constantFrom(...RUN_FLAGS), word, fc.constantFrom('=', ' ', ' \\\n  ', '', '\\\r\n'))
  .map(([known, text, gap]) => `--${known.name}${gap}${text}`);
const shortFlag = fc
  .tuple(fc.constantFrom('-v', '-p', '-e', '-itd', '-u0', '-m', '-it --rm', '--', '-'), word)
  .map(([short, text]) => `${short}${text}`);
const subcommand = fc.constantFrom(
  'run',
  'create',
  'exec',
  'container run',
  'container exec',
  'compose run',
  'compose exec',
  'volume create',
  'build -t',
  'tag',
  '-H x run',
  '--context',
  'ps',
  '$CMD',
);
const program = fc.constantFrom(
  'docker',
  'sudo docker',
  'podman',
  'nerdctl',
  'docker-compose',
  '"$DOCKER"',
  '${DOCKER:-docker}',
  'env A=b docker',
  'timeout 5 docker',
  'xargs docker',
  'command docker',
  'nohup time docker',
  'sudo -u root -E docker',
  '\\docker',
  'd"oc"ker',
);
const docker = fc
  .tuple(
    program,
    subcommand,
    fc.array(
      fc.oneof({ weight: 3, arbitrary: flag }, { weight: 2, arbitrary: shortFlag }, { weight: 1, arbitrary: word }),
      { maxLength: 7 },
    ),
    fc.constantFrom(' ', ' \\\n'),
  )
  .map(([head, verb, words, gap]) => [head, verb, ...words].join(gap));
const assignment = fc
  .tuple(
    fc.constantFrom('', 'export ', 'local ', 'readonly ', 'declare -a ', 'declare -A '),
    name,
    fc.constantFrom('=', '+=', '=(', '[0]=', '=\n'),
    fc.oneof(
      word,
      docker.map((line) => `"${line}"`),
    ),
  )
  .map(
    ([keyword, variable, operator, text]) => `${keyword}${variable}${operator}${text}${operator === '=(' ? ' b)' : ''}`,
  );

const statement = fc.letrec<{ readonly line: string }>((tie) => {
  const body = fc.array(tie('line'), { maxLength: 3 }).map((lines) => lines.join('\n') || ':');
  return {
    line: fc.oneof(
      { maxDepth: 3, depthSize: 'small' },
      { weight: 6, arbitrary: docker },
      { weight: 3, arbitrary: assignment },
      {
        weight: 1,
        arbitrary: fc.oneof(
          value,
          fc.constantFrom(
            'set -- a b',
            'shift',
            'return',
            'exit 1',
            'break',
            'continue 2',
            'unset a',
            'read a',
            '. ./x',
            'trap "docker run a" EXIT',
            '# plimsoll: ignore[privileged-container] -- x',
            '# plimsoll: ignore',
            ':',
            'fi',
            'done',
            '}',
            ')',
            'a "b"',
            'alias d=docker',
          ),
        ),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(word, body, body)
          .map(([test, yes, no]) => `if [ ${test} = x ]; then\n${yes}\nelse\n${no}\nfi`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(name, word, body)
          .map(([variable, words, inner]) => `for ${variable} in ${words} b; do\n${inner}\ndone`),
      },
      { weight: 1, arbitrary: body.map((inner) => `while read -r a; do\n${inner}\ndone < f`) },
      {
        weight: 1,
        arbitrary: fc
          .tuple(word, word, body)
          .map(([subject, pattern, inner]) => `case ${subject} in ${pattern}) ${inner};; *) ;; esac`),
      },
      {
        weight: 2,
        arbitrary: fc
          .tuple(name, body, word)
          .map(([called, inner, argument]) => `${called}() {\n${inner}\n}\n${called} ${argument}`),
      },
      { weight: 1, arbitrary: body.map((inner) => `( ${inner} ) | cat && { ${inner}\n}`) },
      {
        weight: 2,
        arbitrary: fc
          .tuple(fc.constantFrom("sh -c '", "bash -c '", "eval '", "ssh host '", "su - x -c '", '$(', '`'), body)
          .map(([open, inner]) => `${open}${inner}${open.endsWith("'") ? "'" : open === '`' ? '`' : ')'}`),
      },
      {
        weight: 1,
        arbitrary: fc
          .tuple(fc.constantFrom('bash <<EOF', "bash <<'EOF'", 'ssh h bash -s <<-EOF', 'cat <<EOF'), body)
          .map(([open, inner]) => `${open}\n${inner}\nEOF`),
      },
    ),
  };
}).line;

/** A script, valid or not. */
export const script: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.constantFrom('', '#!/bin/sh\n', '#!/usr/bin/env bash\nset -eu\n'),
    fc.array(statement, { maxLength: 6 }),
    fc.constantFrom('\n', '\r\n', '; '),
  )
  .map(([head, lines, end]) => ({ 'run.sh': `${head}${lines.join(end)}\n` }));

/** One docker command with many flags. */
export const commandLine: fc.Arbitrary<Tree> = docker.map((line) => ({ 'run.sh': line }));
