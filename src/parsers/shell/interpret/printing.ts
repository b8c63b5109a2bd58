import type { Command, SyntaxNode } from 'unbash';
import type { Place } from '../../../text/location.ts';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text, UNKNOWN_CHARACTER } from '../../../text/text.ts';
import { baseName } from '../../programs/engines.ts';
import { directoryName, lastName } from '../expand/path-names.ts';
import { currentFolder, pathOfText } from '../expand/paths.ts';
import { emptiness, type Use } from '../expand/variables.ts';
import { expandInput, expandText, useAt } from '../expand/words.ts';
import { type Item, isCertainItem, valueOfItem } from '../items/items.ts';
import { noteText } from '../state/assigned-values.ts';
import { type Body, inSubshell, type Scope } from '../state/scope.ts';
import { type Binding, bind, fork, INHERITED, join, lookUp, OUTPUT, scalar } from '../state/state.ts';
import { keepWritten } from '../state/written-text.ts';
import { scriptPlace } from '../syntax/script-text.ts';
import { topFolder } from './files.ts';
import { echoed, formatted, givenInput, inputFile, likelyLine } from './output.ts';
import { readProjectFile } from './sources.ts';

/** Longer output becomes unknown. */
export const MAX_SEGMENTS = 300;

const SILENT: ReadonlySet<string> = new Set(
  `: [ test true false let set shift unset local export declare typeset readonly return exit break continue read mapfile readarray getopts trap shopt
  cd umask wait sleep mkdir rmdir rm mv cp ln touch chmod chown kill source . exec`.split(/\s+/),
);

/** Calls with which silent builtins print settings: without words, or with a certain option. */
const PRINTS_SETTINGS = /^(?:set(?: [-+]o)?|(?:trap|shopt|umask)(?: -[a-oq-zA-RT-Z]*[pS].*)?)$/s;

/** Empty output. It has no place, so it is equal everywhere. */
const NOTHING = scalar(new Text([], { location: { path: '', span: { start: 0, end: 0 } }, hops: [] }));

const FOR_FILE: Binding = { ...NOTHING, isForFile: true };

/**
 * Follows commands and returns their output, `undefined` if unknown; for a file, as far as known.
 */
export function runCaptured(scope: Scope, place: Place, run: (inner: Scope) => void, isForFile = false): Binding {
  const outer = inSubshell(scope);
  bind(outer.state, OUTPUT, isForFile ? FOR_FILE : NOTHING);
  const inner = { ...outer, state: fork(outer.state), isCaptured: true };
  const { isUnreached } = scope;
  const subshell: Body = { base: outer.state, returns: [], isUnreached };
  run({ ...inner, bodies: { ...inner.bodies, subshell } });
  const end = fork(outer.state);
  const ends = [{ ...inner.state, parent: end }, ...subshell.returns.map((each) => ({ ...each, parent: end }))];
  join(end, ends, { kind: 'branch', location: place.location });
  if (!scope.isSilent) keepWritten(end, scope.state);
  if (end.hasEnded) return INHERITED;
  const printed = lookUp(end, OUTPUT);
  return printed.scalar === undefined ? printed : { ...printed, scalar: new Text(printed.scalar.segments, place) };
}

/** Follows commands in this shell, and returns their output for a file, as far as known. */
export function runPrinting(scope: Scope, run: (inner: Scope) => void): Binding {
  const { state } = scope;
  const before = lookUp(state, OUTPUT);
  bind(state, OUTPUT, FOR_FILE);
  run({ ...scope, isCaptured: true });
  const { scalar: text, mayBeInherited } = lookUp(state, OUTPUT);
  bind(state, OUTPUT, before);
  return text === undefined ? INHERITED : { ...scalar(text), mayBeInherited };
}

export function print({ state }: Scope, text: Text): void {
  const before = lookUp(state, OUTPUT);
  if (before.scalar === undefined) return;
  const { whole, segments } = before.scalar;
  const isTooMuch = segments.length + text.segments.length > MAX_SEGMENTS;
  bind(state, OUTPUT, isTooMuch ? INHERITED : { ...before, scalar: Text.concat([before.scalar, text], whole) });
}

