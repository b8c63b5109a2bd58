import { Text } from '../../../../text/text.ts';
import { assignToUnknown } from '../../expand/unknown-names.ts';
import { type Item, placeOf, unknownText, valueOfItem } from '../../items/items.ts';
import type { Scope } from '../../state/scope.ts';
import { bind, functionKey, lookUp, UNSET } from '../../state/state.ts';
import { bindElements, bindText } from '../variables/assignments.ts';

export function unset(scope: Scope, words: readonly Item[]): void {
  const { state } = scope;
  const options = words.flatMap((word) => /^-[fnv]+$/.exec(valueOfItem(word) ?? '')?.[0] ?? []).join('');
  for (const word of words) {
    const element =
      word.kind === 'word' && !options.includes('f')
        ? /^(?<array>[A-Za-z_]\w*)\[[^\]]+\]$/.exec(word.text.skeleton)?.groups?.['array']
        : undefined;
    if (element !== undefined && lookUp(state, element).items !== undefined)
      bindElements(scope, element, placeOf(word));
    const name = valueOfItem(word);
    if (name === undefined || !/^\w+$/.test(name)) continue;
    if (options.includes('f')) bind(state, functionKey(name), UNSET);
    else bind(state, name, UNSET);
  }
}

/** The variables that an arithmetic expression assigns. */
export function namesAssignedIn(word: Item): readonly string[] {
  if (word.kind !== 'word') return [];
  const assignments = word.text.skeleton.matchAll(
    /(?<!\w)(?:(?<name>[A-Za-z_]\w*)(?:\[[^\][]*\])?\s*(?:=(?!=)|(?:[-+*/%&|^]|<<|>>)=|\+\+|--)|(?:\+\+|--)\s*(?<next>[A-Za-z_]\w*))/g,
  );
  return Array.from(assignments, ({ groups }) => groups?.['name'] ?? groups?.['next'] ?? '');
}

export function bindNames(scope: Scope, names: readonly Item[]): void {
  for (const item of names) {
    const name = valueOfItem(item);
    if (name !== undefined) bindUnknown(scope, [name], [item]);
    else assignToUnknown(scope, item.kind === 'word' ? item.text : unknownText(item.unresolved));
  }
}

/** Gives variables unknown values, placed at the word that names them, or at the first word. */
export function bindUnknown(scope: Scope, names: readonly string[], words: readonly Item[]): void {
  const places = new Map(words.map((word) => [valueOfItem(word) ?? '', placeOf(word)]));
  const [first] = words;
  for (const name of names) {
    const place = places.get(name) ?? (first === undefined ? undefined : placeOf(first));
    if (/^[A-Za-z_]\w*$/.test(name) && place !== undefined) bindText(scope, name, Text.unknown(`$${name}`, place));
  }
}
