import { diffArrays } from 'diff';
import { countWhile } from '../util/binary-search.ts';

/** One line in a comparison: kept, removed or added. */
export interface Operation {
  readonly kind: ' ' | '-' | '+';
  readonly line: string;
}

/** Limits quadratic time: more edits between two unique lines become one replacement. */
const MAX_EDITS = 1000;

/**
 * The operations that turn old lines into new ones. Starts from lines that are unique in both
 * texts, which makes the time nearly linear.
 */
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

/** The longest common sequence of lines that are unique in both texts, as pairs of indices. */
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
  /** The chain with the lowest end, for each length. */
  const ends: Chain[] = [];
  for (const pair of pairs) {
    const length = countWhile(ends.length, (index) => (ends[index]?.pair[1] ?? 0) < pair[1]);
    ends[length] = { pair, before: ends[length - 1] };
  }
  const rising: (readonly [number, number])[] = [];
  for (let at = ends.at(-1); at !== undefined; at = at.before) rising.push(at.pair);
  return rising.reverse();
}

/** Splits a text into lines, including their line ends; the last line may lack one. */
function toLines(text: string): readonly string[] {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  return [...lines.map((line) => `${line}\n`), ...(last === '' ? [] : [last])];
}
