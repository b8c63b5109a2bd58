import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { isOneWord, pathOfText } from '../../shell/index.ts';
import {
  type Expander,
  joinWords,
  oneOf,
  oneWord,
  ownFolder,
  type Scope,
  type Session,
  type Use,
  unknownWords,
} from './scope.ts';
import { trimmed, wordsIn } from './syntax/lines.ts';
import { argumentSpans } from './syntax/references.ts';

/** A call of one of make's functions, its arguments not yet expanded. */
export interface FunctionCall {
  readonly name: string;
  readonly arguments: readonly Text[];
}

/** How many arguments a function takes at most; commas behind them belong to the last one. */
const FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ['abspath', 1],
  ['addprefix', 2],
  ['addsuffix', 2],
  ['and', Number.POSITIVE_INFINITY],
  ['basename', 1],
  ['call', Number.POSITIVE_INFINITY],
  ['dir', 1],
  ['error', 1],
  ['eval', 1],
  ['file', 2],
  ['filter', 2],
  ['filter-out', 2],
  ['findstring', 2],
  ['firstword', 1],
  ['flavor', 1],
  ['foreach', 3],
  ['guile', 1],
  ['if', 3],
  ['info', 1],
  ['intcmp', 5],
  ['join', 2],
  ['lastword', 1],
  ['let', 3],
  ['notdir', 1],
  ['or', Number.POSITIVE_INFINITY],
  ['origin', 1],
  ['patsubst', 3],
  ['realpath', 1],
  ['shell', 1],
  ['sort', 1],
  ['strip', 1],
  ['subst', 3],
  ['suffix', 1],
  ['value', 1],
  ['warning', 1],
  ['wildcard', 1],
  ['word', 2],
  ['wordlist', 3],
  ['words', 1],
]);

/** At most so many words are gone through by `$(foreach …)`. */
const MAX_ROUNDS = 100;

/** The call that stands in the brackets of a reference; `undefined` for the name of a variable. */
export function functionOf(inner: Text, open: string): FunctionCall | undefined {
  const [head = '', name = ''] = /^([a-z-]+)[ \t\n]+/.exec(inner.skeleton) ?? [];
  const limit = FUNCTIONS.get(name);
  if (limit === undefined) return undefined;
  const spans = argumentSpans(inner.skeleton, { start: head.length, end: inner.length }, open, limit);
  return { name, arguments: spans.map(({ start, end }) => inner.slice(start, end)) };
}

/** What a call gives; what it prints, or has make read, is nothing here (GNU make, function.c). */
export function callFunction(expander: Expander, scope: Scope, call: FunctionCall, use: Use): Text {
  const [first = emptyAt(use), second, third] = call.arguments;
  const text = (argument: Text | undefined): Text =>
    argument === undefined ? emptyAt(use) : expander.expand(scope, argument);
  // Also what a function says nothing of here may have commands in it.
  const expandAll = (): void => {
    for (const argument of call.arguments) text(argument);
  };
  switch (call.name) {
    case 'info':
    case 'warning':
    case 'error':
    case 'eval':
    case 'file':
      expandAll();
      return emptyAt(use);
    case 'if':
      return choose(
        text(trimmed(first)),
        () => text(second),
        () => text(third),
        use,
      );
    case 'or':
      return firstOf(expander, scope, call.arguments, use);
    case 'call':
      return callVariable(expander, scope, call.arguments, use);
    case 'foreach':
      return repeat(expander, scope, call.arguments, use) ?? unknownWords(use);
    case 'shell':
      return runShell(scope.session, text(first), use);
    case 'strip':
      return ofWords(text(first), use, (words) => words);
    case 'addprefix':
      return ofWords(text(second), use, (words) => words.map((word) => Text.concat([text(first), word], use.place)));
    case 'addsuffix':
      return ofWords(text(second), use, (words) => words.map((word) => Text.concat([word, text(first)], use.place)));
    case 'firstword':
      return ofWords(text(first), use, ([word]) => (word === undefined ? [] : [word]), oneWord);
    case 'lastword':
      return ofWords(text(first), use, (words) => words.slice(-1), oneWord);
    case 'subst':
      return substitute(text(first), text(second), text(third)) ?? unknownWords(use);
    case 'abspath':
    case 'realpath':
      return pathFunction(scope, text(first), use, (path) => path);
    case 'dir':
      return folderFunction(scope, text(first), use);
    case 'notdir':
      return ofWords(
        text(first),
        use,
        (words) => words.map((word) => word.slice(word.skeleton.lastIndexOf('/') + 1)),
        oneWord,
      );
    case 'basename':
    case 'suffix':
    case 'word':
    case 'words':
    case 'origin':
    case 'flavor':
      expandAll();
      return oneWord(use.expression, use.place);
    default:
      expandAll();
      return unknownWords(use);
  }
}

function emptyAt({ place }: Use): Text {
  return new Text([], place);
}

/** True where the text itself has a value, so that nobody who calls make can give it another. */
function isFixed(text: Text): boolean {
  return text.isKnown && text.segments.every(({ place }) => place.hops.every(({ kind }) => kind === 'argument'));
}

function choose(tested: Text, yes: () => Text, no: () => Text, use: Use): Text {
  if (isFixed(tested)) return tested.skeleton === '' ? no() : yes();
  return oneOf([yes(), no()], use);
}

