import { type Command, forEachChild, type Statement, type SyntaxNode, type Word } from 'unbash';
import { isSecretName } from '../../../sensitive/names.ts';
import { passwordsInWords, printedWords, readsPassword } from '../../../sensitive/programs.ts';
import type { Span } from '../../../text/location.ts';
import { locationIn } from '../syntax/script-text.ts';
import { locationKey, type Scope } from './scope.ts';

const MAX_DEPTH = 400;

/** Nested substitutions are read up to this many times the text. */
const MAX_NESTED_FACTOR = 12;

interface Written extends Span {
  readonly text: string;
}

/**
 * Records passwords in the words of all commands, run or not; scripts in backticks are separate.
 */
export function notePasswords(scope: Scope, statements: readonly Statement[]): void {
  const budget = { left: MAX_NESTED_FACTOR * scope.script.text.length };
  for (const statement of statements) noteIn(scope, statement, budget, 0);
}

function noteIn(scope: Scope, node: SyntaxNode, budget: { left: number }, depth: number): void {
  if (depth > MAX_DEPTH) return;
  switch (node.type) {
    case 'Command':
      noteCommand(scope, node);
      break;
    case 'Pipeline':
      for (const [index, command] of node.commands.entries()) {
        const before = node.commands[index - 1];
        if (command.type !== 'Command' || before?.type !== 'Command') continue;
        const words = wordsOf(before);
        if (readsPassword(textsOf(wordsOf(command)))) noteWords(scope, words, printedWords(textsOf(words)));
      }
      break;
    case 'ParameterExpansion':
      if (node.operation?.type === 'Default') {
        const { operator, operand } = node.operation;
        if (isSecretName(node.parameter) && !operator.endsWith('?')) noteSecret(scope, operand.pos, operand.end);
        else if (operator.endsWith('=')) noteAssigned(scope, operand);
      }
      break;
    default:
  }
  forEachChild(node, (child) => {
    if (child.type === 'CommandExpansion' || child.type === 'ProcessSubstitution') budget.left -= child.end - child.pos;
    if (budget.left < 0 || (child.type === 'CommandExpansion' && child.script?.source !== undefined)) return;
    noteIn(scope, child, budget, depth + 1);
  });
}

function noteCommand(scope: Scope, node: Command): void {
  const words = wordsOf(node);
  const texts = textsOf(words);
  noteWords(scope, words, passwordsInWords(texts));
  for (const part of [...node.prefix, ...node.args]) {
    if (part.type !== 'Assignment' || part.value.type !== 'ArrayValue') continue;
    const { elements } = part.value;
    if (isSecretName(part.name)) for (const { pos, end } of elements) noteSecret(scope, pos, end);
    else noteWords(scope, elements.map(toWritten), passwordsInWords(elements.map(({ text }) => text)));
  }
  if (!readsPassword(texts)) return;
  for (const redirect of node.redirects) {
    if (redirect.type === 'HereDoc') noteSecret(scope, redirect.body.pos, redirect.body.end);
    else if (redirect.type === 'HereString' && redirect.target !== undefined) {
      const given = [{ text: 'echo', start: 0, end: 0 }, toWritten(redirect.target)];
      noteWords(scope, given, printedWords(textsOf(given)));
    }
  }
}

function wordsOf({ name, args }: Command): readonly Written[] {
  return name === undefined ? [] : [name, ...args].map(toWritten);
}

function toWritten({ text, pos, end }: Pick<Word, 'text' | 'pos' | 'end'>): Written {
  return { text, start: pos, end };
}

function textsOf(words: readonly Written[]): readonly string[] {
  return words.map(({ text }) => text);
}

function noteWords(scope: Scope, words: readonly Written[], found: readonly (readonly Span[])[]): void {
  for (const [index, spans] of found.entries()) {
    const from = words[index]?.start ?? 0;
    for (const { start, end } of spans) noteSecret(scope, from + start, from + end);
  }
}

function noteSecret({ session, script }: Scope, start: number, end: number): void {
  if (start >= end) return;
  const place = locationIn(script, start, end);
  session.found.secrets.set(locationKey(place), place);
}

function noteAssigned({ session, script }: Scope, { pos, end }: Word): void {
  if (pos >= end) return;
  const place = locationIn(script, pos, end);
  session.found.assigned.set(locationKey(place), place);
}
