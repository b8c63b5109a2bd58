import { each, type Shape } from './shape.ts';

const RULE = 't:\n\tdocker run $(A) x:1\n';

const REPEATED: readonly (readonly [string, (count: number) => string])[] = [
  ['variables', (n) => `${each(n, (i) => `A${i} = b\n`)}${RULE}`],
  ['additions', (n) => `A = b\n${'A += b\n'.repeat(n)}${RULE}`],
  ['simple variables', (n) => `${each(n, (i) => `A${i} := $(A)\n`)}${RULE}`],
  [
    'variables in variables',
    (n) => `A0 = b\n${each(n, (i) => `A${i + 1} = $(A${i})\n`)}t:\n\tdocker run $(A${n}) x:1\n`,
  ],
  [
    'doubled variables',
    (n) => `A0 = b\n${each(n, (i) => `A${i + 1} = $(A${i})$(A${i})\n`)}t:\n\tdocker run $(A${n}) x:1\n`,
  ],
  ['uses of a variable', (n) => `A = b\nt:\n\tdocker run x:1 ${'$(A) '.repeat(n)}\n`],
  ['unknown variables', (n) => `t:\n\tdocker run x:1 ${'$(A) '.repeat(n)}\n`],
  ['functions in functions', (n) => `t:\n\tdocker run x:1 ${'$(strip '.repeat(n)}a${')'.repeat(n)}\n`],
  ['open brackets', (n) => `t:\n\tdocker run x:1 ${'$('.repeat(n)}\n`],
  ['open brackets in lines', (n) => `${'A = $(\n'.repeat(n)}${RULE}`],
  ['dollars', (n) => `t:\n\tdocker run x:1 ${'$'.repeat(n)}\n`],
  ['calls', (n) => `f = docker run $(1)\nt:\n${'\t$(call f,x:1)\n'.repeat(n)}`],
  ['parameters', (n) => `f = docker run $(1)\nt:\n\t$(call f${',a'.repeat(n)})\n`],
  ['words of foreach', (n) => `A = ${'a '.repeat(n)}\nt:\n\tdocker run $(foreach x,$(A),-e $(x)) x:1\n`],
  ['conditionals', (n) => `${'ifdef B\nA += b\nendif\n'.repeat(n)}${RULE}`],
  [
    'conditionals of other variables',
    (n) => `${each(n, (i) => `ifdef B\nA${i} = b\nelse\nA${i} = c\nendif\n`)}${RULE}`,
  ],
  ['conditionals in conditionals', (n) => `${'ifdef B\n'.repeat(n)}A = b\n${'endif\n'.repeat(n)}${RULE}`],
  ['elses', (n) => `ifdef B\n${each(n, (i) => `A = ${i}\nelse ifdef B\n`)}endif\n${RULE}`],
  ['conditionals without an end', (n) => `${'ifdef B\nA = b\n'.repeat(n)}${RULE}`],
  ['choices', (n) => `t:\n\tdocker run ${'$(if $(A),-a,-b) '.repeat(n)} x:1\n`],
  ['choices with quotes', (n) => `t:\n\tdocker run ${'$(if $(A),-e "a b") '.repeat(n)} x:1\n`],
  ['rules', (n) => each(n, (i) => `t${i}:\n\tdocker run x:1\n`)],
  [
    'rules that depend on one another',
    (n) => `t0: A = b\n${each(n, (i) => `t${i}: t${i + 1}\n\tdocker run $(A) x:1\n`)}`,
  ],
  ['rules of one target', (n) => 't:\n\tdocker run x:1\n'.repeat(n)],
  ['targets', (n) => `${each(n, (i) => `t${i} `)}:\n\tdocker run $@ x:1\n`],
  ['prerequisites', (n) => `t: ${each(n, (i) => `t${i} `)}\n\tdocker run x:1\n`],
  ['variables of a target', (n) => `${each(n, (i) => `t: A${i} := $(A)\n`)}${RULE}`],
  ['variables of targets', (n) => `${each(n, (i) => `t${i}: A = b\n`)}${RULE}`],
  [
    'variables of patterns',
    (n) => `${each(n, (i) => `t${i}%: A = b\n`)}${each(n, (i) => `u${i}:\n\tdocker run $(A) x:1\n`)}`,
  ],
  [
    'exported variables',
    (n) => `${each(n, (i) => `export A${i} = b\n`)}t:\n\tdocker run ${each(n, (i) => `-e A${i} `)} x:1\n`,
  ],
  ['lines of a recipe', (n) => `t:\n${'\tdocker run x:1\n'.repeat(n)}`],
  ['continued lines', (n) => `t:\n\tdocker run ${'-e A=b \\\n\t'.repeat(n)} x:1\n`],
  ['a continued value', (n) => `A = ${'-e A=b \\\n'.repeat(n)}\n${RULE}`],
  ['a continued comment', (n) => `# ${'a \\\n'.repeat(n)}\n${RULE}`],
  ['a define', (n) => `define A\n${'docker run x:1\n'.repeat(n)}endef\nt:\n\t$(A)\n`],
  ['defines without an end', (n) => `${'define A\n'.repeat(n)}${RULE}`],
  ['comments', (n) => `${'# plimsoll: ignore[unlimited-memory] -- a\n'.repeat(n)}${RULE}`],
  ['comments in a recipe', (n) => `t:\n${'\t# plimsoll: ignore[unlimited-memory] -- a\n\tdocker run x:1\n'.repeat(n)}`],
  ['lines that are nothing', (n) => `${'docker\n'.repeat(n)}${RULE}`],
  ['includes', (n) => `${'include a.mk\n'.repeat(n)}${RULE}`],
  ['commands that make runs', (n) => `${each(n, (i) => `A${i} := $(shell docker run x:1)\n`)}${RULE}`],
  ['equals signs', (n) => `A${'='.repeat(n)}\n${RULE}`],
  ['colons', (n) => `t${':'.repeat(n)}\n${RULE}`],
  ['backslashes', (n) => `A = ${'\\'.repeat(n)}\n${RULE}`],
  ['hashes', (n) => `A = ${'\\#'.repeat(n)}\n${RULE}`],
  ['blanks', (n) => `A ${' '.repeat(n)} b\n${RULE}`],
  ['modifiers', (n) => `${'export '.repeat(n)}A = b\n${RULE}`],
];

export const MAKEFILE_SHAPES: readonly Shape[] = REPEATED.map(([name, text]) => ({
  name: `Makefile: ${name}`,
  tree: (count) => ({ Makefile: text(count), 'a.mk': 'B = c\n' }),
}));
