import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

describe('what a command prints is known as far as it is what bash prints', () => {
  it.each<readonly [command: string, output: string]>([
    ['echo a b', 'a␣b'],
    ['echo -n a', 'a'],
    ['echo -e a', 'a'],
    ['echo -x a', '-x␣a'],
    ['echo a >/dev/null', "''"],
    ['echo a >&2', "''"],
    ['echo a 1>&2', "''"],
    ['echo a 2>/dev/null', 'a'],
    ['echo a &>/dev/null', "''"],
    ['echo a >&/dev/null', "''"],
    ['{ echo a; echo b >&2; }', 'a'],
    ['echo a >/dev/null 2>&1', "''"],
    ['echo a 2>&1 >/dev/null', "''"],
    ['printf a', 'a'],
    ['printf %s a', 'a'],
    ["printf '%s-%s' a b", 'a-b'],
    ["printf '%s,' a b c", 'a,b,c,'],
    ["printf '%d' 5", '5'],
    ["printf '%%'", '%'],
    ["printf 'a\\tb'", 'a\tb'],
    ["printf 'a\\\\b'", 'a\\b'],
    ["printf -- '%s' a", 'a'],
    ["printf '%s %s' a", 'a␣'],
    ['f() { echo a; }; f', 'a'],
    ['f() { echo $1; }; f b', 'b'],
    ['f() { echo a; return; echo b; }; f', 'a'],
    ['true', "''"],
    ['basename /a/b.sh .sh', 'b'],
    ['dirname /a/b', '/a'],
    ['cat <<< a', 'a'],
  ])('%j', (command, output) => {
    expect(commandsOf(`X=$(${command}); docker run "$X"`)).toEqual([`docker run ${output}`]);
  });

  it('has no separator where there may be no word', () => {
    expect(commandsOf('if a; then B="${M[@]}"; fi; docker run "$(echo p $B)"')).toEqual(['docker run p⟨$B⟩']);
  });

  it('begins with words that may be none, and a separator if they are not', () => {
    expect(commandsOf('docker run $(echo $B w) x')).toEqual(['docker run ?…$B w x']);
    expect(commandsOf('docker run "$(echo $B w)"')).toEqual(['docker run ⟨$(echo $B w): |⟨$B⟩␣⟩w']);
  });

  it('is open where what may be an option stands behind what may be no word', () => {
    expect(commandsOf('docker run "$(echo $B -e w)"')).toEqual(['docker run ⟨$(echo $B -e w)⟩']);
    expect(commandsOf('docker run "$(echo "$B" -e w)"')).toEqual(['docker run ⟨$B⟩␣-e␣w']);
  });

  it.each([
    'echo a 2>&1',
    '{ echo a >&2; } 2>&1',
    "printf '%d' 05",
    "printf '%d' x",
    "printf '%5s' a",
    "printf '%q' a",
    "echo 'a\\nb'",
    "printf '%s\\n' a b | cat",
    'cat < /dev/null',
  ])('and otherwise unknown: %j', (command) => {
    expect(commandsOf(`X=$(${command}); docker run "$X"`)).toEqual([`docker run ⟨$(${command})⟩`]);
  });
});
