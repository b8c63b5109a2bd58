import { describe, expect, it } from 'vitest';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { commandsOf, path } from './commands-of.ts';

function limitsIn(script: string): readonly string[] {
  const { problems } = findInvocations(fileScript(path, script), { environment: new Map() });
  return problems.map(({ id }) => id);
}

const LOG = 'stamp() { date +%T | cut -c1-8; }; log() { [ "$Q" = 1 ] && return; echo "$(stamp) $*" >&2; }';

describe('functions that are called thousands of times are followed as long as the budget of work lasts', () => {
  // Each call of `debug` adds about forty words.
  const calls = `${LOG}
info() { if [ -n "$V" ]; then ${'log "$1" a b c d e f; '.repeat(8)} fi; }
debug() { for i in 1 2 3 4 5 6 7 8; do ( info "$i $1" ) || info "$1"; done; info "$(info x)"; }
`;

  it.each([
    ['in lines', 'debug "$X"\n'.repeat(2_000)],
    ['in functions', `f() { ${'debug y; '.repeat(50)} }\n${'f\n'.repeat(200)}`],
    ['in conditions', 'if a; then debug "$X"; else debug b; fi\n'.repeat(1_000)],
    ['behind an end', `die() { debug "$@"; }\n${'[ -e x ] || { die "no x"; }\n'.repeat(1_000)}`],
  ])('%s', (_name, script) => {
    const text = `${calls}A=1\n${script}docker run last $A`;
    // Variables set by unfollowed calls are unknown.
    expect([commandsOf(text), limitsIn(text)]).toEqual([['docker run last ⟨$A: 1|⟨$A⟩⟩'], ['syntax/limit']]);
  });

  it('and what they print is unknown', () => {
    const text = `${calls}${'debug "$X"\n'.repeat(2_000)}name() { echo x; }; docker run $(name)`;
    expect([commandsOf(text), limitsIn(text)]).toEqual([['docker run …$(name)'], ['syntax/limit']]);
  });
});

describe('what counts is what is read again', () => {
  const words = `say ${'a '.repeat(9)}`;

  it('not what is read for the first time, in functions and substitutions too', () => {
    const lines = `${words}\n`.repeat(6_000);
    const texts = [lines, `f() {\n${lines}}\nf\n`, `X="$(\n${lines})"\n`];
    expect(texts.map((text) => limitsIn(`${text}docker run x`))).toEqual([[], [], []]);
  });

  it('in a long script as in a short one', () => {
    const calls = `f() { ${`${words}; `.repeat(30)} }\n${'f\n'.repeat(100)}docker run x`;
    const comment = `# ${'x'.repeat(500_000)}\n`;
    expect([calls, comment + calls].map(limitsIn)).toEqual([['syntax/limit'], ['syntax/limit']]);
  });

  it('and what is made of strings, which can be new each time', () => {
    const text = `f() { ${'eval "say $1 a b c d e f g h"; '.repeat(30)} }\nfor i in $(seq 9); do\n${'f $i\n'.repeat(200)}done\ndocker run x`;
    expect(limitsIn(text)).toContain('syntax/limit');
  });
});

