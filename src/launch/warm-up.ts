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
    writeFile: () => undefined,
  };
  for (const format of ['pretty', 'text', 'json', 'sarif']) await run(['--format', format, '--color', 'always'], io);
}
