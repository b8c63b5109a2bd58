import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/parsers/shell/index.ts';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { patternText } from '../../../src/text/setting.ts';
import { commandsOf, path } from './commands-of.ts';

describe('variables', () => {
  it.each([
    ['assignment', 'X=a; docker run $X ${X}b "$X c"', 'docker run a ab a␣c'],
    ['appending', 'X=a; X+=b; X="$X c"; docker run $X', 'docker run ab c'],
    ['word splitting', 'X=\' a  b \'; docker run $X x$X "$X"', 'docker run a b x a b ␣a␣␣b␣'],
    ['empty and unset', 'X=; unset Y; docker run $X "$X" $Y ${X}a', "docker run '' a"],
    ['another separator', 'IFS=,; X=a,b; docker run $X', 'docker run a b'],
    [
      'declarations',
      'export A=1; readonly B=2; declare C=3; typeset -l D=X; export "E=5"; docker run $A$B$C$D$E',
      'docker run 123x5',
    ],
    ['a variable of another', 'A=x; B=$A-y; C=B; docker run $B ${!C}', 'docker run x-y x-y'],
    ['a variable for one command alone', 'X=a; X=b docker run $X', 'docker run a'],
    ['tilde in an assignment', 'X=~/a:~/b; docker run -v "$X"', 'docker run -v ⟨~⟩/a:⟨~⟩/b'],
    ['the home folder as the script sets it', 'HOME=/root; docker run -v ~/x:/y', 'docker run -v /root/x:/y'],
    ['arithmetic, which is one word', 'N=3; docker run $((N * 2 + 1)) x', 'docker run ⟨$((N * 2 + 1))⟩ x'],
    [
      'counting',
      'N=1; ((N = 5)); docker run $N; ((N++)); ((N += 2, M = N > 7)); docker run $N $M; ((N = X)); docker run "$N"',
      'docker run ⟨$N⟩',
      'docker run ⟨$N⟩ ⟨$M⟩',
      'docker run ⟨$N⟩',
    ],
    ['counting what is one of a few', 'N=1; if a; then N=2; fi; ((N++)); docker run "$N"', 'docker run ⟨$N⟩'],
    ['counting what may come from elsewhere', 'if a; then N=2; fi; ((N++)); docker run "$N"', 'docker run ⟨$N⟩'],
    ['the output of a command', 'X=$(cmd); docker run $X "$X"', 'docker run …$(cmd) ⟨$(cmd)⟩'],
    ['what is read', 'X=a; read -r X Y; docker run "$X" "$Y"', 'docker run ⟨$X⟩ ⟨$Y⟩'],
    ['a file that is read in may set it anew', 'X=a; . ./env; docker run "$X"', 'docker run ⟨$X: a|⟨$X⟩⟩'],
    ['a subshell changes nothing here', 'X=a; (X=b); echo | X=c; y=$(X=d); docker run $X', 'docker run a'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});

describe('parameter expansion', () => {
  it.each([
    ['default where nothing sets it', '${U:-d e} "${U:-d e}" ${U-d} a${U:-"b c"}', 'd e d␣e d ab␣c'],
    ['default where it is set', '${V:-d} ${EMPTY:-d} ${EMPTY-d}', '1.2.3 d'],
    ['default of a default', '${U:-${W:-deep}} ${U:-$V}', 'deep 1.2.3'],
    ['default that is assigned', '${U:=d} $U', 'd d'],
    ['alternative', '${V:+--flag $V} ${EMPTY:+x} ${U:+--gpus all}', '--flag 1.2.3 ?--gpus ?all'],
    ['alternative between quotes', '"${U:+x}"', '⟨${U:+x}: |x⟩'],
    ['error', '"${U:?not set}" ${V:?}', '⟨${U:?not set}⟩ 1.2.3'],
    ['length', '${#V} ${#LIST[@]}', '5 2'],
    ['patterns', '${V%.*} ${V%%.*} ${V#*.} ${V##*.} ${PATHNAME##*/} ${V%"*"}', '1.2 1 2.3 3 c 1.2.3'],
    ['replacement', '${V/./-} ${V//./-} ${V/#1/x} ${V/%3/y} ${V//[0-9]/n}', '1-2.3 1-2-3 x.2.3 1.2.y n.n.n'],
    ['part', '${V:2} ${V:0:1} ${V: -1} ${V:1:-1}', '2.3 1 3 .2.'],
    ['case', '${WORD^} ${WORD^^} ${WORD,,}', 'Word WORD word'],
    ['what is not known stays so', '${U%x} a${U##*/} "${U^^}"', '…${U%x} a⟨${U##*/}⟩ ⟨${U^^}⟩'],
  ])('%s', (_name, words, expected) => {
    const script = `V=1.2.3 EMPTY= WORD=word PATHNAME=a/b/c LIST=(x y)\ndocker run ${words}`;
    expect(commandsOf(script)).toEqual([`docker run ${expected}`]);
  });
});

it('blanks around a value that is one of several are no part of the word', () => {
  const script = 'X="z "; if a; then X=k; fi; docker run $X "$X" ${X:-b c}';
  expect(commandsOf(script)).toEqual(['docker run ⟨$X: k|z⟩ ⟨$X: k|z␣⟩ ⟨${X:-b c}: k|z⟩']);
});

it('a default stands in for what is empty on some code paths', () => {
  expect(commandsOf('X=; if a; then X=18; fi; docker run "${X:-d}" "${X-e}"')).toEqual([
    'docker run ⟨${X:-d}: d|18⟩ ⟨${X-e}: 18|⟩',
  ]);
});

describe('arrays', () => {
  it.each([
    [
      'all elements',
      'a=(--rm -v "x y"); docker run "${a[@]}" ${a[@]} "${a[*]}"',
      'docker run --rm -v x␣y --rm -v x y --rm␣-v␣x␣y',
    ],
    ['appending', 'a=(x); a+=(y "$1" "$@"); docker run "${a[@]}"', 'docker run x y ⟨$1⟩ …$@'],
    ['one element', 'a=(x y); a[1]=z; docker run ${a[1]} "$a" "${a[@]}"', 'docker run z x x z'],
    ['one element after another', 'a[0]=x; a[1]="y z"; docker run "${a[@]}"', 'docker run x y␣z'],
    ['one element after a gap', 'a=(x); a[2]=z; docker run "${a[@]}"', 'docker run …${a[@]}'],
    ['lines', 'mapfile -t a <<< $\'x\\ny z\'; docker run "${a[@]}"', 'docker run x y␣z'],
    ['lines of an empty text', 'mapfile -t a <<E\nE\ndocker run "${a[@]}" x', 'docker run x'],
    ['a part', 'a=(x y z); docker run "${a[@]:1}" "${a[@]:0:1}"', 'docker run y z x'],
    ['an operation on each', 'a=(x y); docker run "${a[@]/#/--env=}"', 'docker run --env=x --env=y'],
    ['none', 'a=(); docker run "${a[@]}" ${a[@]+"${a[@]}"} x', 'docker run x'],
    ['the idiom for an empty one', 'a=(p "q r"); docker run ${a[@]+"${a[@]}"}', 'docker run p q␣r'],
    ['one that nothing sets', 'docker run "${a[@]}"', 'docker run …${a[@]}'],
    [
      'by keys',
      'declare -A m=([k]=v ["two words"]=w); m[n]=u; docker run ${m[k]} ${m[n]} "${m[two words]}"',
      'docker run …${m[k]} …${m[n]} ⟨${m[two words]}⟩',
    ],
    ['by indices', 'a=([1]=b [0]=a); docker run "${a[@]}"', 'docker run …${a[@]}'],
    [
      'read as words',
      'read -r -a a <<< "$X"; docker run "${a[@]}" "${a[0]}" "${a[*]:1}"',
      'docker run …${a[@]} ⟨${a[0]}⟩ ⟨${a[*]:1}⟩',
    ],
    ['read as words, by options in one', 'IFS=, read -ra a; docker run "${a[@]}"', 'docker run …${a[@]}'],
    ['of words that may be several', 'a=(x$1 y); docker run "${#a[@]}" "${a[1]}"', 'docker run ⟨${#a[@]}⟩ ⟨${a[1]}⟩'],
    [
      'of a variable that may be several words on each path',
      'read -r A; . "$F"; a=($A); docker run "${#a[@]}"',
      'docker run ⟨${#a[@]}⟩',
    ],
    ['read from elsewhere', 'mapfile -t a < f; docker run "${a[@]}"', 'docker run …${a[@]}'],
    ['by the name of a variable', 'a=(x y); i=1; docker run "${a[i]}" "${a[$i]}"', 'docker run ⟨${a[i]}⟩ y'],
    [
      'by the name of a variable in a loop',
      'a=(x y); i=0; while z; do docker run "${a[i]}"; ((i++)); done',
      'docker run ⟨${a[i]}⟩',
    ],
    [
      'without its last element',
      'a=(x y z); unset "a[-1]" a[1]; a+=(w); docker run "${a[@]}" ${a[1]} ${#a[@]}',
      'docker run …${a[@]} w …${a[1]} ⟨${#a[@]}⟩',
    ],
    [
      'without its first element',
      'a=(x y z); unset \'a[0]\'; a+=(w); docker run "${a[@]}" "${a[1]}" ${#a[@]} ${!a[@]}',
      'docker run …${a[@]} w ⟨${a[1]}⟩ ⟨${#a[@]}⟩ …${!a[@]}',
    ],
    ['without an element in a loop', 'a=(x y); unset "a[$i]"; a[0]=z; docker run "${a[@]}"', 'docker run …${a[@]}'],
    [
      'without one of its elements',
      'a=(x y); unset "a[$i]"; docker run "${a[@]}" "${a[0]}"',
      'docker run …${a[@]} ⟨${a[0]}⟩',
    ],
    [
      'without one that it does not have',
      "a=(x y); unset 'a[7]' 'b[0]'; docker run \"${a[@]}\"",
      'docker run …${a[@]}',
    ],
    ['without all', 'a=(x y); unset \'a[@]\'; docker run "${a[@]}" z', 'docker run …${a[@]} z'],
    [
      'without a key',
      'declare -A m=([k]=v [n]=u); unset \'m[k]\'; docker run "${m[k]}" "${m[n]}"',
      'docker run ⟨${m[k]}⟩ ⟨${m[n]}⟩',
    ],
    ['a whole command', 'cmd=(sudo docker run --rm); "${cmd[@]}" alpine', 'docker run --rm alpine'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('another name for a variable has its value, and leaves it open', () => {
  it.each([
    [
      'add() { local -n a=$1; shift; a+=("$@"); }; O=(-d); add O --rm; docker run "${O[@]}" x',
      'docker run ?-d ?…${O[@]} x',
    ],
    ['f() { declare -n r=$1; r=x; }; I=y; f I; docker run $I', 'docker run ⟨$I: y|⟨$I⟩⟩'],
    [
      'f() { local -n r="$1"; docker run ${#r[@]} "${r[@]}" "$r" "${!r}"; }; A=(a "b c"); f A',
      'docker run 2 a b␣c a ⟨${!r}⟩',
    ],
    [
      'f() { local -n r=$1; docker run "${r[@]}"; r=x; }; I=y; f "$X"; docker run $I',
      'docker run …${r[@]}',
      'docker run ⟨$I: y|⟨$I⟩⟩',
    ],
    ['f() { local -n r=A; r=x; }; r=y; A=a; f; docker run $A', 'docker run ⟨$A: a|⟨$A⟩⟩'],
    ['f() { local -n A=$1; A+=(b); }; A=(a); f A; docker run "${A[@]}"', 'docker run ?a ?…${A[@]}'],
    ['A=a; declare -n r=A; for r in A B; do r=x; done; docker run $A', 'docker run ⟨$A: a|⟨$A⟩⟩'],
  ])('%s', (script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
    const { problems } = findInvocations(fileScript('f', script), { environment: new Map() });
    expect(problems.map(({ message }) => message)).toEqual([
      { what: 'Assignments through a name reference are not followed.' },
    ]);
  });
});

describe('an assignment to what is not named', () => {
  const opened = 'docker run ?-d ?…$O ⟨$I: x|⟨$I⟩⟩ ?a ?…${A[@]}';
  it.each([
    ['eval', 'eval "$1=\\$2"', opened],
    ['eval, with more', 'eval "true; export ${1}+=\\"$2\\""', opened],
    ['printf -v', 'printf -v "$1" %s "$2"', opened],
    ['read', 'IFS= read -r "$1"', opened],
    ['read into several', 'read -r B "$1" <<< x', opened],
    ['mapfile', 'mapfile -t "$1" < f', opened],
    ['getopts', 'getopts ab "$1"', opened],
    ['declare', 'declare -g "$1=$2"', opened],
    ['twice', 'printf -v "$1" x; printf -v "$2" x', 'docker run ?-d ?…$O ⟨$I: x|⟨$I⟩⟩ ?a ?…${A[@]}'],
    ['with the end of the name', 'eval "${1}_X=\\$2"', 'docker run -d x a'],
    ['with the start of the name', 'printf -v "O$1" x', 'docker run ?-d ?…$O x a'],
    ['known to be another', 'f() { printf -v "$1" x; eval "$1=\\$2"; }; f K x', 'docker run -d x a'],
    ['known to be one', 'f() { eval "$1=\\$2"; }; f O --rm', 'docker run --rm x a'],
    ['known to be one of two', 'N=J; if a; then N=I; fi; eval "$N=y"', 'docker run -d ⟨$I: y|x⟩ a'],
    ['in a value only', 'eval "B=$1"; eval "docker exec \\"$1\\" b=c"', 'docker exec ⟨$1⟩ b=c', 'docker run -d x a'],
    ['in a message', 'printf "$1" x; read -p "$1" B; read -t $T B', 'docker run -d x a'],
  ])('%s', (_name, statement, ...commands) => {
    expect(commandsOf(`O=-d; I=x; A=(a); ${statement}; docker run $O "$I" "\${A[@]}"`)).toEqual(commands);
  });
});

describe('positional parameters', () => {
  it.each([
    ['set', 'set -- a "b c"; docker run "$@" $1 "$2" $# "${@:2}"', 'docker run a b␣c a b␣c 2 b␣c'],
    ['options of set', 'set -euo pipefail; set -x; docker run "$@"', 'docker run …$@'],
    ['added to', 'set -- --rm; set -- "$@" --init; docker run "$@"', 'docker run --rm --init'],
    ['shifted', 'set -- a b c d; shift; shift 2; docker run "$@"', 'docker run d'],
    [
      'shifted by an unknown count',
      'set -- a --cap-drop ALL x; shift $((OPTIND - 1)); docker run "$1" $# "$@"',
      'docker run ⟨$1⟩ ⟨$#⟩ …$@',
    ],
    [
      'shifted by an unknown count in a function',
      'f() { while getopts n: o; do N=$OPTARG; done; shift "$((OPTIND-1))"; docker run -d "$@"; }; f -n x --rm y',
      'docker run -d …$@',
    ],
    [
      'added to after a shift by an unknown count',
      'set -- a b; shift $N; set -- --rm "$@"; docker run "$@"',
      'docker run --rm …$@',
    ],
    ['default', 'docker run ${1:-alpine} "${2-x}"', 'docker run alpine x'],
  ])('%s', (_name, script, command) => {
    expect(commandsOf(script)).toEqual([command]);
  });
});

describe('the name of the command in a variable', () => {
  it.each([
    ['DOCKER="sudo docker"\n$DOCKER run a', 'docker run a'],
    ['DOCKER=podman\n"$DOCKER" run a', 'podman run a'],
    ['${DOCKER:-docker} run a', 'docker run a'],
    ['$DOCKER run a', 'docker run a'],
    ['$DOCKER network create a', 'docker network create a'],
    ['$DOCKER builder build -t a .', 'docker builder build -t a .'],
    ['DOCKER=$(which docker 2>/dev/null)\n$DOCKER run a', 'docker run a'],
    ['D=$(command -v docker || echo /usr/bin/docker)\n"$D" run a', 'docker run a'],
    ['ENGINE=$(get_engine)\n"$ENGINE" run a', 'docker run a'],
    ['if a; then D=$(command -v podman); fi\n$D run a', 'podman run a'],
    ['"${PODMAN_BIN}" exec a b', 'podman exec a b'],
    ['$CONTAINER_RUNTIME run a', 'docker run a'],
    ['finch run a', 'nerdctl run a'],
    [
      'P=$(command -v python || echo "docker run a"); $P x.py',
      'docker ?run ?a ?…$(command -v python || echo "docker run a") x.py',
    ],
    ['P=$(which a || echo "docker run a"); $P x.py', 'docker ?run ?a ?…$(which a || echo "docker run a") x.py'],
    ['CONTAINER_COMMAND=$(get)\n$CONTAINER_COMMAND run a', 'docker run a'],
    ['CRT=$(get); $CRT run -d a', 'docker run -d a'],
    ['"${PODMAN_CMD[@]}" run a', 'podman run a'],
    ['${DOCKER[@]} run a', 'docker run a'],
    ['$COMPOSE exec web ls', 'docker-compose exec web ls'],
    ['$dc -f a.yaml run web', 'docker-compose -f a.yaml run web'],
    ['$SSH host docker run a', 'docker run a'],
    ['${SSH} host <<E\ndocker run a\nE', 'docker run a'],
    ['$SSH_HOST docker run a', 'docker run a'],
    ['sudo $PODMAN_BIN exec b c; exec $DOCKER run a', 'podman exec b c', 'docker run a'],
    ['$(which docker) run a; `command -v nerdctl` run b', 'docker run a', 'nerdctl run b'],
    ['$SUDO docker run a', 'docker run a'],
    ['$DOCKER $DOCKER_OPTS run a', 'docker …$DOCKER_OPTS run a'],
    ['"$PODMAN" "${args[@]}" exec a b', 'podman …${args[@]} exec a b'],
    ['$PODMAN $X --tls run a', 'podman …$X --tls run a'],
    ['$SUDO $DOCKER run a', 'docker run a'],
    ['$SUDO $DOCKER $X run a', 'docker …$X run a'],
    ['sudo $DOCKER $X run a', 'docker …$X run a'],
    ['retry 3 $DOCKER run a', 'docker run a'],
    ['foo -- $DOCKER run a', 'docker run a'],
    ['foo -- docker $X run a', 'docker …$X run a'],
    ['if have podman; then E=podman; else E=docker; fi; $E run a', 'docker run a'],
    ['if root; then D=docker; else D="sudo docker"; fi; $D run a', 'docker run a'],
    ['if root; then D=podman; else D="sudo docker"; fi; $D run a', 'docker run a'],
    ['if root; then D=docker; else D="sudo -E podman"; fi; $D run a', 'docker run a'],
    ['if a; then D=podman; elif b; then D=docker; else D="sudo docker"; fi; $D run $X a', 'docker run …$X a'],
    ['case $X in a) D="sudo docker";; b) D=podman;; esac; $D run a', 'docker ?…$D run a'],
    ['DRY=; if dry; then DRY=echo; fi; $DRY docker run a', 'docker run a'],
    ['if v2; then C="docker compose"; else C=docker-compose; fi; $C run web', 'docker ?compose run web'],
  ])('%s', (script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });

  it.each([
    '"${dockerd[@]}" exec a b',
    '$DOCKERFILE exec a b',
    '$docker_args exec a b',
    '$COMPOSE_FILE run a',
    '$TOOL run a',
    '$X',
    'X="docker run a"',
    '$DOCKER_HOST',
    '$(command -v dockerd) --debug run a',
    'D="$(command -v dockerd)"; D=("$D"); "${D[@]}" run a',
    'echo $DOCKER run',
    'echo $DOCKER $X run',
    '$DOCKER $X inspect run',
    '$DOCKER $X -d',
    'foo -- $X run a',
  ])('not: %s', (script) => {
    expect(commandsOf(script)).toEqual([]);
  });
});

describe('what a container gets for `-e NAME`', () => {
  /** Each container's variables; `?` marks unknown ones. */
  function variablesIn(script: string, environment: ReadonlyMap<string, string>): readonly string[] {
    const { subjects } = parseShell(
      { path, text: script },
      { files: { read: () => ({ failure: 'missing' }) }, environment },
    );
    return subjects.map((subject) => {
      if (subject.kind === 'build') return '';
      const env = (subject.kind === 'container' ? subject.config.env : subject.env) ?? [];
      return env.map((setting) => (setting.known ? setting.value : `?${patternText(setting.pattern)}`)).join(' ');
    });
  }

  it.each([
    ['export A=1; docker run -e A x', 'A=1'],
    ['A=1; export A; docker compose run --env A x', 'A=1'],
    ['A=1 docker exec -eA x y', 'A=1'],
    ['export A=$(cmd); docker run -e A x', '?A=$(cmd)'],
    ['export A=1; A=2; docker run -e A x', 'A=2'],
    ['export A=1; docker run -e A=2 -e A x', 'A=1'],
    ['export A=1; f() { docker run -e A x; }; f', 'A=1'],
    ['export A=1; sh -c "docker run -e A x"', 'A=1'],
    ['export A=1; sh -c "A=2; docker run -e A x"', 'A=2'],
    ['export A=1; B=2; sh -c "docker run -e A -e B x"', 'A=1 ?B'],
    ['export A=1; env -u A docker run -e A x', '?A'],
    ['export A=1; sudo docker run -e A x', '?A'],
    ['export A=1; sudo -E docker run -e A x', 'A=1'],
    ['A=1 sudo docker run -e A x', '?A'],
    ['sudo A=1 docker run -e A x', 'A=1'],
    ['export A=1; ssh host docker run -e A x', '?A'],
    ['A=1; docker run -e A x', '?A'],
    ['set -a; A=1; set +a; B=2; docker run -e A -e B x', 'A=1 ?B'],
    ['if x; then set -a; fi; A=1; docker run -e A x', '?A'],
    ['if x; then set -a; else set -o allexport; fi; A=1; docker run -e A x', 'A=1'],
    ['set -a; if x; then set +a; fi; A=1; docker run -e A x', '?A'],
    ['export A; if x; then set -a; fi; A=1; docker run -e A x', 'A=1'],
    ['(set -a); A=1; docker run -e A x', '?A'],
    ['f() { set -a; }; f; f; A=1; docker run -e A x', 'A=1'],
    ['x && set -a; A=1; sh -c "docker run -e A x"', '?A'],
    ['export A; if x; then A=1; fi; docker run -e A x', '?A'],
    ['A=1; [ -n "$X" ] && export A; docker run -e A x', '?A'],
    ['A=1; if x; then export A; else export A; fi; docker run -e A x', 'A=1'],
    ['A=1; if x; then export A; else exit; fi; docker run -e A x', 'A=1'],
    ['export A=1; x && export -n A; docker run -e A x', '?A'],
    ['A=1; (export A); docker run -e A x', '?A'],
    ['A=1; f() { export A; }; f; docker run -e A x', 'A=1'],
    ['A=1; x && export A; sh -c "docker run -e A x"', '?A'],
    ['export A=1; docker run --label A --name A x', ''],
    ['export A=1; docker run x -e A', ''],
    ['docker run -e GIVEN x', 'GIVEN=given'],
    ['GIVEN=1; docker run -e GIVEN x', 'GIVEN=1'],
  ])('%s', (script, variables) => {
    expect(variablesIn(script, new Map([['GIVEN', 'given']]))).toEqual([variables]);
  });

  it('is another container where it differs', () => {
    expect(variablesIn('for A in 1 2; do export A; docker run -e A x; done', new Map())).toEqual(['A=1', 'A=2']);
  });
});

describe('a variable that the shell itself sets is not what it was', () => {
  it.each([
    ['a descriptor', 'exec {v}<> file'],
    ['a descriptor of a block', '{ :; } {v}> file'],
    ['an integer', 'declare -i v=3+4'],
    ['a coprocess', 'coproc v { cat; }'],
    ['a process that is waited for', 'wait -n -p v'],
    ['the last command of a pipe', 'shopt -s lastpipe; echo 7 | read -r v'],
  ])('%s', (_name, script) => {
    expect(commandsOf(`v=1; ${script}; docker run "$v"`)).toEqual(['docker run ⟨$v⟩']);
  });

  it('in arithmetic', () => {
    expect(commandsOf('v=1; : $((v=7)); docker run "$v"')).toEqual(['docker run ⟨$v⟩']);
  });

  it('where letters count alike', () => {
    expect(commandsOf('shopt -s nocasematch; X=A; [[ $X == a ]] && P=--init; docker run $P x')).toEqual([
      'docker run ?--init ?…$P x',
    ]);
  });
});
