import type { Command, CommandArgument, CommandNode, Word } from 'unbash';
import type { Place } from '../../../../text/location.ts';
import type { Text } from '../../../../text/text.ts';
import { baseName, findProgram, isPodmanCompose } from '../../../programs/engines.ts';
import { findWrapper, isNamedLikeWrapper, isShell } from '../../../programs/wrappers.ts';
import { expandArgument, expandInput, expandText, expandWord } from '../../expand/words.ts';
import { type Item, isCertainItem, placeOf, valueOfItem } from '../../items/items.ts';
import { noteArguments, noteAssignments } from '../../state/assigned-values.ts';
import { addProblem, reportLimit, type Scope } from '../../state/scope.ts';
import { likelyText } from '../../state/written-text.ts';
import { locationIn, scriptPlace } from '../../syntax/script-text.ts';
import { findBuiltin } from '../builtins/builtins.ts';
import { notePrinted } from '../coverage.ts';
import { openDescriptors } from '../descriptors.ts';
import { runEmbedded } from '../embedded.ts';
import { findFunction } from '../functions.ts';
import { givenInput, inputFile, outputGoes } from '../output.ts';
import { printCommand, printFile, printUnknown } from '../printing.ts';
import { assign } from '../variables/assignments.ts';
import { declare, isDeclaration } from '../variables/declarations.ts';
import { noteWritten, runWriting } from '../written-files.ts';
import { MAX_WORDS, wordLimit } from './call.ts';
import { inputOf, ownInput, substituted } from './input.ts';
import { isRunByPath, runWords } from './run-words.ts';

/** Follows one simple command. `before` are the earlier commands of the pipe. */
export function runCommand(scope: Scope, node: Command, before: readonly CommandNode[] = []): void {
  spend(scope, node);
  runEmbedded(scope, node);
  noteAssignments(scope, node);
  openDescriptors(scope, node, node.name?.value);
  if (node.name === undefined) {
    if (scope.isCaptured && inputFile(node) !== undefined) printFile(scope, node);
    for (const part of node.prefix) if (part.type === 'Assignment') assign(scope, part);
    return;
  }
  if (node.name.text.startsWith('-')) reportCut(scope, node);
  if (isDeclaration(node.name.text)) {
    declare(scope, node, node.name.text);
    return;
  }
  if (scope.shell.aliases.has(node.name.text) && findProgram(node.name.text) === undefined)
    reportLimit(scope, locationIn(scope.script, node.pos, node.end), BEHIND_ALIAS);
  const goes = scope.isCaptured ? outputGoes(node.redirects) : 'elsewhere';
  const inner = goes === 'elsewhere' ? { ...scope, isCaptured: false } : scope;
  const { name } = node;
  if (findFunction(scope, name.value) === undefined) runNamedCommand(inner, node, name, before);
  else {
    runWriting(inner, node, (writing) => {
      runNamedCommand(writing, node, name, before);
    });
  }
  if (goes === 'mixed') printUnknown(scope);
}

