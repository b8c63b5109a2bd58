/**
 * Stryker's runner for our tests. They stay loaded, and one change after another is tried in the
 * same process, so that most take a few milliseconds; vitest, which restarts for each, takes seven
 * times as long. The tests that noticed other changes of the same file go first, then the quickest.
 * @module
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  MutantRunStatus,
  type TestResult,
  type TestRunner,
  type TestRunnerCapabilities,
  TestStatus,
} from '@stryker-mutator/api/test-runner';
import { createGlob } from '../../src/files/glob.ts';
import { type CollectedTest, collectedTests, collectFrom } from './vitest.ts';

declare global {
  var __stryker__: InstrumenterContext | undefined;
}

/** Each test's first duration, for a process that replaces a crashed one. */
const DURATIONS = 'durations.json';
const VITEST = new URL('./vitest.ts', import.meta.url).href;
/** Module hooks that replace `vitest` with the stand-in. */
const HOOKS = `export const resolve = (specifier, context, next) => specifier === 'vitest' ? { url: ${JSON.stringify(VITEST)}, shortCircuit: true } : next(specifier, context);`;

export class InProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  /** The tests that failed for a changed source file, the latest first. */
  readonly #noticed = new Map<string, readonly string[]>();
  readonly #patterns: readonly string[];
  #tests: readonly CollectedTest[] | undefined;
  #durations = new Map<string, number>();
  /** True if a change left something behind that makes a test fail. */
  #isSpoilt = false;

  constructor(options: StrykerOptions) {
    const patterns: unknown = options['tests'];
    this.#patterns = Array.isArray(patterns) ? patterns.map(String) : [];
  }

  capabilities(): TestRunnerCapabilities {
    return { reloadEnvironment: true };
  }

  async dryRun(): Promise<DryRunResult> {
    const context = (globalThis.__stryker__ ??= {});
    const results: TestResult[] = [];
    for (const test of await this.#load()) {
      context.currentTestId = test.id;
      const start = performance.now();
      const failureMessage = await failureOf(test);
      delete context.currentTestId;
      const timeSpentMs = performance.now() - start;
      const { id } = test;
      this.#durations.set(id, timeSpentMs);
      results.push(
        failureMessage === undefined
          ? { id, name: id, timeSpentMs, status: TestStatus.Success }
          : { id, name: id, timeSpentMs, status: TestStatus.Failed, failureMessage },
      );
    }
    writeFileSync(DURATIONS, JSON.stringify([...this.#durations]));
    const { mutantCoverage } = context;
    return {
      status: DryRunStatus.Complete,
      tests: results,
      ...(mutantCoverage === undefined ? {} : { mutantCoverage }),
    };
  }

  async mutantRun({
    activeMutant: { id: mutant, fileName },
    testFilter = [],
    hitLimit,
  }: MutantRunOptions): Promise<MutantRunResult> {
    // Stryker retries in a new process.
    if (this.#isSpoilt) throw new Error('The change before left something behind.');
    const context = (globalThis.__stryker__ ??= {});
    const tests = await this.#load();
    const wanted = new Set(testFilter);
    const noticed = this.#noticed.get(fileName) ?? [];
    context.activeMutant = mutant;
    context.hitCount = 0;
    if (hitLimit === undefined) delete context.hitLimit;
    else context.hitLimit = hitLimit;
    let nrOfTests = 0;
    for (const test of this.#inOrder(
      tests.filter(({ id }) => wanted.has(id)),
      noticed,
    )) {
      nrOfTests += 1;
      const failureMessage = await failureOf(test);
      if (hitLimit !== undefined && context.hitCount > hitLimit)
        return { status: MutantRunStatus.Timeout, reason: 'It runs without an end.' };
      if (failureMessage === undefined) continue;
      this.#noticed.set(fileName, [test.id, ...noticed.filter((id) => id !== test.id)]);
      await this.#checkWithout(test, context);
      return { status: MutantRunStatus.Killed, killedBy: [test.id], failureMessage, nrOfTests };
    }
    return { status: MutantRunStatus.Survived, nrOfTests };
  }

  /** A test that also fails without the change fails because of leftovers. */
  async #checkWithout(test: CollectedTest, context: InstrumenterContext): Promise<void> {
    delete context.activeMutant;
    delete context.hitLimit;
    this.#isSpoilt = (await failureOf(test)) !== undefined;
  }

  /** The tests, imported on first use. */
  async #load(): Promise<readonly CollectedTest[]> {
    if (this.#tests !== undefined) return this.#tests;
    register(`data:text/javascript,${encodeURIComponent(HOOKS)}`);
    await import(pathToFileURL(resolve('test/seed.ts')).href);
    const [wanted, unwanted] = [false, true].map((isNegated) =>
      this.#patterns
        .filter((pattern) => pattern.startsWith('!') === isNegated)
        .map((pattern) => createGlob(isNegated ? pattern.slice(1) : pattern)),
    );
    const isWanted = (path: string): boolean =>
      wanted?.some((matches) => matches(path)) === true && unwanted?.some((matches) => matches(path)) !== true;
    const files = readdirSync('test', { recursive: true, encoding: 'utf8' })
      .map((path) => join('test', path))
      .filter((path) => isWanted(path));
    for (const file of files.sort()) await collectFrom(file, () => import(pathToFileURL(resolve(file)).href));
    if (existsSync(DURATIONS))
      this.#durations = new Map(JSON.parse(readFileSync(DURATIONS, 'utf8')) as readonly (readonly [string, number])[]);
    return (this.#tests = collectedTests());
  }

  /** Tests that failed for this file before, then the others by duration. */
  #inOrder(tests: readonly CollectedTest[], noticed: readonly string[]): readonly CollectedTest[] {
    const rank = ({ id }: CollectedTest): number => {
      const index = noticed.indexOf(id);
      return index < 0 ? (this.#durations.get(id) ?? 0) : index - noticed.length;
    };
    return tests
      .map((test) => ({ test, rank: rank(test) }))
      .sort((one, other) => one.rank - other.rank)
      .map(({ test }) => test);
  }
}

/** A failing test's message; `undefined` if it passes. */
async function failureOf(test: CollectedTest): Promise<string | undefined> {
  try {
    await test.run();
    return undefined;
  } catch (error) {
    return String(error);
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner)];
