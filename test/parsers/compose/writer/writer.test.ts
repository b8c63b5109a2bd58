import { describe, expect, test } from 'vitest';
import { fixCompose } from '../../../fixes/fix-text.ts';

/** A service with lines behind its image, which is the one thing that is not written in all cases. */
function service(...lines: readonly string[]): string {
  return ['services:', '  web:', '    image: nginx:1.27.0', ...lines, ''].join('\n');
}

const NNP = 'new-privileges-allowed';
const PRIVILEGED = 'privileged-container';

/** Name, the text, and what the fix makes of it. */
type Case = readonly [name: string, before: string, after: string];

const ADDED: readonly Case[] = [
  ['behind the last key', service(), service('    security_opt:', '      - no-new-privileges:true')],
  [
    'to a list',
    service('    security_opt:', '      - label=type:x'),
    service('    security_opt:', '      - label=type:x', '      - no-new-privileges:true'),
  ],
  [
    'to a list that stands at its key',
    service('    security_opt:', '    - label=type:x', '    tty: true'),
    service('    security_opt:', '    - label=type:x', '    - no-new-privileges:true', '    tty: true'),
  ],
  [
    'as other lists are indented',
    service('    dns:', '    - 1.1.1.1'),
    service('    dns:', '    - 1.1.1.1', '    security_opt:', '    - no-new-privileges:true'),
  ],
  [
    'in the quotes of its neighbours',
    service("    security_opt: ['label=type:x']"),
    service("    security_opt: ['label=type:x', 'no-new-privileges:true']"),
  ],
  ['to an empty list', service('    security_opt: []'), service('    security_opt: [no-new-privileges:true]')],
  [
    'behind a comma',
    service('    security_opt: [', '      label=type:x,', '    ]'),
    service('    security_opt: [', '      label=type:x,', '      no-new-privileges:true,', '    ]'),
  ],
  [
    'to a mapping in braces',
    'services: {web: {image: "nginx:1.27.0"}}\n',
    'services: {web: {image: "nginx:1.27.0", security_opt: [no-new-privileges:true]}}\n',
  ],
  [
    'to JSON',
    '{\n\t"services": {\n\t\t"web": {\n\t\t\t"image": "nginx:1.27.0"\n\t\t}\n\t}\n}\n',
    '{\n\t"services": {\n\t\t"web": {\n\t\t\t"image": "nginx:1.27.0",\n\t\t\t"security_opt": ["no-new-privileges:true"]\n\t\t}\n\t}\n}\n',
  ],
  [
    'behind the comments of the last value, before those of the next service',
    `${service('    dns:', '      - 1.1.1.1 # one', '      # - 2.2.2.2')}\n  # db\n  # - x\n`,
    `${service('    dns:', '      - 1.1.1.1 # one', '      # - 2.2.2.2', '    security_opt:', '      - no-new-privileges:true')}\n  # db\n  # - x\n`,
  ],
  [
    'behind a block of text',
    service('    command: |', '      a', '      b', '', 'x-a: 1'),
    service(
      '    command: |',
      '      a',
      '      b',
      '    security_opt:',
      '      - no-new-privileges:true',
      '',
      'x-a: 1',
    ),
  ],
  [
    'where the last line has no end',
    'services:\n  web:\n    image: nginx:1.27.0',
    'services:\n  web:\n    image: nginx:1.27.0\n    security_opt:\n      - no-new-privileges:true',
  ],
  [
    'with the line ends of the file',
    service('    tty: true', 'x-a: 1').replaceAll('\n', '\r\n'),
    service('    tty: true', '    security_opt:', '      - no-new-privileges:true', 'x-a: 1').replaceAll('\n', '\r\n'),
  ],
  [
    'in the second document',
    `x-a: 1\n---\n${service()}---\nx-b: 2\n`,
    `x-a: 1\n---\n${service('    security_opt:', '      - no-new-privileges:true')}---\nx-b: 2\n`,
  ],
  [
    'to a service with a dot in its name, and a line separator in a comment',
    '# a\u2028services:\n  my.web:\n    image: nginx:1.27.0 # b\n',
    '# a\u2028services:\n  my.web:\n    image: nginx:1.27.0 # b\n    security_opt:\n      - no-new-privileges:true\n',
  ],
  [
    'to what several services extend, for all of them',
    service('  db:', '    extends: web', '    security_opt: [label=type:x]'),
    service(
      '    security_opt:',
      '      - no-new-privileges:true',
      '  db:',
      '    extends: web',
      '    security_opt: [label=type:x]',
    ),
  ],
];

