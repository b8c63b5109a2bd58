import { UsageError, type Io } from './io.ts';

/** Writes a file whole or not at all. Throws a UsageError where it can't. */
export function writeOutput(path: string, text: string, io: Io): void {
  try {
    io.writeFile(path, text);
  } catch (error) {
    throw new UsageError(`${path} cannot be written (${error instanceof Error && 'code' in error ? String(error.code) : 'for an unknown reason'}).`);
  }
}
