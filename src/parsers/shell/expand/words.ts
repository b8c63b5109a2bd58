import {
  type CommandArgument,
  type DoubleQuotedChild,
  type HereDoc,
  type HereString,
  parse,
  type Word,
  type WordPart,
} from 'unbash';
import { type Segment, Text } from '../../../text/text.ts';
import { type Item, limitedWords, word } from '../items/items.ts';
import { DEFAULT_SEPARATORS } from '../items/separators.ts';
import { locationKey, type WordScope } from '../state/scope.ts';
import { lookUp } from '../state/state.ts';
import type { GlobPattern } from '../syntax/glob.ts';
import { ansiQuoted, type Quoting, unescaped, withoutLeadingTabs } from '../syntax/quotes.ts';
import { type ScriptText, scriptPlace, stringScript } from '../syntax/script-text.ts';
import { WORD_PREFIX, wordOfLiteralBraces, wordsOfBraces } from './braced-words.ts';
import { patternOfRuns } from './parameters/apply-operation.ts';
import { expandParameter, expandSimple } from './parameters/expand-parameter.ts';
import type { Expansion } from './parameters/expansion.ts';
import { runsText, type TextRun, weightOf } from './runs.ts';
import { ASSIGNED, type Tilde, tildesIn } from './tildes.ts';
import { alternativesOf, alternativesText, type Use, unknownValue } from './variables.ts';
import { toItems } from './word-splitting.ts';

/** Text in the script that a command reads as input. */
export type GivenInput = HereDoc | HereString;

interface Mode {
  readonly quoting: Quoting;
  readonly tilde: Tilde;
  /** True inside `${X:-…}`, whose literal text is split at blanks if unquoted. */
  readonly splitsLiterals: boolean;
}

const commandMode: Mode = { quoting: 'none', tilde: 'start', splitsLiterals: false };

/** Expands a command's word: braces, `~`, parameters, word splitting. File name patterns stay. */
export function expandWord(scope: WordScope, node: Word): readonly Item[] {
  const { script, shell } = scope;
  const hasBraces = !shell.isPlain && node.parts?.some(({ type }) => type === 'BraceExpansion') === true;
  if (hasBraces) return expandBracedWord(scope, node);
  const isAssignment = ASSIGNED.test(script.text.slice(node.pos, node.end));
  const runs = runsOf(scope, node, isAssignment ? { ...commandMode, tilde: 'argument' } : commandMode);
  return toItems(runs, separatorsOf(scope), scriptPlace(script, node.pos, node.end));
}

function expandBracedWord(scope: WordScope, node: Word): readonly Item[] {
  const whole = scriptPlace(scope.script, node.pos, node.end);
  const words = wordsOfBraces(scope, node);
  if (words === undefined) return [manyWords(scope, node)];
  return words.flatMap((made) =>
    toItems(runsOf({ ...scope, script: made.script }, made.word, commandMode), separatorsOf(scope), whole),
  );
}

/** Stands for too many words. Text after `=` may be secret: `-e NAME={A,B}`. */
function manyWords({ script, session }: WordScope, { text, pos, end }: Word): Item {
  const place = scriptPlace(script, pos, end);
  const equals = text.indexOf('=');
  if (equals < 0) return limitedWords(text, place);
  const { location } = scriptPlace(script, pos + equals + 1, Math.max(end, pos + equals + 2));
  session.found.assigned.set(locationKey(location), location);
  return limitedWords(`${text.slice(0, equals + 1)}…`, place);
}

/** The text of a word that isn't split: in an assignment, after `case`, in a redirection. */
export function expandText(scope: WordScope, node: Word, isAssignment = false): Text {
  const runs = runsOf(scope, node, { ...commandMode, tilde: isAssignment ? 'assignment' : 'start' });
  return runsText(runs, scriptPlace(scope.script, node.pos, node.end));
}

/** The pattern of a word in `case` or `[[ … == … ]]`; `undefined` if unknown or extended. */
export function expandPattern(scope: WordScope, node: Word): GlobPattern | undefined {
  const runs = runsOf(scope, node, { ...commandMode, splitsLiterals: true });
  return patternOfRuns(runs, scriptPlace(scope.script, node.pos, node.end), true);
}

/** The words of an argument. An assignment of `export` or similar commands is one word. */
export function expandArgument(scope: WordScope, node: CommandArgument): readonly Item[] {
  if (node.type === 'Word') return expandWord(scope, node);
  const whole = scriptPlace(scope.script, node.pos, node.end);
  if (node.value.type === 'ArrayValue') return [word(Text.unknown(node.text, whole))];
  const name = scope.script.slice(node.pos, node.value.pos);
  return [word(Text.concat([name, expandText(scope, node.value, true)], whole))];
}

export function expandInput(scope: WordScope, input: GivenInput): Text {
  if (input.type === 'HereDoc') return expandHereDocument(scope, input);
  const whole = scriptPlace(scope.script, input.pos, input.end);
  return input.target === undefined
    ? new Text([], whole)
    : Text.concat([expandText(scope, input.target), Text.derived('\n', whole)], whole);
}

