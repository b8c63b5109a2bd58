import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('a variable that differs by branch', () => {
  it.each([
    ['is one of a few', 'if a; then I=x; else I=y; fi; docker run $I "$I:1"', 'docker run ⟨$I: x|y⟩ ⟨$I: x|y⟩:1'],
    ['in a case', 'case $1 in a) I=x;; b) I=y;; *) exit 1;; esac; docker run $I', 'docker run ⟨$I: x|y⟩'],
    ['in a case without a default', 'I=w; case $1 in a) I=x;; b) I=y;; esac; docker run $I', 'docker run ⟨$I: x|y|w⟩'],
    ['after an elif', 'if a; then I=x; elif b; then I=y; else I=z; fi; docker run $I', 'docker run ⟨$I: x|y|z⟩'],
    [
      'after conditions that set another',
      'if a; then I=x; elif J=$(b); then I=y; elif c; then J=k; fi; docker run $I $J x',
      'docker run ⟨$I: x|y|⟨$I⟩⟩ ⟨$J: ⟨$(b)⟩|k|⟨$J⟩⟩ x',
    ],
    ['taken away on one way', 'B=b; if a; then unset B; fi; docker exec ${B:-$B} x', 'docker exec ?b x'],
    ['set on one way only', 'if a; then X=--init; fi; docker run $X x', 'docker run ?--init ?…$X x'],
    ['set again on one way', 'I=x; [ -n "$T" ] && I=x:$T; docker run $I', 'docker run ⟨$I: x:⟨$T⟩|x⟩'],
    ['or else', 'test -n "$N" || N=host; docker run --network "$N"', 'docker run --network ⟨$N: host|⟨$N⟩⟩'],
    ['to the same value', 'if a; then I=x; else I=x; fi; docker run $I', 'docker run x'],
    ['and back', 'if a; then I=x; fi; I=y; docker run $I', 'docker run y'],
    ['where the other way ends', 'if a; then I=x; else echo no; exit 1; fi; docker run $I', 'docker run x'],
    [
      'where the other way ends in a function',
      'die() { exit 1; }; I=y; if a; then I=x; else die; fi; docker run $I',
      'docker run x',
    ],
    ['in a part of a word', 'if a; then T=1; else T=2; fi; docker run a:$T-b', 'docker run a:⟨$T: 1|2⟩-b'],
    ['and goes into another', 'if a; then T=1; else T=2; fi; I=a:$T; docker run $I', 'docker run a:⟨$T: 1|2⟩'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('words that exist on some code paths only', () => {
  it.each([
    [
      'appended',
      'O=--rm; if a; then O="$O -it"; fi; if b; then O+=" -v x:/y"; fi; docker run $O x',
      'docker run --rm ?-it ?-v ?x:/y x',
    ],
    ['in front', 'O=--rm; a && O="--init $O"; docker run $O x', 'docker run ?--init --rm x'],
    [
      'in an array',
      'O=(--rm); if a; then O+=(--privileged -v "x y:/z"); fi; docker run "${O[@]}" x',
      'docker run --rm ?--privileged ?-v ?x␣y:/z x',
    ],
    [
      'in the parameters',
      'set -- --rm; if a; then set -- "$@" --init; fi; docker run "$@" x',
      'docker run --rm ?--init x',
    ],
    [
      'different options',
      'if a; then O="--rm --init"; else O="--rm --tty"; fi; docker run $O x',
      'docker run --rm ?--init ?--tty x',
    ],
    [
      'the same option with different values',
      'if a; then O="--memory 1g"; else O="--memory 2g --rm"; fi; docker run $O x',
      'docker run --memory ⟨$O: 1g|2g⟩ ?--rm x',
    ],
    [
      'the same option with = and different values',
      'if a; then O=--net=host; else O="--net=none -t"; fi; docker run $O x',
      'docker run --net=⟨$O: host|none⟩ ?-t x',
    ],
    [
      'an option whose value is a negative number',
      'if a; then M="--pids-limit -1 -d"; else M="-it --pids-limit 10"; fi; docker run $M x',
      'docker run ?-it --pids-limit ⟨$M: -1|10⟩ ?-d x',
    ],
    [
      'different options with values',
      'if a; then O="--device /dev/x"; else O="--gpus all"; fi; docker run $O x',
      'docker run ?--device ?/dev/x ?--gpus ?all x',
    ],
    [
      'different options with values, before the same word',
      'if a; then O="--device /dev/x y"; else O="--gpus all y"; fi; docker run $O',
      'docker run ?--device ?/dev/x ?--gpus ?all y',
    ],
    [
      'different options with values, in a loop',
      'O=(); while a; do case $b in c) O+=(--device "$D");; *) O+=(--gpus all);; esac; done; docker run "${O[@]}" x',
      'docker run ?--device ?⟨$D⟩ ?--gpus ?all x',
    ],
    ['or none', 'O=; if a; then O="--gpus all"; fi; docker run $O x', 'docker run ?--gpus ?all x'],
    [
      'or none, with an empty default',
      'O=; if a; then O=--privileged; fi; docker run ${O:-} x',
      'docker run ?--privileged x',
    ],
    [
      'or unset, with an empty default',
      'if a; then O=--privileged; fi; docker run ${O-} x',
      'docker run ?--privileged x',
    ],
    ['an alternative', 'docker run ${DEBUG:+--cap-add SYS_PTRACE} x', 'docker run ?--cap-add ?SYS_PTRACE x'],
    [
      'an alternative with quoted blanks',
      'docker run ${L:+--label "d=My App"} --network host x',
      'docker run ?--label ?d=My␣App --network host x',
    ],
    [
      'an alternative with words behind the quotes',
      `docker run \${V:+-e "M=a b" --privileged -l 'c  d'} x`,
      'docker run ?-e ?M=a␣b ?--privileged ?-l ?c␣␣d x',
    ],
    ['an alternative with an empty word', 'docker run ${X:+--pid ""} x', "docker run ?--pid ?'' x"],
    [
      'an alternative with a variable in quotes',
      'M="/srv/my data"; docker run ${V:+-v "$M:/x"} ${W:+-v $M:/y} x',
      'docker run ?-v ?/srv/my␣data:/x ?-v ?/srv/my ?data:/y x',
    ],
    ['an alternative with an array', 'a=(-v "b c:/d"); docker run ${V:+"${a[@]}"} x', 'docker run ?-v ?b␣c:/d x'],
    [
      'an alternative with quotes, joined to other text',
      'docker run -l=a${V:+" b" c}d x',
      'docker run ?-l=ad ?-l=a␣b ?cd x',
    ],
    ['an alternative in an alternative', 'docker run ${V:+-t ${W:+-l "a b"}} x', 'docker run ?-t ?-l ?a␣b x'],
    [
      'a default with quoted blanks',
      'O=; if a; then O=-t; fi; docker run ${O:--l "a b"} x',
      'docker run ?-l ?a␣b ?-t x',
    ],
    ['the parameters where there are any', 'docker run ${1+"$@"}', 'docker run …$@'],
    ['joined to other text', 'if a; then S="-x y"; else S=; fi; docker run a$S', 'docker run a⟨$S: -x|⟩ ?y'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('what is set on several code paths is known as far as they agree', () => {
  it.each([
    ['E=end; if a; then I="x$E"; else I="y$E"; fi; docker run "$I"', 'docker run ⟨$I: x|y⟩end'],
    ['I=h; if a; then I="${I}x"; else I="${I}y"; fi; docker run "$I"', 'docker run h⟨$I: x|y⟩'],
    ['H=h E=e; if a; then I="${H}x$E"; else I="${H}y$E"; fi; docker run "$I"', 'docker run h⟨$I: x|y⟩e'],
    ['H=h E=e; if a; then I="${H}x$E"; else I="$H$E"; fi; docker run "$I"', 'docker run h⟨$I: x|⟩e'],
    ['E=e; if a; then I="x$E"; elif b; then I="y$E"; else I="z$E"; fi; docker run "$I"', 'docker run ⟨$I: x|y|z⟩e'],
    ['E=e; if a; then I="x$E"; elif b; then I="y$E"; else I="z"; fi; docker run "$I"', 'docker run ⟨$I: xe|ye|z⟩'],
    ['H=h; if a; then I="$H"; else I="$H$H"; fi; docker run "$I"', 'docker run h⟨$I: |h⟩'],
    ['if a; then I="$P-x"; else I="$P-y"; fi; docker run "$I"', 'docker run ⟨$I: ⟨$P⟩-x|⟨$P⟩-y⟩'],
    ['if a; then I="$P-x"; else I="$Q-x"; fi; docker run "$I"', 'docker run ⟨$I: ⟨$P⟩-x|⟨$Q⟩-x⟩'],
    ['if a; then I=x-end; else I=y-end; fi; docker run "$I"', 'docker run ⟨$I: x-end|y-end⟩'],
    ['if a; then I=x; else I=y; fi; if b; then I=z; fi; docker run "$I"', 'docker run ⟨$I: z|x|y⟩'],
    ['if a; then I=x; else I=y; fi; if b; then I=$I-z; fi; docker run "$I"', 'docker run ⟨$I: ⟨$I: x|y⟩-z|x|y⟩'],
    ['if a; then J=x; else J=y; fi; if b; then I=$J; else I=z; fi; docker run "$I"', 'docker run ⟨$I: ⟨$J: x|y⟩|z⟩'],
    ['if a; then I=x; elif b; then I=x; else I=y; fi; docker run "$I"', 'docker run ⟨$I: x|y⟩'],
    ['O=-t; if a; then O="$O --init"; else O="$O --rm"; fi; docker run $O x', 'docker run -t ?--init ?--rm x'],
    ['if a; then O="-e A=1 -t"; else O="-t -e A=2"; fi; docker run $O x', 'docker run ?-e ?A=1 -t ?-e ?A=2 x'],
    ['if a; then O="-v a:/a -v b:/b"; else O="-v a:/a"; fi; docker run $O x', 'docker run -v a:/a ?-v ?b:/b x'],
    ['if a; then O="-m 1g -c 1"; else O="-m 2g -c 2"; fi; docker run $O x', 'docker run -m ⟨$O: 1g|2g⟩ -c ⟨$O: 1|2⟩ x'],
    [
      'if a; then O="--memory=1g"; else O="--memory=2g"; fi; docker run $O x',
      'docker run ⟨$O: --memory=1g|--memory=2g⟩ x',
    ],
    ['if a; then O="-t"; elif b; then O="-t -i"; else O="-i"; fi; docker run $O x', 'docker run ?-t ?-i x'],
    ['O=(-t "$1"); if a; then O=(-i "$1"); fi; docker run "${O[@]}" x', 'docker run ?-i ?⟨$1⟩ ?-t ?⟨$1⟩ x'],
    ['if a; then O=; else O=; fi; docker run $O x', 'docker run x'],
  ])('%s', (script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('a condition that the text decides', () => {
  it.each([
    ['true', 'if true; then I=x; else I=y; fi; docker run $I', 'docker run x'],
    ['a comparison', 'M=prod; if [ "$M" = prod ]; then I=x; else I=y; fi; docker run $I', 'docker run x'],
    ['not: arithmetic', 'N=3; if (( N > 2 )); then I=x; else I=y; fi; docker run $I', 'docker run ⟨$I: x|y⟩'],
    [
      'not: arithmetic that changes something',
      'N=3; if (( N++ > 2 )); then I=x; else I=y; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    ['double brackets', 'M=prod-1; if [[ $M == prod-* && -n $M ]]; then I=x; fi; docker run $I', 'docker run x'],
    ['numbers', 'N=3; [ $N -gt 2 ] && I=x; docker run $I', 'docker run x'],
    ['a case', 'M=dev; case $M in prod) I=x;; d*) I=y;; *) I=z;; esac; docker run $I', 'docker run y'],
    [
      'not: a default',
      'M=${M:-dev}; if [ "$M" = prod ]; then I=x; else I=y; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    [
      'the default of an argument that is not given',
      'f() { local d="${2:-}" o=-t; if [ -n "$d" ]; then o=--privileged; fi; docker run $o $1; }; f x',
      'docker run -t x',
    ],
    [
      'the default of an argument that is given',
      'f() { local d="${2:-}" o=-t; if [ -n "$d" ]; then o=--init; fi; docker run $o $1; }; f x d',
      'docker run --init x',
    ],
    [
      'another default of an argument that is not given',
      'f() { local m="${1:-dev}"; if [ "$m" = prod ]; then I=x; else I=y; fi; docker run $I; }; f',
      'docker run y',
    ],
    ['the default of what the script empties', 'B=; I=y; [ -n "${B:-}" ] && I=x; docker run $I', 'docker run y'],
    ['the default of what the script unsets', 'unset B; I=y; [ "${B-no}" = no ] || I=x; docker run $I', 'docker run y'],
    [
      'not: the default of an empty default',
      'B=${B:-}; I=y; if [ -n "${B:-}" ]; then I=x; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    [
      'not: the default of what is empty on some code paths',
      'B=; if a; then B=b; fi; I=y; if [ -n "${B:-}" ]; then I=x; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    [
      'not: the default of what a file may set',
      'B=; . ./env; I=y; if [ -n "${B:-}" ]; then I=x; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    [
      "not: the default of the script's own parameter",
      'I=y; if [ -n "${1:-}" ]; then I=x; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    ['not: an empty default', 'I=y; if [ -n "${M:-}" ]; then I=x; fi; docker run $I', 'docker run ⟨$I: x|y⟩'],
    ['not: an empty default in a variable', 'M=${M:-}; I=y; [[ -z $M ]] || I=x; docker run $I', 'docker run ⟨$I: x|y⟩'],
    [
      'not: a file was read in',
      'M=dev; . ./env; if [ "$M" = prod ]; then I=x; else I=y; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    [
      'not: variables were exported as a file has them',
      "M=dev; export $(grep -v '^#' .env | xargs); if [ $M = prod ]; then I=x; else I=y; fi; docker run $I",
      'docker run ⟨$I: x|y⟩',
    ],
    [
      'not: a variable was exported whose name is not known',
      'M=dev; while read -r k v; do export "$k=$v"; done < .env; if [ $M = prod ]; then I=x; else I=y; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    [
      'not: what a command prints was run',
      'M=dev; eval "$(cat conf)"; if [ $M = prod ]; then I=x; else I=y; fi; docker run $I',
      'docker run ⟨$I: x|y⟩',
    ],
    ['not: the environment', 'if [ "$M" = prod ]; then I=x; else I=y; fi; docker run $I', 'docker run ⟨$I: x|y⟩'],
    [
      'with a return on the way that is not taken',
      'f() { O=--rm; if [ "$1" = d ]; then O=--privileged; return; fi; O="--rm --init"; }; f p; docker run $O x',
      'docker run --rm --init x',
    ],
    [
      'a case with a return',
      'f() { O=--rm; case $1 in d) O=--privileged; return;; esac; O=--init; }; f p; docker run $O x',
      'docker run --init x',
    ],
    [
      'with a return in a chain',
      'f() { O=--rm; [ "$1" = d ] && O=--privileged && return; O=--init; }; f p; docker run $O x',
      'docker run --init x',
    ],
    [
      'with a break',
      'M=p; for i in a; do O=--privileged; [ $M = d ] && break; O=--init; done; docker run $O x',
      'docker run --init x',
    ],
    [
      'with a continue',
      'M=p; for i in a; do O=--privileged; if [ $M = d ]; then continue; fi; O=--init; done; docker run $O x',
      'docker run --init x',
    ],
    [
      'behind a function and a loop that end early, on a way that is not taken',
      'f() { return; }; if false; then f; while :; do break; done; docker run x; fi',
      'docker run x',
    ],
    ['a command on a way that is not taken is read all the same', 'if false; then docker run x; fi', 'docker run x'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('a variable that a condition asks for being empty', () => {
  const set = 'N=; [ "$1" = a ] && N=a;';
  it.each([
    ['is filled where it holds', `${set} if [ -n "$N" ]; then docker run x$N; fi`, 'docker run xa'],
    ['is empty where it does not', `${set} if [[ $N ]]; then :; else docker run x$N; fi`, 'docker run x'],
    ['in another form', `${set} if ! test -z "\${N}"; then docker run x$N; fi`, 'docker run xa'],
    [
      'by comparison',
      `${set} if [ "$N" != "" ]; then docker run x$N; elif [ "$N" == '' ]; then docker run y$N; fi`,
      'docker run xa',
      'docker run y',
    ],
    ['among others', `${set} if [ "$2" = b ] && [ -n "$N" ]; then docker run x$N; fi`, 'docker run xa'],
    ['with others in brackets', `${set} if [[ $2 == b && ( -n $N ) ]]; then docker run x$N; fi`, 'docker run xa'],
    [
      'not where one of them is enough',
      `${set} if [[ $2 == b || -n $N ]]; then docker run x$N; fi`,
      'docker run x⟨$N: a|⟩',
    ],
    ['in a chain', `${set} [ -n "$N" ] && docker run x$N`, 'docker run xa'],
    ['behind the end of the other way', `${set} if [ -z "$N" ]; then exit 1; fi; docker run x$N`, 'docker run xa'],
    ['behind an exit in a chain', `${set} [ -n "$N" ] || exit 1; docker run x$N`, 'docker run xa'],
    [
      'behind an exit in a chain, the other way round',
      `${set} [ -z "$N" ] && { usage; exit 1; }; docker run x$N`,
      'docker run xa',
    ],
    ['not behind both ways', `${set} if [ -n "$N" ]; then :; fi; docker run x$N`, 'docker run x⟨$N: a|⟩'],
    ['not behind a chain', `${set} [ -n "$N" ] && echo; docker run x$N`, 'docker run x⟨$N: a|⟩'],
    ['is not its empty default', 'N=${1:-}; if [ -n "$N" ]; then docker run "x$N"; fi', 'docker run x⟨${1:-}⟩'],
    ['is its default where it is empty', 'N=${1:-}; if [ -z "$N" ]; then docker run "x$N"; fi', 'docker run x'],
    ['is what it was set to since', `${set} if [ -n "$N" ]; then N=b; docker run x$N; fi`, 'docker run xb'],
    ['with a negation', `${set} if [[ ! -z $N ]]; then docker run x$N; fi`, 'docker run xa'],
    [
      'with two negations',
      `${set} if [[ ! ! -n $N ]]; then docker run x$N; else docker run y$N; fi`,
      'docker run xa',
      'docker run y',
    ],
    [
      'with a negation in single brackets',
      `${set} if [ ! -n "$N" ]; then docker run x$N; else docker run y$N; fi`,
      'docker run x',
      'docker run ya',
    ],
    [
      'with two negations in single brackets',
      `${set} if [ ! ! "$N" ]; then docker run x$N; else docker run y$N; fi`,
      'docker run xa',
      'docker run y',
    ],
    [
      'with a negation before the brackets',
      `${set} if ! [ -n "$N" ]; then docker run x$N; else docker run y$N; fi`,
      'docker run x',
      'docker run ya',
    ],
    [
      'with two negations before the brackets',
      `${set} if ! ! [ -n "$N" ]; then docker run x$N; else docker run y$N; fi`,
      'docker run xa',
      'docker run y',
    ],
    ['by itself', `${set} if [ "$N" ]; then docker run x$N; else docker run y$N; fi`, 'docker run xa', 'docker run y'],
    ['by test', `${set} if test "$N"; then docker run x$N; else docker run y$N; fi`, 'docker run xa', 'docker run y'],
    ['with an empty default', `${set} if [ -n "\${N:-}" ]; then docker run x$N; fi`, 'docker run xa'],
    ['with another empty default', `${set} if [ -n "\${N-}" ]; then docker run x$N; fi`, 'docker run xa'],
    [
      'by comparison with =',
      `${set} if [ "$N" = '' ]; then docker run x$N; else docker run y$N; fi`,
      'docker run x',
      'docker run ya',
    ],
    [
      'by comparison with == in double brackets',
      `${set} if [[ $N == "" ]]; then docker run x$N; else docker run y$N; fi`,
      'docker run x',
      'docker run ya',
    ],
    [
      'by comparison with != in double brackets',
      `${set} if [[ $N != '' ]]; then docker run x$N; else docker run y$N; fi`,
      'docker run xa',
      'docker run y',
    ],
    ['by neither of two', `${set} if [ -n "$N" ] || [ "$2" = b ]; then :; else docker run x$N; fi`, 'docker run x'],
    [
      'by neither of two in brackets',
      `${set} if [[ -n $N || $2 == b ]]; then :; else docker run x$N; fi`,
      'docker run x',
    ],
    ['not by one of several', `${set} if [ -n "$N" ] || [ "$2" = b ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    [
      'not by either of several',
      `${set} if [ -n "$N" ] && [ "$2" = b ]; then :; else docker run x$N; fi`,
      'docker run x⟨$N: a|⟩',
    ],
    [
      'not by a comparison with text',
      `${set} if [ "$N" = b ]; then docker run x$N; else docker run y$N; fi`,
      'docker run x⟨$N: a|⟩',
      'docker run y⟨$N: a|⟩',
    ],
    ['not by another comparison', `${set} if [ "$N" -ef "" ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by another question', `${set} if [ -f "$N" ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by a part of it', `${set} if [ -n "b$N" ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by a part before it', `${set} if [ -n "$N"b ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by what is made of it', `${set} if [ -n "\${N:+b}" ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by the last of two commands', `${set} if cmd; [ -n "$N" ]; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by a pipe', `${set} if [ -n "$N" ] | cmd; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    ['not by another command', `${set} if cmd -n "$N"; then docker run x$N; fi`, 'docker run x⟨$N: a|⟩'],
    [
      'among other variables',
      `${set} M=; [ "$2" = a ] && M=m; if [ -n "$N" ] && [ -z "$M" ]; then docker run x$N y$M; fi`,
      'docker run xa y',
    ],
    ['and set on that way', `${set} if [ -z "$N" ]; then N=b; fi; docker run x$N`, 'docker run x⟨$N: b|a⟩'],
    [
      'and set on the other way',
      `${set} if [ -n "$N" ]; then :; else N=b; fi; docker run x$N`,
      'docker run x⟨$N: a|b⟩',
    ],
    ['and set behind it', `${set} [ -z "$N" ] && N=b; docker run x$N`, 'docker run x⟨$N: b|a⟩'],
    ['and set unless it is', `${set} [ -n "$N" ] || N=b; docker run x$N`, 'docker run x⟨$N: b|a⟩'],
    ['and maybe set', `${set} if [ -z "$N" ]; then cmd && N=b; fi; docker run x$N`, 'docker run x⟨$N: b||a⟩'],
    ['and another set', `${set} [ -z "$N" ] && M=b; docker run x$N`, 'docker run x⟨$N: a|⟩'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('a trap', () => {
  it.each([
    ['runs at any time', `trap 'docker exec $U x sh' EXIT; U="-u root"`, 'docker exec ?-u ?root ?…$U x sh'],
    [
      'between double quotes is what it is where it is set',
      'U=a; trap "docker exec -u $U x" EXIT; U=b',
      'docker exec -u a x',
    ],
    ['calls a function', 'f() { docker exec $U x; }; trap f EXIT; U=-it', 'docker exec -it x'],
    ['runs before what follows it', `U=a; trap 'docker exec -u "$U" x' INT TERM; U=b`, 'docker exec -u ⟨$U: b|⟨$U⟩⟩ x'],
    [
      'of a function',
      `f() { local L=l; trap 'docker exec $U $L x' EXIT; U=-t; }; f; U=-it`,
      'docker exec ?-it ?…$U ⟨$L: ⟨$L⟩|⟨$L⟩⟩ x',
    ],
    [
      "of a function, with the function's own variables",
      'c() { docker exec "$L" "$M" "$U"; }; f() { local L=l M; trap c EXIT; M=m; }; f; U=u',
      'docker exec ⟨$L⟩ ⟨$M⟩ u',
    ],
    ["at a function's end", 'c() { docker exec "$L" x; }; f() { local L=l; trap c RETURN; }; f', 'docker exec l x'],
    [
      'of a shell of its own',
      `export U=-t; sh -c 'trap "docker exec \\$U x" 0; U=-it'; U=-i`,
      'docker exec ?-it ?…$U x',
    ],
    ['in a subshell', `(U=-t; trap 'docker exec $U x' EXIT); U=-i`, 'docker exec ?-t ?…$U x'],
    ['before an exit', `trap -- 'docker exec $U x' EXIT; U=-t; exit 0`, 'docker exec ?-t ?…$U x'],
    ['in a function that nothing calls', `f() { trap 'docker exec x' EXIT; }`, 'docker exec x'],
    ['on a way that is not taken', `if false; then trap 'docker exec x' EXIT; fi`, 'docker exec x'],
    ['in a loop', `for i in a b; do trap 'docker exec $i' EXIT; done`, 'docker exec ⟨$i: b|⟨$i⟩⟩'],
    ['that is taken back', `trap 'docker exec x' EXIT; trap - EXIT; trap -p`, 'docker exec x'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('loops', () => {
  it.each([
    [
      'over words',
      'for i in 1 2; do docker run --name w$i x; done',
      'docker run --name w1 x',
      'docker run --name w2 x',
    ],
    ['over an array', 'a=(1 "2 3"); for i in "${a[@]}"; do docker run "$i"; done', 'docker run 1', 'docker run 2␣3'],
    ['over many words', 'for i in 1 2 3 4 5 6 7 8 9; do docker run w$i; done', 'docker run w⟨$i: 1|2|3|4|5|6|7|8|9⟩'],
    [
      'over words of braces',
      'for i in {1..3}; do docker run w$i; done',
      'docker run w1',
      'docker run w2',
      'docker run w3',
    ],
    ['over what is unknown', 'for i in $LIST; do docker run "$i"; done', 'docker run ⟨$i⟩'],
    ['over the parameters', 'for i; do docker run "$i"; done', 'docker run ⟨$i⟩'],
    ['that gather', 'O=; for v in a b; do O="$O -v $v:/$v"; done; docker run $O x', 'docker run -v a:/a -v b:/b x'],
    ['until break', 'for i in 1 2 3; do X=$i; break; done; docker run $X', 'docker run 1'],
    ['that skip', 'for i in 1 2; do [ $i = 1 ] && continue; docker run $i; done', 'docker run 2'],
    ['of any number', 'N=0; while a; do docker run -p "$N"; N=$((N + 1)); done', 'docker run -p ⟨$N: 0|⟨$((N + 1))⟩⟩'],
    [
      'that read options',
      'O=--rm; while [ $# -gt 0 ]; do case $1 in --gpu) G=1; O="$O --gpus all";; esac; shift; done; docker run $O "$@"',
      'docker run --rm ?--gpus ?all …$@',
    ],
    [
      'that gather what is unknown',
      'a=(); for i in "$@"; do a+=("$i"); done; docker run "${a[@]}" x',
      'docker run ?…${a[@]} x',
    ],
    [
      'that gather lines',
      'a=(--rm); while read -r l; do a+=("$l"); done < f; docker run "${a[@]}" x',
      'docker run --rm ?…${a[@]} x',
    ],
    [
      'that read until there is nothing left',
      'while read -r A; do A=x; done; docker run --name "$A" y',
      'docker run --name ⟨$A⟩ y',
    ],
    [
      'that gather the same word',
      'a=(); while read -r l; do a+=(x); done < f; docker run "${a[@]}" y',
      'docker run ?x ?…${a[@]} y',
    ],
    [
      'that gather values of an option',
      'a=(); while read -r l; do a+=(-e "$l"); done < f; docker run "${a[@]}" x',
      'docker run ?-e ?⟨$l⟩ x',
    ],
    [
      'that gather parts',
      'a=(); for i in "$@"; do a+=("--label=$i"); done; docker run "${a[@]}" x',
      'docker run ?--label=⟨$i⟩ x',
    ],
    [
      'that gather parameters',
      'set --; for i in $LIST; do set -- "$@" "$i"; done; docker run "$@" x',
      'docker run …$@ x',
    ],
    [
      'that gather until they break',
      'a=(); while :; do a+=("$1"); shift; [ $# -gt 0 ] || break; done; docker run "${a[@]}" x',
      'docker run …${a[@]} x',
    ],
    [
      'that use what they gather',
      'a=(); for i in "$@"; do a+=("$i"); docker run "${a[@]}"; done',
      'docker run ?…${a[@]} ⟨$i⟩',
    ],
    ['with arithmetic', 'for ((i = 0; i < 3; i++)); do docker run "$i"; done', 'docker run ⟨$i: ⟨$i⟩|⟨$i⟩⟩'],
    [
      'with arithmetic over an array',
      'a=(x y); for ((i = 0; i < ${#a[@]}; i += 1)); do docker run "${a[i]}"; done',
      'docker run ⟨${a[i]}⟩',
    ],
    ['with arithmetic that has no end', 'for ((;;)); do X=a; break; done; docker run $X', 'docker run a'],
    ['while arithmetic holds', 'n=0; while ((n < 2)); do docker run $n; ((n++)); done', 'docker run ⟨$n: 0|⟨$n⟩⟩'],
    ['while arithmetic always holds', 'while ((1)); do X=a; break; done; docker run $X', 'docker run a'],
    ['in a condition', 'until docker exec a b; do sleep 1; done', 'docker exec a b'],
    ['select', 'select i in a b; do docker run "$i"; done', 'docker run ⟨$i: a|b⟩'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('what is after an end that need not be taken is read', () => {
  const command = 'docker run --privileged x';

  it.each([
    ['a guard over a default', 'if [ -z ${T:-""} ]; then exit 1; fi'],
    ['a guard over a default in a chain', '[ -z ${T:-} ] && exit 1'],
    ['a guard over what a file may set', 'T=""; . ./env.sh; if [ -z "$T" ]; then exit 1; fi'],
    ['a guard over an unset variable', 'unset T; if [ -z "$T" ]; then exit 1; fi'],
    ['a guard behind eval', 'T=""; eval "$(settings)"; if [ -z "$T" ]; then exit 1; fi'],
    ['a comparison that holds', 'M=dev; if [ "$M" = dev ]; then exit 0; fi'],
    ['a function that ends', 'die() { exit 1; }; die no'],
    ['a case', 'M=dev; case $M in dev) exit;; esac'],
    ['a loop that a guard ends', 'while true; do if [ 1 = 1 ]; then exit; fi; break; done'],
    ['a return of a file that may be sourced', '[ a = a ] && return 0'],
  ])('%s', (_name, guard) => {
    expect(commandsOf(`${guard}; ${command}`)).toEqual([command]);
    expect(commandsOf(`${guard}\n) \n${command}`)).toEqual([command]);
  });

  it('in a function', () => {
    expect(commandsOf(`f() { if [ -z \${1:-} ]; then return; fi; ${command}; }; f; f`)).toEqual([command]);
  });

  it('only where nothing else leads to it', () => {
    expect(commandsOf('f() { docker run $1; }; f a; [ a = a ] && exit; f b')).toEqual(['docker run a']);
  });
});

describe('where bash reports an error and goes on', () => {
  it.each([
    ['return; docker run x', ['docker run x']],
    ['exit 0 1 2; docker run x', ['docker run x']],
    ['exit < /nonexistent; docker run x', ['docker run x']],
    ['exec /x < /nonexistent; docker run x', ['docker run x']],
    ['f() { return; docker run y; }; f; docker run x', ['docker run x']],
    ['#!/bin/sh\nreturn; docker run x', []],
    ['exit 1; docker run x', []],
    ['exec /x; docker run x', []],
  ])('%s', (script, commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});
