import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { isCertainItem, unknownWords } from '../items/items.ts';
import type { Scope } from '../state/scope.ts';
import { array, type Binding, bind, joinBindings, lookUp, type State, scalar } from '../state/state.ts';

/** Making a variable open costs as much as reading this many characters. */
const OPENING_COST = 20;

/**
 * Assigns to a variable with an unknown name: each matching variable keeps its value or has any
 * other.
 */
export function assignToUnknown(scope: Scope, name: Text, place: Place = name.place): void {
  const { session, shell, state } = scope;
  // Beyond the limit, conditions are undecided, as after unknown sourced files.
  if (session.left.nested < 0) {
    shell.hasSourced = true;
    return;
  }
  const names = boundNames(state);
  session.left.nested -= names.size;
  for (const each of names) {
    const binding = lookUp(state, each);
    if (!/^[A-Za-z_]\w*$/.test(each) || each === 'IFS' || !mayBe(name, each) || isOpen(binding)) continue;
    session.left.nested -= OPENING_COST + (binding.items?.length ?? 0);
    bind(state, each, opened(binding, each, place));
  }
}

/** A partly unknown name at the start of a command, with an assignment to it. */
const unknownName =
  /(?:^|[;&|\n])[ \t]*(?:(?:export|readonly|declare|typeset)[ \t]+(?:-\w+[ \t]+)?)?(?<name>\w*\uFFFC[\w\uFFFC]*)(?:\[[^\]=\n;]*\])?\+?=/g;

/** Partly unknown names that a script in a string assigns to: `$1=x`. */
export function unknownNames(script: Text): readonly Text[] {
  if (script.isKnown) return [];
  const names = [...script.skeleton.matchAll(unknownName)].map((match) => {
    const name = match.groups?.['name'] ?? '';
    const start = match.index + match[0].indexOf(name);
    return script.slice(start, start + name.length);
  });
  // For names with candidates, the script is followed with each candidate.
  return names.filter((name) => !name.isOneOfFew);
}

/** Makes variables open: each keeps its value or has any other. */
export function openVariables({ state }: Pick<Scope, 'state'>, names: Iterable<string>, place: Place): void {
  for (const name of names) {
    const binding = lookUp(state, name);
    if (!isOpen(binding)) bind(state, name, opened(binding, name, place));
  }
}

function boundNames(state: State): ReadonlySet<string> {
  const names = new Set<string>();
  for (let at: State | undefined = state; at !== undefined; at = at.parent)
    for (const name of at.changed.keys()) names.add(name);
  return names;
}

function mayBe({ segments }: Text, name: string): boolean {
  const [first, last] = [segments[0], segments.at(-1)];
  return (
    (first?.kind !== 'literal' || name.startsWith(first.text)) && (last?.kind !== 'literal' || name.endsWith(last.text))
  );
}

function isOpen({ scalar: text, items }: Binding): boolean {
  const isOpenText =
    text === undefined ||
    text.segments.some((segment) => segment.kind === 'unknown' && segment.candidates.some(isAnything));
  const isOpenList =
    items === undefined || (items.some(({ kind }) => kind === 'unknown-words') && !items.some(isCertainItem));
  return isOpenText && isOpenList && (text !== undefined || items !== undefined);
}

function isAnything({ segments: [segment, ...others] }: Text): boolean {
  return segment?.kind === 'unknown' && others.length === 0 && segment.candidates.length === 0;
}

function opened(binding: Binding, name: string, place: Place): Binding {
  const anything =
    binding.items === undefined
      ? scalar(Text.unknown(`$${name}`, place))
      : array([unknownWords(`\${${name}[@]}`, place)]);
  return joinBindings([binding, anything], name, { kind: 'branch', location: place.location });
}
