import { type Io, UsageError } from '../io.ts';

/** In characters. Long enough that the cost per write doesn't matter. */
const PIECE = 64 * 1024;

/** Joins short parts into longer ones. */
export function* joinPieces(parts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Writes a file atomically. Rejects with a UsageError on failure. */
export async function writeOutput(path: string, parts: Iterable<string>, io: Io, keepsLink = false): Promise<void> {
  try {
    await io.writer.writeFile(path, joinPieces(parts), { keepsLink });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    const why = error.code === 'EISDIR' ? ': it is a directory' : ` (${String(error.code)})`;
    throw new UsageError(`Can't write ${path}${why}.`);
  }
}
