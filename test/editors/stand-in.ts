import { join } from 'node:path';
import { build } from 'esbuild';
import { EXTENSION } from '../docs/extension.ts';
import { ROOT } from '../docs/markdown.ts';

/** Loads a module of the extension with a stand-in for the VS Code API. */
export async function loadWith(file: string, vscode: Readonly<Record<string, unknown>>): Promise<Loaded> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, EXTENSION, 'src', file)],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'error',
  });
  const module = { exports: {} as Loaded };
  const load = (name: string): unknown => (name === 'vscode' ? vscode : process.getBuiltinModule(name));
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- It was just built.
  new Function('module', 'exports', 'require', outputFiles[0]?.text ?? '')(module, module.exports, load);
  return module.exports;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- The types of these modules need VS Code.
type Loaded = Readonly<Record<string, any>>;

/** An API event, and its trigger. */
export function eventOf<T>(): {
  readonly on: (listener: (value: T) => void) => unknown;
  readonly fire: (value: T) => void;
} {
  const listeners = new Set<(value: T) => void>();
  return {
    on: (listener) => {
      listeners.add(listener);
      return { dispose: () => listeners.delete(listener) };
    },
    fire: (value) => {
      for (const listener of listeners) listener(value);
    },
  };
}