describe('what is called again does what it did', () => {
  it.each([
    ['gives a variable a value', 'f() { X="$1"; }; f a; f b; docker run $X', ['docker run b']],
    ['gives one of its own a value', 'f() { local X="$1"; log; }; X=a; f b; f c; docker run $X', ['docker run a']],
    [
      'has its own variable changed by another',
      'g() { X=$1; }; f() { local X; g b; }; X=a; f; f; docker run $X',
      ['docker run a'],
    ],
    [
      'changes a variable before it is its own',
      'f() { X=b$1; local X=c; }; X=a; f 1; f 2; docker run $X',
      ['docker run b2'],
    ],
    ['gives a default', 'f() { : ${X:=$1}; }; unset X; f a; unset X; f b; docker run $X', ['docker run b']],
    ['counts', 'f() { ((N += 1)); }; N=0; f; f; f; docker run $N', ['docker run ⟨$N⟩']],
    ['reads', 'f() { read -r X <<< "$1"; }; f a; f b; docker run $X', ['docker run b']],
    ['takes a variable away', 'f() { unset X; }; X=a; f; X=b; f; docker run "${X-none}"', ['docker run none']],
    ['ends the script', 'f() { log; exit; }; f; f; docker run x', ['docker run x']],
    ['goes to another folder', 'f() { cd "$1"; }; f a; f b; docker run -v "$PWD:/x" y', ['docker run -v ⟨$PWD⟩:/x y']],
    ['runs its words', 'f() { "$@"; }; f log a; f log b; f docker run x', ['docker run x']],
    ['runs what a variable names', 'f() { $P run x; }; P=echo; f; f; P=docker; f', ['docker run x']],
    ['is another function', 'f() { log a; }; f; f; f() { docker run x; }; f; f', ['docker run x']],
    ['calls another function', 'f() { g; }; f; f; g() { docker run x; }; f', ['docker run x']],
    ['writes a file', 'f() { echo "docker run $1" > s.sh; }; f a; f b; sh s.sh', ['docker run b']],
    [
      'adds to a file',
      'f() { echo "docker run $1" >> s.sh; }; f a; echo "docker run b" > s.sh; f c; sh s.sh',
      ['docker run b', 'docker run c'],
    ],
    ['prints a value', 'f() { echo "$1"; }; f a; f b; f c; X=$(f d); docker run $X', ['docker run d']],
    ['leaves a loop', 'for X in a b c; do log; [ $X = b ] && break; done; docker run $X', ['docker run b']],
    ['sets a variable from another', 'f() { X=$Y; }; Y=a; f; X=; f; docker run $X', ['docker run a']],
    [
      'finds what another function made its own',
      'g() { docker run $X; }; f() { local X=$1; g; }; f a; f b; f a',
      ['docker run a', 'docker run b'],
    ],
    [
      'passes its input on',
      'g() { sh; }; f() { g; }; f <<< "docker run a"; f <<< "docker run b"',
      ['docker run a', 'docker run b'],
    ],
    [
      'ends a subshell',
      'f() { [ -n "$Q" ] && { echo a; exit; }; echo b; }; X=$(f); X=$(f; echo c); docker run "$X"',
      ['docker run ⟨$(f; echo c): b⏎c|a⟩'],
    ],
    ['calls itself', 'f() { docker run $1; [ $1 = a ] && f b; }; f a; f b; f a', ['docker run a', 'docker run b']],
    ['sets a trap', 'f() { trap "docker rm $1" EXIT; }; f a; f a', ['docker rm a']],
    [
      'gives a variable one of two values',
      '[ -n "$Q" ] && X=a; f() { [ -n "$R" ] && X=b; docker run $X; }; f; f; X=c; f',
      ['docker run ⟨$X: b|a|⟨$X⟩⟩', 'docker run ⟨$X: b|c⟩'],
    ],
    ['sets options', "f() { set -a; }; f; f; A=1; sh -c 'docker run $A'", ['docker run 1']],
  ])('%s', (_name, script, commands) => {
    expect(commandsOf(`${LOG}\n${script}`)).toEqual(commands);
  });
});

describe('what a loop is broken off with is what it was there', () => {
  const round = '[ -z "$C" ] && break; A=w;';
  it.each([
    ['for', `for I in a b; do ${round} done; docker run "$A"`, 'docker run ⟨$A: w|⟨$A⟩⟩'],
    ['while', `N=0; while [ $N -lt 2 ]; do ${round} N=$((N + 1)); done; docker run "$A"`, 'docker run ⟨$A: w|⟨$A⟩⟩'],
    ['lines', `while read -r I; do ${round} done <<< a; docker run "$A"`, 'docker run ⟨$A: w|⟨$A⟩⟩'],
    ['a value before', `A=v; for I in a b; do ${round} done; docker run "$A"`, 'docker run ⟨$A: w|v⟩'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('a function that lengthens a value', () => {
  const add = 'add() { X="$X$1"; echo "$1" >&2; }; X=a;';

  it('so many times', () => {
    expect(commandsOf(`${add} ${'add b; '.repeat(90)} docker run $X`)).toEqual([`docker run a${'b'.repeat(90)}`]);
  });

  it('more often', () => {
    const [command] = commandsOf(`${add} ${'add b\n'.repeat(400)} docker run $X`);
    expect(command).toMatch(/^docker run ⟨\$X⟩b+$/);
  });

  it('which another command replaces', () => {
    expect(commandsOf(`${add} ${'add b\n'.repeat(400)} X=c; docker run $X`)).toEqual(['docker run c']);
  });
});

describe('a function that ends the script', () => {
  const calls = (name: string): string => `[ -n "$A" ] || ${name}\n`.repeat(60);

  it('is followed where it may run a container', () => {
    const text = `end() { docker stop $X; exit 1; }\n${calls('end')}docker run x`;
    expect([commandsOf(text), limitsIn(text)]).toEqual([['docker stop …$X', 'docker run x'], []]);
  });

  it('is followed where it may not', () => {
    const text = `usage() { echo "usage: $0"; exit 1; }\n${calls('usage')}docker run x`;
    expect([commandsOf(text), limitsIn(text)]).toEqual([['docker run x'], []]);
  });

  it('is followed with each of its words', () => {
    const text = `run() { docker run $1; exit; }\ncase $A in ${Array.from({ length: 60 }, (_, at) => `${at}) run i${at};;`).join(' ')} esac`;
    expect(commandsOf(text)).toContain('docker run i59');
  });
});
