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

/** The files that a command stands in. */
export interface ScriptFile {
  /** The one that holds it: `BASH_SOURCE`. */
  readonly path: string;
  /** The one that was started: `$0`. */
  readonly main: string;
}

/** What is known of a variable at one point of a script. Several of the fields may hold: it is one of them. */
export interface Binding {
  readonly scalar?: Text;
  /** An indexed array, or the positional parameters. */
  readonly items?: readonly Item[];
  /** The functions of which the name stands for one, where it is one of a function: see `functionKey`. */
  readonly functions?: readonly FunctionDefinition[];
  readonly mayBeUnset: boolean;
  /** Nothing in the script sets it, so that it comes from the environment if it is set at all. */
  readonly mayBeInherited: boolean;
  /** What is printed into a file: it is kept as far as it is known, and may be more. */
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

/** The name under which a function is bound: those of functions and variables are apart. */
export function functionKey(name: string): string {
  return `${name}()`;
}

/** The name under which it is bound that a variable is exported: see {@link setExported}. */
function exportKey(name: string): string {
  return `export ${name}`;
}

/** A list, so that it is still there where branches join. */
const EXPORTED: Binding = { items: [], mayBeUnset: false, mayBeInherited: false };

/** Stands for the names of all variables that are given a value: `set -a`. */
export const ALL_NAMES = '*';

/** Whether programs get a variable: on each code path, on some, or on none that exports it. */
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

/**
 * The name under which the folder is bound in which commands run, where it is known: a text that stands for its path.
 */
export const FOLDER = '/';

/** The name under which the folder is bound in which files are written, as the script names it. */
export const WRITING_FOLDER = '//';

/** The name under which the text is bound that was printed so far, where it becomes a value: in `$(…)`. */
export const OUTPUT = '>';

/** The name under which the positional parameters are bound. */
export const POSITIONAL = '@';

/**
 * The variables at one point of a script: those that changed since `parent`, which holds the rest. A branch of a
 * conditional statement works on a fork, and {@link join} brings the branches together.
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

/** What is known of the variable of a name. */
export function lookUp(state: State, name: string): Binding {
  for (let at: State | undefined = state; at !== undefined; at = at.parent) {
    const binding = at.changed.get(name);
    if (binding !== undefined) return binding;
  }
  return INHERITED;
}

/** What a name is bound to by what changed since `base`, which is not looked into. */
export function boundSince(state: State, base: State | undefined, name: string): Binding | undefined {
  for (let at: State | undefined = state; at !== undefined && at !== base; at = at.parent) {
    const binding = at.changed.get(name);
    if (binding !== undefined) return binding;
  }
  return undefined;
}

/** Binds a name, unless nothing runs here any more. */
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
 * Makes of `base` what holds after one of `ends`, all forks of it, whichever was taken. Ends that have ended don't
 * count; if all have, so has `base`.
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
    // In the others it is what it is in the base: it stands where the first of them does.
    const unchanged = changes.findIndex(({ at }, index) => at !== index);
    if (changes.length < alive.length)
      bindings.splice(unchanged < 0 ? changes.length : unchanged, 0, lookUp(base, name));
    const [first, ...others] = new Set(bindings);
    if (first !== undefined)
      bind(base, name, others.length === 0 ? first : joinBindings([first, ...others], name, branch));
  }
}

/** The binding that is one of several. */
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
 * What is no array, or unset, is a list all the same. The environment holds none, but the words that a script is
 * started with may be any.
 */
function listOf({ items, scalar: text }: Binding, name: string, { place }: Choice): readonly Item[] {
  if (items !== undefined) return items;
  if (text !== undefined) return [word(text)];
  return name === POSITIONAL ? [unknownWords('$@', place)] : [];
}

/** Positional parameters of which nothing is known. */
export function unknownParameters(expression: string, branch: Hop): Binding {
  return array([unknownWords(expression, { location: branch.location, hops: [] })]);
}

/** One state for several that all began with `base`. */
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
