import commonjsPlugin from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { type OutputChunk, type Plugin, rollup } from 'rollup';
import { type Chunk, createChunkFinder } from './chunks.ts';
import { minified } from './minified.ts';

// Its types are those of its CommonJS form, which has the function as a property.
const commonjs = commonjsPlugin as unknown as typeof commonjsPlugin.default;

const TARGET = 'node20.19';

/** What a bundle is made of. */
export interface BundleOptions {
  /** The modules that are loaded from outside, by the names of their files. */
  readonly entries: Readonly<Record<string, string>>;
  readonly chunks: readonly Chunk[];
  /** Modules of Node's own that are loaded at the first use of something in them. */
  readonly waiting: readonly string[];
  /** Expressions that stand for names without a declaration. */
  readonly define: Readonly<Record<string, string>>;
}

/**
 * Writes CommonJS files into `folder`; what is imported with `import()` is in a file of its own. Gives the names that
 * each entry exports.
 */
export async function writeBundle(
  folder: string,
  { entries, chunks, waiting, define }: BundleOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const bundle = await rollup({
    input: { ...entries },
    plugins: [typescript(define), nodeResolve({ exportConditions: ['node'] }), commonjs()],
    preserveEntrySignatures: 'allow-extension',
    treeshake: { moduleSideEffects: false },
    onLog: (level, { code, message }) => {
      // A chunk that waits may import the one that it is imported by: that one is complete when it is read.
      if (level === 'warn' && code !== 'CIRCULAR_CHUNK') throw new Error(message);
    },
  });
  let find: ((id: string) => string | undefined) | undefined;
  const { output } = await bundle.write({
    dir: folder,
    format: 'cjs',
    generatedCode: { preset: 'es2015', symbols: false },
    strict: true,
    dynamicImportInCjs: false,
    hoistTransitiveImports: false,
    externalLiveBindings: false,
    esModule: false,
    freeze: false,
    interop: 'default',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    manualChunks: (id, { getModuleIds, getModuleInfo }) => {
      find ??= createChunkFinder(chunks, [...getModuleIds()], getModuleInfo);
      return find(id);
    },
    plugins: [
      minified(TARGET, [...waiting, ...chunks.flatMap(({ name, waits = false }) => (waits ? [`./${name}.cjs`] : []))]),
    ],
  });
  await bundle.close();
  return new Map(
    output
      .filter((file): file is OutputChunk => file.type === 'chunk' && file.isEntry)
      .map(({ name, exports }) => [name, exports]),
  );
}

/** Takes the types out. */
function typescript(define: BundleOptions['define']): Plugin {
  return {
    name: 'typescript',
    transform: async (code, id) =>
      id.endsWith('.ts')
        ? {
            code: (await transform(code, { loader: 'ts', target: TARGET, define: { ...define } })).code,
            map: null,
          }
        : null,
  };
}
