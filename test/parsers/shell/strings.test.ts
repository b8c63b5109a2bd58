import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('a command line in a string', () => {
  it.each([
    ["sh -c 'docker run x'"],
    ['bash -lc "docker run x"'],
    ['bash -e -o pipefail -c "docker run x"'],
    ['/bin/sh -c "docker run x" name'],
    ['sudo sh -c "docker run x"'],
    ["eval 'docker run x'"],
    ['eval docker run x'],
    ["su -c 'docker run x'"],
    ["su - user -c 'docker run x'"],
    ["su user -s /bin/sh --command='docker run x'"],
    ['runuser -u user -- docker run x'],
    ["ssh host 'docker run x'"],
    ['ssh -p 22 -i key user@host docker run x'],
    ['ssh host "sudo docker run x"'],
    ['ssh -t host -- docker run x'],
    ["sshpass -p secret ssh host 'docker run x'"],
    ["flock /l -c 'docker run x'"],
    ["script -qec 'docker run x' /dev/null"],
    ["watch -n 5 'docker run x'"],
    ['watch docker run x'],
    ["env -S 'docker run x'"],
    ["docker-machine ssh host 'docker run x'"],
    ["vagrant ssh -c 'docker run x'"],
    ["xargs sh -c 'docker run x'"],
    ["nohup bash -c 'docker run x' &"],
    ['bash <<EOF\ndocker run x\nEOF'],
    ["ssh host <<'EOF'\ndocker run x\nEOF"],
    ['ssh host bash -s <<-EOF\n\tdocker run x\n\tEOF'],
    ["ssh host 'sudo sh' <<EOF\ndocker run x\nEOF"],
    ['sudo sh -s -- a <<EOF\ndocker run x\nEOF'],
    ["bash <<< 'docker run x'"],
    ['cat <<EOF | bash\ndocker run x\nEOF'],
    ['echo "docker run x" | ssh host sh'],
    ['sh -c \'sh -c "docker run x"\''],
    ['bash -c "$(cat <<\'E\'\ndocker run x\nE\n)"'],
    ['bash -c "$(cat <<-E\n\tdocker run x\n\tE\n)"'],
    ['eval "$(cat - <<< \'docker run x\')"'],
    ['S=$(cat <<E\ndocker run x\nE\n)\nssh host "$S"'],
    ["read -r -d '' S <<'E'\n\n  docker run x\nE\nbash -c \"$S\""],
    ["IFS= read -rd '' S <<'E' || true\ndocker run x\nE\nssh host \"$S\""],
    ['eval "eval \'docker run x\'"'],
  ])('%s', (script) => {
    expect(commandsOf(script)).toEqual(['docker run x']);
  });

  it.each([
    ['variables of this shell', 'X=a; sh -c "docker run $X"', 'docker run a'],
    ['variables of the other shell', "X=a; sh -c 'docker run $X'", 'docker run …$X'],
    ['exported ones', "export X=a; sh -c 'docker run $X'", 'docker run a'],
    [
      'ones for one command',
      "X=a sh -c 'docker run $X'; env Y=b sh -c 'docker run $Y'",
      'docker run a',
      'docker run b',
    ],
    ['none on another machine', "export X=a; ssh host 'docker run $X'", 'docker run …$X'],
    ['those of eval', "X=a; eval 'docker run $X'; eval 'X=b'; docker run $X", 'docker run a', 'docker run b'],
    ['parameters', "sh -c 'docker run $0 $1 \"$2\" $3' a b 'c d'", 'docker run a b c␣d'],
    ['an unknown part', 'sh -c "docker run $X \'$Y\' a$Z"', 'docker run …$X ⟨$Y⟩ a⟨$Z⟩'],
    ['an unknown part within an expression', 'sh -c "docker run \\${A:-$X} \\$(cmd $X)"', 'docker run …$X …$(cmd $X)'],
    [
      'one of a few',
      'if a; then C="docker run x"; else C="docker run y"; fi; sh -c "$C"',
      'docker run x',
      'docker run y',
    ],
    ['escapes', 'sh -c "docker run \\"a b\\" \\$X \\\\\\$y"', 'docker run a␣b …$X $y'],
    ['here-documents that are expanded', 'X=a; bash <<EOF\ndocker run $X \\$Y\nEOF', 'docker run a …$Y'],
    ['here-documents that are not', "X=a; bash <<'EOF'\ndocker run $X\nEOF", 'docker run …$X'],
    ['here-documents in an expansion', 'X=a; bash -c "$(cat <<E\ndocker run $X \\$Y\nE\n)"', 'docker run a …$Y'],
    [
      'here-documents in an expansion, as they are',
      'X=a; bash -c "$(cat <<\'E\'\ndocker run $X\nE\n)"',
      'docker run …$X',
    ],
    ['here-documents as a value', 'docker run -e "A=$(cat <<E\na b\nc\n\n\nE\n)" x', 'docker run -e A=a␣b⏎c x'],
    ['here-documents as words', 'docker run $(cat <<E\n--rm\n-e A\nE\n) x', 'docker run --rm -e A x'],
    [
      'what it reads',
      "read -r -d '' A <<E\n  a\n b\n\nE\nIFS= read -r -d '' B <<< ' c'; docker run \"$A\" \"$B\"",
      'docker run a⏎␣b ␣c⏎',
    ],
    [
      'not what it reads in another way',
      'read -d \'\' A <<< \'a\\n\'; read -r B <<< b; read -r -d \'\' C D <<< c; docker run "$A" "$B" "$C"',
      'docker run ⟨$A⟩ ⟨$B⟩ ⟨$C⟩',
    ],
    ['not what another cat prints', 'cat() { :; }; docker run "$(cat <<E\na\nE\n)"', 'docker run ⟨$(cat <<E\na\nE\n)⟩'],
    [
      'not what cat prints of a file',
      'docker run "$(cat f <<< a)" "$(cat < f)" "$(cat <<< a 3< f)" "$(cat <<< a < f)"',
      'docker run ⟨$(cat f <<< a)⟩ ⟨$(cat < f)⟩ ⟨$(cat <<< a 3< f)⟩ ⟨$(cat <<< a < f)⟩',
    ],
    ['functions of its own', "sh -c 'f() { docker run $1; }; f a'", 'docker run a'],
    ['not the functions of this shell', "f() { :; }; sh -c 'f() { docker run x; }'", 'docker run x'],
  ])('knows %s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });

  it.each(['sh -c "$X"', 'ssh host', 'eval "$(cmd)"', "sh -n 'docker run x'", 'trap - EXIT'])(
    'says nothing of %s',
    (script) => {
      expect(commandsOf(script)).toEqual([]);
    },
  );
});
