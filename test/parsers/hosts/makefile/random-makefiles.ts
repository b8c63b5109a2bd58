import fc from 'fast-check';

const name = fc.constantFrom('A', 'B', 'C', 'LIST', 'OPTS');
const word = fc.constantFrom(
  'a',
  'b',
  '--init',
  '-e X=1',
  '"p  q"',
  "'r'",
  '$$HOME',
  'a.c',
  'x/y',
  '--',
  '\\#',
  ',',
  ':',
  '=',
  '  ',
);

const reference = name.chain((each) => fc.constantFrom(`$(${each})`, `\${${each}}`));

const piece: fc.Arbitrary<string> = fc.letrec<{ readonly piece: string }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    word,
    reference,
    fc
      .tuple(fc.constantFrom('strip', 'firstword', 'lastword', 'notdir', 'dir'), tie('piece'))
      .map(([f, x]) => `$(${f} ${x})`),
    fc.tuple(fc.constantFrom('addprefix', 'addsuffix'), tie('piece')).map(([f, x]) => `$(${f} p-,${x})`),
    fc.tuple(tie('piece'), tie('piece')).map(([x, y]) => `$(if ${x},y,${y})`),
    fc.tuple(tie('piece'), tie('piece')).map(([x, y]) => `$(or ${x},${y})`),
    tie('piece').map((x) => `$(subst a,bb,${x})`),
    tie('piece').map((x) => `$(foreach i,${x},i$(i))`),
    fc.tuple(tie('piece'), tie('piece')).map(([x, y]) => `$(call TWICE,${x},${y})`),
    name.map((x) => `$(${x}:a=b)`),
    name.map((x) => `$(${x}:%.c=%.o)`),
  ),
})).piece;

const value = fc.array(piece, { maxLength: 3 }).map((pieces) => pieces.join(' '));

const assignment = fc
  .tuple(
    fc.constantFrom('', '', '', 'export ', 'override ', 't: ', 'all: '),
    name,
    fc.constantFrom(' = ', '=', ' := ', ' ?= ', ' += ', ' ::= '),
    value,
  )
  .map((parts) => parts.join(''));

const condition = fc.oneof(
  name.map((each) => `ifdef ${each}`),
  name.map((each) => `ifndef ${each}`),
  fc
    .tuple(fc.constantFrom('ifeq', 'ifneq'), reference, fc.constantFrom('a', '', '--init'))
    .map(([kind, x, y]) => `${kind} (${x},${y})`),
);

const block = fc
  .tuple(
    condition,
    fc.array(assignment, { maxLength: 2 }),
    fc.option(fc.array(assignment, { maxLength: 2 }), { nil: undefined }),
  )
  .map(([head, yes, no]) => [head, ...yes, ...(no === undefined ? [] : ['else', ...no]), 'endif'].join('\n'));

const continued = fc.tuple(name, value, value).map(([each, x, y]) => `${each} = ${x} \\\n   ${y}`);
const definition = fc.tuple(value, value).map(([x, y]) => `define LINES\ndocker ${x}\n@docker \\\n  ${y}\nendef`);
const undefined_ = name.map((each) => `undefine ${each}`);

const recipeLine = fc.oneof(
  fc.constant('\t-$(LINES)'),
  value.map((text) => `\tdocker run ${text}`),
  fc.tuple(value, value).map(([x, y]) => `\t@-docker run ${x} \\\n\t  ${y}`),
  value.map((text) => `\t$(Q)docker $@ ${text} # docker`),
);

/** All variables are set, because an unset one is unknown rather than empty. */
const PRELUDE = [
  'TWICE = $(1)$(2)-$(1)',
  'Q = @',
  'A = a',
  'B := b',
  'C ?= c d',
  'LIST = x.c y.c',
  'OPTS =',
  'LINES = docker lines',
  'all: t',
];

/** Makefiles with a target `t`, mostly valid. */
export const makefile: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 5, arbitrary: assignment },
        { weight: 2, arbitrary: block },
        { weight: 1, arbitrary: continued },
        { weight: 1, arbitrary: definition },
        { weight: 1, arbitrary: undefined_ },
      ),
      { maxLength: 8 },
    ),
    fc.array(recipeLine, { minLength: 1, maxLength: 3 }),
    fc.array(assignment, { maxLength: 2 }),
  )
  .map(([before, recipe, behind]) => [...PRELUDE, ...before, 't:', ...recipe, ...behind, ''].join('\n'));
