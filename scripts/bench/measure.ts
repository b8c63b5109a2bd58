import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A run to measure: its arguments, and the folder in which it runs. */
export interface Command {
  /**
   * Another Node, or a program that is none; this Node if it is left out. Memory is not measured of one that is none.
   */
  readonly program?: string | { readonly node: string };
  readonly args: readonly string[];
  readonly cwd: string;
  /** In how many rounds it is measured, the first ones, where one run of it takes minutes; left out, in all. */
  readonly rounds?: number;
  /** Done before each run, outside of the clock. */
  readonly prepare?: () => void;
}

/** What was divided round by round: the median, and the quartiles around it. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** Where the processes that are measured write what they used. */
const USAGE_FILE = 'PLIMSOLL_BENCH_USAGE';
const TELL_USAGE = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.${USAGE_FILE}, JSON.stringify([maxRSS, userCPUTime + systemCPUTime]));
});
`;
/**
 * Runs its arguments, for a program that can't be asked: writes the seconds of the processor that it used, to the
 * millisecond.
 */
const TIMED = `TIMEFORMAT='%3U %3S'; { time "$@" 2>&3; } 3>&2 2>"$${USAGE_FILE}"`;

/**
 * What is measured of a run: milliseconds, the largest resident memory in KiB, and microseconds of the processor, all
 * threads together.
 */
type Quantity = 'time' | 'memory' | 'work';

/** What was measured of each command. */
export interface Measured {
  /** Of one command, divided round by round by that of another. */
  readonly ratio: (quantity: Quantity, name: string, base: string) => Ratio;
  /** What `combine` makes of the quantities of each round. */
  readonly combined: (quantity: Quantity, combine: (of: (name: string) => number) => number) => Ratio;
}

export interface MeasureOptions {
  readonly rounds: number;
  /** A folder for what is passed on. */
  readonly scratch: string;
  /**
   * Measures memory and work too, for which each process loads a line of code first: leave it out where start-up is the
   * matter.
   */
  readonly hasUsage?: boolean;
}

/**
 * Runs the commands in turn, round after round (A B C, then B C A, …), after one round that does not count, so that
 * what else the machine does falls on all of them. Throws where a command can't be run.
 */
export function measure(
  commands: Readonly<Record<string, Command>>,
  { rounds, scratch, hasUsage = false }: MeasureOptions,
): Measured {
  const entries = Object.entries(commands);
  const [preload, usage] = [join(scratch, 'report-usage.cjs'), join(scratch, 'usage')];
  writeFileSync(preload, TELL_USAGE);
  const seen: Map<string, Readonly<Record<Quantity, number>>>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const first = round % entries.length;
    const values = new Map<string, Readonly<Record<Quantity, number>>>();
    for (const [name, command] of [...entries.slice(first), ...entries.slice(0, first)]) {
      const { program, args, cwd, prepare } = command;
      if (command.rounds !== undefined && (round === 0 || round > command.rounds)) continue;
      prepare?.();
      const start = performance.now();
      // The round that does not count has no line of code first either, with which plimsoll would keep nothing for the
      // next.
      const asks = hasUsage && round > 0;
      const isNode = typeof program !== 'string';
      const own = isNode ? (program?.node ?? process.execPath) : program;
      if (!asks) run(own, args, cwd, {}, 'ignore');
      else if (isNode) run(own, ['--require', preload, ...args], cwd, { [USAGE_FILE]: usage }, 'ignore');
      else run('bash', ['-c', TIMED, 'bash', own, ...args], cwd, { [USAGE_FILE]: usage }, 'ignore');
      const time = performance.now() - start;
      const used = !asks ? { memory: Number.NaN, work: Number.NaN } : isNode ? readUsage(usage) : readTimes(usage);
      values.set(name, { time, ...used });
    }
    if (round > 0) seen.push(values);
  }
  const combined: Measured['combined'] = (quantity, combine) =>
    toSpread(seen.map((values) => combine((name) => values.get(name)?.[quantity] ?? Number.NaN)));
  return { combined, ratio: (quantity, name, base) => combined(quantity, (of) => of(name) / of(base)) };
}

function readUsage(path: string): { readonly memory: number; readonly work: number } {
  const [memory = Number.NaN, work = Number.NaN] = JSON.parse(readFileSync(path, 'utf8')) as readonly number[];
  return { memory, work };
}

function readTimes(path: string): { readonly memory: number; readonly work: number } {
  const [user = Number.NaN, system = Number.NaN] = readFileSync(path, 'utf8').trim().split(' ').map(Number);
  return { memory: Number.NaN, work: (user + system) * 1e6 };
}

/** Runs this Node and gives what it prints. Throws where it can't be run or ends with a fault; findings are none. */
export function readNode(args: readonly string[], cwd: string): string {
  return readProgram(process.execPath, args, cwd);
}

/** As {@link readNode}, for any program. */
export function readProgram(program: string, args: readonly string[], cwd: string): string {
  return run(program, args, cwd, {}, 'pipe');
}

/**
 * Without the variable for which Node reads certificates at every start: that takes it as long again as all else, and
 * would flatter every ratio.
 */
function run(
  program: string,
  args: readonly string[],
  cwd: string,
  environment: Readonly<Record<string, string>>,
  output: 'pipe' | 'ignore',
): string {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, NODE_EXTRA_CA_CERTS: undefined, ...environment },
    stdio: ['ignore', output, 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (error !== undefined) throw error;
  if (status !== 0 && status !== 1)
    throw new Error(`${program} ${args.join(' ')} ends with ${status ?? 'a signal'}: ${stderr.slice(0, 2000)}`);
  return output === 'pipe' ? stdout : '';
}

function toSpread(values: readonly number[]): Ratio {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), low: quantile(sorted, 0.25), high: quantile(sorted, 0.75) };
}

function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [below = Number.NaN, above = below] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
  return below + (above - below) * (at - Math.floor(at));
}
