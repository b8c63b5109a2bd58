import { transform } from 'esbuild';
import type { Plugin } from 'rollup';

/** An import in rollup's CommonJS output. */
const IMPORT = /^(?:const|var) ([\w$]+) = require\('([^']+)'\);$/gm;

/** The export lines at the end of rollup's output. */
const EXPORTS = /(?:^exports\.[\w$]+ = [\w$.]+;\n?)+(?![^])/m;
const EXPORT = /^exports\.([\w$]+) = ([\w$.]+);$/gm;

/**
 * Exports one object, whose prototype makes V8 use a dictionary: each property added to `exports`
 * copies the description of all earlier ones, which took a fiftieth of a run over one file.
 */
function withOneExport(code: string): string {
  const all = code.replace(
    EXPORTS,
    (lines) =>
      `module.exports = { __proto__: null, ${Array.from(lines.matchAll(EXPORT), ([, name = '', value = '']) => `${name}: ${value}`).join(', ')} };\n`,
  );
  if (/^exports\./m.test(all)) throw new Error('something is exported before the end');
  return all;
}

/** Minifies each file, and loads the modules in `waiting` at first use. */
export function minified(target: string, waiting: readonly string[]): Plugin {
  return {
    name: 'minified',
    renderChunk: {
      order: 'post',
      handler: async (code) => {
        const define: Record<string, string> = {};
        const getters: string[] = [];
        const rest = withOneExport(code).replaceAll(IMPORT, (line, name: string, path: string) => {
          if (!waiting.includes(path)) return line;
          define[name] = `waiting$.${name}`;
          getters.push(`get ${name}() { return ${name}$ ??= require('${path}'); }`);
          return `let ${name}$;`;
        });
        const left = waiting.find((path) => rest.includes(`\nrequire('${path}')`));
        if (left !== undefined) throw new Error(`${left} is required at once`);
        const source =
          getters.length === 0
            ? rest
            : rest.replace(/^(?:#!.*\n)?/, (first) => `${first}const waiting$ = { ${getters.join(', ')} };\n`);
        return {
          code: (
            await transform(source, {
              format: 'cjs',
              platform: 'node',
              target,
              minify: true,
              legalComments: 'none',
              define,
            })
          ).code,
          map: null,
        };
      },
    },
  };
}
