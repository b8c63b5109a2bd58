import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DockerInvocation } from '../../../src/parsers/docker/commands/invocation.ts';
import { invocationsIn } from './commands-of.ts';

const hasBash = spawnSync('bash', ['-c', '(( BASH_VERSINFO[0] >= 5 ))']).status === 0;

/** Variables of every kind, used below. */
const prelude = [
  'A="x y"; B=; C=foo; D=("a b" c); E=1.2.3; F="p q  r"; G="$F"-"$C"; N=4; P="\'single\'"; R=C; V=" lead trail "',
  'unset U; declare -A m=([k]="v w"); D+=(zb); set -- one "two three" four',
].join('\n');

const statements = [
  'C+=bar',
  'D+=("$A")',
  'D[1]=new',
  'D=("${D[@]:1}")',
  'D=()',
  'A=$C',
  'A="${A}$B"',
  'A=a B=b',
  'export A="ex port"',
  'readonly Q=1; C=$Q',
  'unset C',
  'B=set',
  'm[k]=other',
  'C=${C/o/0}',
  'eval "A=evald"',
  'IFS=:; F=a:b:c',
  '(A=sub)',
  'A=pipe | :',
  '{ A=grp; }',
  'set -- "$@" five',
  'set --',
  'shift',
  'while [ $# -gt 1 ]; do shift; done',
  'for C in u v; do :; done',
  'if true; then A="1 2"; fi',
  '[ -n "$C" ] && A=filled',
  '[ "$N" -gt 3 ] || A=small',
  'case x in y) A=no;; x) A=cased;; esac',
  'f() { local A=loc; C=$1; D=("$@"); }; f "z z" y',
];

const parts = [
  'a',
  '-x',
  '--k=',
  '/',
  ':',
  '.',
  '%',
  '=',
  "'q r'",
  '"q r"',
  '""',
  "''",
  '\\ ',
  '\\$A',
  '\\a',
  '"a\\"b"',
  '"a\\nb"',
  '"a\\$b"',
  "'a\"b'",
  "$'t\\tn'",
  '$"loc"',
  '\\\n',
  '$A',
  '"$A"',
  '${A}',
  '$B',
  '"$B"',
  '$F',
  '${G}',
  '${V}',
  '"${V}"',
  '"${P}"',
  '${!R}',
  '$1',
  '${2}',
  '$#',
  '"$@"',
  '$@',
  '"$*"',
  '$*',
  '"${@:2}"',
  '${B:-d e}',
  '"${B:-d e}"',
  '${C:+x y}',
  '"${C:+x y}"',
  '${U-z}',
  '${U:-"z w"}',
  '"${U:-\'s t\'}"',
  '${U:=dd}',
  '${C:-${A}}',
  '${U:-${A} w}',
  '"${U:-"${A} w"}"',
  '${D[@]}',
  '"${D[@]}"',
  '"${D[*]}"',
  '${D[*]}',
  '${D[0]}',
  '"${D[1]}"',
  '"${D[@]:1}"',
  '"${D[@]/#/p}"',
  '"${D[@]%b}"',
  '${D[@]^}',
  '${#D[@]}',
  '${m[k]}',
  '"${m[k]}"',
  '${#C}',
  '${E%.*}',
  '${E%%.*}',
  '${E#*.}',
  '${E##*.}',
  '${C%"o"}',
  '${A% *}',
  '${E/./_}',
  '${E//./_}',
  '${E/#1/x}',
  '${E/%3/y}',
  "${C/o/'x y'}",
  '${C/o/"$A"}',
  '${V#\\ }',
  '${E##*\\.}',
  '${A//\\ /_}',
  '${E%\\*}',
  '${U:-a\\ b}',
  '${U-"c d"\\ e}',
  '"${U:-a\\ b}"',
  '${C:+x\\ y}',
  '${A//[[:space:]]/_}',
  '"${V%%[![:space:]]*}"',
  '${E//[^[:digit:]]/-}',
  '${C//[a-n]/z}',
  '${C#[\\f]}',
  '${E%.[0-9]}',
  '${C:1}',
  '${C:0:2}',
  '${C: -2}',
  '${C^}',
  '${C^^}',
  '${C,,}',
  '{a,b}',
  '{1..3}',
  '{c..a}',
  '{a,b{c,d}}',
  '{x,}',
  '{$C,z}',
  '{"p q",z}',
  '{a}',
  '{a,b',
  '"{a,b}"',
  '$(echo $A)',
  '"$(echo "$A"  b $B c)"',
  '$(echo "$V")',
  '"$(echo "${D[@]}")"',
  '"$(echo)"',
  '$(printf %s "$F")',
  '"$(printf \'%s\\n\' "$G")"',
  '$(printf "$C")',
  '"$(echo "$(echo q)" r)"',
];

const script = fc
  .tuple(
    fc.array(fc.constantFrom(...statements), { maxLength: 3 }),
    fc.array(fc.array(fc.constantFrom(...parts), { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
  )
  .map(([before, words]) =>
    [prelude, ...before, `docker run ${words.map((word) => word.join('')).join(' ')}`].join('\n'),
  );

const wordEnd = '\u0001';
const scriptEnd = '\u0002';

/** The words that bash passes to each script's `docker`; `undefined` if it rejects the script. */
function wordsInBash(scripts: readonly string[]): readonly (readonly string[] | undefined)[] {
  const directory = mkdtempSync(join(tmpdir(), 'plimsoll-bash-'));
  try {
    for (const [index, text] of scripts.entries()) writeFileSync(join(directory, String(index)), `${text}\n`);
    const runner = [
      'docker() { printf "%s\\1" "$@"; }',
      `for i in {0..${scripts.length - 1}}; do ( set -f; set --; . "${directory}/$i" ) 2>/dev/null; printf "\\2"; done`,
    ].join('\n');
    const environment = { PATH: process.env['PATH'] ?? '', HOME: '/home/user', LC_ALL: 'C.UTF-8' };
    const output = execFileSync('bash', ['-c', runner], { encoding: 'utf8', maxBuffer: 2 ** 28, env: environment });
    return output
      .split(scriptEnd)
      .slice(0, -1)
      .map((words) => (words === '' ? undefined : words.split(wordEnd).slice(0, -1)));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** An invocation's words, if all are known. */
function knownWords(invocation: DockerInvocation | undefined): readonly string[] | undefined {
  const words = invocation?.arguments.map((argument) => (argument.kind === 'word' ? argument.text.value : undefined));
  return words?.every((word) => word !== undefined) === true ? words : undefined;
}

describe.skipIf(!hasBash)('words are those that bash makes', () => {
  it('wherever they are known', () => {
    const scripts = fc.sample(script, { numRuns: 600, seed: 1_313 });
    let compared = 0;
    for (const [index, expected] of wordsInBash(scripts).entries()) {
      const text = scripts[index] ?? '';
      const words = knownWords(invocationsIn(text)[0]);
      if (words === undefined || expected === undefined) continue;
      compared += 1;
      expect(words, text).toEqual(expected);
    }
    // Few scripts have unknown words.
    expect(compared).toBeGreaterThan(540);
  });
});
