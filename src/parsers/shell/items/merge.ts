import { type Choice, mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { conditional, type Item, isCertainItem, isOption, itemKey, word } from './items.ts';

/** Longer lists are merged, but not kept as alternatives. */
const MAX_ALTERNATIVE_WORDS = 400;

/** Longer lists aren't compared word by word. */
const MAX_COMPARISONS = 40_000;

/**
 * Merges alternative word lists. Words in all lists are certain, others conditional. An option with
 * different values becomes one with candidates.
 */
export function mergeLists(lists: readonly (readonly Item[])[], choice: Choice): readonly Item[] {
  const [first = [], ...others] = lists;
  if (others.length === 0) return first;
  const merged = others.reduce((before, list) => mergeTwo(before, list, choice), first);
  return withAlternatives(merged, lists, choice);
}

/** The merged words; those that differ refer to their lists. */
function withAlternatives(
  merged: readonly Item[],
  lists: readonly (readonly Item[])[],
  choice: Choice,
): readonly Item[] {
  const [first = [], ...others] = lists;
  const shortest = lists.reduce((least, { length }) => Math.min(least, length), merged.length);
  const isCommon = (a: Item | undefined, b: Item | undefined): boolean =>
    a === b ||
    (a !== undefined &&
      b !== undefined &&
      a.among === undefined &&
      b.among === undefined &&
      isCertainItem(a) === isCertainItem(b) &&
      itemKey(a) === itemKey(b));
  let head = 0;
  while (head < shortest && others.every((list) => isCommon(list[head], first[head]))) head += 1;
  for (let at = 0; at < head; at += 1) if (at + (first[at]?.among?.count ?? 1) > head) head = at;
  let tail = 0;
  while (tail < shortest - head && others.every((list) => isCommon(list.at(-1 - tail), first.at(-1 - tail)))) tail += 1;
  for (const list of lists)
    for (const [at, { among }] of list.entries())
      if (at < list.length - tail) tail = Math.min(tail, list.length - at - (among?.count ?? 1));
  // Common words aren't alternatives, except in an option with different values.
  while (head > 0 && !isCommon(merged[head - 1], first[head - 1])) head -= 1;
  while (tail > 0 && !isCommon(merged.at(-tail), first.at(-tail))) tail -= 1;
  const count = merged.length - head - tail;
  const middles = lists.map((list) => list.slice(head, list.length - tail));
  const { path, span } = choice.branch.location;
  const key = `${choice.expression} ${path}:${span.start}`;
  const size = middles.reduce((sum, list) => list.reduce((all, { among }) => all + 1 + (among?.size ?? 0), sum), 0);
  const isTooMuch = size > MAX_ALTERNATIVE_WORDS;
  if (isTooMuch && areOptions(merged.slice(head, head + count))) return merged.map(({ among: _, ...own }) => own);
  const kept = isTooMuch ? [] : middles;
  return merged.map((item, at) => {
    if (at < head || at >= head + count) return item;
    const { among: _, ...own } = item;
    return at === head ? { ...own, among: { count, lists: kept, size, key, choice } } : own;
  });
}

/** True if all are options with at most one value. */
function areOptions(items: readonly Item[]): boolean {
  return items.every((item, at) => {
    const before = items[at - 1];
    const isValue = before?.kind === 'word' && isOption(before) && !before.text.skeleton.includes('=');
    return item.kind === 'word' && (isOption(item) || isValue);
  });
}

/** An option with its words, or one other word. */
interface Group {
  readonly items: readonly Item[];
  readonly key: string;
}

function mergeTwo(a: readonly Item[], b: readonly Item[], choice: Choice): readonly Item[] {
  // Handled first, since optional words can nest deeply.
  if (a.length === 0 || b.length === 0) return [...a, ...b].map((item) => conditional(item, choice.branch));
  return mergeGroups(groupsOf(a), groupsOf(b), choice);
}

function mergeGroups(
  left: readonly Group[],
  right: readonly Group[],
  choice: Choice,
  common = commonGroups(left, right),
): readonly Item[] {
  const merged: Item[] = [];
  let from: readonly [number, number] = [0, 0];
  for (const [i, j] of [...common, [left.length, right.length] as const]) {
    for (const item of mergeDifferent(regrouped(left.slice(from[0], i)), regrouped(right.slice(from[1], j)), choice))
      merged.push(item);
    for (const item of commonItems(left[i], right[j])) merged.push(item);
    from = [i + 1, j + 1];
  }
  return merged;
}

/** The common items of two equal groups; conditional if they are in either group. */
function commonItems(a: Group | undefined, b: Group | undefined): readonly Item[] {
  return (a?.items ?? []).map((item, index) => {
    const other = b?.items[index];
    return other !== undefined && isCertainItem(item) ? other : item;
  });
}

function groupsOf(items: readonly Item[]): readonly Group[] {
  const groups: Item[][] = [];
  for (const item of items) {
    const current = groups.at(-1);
    if (current !== undefined && isOption(current[0]) && !isOption(item)) current.push(item);
    else groups.push([item]);
  }
  return groups.map(toGroup);
}

function toGroup(items: readonly Item[]): Group {
  return { items, key: items.map(itemKey).join('\u0002') };
}

function commonGroups(a: readonly Group[], b: readonly Group[]): readonly (readonly [number, number])[] {
  const pairs: (readonly [number, number])[] = [];
  let head = 0;
  while (head < a.length && head < b.length && a[head]?.key === b[head]?.key) {
    pairs.push([head, head]);
    head += 1;
  }
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail]?.key === b[b.length - 1 - tail]?.key
  )
    tail += 1;
  const rows = a.slice(head, a.length - tail);
  const columns = b.slice(head, b.length - tail);
  if (rows.length * columns.length <= MAX_COMPARISONS) {
    for (const [i, j] of longestCommon(rows, columns)) pairs.push([head + i, head + j]);
  }
  for (let index = tail; index > 0; index -= 1) pairs.push([a.length - index, b.length - index]);
  return pairs;
}

