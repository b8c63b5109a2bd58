import { Text } from '../../../text/text.ts';
import type { Item } from '../expand/items.ts';
import { alternativesOf, reach } from '../expand/variables.ts';
import type { Scope } from './scope.ts';

/** What a program gets for variables: those set for its command alone, and, unless a wrapper such as `sudo` drops them, those that the shell exports. */
export interface PassedVariables {
  readonly own: ReadonlyMap<string, Text>;
  readonly hasExported: boolean;
}

/**
 * The values that a command's environment has for the variables that its words may name, as `-e NAME` does. Only one that is there on every code path through
 * the script; each is reached by a step from the word.
 */
export function clientEnvironment(
  scope: Scope,
  words: readonly Item[],
  { own, hasExported }: PassedVariables,
): ReadonlyMap<string, Text> {
  const values = new Map<string, Text>();
  const { exported } = scope.shell;
  if (own.size === 0 && (!hasExported || (exported.size === 0 && scope.session.environment.size === 0))) return values;
  for (const item of words) {
    for (const word of namesIn(item)) {
      const name = word.value ?? '';
      const use = { expression: name, place: word.place };
      const set = own.get(name);
      const text =
        set === undefined ? (hasExported ? exportedText(scope, name, use) : undefined) : reach(set, use, name);
      if (text !== undefined) values.set(name, text);
    }
  }
  return values;
}

function exportedText(
  { shell, session, state }: Scope,
  name: string,
  use: Parameters<typeof alternativesOf>[2],
): Text | undefined {
  if (!shell.exported.has(name) && !session.environment.has(name)) return undefined;
  const [alternative, ...others] = alternativesOf({ state, environment: session.environment }, name, use);
  return others.length === 0 && alternative instanceof Text ? alternative : undefined;
}

/** No more letters than these stand in a bundle before its `e`. */
const MAX_BUNDLE = 8;

/** What may be the name of a variable: a word, the value of `--env=NAME`, the end of `-eNAME` and `-deNAME`. */
function namesIn(item: Item): readonly Text[] {
  if (item.kind !== 'word' || item.text.value === undefined) return [];
  const { text } = item;
  const { value = '' } = text;
  const starts = value.startsWith('--env=') ? ['--env='.length] : /^-[^-]/.test(value) ? letterEnds(value) : [0];
  return starts.filter((start) => /^[A-Za-z_]\w*$/.test(value.slice(start))).map((start) => text.slice(start));
}

/** Where a value can begin behind each `e` of a bundle of letters, and behind the `=` that may follow it. */
function letterEnds(value: string): readonly number[] {
  const ends: number[] = [];
  for (let at = value.indexOf('e'); at > 0 && at <= MAX_BUNDLE; at = value.indexOf('e', at + 1))
    ends.push(value.charAt(at + 1) === '=' ? at + 2 : at + 1);
  return ends;
}
