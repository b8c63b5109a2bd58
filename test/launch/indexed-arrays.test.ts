import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInThisContext } from 'node:vm';
import { transformSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createArrayIndexer, createProgram } from '../../scripts/build/indexed-arrays.ts';

/** Statements, their output, and where it still uses iterators. */
const CASES: readonly {
  readonly name: string;
  readonly text: string;
  readonly value: unknown;
  readonly left?: RegExp;
}[] = [
  { name: 'a loop', text: 'for (const x of list) out.push(x);', value: [3, 1, 2] },
  { name: 'a loop with a block', text: 'for (let x of list) { x += 1; out.push(x); }', value: [4, 2, 3] },
  { name: 'no statement', text: 'for (const _ of list); out.push(list.length);', value: [3] },
  {
    name: 'loops in loops, with a label',
    text: 'outer: for (const x of list) for (const y of list) { if (y === 1) continue outer; if (x === 2) break outer; out.push(x * 10 + y); }',
    value: [33, 13],
  },
  {
    name: 'a loop in a list that grows',
    text: 'for (const x of list) if (x === 3) list.push(9); else out.push(x);',
    value: [1, 2, 9],
  },
  {
    name: 'a name reassigned in the loop',
    text: 'for (const x of list) { list = []; out.push(x); }',
    value: [3, 1, 2],
  },
  {
    name: 'closures over the variable',
    text: 'const later: (() => number)[] = []; for (const x of list) later.push(() => x); for (const f of later) out.push(f());',
    value: [3, 1, 2],
  },
  {
    name: 'a computed list',
    text: 'for (const x of list.map((a) => [a]).map(([a]) => a)) out.push(x);',
    value: [3, 1, 2],
  },
  { name: 'pairs', text: 'for (const [key, value] of pairs) out.push(value + key);', value: ['1a', '2b'] },
  {
    name: 'pairs of a map',
    text: 'for (const [key, value] of new Map(pairs)) out.push(key + value);',
    value: ['a1', 'b2'],
    left: /of new Map/,
  },
  { name: 'a set', text: 'for (const x of new Set(list)) out.push(x);', value: [3, 1, 2], left: /of new Set/ },
  { name: 'a string', text: "for (const x of 'a😀') out.push(x);", value: ['a', '😀'], left: /of 'a/ },
  {
    name: 'a generator that ends with the loop',
    text: 'function* all(): Iterable<number> { try { yield 1; yield 2; } finally { out.push(7); } } for (const x of all()) { out.push(x); break; }',
    value: [1, 7],
    left: /of all\(\)/,
  },
  { name: 'the first ones', text: 'const [a, , b] = list; out.push(a, b);', value: [3, 2] },
  { name: 'two lists at once', text: 'const [a] = list, [b] = [a]; out.push(a, b);', value: [3, 3] },
  {
    name: 'more than there is',
    text: 'const [, , , d, ...others] = list; out.push(d, others.length);',
    value: [undefined, 0],
  },
  {
    name: 'the rest',
    text: 'const [a, ...others] = list; others.push(a!); out.push(...others, list.length);',
    value: [1, 2, 3, 3],
  },
  {
    name: 'a default, only for undefined',
    text: 'let count = 0; const next = (): number => (count += 1); const [a = next(), b = next()] = [undefined, 0] as (number | undefined)[]; out.push(a, b, count);',
    value: [1, 0, 1],
  },
  {
    name: 'patterns in patterns',
    text: 'const [[a, [b = 4]], { c, ...d }] = [[1, []], { c: 2, e: 3 }] as [[number, number[]], { c: number; e: number }]; out.push(a, b, c, d.e);',
    value: [1, 4, 2, 3],
  },
  {
    name: 'not an array',
    text: 'const [a, b] = new Set(list); out.push(a, b);',
    value: [3, 1],
    left: /\[a, b\] = new Set/,
  },
  {
    name: 'perhaps not an array',
    text: 'const either: number[] | Set<number> = new Set(list) as number[] | Set<number>; const [a] = either; for (const x of either) out.push(x + a!);',
    value: [6, 4, 5],
    left: /of either/,
  },
  {
    name: 'a parameter',
    text: 'out.push(...pairs.map(([key, value], index) => key + value + index));',
    value: ['a10', 'b21'],
  },
  {
    name: 'a parameter of a function that returns an object',
    text: 'out.push(...pairs.map(([key]) => ({ key }.key)));',
    value: ['a', 'b'],
  },
  {
    name: 'a parameter that is assigned',
    text: 'const f = ([a]: number[]) => { a! += 1; return a; }; out.push(f(list));',
    value: [4],
  },
  {
    name: 'parameters with a default',
    text: 'const f = ([a]: number[], b = a) => b; out.push(f(list));',
    value: [3],
    left: /\(\[a\]: number\[\], b = a\)/,
  },
  {
    name: 'a method and a function',
    text: 'const o = { m([a]: number[]) { return a; } }; function f([, b]: number[]) { return b; } out.push(o.m(list), f(list));',
    value: [3, 1],
  },
  {
    name: 'functions in functions',
    text: 'out.push(...pairs.map(([key]) => pairs.map(([other]) => key + other).join()));',
    value: ['aa,ab', 'ba,bb'],
  },
  {
    name: 'a parameter of a generic type',
    text: 'const f = <T extends readonly number[]>(all: T) => { for (const x of all) out.push(x); }; f(list);',
    value: [3, 1, 2],
  },
  { name: 'an empty pattern', text: 'const [] = list; out.push(list.length);', value: [3] },
];

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-'));
let index: ReturnType<typeof createArrayIndexer> = (_, text) => text;
const path = (number: number): string => join(folder, `case${number}.ts`);
const moduleOf = (text: string): string => `export function run(): unknown[] {
const out: unknown[] = [];
let list: number[] = [3, 1, 2];
const pairs: readonly (readonly [string, number])[] = [['a', 1], ['b', 2]];
${text}
return out; }
`;

beforeAll(() => {
  for (const [number, { text }] of CASES.entries()) writeFileSync(path(number), moduleOf(text));
  index = createArrayIndexer(createProgram(CASES.map((_, number) => path(number))));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function run(text: string): unknown {
  const { code } = transformSync(text, { loader: 'ts', format: 'cjs' });
  const module: { exports: { readonly run?: () => unknown } } = { exports: {} };
  // It evaluates to the function written here.
  const load = runInThisContext(`(function (module) { ${code} })`) as (own: typeof module) => void;
  load(module);
  return module.exports.run?.();
}

describe('arrays by index', () => {
  it.each(CASES.map((each, number) => ({ ...each, number })))('$name', ({ text, value, left, number }) => {
    const written = moduleOf(text);
    const changed = index(path(number), written);
    expect(run(written)).toEqual(value);
    expect(run(changed)).toEqual(value);
    if (left === undefined) expect(changed).not.toMatch(/\bof \S|(?:const|let) \[|\(\[\w/);
    else expect(changed).toMatch(left);
  });

  it('leaves a module that the program has with another text', () => {
    const other = moduleOf('for (const x of list) out.push(x, x);');
    expect(index(path(0), other)).toBe(other);
    expect(index(join(folder, 'none.ts'), other)).toBe(other);
  });
});
