import { lineOperations, type Operation } from './line-operations.ts';

const CONTEXT = 3;

/**
 * A unified diff for `git apply` and `patch -p0` (`patch -p1 -d /` for absolute paths). Empty if
 * nothing changes; without `before`, the patch creates the file.
 */
export function unifiedDiff(path: string, before: string | undefined, after: string): string {
  const operations = lineOperations(before ?? '', after);
  const hunks = hunksOf(operations);
  if (hunks.length === 0) return '';
  const name = quoted(/^(?:\/|[A-Za-z]:)/.test(path) ? path : `./${path}`);
  return [`--- ${before === undefined ? '/dev/null' : name}\n+++ ${name}\n`, ...hunks].join('');
}

function hunksOf(operations: readonly Operation[]): readonly string[] {
  const hunks: string[] = [];
  let [oldLine, newLine, at] = [1, 1, 0];
  while (at < operations.length) {
    let first = at;
    while (operations[first]?.kind === ' ') first += 1;
    if (first >= operations.length) break;
    const start = Math.max(at, first - CONTEXT);
    let last = first;
    for (let next = first; next < operations.length && next <= last + 2 * CONTEXT + 1; next += 1)
      if (operations[next]?.kind !== ' ') last = next;
    const end = Math.min(operations.length, last + CONTEXT + 1);
    // The lines before this one are unchanged.
    oldLine += start - at;
    newLine += start - at;
    const own = operations.slice(start, end);
    const [removed, added] = [count(own, '+'), count(own, '-')];
    hunks.push(`@@ -${range(oldLine, removed)} +${range(newLine, added)} @@\n${own.map(toText).join('')}`);
    oldLine += removed;
    newLine += added;
    at = end;
  }
  return hunks;
}

function count(operations: readonly Operation[], without: Operation['kind']): number {
  return operations.filter(({ kind }) => kind !== without).length;
}

function toText({ kind, line }: Operation): string {
  return line.endsWith('\n') ? kind + line : `${kind}${line}\n\\ No newline at end of file\n`;
}

function range(start: number, lines: number): string {
  return lines === 1 ? String(start) : `${lines === 0 ? start - 1 : start},${lines}`;
}

/** A name in Git's notation, quoted and escaped if necessary. */
function quoted(path: string): string {
  if (!/["\\\x00-\x1F\x7F]/.test(path)) return path.includes(' ') ? `${path}\t` : path;
  return `"${path.replace(/["\\]/g, '\\$&').replace(/[\x00-\x1F\x7F]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`)}"`;
}
