import { Text } from '../../../../text/text.ts';
import { assignToUnknown } from '../../expand/unknown-names.ts';
import { conditional, type Item, isCertainItem, placeOf, unknownText, valueOfItem } from '../../items/items.ts';
import type { Scope } from '../../state/scope.ts';
import {
  ALL_NAMES,
  array,
  bind,
  functionKey,
  INHERITED,
  lookUp,
  POSITIONAL,
  setExported,
  UNSET,
} from '../../state/state.ts';
import { bindElements, bindText, limitedItems } from '../variables/assignments.ts';

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

/** The variables in an arithmetic expression: it may assign each. */
export function namesIn(word: Item): readonly string[] {
  return word.kind === 'word' ? (word.text.skeleton.match(/[A-Za-z_]\w*/g) ?? []) : [];
}

export function bindNames(scope: Scope, names: readonly Item[]): void {
  for (const item of names) {
    const name = valueOfItem(item);
    if (name !== undefined) bindUnknown(scope, [name], [item]);
    else assignToUnknown(scope, item.kind === 'word' ? item.text : unknownText(item.unresolved));
  }
}

/** Gives variables unknown values, placed at the word that names them, or the first one. */
export function bindUnknown(scope: Scope, names: readonly string[], words: readonly Item[]): void {
  const places = new Map(words.map((word) => [valueOfItem(word) ?? '', placeOf(word)]));
  const [first] = words;
  for (const name of names) {
    const place = places.get(name) ?? (first === undefined ? undefined : placeOf(first));
    if (/^[A-Za-z_]\w*$/.test(name) && place !== undefined) bindText(scope, name, Text.unknown(`$${name}`, place));
  }
}

/** `set -- a b`: the positional parameters. Options alone keep them. */
export function setOptions({ state }: Scope, words: readonly Item[]): void {
  for (let at = 0; at < words.length; at += 1) {
    const value = valueOfItem(words[at]);
    if (value === '--' || value === '-') {
      bindParameters(state, words.slice(at + 1));
      return;
    }
    if (value === undefined || !/^[-+]./.test(value)) {
      bindParameters(state, words.slice(at));
      return;
    }
    const isNamed = value.endsWith('o');
    if (value.includes('a') || (isNamed && valueOfItem(words[at + 1]) === 'allexport'))
      setExported(state, ALL_NAMES, value.startsWith('-'));
    if (isNamed) at += 1;
  }
}

/** `shopt -s lastpipe` */
export function setShellOptions(scope: Scope, words: readonly Item[]): void {
  const { shell } = scope;
  const values = words.map((word) => valueOfItem(word) ?? '');
  for (const name of values.filter((value) => !value.startsWith('-'))) {
    if (values.some((value) => /^-[a-z]*s/.test(value))) shell.options.add(name);
    else if (values.some((value) => /^-[a-z]*u/.test(value))) shell.options.delete(name);
  }
}

function bindParameters(state: Scope['state'], items: readonly Item[]): void {
  bind(state, POSITIONAL, array(limitedItems(items, POSITIONAL)));
}

export function shift({ state }: Scope, [count]: readonly Item[]): void {
  const { items } = lookUp(state, POSITIONAL);
  if (items === undefined) return;
  const value = count === undefined ? '1' : valueOfItem(count);
  // `shift $((OPTIND - 1))`: any number may remain.
  if (value === undefined) {
    bind(state, POSITIONAL, INHERITED);
    return;
  }
  const firstUnknown = items.findIndex((item) => item.kind === 'unknown-words' || !isCertainItem(item));
  const certain = firstUnknown < 0 ? items.length : firstUnknown;
  const wanted = /^[0-9]{1,4}$/.test(value) ? Number(value) : undefined;
  // With too few parameters it fails and keeps them.
  if (wanted === undefined || (firstUnknown < 0 && wanted > items.length)) return;
  // If an unknown number of words comes first, later ones may be dropped.
  let left = wanted - certain;
  const rest = items.slice(Math.min(wanted, certain)).map((item) => {
    if (left <= 0 || item.kind !== 'word') return item;
    left -= 1;
    return conditional(item, { kind: 'branch', location: item.text.whole.location });
  });
  bindParameters(state, rest);
}
