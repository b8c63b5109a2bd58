import type { Hop, Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { joinTexts, wordsIn } from '../../../text/parts.ts';
import { type Segment, Text, type UnknownSegment } from '../../../text/text.ts';
import { guessProgram } from '../../programs/engines.ts';
import { callMakeFunction, functionOf } from './functions.ts';
import {
  type Expander,
  type MakeReference,
  type MakeScope,
  oneTextOf,
  oneWord,
  ownFolder,
  unknownMakeWords,
} from './scope.ts';
import { findOutside, referenceAt } from './syntax/references.ts';
import { expressionOf, lookUpMake } from './variables.ts';

/** The maximum nesting of variables. */
const MAX_DEPTH = 40;
/** The maximum nesting of references in references, such as functions in arguments. */
const MAX_NESTED = 100;

/**
 * Expands all references like GNU make (`variable_expand_string` in its expand.c); undetermined
 * ones are unknown.
 */
export function expandMake(scope: MakeScope, text: Text): Text {
  if (text.isKnown && !text.skeleton.includes('$')) return text;
  const parts: Text[] = [];
  let from = 0;
  let at = 0;
  for (const segment of text.segments) {
    if (segment.kind === 'unknown') {
      parts.push(...expandLiteral(scope, text.slice(from, at)), expandUnknown(scope, segment, text.whole));
      from = at + 1;
    }
    at += segment.kind === 'unknown' ? 1 : segment.text.length;
  }
  return Text.concat([...parts, ...expandLiteral(scope, text.slice(from))], text.whole);
}

function expandUnknown(scope: MakeScope, segment: UnknownSegment, whole: Place): Text {
  const { candidates, branch, expression, place } = segment;
  if (candidates.length === 0 || branch === undefined) return new Text([segment], whole);
  return mergeTexts(
    candidates.map((candidate) => expandMake(scope, candidate)),
    { expression, place, branch },
  );
}

function expandLiteral(scope: MakeScope, text: Text): readonly Text[] {
  const { skeleton } = text;
  const parts: Text[] = [];
  let from = 0;
  for (let at = skeleton.indexOf('$'); at >= 0; at = skeleton.indexOf('$', from)) {
    if (at > from) parts.push(text.slice(from, at));
    const reference = referenceAt(skeleton, at);
    const written = text.slice(at, reference?.end ?? skeleton.length);
    from = reference?.end ?? skeleton.length;
    if (reference?.kind === 'dollar') parts.push(Text.derived('$', written.place));
    else if (reference === undefined) parts.push(Text.unknown(written.source, written.place));
    else parts.push(expandReference(scope, written, text.slice(reference.inner.start, reference.inner.end)));
    if (spend(scope, parts.at(-1))) continue;
    // A text that is too long is unknown.
    return [...parts.slice(0, -1), Text.limited(written.source, written.place)];
  }
  if (from < skeleton.length) parts.push(text.slice(from));
  return parts;
}

/** Reduces the expansion budget; a value with many parts costs more than its length. */
function spend({ session }: MakeScope, text: Text | undefined): boolean {
  session.left -= 1 + Math.max(text?.length ?? 0, 8 * (text?.segments.length ?? 0));
  return session.left > 0;
}

function expandReference(scope: MakeScope, written: Text, inner: Text): Text {
  const use = { expression: written.source, place: written.place };
  const { session } = scope;
  if (scope.running.length > MAX_DEPTH || session.depth > MAX_NESTED) return Text.limited(use.expression, use.place);
  session.depth += 1;
  const text = expandInner(scope, inner, written.skeleton.charAt(1), use);
  session.depth -= 1;
  return text;
}

function expandInner(scope: MakeScope, inner: Text, open: string, use: MakeReference): Text {
  const called = functionOf(inner, open);
  if (called !== undefined) return callMakeFunction(EXPANDER, scope, called, use);
  const colon = findOutside(inner.skeleton, ':');
  const equals = colon === undefined ? undefined : findOutside(inner.skeleton, '=', colon);
  if (colon !== undefined && equals !== undefined) {
    const value = expandName(scope, inner.slice(0, colon), use);
    const [from, to] = [expandMake(scope, inner.slice(colon + 1, equals)), expandMake(scope, inner.slice(equals + 1))];
    return replaceEndings(value, from, to, use) ?? unknownMakeWords(use);
  }
  return expandName(scope, inner, use);
}

/** The value of a variable, whose name may contain references. */
function expandName(scope: MakeScope, name: Text, use: MakeReference): Text {
  const { value } = expandMake(scope, name);
  return value === undefined ? unknownMakeWords(use) : expandVariable(scope, value, use);
}

/** `$(VAR:from=to)`: replaces each word's ending, or the text around `%`. */
function replaceEndings(value: Text, from: Text, to: Text, use: MakeReference): Text | undefined {
  if (!value.isKnown && value.isOneOfFew) {
    const texts = value.alternatives().map((each) => replaceEndings(each, from, to, use) ?? unknownMakeWords(use));
    return texts.length === 0 ? undefined : oneTextOf(texts, use);
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
  return joinTexts(words, ' ', value.whole);
}

export function expandVariable(scope: MakeScope, name: string, use: MakeReference): Text {
  const { session, bound, state, running } = scope;
  const given = bound.get(name);
  if (given !== undefined) return reach(given, use, name, 'argument');
  const variable = lookUpMake(state, name);
  const outside = session.environment.get(name);
  if (variable === undefined || (variable.isDefault && outside !== undefined))
    return outside === undefined ? unset(scope, name, use) : Text.given(outside, name, use.place);
  if (running.includes(name)) return Text.unknown(expressionOf(name), use.place);
  const value =
    variable.flavor === 'simple' ? variable.text : expandMake({ ...scope, running: [...running, name] }, variable.text);
  const text = reach(value, use, name, variable.isDefault ? 'default' : 'variable');
  if (!variable.mayBeInherited) return text;
  const other = outside === undefined ? unset(scope, name, use) : Text.given(outside, name, use.place);
  return oneTextOf([text, other], { expression: expressionOf(name), place: use.place });
}

/**
 * A value with one more hop. A part that is the whole variable, with values from several branches,
 * moves to the place of the use.
 */
function reach(text: Text, use: MakeReference, name: string, kind: Hop['kind']): Text {
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

/**
 * A function's unknown value, named after the variable that holds it, since names tell images from
 * options. A search for an engine stays: it tells more.
 */
function named(text: Text, name: string): Text {
  const [only, ...others] = text.segments;
  if (only?.kind !== 'unknown' || others.length > 0 || only.candidates.length > 0 || only.branch !== undefined)
    return text;
  return /^\$\(\w+\s.*\)$/s.test(only.expression) && guessProgram(only.expression, 'run') === undefined
    ? new Text([{ ...only, expression: expressionOf(name) }], text.whole)
    : text;
}

function unset(scope: MakeScope, name: string, { place }: MakeReference): Text {
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

const EXPANDER: Expander = { expand: expandMake, expandVariable };
