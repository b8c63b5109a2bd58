import { trimmed, wordsIn } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import { joinPath } from '../../../util/paths.ts';
import { isOneWord, pathOfText } from '../../shell/index.ts';
import {
  type Expander,
  joinMakeWords,
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

/** A call being read: its arguments as written, and expanded. */
interface Call {
  readonly expander: Expander;
  readonly scope: MakeScope;
  readonly use: MakeReference;
  readonly written: readonly Text[];
  /** An expanded argument; empty if absent. */
  readonly text: (index: number) => Text;
}

type Give = (call: Call) => Text;

/** Functions with side effects and an empty value. */
const NOTHING: ReadonlySet<string> = new Set(['error', 'eval', 'file', 'info', 'warning']);
/** Functions whose value is one unknown word. */
const ONE_WORD: ReadonlySet<string> = new Set(['basename', 'flavor', 'origin', 'suffix', 'word', 'words']);
const UNKNOWN: ReadonlySet<string> = new Set([
  ...['and', 'filter', 'filter-out', 'findstring', 'guile', 'intcmp', 'join'],
  ...['patsubst', 'sort', 'value', 'wildcard', 'wordlist'],
]);

const path: Give = ({ scope, text, use }) => pathFunction(scope, text(0), use, (found) => found);

/** The supported functions (GNU make, function.c). */
const FOLLOWED: ReadonlyMap<string, Give> = new Map<string, Give>([
  ['abspath', path],
  ['realpath', path],
  ['dir', ({ scope, text, use }) => folderFunction(scope, text(0), use)],
  ['notdir', ({ text, use }) => ofWords(text(0), use, (words) => words.map(lastName), oneWord)],
  ['strip', ({ text, use }) => ofWords(text(0), use, (words) => words)],
  ['firstword', ({ text, use }) => ofWords(text(0), use, (words) => words.slice(0, 1), oneWord)],
  ['lastword', ({ text, use }) => ofWords(text(0), use, (words) => words.slice(-1), oneWord)],
  ['addprefix', (call) => affixed(call, (word, affix) => [affix, word])],
  ['addsuffix', (call) => affixed(call, (word, affix) => [word, affix])],
  ['subst', ({ text, use }) => substitute(text(0), text(1), text(2)) ?? unknownMakeWords(use)],
  ['if', choose],
  ['or', ({ expander, scope, written, use }) => firstOf(expander, scope, written, use)],
  ['call', ({ expander, scope, written, use }) => callVariable(expander, scope, written, use)],
  ['foreach', ({ expander, scope, written, use }) => repeat(expander, scope, written, use) ?? unknownMakeWords(use)],
  ['let', ({ expander, scope, written, use }) => bindWords(expander, scope, written, use)],
  ['shell', ({ scope, text, use }) => runShell(scope.session, text(0), use)],
]);

/** The number of arguments; later commas belong to the last one. For other functions commas don't matter. */
const LIMITS: ReadonlyMap<string, number> = new Map([
  ...['abspath', 'dir', 'firstword', 'lastword', 'notdir', 'realpath', 'shell', 'strip'].map(
    (name) => [name, 1] as const,
  ),
  ...['addprefix', 'addsuffix'].map((name) => [name, 2] as const),
  ...['foreach', 'if', 'let', 'subst'].map((name) => [name, 3] as const),
]);

function isFunction(name: string): boolean {
  return FOLLOWED.has(name) || NOTHING.has(name) || ONE_WORD.has(name) || UNKNOWN.has(name);
}

/** The maximum number of words of `$(foreach …)`. */
const MAX_ROUNDS = 100;

/** The function call in a reference's brackets; `undefined` for a variable. */
export function functionOf(inner: Text, open: string): FunctionCall | undefined {
  const [head = '', name = ''] = /^([a-z-]+)[ \t\n]+/.exec(inner.skeleton) ?? [];
  if (!isFunction(name)) return undefined;
  const limit = LIMITS.get(name) ?? Number.POSITIVE_INFINITY;
  const spans = argumentSpans(inner.skeleton, { start: head.length, end: inner.length }, open, limit);
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
  const followed = FOLLOWED.get(name);
  if (followed !== undefined) return followed({ expander, scope, use, written, text });
  // Arguments may contain commands even if the result is unused.
  for (const index of written.keys()) text(index);
  if (NOTHING.has(name)) return emptyAt(use);
  return ONE_WORD.has(name) ? oneWord(use.expression, use.place) : unknownMakeWords(use);
}

/** `$(addprefix …)`, `$(addsuffix …)`. */
function affixed({ text, use }: Call, join: (word: Text, affix: Text) => readonly Text[]): Text {
  return ofWords(text(1), use, (words) => words.map((word) => Text.concat(join(word, text(0)), use.place)));
}

function lastName(word: Text): Text {
  return word.slice(word.skeleton.lastIndexOf('/') + 1);
}

function emptyAt({ place }: MakeReference): Text {
  return new Text([], place);
}

/** True for text with a fixed value that make's caller can't override. */
function isFixed(text: Text): boolean {
  return text.isKnown && text.segments.every(({ place }) => place.hops.every(({ kind }) => kind === 'argument'));
}

/** `$(if …)`. */
function choose({ expander, scope, use, written, text }: Call): Text {
  const tested = expander.expand(scope, trimmed(written[0] ?? emptyAt(use)));
  if (isFixed(tested)) return text(tested.skeleton === '' ? 2 : 1);
  return oneTextOf([text(1), text(2)], use);
}

/** `$(or $(X),default)`: the first non-empty value. A value after an unset variable is a default. */
function firstOf(expander: Expander, scope: MakeScope, values: readonly Text[], use: MakeReference): Text {
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
  return oneTextOf([text, otherwise], use);
}

/** `$(call name,words…)`: the variable's value, with `$(1)` and so on. */
function callVariable(
  expander: Expander,
  scope: MakeScope,
  [name, ...values]: readonly Text[],
  use: MakeReference,
): Text {
  const called = name === undefined ? undefined : expander.expand(scope, trimmed(name)).value;
  if (called === undefined || isFunction(called)) return unknownMakeWords(use);
  const bound = new Map(scope.bound);
  for (let index = 1; index <= 9; index += 1) bound.set(String(index), emptyAt(use));
  for (const [index, value] of values.entries()) bound.set(String(index + 1), expander.expand(scope, value));
  bound.set('0', Text.derived(called, use.place));
  return expander.expandVariable({ ...scope, bound }, called, use);
}

/** `$(foreach name,words,text)`. */
function repeat(
  expander: Expander,
  scope: MakeScope,
  [name, list, text]: readonly Text[],
  use: MakeReference,
): Text | undefined {
  const variable = name === undefined ? undefined : expander.expand(scope, trimmed(name)).value;
  const words = list === undefined ? undefined : certainWords(expander.expand(scope, list));
  if (variable === undefined || words === undefined || text === undefined) return undefined;
  if (words.length > MAX_ROUNDS) return Text.limited(use.expression, use.place);
  const rounds = words.map((word) =>
    expander.expand({ ...scope, bound: new Map([...scope.bound, [variable, word]]) }, text),
  );
  return joinMakeWords(rounds, use.place);
}

/** `$(let names,words,text)`: one word for each name, and the rest for the last one. */
function bindWords(
  expander: Expander,
  scope: MakeScope,
  [names, list, text]: readonly Text[],
  use: MakeReference,
): Text {
  const variables = names === undefined ? [] : wordsIn(expander.expand(scope, names)).map(({ value }) => value ?? '');
  if (text === undefined) return emptyAt(use);
  const given = list === undefined ? emptyAt(use) : expander.expand(scope, list);
  const words = certainWords(given);
  const bound = variables.map((name, index): readonly [string, Text] => {
    const isLast = index === variables.length - 1;
    const value =
      words === undefined
        ? unknownMakeWords(use)
        : joinMakeWords(words.slice(index, isLast ? undefined : index + 1), use.place);
    return [name, isLast && index === 0 ? given : value];
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
  if (words !== undefined) return joinMakeWords(change(words), use.place);
  const alternatives = text.alternatives();
  if (!text.isOneOfFew || alternatives.length === 0) return unknown(use.expression, use.place);
  return oneTextOf(
    alternatives.map((each) => joinMakeWords(change(wordsIn(each)), use.place)),
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

/** A path function: the result for a path that depends only on the project's directory, else one unknown word. */
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

/** The fallback text if a program is missing: `command -v python || echo "docker run …"`. */
function fallbackOf(command: Text): Text | undefined {
  const [, ...others] = command.split('||');
  const last = trimmed(others.at(-1) ?? command.slice(command.length));
  if (!last.skeleton.startsWith('echo ')) return undefined;
  const text = trimmed(last.slice('echo '.length));
  const isQuoted = /^(["']).*\1$/s.test(text.skeleton);
  const inner = isQuoted ? text.slice(1, text.length - 1) : text;
  return /["'|;&`]/.test(inner.skeleton) ? undefined : inner;
}

/** Keeps the command of a `$(shell …)` for later, and returns what is known of its output. */
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
