import { describe, expect, test } from 'vitest';
import { fixCompose, fixFiles } from './fix-text.ts';

const MEMORY = 'unlimited-memory';
const NNP = 'new-privileges-allowed';

function lines(...all: readonly string[]): string {
  return [...all, ''].join('\n');
}

/** Name, rule, and the text before and after. */
const CASES: readonly (readonly [name: string, rule: string, before: string, after: string])[] = [
  [
    'in the block that two services merge',
    MEMORY,
    lines(
      'x-app: &app',
      '  image: app:1',
      'services:',
      '  a:',
      '    <<: *app',
      '  b:',
      '    <<: *app',
      '    init: true',
    ),
    lines(
      ...['x-app: &app', '  image: app:1', '  mem_limit: 512m'],
      ...['services:', '  a:', '    <<: *app', '  b:', '    <<: *app', '    init: true'],
    ),
  ],
  [
    'in the service that another one merges',
    MEMORY,
    lines('services:', '  a: &a', '    image: app:1', '  b:', '    <<: *a', '    command: work'),
    lines('services:', '  a: &a', '    image: app:1', '    mem_limit: 512m', '  b:', '    <<: *a', '    command: work'),
  ],
  [
    'in the service that another one extends',
    MEMORY,
    lines('services:', '  a:', '    image: app:1', '  b:', '    extends: a', '    command: work'),
    lines(
      'services:',
      '  a:',
      '    image: app:1',
      '    mem_limit: 512m',
      '  b:',
      '    extends: a',
      '    command: work',
    ),
  ],
  [
    'in the block of a service that another one extends',
    MEMORY,
    lines(
      'x-app: &app',
      '  image: app:1',
      'services:',
      '  a: { <<: *app }',
      '  b: { <<: *app }',
      '  c: { extends: b }',
    ),
    lines(
      ...['x-app: &app', '  image: app:1', '  mem_limit: 512m'],
      ...['services:', '  a: { <<: *app }', '  b: { <<: *app }', '  c: { extends: b }'],
    ),
  ],
  [
    'in the block of which the merged blocks are made',
    MEMORY,
    lines(
      ...['x-a: &a', '  image: app:1', 'x-b: &b', '  <<: *a', '  init: true'],
      ...['services:', '  a: { <<: *a }', '  b: { <<: *b }', '  c: { <<: [*b] }'],
    ),
    lines(
      ...['x-a: &a', '  image: app:1', '  mem_limit: 512m', 'x-b: &b', '  <<: *a', '  init: true'],
      ...['services:', '  a: { <<: *a }', '  b: { <<: *b }', '  c: { <<: [*b] }'],
    ),
  ],
  [
    'in the block, which does not reach a service that says it itself',
    MEMORY,
    lines(
      ...['x-app: &app', '  image: app:1', 'services:', '  a: { <<: *app }', '  b: { <<: *app }'],
      ...['  c:', '    <<: *app', '    mem_limit: 2g'],
    ),
    lines(
      ...['x-app: &app', '  image: app:1', '  mem_limit: 512m', 'services:', '  a: { <<: *app }', '  b: { <<: *app }'],
      ...['  c:', '    <<: *app', '    mem_limit: 2g'],
    ),
  ],
  [
    'not in a block for another setting',
    MEMORY,
    lines(
      ...['x-app: &app', '  image: app:1', 'x-restart-policy: &restart', '  restart: always', 'services:'],
      ...['  a:', '    <<: [*restart, *app]', '  b:', '    <<: [*restart, *app]'],
    ),
    lines(
      ...['x-app: &app', '  image: app:1', '  mem_limit: 512m', 'x-restart-policy: &restart', '  restart: always'],
      ...['services:', '  a:', '    <<: [*restart, *app]', '  b:', '    <<: [*restart, *app]'],
    ),
  ],
  [
    'in a block for the setting itself',
    NNP,
    lines(
      ...['x-security: &security', '  security_opt: [label=type:x]', 'services:'],
      ...['  a: { <<: *security, image: app:1 }', '  b: { <<: *security, image: app:1 }'],
    ),
    lines(
      ...['x-security: &security', '  security_opt: [label=type:x, no-new-privileges:true]', 'services:'],
      ...['  a: { <<: *security, image: app:1 }', '  b: { <<: *security, image: app:1 }'],
    ),
  ],
  [
    'in the list that the block has, and in that which replaces it',
    NNP,
    lines(
      ...['x-app: &app', '  image: app:1', '  security_opt: [label=type:x]'],
      ...['services:', '  a: { <<: *app }', '  b: { <<: *app }', '  c: { <<: *app, security_opt: [label=type:y] }'],
    ),
    lines(
      ...['x-app: &app', '  image: app:1', '  security_opt: [label=type:x, no-new-privileges:true]', 'services:'],
      ...['  a: { <<: *app }', '  b: { <<: *app }'],
      '  c: { <<: *app, security_opt: [label=type:y, no-new-privileges:true] }',
    ),
  ],
  [
    'in the list that the block of one service has',
    NNP,
    lines('x-app: &app', '  image: app:1', '  security_opt: [a=b]', 'services:', '  a:', '    <<: *app'),
    lines(
      ...['x-app: &app', '  image: app:1', '  security_opt: [a=b, no-new-privileges:true]'],
      ...['services:', '  a:', '    <<: *app'],
    ),
  ],
  [
    'for each where one that shares the block is not to have it',
    MEMORY,
    lines(
      ...['x-app: &app', '  image: app:1', 'services:', '  a:', '    <<: *app', '  b:', '    <<: *app'],
      ...['  # plimsoll: ignore[unlimited-memory] -- it caches', '  c:', '    <<: *app'],
    ),
    lines(
      ...['x-app: &app', '  image: app:1', 'services:', '  a:', '    <<: *app', '    mem_limit: 512m'],
      ...['  b:', '    <<: *app', '    mem_limit: 512m'],
      ...['  # plimsoll: ignore[unlimited-memory] -- it caches', '  c:', '    <<: *app'],
    ),
  ],
  [
    'for each where the block is used once',
    MEMORY,
    lines('x-app: &app', '  image: app:1', 'services:', '  a:', '    <<: *app', '  b:', '    image: app:1'),
    lines(
      ...['x-app: &app', '  image: app:1', 'services:', '  a:', '    <<: *app', '    mem_limit: 512m'],
      ...['  b:', '    image: app:1', '    mem_limit: 512m'],
    ),
  ],
  [
    'for each where a block stands in no key',
    MEMORY,
    lines('services:', '  a:', '    <<: &app { image: app:1 }', '    init: true', '  b:', '    <<: [{ image: app:1 }]'),
    lines(
      ...['services:', '  a:', '    <<: &app { image: app:1 }', '    init: true', '    mem_limit: 512m'],
      ...['  b:', '    <<: [{ image: app:1 }]', '    mem_limit: 512m'],
    ),
  ],
];

