import type { Hop, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { expansionIn } from '../../docker/grammar/words.ts';
import { type Item, isCertainItem, mapItemPlaces, mapPlaces } from '../items/items.ts';
import { type Binding, lookUp, POSITIONAL, type ScriptFile, type State } from '../state/state.ts';
import { pathOfVariable } from './paths.ts';

/** One use of a variable. */
export interface Use {
  /** As it was written: `$X`, `${X:-y}`. */
  readonly expression: string;
  readonly place: Place;
}

/** What a variable can be where it is used: a text, unset, or whatever the environment holds. */
export type Alternative = Text | 'unset' | 'inherited';

/** Where variables are looked up: what the script set, then what the user said of the environment. */
export interface Variables {
  readonly state: State;
  readonly environment: ReadonlyMap<string, string>;
  /** The files by which `$0` and its like are known. */
  readonly file?: ScriptFile | undefined;
}

/** Parameters whose value, though unknown, is one word in practice: numbers, names and the folders of the user. */
const oneWordNames: ReadonlySet<string> = new Set(
  '# ? $ ! - BASHPID EUID GID HOME HOSTNAME HOSTTYPE LINENO LOGNAME MACHTYPE OLDPWD OSTYPE PPID PWD RANDOM SECONDS SHELL UID USER'.split(
    ' ',
  ),
);

/** Commands whose output, though unknown, is one word in practice. */
const oneWordCommand =
  /^(?:\$\(|`)\s*(?:pwd|whoami|hostname|nproc|mktemp|uname|id -[A-Za-z]*[ug]|basename|dirname|realpath|readlink)\b/;

/**
 * True for an unknown expression that stands for one word, so that it needs no quotes: `$UID`, `~`, `$(pwd)`, `$(cd …
 * && pwd)`.
 */
export function isOneWord(expression: string): boolean {
  if (expression.startsWith('~')) return true;
  const name = /^\$(?:\{(?<braced>\w+)\}|(?<bare>.\w*))$/.exec(expression)?.groups;
  if (name !== undefined) return oneWordNames.has(name['braced'] ?? name['bare'] ?? '');
  return oneWordCommand.test(expression) || /[;&({ \t]pwd(?: -[LP])?\s*\)$/.test(expression);
}

/** What `$name` can be; `#name` is how many elements an array has. */
export function alternativesOf(variables: Variables, name: string, use: Use): readonly Alternative[] {
  const { state } = variables;
  if (/^[1-9][0-9]*$/.test(name)) return parameterAlternatives(lookUp(state, POSITIONAL), Number(name), use);
  if (name.startsWith('#')) {
    const { items } = lookUp(state, name === '#' ? POSITIONAL : name.slice(1));
    const count = countOf(items);
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

/** The element at an index of an array, which can be counted only where all before it are certain. */
export function itemAlternative(items: readonly Item[], index: number, use: Use): Alternative {
  const position = index < 0 ? items.length + index : index;
  const before = index < 0 ? items.slice(position) : items.slice(0, position + 1);
  if (!before.every(isOne)) return 'inherited';
  const item = items[position];
  return item?.kind === 'word' ? reach(item.text, use) : 'unset';
}

/** How many elements an array has, where that is certain. */
export function countOf(items: readonly Item[] | undefined): number | undefined {
  return items?.every(isOne) === true ? items.length : undefined;
}

function isOne(item: Item): boolean {
  return item.kind === 'word' && isCertainItem(item) && expansionIn(item.text) === undefined;
}

/**
 * The elements of an array, or all positional parameters, as they are used; `undefined` where nothing is known of it.
 */
export function itemsOf({ state }: Variables, name: string, use: Use): readonly Item[] | undefined {
  const { items, scalar, mayBeUnset } = lookUp(state, name === '*' ? POSITIONAL : name);
  if (items !== undefined) return items.map((item) => mapItemPlaces(item, (place) => viaUse(place, use)));
  if (scalar !== undefined) return [{ kind: 'word', text: reach(scalar, use, name) }];
  return mayBeUnset ? [] : undefined;
}

/**
 * `$PWD` and its like, and what runners of pipelines call the folder that they checked out, and one for temporary
 * files.
 */
const OWN_FOLDER =
  /^(?:\$(?:PWD|GITHUB_WORKSPACE|RUNNER_TEMP|CI_PROJECT_DIR)$|\$\{(?:PWD|GITHUB_WORKSPACE|RUNNER_TEMP|CI_PROJECT_DIR)\}$|(?:\$\(|`)\s*(?:pwd\b|mktemp\b[^;|&]*-[a-z]*d\b|cd\b.*[;&({ \t]pwd(?: -[LP])?\s*[)`]$))/;

/** What an expression gives that nothing here determines. */
export function unknownValue({ expression, place }: Use): Text {
  const isOwnFolder = OWN_FOLDER.test(expression) ? ({ isOwnFolder: true } as const) : {};
  return new Text([{ kind: 'unknown', expression, place, candidates: [], ...isOwnFolder }], place);
}

/** The one text for what a variable can be; unset is empty. */
export function textOf(alternatives: readonly Alternative[], use: Use): Text {
  const texts = alternatives.map((alternative) => {
    if (alternative === 'unset') return new Text([], use.place);
    return alternative === 'inherited' ? unknownValue(use) : alternative;
  });
  return mergeTexts(texts, { ...use, branch: { kind: 'branch', location: use.place.location } });
}

/**
 * A value where it is used: every part has one step more. An unknown part that stands for the variable itself, which
 * branches left with several values, stands where it is used.
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

/**
 * A value that went through more variables than this, as `X="$X more"` in each line makes it, names the last of them
 * only.
 */
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
