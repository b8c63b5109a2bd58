import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('the words of a command', () => {
  it.each([
    ['single quotes', "docker run 'a b' 'x\"y' ''", "docker run a␣b x\"y ''"],
    ['double quotes', 'docker run "a b" "q\\"q" "\\$x \\\\ \\e"', 'docker run a␣b q"q $x␣\\␣\\e'],
    ['quotes inside a word', `docker run --name="my web"'!'x`, 'docker run --name=my␣web!x'],
    ['escapes', 'docker run a\\ b \\-x \\"y\\"', 'docker run a␣b -x "y"'],
    ['ANSI-C quotes', `docker run $'a\\tb\\x41\\u00e9\\101\\'' $"text"`, "docker run a\tbAéA' text"],
    [
      'the name in quotes or behind a backslash',
      '"docker" run a; \\docker run b; d""ocker run c',
      'docker run a',
      'docker run b',
      'docker run c',
    ],
    [
      'the name with a path',
      '/usr/bin/docker run a; ./bin/docker run b; "$BIN/docker" run c; docker.exe run d',
      'docker run a',
      'docker run b',
      'docker run c',
      'docker run d',
    ],
    ['line continuations', 'docker run \\\n  --rm \\\n  al\\\npine', 'docker run --rm alpine'],
    [
      'line continuations with CRLF',
      'docker run \\\r\n  --rm \\\r\n  alpine\r\ndocker run "a\\\r\nb"\r\n',
      'docker run --rm alpine',
      'docker run ab',
    ],
    [
      'a comment line inside a continuation ends the command',
      'docker run \\\n  # --privileged\n  alpine',
      'docker run',
    ],
    ['a byte order mark', '\uFEFFdocker run alpine', 'docker run alpine'],
    ['redirections are no words', 'docker run >/dev/null 2>&1 alpine <in &>out', 'docker run alpine'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('brace expansion', () => {
  it.each([
    ['--cap-add={NET_ADMIN,SYS_ADMIN}', '--cap-add=NET_ADMIN --cap-add=SYS_ADMIN'],
    ['a{b,c{d,e}}f', 'abf acdf acef'],
    ['{1..3} {03..1} {a..c} {1..9..4}', '1 2 3 03 02 01 a b c 1 5 9'],
    ['{a,"b c"}{1,2}', 'a1 a2 b␣c1 b␣c2'],
    ['"{a,b}" {a} {a,b \\{a,b}', '{a,b} {a} {a,b {a,b}'],
    ['-v={$A,"$B"}', '-v=one -v=two␣three'],
    ['x{,y}', 'x xy'],
    ['{1..99999}', '…{1..99999}'],
    ['-e X={1..99999}', '-e …X=…'],
  ])('%s', (words, expected) => {
    expect(commandsOf(`A=one B='two three'\ndocker run ${words}`)).toEqual([`docker run ${expected}`]);
  });

  const literal = 'docker run --x={a,b␣c,one} {1..3}';
  it.each([
    ['#!/bin/sh\nW\n', literal],
    ['#!/usr/bin/env dash\nW\n', literal],
    ["sh -c 'W'", literal],
    ["#!/bin/sh\nbash -c 'W'", 'docker run --x=a --x=b␣c --x=one 1 2 3'],
    ["#!/bin/bash\n/bin/dash -c 'W'", literal],
    ['#!/bin/bash\nW', 'docker run --x=a --x=b␣c --x=one 1 2 3'],
    ['X={a,"b c"}; docker run "$X"', 'docker run {a,b␣c}'],
  ])('the shell decides: %j', (script, command) => {
    expect(commandsOf(script.replace('W', 'A=one; docker run --x={a,"b c",$A} {1..3}'))).toEqual([command]);
  });
});

describe('what is unknown', () => {
  it.each([
    [
      'the home folder',
      '~/x ~ ~bob/y ~bob:/z $HOME/z "$HOME" a~ "~"',
      '⟨~⟩/x ⟨~⟩ ⟨~bob⟩/y ⟨~bob⟩:/z ⟨$HOME⟩/z ⟨$HOME⟩ a~ ~',
    ],
    ['the environment', '"$X" a$X $X', '⟨$X⟩ a⟨$X⟩ …$X'],
    ['several unquoted ones', '$X$Y', '…$X$Y'],
    ['the output of a command', '"$(cmd)" a`cmd` $(cmd)', '⟨$(cmd)⟩ a⟨`cmd`⟩ …$(cmd)'],
    ['what echo prints', '$(echo a) "$(echo "a $(echo b)"  c)" x$(echo $(echo y))z "$(echo)"', "a a␣b␣c xyz ''"],
    ['words that echo prints', '$(echo a "b c") $(echo --init -it)', 'a b c --init -it'],
    ['what printf prints', '"$(printf %s "a b")" "$(printf \'%s\\n\' a)" "$(printf a)"', 'a␣b a a'],
    [
      'what printf would make',
      '"$(printf %d 1)" "$(printf %s a b)" "$(printf \'a\\tb\')" "$(printf %s-%s, a b c)" "$(printf %x 10)" "$(printf "$Y" a)"',
      '1 ab a\tb a-b,c-, ⟨$(printf %x 10)⟩ ⟨$(printf "$Y" a)⟩',
    ],
    [
      'what shells print in their own way',
      '"$(echo -n a)" "$(echo \'a\\tb\')" "$(echo *)" "$(echo $Y)" "$(echo "-$Y")"',
      "a ⟨$(echo 'a\\tb')⟩ ⟨$(echo *)⟩ ⟨$(echo $Y)⟩ -⟨$Y⟩",
    ],
    [
      'what goes elsewhere',
      '"$(echo a >&2)" "$(echo a | b)" "$(echo a; b)" "$(! echo a)" "$(X=1 echo a)" "$(echo a &)" "$(echo a && b)"',
      "'' ⟨$(echo a | b)⟩ ⟨$(echo a; b)⟩ a a ⟨$(echo a &)⟩ ⟨$(echo a && b)⟩",
    ],
    [
      'what is one word in practice',
      '$UID $PWD $(pwd) $(id -u) $(cd .. && pwd) $? $$',
      '⟨$UID⟩ ⟨$PWD⟩ ⟨$(pwd)⟩ ⟨$(id -u)⟩ ⟨$(cd .. && pwd)⟩ ⟨$?⟩ ⟨$$⟩',
    ],
    ['the parameters of the script', '$1 "$2" "$@" $* "$*" $#', '…$1 ⟨$2⟩ …$@ …$* ⟨$*⟩ ⟨$#⟩'],
    ['words that join unknown ones', '"a$@" "$@b"', 'a⟨$@⟩ …$@ …$@ ⟨$@⟩b'],
    ['process substitution', '<(cmd)', '⟨<(cmd)⟩'],
  ])('%s', (_name, words, expected) => {
    expect(commandsOf(`docker run ${words}`)).toEqual([`docker run ${expected}`]);
  });

  it('leaves patterns for file names as they are', () => {
    expect(commandsOf('docker run -p [::1]:80:80 --filter=a* x?')).toEqual([
      'docker run -p [::1]:80:80 --filter=a* x?',
    ]);
  });

  it('takes values that the user gave for variables', () => {
    expect(
      commandsOf(
        'docker run $X ${Y:-y} "$Z"',
        new Map([
          ['X', 'a b'],
          ['Y', 'given'],
        ]),
      ),
    ).toEqual(['docker run a b given ⟨$Z⟩']);
  });
});

describe('quotes in defaults within double quotes', () => {
  it.each([
    ['#!/bin/sh\necho "${1:-don\'t know}"\ndocker run x\necho "${1:-don\'t know}"\n', 'docker run x'],
    [
      '#!/bin/sh\nA="${U:-it\'s}"; B="${V-a\'b}"\ndocker run "$A" \'${U:-x}\' "it\'s"\n',
      "docker run it's ${U:-x} it's",
    ],
  ])('mean nothing to dash: %j', (script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});
