import { describe, expect, it } from 'vitest';
import { parseShell } from '../../../src/parsers/shell/index.ts';
import { commandsAmong } from './commands-of.ts';

const LIB = 'I=nginx:1.27\nd() { docker "$@"; }\n';

describe('a file that a script reads in is followed', () => {
  it.each([
    ['by a name relative to the folder of the script', '. ./lib.sh'],
    ['by a name alone', 'source lib.sh'],
    ['by the folder of $0', '. "$(dirname "$0")/lib.sh"'],
    ['by the folder of $0 in backticks', '. `dirname $0`/lib.sh'],
    ['by the folder of BASH_SOURCE', 'source "$(dirname "${BASH_SOURCE[0]}")/lib.sh"'],
    ['by the folder of BASH_SOURCE with a default', 'source "$(dirname "${BASH_SOURCE[0]:-$0}")/lib.sh"'],
    ['by the whole path of the folder', 'D="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"; . "$D/lib.sh"'],
    [
      'by the whole path with errors left out',
      'D=$(cd -- "$(dirname -- "$0")" >/dev/null 2>&1; pwd -P); . "$D"/lib.sh',
    ],
    ['by the path without its last name', '. "${BASH_SOURCE[0]%/*}/lib.sh"'],
    ['by its whole path in steps', 'S=$(readlink -f "$0"); D=$(dirname "$S"); . $D/lib.sh'],
    ['by realpath', 'D=$(dirname "$(realpath "$0")"); . "$D/lib.sh"'],
    ['after cd', 'cd "$(dirname "$0")" || exit 1; . ./lib.sh'],
    ['after cd to the folder above', 'cd "$(dirname "$0")/.."; . scripts/lib.sh'],
    ['after cd to a folder from where the script was started', 'cd scripts; . ./lib.sh'],
    ['after cd there and back', 'cd other; cd ..; . scripts/lib.sh'],
    ['after cd in a subshell', '(cd other; . ./lib.sh); . scripts/lib.sh'],
    ['after cd to an unknown folder', 'cd "$ROOT"; . scripts/lib.sh'],
    ['with PWD', 'cd "$(dirname "$0")"; . "$PWD/lib.sh"'],
    ['in a function', 'f() { local D; D=$(dirname "$0"); . "$D/lib.sh"; }; f'],
    ['one of a few', 'for f in lib none; do . ./$f.sh; done; I=nginx:1.27'],
    ['from the folder above', '. ../scripts/lib.sh'],
    ['from the root', '. scripts/lib.sh'],
    ['by way of another', '. ./other.sh'],
    ['in a subshell that uses it', '( . ./lib.sh; d run $I ); exit'],
  ])('%s', (_name, script) => {
    const files = { 'scripts/lib.sh': LIB, 'scripts/other.sh': '. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"' };
    expect(commandsAmong(files, `${script}; d run $I`, 'scripts/run.sh')).toEqual(['docker run nginx:1.27']);
  });

  it.each([
    ['commands of its own', '. ./a', { a: 'docker run x' }, ['docker run x']],
    ['with words', '. ./a x; docker run $1', { a: 'docker create $1' }, ['docker create x', 'docker run …$1']],
    ['up to its return', '. ./a; docker run $X', { a: 'X=a; return; X=b' }, ['docker run a']],
    ['up to a return that may be', '. ./a; docker run $X', { a: 'X=a; b && return; X=b' }, ['docker run ⟨$X: b|a⟩']],
    ['that ends the script, as far as can be seen', '. ./a; docker run x', { a: 'exit 1' }, ['docker run x']],
    [
      'of two with one name',
      '. ./a; cd sub; . ./a; cd -; docker run $X',
      { a: 'X=a; docker run 1', 'sub/a': 'X=b; docker run 2' },
      ['docker run 1', 'docker run 2', 'docker run b'],
    ],
    ['where it is there', '[ -f a ] && . ./a; docker run "$X"', { a: 'X=b' }, ['docker run ⟨$X: b|⟨$X⟩⟩']],
    ['on some ways', 'X=a; if b; then . ./a; fi; docker run $X', { a: 'X=b' }, ['docker run ⟨$X: b|a⟩']],
    [
      'one of two',
      '. ./$([ -t 0 ] && echo a || echo b); docker run $X',
      { a: 'X=1', b: 'X=2' },
      ['docker run ⟨$X: 2|1⟩'],
    ],
    ['what calls itself', '. ./a; docker run $X', { a: 'X=a; . ./a' }, ['docker run a']],
    [
      'where the folder is in an unknown variable',
      'X=a; . "$D/lib/a"; docker run "$X"',
      { 'lib/a': 'X=b' },
      ['docker run ⟨$X: b|⟨$X⟩⟩'],
    ],
  ] as const)('%s', (_name, script, files, commands) => {
    expect(commandsAmong(files, script)).toEqual(commands);
  });

  it('with the places of the file that wrote the value', () => {
    const [lib, text] = [
      'docker_run() { docker run $OPTIONS "$@"; }\nOPTIONS=--privileged\n',
      '. ./lib.sh\ndocker_run x\n',
    ];
    const files = { read: (name: string) => (name === 'lib.sh' ? { text: lib } : ({ failure: 'missing' } as const)) };
    const { subjects, texts } = parseShell({ path: 'a.sh', text }, { files, environment: new Map() });
    const [container] = subjects;
    const privileged = container?.kind === 'container' ? container.hostConfig.privileged : undefined;
    expect(texts.get('lib.sh')).toBe(lib);
    expect(privileged?.place.location).toEqual({
      path: 'lib.sh',
      span: { start: lib.indexOf('--priv'), end: lib.indexOf('--priv') + '--privileged'.length },
    });
  });
});

