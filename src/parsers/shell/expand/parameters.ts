import type { ParameterExpansionPart, Word } from 'unbash';
import { type Hop, type Place, viaHop } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { bind, lookUp, lookUpOwn, POSITIONAL, scalar } from '../state/state.ts';
import { isFeasible, type Pattern, parsePattern } from '../syntax/glob.ts';
import { type Item, mapItemPlaces, unknownWords, word } from './items.ts';
import { type Choice, mergeTexts } from './merge.ts';
import { mapText, sliceBounds, withCase, withoutPattern, withReplacement } from './operations.ts';
import { parentOf, pathOfText } from './paths.ts';
import { joined, type Run, toItems, toText } from './runs.ts';
import {
  type Alternative,
  alternativesOf,
  countOf,
  emptiness,
  entryAlternative,
  itemAlternative,
  itemsOf,
  textOf,
  type Use,
  type Variables,
} from './variables.ts';

/** How a parameter is expanded where it stands. */
export interface Expansion {
  readonly variables: Variables;
  readonly use: Use;
  /** Between double quotes, where nothing is split. */
  readonly isQuoted: boolean;
  readonly separators: string;
  /** The value of a variable in arithmetic. */
  readonly number: (name: string) => string | undefined;
  /** The runs of a word inside the braces. */
  readonly operand: (word: Word, isPattern: boolean) => readonly Run[];
}

type Operation = ParameterExpansionPart['operation'];
type DefaultOperation = Operation & { type: 'Default' };

/** What `$name` gives. */
export function expandSimple(expansion: Expansion, name: string): readonly Run[] {
  if (name === '@' || name === '*')
    return itemRuns(expansion, name, itemsOf(expansion.variables, POSITIONAL, expansion.use));
  return textRuns(expansion, alternativesOf(expansion.variables, name, expansion.use));
}

/** What `${…}` gives. */
export function expandParameter(expansion: Expansion, part: ParameterExpansionPart): readonly Run[] {
  const { use } = expansion;
  const index = part.index?.text;
  const isList = part.parameter === '@' || part.parameter === '*' || index === '@' || index === '*';
  if (part.prefix === '!') return expandIndirect(expansion, part, isList);
  if (isList) return expandList(expansion, part);
  const alternatives = indexedAlternatives(expansion, part);
  if (part.prefix === '#') {
    const { value } = textOf(alternatives, use);
    return [
      firm(
        value === undefined || alternatives.includes('inherited')
          ? Text.unknown(use.expression, use.place)
          : Text.derived(String(value.length), use.place),
      ),
    ];
  }
  const { operation } = part;
  if (operation?.type === 'Default') return expandDefault(expansion, part.parameter, alternatives, operation);
  if (operation === undefined) return textRuns(expansion, alternatives);
  return [
    { kind: 'text', text: applyTo(expansion, textOf(alternatives, use), operation), splits: !expansion.isQuoted },
  ];
}

function firm(text: Text): Run {
  return { kind: 'text', text, splits: false };
}

function textRuns({ use, isQuoted }: Expansion, alternatives: readonly Alternative[]): readonly Run[] {
  return [{ kind: 'text', text: textOf(alternatives, use), splits: !isQuoted }];
}

function indexedAlternatives(
  expansion: Expansion,
  { parameter, index }: ParameterExpansionPart,
): readonly Alternative[] {
  const { variables, use } = expansion;
  if (index === undefined) return alternativesOf(variables, parameter, use);
  const { items, entries, scalar: text, hasGaps } = lookUp(variables.state, parameter);
  const written = toText(expansion.operand(index, true), use.place).value;
  if (written === undefined) return ['inherited'];
  if (entries !== undefined) return [entryAlternative(entries, written, use)];
  const key = /^[A-Za-z_]\w*$/.test(written) ? (expansion.number(written) ?? written) : written;
  if (!/^-?[0-9]{1,6}$/.test(key) || hasGaps === true) return ['inherited'];
  if (items !== undefined) return [itemAlternative(items, Number(key), use)];
  if (parameter === 'BASH_SOURCE' && Number(key) === 0) return alternativesOf(variables, parameter, use);
  return text !== undefined && Number(key) === 0 ? alternativesOf(variables, parameter, use) : ['inherited'];
}

