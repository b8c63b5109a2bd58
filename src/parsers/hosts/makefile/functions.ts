import { joinTexts, trimmed, wordsIn } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { words as wordsOf } from '../../../util/words.ts';
import { isOneWord, pathOfText } from '../../shell/index.ts';
import {
  type Expander,
  type MakeReference,
  type MakeScope,
  type MakeSession,
  oneTextOf,
  oneWord,
  ownFolder,
  unknownMakeWords,
} from './scope.ts';
import { argumentSpans } from './syntax/references.ts';

/** A function call with unexpanded arguments. */
export interface FunctionCall {
  readonly name: string;
  readonly arguments: readonly Text[];
}

interface Call {
  readonly expander: Expander;
  readonly scope: MakeScope;
  readonly use: MakeReference;
  readonly written: readonly Text[];
  /** An expanded argument; empty if absent. */
  readonly text: (index: number) => Text;
}

type Give = (call: Call) => Text;

/**
 * Expands the arguments, which may contain commands, although the result doesn't depend on them.
 */
function unread(give: (use: MakeReference) => Text): Give {
  return ({ written, text, use }) => {
    for (const index of written.keys()) text(index);
    return give(use);
  };
}

const ANY = Number.POSITIVE_INFINITY;

/** Functions, with the number of arguments: later commas belong to the last one. */
interface MakeFunctions {
  readonly names: string;
  readonly most: number;
  readonly give: Give;
}

/** From GNU make (function.c). */
const ROWS: readonly MakeFunctions[] = [
  {
    names: 'abspath realpath',
    most: 1,
    give: ({ scope, text, use }) => pathFunction(scope, text(0), use, (found) => found),
  },
  { names: 'dir', most: 1, give: ({ scope, text, use }) => folderFunction(scope, text(0), use) },
  { names: 'notdir', most: 1, give: ({ text, use }) => ofWords(text(0), use, (words) => words.map(lastName), oneWord) },
  { names: 'strip', most: 1, give: ({ text, use }) => ofWords(text(0), use, (words) => words) },
  {
    names: 'firstword',
    most: 1,
    give: ({ text, use }) => ofWords(text(0), use, (words) => words.slice(0, 1), oneWord),
  },
  { names: 'lastword', most: 1, give: ({ text, use }) => ofWords(text(0), use, (words) => words.slice(-1), oneWord) },
  { names: 'addprefix', most: 2, give: (call) => affixed(call, (word, affix) => [affix, word]) },
  { names: 'addsuffix', most: 2, give: (call) => affixed(call, (word, affix) => [word, affix]) },
  { names: 'subst', most: 3, give: ({ text, use }) => substitute(text(0), text(1), text(2)) ?? unknownMakeWords(use) },
  { names: 'if', most: 3, give: choose },
  {
    names: 'or',
    most: ANY,
    give: (call) => (call.written.length > MAX_ROUNDS ? limitedAt(call.use) : firstOf(call, call.written)),
  },
  { names: 'call', most: ANY, give: callVariable },
  { names: 'foreach', most: 3, give: (call) => repeat(call) ?? unknownMakeWords(call.use) },
  { names: 'let', most: 3, give: bindWords },
  { names: 'shell', most: 1, give: ({ scope, text, use }) => runShell(scope.session, text(0), use) },
  // These have side effects, and an empty value.
  { names: 'error eval file info warning', most: ANY, give: unread(emptyAt) },
  {
    names: 'basename flavor origin suffix word words',
    most: ANY,
    give: unread(({ expression, place }) => oneWord(expression, place)),
  },
  {
    names: 'and filter filter-out findstring guile intcmp join patsubst sort value wildcard wordlist',
    most: ANY,
    give: unread(unknownMakeWords),
  },
];

const FUNCTIONS: ReadonlyMap<string, { readonly most: number; readonly give: Give }> = new Map(
  ROWS.flatMap(({ names, most, give }) => wordsOf(names).map((name) => [name, { most, give }])),
);

/** The maximum number of words of `$(foreach …)`, and of arguments of `$(or …)`. */
const MAX_ROUNDS = 100;

/** The function call in a reference's brackets; `undefined` for a variable. */
export function functionOf(inner: Text, open: string): FunctionCall | undefined {
  const [head = '', name = ''] = /^([a-z-]+)[ \t\n]+/.exec(inner.skeleton) ?? [];
  const found = FUNCTIONS.get(name);
  if (found === undefined) return undefined;
  const spans = argumentSpans(inner.skeleton, { start: head.length, end: inner.length }, open, found.most);
  return { name, arguments: spans.map(({ start, end }) => inner.slice(start, end)) };
}

