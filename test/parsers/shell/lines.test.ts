import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { lintText } from '../../../src/lint/lint.ts';
import { commandsAmong, commandsOf } from './commands-of.ts';

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

/** A `read` command, and the resulting variables. */
const READS: readonly (readonly [string, readonly string[]])[] = [
  ['read -r A B <<< "a b"', ['a', 'b']],
  ['read -r A B <<< "  a   b  "', ['a', 'b']],
  ['read -r A B <<< "a b c"', ['a', 'b c']],
  ['read -r A B <<< a', ['a', '']],
  ['read -r A B <<< ""', ['', '']],
  ['IFS=: read -r A B <<< a:b:c', ['a', 'b:c']],
  ['IFS=: read -r A B <<< a:b:', ['a', 'b']],
  ['IFS=: read -r A B <<< a:b::', ['a', 'b::']],
  ['IFS=: read -r A B <<< ::b', ['', ':b']],
  ['IFS=": " read -r A B <<< "a : b"', ['a', 'b']],
  ['IFS=": " read -r A B <<< " : a"', ['', 'a']],
  ['IFS= read -r A <<< " a "; B=', [' a ', '']],
  ['read -r A <<< "a\\b"; B=', ['a\\b', '']],
  ['read -r <<< " a "; A=$REPLY B=', [' a ', '']],
  ['read -ra L <<< "a b"; A=${L[0]} B=${L[1]}', ['a', 'b']],
  ['IFS=, read -ra L <<< "a,,b"; A=${#L[@]} B=${L[2]}', ['3', 'b']],
];

describe('lines of a text that is known', () => {
  it.each(READS)('%s', (script, values) => {
    expect(commandsOf(`A= B=; ${script}; docker run "$A" "$B"`)).toEqual([
      `docker run ${values.map((value) => value.replaceAll(' ', '␣') || "''").join(' ')}`,
    ]);
  });

  it.skipIf(!hasBash)('are read as bash reads them', () => {
    const answers = READS.map(([script]) =>
      spawnSync('bash', ['-c', `A= B=; ${script}; printf '%s\\0' "$A" "$B"`], { encoding: 'utf8' })
        .stdout.split('\0')
        .slice(0, 2),
    );
    expect(answers).toEqual(READS.map(([, values]) => values));
  });

  it.each([
    ['of a file', 'while read -r I; do docker run $I; done < f', ['docker run …$I']],
    ['of a pipe', 'cat f | while read -r I; do docker run $I; done', ['docker run …$I']],
    ['of a here-string', 'while read -r I; do docker run "$I"; done <<< a', ['docker run ⟨$I⟩']],
    ['with several values', 'while read -r A I; do docker run -m "$A" $I; done < f', ['docker run -m ⟨$A⟩ …$I']],
    ['behind them', 'I=a; while read -r I; do :; done <<< b; docker run "$I"', ['docker run ⟨$I⟩']],
  ])('are any in a loop over those %s', (_name, script, commands) => {
    expect(commandsAmong({ f: 'a\nb\n' }, script, 'run.sh')).toEqual(commands);
  });

  it.each([
    ['while read -r C; do $C; done <<E\ndocker run x\nE', ['syntax/unread-command']],
    [
      'printf \'%s\\n\' \'docker run x\' | while IFS= read -r C || [ -n "$C" ]; do eval "$C"; done',
      ['syntax/unread-command'],
    ],
    ['docker ps\nwhile read -r C; do $C; done <<E\necho x\nE', []],
  ])('are reported where there are commands among those that a loop reads: %j', async (text, rules) => {
    const { findings } = await lintText({ path: 'f.sh', text });
    expect(findings.map(({ rule }) => rule)).toEqual(rules);
  });
});