/** `${!name}`: the variable whose name `name` holds; `${!array[@]}`: its keys. */
function expandIndirect(expansion: Expansion, part: ParameterExpansionPart, isList: boolean): readonly Run[] {
  const { variables, use, isQuoted } = expansion;
  if (isList) {
    const { items, entries, hasGaps } = lookUp(variables.state, part.parameter);
    const count = hasGaps === true ? undefined : countOf(items);
    const keys =
      entries === undefined
        ? count === undefined
          ? undefined
          : Array.from({ length: count }, (_, at) => String(at))
        : [...entries.keys()];
    return itemRuns(
      expansion,
      '@',
      keys?.map((key) => word(Text.derived(key, use.place))),
    );
  }
  const { reference } = lookUpOwn(variables.state, part.parameter);
  if (reference?.name !== undefined && part.operation === undefined)
    return [firm(Text.derived(reference.name, use.place))];
  const name =
    reference !== undefined
      ? undefined
      : part.operation === undefined
        ? textOf(alternativesOf(variables, part.parameter, use), use).value
        : undefined;
  if (name === undefined || !/^\w+$/.test(name))
    return [{ kind: 'text', text: Text.unknown(use.expression, use.place), splits: !isQuoted }];
  return textRuns(expansion, alternativesOf(variables, name, use));
}

/** `"${a[@]}"` and its relatives, with an operation on each element. */
function expandList(expansion: Expansion, part: ParameterExpansionPart): readonly Run[] {
  const { variables, use } = expansion;
  const isPositional = part.parameter === '@' || part.parameter === '*';
  const name = isPositional ? POSITIONAL : part.parameter;
  const items = itemsOf(variables, name, use);
  const { hasGaps } = lookUp(variables.state, name);
  if (part.prefix === '#') {
    const count = countOf(items);
    return [
      firm(count === undefined ? Text.unknown(use.expression, use.place) : Text.derived(String(count), use.place)),
    ];
  }
  const { operation } = part;
  const star = part.parameter === '*' || part.index?.text === '*' ? '*' : '@';
  if (operation?.type === 'Default') return expandListDefault(expansion, star, items, operation);
  if (items === undefined || operation === undefined) return itemRuns(expansion, star, items);
  if (operation.type === 'Slice')
    return itemRuns(
      expansion,
      star,
      hasGaps === true ? undefined : sliceItems(expansion, items, operation, isPositional),
    );
  return itemRuns(
    expansion,
    star,
    items.map((item) => (item.kind === 'word' ? word(applyTo(expansion, item.text, operation)) : item)),
  );
}

function expandListDefault(
  expansion: Expansion,
  star: '@' | '*',
  items: readonly Item[] | undefined,
  operation: DefaultOperation,
): readonly Run[] {
  const isThere = items !== undefined && items.length > 0;
  const { operator, operand } = operation;
  if (operator.endsWith('+')) return isThere || items === undefined ? expansion.operand(operand, false) : [];
  return isThere || operator.endsWith('?')
    ? itemRuns(expansion, star, items)
    : expansion
        .operand(operand, false)
        .map((run) =>
          viaStep(run, { kind: 'default', location: expansion.use.place.location }, expansion.use.expression),
        );
}

function sliceItems(
  expansion: Expansion,
  items: readonly Item[],
  operation: Operation & { type: 'Slice' },
  isPositional: boolean,
): readonly Item[] | undefined {
  const offset = numberOf(expansion, operation.offset);
  const length = operation.length === undefined ? undefined : numberOf(expansion, operation.length);
  if (offset === undefined || countOf(items) === undefined || (operation.length !== undefined && length === undefined))
    return undefined;
  // ${@:1} is all of them: ${@:0} would begin with the script's own name.
  if (isPositional && offset === 0) return undefined;
  const [start, end] = sliceBounds(items.length, isPositional && offset > 0 ? offset - 1 : offset, length);
  return items.slice(start, end);
}

/** Elements as words of their own, or joined by blanks for `"$*"`. Where nothing is known they can be any number of words. */
function itemRuns(
  { use, isQuoted, separators }: Expansion,
  star: '@' | '*',
  items: readonly Item[] | undefined,
): readonly Run[] {
  if (items === undefined) {
    if (isQuoted && star === '*') return [firm(Text.unknown(use.expression, use.place))];
    return [{ kind: 'items', items: [unknownWords(use.expression, use.place)] }];
  }
  if (isQuoted && star === '*') return [firm(joined(items, use.place, separators.slice(0, 1)))];
  if (isQuoted) return [{ kind: 'items', items }];
  return [{ kind: 'items', items: items.flatMap((item) => splitItem(item, separators)) }];
}

