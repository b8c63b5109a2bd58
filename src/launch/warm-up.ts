import type { Io, OutputStream } from '../cli/io.ts';
import type { main } from '../cli/main.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';

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
 * Runs what users run the most over a folder of samples, silently, so that V8 has compiled it. What it has not is
 * compiled anew in each run that needs it, which takes longer than to read it in those that do not. `own` is what the
 * process itself would run with.
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
    // As for a process, which has some, and starts none for so little.
    threads: {
      count: () => 0,
      start: () => {
        throw new Error('Samples are no work for threads.');
      },
    },
    rewriteFile: () => undefined,
    removeLeftovers: () => undefined,
    writeFile: (_path, parts) => {
      // Made when they are asked for.
      Array.from(parts);
      return Promise.resolve();
    },
  };
  for (const argv of RUNS) await run(argv, io);
}
