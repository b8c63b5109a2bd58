import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyCharacters } from '../../any-characters.ts';
import { checkPlaces, parseProject, problemsIn } from './compose.ts';

const BEFORE = 'services:\n  a:\n    image: nginx\n    privileged: true\n  web:\n    image: alpine\n';
const AFTER = '    cap_add: [X]\n  db:\n    image: postgres\n    privileged: true\nvolumes:\n  data:\n';

/** Each service with its parsed keys; `~` if it may be incomplete. */
function servicesIn(text: string): string {
  const { subjects } = parseProject(text);
  return subjects
    .map((subject) => {
      if (subject.kind !== 'container') return subject.name;
      const { privileged, capAdd } = subject.hostConfig;
      return `${subject.name}${privileged?.known === true ? '+privileged' : ''}${capAdd === undefined ? '' : '+cap_add'}${subject.unresolvedOptions.length > 0 ? '~' : ''}`;
    })
    .join(' ');
}

describe('a line that is just being typed leaves the services their findings', () => {
  it.each([
    ['a key', '    priv\n', 'syntax/invalid-yaml: priv'],
    ['a key in a quote', '    "priv\n', 'syntax/invalid-yaml: "priv'],
    ['a value in a quote', '    command: "echo\n', 'syntax/invalid-yaml: "echo'],
    [
      'a value that ends in an escaped quote, with another quote further down',
      '    command: "echo\\"\n    user: "root"\n',
      'syntax/invalid-yaml: command: "echo\\"',
    ],
    ['an element in a quote', '    ports:\n      - "80\n', 'syntax/invalid-yaml: "80'],
    ['a value in a single quote', "    user: 'root\n", "syntax/invalid-yaml: 'root"],
    ['a value of a nested mapping', '    labels:\n      a: "b\n      c: d\n', 'syntax/invalid-yaml: "b'],
    ['a list', '    ports: [\n', 'syntax/invalid-yaml: c'],
    ['a mapping', '    labels: {a: b\n', 'syntax/invalid-yaml: c'],
    ['an indicator', '    user: @\n', 'syntax/invalid-yaml: user: @'],
    ['an alias', '    user: *\n', 'syntax/invalid-yaml: user: *'],
    ['an anchor', '    user: &\n', 'syntax/invalid-yaml: user: &'],
    ['a tab', '\tuser: root\n', 'syntax/invalid-yaml: user: root'],
    ['a brace', '    }\n', 'syntax/invalid-yaml: }'],
    ['two values', '    user: a: b\n', 'syntax/invalid-yaml: user: a: b'],
    ['a line too far to the left', '   user: root\n', 'syntax/invalid-yaml: user: root'],
    ['a line too far to the right', '      user: root\n', 'syntax/invalid-yaml: user: root'],
    ['a word at the left', 'x\n', 'syntax/invalid-yaml: x'],
    ['an element of no list', '    - x\n', 'syntax/invalid-yaml: - x'],
  ])('%s', (_name, line, problem) => {
    const parsed = parseProject(BEFORE + line + AFTER);
    expect(servicesIn(BEFORE + line + AFTER)).toBe('a+privileged web+cap_add~ db+privileged');
    expect(problemsIn(parsed)).toEqual([problem]);
  });

  it.each([
    ['a key with its colon', '    priv:\n', 'syntax/unknown-key: priv'],
    ['the beginning of a list', '    ports:\n      -\n', 'syntax/wrong-type: -'],
    ['a variable', '    user: ${U\n', 'syntax/invalid-interpolation: ${U'],
  ])('%s is YAML already', (_name, line, problem) => {
    const parsed = parseProject(BEFORE + line + AFTER);
    expect(servicesIn(BEFORE + line + AFTER)).toBe('a+privileged web+cap_add db+privileged');
    expect(problemsIn(parsed)).toEqual([problem]);
  });
});

const RICH = [
  'x-base: &base',
  '  restart: "${R:-always}"',
  '  labels: {a: "b\\n", c: \'d\'}',
  'services:',
  '  web:',
  '    <<: *base',
  '    image: "nginx:${TAG:-1}"',
  '    ports: ["127.0.0.1:80:80", {target: 1, published: 2}]',
  '    volumes:',
  '      - ./a:/b:ro',
  '      - {type: bind, source: /c, target: /d}',
  '    command: |',
  '      sh -c "echo $$X"',
  '    environment: [A=1, B]',
  '    deploy: {resources: {limits: {memory: 1g, cpus: "0.5"}}}',
  '  db:',
  '    extends: web',
  '    networks: {front: {priority: 1}}',
  'networks:',
  '  front: {external: true, name: host}',
  '',
].join('\n');

describe('a text that is broken anywhere', () => {
  it('gives its problems and never throws, and each place marks text', () => {
    for (let end = 0; end <= RICH.length; end += 1) checkPlaces(parseProject(RICH.slice(0, end)));
    fc.assert(
      fc.property(
        fc.nat(RICH.length),
        fc.nat(12),
        fc.string({
          unit: fc.constantFrom(
            '"',
            "'",
            '{',
            '}',
            '[',
            ']',
            ':',
            '-',
            '\n',
            '\t',
            ' ',
            '&',
            '*',
            '!',
            '|',
            '>',
            '#',
            '$',
            'a',
            '\uFEFF',
          ),
        }),
        (at, length, text) => {
          checkPlaces(parseProject(RICH.slice(0, at) + text + RICH.slice(at + length)));
        },
      ),
    );
  });

  it('may be anything', () => {
    fc.assert(
      fc.property(anyCharacters({ maxLength: 200 }), (text) => {
        checkPlaces(parseProject(text));
      }),
    );
  });
});
