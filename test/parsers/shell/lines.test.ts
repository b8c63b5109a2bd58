import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findInvocations } from '../../../src/parsers/shell/interpret/invocations.ts';
import { fileScript } from '../../../src/parsers/shell/syntax/script-text.ts';
import { commandsAmong, commandsOf } from './commands-of.ts';

const hasBash = spawnSync('bash', ['-c', 'true']).status === 0;

/** What is read, and the names and values that come of it. */
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
  ['mapfile -t L <<< "a\nb c"; A=${L[0]} B=${L[1]}', ['a', 'b c']],
  ['readarray -t L < <(echo a; echo b); A=${L[0]} B=${#L[@]}', ['a', '2']],
  ['mapfile -t L < <(echo a; echo); A=${#L[@]} B=${L[0]}', ['2', 'a']],
  ['while read -r X Y; do A+=$X B+=$Y; done <<< "a b\nc d"', ['ac', 'bd']],
  ['while read -r X; do [ $X = b ] && break; A+=$X; done <<< "a\nb\nc"; B=$X', ['a', 'b']],
  ['while read -r X; do A=$X; done <<< a; B=$X', ['a', '']],
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
    ['of a file', 'while read -r I; do docker run $I; done < f', ['docker run a', 'docker run b']],
    ['of a pipe', 'cat f | while read -r I; do docker run $I; done', ['docker run a', 'docker run b']],
    ['of which a body reads more', 'while read -r I; do read -r J; docker run $I; done < f', ['docker run …$I']],
    ['of a file that is not there', 'while read -r I; do docker run $I; done < g', ['docker run …$I']],
    [
      'that are not known',
      'printf "%s\\n" ${B:+-p 1} 2 | while read -r A I; do docker run $I; done',
      ['docker run …$I'],
    ],
    ['in a format', 'printf "%3s\\n" a b | while read -r I; do docker run $I; done', ['docker run …$I']],
    ['with escapes', "echo -e 'a\\nb' | while read -r I; do docker run $I; done", ['docker run …$I']],
    ['that are commands', 'while read -r C; do $C; done < c', ['docker run x', 'docker run y']],
  ])('%s', (_name, script, commands) => {
    expect(commandsAmong({ f: 'a\nb\n', c: 'docker run x\ndocker run y\n' }, script, 'run.sh')).toEqual(commands);
  });

  it('are too many to be followed one by one, which is reported where they are commands', () => {
    const limits = (line: string): readonly string[] => {
      const text = `while read -r C; do $C; done <<E\n${`${line}\n`.repeat(50)}E\n`;
      return findInvocations(fileScript('f', text), { environment: new Map() }).problems.map(({ id }) => id);
    };
    expect(limits('docker run a')).toEqual(['syntax/limit']);
    expect(limits('echo a')).toEqual([]);
  });
});
