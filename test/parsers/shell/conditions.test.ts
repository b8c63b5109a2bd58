import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

const hasBash = spawnSync('bash', ['-c', '(( BASH_VERSINFO[0] >= 5 ))']).status === 0;

/** Values of every kind, used below. */
const PRELUDE = 'A=abc; B=; N=7; M=-3; S="a b"; Z=0; L=(x y z); set --; unset U';

function script(condition: string): string {
  return `${PRELUDE}; if ${condition}; then I=yes; else I=no; fi; docker run $I`;
}

/** `yes`, `no`, or `open` if the script doesn't determine it. */
function answer(condition: string): string {
  const [command = ''] = commandsOf(script(condition));
  return command.replace('docker run ⟨$I: yes|no⟩', 'open').replace('docker run ', '');
}

/** bash's result for each condition. */
function answersOfBash(conditions: readonly string[]): readonly string[] {
  const lines = conditions.map(
    (condition) => `( docker() { echo "$2"; }; ${script(condition)} ) 2> /dev/null || echo refused`,
  );
  return spawnSync('bash', ['-c', lines.join('\n')], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' },
  })
    .stdout.trimEnd()
    .split('\n');
}

const YES = [
  'true',
  ':',
  '! false',
  '! ! true',
  'true && true',
  'false || true',
  'true || false',
  'false && true || true',
  'false || true && true',
  '[ a ]',
  '[ "$A" ]',
  '[ ! "$B" ]',
  '[ -n "$A" ]',
  '[ -z "$B" ]',
  'test -n a',
  '[ ! -z a ]',
  '[ ! ! a ]',
  '[ -n ]',
  '[ -z ]',
  '[ ! ]',
  '[ -x- ]',
  '! [ -n "" ]',
  '! [ "$B" ]',
  '[ a = a ]',
  '[ a == a ]',
  '[ a != b ]',
  '[ "$A" = abc ]',
  '[ "$B" = "" ]',
  '[ "" != a ]',
  '[ a != "" ]',
  '! [ a = b ]',
  '! [ a != a ]',
  '[ ! a = b ]',
  '! [ a == b ]',
  '[ "" = "" ]',
  '[ 7 -eq 7 ]',
  '[ 7 -ne 8 ]',
  '[ 8 -gt 7 ]',
  '[ 7 -ge 7 ]',
  '[ 8 -ge 7 ]',
  '[ 6 -lt 7 ]',
  '[ 7 -le 7 ]',
  '[ 6 -le 7 ]',
  '[ " 7 " -eq 7 ]',
  '[ 7 -eq " 7 " ]',
  '[ -3 -lt 0 ]',
  '[ $M -eq -3 ]',
  '[ 12 -eq 12 ]',
  '! [ 7 -eq 8 ]',
  '! [ 7 -ne 7 ]',
  '! [ 7 -gt 7 ]',
  '! [ 6 -ge 7 ]',
  '! [ 7 -lt 7 ]',
  '! [ 8 -le 7 ]',
  '! [ 7 -lt 6 ]',
  '[[ a ]]',
  '[[ -n $S ]]',
  '[[ -z $B ]]',
  '[[ ! -z $A ]]',
  '[[ ( -n $A ) ]]',
  '[[ -n $A && -z $B ]]',
  '[[ -z $A || -n $A ]]',
  '! [[ -n $A && -n $B ]]',
  '! [[ -z $A || -n $B ]]',
  '[[ ! ( -z $A && -n $B ) ]]',
  '[[ $A == a* ]]',
  '[[ $A = abc ]]',
  '[[ $A == *c ]]',
  '[[ $A == ??? ]]',
  '[[ $A != b* ]]',
  '! [[ $A == b* ]]',
  '! [[ $A != a* ]]',
  '[[ $A == [a-c]bc ]]',
  '! [[ "a*" == "b*" ]]',
  '! [[ $A == "a*" ]]',
  '! [[ $A = b ]]',
  '[[ - == [a-] ]]',
  '[[ "]" == []a] ]]',
  '[[ b == [^a] ]]',
  '! [[ "]" == [!a]] ]]',
  '[[ - == [--a] ]]',
  '[[ "[" == [ ]]',
  '[[ "[a" == [a ]]',
  '[[ "a]" == [a]] ]]',
  '[[ a == [\\]a] ]]',
  '[[ "*" == \\* ]]',
  '! [[ a == \\* ]]',
  '[[ "" == * ]]',
  '[[ a == [[:alpha:]] ]]',
  '[[ é == [[:alpha:]] ]]',
  '! [[ 1 == [[:alpha:]] ]]',
  '[[ 1 == [[:digit:]] ]]',
  '! [[ a == [[:digit:]] ]]',
  '[[ 1 == [[:alnum:]] ]]',
  '! [[ - == [[:alnum:]] ]]',
  '[[ "$S" == *[[:space:]]* ]]',
  '! [[ $A == *[[:space:]]* ]]',
  '[[ " " == [[:blank:]] ]]',
  '! [[ a == [[:blank:]] ]]',
  '[[ A == [[:upper:]] ]]',
  '! [[ a == [[:upper:]] ]]',
  '[[ a == [[:lower:]] ]]',
  '! [[ A == [[:lower:]] ]]',
  '[[ f == [[:xdigit:]] ]]',
  '! [[ g == [[:xdigit:]] ]]',
  '[[ _ == [[:word:]] ]]',
  '! [[ - == [[:word:]] ]]',
  '[[ . == [[:punct:]] ]]',
  '! [[ a == [[:punct:]] ]]',
  '[[ a == [[:graph:]] ]]',
  '! [[ " " == [[:graph:]] ]]',
  '[[ " " == [[:print:]] ]]',
  "! [[ $'\\a' == [[:print:]] ]]",
  "[[ $'\\a' == [[:cntrl:]] ]]",
  '! [[ a == [[:cntrl:]] ]]',
  '[[ a == [[:ascii:]] ]]',
  '! [[ é == [[:ascii:]] ]]',
  '[[ 5 == [^[:alpha:]] ]]',
  '! [[ a == [![:alpha:]] ]]',
  '[[ _ == [[:digit:]_] ]]',
  '[[ a == [[.a.]] ]]',
  '! [[ b == [[=a=]] ]]',
  '! [[ a == [[:none:]] ]]',
  '[[ 7 -eq 7 ]]',
  '[[ 7 -gt 6 ]]',
  '! [[ 7 -lt 6 ]]',
] as const;

