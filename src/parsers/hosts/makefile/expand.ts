import type { Hop, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { wordsIn } from '../../../text/parts.ts';
import { type Segment, Text, type UnknownSegment } from '../../../text/text.ts';
import { guessProgram } from '../../programs/engines.ts';
import { callFunction, functionOf } from './functions.ts';
import {
  type Expander,
  expressionOf,
  joinWords,
  oneOf,
  oneWord,
  ownFolder,
  type Scope,
  type Use,
  unknownWords,
} from './scope.ts';
import { findOutside, referenceAt } from './syntax/references.ts';
import { lookUp, type Variable } from './variables.ts';

/** The maximum nesting of variables. */
const MAX_DEPTH = 40;

/** Expands all references like GNU make (`variable_expand_string` in its expand.c); undetermined ones are unknown. */
export function expand(scope: Scope, text: Text): Text {
  if (text.isKnown && !text.skeleton.includes('$')) return text;
  const parts: Text[] = [];
  let literal: Segment[] = [];
  const close = (): void => {
    if (literal.length > 0) parts.push(...expandLiteral(scope, new Text(literal, text.whole)));
    literal = [];
  };
  for (const segment of text.segments) {
    if (segment.kind === 'literal') literal.push(segment);
    else {
      close();
      parts.push(expandUnknown(scope, segment, text.whole));
    }
  }
  close();
  return Text.concat(parts, text.whole);
}

function expandUnknown(scope: Scope, segment: UnknownSegment, whole: Place): Text {
  const { candidates, branch, expression, place } = segment;
  if (candidates.length === 0 || branch === undefined) return new Text([segment], whole);
  return mergeTexts(
    candidates.map((candidate) => expand(scope, candidate)),
    { expression, place, branch },
  );
}

function expandLiteral(scope: Scope, text: Text): readonly Text[] {
  const { skeleton } = text;
  const parts: Text[] = [];
  let from = 0;
  for (let at = skeleton.indexOf('$'); at >= 0; at = skeleton.indexOf('$', from)) {
    if (at > from) parts.push(text.slice(from, at));
    const reference = referenceAt(skeleton, at);
    const written = text.slice(at, reference?.end ?? skeleton.length);
    from = reference?.end ?? skeleton.length;
    if (reference?.kind === 'dollar') parts.push(Text.derived('$', written.place));
    else if (reference === undefined) parts.push(unknownWords(useOf(written)));
    else parts.push(expandReference(scope, written, text.slice(reference.inner.start, reference.inner.end)));
    if (spend(scope, parts.at(-1))) continue;
    // Too long text is unknown.
    return [...parts.slice(0, -1), Text.limited(written.source, written.place)];
  }
  if (from < skeleton.length) parts.push(text.slice(from));
  return parts;
}

/** Reduces the expansion budget; a value with many parts costs more than its length. */
function spend({ session }: Scope, text: Text | undefined): boolean {
  session.left -= 1 + Math.max(text?.length ?? 0, 8 * (text?.segments.length ?? 0));
  return session.left > 0;
}

function useOf(written: Text): Use {
  return { expression: written.source, place: written.place };
}

function expandReference(scope: Scope, written: Text, inner: Text): Text {
  const use = useOf(written);
  if (scope.running.length > MAX_DEPTH) return Text.limited(use.expression, use.place);
  const open = written.skeleton.charAt(1);
  const called = functionOf(inner, open);
  if (called !== undefined) return callFunction(EXPANDER, scope, called, use);
  const colon = findOutside(inner.skeleton, ':');
  const equals = colon === undefined ? undefined : findOutside(inner.skeleton, '=', colon);
  if (colon !== undefined && equals !== undefined) {
    const value = expandName(scope, inner.slice(0, colon), use);
    const [from, to] = [expand(scope, inner.slice(colon + 1, equals)), expand(scope, inner.slice(equals + 1))];
    return replaceEndings(value, from, to, use) ?? unknownWords(use);
  }
  return expandName(scope, inner, use);
}

/** The value of a variable, whose name may contain references. */
function expandName(scope: Scope, name: Text, use: Use): Text {
  const { value } = expand(scope, name);
  return value === undefined ? unknownWords(use) : expandVariable(scope, value, use);
}

/** `$(VAR:from=to)`: replaces each word's ending, or the text around `%`. */
function replaceEndings(value: Text, from: Text, to: Text, use: Use): Text | undefined {
  if (!value.isKnown && value.isOneOfFew) {
    const texts = value.alternatives().map((each) => replaceEndings(each, from, to, use) ?? unknownWords(use));
    return texts.length === 0 ? undefined : oneOf(texts, use);
  }
  if (!value.isKnown || from.value === undefined || to.value === undefined) return undefined;
  const pattern = from.value.includes('%') ? from.value : `%${from.value}`;
  const replacement = from.value.includes('%') ? to : Text.concat([Text.derived('%', to.whole), to], to.whole);
  const [head = '', tail = ''] = pattern.split('%', 2);
  const [before = replacement, after] = replacement.split('%', 2);
  const words = wordsIn(value).map((word) => {
    const { skeleton } = word;
    const isMatch =
      skeleton.length >= head.length + tail.length && skeleton.startsWith(head) && skeleton.endsWith(tail);
    if (!isMatch || after === undefined) return isMatch ? replacement : word;
    return Text.concat([before, word.slice(head.length, skeleton.length - tail.length), after], word.whole);
  });
  return joinWords(words, value.whole);
}

/** The value of `$(name)`. */
export function expandVariable(scope: Scope, name: string, use: Use): Text {
  const { session, bound, state, running } = scope;
  const given = bound.get(name);
  if (given !== undefined) return reach(given, use, name, 'argument');
  const variable = lookUp(state, name);
  const outside = session.environment.get(name);
  if (variable === undefined || (variable.isDefault && outside !== undefined))
    return outside === undefined ? unset(scope, name, use) : Text.given(outside, name, use.place);
  if (running.includes(name)) return Text.unknown(expressionOf(name), use.place);
  const value =
    variable.flavor === 'simple' ? variable.text : expand({ ...scope, running: [...running, name] }, variable.text);
  const text = reach(value, use, name, variable.isDefault ? 'default' : 'variable');
  if (!variable.mayBeInherited) return text;
  const other = outside === undefined ? unset(scope, name, use) : Text.given(outside, name, use.place);
  return oneOf([text, other], { expression: expressionOf(name), place: use.place });
}

/** A value with another hop on each part. Parts that are the variable itself, with several values from branches, get the place of the use. */
function reach(text: Text, use: Use, name: string, kind: Hop['kind']): Text {
  const hop: Hop = { kind, location: use.place.location };
  if (text.segments.length === 0)
    return Text.derived('', { ...use.place, hops: [hop, ...use.place.hops], expression: use.expression });
  const moved = named(text, name).via(hop).usedAs(use.expression);
  const segments = moved.segments.map((segment): Segment => {
    const standsForIt =
      segment.kind === 'unknown' && segment.branch !== undefined && segment.expression === expressionOf(name);
    return standsForIt ? { ...segment, place: use.place } : segment;
  });
  return new Text(segments, moved.whole);
}

/** The value of a function, under the name of its variable: names tell images from options. A search for an engine says more than the name. */
function named(text: Text, name: string): Text {
  const [only, ...others] = text.segments;
  if (only?.kind !== 'unknown' || others.length > 0 || only.candidates.length > 0 || only.branch !== undefined)
    return text;
  return /^\$\(\w+\s.*\)$/s.test(only.expression) && guessProgram(only.expression, 'run') === undefined
    ? new Text([{ ...only, expression: expressionOf(name) }], text.whole)
    : text;
}

function unset(scope: Scope, name: string, { place }: Use): Text {
  const { session, file } = scope;
  const expression = expressionOf(name);
  switch (name) {
    case 'CURDIR':
      return session.folder === undefined
        ? ownFolder(expression, place)
        : Text.unknownPath(session.folder, expression, place);
    case 'PWD':
      return ownFolder(expression, place);
    case 'MAKEFILE_LIST':
      return Text.unknownPath(file, expression, place);
    case 'MAKE':
      return Text.derived('make', place);
    case 'RM':
      return Text.derived('rm -f', place);
    default:
      return /^[@<%*|][DF]?$/.test(name) ? oneWord(expression, place) : Text.unknown(expression, place);
  }
}

const EXPANDER: Expander = { expand, expandVariable };

/** A value with more parts is unknown. */
const MAX_PARTS = 1_000;

/** A value, unknown if it has too many parts. */
export function limited(name: string, text: Text): Text {
  return text.segments.length <= MAX_PARTS ? text : Text.limited(expressionOf(name), text.whole);
}

/** Merges variables of several branches. References that are expanded later stay. */
export function mergeVariables(name: string, variables: readonly Variable[], branch: Hop): Variable {
  const [first] = variables;
  const isSimple = variables.every(({ flavor }) => flavor === 'simple');
  const texts = variables.map(({ flavor, text }) => (isSimple || flavor === 'recursive' ? text : unexpanded(text)));
  const overrides = variables.map(({ override }) => override);
  const choice = { expression: expressionOf(name), place: { location: branch.location, hops: [] }, branch };
  return {
    flavor: isSimple ? 'simple' : 'recursive',
    text: variables.length === 1 && first !== undefined ? first.text : limited(name, mergeTexts(texts, choice)),
    isDefault: variables.some(({ isDefault }) => isDefault),
    mayBeInherited: variables.some(({ mayBeInherited }) => mayBeInherited),
    ...(overrides.some((override) => override !== undefined)
      ? { override: overrides.every((override) => override === 'always') ? 'always' : 'maybe' }
      : {}),
    isUndefined: variables.every(({ isUndefined }) => isUndefined === true),
  };
}

/** A text that {@link expand} turns into this one. */
function unexpanded(text: Text): Text {
  const segments = text.segments.flatMap((segment): readonly Segment[] => {
    if (segment.kind === 'unknown')
      return [segment.branch === undefined ? segment : { ...segment, candidates: segment.candidates.map(unexpanded) }];
    const dollars = Text.derived('$$', segment.place).segments;
    const parts = new Text([segment], text.whole).split('$');
    return parts.flatMap((part, index) => (index === 0 ? part.segments : [...dollars, ...part.segments]));
  });
  return new Text(segments, text.whole);
}
