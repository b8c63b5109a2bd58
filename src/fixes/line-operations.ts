import { diffArrays } from 'diff';
import { countWhile } from '../util/binary-search.ts';

/** A line of a comparison: kept, removed or added. */
export interface Operation {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** The time is quadratic in this. More edits between two unique lines become a replacement. */
const MAX_EDITS = 1000;

/** The operations that turn lines into others; unique common lines keep the time nearly linear. */
export function lineOperations(oldText: string, newText: string): readonly Operation[] {
  const [before, after] = [toLines(oldText), toLines(newText)];
  const operations: Operation[] = [];
  let [old, now] = [0, 0];
  for (const [oldEnd, newEnd] of [...anchors(before, after), [before.length, after.length] as const]) {
    operations.push(...between(before.slice(old, oldEnd), after.slice(now, newEnd)));
    const line = before[oldEnd];
    if (line !== undefined) operations.push({ kind: ' ', line });
    [old, now] = [oldEnd + 1, newEnd + 1];
  }
  return operations;
}

function between(before: string[], after: string[]): readonly Operation[] {
  const changes = diffArrays(before, after, { maxEditLength: MAX_EDITS }) ?? [
    { added: false, removed: true, value: before },
    { added: true, removed: false, value: after },
  ];
  return changes.flatMap(({ added, removed, value }) =>
    value.map((line): Operation => ({ kind: added ? '+' : removed ? '-' : ' ', line })),
  );
}

/** The longest sequence of lines that are unique on both sides, as pairs of indices. */
function anchors(before: readonly string[], after: readonly string[]): readonly (readonly [number, number])[] {
  const places = once(after);
  const pairs = [...once(before)].flatMap(([line, old]): readonly (readonly [number, number])[] => {
    const now = places.get(line);
    return now === undefined ? [] : [[old, now]];
  });
  return longestRising(pairs.sort(([a], [b]) => a - b));
}

function once(lines: readonly string[]): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  const again = new Set<string>();
  for (const [index, line] of lines.entries()) {
    if (places.has(line)) again.add(line);
    places.set(line, index);
  }
  for (const line of again) places.delete(line);
  return places;
}

function longestRising(pairs: readonly (readonly [number, number])[]): readonly (readonly [number, number])[] {
  interface Chain {
    readonly pair: readonly [number, number];
    readonly before: Chain | undefined;
  }
  /** For each length, the chain with the lowest end. */
  const ends: Chain[] = [];
  for (const pair of pairs) {
    const length = countWhile(ends.length, (index) => (ends[index]?.pair[1] ?? 0) < pair[1]);
    ends[length] = { pair, before: ends[length - 1] };
  }
  const rising: (readonly [number, number])[] = [];
  for (let at = ends.at(-1); at !== undefined; at = at.before) rising.push(at.pair);
  return rising.reverse();
}

/** The lines of a text with their ends; the last one may lack its end. */
function toLines(text: string): readonly string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return [...lines.map((line) => `${line}\n`), ...(last === '' ? [] : [last])];
}
