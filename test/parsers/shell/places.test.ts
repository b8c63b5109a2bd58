import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/parsers/shell/index.ts';
import type { Place } from '../../../src/text/location.ts';
import type { Text } from '../../../src/text/text.ts';
import { invocationsIn, path } from './commands-of.ts';

function textAt(script: string, { location }: Place): string {
  return script.slice(location.span.start, location.span.end);
}

/** The marked text with its hops, such as `host ← variable $NET`. */
function showPlace(script: string, place: Place): string {
  return [
    textAt(script, place),
    ...place.hops.map(({ kind, location }) => `${kind} ${script.slice(location.span.start, location.span.end)}`),
  ].join(' ← ');
}

/** The words' places in a script's only command. */
function placesIn(script: string): readonly string[] {
  return invocationsIn(script).flatMap(({ arguments: words }) =>
    words.map((word) => showPlace(script, word.kind === 'word' ? word.text.place : word.unresolved.place)),
  );
}

describe('the place of a word', () => {
  it.each([
    ['is the word', 'docker run --rm "a b"', 'run', '--rm', 'a b'],
    ['of several parts is all of it', 'docker run a"b"\'c\'\\d', 'run', 'a"b"\'c\'\\d'],
    ['over a continuation', 'docker run a\\\nb', 'run', 'a\\\nb'],
    ['with CRLF', 'docker run \\\r\n  --rm\r\n', 'run', '--rm'],
    ['of nothing is its quotes', 'docker run ""', 'run', '""'],
    ['in braces is the alternative with what stands around it', 'docker run --x={a,b}', 'run', '--x={a', '--x={a,b'],
    ['from a variable is the text in the assignment', 'N="host"\ndocker run $N', 'run', 'host ← variable $N'],
    ['from a variable of a variable', 'A=x; B=$A; docker run "$B"', 'run', 'x ← variable $A ← variable $B'],
    [
      'from a part of a variable',
      'O="--rm -v a:b"; docker run $O',
      'run',
      '--rm ← variable $O',
      '-v ← variable $O',
      'a:b ← variable $O',
    ],
    ['from several sources is the word in the command', 'N=host; docker run --net=$N', 'run', '--net=$N ← part host'],
    [
      'from an array',
      'a=(--rm); a+=("x"); docker run "${a[@]}"',
      'run',
      '--rm ← variable ${a[@]}',
      'x ← variable ${a[@]}',
    ],
    ['from a default is the default', 'docker run ${N:-host}', 'run', 'host ← default ${N:-host}'],
    ['from a default that the script takes', 'N=; docker run ${N:-host}', 'run', 'host ← variable ${N:-host}'],
    [
      'from a default in an assignment',
      'N=${M:-host}; docker run $N',
      'run',
      'host ← default ${M:-host} ← variable $N',
    ],
    [
      'from an argument is the text in the call',
      'f() { docker run "$1"; }\nf x',
      'run',
      'x ← argument f ← variable $1',
    ],
    ['from a loop is the text in its list', 'for i in x; do docker run $i; done', 'run', 'x ← variable $i'],
    [
      'on some code paths names the condition',
      'O=; if [ -t 1 ]; then O=-it; fi; docker run $O',
      'run',
      '-it ← branch [ -t 1 ] ← variable $O',
    ],
    [
      'on some code paths, in an array',
      'a=(); test && a+=(-it); docker run "${a[@]}"',
      'run',
      '-it ← branch test ← variable ${a[@]}',
    ],
    ['of an alternative', 'docker run ${D:+--init}', 'run', '--init ← branch ${D:+--init}'],
    ['of what is unknown is the expression', 'docker run "$X" $Y', 'run', '$X', '$Y'],
    ['of what is unknown in an assignment', 'X=$(cmd); docker run "$X"', 'run', '$(cmd) ← variable $X'],
    ['of one of a few is its use', 'if a; then I=x; else I=y; fi; docker run $I', 'run', '$I'],
  ])('%s', (_name, script, ...places) => {
    expect(placesIn(script)).toEqual(places);
  });

  it('of a candidate is the text in its assignment', () => {
    const script = 'if a; then I=x; else I=y; fi; docker run $I';
    const [segment] =
      invocationsIn(script)[0]
        ?.arguments.flatMap((word): readonly Text['segments'][number][] =>
          word.kind === 'word' ? word.text.segments : [],
        )
        .slice(-1) ?? [];
    const candidates = segment?.kind === 'unknown' ? segment.candidates : [];
    expect(candidates.map((text) => showPlace(script, text.place))).toEqual(['x ← variable $I', 'y ← variable $I']);
  });

  it('can be cut to part of the word', () => {
    const script = 'V="/etc:/x:ro"; docker run -v "$V" -v /a"/b:/c"';
    const [invocation] = invocationsIn(script);
    const parts =
      invocation?.arguments.flatMap((word) =>
        word.kind === 'word' && word.text.skeleton.includes(':') ? word.text.split(':') : [],
      ) ?? [];
    expect(parts.map((part) => textAt(script, part.place))).toEqual(['/etc', '/x', 'ro', '/a"/b', '/c']);
  });
});

