import type { Command, SyntaxNode } from 'unbash';
import { Text } from '../../../text/text.ts';
import { expandInput } from '../expand/words.ts';
import { unknownWords } from '../items/items.ts';
import type { Scope } from '../state/scope.ts';
import { array, bind } from '../state/state.ts';
import { scriptPlace } from '../syntax/script-text.ts';
import { substituted } from './commands/input.ts';
import { bindText } from './variables/assignments.ts';

/**
 * `exec {FD}<> file`: the variable gets a number. Any command may read another descriptor's text as
 * a script.
 */
export function openDescriptors(scope: Scope, node: Pick<Command, 'redirects'>, name?: string): void {
  for (const redirect of node.redirects) {
    const { descriptor } = redirect;
    if (descriptor?.type === 'FileDescriptorVariable') {
      const { name: variable, pos, end } = descriptor;
      bindText(scope, variable, Text.unknown(`$${variable}`, scriptPlace(scope.script, pos, end)));
    }
    const isOwn = descriptor?.type !== 'FileDescriptorVariable' && (descriptor?.value ?? 0) === 0;
    if (isOwn && name !== 'exec') continue;
    const text =
      redirect.type === 'Redirect'
        ? redirect.target && substituted(scope, redirect.target)
        : expandInput(scope, redirect);
    if (text !== undefined && !scope.isSilent) scope.session.found.written.set(`${redirect.pos}`, text);
  }
}

/** `coproc NAME`: the array gets two numbers, and another variable that of the process. */
export function bindDescriptors(scope: Scope, name: string, { pos, end }: SyntaxNode): void {
  const place = scriptPlace(scope.script, pos, end);
  bind(scope.state, name, array([unknownWords(`\${${name}[@]}`, place)]));
  bindText(scope, `${name}_PID`, Text.unknown(`$${name}_PID`, place));
}
