import type { PipelineNode, Statement } from 'unbash';
import type { Scope } from '../state/scope.ts';
import { isEndless } from './conditions.ts';
import { inputFile } from './output.ts';

/** True if it always ends something: `exit` and similar, or a loop without an end or `break`. */
export function isEnd(scope: Scope, node: Statement['command']): boolean {
  const commands: readonly Statement['command'][] = node.type === 'Pipeline' ? node.commands : [node];
  const [only, ...others] = commands;
  if (only === undefined || others.length > 0) return false;
  if (only.type === 'While')
    return isEndless(only.clause) && !scope.script.text.slice(only.pos, only.end).includes('break');
  // With `exec < file`, bash goes on if it can't read the file.
  return only.type === 'Command' && ENDS.has(only.name?.text ?? '') && inputFile(only) === undefined;
}

const ENDS: ReadonlySet<string> = new Set(['exit', 'return', 'break', 'continue', 'exec']);

/** True for commands that print a program's path, or nothing. */
export function looksUp(node: PipelineNode): boolean {
  if (node.type !== 'Command') return false;
  const [name, option] = [node.name?.text, node.args[0]?.text];
  return name === 'which' || (name === 'command' && option === '-v') || (name === 'type' && option === '-p');
}

/** True for commands that can't fail: an assignment of known text, and printing. */
export function succeeds(node: PipelineNode): boolean {
  if (node.type === 'Command' && (node.name?.text === 'echo' || node.name?.text === 'printf')) return true;
  return (
    node.type === 'Command' &&
    node.name === undefined &&
    !/[`]|\$\(/.test(node.prefix.map((part) => (part.type === 'Assignment' ? part.text : '`')).join(' '))
  );
}
