import type { Command, CommandNode } from 'unbash';
import { Text } from '../../../text/text.ts';
import { type Item, isCertainItem } from '../expand/items.ts';
import { expandText } from '../expand/words.ts';
import type { Scope } from '../state/scope.ts';
import { bindOwn, INHERITED, lookUpOwn, scalar } from '../state/state.ts';
import { fileKey } from '../state/written-text.ts';
import { placeIn } from '../syntax/script-text.ts';
import { inputOf } from './commands/input.ts';
import { echoed, formatted } from './output.ts';
import { runPrinting } from './printing.ts';

/** Remembers what a command writes into a file: `cat > file <<EOF`, `echo … > file`, `tee file <<EOF`. A script may run it, or source it. */
export function noteWritten(
  scope: Scope,
  node: Command,
  name: string,
  words: () => readonly Item[],
  before: readonly CommandNode[],
): void {
  for (const target of targetsOf(scope, node, name, words))
    write(scope, target, () => writtenBy(scope, node, name, words(), before));
}

/** Follows what writes into a file together, and remembers what it prints: `{ …; } > file`, `for … done > file`, `function > file`. */
export function runWriting(scope: Scope, node: Pick<Command, 'redirects'>, run: (inner: Scope) => void): void {
  const targets = redirectedTo(scope, node);
  // Where it is left by `break` or `return`, what was printed before would be lost to what captures that.
  if (targets.length === 0 || scope.isCaptured) {
    run(scope);
    for (const { file } of targets) bindOwn(scope.state, fileKey(file), INHERITED);
    return;
  }
  const printed = runPrinting(scope, run);
  for (const target of targets) write(scope, target, () => printed);
}

function write(scope: Scope, { file, isAppended }: Target, written: () => Text | undefined): void {
  const key = fileKey(file);
  const previous = isAppended ? lookUpOwn(scope.state, key).scalar : undefined;
  const isFollowed = !isAppended || previous !== undefined;
  const text = isFollowed ? written() : undefined;
  if (text === undefined) bindOwn(scope.state, key, INHERITED);
  else bindOwn(scope.state, key, scalar(previous === undefined ? text : Text.concat([previous, text], text.whole)));
}

interface Target {
  readonly file: Text;
  readonly isAppended: boolean;
}

function targetsOf(scope: Scope, node: Command, name: string, words: () => readonly Item[]): readonly Target[] {
  if (name !== 'tee') return redirectedTo(scope, node);
  const [first] = words();
  return first?.kind === 'word' && isCertainItem(first) ? [{ file: first.text, isAppended: false }] : [];
}

/** The files to which redirects send what is printed. */
function redirectedTo(scope: Scope, { redirects }: Pick<Command, 'redirects'>): readonly Target[] {
  return redirects.flatMap((redirect): readonly Target[] => {
    if (redirect.type !== 'Redirect' || redirect.target === undefined) return [];
    const { operator, descriptor, target } = redirect;
    const isOutput = operator === '>' || operator === '>>' || operator === '>|';
    if (!isOutput || descriptor !== undefined || target.text.startsWith('/dev/')) return [];
    return [{ file: expandText(scope, target), isAppended: operator === '>>' }];
  });
}

function writtenBy(
  scope: Scope,
  node: Command,
  name: string,
  words: readonly Item[],
  before: readonly CommandNode[],
): Text | undefined {
  const whole = placeIn(scope.script, node.pos, Math.max(node.end, node.pos + 1));
  if (name === 'echo') return echoed(words, whole);
  if (name === 'printf') return formatted(words, whole);
  return name === 'tee' || words.length === 0 ? inputOf({ ...scope, input: undefined }, node, before) : undefined;
}