function longestCommon(a: readonly Group[], b: readonly Group[]): readonly (readonly [number, number])[] {
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i -= 1) {
    const row = lengths[i];
    for (let j = b.length - 1; row !== undefined && j >= 0; j -= 1) {
      row[j] = a[i]?.key === b[j]?.key ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const pairs: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    if (a[i]?.key === b[j]?.key) {
      pairs.push([i, j]);
      i += 1;
      j += 1;
    } else if (at(i + 1, j) >= at(i, j + 1)) i += 1;
    else j += 1;
  }
  return pairs;
}

function mergeDifferent(a: readonly Group[], b: readonly Group[], choice: Choice): readonly Item[] {
  const left = [...b];
  const pairs = a.map((group): readonly [Group, Group | undefined] => {
    const index = left.findIndex((other) => isPair(group, other));
    return [group, index < 0 ? undefined : left.splice(index, 1)[0]];
  });
  const isMixed = left.length > 0 && pairs.some(([, other]) => other === undefined);
  if (isMixed && [...a, ...b].some(({ items }) => items.length > 1)) {
    // `--rm image` next to `image`: which words belong to an option is unclear, so single words are
    // compared.
    const [words, others] = [singles(a), singles(b)];
    const common = commonGroups(words, others);
    if (common.length > 0) return mergeGroups(words, others, choice, common);
  }
  const merged = pairs.flatMap(([group, other]) =>
    other === undefined ? group.items.map((item) => conditional(item, choice.branch)) : mergePair(group, other, choice),
  );
  return [...merged, ...left.flatMap(({ items }) => items.map((item) => conditional(item, choice.branch)))];
}

function regrouped(groups: readonly Group[]): readonly Group[] {
  return groupsOf(groups.flatMap(({ items }) => items));
}

function singles(groups: readonly Group[]): readonly Group[] {
  return groups.flatMap(({ items }) => items.map((item) => toGroup([item])));
}

function flagOf({ items }: Group): string {
  const [first] = items;
  if (first?.kind !== 'word' || !isOption(first)) return '';
  const { skeleton } = first.text;
  const equals = skeleton.indexOf('=');
  return equals < 0 ? skeleton : skeleton.slice(0, equals + 1);
}

function isPair(a: Group, b: Group): boolean {
  return (
    a.items.length === b.items.length &&
    flagOf(a) === flagOf(b) &&
    [...a.items, ...b.items].every(({ kind }) => kind === 'word')
  );
}

function mergePair(a: Group, b: Group, choice: Choice): readonly Item[] {
  const keep = flagOf(a).endsWith('=') ? flagOf(a).length : 0;
  return a.items.map((item, index) => {
    const other = b.items[index];
    if (item.kind !== 'word' || other?.kind !== 'word') return item;
    if (itemKey(item) === itemKey(other)) return isCertainItem(item) ? other : item;
    const from = index === 0 ? keep : 0;
    const value = mergeTexts([item.text.slice(from), other.text.slice(from)], choice);
    const merged = word(Text.concat([item.text.slice(0, from), value], item.text.whole));
    return isCertainItem(item) && isCertainItem(other) ? merged : conditional(merged, choice.branch);
  });
}
