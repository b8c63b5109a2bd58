import { conditional, type Item, isCertainItem, valueOfItem } from '../../items/items.ts';
import { type Scope } from '../../state/scope.ts';
import { ALL_NAMES, array, bind, INHERITED, lookUp, POSITIONAL, setExported } from '../../state/state.ts';
import { limitedItems } from '../variables/assignments.ts';

/** `set -- a b`: the positional parameters. With options alone, they stay. */
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
      setExported(state, ALL_NAMES, value.startsWith('-') ? 'always' : 'never');
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
  // `shift $((OPTIND - 1))`: any number of parameters may remain.
  if (value === undefined) {
    bind(state, POSITIONAL, INHERITED);
    return;
  }
  const firstUnknown = items.findIndex((item) => item.kind === 'unknown-words' || !isCertainItem(item));
  const certain = firstUnknown < 0 ? items.length : firstUnknown;
  const wanted = /^[0-9]{1,4}$/.test(value) ? Number(value) : undefined;
  // With too few parameters, `shift` fails and changes nothing.
  if (wanted === undefined || (firstUnknown < 0 && wanted > items.length)) return;
  // If an unknown number of words comes first, any later word may be dropped.
  let left = wanted - certain;
  const rest = items.slice(Math.min(wanted, certain)).map((item) => {
    if (left <= 0 || item.kind !== 'word') return item;
    left -= 1;
    return conditional(item, { kind: 'branch', location: item.text.whole.location });
  });
  bindParameters(state, rest);
}
