import type { Command, SyntaxNode } from 'unbash';
import { Text } from '../../../text/text.ts';
import { unknownWords } from '../items/items.ts';
import type { Scope } from '../state/scope.ts';
import { array, bind } from '../state/state.ts';
import { scriptPlace } from '../syntax/script-text.ts';
import { bindText } from './variables/assignments.ts';

/** `exec {FD}<> file`: the variable gets a number. */
export function openDescriptors(scope: Scope, { redirects }: Pick<Command, 'redirects'>): void {
  for (const { descriptor } of redirects) {
    if (descriptor?.type !== 'FileDescriptorVariable') continue;
    const { name, pos, end } = descriptor;
    bindText(scope, name, Text.unknown(`$${name}`, scriptPlace(scope.script, pos, end)));
  }
}

/** `coproc NAME`: the array gets two numbers, and another variable that of the process. */
export function bindDescriptors(scope: Scope, name: string, { pos, end }: SyntaxNode): void {
  const place = scriptPlace(scope.script, pos, end);
  bind(scope.state, name, array([unknownWords(`\${${name}[@]}`, place)]));
  bindText(scope, `${name}_PID`, Text.unknown(`$${name}_PID`, place));
}
