import fc from 'fast-check';
import type { Tree } from '../project.ts';

/** The starts of comments, quotes and blocks in every syntax, left open. */
const OPENERS = [
  ...['', '/*', '/**', '//', '#', ' #', '# plimsoll: ignore[', '# plimsoll: ignore[all] --', '<!--', '<!-- plimsoll:'],
  ...['"', "'", '`', '"\\', '\\', '\\\n', '$', '${', '${X:-', '$((', '$(', '<(', '<<EOF', "<<'EOF'\n", '<<-EOF\n\t'],
  ...['{', '{"a":', '[', '["', '[[', '(', '{{', '{{ ', '{%', '- ', '? ', ': |', ': >-\n', ': &', ': *', '!!', '!reset'],
  ...['\n[Service', '\n[Container]\nExec=', '\nifdef X', '\ndefine X\n', '\n\t', '\n```sh', '\n~~~', '\n.. code::'],
  ...['FROM', '\nRUN <<A <<B\n', '\r', '\uFEFF', '\uD800', '\u0000'],
] as const;

/** Trees whose last file is cut off anywhere, possibly inside an open construct. */
export function truncated(trees: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> {
  return fc
    .tuple(trees, fc.nat(), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...OPENERS))
    .map(([tree, which, end, opener]) => {
      const paths = Object.keys(tree);
      const path = paths[which % paths.length];
      const text = path === undefined ? undefined : tree[path];
      if (path === undefined || text === undefined) return tree;
      return { ...tree, [path]: text.slice(0, Math.ceil(end * text.length)) + opener };
    });
}