function splitItem(item: Item, separators: string): readonly Item[] {
  if (item.kind === 'unknown-words') return [item];
  const { text } = item;
  const isOneWord =
    text.isKnown && text.length > 0 && !Array.from(separators).some((separator) => text.skeleton.includes(separator));
  return isOneWord ? [item] : toItems([{ kind: 'text', text, splits: true }], separators, text.whole);
}

/** `${X:-word}`, `${X:+word}` and their relatives (bash, "Shell Parameter Expansion"). */
function expandDefault(
  expansion: Expansion,
  name: string,
  alternatives: readonly Alternative[],
  operation: DefaultOperation,
): readonly Run[] {
  const { use, isQuoted, variables } = expansion;
  const { operator } = operation;
  const states = alternatives.map((alternative) => presence(alternative, operator.startsWith(':')));
  if (operator.endsWith('?')) return textRuns(expansion, alternatives);
  if (operator.endsWith('+')) return expandAlternate(expansion, name, states, operation);
  if (states.every((state) => state === 'present')) return textRuns(expansion, alternatives);
  const written = expansion.operand(operation.operand, false);
  // Nothing is written for an empty default, yet a condition must see that it is one.
  const isEmpty = written.every((run) => run.kind === 'text' && run.text.length === 0);
  const step: Hop = { kind: isDecided(alternatives, states) ? 'variable' : 'default', location: use.place.location };
  const runs = isEmpty
    ? [{ kind: 'text', text: emptyDefault(use, step), splits: !isQuoted } as const]
    : written.map((run) => viaStep(run, step, use.expression));
  const kept = alternatives
    .filter((_, index) => states[index] === 'present' || states[index] === 'either')
    .map((alternative) =>
      operator.startsWith(':') && alternative instanceof Text ? withoutEmpty(alternative) : alternative,
    );
  const fallback = toText(runs, use.place);
  const choice = choiceAt(use);
  const merged = kept.length === 0 ? fallback : mergeTexts([fallback, textOf(kept, use)], choice);
  if (operator.endsWith('=') && /^[A-Za-z_]\w*$/.test(name)) bind(variables.state, name, scalar(merged));
  if (kept.length === 0) return runs;
  if (!isQuoted && runs.some(isPlainRun))
    return [{ kind: 'choice', options: [runs, textRuns(expansion, kept)], choice }];
  return [{ kind: 'text', text: merged, splits: !isQuoted }];
}

function expandAlternate(
  expansion: Expansion,
  name: string,
  states: readonly Presence[],
  operation: DefaultOperation,
): readonly Run[] {
  const { use, operand, isQuoted } = expansion;
  if (states.every((state) => state === 'absent-here')) return [];
  const runs = operand(operation.operand, false);
  if (
    states.every((state) => state === 'present') ||
    (isList(expansion, name) && runs.some(({ kind }) => kind === 'items'))
  )
    return runs;
  const choice = choiceAt(use);
  if (!isQuoted && runs.some(isPlainRun)) return [{ kind: 'choice', options: [[], runs], choice }];
  return [
    { kind: 'text', text: mergeTexts([new Text([], use.place), toText(runs, use.place)], choice), splits: !isQuoted },
  ];
}

function choiceAt({ expression, place }: Use): Choice {
  return { expression, place, branch: { kind: 'branch', location: place.location } };
}

/** True for what is not split at blanks even where nothing around it is quoted. */
function isPlainRun(run: Run): boolean {
  return run.kind !== 'text' || !run.splits;
}

/** True for the first element of a list, which is there if the list has any: `${1+"$@"}`. */
function isList({ variables }: Expansion, name: string): boolean {
  return name === '1' || lookUp(variables.state, name).items !== undefined;
}

/** The text without those of its candidates that are empty, for which the default stands in. */
function withoutEmpty(text: Text): Text {
  const [segment, ...others] = text.segments;
  if (segment?.kind !== 'unknown' || others.length > 0) return text;
  const candidates = segment.candidates.filter((candidate) => emptiness(candidate) !== 'empty');
  const [only] = candidates;
  if (only !== undefined && candidates.length === 1) return new Text(only.segments, text.whole);
  return new Text([{ ...segment, candidates }], text.whole);
}

type Presence = 'present' | 'absent' | 'absent-here' | 'either';