/** Not followed, or with unknown values. */
const OPEN = [
  '[ ]',
  'cmd',
  'a | true',
  '! cmd',
  'cmd && true',
  'true && cmd',
  'false || cmd',
  'cmd; true',
  '[ "$X" ]',
  '[ a -nt b ]',
  '[ -f a ]',
  '[ -x a ]',
  '[ a = "$X" ]',
  '[ "$X" = a ]',
  '[ a = a -a b = b ]',
  '[ a -eq 1 ]',
  '[ 1 -eq a ]',
  '[ x1 -eq 1 ]',
  '[ 1 -eq 1x ]',
  '[ 1 -xx 1 ]',
  '[[ $X == a ]]',
  '[[ a == $X ]]',
  '[[ $X -eq 1 ]]',
  '[[ -n $X && -n $A ]]',
  '[[ -z $X || -z $A ]]',
  '[[ ! -n $X ]]',
  '[[ a =~ b ]]',
  '[[ $A == @(abc|d) ]]',
  '[[ $A != !(abc|d) ]]',
  '[[ $A == abc && !( -n $X || -z $A ) ]]',
  '[[ $A == x+(abc|d)* ]]',
  'P="@(abc|d)" && [[ $A == $P ]]',
  '[[ a < b ]]',
  '(( X ))',
  '(( X + 1 ))',
  '(( 1 + X ))',
  '(( N++ ))',
  '(( ++N ))',
  '(( N-- ))',
  '(( --N ))',
  '(( ~N ))',
  '(( N = 3 ))',
  '(( 1 ))',
  '! (( 0 ))',
  '(( N > 2 && N != 4 ))',
  '(( N += 1 ))',
  '(( $(cmd) ))',
  '{ true; }',
  '(true)',
] as const;

describe('a condition that the text decides', () => {
  it.each(YES)('%s', (condition) => {
    expect(answer(condition)).toBe('yes');
  });

  it.each(YES.filter((condition) => !/[&|]{2}|^!/.test(condition)))('! %s', (condition) => {
    expect(answer(`! ${condition}`)).toBe('no');
  });

  it.skipIf(!hasBash)('is decided as bash does', () => {
    expect(answersOfBash(YES)).toEqual(YES.map(() => 'yes'));
  });
});

describe('a condition that the text leaves open', () => {
  it.each(OPEN)('%s', (condition) => {
    expect(answer(condition)).toBe('open');
  });
});

describe('a loop that has no end of its own', () => {
  it.each([['while true'], ['while :'], ['while ((1))'], ['while ((12))'], ['until false'], ['until [ a = b ]']])(
    '%s ends where it breaks',
    (loop) => {
      expect(commandsOf(`I=no; ${loop}; do I=yes; break; done; docker run $I`)).toEqual(['docker run yes']);
    },
  );

  it.each([['while cmd'], ['while true; cmd'], ['while ((X))'], ['until cmd']])('%s may have no round', (loop) => {
    expect(commandsOf(`I=no; ${loop}; do I=yes; break; done; docker run $I`)).toEqual(['docker run ⟨$I: yes|no⟩']);
  });
});

describe('a pattern of a case', () => {
  it.each([
    ['a*', 'yes'],
    ['b|a?c', 'yes'],
    ['"a*"', 'no'],
    ['a\\*', 'no'],
    ['[[:lower:]]*', 'yes'],
    ['[[:upper:]]*', 'no'],
    ['$X', 'open'],
    ['b|$X', 'open'],
    ['abc|$X', 'yes'],
    ['$A', 'yes'],
    ['*', 'yes'],
  ])('%s', (pattern, expected) => {
    const [command = ''] = commandsOf(`A=abc; I=no; case $A in ${pattern}) I=yes;; esac; docker run $I`);
    expect(command.replace('docker run ⟨$I: yes|no⟩', 'open').replace('docker run ', '')).toBe(expected);
  });

  it('is open where it is an extended one', () => {
    expect(commandsOf('shopt -s extglob\nI=no; case abc in @(abc|d)) I=yes;; esac; docker run $I')).toEqual([
      'docker run ⟨$I: yes|no⟩',
    ]);
    expect(commandsOf("P='@(abc|d)'; I=no; case abc in $P) I=yes;; esac; docker run $I")).toEqual([
      'docker run ⟨$I: yes|no⟩',
    ]);
  });
});