/** Adds unknown output; for a file, its probable text. */
export function printUnknown(scope: Scope, likely?: Text): void {
  const { state } = scope;
  if (likely !== undefined && lookUp(state, OUTPUT).isForFile === true) print(scope, likely);
  bind(state, OUTPUT, unknownOutput(lookUp(state, OUTPUT)));
}

export function unknownOutput(printed: Binding): Binding {
  return printed.isForFile === true ? { ...printed, mayBeInherited: true } : INHERITED;
}

export function printBinding({ state }: Scope, binding: Binding): void {
  const before = lookUp(state, OUTPUT);
  if (before.scalar === undefined) return;
  const { whole } = before.scalar;
  bind(
    state,
    OUTPUT,
    binding.scalar === undefined
      ? unknownOutput(before)
      : {
          ...before,
          scalar: Text.concat([before.scalar, binding.scalar], whole),
          mayBeInherited: before.mayBeInherited || binding.mayBeInherited,
        },
  );
}

/** Adds the output of a command that isn't a function or a wrapper. */
export function printCommand(scope: Scope, node: Command, [first, ...words]: readonly Item[]): void {
  const name = first === undefined || !isCertainItem(first) ? undefined : valueOfItem(first);
  if (name === undefined) {
    printUnknown(scope);
    return;
  }
  const values = words.map((item) => valueOfItem(item) ?? '');
  const isSilent = SILENT.has(name) && !PRINTS_SETTINGS.test([name, ...values].join(' '));
  if (isSilent || (name === 'printf' && values[0] === '-v')) return;
  if (name === 'grep' && values.some((value) => /^-[A-Za-z]*q/.test(value))) return;
  const text = textOfCommand(scope, node, baseName(name), words);
  if (text === undefined) printUnknown(scope, likelyLine(baseName(name), words));
  else print(scope, text);
}

function textOfCommand(scope: Scope, node: Command, name: string, words: readonly Item[]): Text | undefined {
  const whole = scriptPlace(scope.script, node.pos, Math.max(node.end, node.pos + 1));
  const use = { expression: `$(${scope.script.slice(node.pos, node.end).source})`, place: whole };
  switch (name) {
    case 'echo':
      return echoed(words, whole);
    case 'printf':
      return formatted(words, whole);
    case 'cat':
      return concatenated(scope, node, words);
    case 'pwd': {
      const folder = currentFolder(scope.state);
      return folder === undefined ? undefined : Text.unknownPath(folder, use.expression, whole);
    }
    case 'git': {
      const top = words.map(valueOfItem).join(' ') === 'rev-parse --show-toplevel' ? topFolder(scope) : undefined;
      return top === undefined ? undefined : Text.unknownPath(top, use.expression, whole);
    }
    case 'dirname':
    case 'basename':
    case 'realpath':
    case 'readlink':
      return ofPath(scope, name, words, use);
    default:
      return undefined;
  }
}

function ofPath(scope: Scope, name: string, words: readonly Item[], use: Use): Text | undefined {
  const options = words.flatMap((item) => /^-.*/.exec(valueOfItem(item) ?? '') ?? []).join(' ');
  const [operand, suffix, ...others] = words.filter((item) => valueOfItem(item)?.startsWith('-') !== true);
  if (operand?.kind !== 'word' || !isCertainItem(operand) || others.length > 0) return undefined;
  const { text } = operand;
  if (name === 'basename')
    return /^(?:--)?$/.test(options) && (suffix === undefined || valueOfItem(suffix) !== undefined)
      ? lastName(text, valueOfItem(suffix) ?? '', use)
      : undefined;
  if (suffix !== undefined) return undefined;
  if (name === 'dirname') return /^(?:--)?$/.test(options) ? directoryName(text, use) : undefined;
  if (name === 'readlink' && !/^-[a-z]*[fem]/.test(options)) return undefined;
  const path = pathOfText(text, currentFolder(scope.state));
  return path === undefined ? undefined : Text.unknownPath(path, use.expression, use.place);
}