function expandHereDocument(scope: WordScope, { body, operator, delimiter }: HereDoc): Text {
  const { script } = scope;
  const isQuoted = delimiter?.quoted === true;
  const runs: readonly TextRun[] = isQuoted
    ? [{ kind: 'text', text: script.slice(body.pos, body.end), splits: false }]
    : runsOfParts(scope, body, body.parts, { quoting: 'here-document', tilde: 'none', splitsLiterals: false });
  const text = runsText(runs, scriptPlace(script, body.pos, body.end));
  return operator === '<<-' ? withoutLeadingTabs(text) : text;
}

/** The characters that split unquoted expansions. */
export function separatorsOf({ state }: Pick<WordScope, 'state'>): string {
  return lookUp(state, 'IFS').scalar?.value ?? DEFAULT_SEPARATORS;
}

function runsOf(scope: WordScope, node: Word, mode: Mode): readonly TextRun[] {
  const { parts } = node;
  if (
    scope.session.left.steps < 0 &&
    parts?.some(({ type }) => type !== 'Literal' && type !== 'SingleQuoted') === true
  ) {
    const { expression, place } = useAt(scope.script, node.pos, node.end);
    return [{ kind: 'text', text: Text.limited(expression, place), splits: mode.quoting === 'none' }];
  }
  const runs = runsOfParts(scope, node, parts, mode);
  scope.session.left.steps -= weightOf(runs);
  return runs;
}

function runsOfParts(
  scope: WordScope,
  node: { readonly pos: number; readonly end: number },
  parts: readonly WordPart[] | undefined,
  mode: Mode,
): readonly TextRun[] {
  const [first] = parts ?? [];
  if (first === undefined) return literalRuns(scope, node.pos, node.end, mode, true);
  return (parts ?? []).flatMap((part) => runsOfPart(scope, part, mode, part === first));
}

function literalRuns(scope: WordScope, start: number, end: number, mode: Mode, isFirst: boolean): readonly TextRun[] {
  const { script } = scope;
  const runs: TextRun[] = [];
  let from = start;
  for (const { at, length } of tildesIn(script.text.slice(start, end), mode.tilde, isFirst)) {
    for (const run of literalTextRuns(scope, from, start + at, mode)) runs.push(run);
    from = start + at + length;
    runs.push({ kind: 'text', text: homeOf(scope, start + at, from), splits: false });
  }
  return [...runs, ...literalTextRuns(scope, from, end, mode)];
}

/** Escaped characters don't split words, and aren't patterns. */
function literalTextRuns(scope: WordScope, start: number, end: number, mode: Mode): readonly TextRun[] {
  const { script } = scope;
  if (!mode.splitsLiterals || mode.quoting !== 'none')
    return textRuns(scope, unescaped(script, start, end, mode.quoting), mode);
  return Array.from(script.text.slice(start, end).matchAll(/\\(?:\n|(?<escaped>[^]))|[^\\]+|\\/g)).flatMap(
    ({ index, 0: written, groups }): readonly TextRun[] => {
      const at = start + index;
      if (groups?.['escaped'] !== undefined)
        return [{ kind: 'text', text: script.slice(at + 1, at + 2), splits: false }];
      return written === '\\\n' ? [] : textRuns(scope, script.slice(at, at + written.length), mode);
    },
  );
}

/** In a string that a shell runs, an unquoted unknown part may be any number of words. */
function textRuns(scope: WordScope, text: Text, { splitsLiterals, quoting }: Mode): readonly TextRun[] {
  if (text.isKnown || quoting !== 'none') return [{ kind: 'text', text, splits: splitsLiterals }];
  return text.segments.map(
    (segment) =>
      choiceOfScripts(scope, segment) ?? {
        kind: 'text',
        text: new Text([segment], text.whole),
        splits: splitsLiterals || segment.kind === 'unknown',
      },
  );
}

/**
 * A part of a shell string whose candidates contain quotes or expansions: each candidate is parsed
 * as shell code.
 */
function choiceOfScripts(scope: WordScope, segment: Segment): TextRun | undefined {
  if (segment.kind === 'literal' || !segment.candidates.some(hasQuotes)) return undefined;
  const { expression, place, candidates } = segment;
  const branch = segment.branch ?? { kind: 'branch', location: place.location };
  const options = candidates.map((candidate) => runsOfScript(scope, candidate));
  return { kind: 'choice', options, choice: { expression, place, branch } };
}

