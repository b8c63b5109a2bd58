import type { Io, OutputStream } from '../cli/io.ts';
import type { main } from '../cli/main.ts';
import type { FileSystem } from '../files/file-system.ts';

const NOWHERE: OutputStream = { isTerminal: false, columns: undefined, write: () => undefined };

/** Runs what users run the most over a folder of samples, silently, so that V8 has compiled it. */
export async function warmUp(run: typeof main, samples: FileSystem): Promise<void> {
  const io: Io = {
    stdout: NOWHERE,
    stderr: NOWHERE,
    readStdin: () => Promise.resolve(''),
    environment: {},
    files: samples,
    today: () => '2000-01-01',
    now: () => 0,
    writeFile: (_path, parts) => {
      // Made when they are asked for.
      Array.from(parts);
    },
  };
  // Once only: what has run often is kept as such, and compiled further at the next start, whether it will run often there or not.
  await run(['--color', 'always', '--format', 'pretty', ...['text', 'json', 'sarif'].flatMap((format) => ['--format', `${format}=${format}`])], io);
}