/** `$(or $(X),default)`: the first that is not empty. What stands behind a variable that nothing sets is a default. */
function firstOf(expander: Expander, scope: Scope, values: readonly Text[], use: Use): Text {
  const [first, ...rest] = values;
  if (first === undefined) return emptyAt(use);
  const text = expander.expand(scope, trimmed(first));
  if (text.isKnown && text.skeleton === '') return firstOf(expander, scope, rest, use);
  if (text.segments.some((each) => each.kind === 'literal' && each.text !== '')) return text;
  const [segment, ...others] = text.segments;
  const isUnset = segment?.kind === 'unknown' && segment.candidates.length === 0 && others.length === 0;
  if (rest.length === 0) return text;
  const otherwise = firstOf(expander, scope, rest, use);
  if (isUnset && /^\$\{\w+\}$/.test(segment.expression))
    return otherwise.via({ kind: 'default', location: use.place.location }).usedAs(use.expression);
  return oneOf([text, otherwise], use);
}

/** `$(call name,words…)`: the value of the variable, with `$(1)` and those after it. */
function callVariable(expander: Expander, scope: Scope, [name, ...values]: readonly Text[], use: Use): Text {
  const called = name === undefined ? undefined : expander.expand(scope, trimmed(name)).value;
  if (called === undefined || FUNCTIONS.has(called)) return unknownWords(use);
  const bound = new Map(scope.bound);
  for (let index = 1; index <= 9; index += 1) bound.set(String(index), emptyAt(use));
  for (const [index, value] of values.entries()) bound.set(String(index + 1), expander.expand(scope, value));
  bound.set('0', Text.derived(called, use.place));
  return expander.expandVariable({ ...scope, bound }, called, use);
}

/** `$(foreach name,words,text)`. */
function repeat(expander: Expander, scope: Scope, [name, list, text]: readonly Text[], use: Use): Text | undefined {
  const variable = name === undefined ? undefined : expander.expand(scope, trimmed(name)).value;
  const words = list === undefined ? undefined : certainWords(expander.expand(scope, list));
  if (variable === undefined || words === undefined || text === undefined || words.length > MAX_ROUNDS)
    return undefined;
  const rounds = words.map((word) =>
    expander.expand({ ...scope, bound: new Map([...scope.bound, [variable, word]]) }, text),
  );
  return joinWords(rounds, use.place);
}

/** The words of a text, where it is certain what is one word. */
function certainWords(text: Text): readonly Text[] | undefined {
  const isCounted = text.segments.every(
    (segment) => segment.kind === 'literal' || segment.path !== undefined || segment.isOneWord === true,
  );
  return isCounted ? wordsIn(text) : undefined;
}

function ofWords(
  text: Text,
  use: Use,
  change: (words: readonly Text[]) => readonly Text[],
  unknown: (expression: string, place: Use['place']) => Text = (expression, place) => Text.unknown(expression, place),
): Text {
  const words = certainWords(text);
  if (words !== undefined) return joinWords(change(words), use.place);
  const alternatives = text.alternatives();
  if (!text.isOneOfFew || alternatives.length === 0) return unknown(use.expression, use.place);
  return oneOf(
    alternatives.map((each) => joinWords(change(wordsIn(each)), use.place)),
    use,
  );
}

function substitute(from: Text, to: Text, text: Text): Text | undefined {
  if (from.value === undefined || from.value === '' || !text.isKnown) return undefined;
  const parts = text.split(from.value);
  return Text.concat(
    parts.flatMap((part, index) => (index === 0 ? [part] : [to, part])),
    text.whole,
  );
}

/** A path that is known but for the folder in which the project lies; any other is one word. */
function pathFunction(scope: Scope, text: Text, use: Use, change: (path: string) => string): Text {
  const alternatives = text.isKnown || !text.isOneOfFew ? [] : text.alternatives();
  if (alternatives.length > 0)
    return oneOf(
      alternatives.map((each) => pathFunction(scope, each, use, change)),
      use,
    );
  const trimmedText = trimmed(text);
  const { value } = trimmedText;
  if (value?.startsWith('/') === true && !/\s/.test(value)) return Text.derived(change(value), use.place);
  if (value !== undefined && /^$|\s/.test(value)) return unknownWords(use);
  const path = pathOfText(trimmedText, scope.session.folder);
  return path === undefined
    ? oneWord(use.expression, use.place)
    : Text.unknownPath(change(path), use.expression, use.place);
}

/** `$(dir …)`: of each word what stands before its last name, with the slash. */
function folderFunction(scope: Scope, text: Text, use: Use): Text {
  if (text.isOneOfFew)
    return ofWords(text, use, (words) =>
      words.map(({ skeleton, place }) => Text.derived(skeleton.slice(0, skeleton.lastIndexOf('/') + 1) || './', place)),
    );
  const folder = pathFunction(scope, text, use, (path) => joinPath(path, '..'));
  const isPath = folder.segments.some((segment) => segment.kind === 'unknown' && segment.path !== undefined);
  return isPath ? Text.concat([folder, Text.derived('/', use.place)], use.place) : folder;
}

/** Keeps the command of a `$(shell …)` for later, and gives what little is known of what it prints. */
export function runShell(session: Session, command: Text, { expression, place }: Use): Text {
  const { path, span } = place.location;
  session.commands.set(`${path}:${span.start}`, command);
  const inShell = `$(${command.source})`;
  if (/^\$\(\s*pwd\b[^;|&]*\)$/.test(inShell)) return ownFolder(expression, place);
  return isOneWord(inShell) ? oneWord(expression, place) : unknownWords({ expression, place });
}
