import { describe, expect, it } from 'vitest';
import { commandsOf } from './commands-of.ts';

/** A command with one of two word lists. */
const either = (one: string, other: string): readonly string[] =>
  commandsOf(`if a; then O="${one}"; else O="${other}"; fi; docker run i $O`);

describe('of two lists of words, as many as possible are certain', () => {
  it.each([
    ['a b c d e', 'b x d y e z', '?a b ⟨$O: c|x⟩ d ?y e ?z'],
    ['p a q b', 'a r b s', '?p a ⟨$O: q|r⟩ b ?s'],
    ['x a b c', 'c x a b', '?c x a b ?c'],
    ['c x a b', 'x a b c', '?c x a b ?c'],
    ['a b c d', 'd a b c', '?d a b c ?d'],
    ['a b', 'b a', '?a b ?a'],
    ['a a b', 'a b b', 'a ⟨$O: a|b⟩ b'],
    ['a', 'a b', 'a ?b'],
    ['b', 'a b', '?a b'],
    ['a b a', 'a', 'a ?b ?a'],
    ['--rm image', 'image --x', '?--rm image ?--x'],
    ['--memory=1g --rm', '--memory 1g --rm', '?--memory=1g ?--memory ?1g --rm'],
    ['--name a $@', '--name b $@', '--name ⟨$O: a|b⟩ ?…$@ ?…$@'],
    ['-e A=1 -t', '-e B=2 -i', '-e ⟨$O: A=1|B=2⟩ ?-t ?-i'],
    ['a $@', 'a', 'a ?…$@'],
  ])('%s, or %s', (one, other, words) => {
    expect(either(one, other)).toEqual([`docker run i ${words}`]);
  });
});

describe('a word that is not there on some code path of a branch is conditional after it', () => {
  it.each([
    ['of its end', 'if a; then O=--init; else if b; then O=--init; else O=; fi; fi; docker run $O x', '?--init x'],
    [
      'of its beginning',
      'if a; then if b; then O=--init; else O=; fi; else O=--init; fi; docker run $O x',
      '?--init x',
    ],
    [
      'beside another',
      'if a; then O="--init --rm"; else O=--rm; if b; then O="--init --rm"; fi; fi; docker run $O x',
      '?--init --rm x',
    ],
    [
      'of an array',
      'if a; then O=(--init --rm); else O=(--rm); if b; then O=(--init --rm); fi; fi; docker run "${O[@]}" x',
      '?--init --rm x',
    ],
    [
      'of an array, the other way round',
      'if a; then O=(--rm); if b; then O=(--init --rm); fi; else O=(--init --rm); fi; docker run "${O[@]}" x',
      '?--init --rm x',
    ],
  ])('%s', (_name, script, words) => {
    expect(commandsOf(script)).toEqual([`docker run ${words}`]);
  });
});

describe('a text that is one of several', () => {
  it.each([
    ['begins with what is unknown in both', 'V=$Y; if a; then V=$V/x; else V=$V/y; fi', '⟨$Y⟩⟨$V: /x|/y⟩'],
    ['ends with what is unknown in both', 'V=$Y; if a; then V=x/$V; else V=y/$V; fi', '⟨$V: x/|y/⟩⟨$Y⟩'],
    ['is what is unknown in each', 'if a; then V=$Y; else V=$Z; fi', '⟨$V: ⟨$Y⟩|⟨$Z⟩⟩'],
    ['may have the same word at two places', 'if a; then V=x$Y; else V=x$Z; fi', '⟨$V: x⟨$Y⟩|x⟨$Z⟩⟩'],
    ['may be empty', 'if a; then V=; else V=x; fi', '⟨$V: |x⟩'],
  ])('%s', (_name, script, text) => {
    expect(commandsOf(`${script}; docker run "$V"`)).toEqual([`docker run ${text}`]);
  });
});
