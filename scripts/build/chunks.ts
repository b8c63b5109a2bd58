/** A file of the build that is named here; what these leave over is put into files by who imports it. */
export interface Chunk {
  readonly name: string;
  /** The modules for whose sake it is there: all that they import comes with them. Each pattern is for at least one. */
  readonly roots: readonly RegExp[];
  /**
   * True where it is read at the first use of something in it, and not when the module that imports it is. Of what it
   * imports it has what no other chunk has.
   */
  readonly waits?: boolean;
}

/**
 * Gives the chunk of each module, by its id; `undefined` for one that is in none of `chunks`, of which an earlier one
 * takes what several import.
 *
 * @throws for a pattern that no module has, such as one of a file that was moved.
 */
export function createChunkFinder(
  chunks: readonly Chunk[],
  ids: readonly string[],
  getModuleInfo: (id: string) => { readonly importedIds: readonly string[] } | null,
): (id: string) => string | undefined {
  for (const { name, roots } of chunks)
    for (const root of roots)
      if (!ids.some((id) => root.test(id))) throw new Error(`The chunk ${name} names no module by ${String(root)}`);
  const rootOf = new Map(
    ids.flatMap((id) =>
      chunks.filter(({ roots }) => roots.some((root) => root.test(id))).map((chunk) => [id, chunk] as const),
    ),
  );
  const chunkOf = new Map<string, string>();
  for (const chunk of chunks.toSorted((a, b) => Number(a.waits ?? false) - Number(b.waits ?? false))) {
    const open = ids.filter((id) => rootOf.get(id) === chunk);
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      const own = rootOf.get(id);
      if (chunkOf.has(id) || (own !== undefined && own !== chunk && own.waits === true)) continue;
      chunkOf.set(id, chunk.name);
      open.push(...(getModuleInfo(id)?.importedIds ?? []));
    }
  }
  return (id) => chunkOf.get(id);
}
