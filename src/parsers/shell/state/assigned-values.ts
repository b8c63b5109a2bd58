import type { Command, DoubleQuotedChild, Script, Word, WordPart } from 'unbash';
import { isReference } from '../../../sensitive/names.ts';
import { placesOfText } from '../../../sensitive/places.ts';
import type { Text } from '../../../text/text.ts';
import { locationIn } from '../syntax/script-text.ts';
import { locationKey, type Scope } from './scope.ts';

type CommandArgument = Command['args'][number];

const READERS: ReadonlySet<string> = new Set(['read', 'mapfile', 'readarray']);

/** Records assigned values: `A=x`, `export A=x`, `list=(x y)`, `read A <<< x`, `printf -v A x`. */
export function noteAssignments(scope: Scope, node: Command): void {
  const { noted } = scope.session;
  if (noted.has(node)) return;
  noted.add(node);
  for (const part of [...node.prefix, ...node.args]) {
    if (part.type !== 'Assignment') continue;
    // An array is one value: showing one word shows its neighbors.
    if (part.value.type === 'Word') noteWord(scope, part.value);
    else if (!part.value.elements.every(({ text }) => isReference(text)))
      note(scope, part.value.elements[0]?.pos ?? 0, part.value.elements.at(-1)?.end ?? 0);
  }
  const name = node.name?.text ?? '';
  if (READERS.has(name)) noteInput(scope, node);
  else if (name === 'printf' && node.args[0]?.text === '-v') notePrinted(scope, node.args.slice(2));
}

/** Records literal output of substitutions: it becomes a word or a value. */
export function noteOutput(scope: Scope, { commands }: Script): void {
  for (const { command } of commands) {
    for (const node of command.type === 'Pipeline' || command.type === 'AndOr' ? command.commands : [command]) {
      if (node.type !== 'Command') continue;
      noteInput(scope, node);
      const name = node.name?.text;
      if (name === 'printf') notePrinted(scope, node.args);
      else if (name === 'echo')
        for (const word of node.args) if (!/^-[neE]+$/.test(word.text)) noteArgument(scope, word);
    }
  }
}

function noteInput(scope: Scope, { redirects }: Command): void {
  for (const redirect of redirects) {
    if (redirect.type === 'HereString' && redirect.target !== undefined) noteWord(scope, redirect.target);
    else if (redirect.type === 'HereDoc') note(scope, redirect.body.pos, redirect.body.end);
  }
}

/** The words of `printf`. A format counts only if no words follow. */
function notePrinted(scope: Scope, [format, ...words]: readonly CommandArgument[]): void {
  if (format !== undefined && words.length === 0) noteArgument(scope, format);
  for (const word of words) noteArgument(scope, word);
}

function noteArgument(scope: Scope, argument: CommandArgument): void {
  if (argument.type === 'Word') noteWord(scope, argument);
}

/** Records values in words of unfollowed commands: `echo A=x`, `kubectl … --from-literal=A=x`. */
export function noteArguments(scope: Scope, { args }: Command): void {
  for (const { type, text, pos, end } of args) {
    const head =
      type === 'Word' && text.includes('=') ? /^(?:--[\w-]+=)?["']?[A-Za-z_]\w*=/.exec(text)?.[0] : undefined;
    if (head !== undefined && !isReference(text.slice(head.length))) note(scope, pos + head.length, end);
  }
}

export function noteText({ session }: Scope, text: Text): void {
  for (const place of placesOfText(text)) session.found.assigned.set(locationKey(place), place);
}

function noteWord(scope: Scope, { parts, pos, end }: Word): void {
  if (parts === undefined || parts.length === 0) note(scope, pos, end);
  else for (const part of parts) notePart(scope, part);
}

/** The value of an expansion is recorded elsewhere, except text in it: `${X:-text}`. */
function notePart(scope: Scope, part: WordPart | DoubleQuotedChild): void {
  switch (part.type) {
    case 'SimpleExpansion':
    case 'CommandExpansion':
    case 'ArithmeticExpansion':
    case 'ProcessSubstitution':
      return;
    case 'DoubleQuoted':
    case 'LocaleString':
      for (const child of part.parts) notePart(scope, child);
      return;
    default:
      if (!isReference(part.text)) note(scope, part.pos, part.end);
  }
}

function note({ session, script }: Scope, start: number, end: number): void {
  if (start >= end) return;
  const place = locationIn(script, start, end);
  session.found.assigned.set(locationKey(place), place);
}