export function callMakeFunction(
  expander: Expander,
  scope: MakeScope,
  { name, arguments: written }: FunctionCall,
  use: MakeReference,
): Text {
  const text = (index: number): Text => {
    const argument = written[index];
    return argument === undefined ? emptyAt(use) : expander.expand(scope, argument);
  };
  return FUNCTIONS.get(name)?.give({ expander, scope, use, written, text }) ?? unknownMakeWords(use);
}

/** `$(addprefix …)`, `$(addsuffix …)`. */
function affixed({ text, use }: Call, join: (word: Text, affix: Text) => readonly Text[]): Text {
  return ofWords(text(1), use, (words) => words.map((word) => Text.concat(join(word, text(0)), use.place)));
}

function lastName(word: Text): Text {
  return word.slice(word.skeleton.lastIndexOf('/') + 1);
}

function limitedAt({ expression, place }: MakeReference): Text {
  return Text.limited(expression, place);
}

function emptyAt({ place }: MakeReference): Text {
  return new Text([], place);
}

/** True for a known text that make's caller can't change. */
function isFixed(text: Text): boolean {
  return text.isKnown && text.segments.every(({ place }) => place.hops.every(({ kind }) => kind === 'argument'));
}

/** `$(if …)`. */
function choose({ expander, scope, use, written, text }: Call): Text {
  const tested = expander.expand(scope, trimmed(written[0] ?? emptyAt(use)));
  if (isFixed(tested)) return text(tested.skeleton === '' ? 2 : 1);
  return oneTextOf([text(1), text(2)], use);
}

/**
 * `$(or $(X),default)`: the first non-empty value. If a variable is unset, the next value is its
 * default.
 */
function firstOf(call: Call, [first, ...rest]: readonly Text[]): Text {
  const { expander, scope, use } = call;
  if (first === undefined) return emptyAt(use);
  const text = expander.expand(scope, trimmed(first));
  if (text.isKnown && text.skeleton === '') return firstOf(call, rest);
  if (rest.length === 0 || text.segments.some((each) => each.kind === 'literal' && each.text !== '')) return text;
  const [segment, ...others] = text.segments;
  const isUnset = segment?.kind === 'unknown' && segment.candidates.length === 0 && others.length === 0;
  const otherwise = firstOf(call, rest);
  if (isUnset && /^\$\{\w+\}$/.test(segment.expression))
    return otherwise.via({ kind: 'default', location: use.place.location }).usedAs(use.expression);
  return oneTextOf([text, otherwise], use);
}

/** `$(call name,words…)`: the variable's value, with `$(1)` and so on. */
function callVariable({ expander, scope, written: [name, ...values], use }: Call): Text {
  const called = name === undefined ? undefined : expander.expand(scope, trimmed(name)).value;
  if (called === undefined || FUNCTIONS.has(called)) return unknownMakeWords(use);
  const bound = new Map(scope.bound);
  for (let index = 1; index <= 9; index += 1) bound.set(String(index), emptyAt(use));
  for (const [index, value] of values.entries()) bound.set(String(index + 1), expander.expand(scope, value));
  bound.set('0', Text.derived(called, use.place));
  return expander.expandVariable({ ...scope, bound }, called, use);
}

/** `$(foreach name,words,text)`. */
function repeat({ expander, scope, written: [name, list, text], use }: Call): Text | undefined {
  const variable = name === undefined ? undefined : expander.expand(scope, trimmed(name)).value;
  const words = list === undefined ? undefined : certainWords(expander.expand(scope, list));
  if (variable === undefined || text === undefined) return undefined;
  const round = (word: Text): Text =>
    expander.expand({ ...scope, bound: new Map([...scope.bound, [variable, word]]) }, text);
  if (words === undefined) {
    // The commands are the same in each round.
    const any = round(Text.unknown(`$(${variable})`, use.place));
    return !any.isKnown && /(?:;|&&|\|\|)\s*$/.test(any.skeleton) ? any : undefined;
  }
  if (words.length > MAX_ROUNDS) return limitedAt(use);
  return joinTexts(words.map(round), ' ', use.place);
}

