import { structuredPatch } from 'diff';

const CONTEXT = 3;

/**
 * The change of one file as a unified diff, which both `git apply` and `patch -p0` take: the one strips the `.` before
 * the name, the other leaves it. Empty where nothing changes. Its lines have the
 * line ends of the file.
 */
export function unifiedDiff(path: string, before: string, after: string): string {
  const { hunks } = structuredPatch(path, path, before, after, undefined, undefined, { context: CONTEXT });
  if (hunks.length === 0) return '';
  const head = [`--- ${quoted(`./${path}`)}`, `+++ ${quoted(`./${path}`)}`];
  const body = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    `@@ -${range(oldStart, oldLines)} +${range(newStart, newLines)} @@`,
    ...lines,
  ]);
  return `${[...head, ...body].join('\n')}\n`;
}

function range(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${start},${lines}`;
}

/** A name as Git writes it: in quotes, with escapes, where it has characters that would end it or move a terminal's cursor. */
function quoted(path: string): string {
  if (!/["\\\x00-\x1F\x7F]/.test(path)) return path.includes(' ') ? `${path}\t` : path;
  return `"${path.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1F\x7F]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
}
