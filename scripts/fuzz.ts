import { fork } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hiddenIn, silentAmong } from '../test/robustness/hiding.ts';
import { type Case, TARGETS } from '../test/robustness/targets.ts';
import { type FuzzTask, isFuzzMessage } from './fuzz/messages.ts';

const USAGE = `npm run fuzz -- [--minutes N] [--target NAME] [--seed N] [--once]
npm run fuzz -- --hide COUNT [--seed N]

Tries plimsoll with generated and mutated input, one target after the other, for N minutes (1); with a seed, once. What it fails on is made
as small as can be, kept in test/robustness/seeds, where the tests try it again, and reported with its seed; the target is then left alone. With --once each case is linted once only, which tries forty times as many, and none may take more than a second. With --hide it puts a privileged container into COUNT files, and prints each of which --untrusted --strict says nothing although bash runs it. Targets: ${TARGETS.map(({ name }) => name).join(', ')}.`;

/** In milliseconds: a longer case hangs. */
const PATIENCE = 30_000;
/** In milliseconds: loading the program on a busy machine. */
const START_PATIENCE = 10 * PATIENCE;
/** Starting a process takes seconds, so it should do more than one test. */
const RUNS_PER_TEST_RUN = 10;
const RUNS_ONCE = 100;
/** The number of hidden containers per repository. */
const BATCH = 500;
const SEEDS = join(import.meta.dirname, '../test/robustness/seeds');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    target: { type: 'string' },
    seed: { type: 'string' },
    once: { type: 'boolean', default: false },
    hide: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
if (values.help) console.log(USAGE);
else if (values.hide !== undefined)
  process.exitCode = await fuzzHidden(Number(values.hide), Number(values.seed ?? Date.now() % 1e9));
else
  process.exitCode = await fuzz(
    Number(values.minutes),
    values.target,
    values.seed === undefined ? undefined : Number(values.seed),
    values.once,
  );

/** Hides a privileged container in many files, and prints the files without a result. */
async function fuzzHidden(count: number, first: number): Promise<number> {
  let silent = 0;
  for (let seed = first; seed < first + count; seed += BATCH) {
    const seeds = Array.from({ length: Math.min(BATCH, first + count - seed) }, (_, index) => seed + index);
    for (const { path, text } of await silentAmong(seeds.map(hiddenIn))) {
      silent += 1;
      console.log(`--- ${path}\n${text}`);
    }
  }
  console.log(`${count} files from seed ${first}: nothing is said of ${silent}`);
  return silent > 0 ? 1 : 0;
}

async function fuzz(
  minutes: number,
  target: string | undefined,
  seed: number | undefined,
  isOnce: boolean,
): Promise<number> {
  const chosen = TARGETS.filter(({ name }) => target === undefined || name === target);
  if (chosen.length === 0 || !(minutes > 0) || Number.isNaN(seed)) {
    console.error(USAGE);
    return 2;
  }
  const end = performance.now() + minutes * 60_000;
  const counts = new Map<string, number>();
  const failed = new Set<string>();
  let round = seed ?? Date.now() % 2 ** 31;
  do {
    for (const { name, runs } of chosen.filter((each) => !failed.has(each.name))) {
      const { count, failure } = await tryTarget({
        target: name,
        seed: round,
        runs: runs * (isOnce ? RUNS_ONCE : RUNS_PER_TEST_RUN),
        isOnce,
      });
      counts.set(name, (counts.get(name) ?? 0) + count);
      if (failure === undefined) continue;
      failed.add(name);
      console.error(`${name}, --seed ${round}: ${failure.problem}\nkept as ${keep(name, failure.input)}\n`);
    }
    round += 1;
  } while (seed === undefined && performance.now() < end && failed.size < chosen.length);
  console.log(
    `${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}: ${failed.size === 0 ? 'nothing failed' : `${[...failed].join(', ')} failed`}`,
  );
  return failed.size === 0 ? 0 : 1;
}

interface Failure {
  readonly input: Case;
  readonly problem: string;
}

interface Outcome {
  readonly count: number;
  readonly failure?: Failure;
}

/** Tries one target in a separate process, so that it can be ended if it hangs. */
function tryTarget(task: FuzzTask): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = fork(join(import.meta.dirname, 'fuzz/child.ts'), [JSON.stringify(task)], {
      execArgv: ['--import', 'tsx'],
    });
    let current: Case = { tree: {} };
    let count = 0;
    const finish = (failure?: Failure): void => {
      clearTimeout(clock);
      child.removeAllListeners();
      child.kill('SIGKILL');
      resolve({ count, ...(failure === undefined ? {} : { failure }) });
    };
    const hang = (patience: number): NodeJS.Timeout =>
      setTimeout(() => {
        finish({ input: current, problem: `it takes more than ${patience / 1000} seconds` });
      }, patience);
    let clock = hang(START_PATIENCE);
    child.on('message', (message) => {
      if (!isFuzzMessage(message)) return;
      clearTimeout(clock);
      clock = hang(PATIENCE);
      if (message.kind === 'done') {
        finish(message.failure);
        return;
      }
      current = message.input;
      count += 1;
    });
    child.on('exit', (code, signal) => {
      finish({ input: current, problem: `the process ends with ${code ?? signal ?? 'nothing'}` });
    });
  });
}

function keep(target: string, input: Case): string {
  const json = `${JSON.stringify(input, undefined, 2)}\n`;
  const path = join(SEEDS, `${target}-${createHash('sha256').update(json).digest('hex').slice(0, 8)}.json`);
  mkdirSync(SEEDS, { recursive: true });
  writeFileSync(path, json);
  return path;
}
