import type { Io, OutputStream } from '../cli/io.ts';
import type { main } from '../cli/main.ts';
import type { FileSystem } from '../files/file-system.ts';

const NOWHERE: OutputStream = { isTerminal: false, columns: undefined, write: () => undefined };

const RUNS: readonly (readonly string[])[] = [
  ['compose.yaml'],
  ['--format', 'text', '--fail-on', 'error', 'plain.compose.yaml'],
  ['--format', 'text', 'deploy.sh'],
  [
    '--color',
    'always',
    '--format',
    'pretty',
    ...['text', 'json', 'sarif'].flatMap((format) => ['--format', `${format}=${format}`]),
  ],
];

/**
 * Runs frequent commands on samples without output, so that V8 compiles their code for the cache.
 * `own` is the `Io` of the process.
 */
export async function warmUp(run: typeof main, own: Io, samples: FileSystem): Promise<void> {
  own.files.kindOf('.');
  const io: Io = {
    stdout: NOWHERE,
    stderr: NOWHERE,
    readStdin: () => Promise.resolve({ text: '', isUtf8: true }),
    environment: {},
    files: samples,
    today: () => own.today(),
    now: () => own.now(),
    ...(own.watchdog === undefined ? {} : { watchdog: own.watchdog }),
    // Take the path with threads, but start none, as for a small run.
    threads: {
      count: () => 0,
      start: () => {
        throw new Error('Samples are no work for threads.');
      },
    },
    writer: {
      patchObstacle: () => undefined,
      rewriteFile: () => undefined,
      removeLeftovers: () => undefined,
      writeFile: (_path, parts) => {
        // Iterate, so that V8 also compiles the code that produces the parts.
        Array.from(parts);
        return Promise.resolve();
      },
    },
  };
  for (const argv of RUNS) await run(argv, io);
}
