import { describe, expect, test } from 'vitest';
import { fixCompose } from '../../../fixes/fix-text.ts';

/** A service with lines after its image. */
function service(...lines: readonly string[]): string {
  return ['services:', '  web:', '    image: nginx:1.27.0', ...lines, ''].join('\n');
}

const NNP = 'new-privileges-allowed';
const PRIVILEGED = 'privileged-container';

/** Name, and the text before and after the fix. */
type Case = readonly [name: string, before: string, after: string];

const ADDED: readonly Case[] = [
  ['behind the last key', service(), service('    security_opt:', '      - no-new-privileges:true')],
  [
    'to a list',
    service('    security_opt:', '      - label=type:x'),
    service('    security_opt:', '      - label=type:x', '      - no-new-privileges:true'),
  ],
  [
    'after the comments of the last value, and a blank line before them',
    service('    dns:', '      - 1.1.1.1', '', '      # or another', '      #- 1.0.0.1', '', '  # next'),
    service(
      ...['    dns:', '      - 1.1.1.1', '', '      # or another', '      #- 1.0.0.1'],
      ...['    security_opt:', '      - no-new-privileges:true', '', '  # next'],
    ),
  ],
  [
    'after list items that are commented out at the start of their lines',
    service('    dns:', '      - 1.1.1.1', '#      - 1.0.0.1 # or this', '#', '# next'),
    service(
      ...['    dns:', '      - 1.1.1.1', '#      - 1.0.0.1 # or this'],
      ...['    security_opt:', '      - no-new-privileges:true', '#', '# next'],
    ),
  ],
  [
    'before a comment of its own depth that a blank line separates',
    service('    tty: true', '', '    # ports:'),
    service('    tty: true', '    security_opt:', '      - no-new-privileges:true', '', '    # ports:'),
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
  ...[
    ['[label=type:x, ]', '[label=type:x, no-new-privileges:true ]'],
    ['[label=type:x , ]', '[label=type:x , no-new-privileges:true ]'],
    ['[   ]', '[no-new-privileges:true]'],
    ['[\n      label=type:x\n    ]', '[\n      label=type:x,\n      no-new-privileges:true\n    ]'],
    ['[label=type:x\n    ]', '[label=type:x, no-new-privileges:true\n    ]'],
    ['["label=type:x", label=level:y]', '["label=type:x", label=level:y, no-new-privileges:true]'],
    ['!!seq\n      - label=type:x', '!!seq\n      - label=type:x\n      - no-new-privileges:true'],
  ].map(
    ([before, after]): Case => [
      `to ${JSON.stringify(before)}`,
      service(`    security_opt: ${before}`),
      service(`    security_opt: ${after}`),
    ],
  ),
  ...[
    ['[\n      a=b # x\n    ]', '[\n      a=b, # x\n      no-new-privileges:true\n    ]'],
    ['[\n      a=b, # x\n    ]', '[\n      a=b, # x\n      no-new-privileges:true,\n    ]'],
    ['[a=b # x\n    ]', '[a=b, # x\n                   no-new-privileges:true\n    ]'],
    ['[a=b, # x\n    ]', '[a=b, # x\n                   no-new-privileges:true\n    ]'],
    ['["a=#b"]', '["a=#b", "no-new-privileges:true"]'],
  ].map(
    ([before, after]): Case => [
      `behind the comment of the last element: ${JSON.stringify(before)}`,
      service(`    security_opt: ${before}`),
      service(`    security_opt: ${after}`),
    ],
  ),
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
    'behind comments that stand as deep or deeper, before one that stands less deep and one behind a blank line',
    service('    tty: true # x', '    # next', '        # deeper', '  # less'),
    service(
      '    tty: true # x',
      '    # next',
      '        # deeper',
      '    security_opt:',
      '      - no-new-privileges:true',
      '  # less',
    ),
  ],
  [
    'behind the comment of an element of the list, before that of the next key',
    service('    security_opt:', '      - label=type:x', '      # x', '    # tty', '    tty: true'),
    service(
      '    security_opt:',
      '      - label=type:x',
      '      # x',
      '      - no-new-privileges:true',
      '    # tty',
      '    tty: true',
    ),
  ],
  [
    'behind a blank line that is not a part of the last value',
    service('    command: ["|+", ">+"]', '', '    # next', 'x-a: 1'),
    service(
      '    command: ["|+", ">+"]',
      '    security_opt:',
      '      - no-new-privileges:true',
      '',
      '    # next',
      'x-a: 1',
    ),
  ],
  [
    'behind a key without a value, and its comment',
    service('    environment:', '      A:', '      B: # x', '', 'x-a: 1'),
    service(
      '    environment:',
      '      A:',
      '      B: # x',
      '    security_opt:',
      '      - no-new-privileges:true',
      '',
      'x-a: 1',
    ),
  ],
  [
    'behind an element without a value',
    service('    x-a:', '      - a', '      -', '', 'x-b: 1'),
    service('    x-a:', '      - a', '      -', '    security_opt:', '      - no-new-privileges:true', '', 'x-b: 1'),
  ],
  [
    'in the quotes that the file has more often',
    service('    dns:', '      - "1.1.1.1"', "      - '1.1.1.2'"),
    service(
      '    dns:',
      '      - "1.1.1.1"',
      "      - '1.1.1.2'",
      '    security_opt:',
      '      - "no-new-privileges:true"',
    ),
  ],
  [
    'with quotes around the key, as around its neighbours',
    "services:\n  'web':\n    'image': nginx:1.27.0\n",
    "services:\n  'web':\n    'image': nginx:1.27.0\n    'security_opt':\n      - no-new-privileges:true\n",
  ],
  [
    'as far indented as keys, where there is no list',
    'services:\n    web:\n        image: nginx:1.27.0\n',
    'services:\n    web:\n        image: nginx:1.27.0\n        security_opt:\n            - no-new-privileges:true\n',
  ],
  [
    'as far indented as the lists of other services',
    'services:\n    web:\n        image: nginx:1.27.0\n        dns: [1.1.1.1]\n    db:\n        image: db:1.2.3\n        security_opt:\n        - no-new-privileges:true\n',
    'services:\n    web:\n        image: nginx:1.27.0\n        dns: [1.1.1.1]\n        security_opt:\n        - no-new-privileges:true\n    db:\n        image: db:1.2.3\n        security_opt:\n        - no-new-privileges:true\n',
  ],
  ...['|', '|-', '>2', '>2-'].map(
    (head): Case => [
      `behind a block with the head ${head}`,
      service(`    command: ${head}`, '      a', '', 'x-a: 1'),
      service(`    command: ${head}`, '      a', '    security_opt:', '      - no-new-privileges:true', '', 'x-a: 1'),
    ],
  ),
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

test('a list of its own next to what `<<` merges without one', async () => {
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
    'with its escapes',
    service('    security_opt: ["no-new-privileges=\\x66alse"]'),
    service('    security_opt: ["no-new-privileges:true"]'),
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
    'not the comment behind it',
    service('    privileged: true # needed', '    tty: true'),
    service('    # needed', '    tty: true'),
  ],
  [
    'not the comment behind the last key',
    service('    privileged: true # needed').trimEnd(),
    service('    # needed').trimEnd(),
  ],
  [
    'with the comment that suppresses a finding there',
    service('    privileged: true # plimsoll: ignore[x] -- y', '    tty: true'),
    service('    tty: true'),
  ],
  [
    'not the comments above and below it, nor a blank line',
    service('    # above', '    privileged: true', '', '    # below', '    tty: true'),
    service('    # above', '', '    # below', '    tty: true'),
  ],
  ['a key with its tag', service('    privileged: !!bool true', '    tty: true'), service('    tty: true')],
  [
    'the first key where the last line has no end',
    'services:\n  web:\n    privileged: true\n    image: a:1.2.3',
    'services:\n  web:\n    image: a:1.2.3',
  ],
  [
    'from braces, before a comment and before a last comma',
    'services: {web: {image: "a#b:1.2.3", privileged: true # x\n}, db: {image: "b:1.2.3", privileged: true, }}\n',
    'services: {web: {image: "a#b:1.2.3" # x\n}, db: {image: "b:1.2.3", }}\n',
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

/** A list's lines before and after removing `seccomp:unconfined`. */
const ELEMENTS: readonly (readonly [before: string, after: string])[] = [
  ['[a=b, seccomp:unconfined, c=d]', '[a=b, c=d]'],
  ['[seccomp:unconfined, c=d]', '[c=d]'],
  ['["a=#b", seccomp:unconfined]', '["a=#b"]'],
  ['\n      - seccomp:unconfined\n      - a=b', '\n      - a=b'],
  ['\n      - a=b\n      - seccomp:unconfined\n\n      # c', '\n      - a=b\n\n      # c'],
  ['\n      - a=b\n      - seccomp:unconfined # c', '\n      - a=b\n      # c'],
  ['\n      # c\n      - seccomp:unconfined # d\n      - a=b', '\n      # c\n      # d\n      - a=b'],
  ['\n      - !!str seccomp:unconfined\n      - a=b', '\n      - a=b'],
  ['\n      -\n        seccomp:unconfined\n      - a=b', '\n      - a=b'],
];

test.each(ELEMENTS)('removes an element: %j', async (before, after) => {
  expect(await fixCompose(service(`    security_opt: ${before}`), 'seccomp-disabled')).toBe(
    service(`    security_opt: ${after}`),
  );
});

/** A service's lines before and after removing `seccomp:unconfined`, its list's only element. */
const LISTS: readonly (readonly [before: readonly string[], after: readonly string[]])[] = [
  [
    ['    command: |', '      a', '    security_opt:', '      # b', '', '      # c', '      - seccomp:unconfined'],
    ['    command: |', '      a', '    # b', '    # c'],
  ],
  [
    ['    security_opt:', '      # b', '      - seccomp:unconfined # c', '    tty: true'],
    ['    # b', '    # c', '    tty: true'],
  ],
  [
    ['    security_opt:', '    # b', '    - seccomp:unconfined # plimsoll: ignore[x] -- y', '    tty: true'],
    ['    # b', '    tty: true'],
  ],
];

test.each(LISTS)('removes a list, not its comments: %j', async (before, after) => {
  for (const eol of ['\n', '\r\n']) {
    const [own, expected] = [service(...before), service(...after)].map((text) => text.replaceAll('\n', eol));
    expect(await fixCompose(own ?? '', 'seccomp-disabled')).toBe(expected);
    expect(await fixCompose(own?.trimEnd() ?? '', 'seccomp-disabled')).toBe(expected?.trimEnd());
  }
});

test.each(REMOVED)('removes %s', async (_, before, after) => {
  expect(await fixCompose(before, PRIVILEGED)).toBe(after);
});

describe('rejects', () => {
  test.each([
    [
      'what shares a text with a container that is not to change',
      'x-a: &a\n  image: a:1.2.3\nservices:\n  web: *a\n  db: *a\n',
      NNP,
      'shared: The service is an alias.',
    ],
    [
      'a list that `<<` merges from what another service shares',
      'x-a: &a\n  image: a:1.2.3\n  security_opt: [label=type:x]\nservices:\n  web:\n    <<: *a\n    tty: true\n  # plimsoll: ignore[new-privileges-allowed] -- sudo\n  other:\n    <<: *a\n',
      NNP,
      'merge: `<<` merges `security_opt`; a separate list would replace it.',
    ],
    [
      'a list that is an alias',
      `x-s: &s [a=b]\n${service('    security_opt: *s')}`,
      NNP,
      'shared: `security_opt` is an alias.',
    ],
    ['a list that is empty', service('    security_opt:'), NNP, 'form: `security_opt` is not a list.'],
    [
      'a list with nothing but a comment',
      service('    security_opt: [ # x', '    ]'),
      NNP,
      'comment: It contains a comment.',
    ],
    [
      'a service in the line of its key',
      'services:\n  ? web\n  : image: nginx:1.27.0\n',
      NNP,
      'form: It is on the same line as its key.',
    ],
    ...['    command: |+', '    command: >2+', '    labels:\n      x: |+', '    command:\n      - sh\n      - |+'].map(
      (line) => [
        `what stands behind a block that keeps blank lines: ${JSON.stringify(line)}`,
        service(line, '          a', '', 'x-a: 1'),
        NNP,
        'form: Its trailing blank lines belong to the last value.',
      ],
    ),
    ...['|', '>-'].map((head) => [
      `to replace a block (${head})`,
      service('    security_opt:', `      - ${head}`, '        no-new-privileges=false'),
      NNP,
      'form: It is in block style.',
    ]),
    [
      'to leave a service without keys',
      'services:\n  web: {privileged: true}\n',
      PRIVILEGED,
      'form: Nothing would remain.',
    ],
    ...['&a seccomp:unconfined, b=c', 'b=c, &a seccomp:unconfined'].map((list) => [
      `to remove an anchor (${list})`,
      service(`    security_opt: [${list}]`),
      'seccomp-disabled',
      'shared: It has an anchor, which other nodes may reference.',
    ]),
    ...['!!str seccomp:unconfined, b=c', 'b=c, !!str seccomp:unconfined', 'b=c,!!str seccomp:unconfined'].map(
      (list) => [
        `to remove a tag (${list})`,
        service(`    security_opt: [${list}]`),
        'seccomp-disabled',
        'form: It has a tag.',
      ],
    ),
    ...[
      'privileged: true, # x\n image: a:1.2.3',
      'image: a:1.2.3, # x\n privileged: true',
      'image: a:1.2.3,\n# x\n privileged: true',
    ].map((pairs) => [
      `what has a comment beside it (${JSON.stringify(pairs)})`,
      `services: {web: {${pairs}}}\n`,
      PRIVILEGED,
      'comment: It has a comment next to it.',
    ]),
    [
      'the first key of an element with a comment',
      service('    post_start:', '      - privileged: true # x', '        command: a'),
      'privileged-exec',
      'form: Something else precedes it on the same line.',
    ],
    ...[
      'bind: {\n          # x\n          propagation: rshared}',
      'bind:\n          propagation: # x\n            rshared',
      'bind:\n          # plimsoll: ignore[x] -- y\n          propagation: rshared',
      'bind: # x\n          propagation: rshared',
    ].map((options) => [
      `what has a comment in it (${JSON.stringify(options)})`,
      service('    volumes:', '      - type: bind', '        source: /srv', '        target: /x', `        ${options}`),
      'shared-mount-propagation',
      'comment: It contains a comment.',
    ]),
    [
      'to remove an anchor',
      service('    privileged: &yes true', '    tty: *yes'),
      PRIVILEGED,
      'shared: It has an anchor, which other nodes may reference.',
    ],
    [
      'a file that is not YAML as a whole',
      service('    privileged: true', 'x: ["a'),
      PRIVILEGED,
      'broken: The file is not valid YAML.',
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
