import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { composeTrial } from '../test/clients/compose-trial.ts';
import { dockerTrial } from '../test/clients/docker-trial.ts';
import { type Explained, unexplained } from '../test/clients/explained.ts';
import { type Client, clientIn, nameOf, newestClient } from '../test/clients/installed.ts';
import type { Bench, Trial } from '../test/clients/trial.ts';
import { engineHere } from '../test/engine/real/dockerd.ts';
import { type EngineTrial, engineComposeTrial, engineDockerTrial } from '../test/engine/real/trials.ts';

const USAGE = `npm run fuzz:clients -- [docker|compose|engine] [--count N] [--seed N] [--path PATH] [--jobs N] [--client FOLDER]

Gives N generated command lines or projects (1000 of each) to the newest client that is here (or to the one in a folder), with the stand-in
engine behind it, and to plimsoll, and reports where they differ: what is sent, or whether it is refused. A difference is reported with the seed and path that make it again, as small as can be.
Those that test/clients/explained.ts explains are only counted. With engine no client is asked but a real Docker Engine, which is started for it (dockerd and busybox-static
must be installed, and you must be root): it takes what plimsoll finds nothing in, and refuses what plimsoll says that it refuses.`;

/** The number of cases per seed, so that one is reproducible without all earlier ones. */
const ROUND = 500;
/** The number of cases between progress messages. */
const PROGRESS = 2 * ROUND;
/** Of similar differences only the first one is minimized. */
const MAX_SHRUNK = 25;
const SHRINK_MILLISECONDS = 5000;

interface Options {
  readonly count: number;
  readonly seed: number;
  readonly path: string | undefined;
  readonly jobs: number;
}

const TRIALS: ReadonlyMap<string, (options: Options, client: Client) => Promise<number>> = new Map([
  ['docker', (options, client) => tryAll('docker', dockerTrial, () => dockerTrial.open(client), options)],
  ['compose', (options, client) => tryAll('compose', composeTrial, () => composeTrial.open(client), options)],
]);

/** One case at a time: an engine is no faster with two. */
async function askEngine(options: Options): Promise<number> {
  const engine = await engineHere();
  if (typeof engine === 'string') throw new Error(`fuzz:clients: ${engine}`);
  const ask = <Case>(name: string, trial: EngineTrial<Case>): Promise<number> => {
    const bench: Bench<Case> = {
      differences: (tried) => trial.differences(engine, tried),
      close: () => Promise.resolve(),
    };
    return tryAll(`engine, ${name}`, trial, () => Promise.resolve(bench), { ...options, jobs: 1 });
  };
  try {
    const lines = await ask('lines of docker', engineDockerTrial);
    return lines + (await ask('projects of Compose', engineComposeTrial));
  } finally {
    await engine.close();
  }
}

process.exitCode = await main();

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      count: { type: 'string', default: '1000' },
      seed: { type: 'string' },
      path: { type: 'string' },
      jobs: { type: 'string', default: '3' },
      client: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const options = {
    count: Number(values.count),
    seed: Number(values.seed ?? Date.now() % 2 ** 31),
    path: values.path,
    jobs: Number(values.jobs),
  };
  const chosen = [...TRIALS].filter(([name]) => positionals.length === 0 || positionals.includes(name));
  const asksEngine = positionals.includes('engine');
  const isNumber = options.count > 0 && options.jobs > 0 && !Number.isNaN(options.seed);
  if (values.help || !isNumber || (chosen.length === 0 && !asksEngine)) {
    console.error(USAGE);
    return values.help ? 0 : 2;
  }
  let found = asksEngine ? await askEngine(options) : 0;
  if (chosen.length === 0) return found > 0 ? 1 : 0;
  const client = values.client === undefined ? newestClient() : clientIn(values.client);
  if (client === undefined) {
    console.error('fuzz:clients: no docker and docker compose are here: scripts/fetch-clients.sh gets those of Debian');
    return 2;
  }
  console.log(nameOf(client.versions));
  for (const [, run] of chosen) found += await run(options, client);
  return found > 0 ? 1 : 0;
}