describe('what all that share a text need is written once', () => {
  test.each(CASES)('%s', async (_, rule, before, after) => {
    expect(await fixCompose(before, rule)).toBe(after);
    expect(await fixCompose(after, rule)).toBe(after);
  });
});

test('a limit of a deployed service stays in its own section', async () => {
  const text = lines(
    ...['x-app: &app', '  image: app:1', 'services:', '  a: { <<: *app }', '  b: { <<: *app }'],
    ...['  c:', '    <<: *app', '    deploy:', '      resources:', '        limits:', "          cpus: '2'"],
  );
  const after = await fixCompose(text, MEMORY);
  expect(after).toContain(lines("          cpus: '2'", '          memory: 512m'));
  // It would also affect the third service, which has its own.
  expect(after).not.toContain(lines('  image: app:1', '  mem_limit: 512m'));
  expect(await fixCompose(after, MEMORY)).toBe(after);
});

test.each([
  ['merge it', lines('services:', '  a: &a', '    image: app:1', '  b: { <<: *a }', '  c: { <<: *a }')],
  ['extend it', lines('services:', '  a:', '    image: app:1', '  b: { extends: a }', '  c: { extends: a }')],
])('what is written once is counted for each: services that %s', async (_, text) => {
  const { made, withdrawn } = await fixFiles({ 'compose.yaml': text }, { rules: [MEMORY] });
  expect(made.map(({ finding }) => finding.subjects.map(({ name }) => name))).toEqual([['a'], ['b'], ['c']]);
  expect(withdrawn).toEqual([]);
});