/** The output of `cat`: a here-document, or a project file. */
function concatenated(scope: Scope, node: Command, words: readonly Item[]): Text | undefined {
  const [first, ...others] = words;
  if (first === undefined || valueOfItem(first) === '-') {
    const given = givenInput(node);
    return given === undefined || others.length > 0 ? undefined : expandInput(scope, given);
  }
  return first.kind === 'word' && isCertainItem(first) && others.length === 0
    ? textOfFile(scope, first.text)
    : undefined;
}

export function printFile(scope: Scope, node: Command): void {
  const target = inputFile(node);
  const text = target === undefined ? undefined : textOfFile(scope, expandText(scope, target));
  if (text === undefined) printUnknown(scope);
  else print(scope, text);
}

function textOfFile(scope: Scope, name: Text): Text | undefined {
  const text = readProjectFile(scope, name);
  if (text !== undefined) noteText(scope, text);
  return text;
}

/** Stores the output of a substitution as its value; `$(…)` removes final line ends. */
export function keepPrinted(scope: Scope, part: SyntaxNode, { scalar: text, mayBeInherited }: Binding): void {
  const { printed } = scope.session;
  const use = useAt(scope.script, part.pos, part.end);
  const isWhole = part.type === 'ProcessSubstitution' && text?.isKnown === true && !mayBeInherited;
  const value = text === undefined || isWhole ? text : valueOfOutput(text, use, mayBeInherited);
  if (value === undefined) printed.delete(part);
  else printed.set(part, value);
}

function valueOfOutput(text: Text, use: Use, mayBeMore: boolean): Text | undefined {
  const unknown = Text.unknown(use.expression, use.place);
  const isPlain = text.segments.every(({ kind }) => kind === 'literal') && !mayBeMore;
  if (isPlain) return withoutLineEnds(text, use);
  const all = text.alternatives({ withOpen: true }).map((each) => withoutLineEnds(each, use));
  if (all.length === 0) return undefined;
  if (mayBeMore && all.every((each) => emptiness(each) === 'empty')) return undefined;
  // `$(cd folder && pwd)` is empty only without that directory.
  const paths = all.filter((each) => each.segments.length === 1 && isPath(each));
  const texts = paths.length > 0 && all.every((each) => isPath(each) || emptiness(each) === 'empty') ? paths : all;
  const [only, ...others] = texts;
  const [segment] = only?.segments ?? [];
  if (others.length === 0 && !mayBeMore && only !== undefined) {
    if (segment?.kind !== 'unknown' || only.segments.length > 1) return only;
    // The whole expression is a better name than its last command.
    return segment.path === undefined ? undefined : Text.unknownPath(segment.path, use.expression, use.place);
  }
  return mergeTexts(mayBeMore ? [...texts, unknown] : texts, {
    ...use,
    branch: { kind: 'branch', location: use.place.location },
  });
}

function isPath({ segments }: Text): boolean {
  return segments.some((segment) => segment.kind === 'unknown' && segment.path !== undefined);
}

function withoutLineEnds(text: Text, use: Use): Text {
  const end = endOfLines(text);
  const { skeleton } = text;
  if (skeleton.charAt(end - 1) !== UNKNOWN_CHARACTER) return text.slice(0, end);
  // If the unknown end is empty, the shell also removes the line ends before it.
  let start = end;
  while (skeleton.charAt(start - 1) === UNKNOWN_CHARACTER || skeleton.charAt(start - 1) === '\n') start -= 1;
  if (!skeleton.slice(start, end).includes('\n')) return text.slice(0, end);
  return Text.concat([text.slice(0, start), Text.unknown(use.expression, use.place)], text.whole);
}

function endOfLines({ skeleton }: Text): number {
  let end = skeleton.length;
  while (skeleton.charAt(end - 1) === '\n') end -= 1;
  return end;
}
