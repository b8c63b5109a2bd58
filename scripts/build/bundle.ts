import commonjsPlugin from '@rollup/plugin-commonjs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import { transform } from 'esbuild';
import { type OutputChunk, type Plugin, rollup } from 'rollup';
import { type Chunk, createChunkFinder } from './chunks.ts';
import { minified } from './minified.ts';

// Its types are of its CommonJS form, which has the function as a property.
const commonjs = commonjsPlugin as unknown as typeof commonjsPlugin.default;

const TARGET = 'node20.19';

/** The parameters of a bundle. */
export interface BundleOptions {
  /** Entry modules by output file name. */
  readonly entries: Readonly<Record<string, string>>;
  readonly chunks: readonly Chunk[];
  /** Node.js modules to load lazily. */
  readonly waiting: readonly string[];
  /** Changes the text of a module before its types are removed. */
  readonly change: (path: string, text: string) => string;
  /** Expressions for undeclared names. */
  readonly define: Readonly<Record<string, string>>;
}

/**
 * Writes CommonJS files into `folder`, with a file per `import()`. Returns the exports of each
 * entry.
 */
export async function writeBundle(
  folder: string,
  { entries, chunks, waiting, change, define }: BundleOptions,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const bundle = await rollup({
    input: { ...entries },
    plugins: [
      typescript(change, define),
      nodeResolve({ exportConditions: ['node'] }),
      commonjs(),
      metaOfCommonJs,
      withoutModule,
    ],
    preserveEntrySignatures: 'allow-extension',
    treeshake: { moduleSideEffects: false },
    onLog: (level, { code, message }) => {
      // A lazy chunk may import its importer, which is complete by then.
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

/** Removes types. */
function typescript(change: BundleOptions['change'], define: BundleOptions['define']): Plugin {
  return {
    name: 'typescript',
    transform: async (code, id) =>
      id.endsWith('.ts')
        ? {
            code: (await transform(change(id, code), { loader: 'ts', target: TARGET, define: { ...define } })).code,
            map: null,
          }
        : null,
  };
}

/**
 * What ES modules ask `import.meta` for, as CommonJS has it. yargs-parser only makes a `require` of
 * the module's address, which may as well be a path.
 */
const metaOfCommonJs: Plugin = {
  name: 'meta-of-commonjs',
  resolveImportMeta: (property) => (property === 'dirname' ? '__dirname' : property === 'url' ? '__filename' : null),
};

/**
 * yargs-parser makes a `require` with which it would read configuration files. It isn't asked to,
 * and Node's loader of ES modules would be loaded for it.
 */
const withoutModule: Plugin = {
  name: 'without-module',
  resolveId: {
    order: 'pre',
    handler: (id, importer) =>
      id === 'node:module' && importer?.includes('/yargs-parser/') === true ? '\0no-module' : null,
  },
  load: (id) => (id === '\0no-module' ? 'export const createRequire = undefined;' : null),
};