describe('a file that a shell runs is read where nothing else knows it for a script', () => {
  it.each([
    ['bash commands.txt', ['docker run ⟨$X⟩']],
    ['export X=a; sh -e ./commands.txt', ['docker run a']],
    ['sh words.dat a', ['docker run a']],
    ['bash none.txt', []],
    ['bash deploy.sh', []],
    ['bash hook', []],
    ['python3 commands.txt', []],
  ])('%s', (script, commands) => {
    const files = {
      'commands.txt': 'docker run "$X"',
      'words.dat': 'docker run $1',
      'deploy.sh': 'docker run x',
      hook: '#!/bin/sh\ndocker run x',
    };
    expect(commandsAmong(files, script, 'run.sh')).toEqual(commands);
  });
});

describe('a file that can not be read in may set anything', () => {
  const unknown = ['docker run ⟨$X: a|⟨$X⟩⟩'];

  it.each([
    ['one that is missing', '. ./none.sh'],
    ['one outside of the project', '. /etc/default/app'],
    ['one in the folder of the user', '. ~/.app'],
    ['one of an unknown name', '. "$1"'],
    ['what a command prints', 'eval "$(settings)"'],
    ['variables of which the names are not known', 'export "$k=$v"'],
    ['variables of an env file', 'export $(grep -v "^#" .env | xargs)'],
    ['one that is read in by a function', 'f() { . /etc/default/app; }; f'],
  ])('%s', (_name, script) => {
    expect(commandsAmong({}, `X=a; ${script}; docker run "$X"`)).toEqual(unknown);
    expect(commandsAmong({}, `${script}; X=a; docker run "$X"`)).toEqual(['docker run a']);
  });

  it.each([
    ['that says what the system is', '. /etc/os-release'],
    ['of a tool', '. venv/bin/activate'],
    ['of another tool', 'load /usr/lib/bats-support/load'],
  ])('but not one %s', (_name, script) => {
    expect(commandsAmong({}, `X=a; ${script}; docker run "$X"`)).toEqual(['docker run a']);
  });
});

it('files that read in each other several times are followed a limited number of times', () => {
  const count = 15;
  let reads = 0;
  const files = {
    read: (path: string) => {
      reads += 1;
      const at = Number(/(\d+)\.sh$/.exec(path)?.[1]);
      return at < count
        ? { text: `. ./${at + 1}.sh\n`.repeat(4) }
        : at === count
          ? { text: 'docker run x\n' }
          : { failure: 'missing' as const };
    },
  };
  const { problems } = parseShell({ path: 'run.sh', text: '. ./1.sh\n' }, { environment: new Map(), files });
  expect(problems.map(({ message }) => message.what)).toContain(
    'The sourced files are too long, or sourced too often, to follow further.',
  );
  expect(reads).toBeLessThan(5 * 64 * count);
});

describe('a file that is read in only once', () => {
  it.each([
    ['by a test', '[ -n "${LOADED:-}" ] && return 0'],
    ['by a test with brackets', '[[ -n $LOADED ]] && return'],
    ['by a test of a value', '# a library\n\n[ "${LOADED-0}" = 1 ] && return'],
    ['by if', 'if [[ -n "${LOADED:-}" ]]; then\n  return 0\nfi'],
    ['by a group', '[ "$LOADED" ] && { return; }'],
  ])('%s', (_name, guard) => {
    const files = { 'lib.sh': `${guard}\nLOADED=1\nI=x\n` };
    expect(commandsAmong(files, '. ./lib.sh; . ./lib.sh; docker run "$I"', 'run.sh')).toEqual(['docker run x']);
  });

  it('may be left by what nothing in it sets', () => {
    const files = { 'lib.sh': '[ -n "${SKIP:-}" ] && return\nI=x\n' };
    expect(commandsAmong(files, 'I=y; . ./lib.sh; docker run "$I"', 'run.sh')).toEqual(['docker run ⟨$I: x|y⟩']);
  });
});

describe("bats' load", () => {
  it.each([
    ['a name without its ending', 'load helpers'],
    ['a name with its ending', 'load helpers.bash'],
    ['the folder of the tests', 'load "$BATS_TEST_DIRNAME/helpers"'],
    ['the folder of the tests with source', 'source "${BATS_TEST_DIRNAME}/helpers.bash"'],
  ])('%s', (_name, script) => {
    const files = { 'test/helpers.bash': LIB };
    const test = `${script}\n@test "runs" {\n  run d run "$I"\n}\n`;
    expect(commandsAmong(files, test, 'test/a.bats')).toEqual(['docker run nginx:1.27']);
  });
});

describe('a test of bats', () => {
  it.each([
    ['runs behind its set-up', 'setup() { I=x; }\n@test "a" {\n  docker run $I\n}', 'docker run x'],
    ['runs behind that of the file', 'setup_file() { export I=x; }\n@test "a" {\n  docker run $I\n}', 'docker run x'],
    [
      'runs where the set-up may skip it',
      'setup() { [ -z "${T:-}" ] && exit; }\n@test "a" {\n docker run x\n}',
      'docker run x',
    ],
    ['has quotes in its name', '@test "a \\"b\\" c" {\n  docker run x\n}', 'docker run x'],
    ['has a brace in its name', '@test "a { b" { # c\n  docker run x\n}', 'docker run x'],
    ['is indented', '  @test "a" {\n  docker run x\n}', 'docker run x'],
  ])('%s', (_name, script, command) => {
    expect(commandsAmong({}, script, 'a.bats')).toEqual([command]);
  });
});
