import type { Io, OutputStream } from '../cli/io.ts';
import type { main } from '../cli/main.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';

const NOWHERE: OutputStream = { isTerminal: false, columns: undefined, write: () => undefined };

const STEPS: readonly (readonly string[])[] = [
  ['compose.yaml'],
  ['deploy.sh'],
  [
    '--color',
    'always',
    '--format',
    'pretty',
    ...['text', 'json', 'sarif'].flatMap((format) => ['--format', `${format}=${format}`]),
  ],
];

/**
 * Runs what users run the most over a folder of samples, silently, so that V8 has compiled it, in steps after each of
 * which `keep` is called: what has been compiled of a file after the first step that needs it is read at each start, so
 * that the first is one that most runs are like. Rejects with what `keep` throws.
 */
export async function warmUp(run: typeof main, samples: FileSystem, keep: () => void): Promise<void> {
  const io: Io = {
    stdout: NOWHERE,
    stderr: NOWHERE,
    readStdin: () => Promise.resolve({ text: '', isUtf8: true }),
    environment: {},
    files: samples,
    today: () => '2000-01-01',
    now: () => 0,
    rewriteFile: () => undefined,
    writeFile: (_path, parts) => {
      // Made when they are asked for.
      Array.from(parts);
      return Promise.resolve();
    },
  };
  for (const argv of STEPS) {
    // Once only: what has run often is kept as such, and compiled further at the next start, whether it will run often
    // there or not.
    await run(argv, io);
    keep();
  }
}