/** A command's lines before a comment between them, and the comment. */
const CUT = /\b(?:docker|podman|nerdctl)\b(?:[^\n]*\\\n)*?[^\n]*\\\n[ \t]*(#[^\n]*)\n(?:[ \t]*#[^\n]*\n)*[ \t]*$/;
const MAX_CUT = 2000;

/**
 * Reports a comment between a command's lines, which ends it, so its options become another
 * command.
 */
function reportCut(scope: Scope, node: Command): void {
  const { script } = scope;
  const from = Math.max(0, node.pos - MAX_CUT);
  const match = CUT.exec(script.text.slice(from, node.pos));
  const comment = match?.[1];
  if (match === null || comment === undefined) return;
  const start = from + match.index + match[0].lastIndexOf(comment);
  addProblem(scope, {
    id: 'syntax/unsupported',
    severity: 'warning',
    message: {
      what: 'This comment ends the command, so the options below it have no effect.',
      remedy: 'Move it above the command.',
    },
    place: scriptPlace(script, start, start + comment.length),
  });
}

const BEHIND_ALIAS = 'Words after an alias are not read.';

function runNamedCommand(scope: Scope, node: Command, name: Word, before: readonly CommandNode[]): void {
  const first = asWritten(expandWord(scope, name), name.text);
  const words = (): readonly Item[] => node.args.flatMap((argument) => expandArgument(scope, argument));
  if (scope.isCaptured && !printsItself(scope, first[0])) printCommand(scope, node, [...first, ...words()]);
  const written = valueOfItem(first[0]);
  if (written !== undefined) notePrinted(scope, node, written);
  if (written !== undefined && WRITES.has(written)) noteWritten(scope, node, written, words, before);
  if (first.length > 0 && !isInteresting(scope, first, node.args)) {
    noteArguments(scope, node);
    // `: ${X:=default}`
    for (const argument of node.args) if (/\$\{\w+:?=/.test(argument.text)) expandArgument(scope, argument);
    return;
  }
  const environment = new Map<string, Text>();
  for (const part of node.prefix) {
    if (part.type === 'Assignment' && part.value.type === 'Word')
      environment.set(part.name, expandText(scope, part.value, true));
  }
  const quoted = new Map<Item, Place>();
  const contents = new Map<Item, Text>();
  const all = wordsOf(scope, name, first, node.args, quoted, contents);
  const location = locationIn(scope.script, node.pos, node.end);
  const input = givenInput(node);
  const given = (): Text | undefined => (input === undefined ? undefined : expandInput(scope, input));
  const hasNoInput = node.redirects.some(
    (redirect) => redirect.type === 'Redirect' && redirect.operator === '<' && redirect.target?.value === '/dev/null',
  );
  runWords(scope, {
    words: all,
    quoted,
    contents,
    location,
    environment,
    passed: { own: environment, hasExported: true },
    input: () => inputOf(scope, node, before),
    given,
    own: () => ownInput(scope, node),
    hasInput: before.length > 0 || (!hasNoInput && inputFile(node) !== undefined),
    hasNoInput,
    isDirect: true,
    depth: 0,
  });
}

const WRITES: ReadonlySet<string> = new Set(['cat', 'echo', 'printf', 'tee', 'install', 'cp', 'dd']);

/** True for commands that run others in this shell: those print themselves. */
function printsItself(scope: Scope, first: Item | undefined): boolean {
  const name = valueOfItem(first);
  const isRunner = name === 'eval' || name === '.' || name === 'source';
  return name !== undefined && (isRunner || findFunction(scope, name) !== undefined);
}

/**
 * A command's words, up to the limit. Adds quoted words with candidates to `quoted`, contents of
 * `<(…)` to `contents`.
 */
function wordsOf(
  scope: Scope,
  name: Word,
  first: readonly Item[],
  args: Command['args'],
  quoted: Map<Item, Place>,
  contents: Map<Item, Text>,
): readonly Item[] {
  const words = [...first];
  const note = ({ text, pos, end }: CommandArgument, items: readonly Item[]): void => {
    if (text.startsWith('"') && text.endsWith('"') && text.includes('@'))
      for (const item of items) quoted.set(item, scriptPlace(scope.script, pos, end));
  };
  note(name, first);
  for (const argument of args) {
    const items = asWritten(expandArgument(scope, argument), argument.text);
    note(argument, items);
    const [only] = items;
    const content = substituted(scope, argument);
    if (only !== undefined && content !== undefined) contents.set(only, content);
    for (const item of items) words.push(item);
    const next = words[MAX_WORDS + 1];
    if (next === undefined) continue;
    addProblem(scope, wordLimit(placeOf(next)));
    break;
  }
  return words;
}

function asWritten(items: readonly Item[], written: string): readonly Item[] {
  return items.map((item) => (item.kind === 'word' && item.text.isKnown ? item : { ...item, written }));
}

/**
 * Counts repeated commands: at zero, loops and calls are merged. The script's length is free;
 * strings, which may differ each time, count beyond it.
 */
function spend(scope: Scope, node: Command): void {
  const { session, script } = scope;
  const { pos, end, args } = node;
  if (!session.noted.has(node) && session.left.unread > 0) {
    session.left.unread -= end - pos;
    return;
  }
  session.left.repeats -= 1 + args.length;
  if (session.left.repeats <= 0) reportLimit(scope, locationIn(script, pos, Math.max(end, pos + 1)), TOO_OFTEN);
}

const TOO_OFTEN = "Loops and functions repeat this script's commands too often; later commands were read only once.";

/** A program name with a pattern that the shell expands: `/usr/bin/dock?r`. */
const PATTERN = /[*?]|\[[^[\]]+\]/;

const RENAMES: ReadonlySet<string> = new Set(['cp', 'hash', 'install', 'ln', 'mv', 'rsync', 'scp']);

/** False for commands that neither are nor run anything relevant: their words aren't expanded. */
function isInteresting(scope: Scope, [first]: readonly Item[], args: Command['args']): boolean {
  const name = valueOfItem(first);
  if (name === undefined || first === undefined || !isCertainItem(first)) return true;
  const base = baseName(name);
  return (
    name === '$' ||
    name === 'find' ||
    RENAMES.has(name) ||
    PATTERN.test(name) ||
    isRunByPath(scope, name) ||
    (first.kind === 'word' && name.includes('/') && likelyText(scope, first.text) !== undefined) ||
    findFunction(scope, name) !== undefined ||
    findBuiltin(name) !== undefined ||
    findProgram(name) !== undefined ||
    isPodmanCompose(base) ||
    findWrapper(base) !== undefined ||
    isShell(base) ||
    isNamedLikeWrapper(base) ||
    args.some(({ text }, index) => {
      const { text: next = '' } = args[index + 1] ?? {};
      return (
        ((text === '--' || /\s/.test(text)) && findProgram(next) !== undefined) ||
        (text === '--' && /^(?:sudo$|"?\$)/.test(next))
      );
    })
  );
}