/** `$(let names,words,text)`: one word for each name, and the rest for the last one. */
function bindWords({ expander, scope, written: [names, list, text], use }: Call): Text {
  const variables = names === undefined ? [] : wordsIn(expander.expand(scope, names)).map(({ value }) => value ?? '');
  if (text === undefined) return emptyAt(use);
  const given = list === undefined ? emptyAt(use) : expander.expand(scope, list);
  const words = certainWords(given);
  const bound = variables.map((name, index): readonly [string, Text] => {
    const isLast = index === variables.length - 1;
    if (isLast && index === 0) return [name, given];
    if (words === undefined) return [name, unknownMakeWords(use)];
    return [name, joinTexts(words.slice(index, isLast ? undefined : index + 1), ' ', use.place)];
  });
  return expander.expand({ ...scope, bound: new Map([...scope.bound, ...bound]) }, text);
}

function certainWords(text: Text): readonly Text[] | undefined {
  const isCounted = text.segments.every(
    (segment) => segment.kind === 'literal' || segment.path !== undefined || segment.isOneWord === true,
  );
  return isCounted ? wordsIn(text) : undefined;
}

function ofWords(
  text: Text,
  use: MakeReference,
  change: (words: readonly Text[]) => readonly Text[],
  unknown: (expression: string, place: MakeReference['place']) => Text = (expression, place) =>
    Text.unknown(expression, place),
): Text {
  const words = certainWords(text);
  if (words !== undefined) return joinTexts(change(words), ' ', use.place);
  const alternatives = text.alternatives();
  if (!text.isOneOfFew || alternatives.length === 0) return unknown(use.expression, use.place);
  return oneTextOf(
    alternatives.map((each) => joinTexts(change(wordsIn(each)), ' ', use.place)),
    use,
  );
}

function substitute(from: Text, to: Text, text: Text): Text | undefined {
  if (from.value === undefined || from.value === '' || !text.isKnown) return undefined;
  return Text.concat(
    text.split(from.value).flatMap((part, index) => (index === 0 ? [part] : [to, part])),
    text.whole,
  );
}

/**
 * The result of a path function, if the path depends only on the project's directory; otherwise one
 * unknown word.
 */
function pathFunction(scope: MakeScope, text: Text, use: MakeReference, change: (path: string) => string): Text {
  const alternatives = text.isKnown || !text.isOneOfFew ? [] : text.alternatives();
  if (alternatives.length > 0)
    return oneTextOf(
      alternatives.map((each) => pathFunction(scope, each, use, change)),
      use,
    );
  const trimmedText = trimmed(text);
  const { value } = trimmedText;
  if (value?.startsWith('/') === true && !/\s/.test(value)) return Text.derived(change(value), use.place);
  if (value !== undefined && /^$|\s/.test(value)) return unknownMakeWords(use);
  const path = pathOfText(trimmedText, scope.session.folder);
  return path === undefined
    ? oneWord(use.expression, use.place)
    : Text.unknownPath(change(path), use.expression, use.place);
}

/** `$(dir …)`: the part of each word up to its last slash. */
function folderFunction(scope: MakeScope, text: Text, use: MakeReference): Text {
  if (text.isOneOfFew)
    return ofWords(text, use, (words) =>
      words.map(({ skeleton, place }) => Text.derived(skeleton.slice(0, skeleton.lastIndexOf('/') + 1) || './', place)),
    );
  const folder = pathFunction(scope, text, use, (path) => joinPath(path, '..'));
  const isPath = folder.segments.some((segment) => segment.kind === 'unknown' && segment.path !== undefined);
  return isPath ? Text.concat([folder, Text.derived('/', use.place)], use.place) : folder;
}

/**
 * The text that a command prints if a program is missing: `command -v python || echo "docker run
 * …"`.
 */
function fallbackOf(command: Text): Text | undefined {
  const [, ...others] = command.split('||');
  const last = trimmed(others.at(-1) ?? command.slice(command.length));
  if (!last.skeleton.startsWith('echo ')) return undefined;
  const text = trimmed(last.slice('echo '.length));
  const isQuoted = /^(["']).*\1$/s.test(text.skeleton);
  const inner = isQuoted ? text.slice(1, text.length - 1) : text;
  return /["'|;&`]/.test(inner.skeleton) ? undefined : inner;
}

/** Keeps the command of a `$(shell …)` for later, and returns its output, as far as it is known. */
export function runShell(session: MakeSession, command: Text, { expression, place }: MakeReference): Text {
  const { path, span } = place.location;
  session.commands.set(`${path}:${span.start}`, command);
  const inShell = `$(${command.source})`;
  const otherwise = fallbackOf(command);
  if (otherwise !== undefined)
    return oneTextOf([unknownMakeWords({ expression, place }), otherwise], { expression, place });
  if (/^\$\(\s*pwd\b[^;|&]*\)$/.test(inShell)) return ownFolder(expression, place);
  return isOneWord(inShell) ? oneWord(expression, place) : unknownMakeWords({ expression, place });
}
