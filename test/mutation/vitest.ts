/**
 * What the tests use of vitest, for runs of the same tests again and again in one process: a test
 * is collected instead of run.
 * @module
 */

import { format } from 'node:util';
import { ASYMMETRIC_MATCHERS_OBJECT, JestAsymmetricMatchers, JestChaiExpect, JestExtend } from '@vitest/expect';
import * as chai from 'chai';

export interface CollectedTest {
  /** File, suites and name: unique. */
  readonly id: string;
  run(): unknown;
}

type Body = (...values: readonly unknown[]) => unknown;
/** The arguments after a test's name: its body, after ignored options. */
type Rest = readonly [Body] | readonly [options: object, Body];

chai.use(JestExtend);
chai.use(JestChaiExpect);
chai.use(JestAsymmetricMatchers);

const collected = new Map<string, CollectedTest>();
let suites: readonly string[] = [];

/** Collects the tests of an imported module. */
export async function collectFrom(path: string, load: () => Promise<unknown>): Promise<void> {
  suites = [path];
  await load();
}

export function collectedTests(): readonly CollectedTest[] {
  return [...collected.values()];
}

export const expect: unknown = Object.assign(
  (value: unknown, message?: string) => chai.expect(value, message),
  chai.expect,
  Reflect.get(globalThis, ASYMMETRIC_MATCHERS_OBJECT),
  { unreachable: (message = 'not to be reached') => chai.assert.fail(message) },
);

/** A test's name with its row's values, so that names are unique. */
function nameOf(template: string, row: readonly unknown[], index: number): string {
  const places = template.match(/%[sdifjoO]/g) ?? [];
  return format(template.replaceAll('%#', String(index)), ...row.slice(0, places.length));
}

function bodyOf(rest: Rest): Body {
  return rest.length === 1 ? rest[0] : rest[1];
}

function collect(name: string, ...rest: Rest): void {
  const run = bodyOf(rest);
  const base = [...suites, name].join(' › ');
  let id = base;
  for (let count = 2; collected.has(id); count += 1) id = `${base} (${count})`;
  collected.set(id, { id, run });
}

function suite(name: string, ...rest: Rest): void {
  const outer = suites;
  suites = [...outer, name];
  bodyOf(rest)();
  suites = outer;
}

function withTables(one: typeof collect): typeof collect & {
  each: (table: Iterable<unknown>) => typeof collect;
  skipIf: (isSkipped: unknown) => typeof collect;
} {
  const each =
    (table: Iterable<unknown>) =>
    (name: string, ...rest: Rest) => {
      for (const [index, row] of [...table].entries()) {
        const values: readonly unknown[] = Array.isArray(row) ? row : [row];
        one(nameOf(name, values, index), () => bodyOf(rest)(...values));
      }
    };
  const skipIf = (isSkipped: unknown) => (isSkipped === true ? () => undefined : one);
  return Object.assign(
    (name: string, ...rest: Rest) => {
      one(name, ...rest);
    },
    { each, skipIf },
  );
}

export const it = withTables(collect);
export const test = it;
export const describe = withTables(suite);

/** Ignored: the next run may need what a test file would clean up. */
export function afterAll(): void {
  return undefined;
}
