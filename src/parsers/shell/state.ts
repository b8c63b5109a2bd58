import type { Hop } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import { openingOf, type Item } from './items.ts';
import { mergeLists, mergeTexts, type Choice } from './merge.ts';

/** What is known of a variable at one point of a script. Several of the fields may hold: it is one of them. */
export interface Binding {
  readonly scalar?: Text;
  /** An indexed array, or the positional parameters. */
  readonly items?: readonly Item[];
  /** An associative array whose keys are all known. */
  readonly entries?: ReadonlyMap<string, Text>;
  readonly mayBeUnset: boolean;
  /** Nothing in the script sets it, so that it comes from the environment if it is set at all. */
  readonly mayBeInherited: boolean;
}

export const UNSET: Binding = { mayBeUnset: true, mayBeInherited: false };
export const INHERITED: Binding = { mayBeUnset: false, mayBeInherited: true };

export function scalar(text: Text): Binding {
  return { scalar: text, mayBeUnset: false, mayBeInherited: false };
}

export function array(items: readonly Item[]): Binding {
  return { items, mayBeUnset: false, mayBeInherited: false };
}

/** The name under which the positional parameters are bound. */
export const POSITIONAL = '@';

/**
 * The variables at one point of a script: those that changed since `parent`, which holds the rest. A way through a
 * conditional statement works on a fork, and {@link join} brings the ways together.
 */
export interface State {
  readonly parent?: State;
  readonly changed: Map<string, Binding>;
  /** Nothing after this point is run: `exit`, `return`. What is written after it is read, but changes no variable. */
  hasEnded: boolean;
}

export function newState(): State {
  return { changed: new Map(), hasEnded: false };
}

export function fork(parent: State): State {
  return { parent, changed: new Map(), hasEnded: false };
}

export function lookUp(state: State, name: string): Binding {
  for (let at: State | undefined = state; at !== undefined; at = at.parent) {
    const binding = at.changed.get(name);
    if (binding !== undefined) return binding;
  }
  return INHERITED;
}

export function bind(state: State, name: string, binding: Binding): void {
  if (!state.hasEnded) state.changed.set(name, binding);
}

/** A copy of a state as it is now, with all that changed since `base` in it. */
export function snapshot(state: State, base: State): State {
  const layers: State[] = [];
  for (let at: State | undefined = state; at !== undefined && at !== base; at = at.parent) layers.push(at);
  const changed = new Map(layers.reverse().flatMap((layer) => [...layer.changed]));
  return { parent: base, changed, hasEnded: false };
}

/**
 * Makes of `base` what holds after one of `ends`, all forks of it, whichever was taken. Ends that have ended don't count;
 * if all have, so has `base`.
 */
export function join(base: State, ends: readonly State[], branch: Hop): void {
  const alive = ends.filter(({ hasEnded }) => !hasEnded).map((end) => (end.parent === base ? end : snapshot(end, base)));
  if (alive.length === 0 && ends.length > 0) base.hasEnded = true;
  for (const name of new Set(alive.flatMap(({ changed }) => [...changed.keys()]))) {
    const bindings = new Set(alive.map((end) => lookUp(end, name)));
    const [first, ...others] = bindings;
    if (first !== undefined) bind(base, name, others.length === 0 ? first : joinBindings([first, ...others], name, branch));
  }
}

function joinBindings(bindings: readonly Binding[], name: string, branch: Hop): Binding {
  const choice: Choice = { expression: `$${name}`, place: { location: branch.location, hops: [] }, branch };
  const texts = bindings.flatMap(({ scalar }) => scalar ?? []);
  const lists = bindings.flatMap(({ items }) => (items === undefined ? [] : [items]));
  const maps = bindings.flatMap(({ entries }) => entries ?? []);
  return {
    ...(texts.length > 0 ? { scalar: mergeTexts(texts, choice) } : {}),
    ...(lists.length > 0 ? { items: mergeLists(lists, choice) } : {}),
    ...(maps.length > 0 ? { entries: joinEntries(maps, choice) } : {}),
    mayBeUnset: bindings.some(({ mayBeUnset }) => mayBeUnset),
    mayBeInherited: bindings.some(({ mayBeInherited }) => mayBeInherited),
  };
}

function joinEntries(maps: readonly ReadonlyMap<string, Text>[], choice: Choice): ReadonlyMap<string, Text> {
  const keys = new Set(maps.flatMap((map) => [...map.keys()]));
  return new Map([...keys].map((key) => [key, mergeTexts(maps.flatMap((map) => map.get(key) ?? []), choice)]));
}

/** Positional parameters of which nothing is known. */
export function unknownParameters(expression: string, branch: Hop): Binding {
  return array([openingOf(expression, { location: branch.location, hops: [] })]);
}
