import { describe, expect, test } from 'vitest';
import type { FileSystem } from '../../src/files/file-system.ts';
import { lint } from '../../src/lint/lint.ts';
import { createWatchdog } from '../../src/node-watchdog.ts';
import { findJsonComments } from '../../src/parsers/hosts/devcontainer/comments.ts';
import { parseDevcontainer } from '../../src/parsers/hosts/devcontainer/index.ts';
import { createSession } from '../../src/session/session.ts';
import { type Watchdog, WorkStopped } from '../../src/util/watchdog.ts';
import { createMemoryFiles } from '../memory-io.ts';

describe('the watchdog of Node.js', () => {
  test('gives what the work returns, throws what it throws, and can be used again', () => {
    const watchdog = createWatchdog();
    const failure = new TypeError('of the work');
    expect(watchdog(() => 1)).toBe(1);
    expect(watchdog<unknown>(() => undefined)).toBe(undefined);
    expect(() =>
      watchdog(() => {
        throw failure;
      }),
    ).toThrow(failure);
    expect(watchdog(() => watchdog(() => 'within'))).toBe('within');
  });

  test.each<[string, () => unknown]>([
    [
      'a loop',
      () => {
        let turns = 0;
        while (turns >= 0) turns += 1;
        return turns;
      },
    ],
    // A pattern whose time doubles with each character.
    ['a regular expression', () => new RegExp('^(a+)+$').test(`${'a'.repeat(60)}b`)],
  ])('ends %s that never ends, and goes on with other work', (_, work) => {
    const watchdog = createWatchdog(0.05);
    expect(() => watchdog(work)).toThrow(WorkStopped);
    expect(watchdog(() => 'next')).toBe('next');
  });
});

test('the watchdog counts processor time: work that waits starts again', () => {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  let starts = 0;
  const waiting = (): string => {
    starts += 1;
    for (let turn = 0; turn < 20; turn += 1) Atomics.wait(clock, 0, 0, 20);
    return 'done';
  };
  expect(createWatchdog(0.2)(waiting)).toBe('done');
  expect(starts).toBe(2);
});

describe('an input that never ends', () => {
  /** Stops work on texts with `endless`, as if it hung. */
  const impatient: Watchdog = (work) => {
    const result = work();
    if (JSON.stringify([result]).includes('endless')) throw new WorkStopped(30);
    return result;
  };

  test('is a finding of its own, and the others are linted', async () => {
    const files = createMemoryFiles({
      'endless.sh': 'docker run --privileged endless:1\ntrue\n',
      'other.sh': 'docker run --privileged alpine:3\n',
    });
    const session = createSession({ files, watchdog: impatient });
    const { inputs, hasFailed } = await session.lint({ paths: ['endless.sh', 'other.sh'] });
    const found = inputs.map(({ paths, findings }) => [paths[0], findings.map(({ rule }) => rule)]);
    expect(found).toEqual([
      ['endless.sh', ['syntax/limit']],
      ['other.sh', expect.arrayContaining(['privileged-container'])],
    ]);
    expect(hasFailed).toBe(true);
    const [endless] = inputs;
    expect(endless?.findings[0]).toMatchObject({
      message: { what: 'This file was not checked: plimsoll stopped after 30 seconds.' },
      location: { path: 'endless.sh', span: { start: 0, end: 33 } },
    });
  });

  test('is linted again by itself where one watchdog covers many, and the others once', async () => {
    const texts = Object.fromEntries(
      ['a', 'slow', 'z'].map((name) => [
        `${name}/compose.yaml`,
        `services: { x: { image: "a:1", privileged: true, env_file: own.env } }\n`,
      ]),
    );
    const memory = createMemoryFiles({ ...texts, 'a/own.env': 'A=1\n', 'slow/own.env': 'A=1\n', 'z/own.env': 'A=1\n' });
    const read: string[] = [];
    let isEndless = false;
    const files: FileSystem = {
      ...memory,
      read: (path) => {
        if (path.endsWith('own.env')) read.push(path);
        while (isEndless && path === 'slow/own.env') read.length = Math.min(read.length, 99);
        return memory.read(path);
      },
    };
    // Loads everything before watching.
    await createSession({ files }).lint({ paths: ['.'] });
    isEndless = true;
    read.length = 0;
    const { inputs } = await createSession({ files, watchdog: createWatchdog(0.5) }).lint({ paths: ['.'] });
    expect(
      inputs.map(({ paths, findings }) => [paths[0], findings.some(({ rule }) => rule === 'syntax/limit')]),
    ).toEqual([
      ['a/compose.yaml', false],
      ['slow/compose.yaml', true],
      ['z/compose.yaml', false],
    ]);
    // On a busy machine, the watchdog gives the slow one more time.
    expect(read.filter((path) => path !== 'slow/own.env')).toEqual(['a/own.env', 'z/own.env']);
    expect(read.length).toBeGreaterThanOrEqual(4);
  });

  test('an empty one among them', async () => {
    const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };
    const stop: Watchdog = () => {
      throw new WorkStopped(1);
    };
    const watched = await lint(
      { kind: 'shell', files: [{ path: 'a.sh', text: '' }] },
      { ...context, watchdog: failOnce(stop) },
    );
    expect(watched.findings.map(({ rule }) => rule)).toEqual(['syntax/limit']);
  });
});

/** A watchdog that stops only the first work. */
function failOnce(watchdog: Watchdog): Watchdog {
  let isFirst = true;
  return (work) => {
    if (!isFirst) return work();
    isFirst = false;
    return watchdog(work);
  };
}

describe('the scanner of JSON with comments', () => {
  const ends = [
    '/*',
    '/* ',
    '/**',
    '/*/',
    '//',
    '/',
    '"',
    '"\\',
    '"\\u12',
    '{',
    '[',
    '-',
    '1e',
    '1.',
    'tru',
    '\uFEFF',
    '/*\uFEFF',
  ];
  const starts = ['', '{"image": "a:1"}\n', '{"image": "a:1"', '{"image": "a:1", "mounts": ["', '{"a": '];

  test.each(starts.flatMap((start) => ends.map((end) => [start + end])))('%j ends', (text) => {
    const path = '.devcontainer.json';
    const watchdog = createWatchdog(5);
    const context = { files: createMemoryFiles({}), environment: new Map<string, string>() };
    watchdog(() => parseDevcontainer({ path, text }, context));
    const comments = watchdog(() => findJsonComments({ path, text }, () => true));
    for (const { location } of comments) expect(location.span.end).toBeLessThanOrEqual(text.length);
  });
});