describe('places in strings that a shell runs are those of the outer file', () => {
  it.each([
    ["sh -c 'docker run x y'", 'run', 'x', 'y'],
    ['bash -c "docker run \\"a b\\" c"', 'run', 'a b', 'c'],
    ["bash -c $'docker \\\\\\n run x'", 'run', 'x'],
    ['eval docker "run x"', 'run', 'x'],
    ['ssh host docker run x', 'run', 'x'],
    ['bash <<EOF\n  docker run x \\$Y\nEOF', 'run', 'x', '$Y'],
    ['bash <<-EOF\n\t\tdocker run x\n\tEOF', 'run', 'x'],
    ['bash -c "bash -c \'docker run x\'"', 'run', 'x'],
    ['X=y; sh -c "docker run $X"', 'run', 'y ← variable $X'],
    ['C="docker run x"; eval "$C"', 'run ← variable $C', 'x ← variable $C'],
    ['I=x; C=\'docker run $I\'; eval "$C"', 'run ← variable $C', 'x ← variable $I ← variable $C'],
    ['bash -c "$(cat <<E\n  docker run x \\$Y\nE\n)"', 'run', 'x', '$Y'],
    ['S=$(cat <<-\'E\'\n\tdocker run \\\n\t  x\n\tE\n)\nssh h "$S"', 'run ← variable $S', 'x ← variable $S'],
    ['echo `docker run \\`cmd\\` x`', 'run', '`cmd\\`', 'x'],
    ["sh -c 'docker run x\r\n'\r\n", 'run', 'x'],
  ])('%j', (script, ...places) => {
    expect(placesIn(script)).toEqual(places);
  });
});

describe('the place of a command', () => {
  it.each([
    ['sudo docker -D run x', 'docker -D run'],
    ['"docker" run x', '"docker" run'],
    ['"$DOCKER" run x', '"$DOCKER" run'],
    ['D=docker; "$D" container create x', '"$D" container create'],
    ['D="sudo docker"; $D run x', '$D run'],
    ['C="docker run"; $C x', 'docker run ← variable $C'],
    ['C=(docker); "${C[@]}" run x', '"${C[@]}" run'],
    ['C=(sudo docker); "${C[@]}" run x', '"${C[@]}" run'],
    ['C=(docker -D); time "${C[@]}" run x', '"${C[@]}" run'],
    ['C=(docker); ${C[@]} run x', '${C[@]} run'],
    ['C=(docker run); "${C[@]}" x', 'docker run ← variable ${C[@]}'],
    ['f() { "$@" run x; }; f docker', '"$@" run'],
    ['sh -c \'"docker" run x\'', '"docker" run'],
  ])('%s', (script, place) => {
    const { subjects } = parseShell(
      { path, text: script },
      { files: { read: () => ({ failure: 'missing' }) }, environment: new Map() },
    );
    expect(subjects.map((subject) => showPlace(script, subject.place))).toEqual([place]);
  });
});

describe('the place of the program', () => {
  it.each([
    ['sudo docker run x', 'docker'],
    ['/usr/bin/docker run x', '/usr/bin/docker'],
    ['"docker" run x', 'docker'],
    ['D="sudo docker"; $D run x', 'docker ← variable $D'],
    ['$DOCKER run x', '$DOCKER'],
    ["ssh h 'docker run x'", 'docker'],
  ])('%s', (script, place) => {
    expect(invocationsIn(script).map(({ programPlace }) => showPlace(script, programPlace))).toEqual([place]);
  });
});
