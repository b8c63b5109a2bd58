import { describe, expect, it } from 'vitest';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { commandsOf, path } from './commands-of.ts';

function limitsIn(script: string): readonly string[] {
  const { problems } = findInvocations(fileScript(path, script), { environment: new Map() });
  return problems.filter(({ id }) => id === 'syntax/limit').map(({ message }) => message.what);
}

function repeat(count: number, make: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => make(index)).join('');
}

/** Nested loops over `words`, with a mount per variable. */
function nestedLoops(depth: number, words: string): string {
  return `${repeat(depth, (level) => `for v${level} in ${words}; do `)}docker run ${repeat(depth, (level) => `-v $v${level}:/x `)}image; ${'done; '.repeat(depth)}`;
}

it('a script is read up to its last line within the first million characters', () => {
  const command = (name: string): string => `docker run ${name}\n`;
  const filler = (length: number): string => `# ${'x'.repeat(length - 3)}\n`;
  const whole = command('first') + filler(1_000_000 - 2 * command('first').length) + command('final');
  expect(whole).toHaveLength(1_000_000);
  expect([commandsOf(whole), limitsIn(whole)]).toEqual([['docker run first', 'docker run final'], []]);
  const longer = `${whole.slice(0, -1)}s\n${command('more')}`;
  expect(commandsOf(longer)).toEqual(['docker run first']);
  expect(limitsIn(longer)).toEqual(['The script has more than 1000000 characters; the rest was not read.']);
});

it('conditions of one `if` that each change variables are followed up to a limit, which is said', () => {
  const chain = (count: number): string =>
    `X=a\nif a; then b; ${repeat(count, (index) => `elif X=$(c${index}); then docker run "i${index}"; `)}fi\ndocker run $X`;
  expect([commandsOf(chain(300)).length, limitsIn(chain(300))]).toEqual([301, []]);
  expect(commandsOf(chain(500)).at(-1)).toContain('docker run ⟨$X: a|⟨$(c0)⟩|');
  expect(limitsIn(chain(500))).toEqual([
    'Only the first 400 conditions of an `if` that change variables are followed.',
  ]);
});

describe('statements of which there are thousands are followed to the last', () => {
  const many = 5_000;

  it.each([
    [
      'elif',
      `if a; then X=first; ${repeat(many, (index) => `elif b${index}; then X=y; `)}else X=last; fi\ndocker run $X`,
      'docker run ⟨$X: first|y|last⟩',
    ],
    ['&&', `a ${repeat(many, () => '&& b ')}&& docker run x`, 'docker run x'],
    ['||', `a ${repeat(many, () => '|| b ')}|| docker run x`, 'docker run x'],
    ['a pipe', `a ${repeat(many, () => '| b ')}| docker run x`, 'docker run x'],
    [
      'cases',
      `case $1 in ${repeat(many, (index) => `a${index}) X=y;; `)} *) X=z; esac; docker run $X`,
      'docker run ⟨$X: y|z⟩',
    ],
    [
      'cases that go on into the next',
      `case $1 in ${repeat(many, (index) => `a${index}) X=y;& `)} *) X=z; esac; docker run $X`,
      'docker run z',
    ],
    ['operands', `X=$((0${repeat(many, () => '+1')})); docker run z`, 'docker run z'],
    ['assignments in one expression', `((X=0${repeat(many, () => ',X=1')},X=2)); docker run "$X"`, 'docker run ⟨$X⟩'],
    ['negations', `if [ ${repeat(many, () => '! ')}a ]; then X=y; else X=n; fi; docker run $X`, 'docker run y'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script).at(-1)).toBe(command);
  });
});

describe('loops in loops', () => {
  it('are followed round by round as long as these are few', () => {
    expect(commandsOf(nestedLoops(2, '/a /b'))).toHaveLength(4);
    expect(commandsOf(nestedLoops(3, '/a /b'))).toHaveLength(8);
  });

  it.each([
    ['of eight words', nestedLoops(8, '/a /b /c /d /e /f /g /h')],
    ['of two words', nestedLoops(60, '/a /b')],
    [
      'that nothing decides',
      `${repeat(60, (level) => `while a; do X=$X$${level}; `)}docker run -v /a:$X image; ${'done; '.repeat(60)}`,
    ],
    [
      'that count',
      `${repeat(12, (level) => `while [ $# -gt 0 ]; do a${level}; `)}docker run -v /a:/b image; ${'shift; done; '.repeat(12)}`,
    ],
  ])('%s are one command, in which more is left open', (_name, script) => {
    const commands = commandsOf(script);
    expect(commands).toHaveLength(1);
    expect(commands[0]).toMatch(/^docker run -v .* image$|⟨/);
  });
});

describe('what a script runs again and again is not followed without an end, and that is said', () => {
  it.each([
    ['a string that runs itself twice', 'X=\'docker run x; eval "$X"; eval "$X"\'; eval "$X"'],
    ['eval of eval', `${'eval '.repeat(2_000)}docker run x`],
    ['commands behind commands', `${'sudo '.repeat(100)}docker run x`],
    [
      'functions that call two others',
      `f0() { docker run "$@"; }; ${repeat(20, (index) => `f${index + 1}() { ${`f${index} "$@"; `.repeat(4)}}; `)} f20 x`,
    ],
    ['loops with many words', nestedLoops(9, '/a /b').repeat(20)],
  ])('%s', (_name, script) => {
    expect(limitsIn(script).length).toBeGreaterThan(0);
    expect(limitsIn(script).length).toBeLessThan(5);
  });

  it.each([
    ['words of braces', `docker run ${'{a,b,c,d}{1..60} '.repeat(10_000)}`],
    ['parameters', `${repeat(5_000, (index) => `set -- "$@" -v /a${index}:/b; `)}docker run "$@" image`],
    ['a pattern on a long text', `X=${'a'.repeat(20_000)}; case $X in ${'*a'.repeat(10_000)}b) docker run x;; esac`],
    ['a pattern on many texts', `X=${'a'.repeat(1_900)}; docker run ${'${X%%*a*a*a*b} ${X//a*a*b/c} '.repeat(500)}`],
  ])('%s', (_name, script) => {
    expect(commandsOf(script)).toHaveLength(1);
  });
});

it('commands are counted up to as many as a Compose project has containers, which is said', () => {
  const script = (count: number): string => repeat(count, (index) => `docker run i${index}\n`);
  expect(limitsIn(script(4_000))).toEqual([]);
  expect(commandsOf(script(4_001))).toHaveLength(4_000);
  expect(limitsIn(script(4_001))).toEqual([
    'There are more than 4000 engine commands here; the rest were not checked.',
  ]);
});

it('the work on words is counted up to a limit, beyond which they are left open', () => {
  const script = repeat(
    3_000,
    (index) =>
      `if [ "$X" = ${index} ]; then A${index % 50}="$A${(index + 1) % 50} ${index}"; fi\ntest $A${index % 50} = ${index}\n`,
  );
  expect(commandsOf(`${script}docker run $A1 "$A2" i\n`)).toEqual(['docker run …$A1 …"$A2" i']);
}, 60_000);