function hasQuotes({ segments }: Text): boolean {
  return segments.some((segment) =>
    segment.kind === 'literal' ? /["'\\$`]/.test(segment.text) : segment.candidates.some(hasQuotes),
  );
}

/** The words and separators of a text; unknown words if it contains anything else. */
function runsOfScript(scope: WordScope, text: Text): readonly TextRun[] {
  const { whole } = text;
  const script = stringScript(Text.concat([Text.derived(`${WORD_PREFIX} `, whole), text], whole));
  const { commands, errors = [] } = parse(script.text);
  const [statement, ...others] = commands;
  const command = statement?.command;
  if (command?.type !== 'Command' || others.length + errors.length + command.redirects.length > 0)
    return [{ kind: 'text', text: Text.unknown(text.source, whole), splits: true }];
  const inner = { ...scope, script };
  const words = command.args
    .slice(1)
    .flatMap((argument): readonly TextRun[] => [
      { kind: 'text', text: Text.derived(' ', whole), splits: true },
      ...(argument.type === 'Word' ? runsOf(inner, argument, commandMode) : []),
    ]);
  const isApart = /^\s/.test(text.skeleton);
  const isOpen = /\s$/.test(text.skeleton);
  return [
    ...(isApart ? words : words.slice(1)),
    ...(isOpen ? [{ kind: 'text', text: Text.derived(' ', whole), splits: true } as const] : []),
  ];
}

function homeOf({ script, state, session }: WordScope, start: number, end: number): Text {
  const use = useAt(script, start, end);
  if (end - start > 1) return Text.unknown(use.expression, use.place);
  return alternativesText(alternativesOf({ state, environment: session.environment }, 'HOME', use), use);
}

function runsOfPart(scope: WordScope, part: WordPart, mode: Mode, isFirst: boolean): readonly TextRun[] {
  const { script } = scope;
  const isQuoted = mode.quoting !== 'none';
  const expression = (text: Text, splits: boolean): TextRun => ({ kind: 'text', text, splits: splits && !isQuoted });
  const unknown = (splits: boolean): TextRun => {
    return expression(unknownValue(useAt(script, part.pos, part.end)), splits);
  };
  switch (part.type) {
    case 'Literal':
      return literalRuns(scope, part.pos, part.end, mode, isFirst);
    case 'SingleQuoted':
      return [
        { kind: 'quotes' },
        { kind: 'text', text: script.slice(part.pos + 1, part.pos + 1 + part.value.length), splits: false },
      ];
    case 'AnsiCQuoted': {
      const end = part.text.length > 2 && part.text.endsWith("'") ? part.end - 1 : part.end;
      return [
        { kind: 'quotes' },
        { kind: 'text', text: ansiQuoted(script, part.pos + 2, end, part.value), splits: false },
      ];
    }
    case 'DoubleQuoted':
    case 'LocaleString':
      return quotedRuns(scope, part.parts);
    case 'SimpleExpansion':
      return expandSimple(expansionOf(scope, part, isQuoted), part.text.slice(1));
    case 'ParameterExpansion':
      return expandParameter(expansionOf(scope, part, isQuoted), part);
    case 'CommandExpansion':
      // A comment in backticks.
      if (part.script?.commands.length === 0 && part.script.errors === undefined) return [];
      return [printed(scope, part, isQuoted) ?? unknown(true)];
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return [unknown(false)];
    // Files are unknown, so patterns stay.
    case 'Glob':
      return literalTextRuns(scope, part.pos, part.end, mode);
    case 'BraceExpansion': {
      const made = wordOfLiteralBraces(scope, part);
      return made === undefined ? [] : runsOf({ ...scope, script: made.script }, made.word, mode);
    }
    case 'ExtendedGlob':
      return [{ kind: 'text', text: script.slice(part.pos, part.end), splits: mode.splitsLiterals }];
  }
}

/** The output of `$(…)`, if known. */
function printed({ session }: WordScope, part: WordPart, isQuoted: boolean): TextRun | undefined {
  const text = session.printed.get(part);
  return text === undefined ? undefined : { kind: 'text', text, splits: !isQuoted };
}

/** Double quotes make a word, even an empty one, except around only `$@`. */
function quotedRuns(scope: WordScope, parts: readonly DoubleQuotedChild[]): readonly TextRun[] {
  const runs = parts.flatMap((part) =>
    runsOfPart(scope, part, { quoting: 'double', tilde: 'none', splitsLiterals: false }, false),
  );
  return runs.length === 1 && runs[0]?.kind === 'items' ? runs : [{ kind: 'quotes' }, ...runs];
}

/** An expression as written. In a partly unknown string, that of the unknown part. */
export function useAt(script: ScriptText, start: number, end: number): Use {
  const written = script.slice(start, end);
  return { expression: written.source, place: written.whole };
}

function expansionOf(
  scope: WordScope,
  part: { readonly text: string; readonly pos: number; readonly end: number },
  isQuoted: boolean,
): Expansion {
  const { script, state, session, file } = scope;
  return {
    variables: { state, environment: session.environment, file },
    use: useAt(script, part.pos, part.end),
    isQuoted,
    separators: separatorsOf(scope),
    operand: (node, isPattern) =>
      runsOf(scope, node, {
        quoting: isQuoted && !isPattern ? 'double' : 'none',
        tilde: isQuoted ? 'none' : 'start',
        splitsLiterals: isPattern || !isQuoted,
      }),
  };
}