/** Tries the requested number of cases, reports differences, and returns the number of kinds. */
async function tryAll<Case>(
  name: string,
  trial: Omit<Trial<Case>, 'open'>,
  open: () => Promise<Bench<Case>>,
  { count, seed, path, jobs }: Options,
): Promise<number> {
  const benches = await Promise.all(Array.from({ length: path === undefined ? jobs : 1 }, open));
  const [first] = benches;
  if (first === undefined) throw new Error('there is a bench at least');
  const kinds = new Map<string, number>();
  const explained = new Map<Explained, number>();
  try {
    if (path !== undefined) return (await tellSmallest(name, trial, first, seed, path)) ? 1 : 0;
    let different = 0;
    for (let done = 0, round = seed; done < count; done += ROUND, round += 1) {
      if (done > 0 && done % PROGRESS === 0) console.log(`${name}, --seed ${seed}: ${done} tried so far`);
      for (const { index, differences } of await tryRound(
        trial,
        benches,
        round,
        Math.min(ROUND, count - done),
        explained,
      )) {
        different += 1;
        const kind = kindOf(differences);
        const seen = kinds.get(kind) ?? 0;
        kinds.set(kind, seen + 1);
        if (seen === 0 && kinds.size <= MAX_SHRUNK) await tellSmallest(name, trial, first, round, String(index));
      }
    }
    for (const [{ why }, times] of explained) console.log(`${String(times).padStart(6)}  explained: ${why}`);
    for (const [kind, times] of kinds) console.log(`${String(times).padStart(6)}  ${kind}`);
    console.log(
      `${name}, --seed ${seed}: ${count} tried, ${different === 0 ? 'no difference' : `${different} differ in ${kinds.size} ways`}`,
    );
    return kinds.size;
  } finally {
    await Promise.all(benches.map((bench) => bench.close()));
  }
}

interface Difference {
  readonly index: number;
  readonly differences: readonly string[];
}

/** The cases of one seed, distributed over the benches. */
async function tryRound<Case>(
  trial: Omit<Trial<Case>, 'open'>,
  benches: readonly Bench<Case>[],
  seed: number,
  count: number,
  explained: Map<Explained, number>,
): Promise<readonly Difference[]> {
  const queue = fc.sample(trial.cases, { seed, numRuns: count }).entries();
  const found: Difference[] = [];
  await Promise.all(
    benches.map(async (bench) => {
      for (const [index, tried] of queue) {
        const differences = unexplained(trial.client, await bench.differences(tried), (by) => {
          explained.set(by, (explained.get(by) ?? 0) + 1);
        });
        // A difference that does not recur was a client's timeout on a busy machine.
        if (differences.length > 0 && unexplained(trial.client, await bench.differences(tried)).length > 0)
          found.push({ index, differences });
      }
    }),
  );
  return found.sort((a, b) => a.index - b.index);
}

/** Generates a case again and reports the smallest one with the same difference. */
async function tellSmallest<Case>(
  name: string,
  trial: Omit<Trial<Case>, 'open'>,
  bench: Bench<Case>,
  seed: number,
  path: string,
): Promise<boolean> {
  let kind: string | undefined;
  let trying: Promise<readonly string[]> = Promise.resolve([]);
  const property = fc.asyncProperty(trial.cases, async (tried) => {
    trying = bench.differences(tried);
    const differences = unexplained(trial.client, await trying);
    if (differences.length === 0) return true;
    kind ??= kindOf(differences);
    return kindOf(differences) !== kind;
  });
  const { failed, counterexample } = await fc.check(property, {
    seed,
    path,
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_MILLISECONDS,
  });
  // The last one is not awaited after the time limit.
  await trying;
  if (!failed || counterexample === null) {
    console.log(`${name}, --seed ${seed} --path ${path}: no difference any more`);
    return false;
  }
  console.log(
    `${name}, --seed ${seed} --path ${path}\n${trial.show(counterexample[0])}\n${(await bench.differences(counterexample[0])).map((line) => `  ${line}`).join('\n')}\n`,
  );
  return true;
}

/** A difference without values, which vary between cases. */
function kindOf([first = '']: readonly string[]): string {
  return first.slice(0, 160).replaceAll(/`(?:[^`]*)`|"(?:[^"\\]|\\.)*"|'[^']*'|\d+/gs, '…');
}
