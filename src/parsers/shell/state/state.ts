import type { Function as FunctionNode } from 'unbash';
import type { Hop } from '../../../text/location.ts';
import { type Choice, mergeTexts } from '../../../text/merge-texts.ts';
import type { Text } from '../../../text/text.ts';
import { append } from '../../../util/maps.ts';
import { type Item, unknownWords, word } from '../items/items.ts';
import { mergeLists } from '../items/merge.ts';
import type { ScriptText } from '../syntax/script-text.ts';

export interface FunctionDefinition {
  readonly node: FunctionNode;
  readonly script: ScriptText;
  readonly file: ScriptFile | undefined;
  wasCalled: boolean;
}

export interface ScriptFile {
  /** Contains the command: `BASH_SOURCE`. */
  readonly path: string;
  /** The started file: `$0`. */
  readonly main: string;
}

/** A variable's known state at one point. If several fields are set, it is one of them. */
export interface Binding {
  readonly scalar?: Text;
  readonly items?: readonly Item[];
  /** The possible functions with a name: see `functionKey`. */
  readonly functions?: readonly FunctionDefinition[];
  readonly mayBeUnset: boolean;
  /** The script may not set it, so it may come from the environment. */
  readonly mayBeInherited: boolean;
  /** Output into a file: known parts, possibly more. */
  readonly isForFile?: true;
}

export const UNSET: Binding = { mayBeUnset: true, mayBeInherited: false };
export const INHERITED: Binding = { mayBeUnset: false, mayBeInherited: true };

export function scalar(text: Text): Binding {
  return { scalar: text, mayBeUnset: false, mayBeInherited: false };
}

export function array(items: readonly Item[]): Binding {
  return { items, mayBeUnset: false, mayBeInherited: false };
}

/** A separate key, since a variable can have the function's name. */
export function functionKey(name: string): string {
  return `${name}()`;
}

function exportKey(name: string): string {
  return `export ${name}`;
}

/** A list, since joining states keeps it. */
const EXPORTED: Binding = { items: [], mayBeUnset: false, mayBeInherited: false };

/** Stands for all assigned variables: `set -a`. */
export const ALL_NAMES = '*';

/** Whether programs receive a variable: on each code path, some, or none. */
export type Exported = 'always' | 'maybe' | 'never';

export function setExported(state: State, name: string, exported: Exported): void {
  const binding = exported === 'maybe' ? { ...EXPORTED, mayBeUnset: true } : exported === 'always' ? EXPORTED : UNSET;
  bind(state, exportKey(name), binding);
}

export function exportOf(state: State, name: string): Exported {
  const { items, mayBeUnset, mayBeInherited } = lookUp(state, exportKey(name));
  if (items === undefined) return 'never';
  return mayBeUnset || mayBeInherited ? 'maybe' : 'always';
}

/** The key of the working directory. If it is known, its value has the path. */
export const FOLDER_MARK = '/';

/** The key of the directory for written files, as the script writes it. */
export const WRITING_FOLDER = '//';

/** The key of captured output, in `$(…)`. */
export const OUTPUT = '>';

export const POSITIONAL = '@';

/**
 * The variables at one point: changes since `parent`. Conditional branches work on a fork;
 * {@link join} merges them.
 */
export interface State {
  readonly parent?: State;
  readonly changed: Map<string, Binding>;
  /** True after `exit` or `return`: later code is read, but changes no variable. */
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

/** A name's binding since `base`, which isn't searched. */
export function boundSince(state: State, base: State | undefined, name: string): Binding | undefined {
  for (let at: State | undefined = state; at !== undefined && at !== base; at = at.parent) {
    const binding = at.changed.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** Sets a binding, unless the state has ended. */
export function bind(state: State, name: string, binding: Binding): void {
  if (!state.hasEnded) state.changed.set(name, binding);
}

export function snapshot(state: State, base: State): State {
  const layers: State[] = [];
  for (let at: State | undefined = state; at !== undefined && at !== base; at = at.parent) layers.push(at);
  const changed = new Map(layers.reverse().flatMap((layer) => [...layer.changed]));
  return { parent: base, changed, hasEnded: false };
}

/**
 * Sets `base` to the state after one of its forks `ends`. Forks that ended don't count; if all did,
 * so does `base`.
 */
export function join(base: State, ends: readonly State[], branch: Hop): void {
  const alive = ends
    .filter(({ hasEnded }) => !hasEnded)
    .map((end) => (end.parent === base ? end : snapshot(end, base)));
  if (alive.length === 0 && ends.length > 0) base.hasEnded = true;
  const found = new Map<string, { readonly at: number; readonly binding: Binding }[]>();
  for (const [at, { changed }] of alive.entries())
    for (const [name, binding] of changed) append(found, name, { at, binding });
  for (const [name, changes] of found) {
    const bindings = changes.map(({ binding }) => binding);
    // Forks without a change have the base's binding, at the first one's position.
    const unchanged = changes.findIndex(({ at }, index) => at !== index);
    if (changes.length < alive.length)
      bindings.splice(unchanged < 0 ? changes.length : unchanged, 0, lookUp(base, name));
    const [first, ...others] = new Set(bindings);
    if (first !== undefined)
      bind(base, name, others.length === 0 ? first : joinBindings([first, ...others], name, branch));
  }
}

export function joinBindings(bindings: readonly Binding[], name: string, branch: Hop): Binding {
  const choice: Choice = { expression: `$${name}`, place: { location: branch.location, hops: [] }, branch };
  const texts = bindings.flatMap(({ scalar }) => scalar ?? []);
  const isList = bindings.some(({ items }) => items !== undefined);
  const lists = isList ? bindings.map((binding) => listOf(binding, name, choice)) : [];
  const functions = [...new Set(bindings.flatMap((binding) => binding.functions ?? []))];
  return {
    ...(texts.length > 0 ? { scalar: mergeTexts(texts, choice) } : {}),
    ...(lists.length > 0 ? { items: mergeLists(lists, choice) } : {}),
    ...(bindings.some(({ isForFile }) => isForFile === true) ? { isForFile: true } : {}),
    ...(functions.length > 0 ? { functions } : {}),
    mayBeUnset: bindings.some(({ mayBeUnset }) => mayBeUnset),
    mayBeInherited: bindings.some(({ mayBeInherited }) => mayBeInherited),
  };
}

/**
 * Treats a scalar or an unset variable as a list. The environment has no arrays, but positional
 * parameters are unknown.
 */
function listOf({ items, scalar: text }: Binding, name: string, { place }: Choice): readonly Item[] {
  if (items !== undefined) return items;
  if (text !== undefined) return [word(text)];
  return name === POSITIONAL ? [unknownWords('$@', place)] : [];
}

export function unknownParameters(expression: string, branch: Hop): Binding {
  return array([unknownWords(expression, { location: branch.location, hops: [] })]);
}

export function joinStates(base: State, states: readonly State[], branch: Hop): State {
  const [only, ...others] = new Set(states);
  if (only !== undefined && others.length === 0) return only;
  const joined = fork(base);
  join(
    joined,
    states.map((state) => ({ ...snapshot(state, base), parent: joined, hasEnded: state.hasEnded })),
    branch,
  );
  return joined;
}
