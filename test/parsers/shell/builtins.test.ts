import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('a built-in command that sets variables', () => {
  it.each([
    ['A=1; let A=2; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let "A = 2"; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let A=$N; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let A+=2; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let "A <<= 2"; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let A++; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let --A; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1 B=2; let "A = 3, B = 4"; docker run a:$A-$B', 'a:⟨$A⟩-⟨$B⟩'],
    ['A=1 B=2; let A=3 B=4; docker run a:$A-$B', 'a:⟨$A⟩-⟨$B⟩'],
    ['A=1; let "B = (A = 3) + 1"; docker run a:$A', 'a:⟨$A⟩'],
    ['A=1; let B=A+1; docker run a:$A', 'a:1'],
    ['A=1; let "A == 2"; docker run a:$A', 'a:1'],
    ['A=1; let "A <= 2"; docker run a:$A', 'a:1'],
    ['A=x; printf -v A %s y; docker run "$A"', 'y'],
    ['A=x; printf -v A %q y; docker run "$A"', '⟨$A⟩'],
    ['A=x; printf -v B %s A; docker run "$A"', 'x'],
    ['A=x; printf %s A; docker run "$A"', 'x'],
    ['A=x; getopts ab A; docker run "$A"', '⟨$A⟩'],
    ['A=x; getopts A b; docker run "$A"', 'x'],
    ['OPTARG=y; getopts ab o; docker run "$OPTARG"', '⟨$OPTARG⟩'],
    ['OPTIND=1; getopts ab o; docker run "$OPTIND"', '⟨$OPTIND⟩'],
    ['A=x; wait -p A; docker run "$A"', '⟨$A⟩'],
    ['A=x; wait -fnp A; docker run "$A"', '⟨$A⟩'],
    ['A=x; wait A; docker run "$A"', 'x'],
    ['A=x; read A; docker run "$A"', '⟨$A⟩'],
    ['A=x B=y; read -r A B; docker run "$A" "$B"', '⟨$A⟩ ⟨$B⟩'],
    ['A=x; read -p A; docker run "$A"', 'x'],
    ['IFS= read -r C <<E\n$DOCKER run $X \\\n  a\nE\n$C b', '…$X a b'],
    ['read -r C <<< "docker run $X a"; $C b', '…$X a b'],
    ['read -r A <<< " a-$X:1 "; docker run "$A"', 'a-⟨$X⟩:1'],
    ['read -r A <<< "$X:1"; docker run "$A"', '⟨$A⟩'],
    ['read -r A B <<< "a $X b"; docker run "$A" "$B"', '⟨$A⟩ ⟨$B⟩'],
    ['read -ra A <<< "a $X b"; docker run "${A[@]}"', '…${A[@]}'],
    ['A=x B=y; read -rp A B; docker run "$A" "$B"', 'x ⟨$B⟩'],
    ['A=x; read -ra A; docker run "${A[@]}"', '…${A[@]}'],
    ['A=x; mapfile -t A < f; docker run "${A[@]}"', '…${A[@]}'],
    ['A=x; readarray -t A < f; docker run "${A[@]}"', '…${A[@]}'],
    ['A=x; mapfile -t B < f; docker run "${A[@]}"', 'x'],
    ['A=x; mapfile -d A B < f; docker run "$A"', 'x'],
    ['MAPFILE=x; mapfile -t < f; docker run "${MAPFILE[@]}"', '…${MAPFILE[@]}'],
  ])('%s', (script, words) => {
    expect(commandsOf(script)).toEqual([`docker run ${words}`]);
  });
});

describe('unset', () => {
  it.each([
    ['A=x; unset A; docker run "a$A"', 'docker run a'],
    ['A=x; unset -v A; docker run "a$A"', 'docker run a'],
    ['A=x; unset B A; docker run "a$A"', 'docker run a'],
    ['A=x; unset -f A; docker run "a$A"', 'docker run ax'],
    ['docker() { podman "$@"; }; unset -f docker; docker run x', 'docker run x'],
    ['d() { docker "$@"; }; unset -v d; d run x', 'docker run x'],
    ['A=(x y); unset "A[0]"; docker run "${A[@]}"', 'docker run …${A[@]}'],
    ['A=(x y); unset -f "A[0]"; docker run "${A[@]}"', 'docker run x y'],
  ])('%s', (script, command) => {
    expect(commandsOf(script)).toContain(command);
  });
});

describe('shift', () => {
  it.each([
    ['shift', 'b c'],
    ['shift 0', 'a b c'],
    ['shift 2', 'c'],
    ['shift 3; docker run "$@"; set -- d', 'd'],
    ['shift 10', 'a b c'],
    ['shift x', 'a b c'],
    ['shift "$N"', '…$@'],
  ])('%s', (command, words) => {
    expect(commandsOf(`set -- a b c; ${command}; docker run "$@"`).at(-1)).toBe(`docker run ${words}`);
  });

  it('leaves what is unknown, and may take what is behind it', () => {
    expect(commandsOf('set -- a "$@" b; shift 2; docker run "$@"')).toEqual(['docker run …$@ ?b']);
  });
});

describe('what a variable may be after the loops that a command leaves', () => {
  it.each([
    ['break', 'z|x'],
    ['break 1', 'z|x'],
    ['break 2', 'z|y|x'],
    ['break 9', 'z|y|x'],
    ['continue', 'z|x'],
    ['continue 2', 'z|y|x'],
  ])('%s', (command, candidates) => {
    const script = `A=x; while a; do while b; do A=y; ${command}; done; A=z; done; docker run $A`;
    expect(commandsOf(script)).toEqual([`docker run ⟨$A: ${candidates}⟩`]);
  });
});
