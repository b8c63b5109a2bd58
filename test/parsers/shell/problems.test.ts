import { describe, expect, it } from 'vitest';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { commandsOf, path } from './commands-of.ts';

/** A script's problems as ID and marked text. */
function problemsIn(script: string): readonly string[] {
  const { problems } = findInvocations(fileScript(path, script), { environment: new Map() });
  return problems.map(({ id, place }) => `${id} ${script.slice(place.location.span.start, place.location.span.end)}`);
}

describe('what is no valid shell is a problem, and the rest is read', () => {
  it.each([
    [
      'an unclosed double quote',
      'docker run "a\ndocker run b',
      ['syntax/invalid-shell "'],
      ['docker run a', 'docker run b'],
    ],
    [
      'an unclosed single quote',
      "docker run a\necho it's\ndocker run b",
      ["syntax/invalid-shell '"],
      ['docker run a', 'docker run b'],
    ],
    [
      'an unclosed substitution',
      'echo $(docker run a\ndocker run b',
      ['syntax/invalid-shell $'],
      ['docker run a', 'docker run b'],
    ],
    [
      'an unclosed expansion',
      'docker run ${A\ndocker run b',
      ['syntax/invalid-shell $'],
      ['docker run …${A', 'docker run b'],
    ],
    [
      'a stray parenthesis',
      'docker run a )\ndocker run b',
      ['syntax/invalid-shell )'],
      ['docker run a', 'docker run b'],
    ],
    ['a stray keyword', 'docker run a\nfi\ndocker run b', ['syntax/invalid-shell f'], ['docker run a', 'docker run b']],
    ['an unclosed if', 'if a; then\n  docker run a\n', ['syntax/invalid-shell a'], ['docker run a']],
    ['an unclosed function', 'f() {\n  docker run a', ['syntax/invalid-shell a'], ['docker run a']],
    [
      'an error in a function',
      'f() {\n  a (b)\n  docker run a\n}\ndocker run b',
      ['syntax/invalid-shell )', 'syntax/invalid-shell }'],
      ['docker run a', 'docker run b'],
    ],
    [
      'a missing command',
      'a | | b\ndocker run a',
      ['syntax/invalid-shell |', 'syntax/invalid-shell |'],
      ['docker run a'],
    ],
    ['an unclosed here-document is none', 'sh <<EOF\ndocker run a\n', [], ['docker run a']],
    ['an error in a string', "sh -c 'docker run a; )'", ['syntax/invalid-shell )'], ['docker run a']],
    ['an error beside an unknown part is none', 'sh -c "docker run a; ) $X"', [], ['docker run a']],
    ['what comes after an exit is none', 'docker run a\nexit 0\n) \u0001(', [], ['docker run a']],
  ])('%s', (_name, script, problems, commands) => {
    expect(problemsIn(script)).toEqual(problems);
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('what goes too deep is a problem', () => {
  it.each([
    ['brackets', '('.repeat(5_000)],
    ['functions', 'f() '.repeat(50_000)],
    ['substitutions', 'x $('.repeat(5_000)],
    ['quotes and substitutions', 'x "$('.repeat(5_000)],
    ['conditions', 'if '.repeat(5_000)],
  ])('%s', (_name, script) => {
    expect(problemsIn(script)).not.toEqual([]);
  });

  it('a string that runs itself ends', () => {
    expect(commandsOf('X=\'docker run x; eval "$X"\'; eval "$X"')).toEqual(['docker run x']);
  });

  it('of a command with very many words the first are read', () => {
    const script = `docker run ${'-t '.repeat(20_000)} x`;
    expect(invocationLengths(script)).toEqual([10_001]);
    expect(problemsIn(script)).toEqual(['syntax/limit -t']);
  });
});

function invocationLengths(script: string): readonly number[] {
  return findInvocations(fileScript(path, script), { environment: new Map() }).invocations.map(
    ({ arguments: words }) => words.length,
  );
}

it.each([
  's=$(set +o); eval "$s; set -e"',
  's=$(set -o); eval "$s; set -e"',
  's=$(shopt -p nullglob); eval "$s; set -e"',
  's=$(trap); eval "$s; set -e"',
])('settings that a builtin prints can be run: %s', (script) => {
  expect(problemsIn(script).filter((one) => one.startsWith('syntax/invalid-shell'))).toEqual([]);
});

it('an option that is set prints nothing', () => {
  expect(problemsIn('s=$(set -o pipefail; umask 022); eval "$s; set -e"')).toEqual(['syntax/invalid-shell ;']);
});
