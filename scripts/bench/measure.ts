import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A run to measure: its arguments and working directory. */
export interface Command {
  /** Another Node.js, or another program, whose memory is not measured; by default this Node.js. */
  readonly program?: string | { readonly node: string };
  readonly args: readonly string[];
  readonly cwd: string;
  /** The number of rounds for a slow run; by default all. */
  readonly rounds?: number;
  /** Called before each run, outside the measured time. */
  readonly prepare?: () => void;
}

/** A ratio per round: its median and quartiles. */
export interface Ratio {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

/** The variable with the file for the process's resource usage. */
const USAGE_FILE = 'PLIMSOLL_BENCH_USAGE';
const TELL_USAGE = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require('node:fs').writeFileSync(process.env.${USAGE_FILE}, JSON.stringify([maxRSS, userCPUTime + systemCPUTime]));
});
`;
/** Runs a program and writes its processor seconds, with millisecond precision. */
const TIMED = `TIMEFORMAT='%3U %3S'; { time "$@" 2>&3; } 3>&2 2>"$${USAGE_FILE}"`;

/** Milliseconds, maximum resident memory in KiB, and processor microseconds of all threads. */
type Quantity = 'time' | 'memory' | 'work';

/** The measurements of each command. */
export interface Measured {
  /** One command's measurements divided by another's, per round. */
  readonly ratio: (quantity: Quantity, name: string, base: string) => Ratio;
  /** The result of `combine` for each round's measurements. */
  readonly combined: (quantity: Quantity, combine: (of: (name: string) => number) => number) => Ratio;
}

export interface MeasureOptions {
  readonly rounds: number;
  /** A directory for temporary files. */
  readonly scratch: string;
  /**
   * Also measures memory and work, which loads a line of code first: leave it out for start-up
   * times.
   */
  readonly hasUsage?: boolean;
}

/**
 * Runs the commands in rotating order (A B C, then B C A, …), after a warm-up round, so that other
 * load affects all of them. Throws if a command fails.
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
      // The warm-up round has no preloaded code either, since with it plimsoll would not fill its
      // cache.
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

/** Runs this Node.js and returns its output. Throws if it fails; findings are no failure. */
export function readNode(args: readonly string[], cwd: string): string {
  return readProgram(process.execPath, args, cwd);
}

/** {@link readNode} for any program. */
export function readProgram(program: string, args: readonly string[], cwd: string): string {
  return run(program, args, cwd, {}, 'pipe');
}

/**
 * Runs without the variable for additional certificates, which Node.js loads at every start: it
 * would double the time and distort ratios.
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
