import { describe, expect, it } from 'vitest';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
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
    [
      'own a variable on some ways',
      'f() { if a; then local I=x; fi; I=z; }; I=y; f; docker run $I',
      'docker run ⟨$I: y|z⟩',
    ],
    [
      'own no variable where the branch is not taken',
      'f() { if [ "$1" = a ]; then local I=x; fi; I=z; }; I=y; f b; docker run $I',
      'docker run z',
    ],
    [
      'own a variable after a branch',
      'f() { if a; then I=x; fi; local I=z; }; I=y; f; docker run $I',
      'docker run ⟨$I: x|y⟩',
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

  it('that are called in many ways are followed for each call', () => {
    const others = Array.from({ length: 40 }, (_, index) => `d ${['pull', 'tag', 'rmi'][index % 3]} a${index}`);
    const script = `d() { docker "$@"; }; ${others.join('\n')}\nd run --privileged -v /:/host x`;
    expect(commandsOf(script)).toHaveLength(41);
    expect(commandsOf(script).at(-1)).toBe('docker run --privileged -v /:/host x');
  });

  it('through which others are called are followed for each of the calls', () => {
    const calls = Array.from({ length: 20 }, (_, index) => `up a${index}`);
    const script = `d() { sudo docker "$@"; }; up() { d stop $1; d run --name $1 x; }\n${calls.join('\n')}`;
    expect(commandsOf(script).filter((command) => command.startsWith('docker run'))).toEqual(
      calls.map((call) => `docker run --name ${call.slice('up '.length)} x`),
    );
  });

  it('that are called in loops with many words become one command for each subcommand', () => {
    const names = 'a⟨…: 1|2|3⟩|b1|b2|b3|c1|c2|c3';
    const loops = 'for i in a b c; do for k in 1 2 3; do for j in run create; do d $j --name $i$k x; done; done; done';
    expect(commandsOf(`d() { docker "$@"; }; ${loops}`)).toEqual([
      `docker run --name ⟨…: ${names}⟩ x`,
      `docker create --name ⟨…: ${names}⟩ x`,
    ]);
  });

  it('that call themselves are followed with the words that they give themselves', () => {
    const script = 'f() { if [ "$1" = a ]; then f --init; return; fi; docker run $1 x; }; f a';
    expect(commandsOf(script)).toEqual(['docker run --init x']);
  });
});

describe('aliases are read once, with any words after them, and their use is reported', () => {
  it.each([
    ['alias d="docker run -it"; d ubuntu', ['docker run -it …"$@"'], 1],
    ['alias d=docker; d run --privileged x', ['docker …"$@"'], 1],
    ["alias sudo='sudo '; alias d='docker run'; sudo d x", ['docker run …"$@"'], 0],
    ['alias docker="sudo docker"; docker run x', ['docker run x', 'docker …"$@"'], 0],
    ['alias d="docker run --privileged"', ['docker run --privileged …"$@"'], 0],
    ["X=a; alias d='docker run $X'; X=b", ['docker run ⟨$X: b|⟨$X⟩⟩ …"$@"'], 0],
    ['alias l="ls -l"; l', [], 0],
  ])('%s', (script, commands, limits) => {
    expect(commandsOf(script)).toEqual(commands);
    const { problems } = findInvocations(fileScript('f', script), { environment: new Map() });
    expect(problems.filter(({ id }) => id === 'syntax/limit')).toHaveLength(limits);
  });
});
