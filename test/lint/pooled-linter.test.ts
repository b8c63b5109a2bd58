import { beforeAll, describe, expect, test } from 'vitest';
import type { Threads } from '../../src/cli/io.ts';
import { main } from '../../src/cli/main.ts';
import type { WorkerAnswer, WorkerRequest } from '../../src/lint/pooled-linter.ts';
import { serve } from '../../src/session/worker.ts';
import { createMemoryFiles, createMemoryIo } from '../memory-io.ts';

/** Long but fast to parse, so that there seems to be much work. */
const FILLER = `# ${'x'.repeat(80_000)}\n`;
const TREE = Object.fromEntries([
  ['base.yaml', 'services: { base: { pid: host } }\n'],
  ...Array.from(
    { length: 40 },
    (_, file) =>
      [
        `d${file}/compose.yaml`,
        `${FILLER}services:\n  s${file}: { image: "nginx:${file}", privileged: true, extends: { file: ../base.yaml, service: base } }\n`,
      ] as const,
  ),
  ...Array.from(
    { length: 20 },
    (_, file) => [`s${file}.sh`, `${FILLER}docker run --privileged -v "$X:/y" nginx\n`] as const,
  ),
]);

interface Counts {
  started: number;
  ended: number;
  answered: number;
}

/**
 * In-process threads: messages are cloned as between real ones and arrive in later event loop
 * turns.
 */
function createThreads(count: number, counts: Counts, deadAfter = Infinity): Threads {
  return {
    count: () => count,
    start(given) {
      const options = structuredClone(given);
      counts.started += 1;
      let toThread: (request: WorkerRequest) => void = () => undefined;
      let toMain: (answer: WorkerAnswer) => void = () => undefined;
      let onEnded: () => void = () => undefined;
      let answered = 0;
      const send = (answer: WorkerAnswer): void => {
        answered += 1;
        if (answered > deadAfter) onEnded();
        if (answered > deadAfter) return;
        counts.answered += 1;
        const clone = structuredClone(answer);
        setImmediate(() => {
          toMain(clone);
        });
      };
      serve(
        {
          listen: (onRequest) => {
            toThread = onRequest;
          },
          send,
        },
        structuredClone(options),
        () => createMemoryFiles(TREE),
      );
      return {
        send(request) {
          const clone = structuredClone(request);
          setImmediate(() => {
            toThread(clone);
          });
        },
        listen(onAnswer, onEnd) {
          toMain = onAnswer;
          onEnded = onEnd;
        },
        end() {
          counts.ended += 1;
        },
      };
    },
  };
}

async function lint(
  argv: readonly string[],
  threads?: Threads,
  tree = TREE,
): Promise<{ readonly code: number; readonly out: string }> {
  const io = createMemoryIo(tree);
  const code = await main(['--format', 'json', ...argv], threads === undefined ? io : { ...io, threads });
  return { code, out: io.out() + io.err() };
}

describe('with threads', () => {
  let alone: Awaited<ReturnType<typeof lint>>;
  beforeAll(async () => {
    alone = await lint([]);
  });

  test.each([2, 3, 8])('%i at once give the same report as one', async (count) => {
    const counts: Counts = { started: 0, ended: 0, answered: 0 };
    expect(await lint([], createThreads(count, counts))).toEqual(alone);
    expect(counts).toMatchObject({ started: count - 1, ended: count - 1 });
    expect(counts.answered).toBeGreaterThan(10);
  });

  test('none is started for one input alone, however long it is', async () => {
    const counts: Counts = { started: 0, ended: 0, answered: 0 };
    const long = {
      'compose.yaml': `# ${'x'.repeat(4_100_000)}\nservices: { web: { image: nginx, privileged: true } }\n`,
    };
    expect(await lint([], createThreads(4, counts), long)).toMatchObject({ code: 1 });
    expect(counts.started).toBe(0);
  });

  test('settings and variables are the same in each', async () => {
    const argv = ['--preset', 'all', '--rule', 'host-pid-namespace=info', '--dotenv', 'base.yaml'];
    expect(await lint(argv, createThreads(4, { started: 0, ended: 0, answered: 0 }))).toEqual(await lint(argv));
  });

  test('what one leaves undone when it ends is done all the same', async () => {
    const counts: Counts = { started: 0, ended: 0, answered: 0 };
    expect(await lint([], createThreads(3, counts, 5))).toEqual(alone);
    expect(counts.answered).toBe(10);
  });

  test('the cache that they fill is the same', async () => {
    const written = async (threads?: Threads): Promise<string | undefined> => {
      const io = createMemoryIo(TREE);
      await main(['--cache'], threads === undefined ? io : { ...io, threads });
      return io.written.get('.plimsollcache');
    };
    expect(await written(createThreads(3, { started: 0, ended: 0, answered: 0 }))).toBe(await written());
  });

  test('none are started for a little work, or when none are wanted', async () => {
    const counts: Counts = { started: 0, ended: 0, answered: 0 };
    await lint(['d1'], createThreads(8, counts));
    await lint(['--concurrency', '1'], createThreads(8, counts));
    expect(counts.started).toBe(0);
    await lint(['--concurrency', '3'], createThreads(8, counts));
    expect(counts.started).toBe(2);
  });

  test.each(['0', '-1', 'many', '1.5'])('--concurrency %s is rejected', async (value) => {
    expect(await lint([`--concurrency=${value}`])).toMatchObject({
      code: 2,
      out: expect.stringContaining('--concurrency must be auto or a number of at least 1') as unknown,
    });
  });
});
