import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { patternOf, scriptsIn } from './commands-of.ts';
import { KNOWN_COMMANDS } from './known-commands.ts';
import { makefile } from './random-makefiles.ts';

const hasMake = spawnSync('make', ['--version'], { encoding: 'utf8' }).stdout.startsWith('GNU Make 4');

/** After this, make 4.4 expands `$(NAME:a=b)` to nothing, though `$(NAME)` has a value. */
const ADDS_NOTHING_FOR_TARGET = /^\w+: \w+ \+= *$/m;

/** make's commands for target `t`, one per line; `undefined` if it rejects the file. */
function commandsOfMake(text: string): string | undefined {
  const { stdout, status } = spawnSync('make', ['-rRn', '-f', '-', 't'], {
    input: text,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' },
  });
  return status === 0 ? stdout : undefined;
}

describe.runIf(hasMake)('what make runs is among what the model has', () => {
  it('for Makefiles of all kinds of assignments, conditionals and functions', () => {
    let read = 0;
    let known = 0;
    fc.assert(
      fc.property(makefile, (text) => {
        const expected = ADDS_NOTHING_FOR_TARGET.test(text) ? undefined : commandsOfMake(text);
        if (expected === undefined) return;
        read += 1;
        const texts = scriptsIn(text, { title: 't' });
        if (texts.every(({ isKnown }) => isKnown)) known += 1;
        const pattern = texts.map((each) => `${patternOf(each)}\n`).join('');
        expect(expected).toMatch(new RegExp(`^${pattern}$`));
      }),
      { numRuns: 200 },
    );
    // Most files must be valid and known, or the comparison means nothing.
    expect(read).toBeGreaterThan(150);
    expect(known).toBeGreaterThan(50);
  });
});

test.runIf(hasMake).each(Object.values(KNOWN_COMMANDS).flat())(
  'make runs what is said of it: %s',
  (_, text, commands) => {
    expect(commandsOfMake(text)).toBe(commands.map((command) => `${command}\n`).join(''));
  },
);
