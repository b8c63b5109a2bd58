/** A named file of the build; other modules are grouped by importer. */
export interface Chunk {
  readonly name: string;
  /** Its modules, which bring their imports. Each pattern must match at least one. */
  readonly roots: readonly RegExp[];
  /** Loaded at first use instead of import. It only contains imports that no other chunk has. */
  readonly waits?: boolean;
}

/**
 * Returns a function that finds the chunk of a module by id, or `undefined`; an earlier chunk takes
 * shared imports.
 *
 * @throws for a pattern without a module, such as of a moved file.
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
