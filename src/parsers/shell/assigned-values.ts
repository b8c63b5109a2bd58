import type { Command, DoubleQuotedChild, Word, WordPart } from 'unbash';
import { isReference } from '../../model/command-values.ts';
import type { Text } from '../../model/text.ts';
import { placesOfText } from '../syntax/environment-values.ts';
import { locationKey, type Scope } from './scope.ts';
import { locationIn } from './script-text.ts';

/** Notes where a command gives values to variables: `A=x`, `export A=x`, `list=(x y)`. */
export function noteAssignments(scope: Scope, node: Command): void {
  const { noted } = scope.session;
  if (noted.has(node)) return;
  noted.add(node);
  for (const part of [...node.prefix, ...node.args]) {
    if (part.type !== 'Assignment') continue;
    for (const value of part.value.type === 'Word' ? [part.value] : part.value.elements) noteWord(scope, value);
  }
}

/** Notes the values in the words of a command that is not followed: `echo A=x`, `kubectl … --from-literal=A=x`. */
export function noteArguments(scope: Scope, { args }: Command): void {
  for (const { type, text, pos, end } of args) {
    const head = type === 'Word' && text.includes('=') ? /^(?:--[\w-]+=)?["']?[A-Za-z_]\w*=/.exec(text)?.[0] : undefined;
    if (head !== undefined && !isReference(text.slice(head.length))) note(scope, pos + head.length, end);
  }
}

/** Notes where the parts of a value were written. */
export function noteText({ session }: Scope, text: Text): void {
  for (const place of placesOfText(text)) session.assigned.set(locationKey(place), place);
}

function noteWord(scope: Scope, { parts, pos, end }: Word): void {
  if (parts === undefined || parts.length === 0) note(scope, pos, end);
  else for (const part of parts) notePart(scope, part);
}

/** What an expansion gives is written elsewhere, unless it has a text of its own: `${X:-text}`. */
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
  session.assigned.set(locationKey(place), place);
}
