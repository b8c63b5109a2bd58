import type { Hop, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { expansionIn } from '../../docker/grammar/words.ts';
import { type Item, isCertainItem, mapItemPlaces, mapPlaces } from '../items/items.ts';
import { type Binding, lookUp, POSITIONAL, type ScriptFile, type State } from '../state/state.ts';
import { pathOfVariable } from './paths.ts';

export interface Use {
  readonly expression: string;
  readonly place: Place;
}

/** A possible state of a variable where it is used: a text, unset, or the environment's value. */
export type Alternative = Text | 'unset' | 'inherited';

/** Looks up variables: first the script's, then those of the environment that the user gave. */
export interface Variables {
  readonly state: State;
  readonly environment: ReadonlyMap<string, string>;
  readonly file?: ScriptFile | undefined;
}

/**
 * Parameters whose unknown value is practically always one word: numbers, names and user
 * directories.
 */
const oneWordNames: ReadonlySet<string> = new Set(
  '# ? $ ! - BASHPID EUID GID HOME HOSTNAME HOSTTYPE LINENO LOGNAME MACHTYPE OLDPWD OSTYPE PPID PWD RANDOM SECONDS SHELL UID USER'.split(
    ' ',
  ),
);

/** Commands whose unknown output is practically always one word. */
const oneWordCommand =
  /^(?:\$\(|`)\s*(?:pwd|whoami|hostname|nproc|mktemp|uname|id -[A-Za-z]*[ug]|basename|dirname|realpath|readlink)\b/;

/**
 * True for an unknown expression that is one word, so it needs no quotes: `$UID`, `~`, `$(pwd)`,
 * `$(cd … && pwd)`.
 */
export function isOneWord(expression: string): boolean {
  if (expression.startsWith('~')) return true;
  const name = /^\$(?:\{(?<braced>\w+)\}|(?<bare>.\w*))$/.exec(expression)?.groups;
  if (name !== undefined) return oneWordNames.has(name['braced'] ?? name['bare'] ?? '');
  return oneWordCommand.test(expression) || /[;&({ \t]pwd(?: -[LP])?\s*\)$/.test(expression);
}

/** The possible states of `$name`; `#name` is the element count. */
export function alternativesOf(variables: Variables, name: string, use: Use): readonly Alternative[] {
  const { state } = variables;
  if (/^[1-9][0-9]*$/.test(name)) return parameterAlternatives(lookUp(state, POSITIONAL), Number(name), use);
  if (name.startsWith('#')) {
    const { items } = lookUp(state, name === '#' ? POSITIONAL : name.slice(1));
    const count = itemCount(items);
    return [count === undefined ? 'inherited' : Text.derived(String(count), use.place)];
  }
  return bindingAlternatives(variables, name, use);
}

function parameterAlternatives(binding: Binding, position: number, use: Use): readonly Alternative[] {
  if (binding.items === undefined) return ['inherited'];
  return [itemAlternative(binding.items, position - 1, use)];
}

function bindingAlternatives({ state, environment, file }: Variables, name: string, use: Use): readonly Alternative[] {
  const { scalar, items, mayBeUnset, mayBeInherited } = lookUp(state, name);
  const alternatives: Alternative[] = [];
  if (scalar !== undefined) alternatives.push(reach(scalar, use, name));
  if (items !== undefined) alternatives.push(itemAlternative(items, 0, use));
  if (mayBeUnset) alternatives.push('unset');
  if (mayBeInherited) {
    const given = environment.get(name);
    const path = given === undefined ? pathOfVariable(name, file, state) : undefined;
    if (path !== undefined) alternatives.push(Text.unknownPath(path, use.expression, use.place));
    else alternatives.push(given === undefined ? 'inherited' : Text.given(given, name, use.place));
  }
  return alternatives;
}

/** An array element by index, known only if all elements before it are certain. */
export function itemAlternative(items: readonly Item[], index: number, use: Use): Alternative {
  const position = index < 0 ? items.length + index : index;
  const before = index < 0 ? items.slice(position) : items.slice(0, position + 1);
  if (!before.every(isOne)) return 'inherited';
  const item = items[position];
  return item?.kind === 'word' ? reach(item.text, use) : 'unset';
}

/** An array's length; `undefined` if it isn't certain. */
export function itemCount(items: readonly Item[] | undefined): number | undefined {
  return items?.every(isOne) === true ? items.length : undefined;
}

function isOne(item: Item): boolean {
  return item.kind === 'word' && isCertainItem(item) && expansionIn(item.text) === undefined;
}

/**
 * The elements of an array or the positional parameters where they are used; `undefined` if
 * unknown.
 */
export function variableItems({ state }: Variables, name: string, use: Use): readonly Item[] | undefined {
  const { items, scalar, mayBeUnset } = lookUp(state, name === '*' ? POSITIONAL : name);
  if (items !== undefined) return items.map((item) => mapItemPlaces(item, (place) => viaUse(place, use)));
  if (scalar !== undefined) return [{ kind: 'word', text: reach(scalar, use, name) }];
  return mayBeUnset ? [] : undefined;
}

/** `$PWD` and similar variables, the CI checkout directory, and temporary directories. */
const OWN_FOLDER =
  /^(?:\$(?:PWD|GITHUB_WORKSPACE|RUNNER_TEMP|CI_PROJECT_DIR)$|\$\{(?:PWD|GITHUB_WORKSPACE|RUNNER_TEMP|CI_PROJECT_DIR)\}$|(?:\$\(|`)\s*(?:pwd\b|mktemp\b[^;|&]*-[a-z]*d\b|cd\b.*[;&({ \t]pwd(?: -[LP])?\s*[)`]$))/;

export function unknownValue({ expression, place }: Use): Text {
  const isOwnFolder = OWN_FOLDER.test(expression) ? ({ isOwnFolder: true } as const) : {};
  return new Text([{ kind: 'unknown', expression, place, candidates: [], ...isOwnFolder }], place);
}

/** The text of a variable's possible states; unset is empty. */
export function alternativesText(alternatives: readonly Alternative[], use: Use): Text {
  const texts = alternatives.map((alternative) => {
    if (alternative === 'unset') return new Text([], use.place);
    return alternative === 'inherited' ? unknownValue(use) : alternative;
  });
  return mergeTexts(texts, { ...use, branch: { kind: 'branch', location: use.place.location } });
}

/**
 * A value where it is used: each part gets a hop. If a part is the unknown variable itself, it
 * moves to the use.
 */
export function reach(text: Text, use: Use, name?: string): Text {
  const moved = mapPlaces(text, (place) => viaUse(place, use));
  if (name === undefined || !text.segments.some((segment) => standsFor(segment, name))) return moved;
  const segments = moved.segments.map((segment) =>
    standsFor(segment, name) ? { ...segment, expression: use.expression, place: use.place } : segment,
  );
  return new Text(segments, moved.whole);
}

function standsFor(segment: Segment, name: string): boolean {
  return segment.kind === 'unknown' && segment.branch !== undefined && segment.expression === `$${name}`;
}

/** A value with more hops, as from `X="$X more"` in each line, keeps only the last ones. */
const MAX_HOPS = 8;

function viaUse(place: Place, use: Use): Place {
  const hop: Hop = { kind: 'variable', location: use.place.location };
  const { hops } = place;
  const kept =
    hops.length < MAX_HOPS ? hops : hops.filter(({ kind }, index) => kind !== 'variable' || index < MAX_HOPS - 1);
  const { expression } = use;
  return { ...place, expression, hops: [...kept, hop, ...use.place.hops].slice(0, 2 * MAX_HOPS) };
}

/** Whether a text is certainly empty, certainly not, or neither. */
export function emptiness(text: Text): 'empty' | 'filled' | 'unknown' {
  if (text.skeleton === '') return 'empty';
  if (text.segments.some((segment) => segment.kind === 'literal' && segment.text !== '')) return 'filled';
  const kinds = text.segments.map((segment) => {
    if (segment.kind === 'literal') return 'empty';
    if (segment.candidates.length === 0) return 'unknown';
    const inner = new Set(segment.candidates.map(emptiness));
    return inner.size === 1 ? ([...inner][0] ?? 'unknown') : 'unknown';
  });
  if (kinds.includes('filled')) return 'filled';
  return kinds.every((kind) => kind === 'empty') ? 'empty' : 'unknown';
}