test.each(ADDED)('adds %s', async (_, before, after) => {
  expect(await fixCompose(before, NNP)).toBe(after);
});

test('a list of its own beside what `<<` merges without one', async () => {
  const text = 'x-a: &a\n  image: a:1.2.3\nservices:\n  web:\n    <<: *a\n    tty: true\n';
  expect(await fixCompose(text, NNP)).toBe(`${text}    security_opt:\n      - no-new-privileges:true\n`);
});

const REPLACED: readonly Case[] = [
  [
    'in its quotes, before a comment',
    service(`    security_opt:`, `      - 'no-new-privileges=false'  # old`),
    service(`    security_opt:`, `      - 'no-new-privileges:true'  # old`),
  ],
  [
    'for all services that share it',
    service(
      '    security_opt: &so ["no-new-privileges:false"]',
      '  db:',
      '    image: b:1.2.3',
      '    security_opt: *so',
    ),
    service('    security_opt: &so ["no-new-privileges:true"]', '  db:', '    image: b:1.2.3', '    security_opt: *so'),
  ],
];

test.each(REPLACED)('replaces %s', async (_, before, after) => {
  expect(await fixCompose(before, NNP)).toBe(after);
});

const REMOVED: readonly Case[] = [
  ['a key with its line', service('    privileged: true', '    tty: true'), service('    tty: true')],
  ['the last key', service('    privileged: true'), service()],
  ['the last key where the line has no end', service('    privileged: true').trimEnd(), service().trimEnd()],
  [
    'the last key where the line has no end, after CRLF',
    service('    privileged: true').trimEnd().replaceAll('\n', '\r\n'),
    service().trimEnd().replaceAll('\n', '\r\n'),
  ],
  [
    'but for its comment',
    service('    privileged: true # needed', '    tty: true'),
    service('    # needed', '    tty: true'),
  ],
  [
    'from braces',
    'services: {web: {privileged: true, image: a:1.2.3}, db: {image: b:1.2.3, privileged: true}}\n',
    'services: {web: {image: a:1.2.3}, db: {image: b:1.2.3}}\n',
  ],
  [
    'for all services that share it',
    'x-a: &a\n  privileged: true\n  image: a:1.2.3\nservices:\n  web:\n    <<: *a\n  db:\n    <<: *a\n',
    'x-a: &a\n  image: a:1.2.3\nservices:\n  web:\n    <<: *a\n  db:\n    <<: *a\n',
  ],
];

test.each(REMOVED)('removes %s', async (_, before, after) => {
  expect(await fixCompose(before, PRIVILEGED)).toBe(after);
});

describe('refuses', () => {
  test.each([
    [
      'what shares a text with a container that is not to change',
      'x-a: &a\n  image: a:1.2.3\nservices:\n  web: *a\n  db: *a\n',
      NNP,
      'shared: The service is an alias.',
    ],
    [
      'a list that `<<` merges',
      'x-a: &a\n  image: a:1.2.3\n  security_opt: [label=type:x]\nservices:\n  web:\n    <<: *a\n    tty: true\n',
      NNP,
      'merge: `<<` merges `security_opt`, which a list of its own would replace.',
    ],
    [
      'to remove an anchor',
      service('    privileged: &yes true', '    tty: *yes'),
      PRIVILEGED,
      'shared: It has an anchor, which something else may name.',
    ],
    [
      'a file that is not YAML as a whole',
      service('    privileged: true', 'x: ["a'),
      PRIVILEGED,
      'broken: The file is not valid YAML as a whole.',
    ],
    [
      'what another value of the same key would replace',
      'services:\n  base:\n    image: a:1.2.3\n    privileged: true\n  web:\n    extends: base\n    privileged: true\n',
      PRIVILEGED,
      '',
    ],
  ])('%s', async (_, text, rule, message) => {
    const result = await fixCompose(text, rule);
    if (message === '') expect(result).not.toContain('privileged');
    else expect(result.split('\n').at(0)).toBe(message);
  });
});
