import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('functions', () => {
  it.each([
    [
      'get the words of a call',
      'f() { docker run --name "$1" "${@:2}"; }; f web --rm x',
      'docker run --name web --rm x',
    ],
    [
      'are read for each different call',
      'f() { docker run --name $1 x; }; f a; f b; f a',
      'docker run --name a x',
      'docker run --name b x',
    ],
    ['that nothing calls', 'f() { docker run --name "$1" x; }', 'docker run --name ⟨$1⟩ x'],
    ['that nothing calls, after what they use is set', 'f() { docker run $I; }; I=x', 'docker run x'],
    ['that only others call', 'main() { f a; }; f() { docker run $1; }', 'docker run a'],
    ['see the variables of their caller', 'f() { docker run $I; }; g() { local I=x; f; }; g', 'docker run x'],
    ['keep their own variables', 'f() { local I=x; }; I=y; f; docker run $I', 'docker run y'],
    ['add to their own variables', 'f() { local I+=x; local I+=z; docker run $I; }; I=y; f', 'docker run xz'],
    [
      'add to their own variables on each way',
      'f() { if a; then local O+="-p 1"; else local O+=" -p 2"; fi; docker run $O x; }; f',
      'docker run -p ⟨$O: 1|2⟩ x',
    ],
    ['change those of others', 'f() { I=x; }; I=y; f; docker run $I', 'docker run x'],
    ['may change them', 'f() { if a; then I=x; return; fi; }; I=y; f; docker run $I', 'docker run ⟨$I: y|x⟩'],
    ['in a subshell change none', 'f() (I=x); I=y; f; docker run $I', 'docker run y'],
    ['give the parameters back', 'f() { set -- x; }; set -- y; f z; docker run $1', 'docker run y'],
    ['with a variable for one call', 'f() { docker run $I; }; I=x f', 'docker run x'],
    ['whose missing parameters are empty', 'f() { docker run $1 "$2" ${3:-d}; }; f a', "docker run a '' d"],
    ['with a keyword', 'function f { docker run x; }', 'docker run x'],
    [
      'that run what they are given',
      'run() { echo "+ $*"; "$@"; }; run docker run a; run docker exec b c',
      'docker run a',
      'docker exec b c',
    ],
    ['named like the program', 'docker() { sudo /usr/bin/docker "$@"; }; docker run a', 'docker run a'],
    ['that call themselves', 'f() { docker run x; f; }; f', 'docker run x'],
    [
      'that look at their arguments',
      'f() { case $1 in db) I=postgres;; *) I=$1;; esac; docker run $I; }; f db; f web',
      'docker run postgres',
      'docker run web',
    ],
    [
      'that read options',
      'f() { local o=(); while [ $# -gt 0 ]; do case $1 in -p) o+=(--privileged); shift;; *) break;; esac; done; docker run "${o[@]}" "$@"; }; f -p x',
      'docker run --privileged x',
    ],
    ['called in an unreached branch', 'f() { docker run $1; }; if false; then f a; fi; f b', 'docker run b'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });

  it('that are called with too many different words become one command', () => {
    const calls = Array.from({ length: 12 }, (_, index) => `f a${index} ${index % 2 === 0 ? '--rm' : ''}`);
    const names = Array.from({ length: 12 }, (_, index) => `a${index}`).join('|');
    expect(commandsOf(`f() { docker run --name $1 $2 x; }\n${calls.join('\n')}`)).toEqual([
      `docker run --name ⟨…: ${names}⟩ ?--rm x`,
    ]);
  });
});

describe('aliases', () => {
  it.each([
    ['where they are used', 'alias d="docker run -it"; d ubuntu', 'docker run -it ubuntu'],
    ['of themselves', 'alias docker="sudo docker"; docker run x', 'docker run x'],
    ['that nothing uses take any words', 'alias d="docker run --privileged"', 'docker run --privileged …"$@"'],
    ['not in quotes', 'alias d="docker run x"; "d"', 'docker run x …"$@"'],
  ])('%s', (_name, script, ...commands) => {
    expect(commandsOf(script)).toEqual(commands);
  });
});