/** `absent` is also what only the environment could set; `absent-here` is what the script itself leaves unset or empty. */
function presence(alternative: Alternative, countsEmpty: boolean): Presence {
  if (alternative === 'inherited') return 'absent';
  if (alternative === 'unset') return 'absent-here';
  if (alternative.segments.some((segment) => segment.kind === 'unknown' && segment.path !== undefined))
    return 'present';
  const kind = emptiness(alternative);
  if (!countsEmpty || kind === 'filled') return 'present';
  return kind === 'empty' ? 'absent-here' : 'either';
}

/** True where the script itself leaves the variable unset or empty, so that no environment decides whether the default is taken. */
function isDecided(alternatives: readonly Alternative[], states: readonly Presence[]): boolean {
  return alternatives.every(
    (alternative, index) =>
      states[index] === 'absent-here' &&
      !(
        alternative instanceof Text &&
        alternative.segments.some(({ place }) => place.hops.some(({ kind }) => kind === 'default' || kind === 'branch'))
      ),
  );
}

/** A text without characters that keeps the step by which it came. */
function emptyDefault({ expression, place: at }: Use, step: Hop): Text {
  const place = { ...viaHop(at, step), expression };
  return new Text([{ kind: 'literal', text: '', place, isVerbatim: false }], place);
}

function viaStep(run: Run, hop: Hop, expression: string): Run {
  switch (run.kind) {
    case 'text':
      return { ...run, text: run.text.via(hop).usedAs(expression) };
    case 'items':
      return {
        ...run,
        items: run.items.map((item) => mapItemPlaces(item, (at) => ({ ...viaHop(at, hop), expression }))),
      };
    case 'quotes':
      return run;
    case 'choice':
      return { ...run, options: run.options.map((option) => option.map((each) => viaStep(each, hop, expression))) };
  }
}

function applyTo(expansion: Expansion, text: Text, operation: Exclude<Operation, undefined>): Text {
  const { use } = expansion;
  switch (operation.type) {
    case 'Remove': {
      // `${0%/*}`
      const path =
        operation.operator === '%' && operation.operand.text === '/*' ? pathOfText(text, undefined) : undefined;
      if (path !== undefined && text.length === 1) return Text.unknownPath(parentOf(path), use.expression, use.place);
      const pattern = patternOf(expansion, operation.operand);
      return mapText(text, use, (part) =>
        pattern === undefined || !isFeasible(pattern, part.length)
          ? undefined
          : withoutPattern(part, operation.operator, pattern),
      );
    }
    case 'Replace': {
      const pattern = patternOf(expansion, operation.pattern);
      const replacement = toText(expansion.operand(operation.replacement, true), use.place);
      return mapText(text, use, (part) =>
        pattern === undefined || !isFeasible(pattern, part.length, part.length)
          ? undefined
          : withReplacement(part, operation.operator, pattern, replacement),
      );
    }
    case 'Slice': {
      const offset = numberOf(expansion, operation.offset);
      const length = operation.length === undefined ? undefined : numberOf(expansion, operation.length);
      if (offset === undefined || (operation.length !== undefined && length === undefined))
        return Text.unknown(use.expression, use.place);
      return mapText(text, use, (part) => part.slice(...sliceBounds(part.length, offset, length)));
    }
    case 'CaseModification':
      return mapText(text, use, (part) =>
        operation.operand === undefined ? withCase(part, operation.operator) : undefined,
      );
    case 'Default':
    case 'Transform':
    case 'Names':
    case 'Unknown':
      return Text.unknown(use.expression, use.place);
  }
}

function patternOf({ operand, use }: Expansion, node: Word): Pattern | undefined {
  return patternOfRuns(operand(node, true), use.place);
}

/**
 * The pattern that a word is; its quoted characters stand for themselves. `undefined` where part of it is unknown, and where it is an
 * extended pattern such as `@(a|b)`, in a place that takes these.
 */
export function patternOfRuns(runs: readonly Run[], whole: Place, takesExtended = false): Pattern | undefined {
  const { value } = toText(runs, whole);
  if (value === undefined) return undefined;
  const quoted = runs.flatMap((run) =>
    run.kind === 'text' ? new Array<boolean>(run.text.length).fill(!run.splits) : [],
  );
  if (
    takesExtended &&
    Array.from(value.matchAll(/[?*+@!]\(/g)).some(({ index }) => quoted[index] !== true && quoted[index + 1] !== true)
  )
    return undefined;
  return parsePattern(value, (offset) => quoted[offset] === true);
}

function numberOf({ operand, use }: Expansion, node: Word): number | undefined {
  const value = toText(operand(node, true), use.place).value?.trim() ?? '';
  return /^-?[0-9]{1,6}$/.test(value) ? Number(value) : undefined;
}
