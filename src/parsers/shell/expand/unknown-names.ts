import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { isCertainItem, unknownWords } from '../items/items.ts';
import type { Scope } from '../state/scope.ts';
import { array, type Binding, bind, joinBindings, lookUp, type State, scalar } from '../state/state.ts';

/** To open a variable takes as long as to read so many characters. */
const OPENING_COST = 20;

/**
 * Follows an assignment to a variable whose name is not, or not wholly, known: each that the script set before and
 * whose name it may be is from here on what it was, or anything.
 */
export function assignToUnknown(scope: Scope, name: Text, place: Place = name.place): void {
  const { session, shell, state } = scope;
  // When too much was done already, all are as after a file that is sourced: they decide no condition.
  if (session.nested < 0) {
    shell.hasSourced = true;
    return;
  }
  const names = boundNames(state);
  session.nested -= names.size;
  for (const each of names) {
    const binding = lookUp(state, each);
    if (!/^[A-Za-z_]\w*$/.test(each) || each === 'IFS' || !mayBe(name, each) || isOpen(binding)) continue;
    session.nested -= OPENING_COST + (binding.items?.length ?? 0);
    bind(state, each, opened(binding, each, place));
  }
}

/** A name at the start of a command, part of which isn't known, with what follows it in an assignment. */
const unknownName =
  /(?:^|[;&|\n])[ \t]*(?:(?:export|readonly|declare|typeset)[ \t]+(?:-\w+[ \t]+)?)?(?<name>\w*\uFFFC[\w\uFFFC]*)(?:\[[^\]=\n;]*\])?\+?=/g;

/** The names that a script in a string assigns to and that are not, or not wholly, known: `$1=x`. */
export function unknownNames(script: Text): readonly Text[] {
  if (script.isKnown) return [];
  const names = [...script.skeleton.matchAll(unknownName)].map((match) => {
    const name = match.groups?.['name'] ?? '';
    const start = match.index + match[0].indexOf(name);
    return script.slice(start, start + name.length);
  });
  // With each of a few names the script is followed by itself.
  return names.filter((name) => !name.isOneOfFew);
}

/** Makes of variables what they were, or anything. */
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

/** True where a variable may hold anything already. */
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
