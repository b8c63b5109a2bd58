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

/** Remembers what a command writes into a file: `cat > file <<EOF`, `echo … > file`, `tee file <<EOF`. A script may run it, or source it. */
export function noteWritten(
  scope: Scope,
  node: Command,
  name: string,
  words: () => readonly Item[],
  before: readonly CommandNode[],
): void {
  for (const { file, isAppended } of targetsOf(scope, node, name, words)) {
    const key = fileKey(file);
    const previous = isAppended ? lookUpOwn(scope.state, key).scalar : undefined;
    const isFollowed = !isAppended || previous !== undefined;
    const text = isFollowed ? writtenBy(scope, node, name, words(), before) : undefined;
    if (text === undefined) bindOwn(scope.state, key, INHERITED);
    else bindOwn(scope.state, key, scalar(previous === undefined ? text : Text.concat([previous, text], text.whole)));
  }
}

interface Target {
  readonly file: Text;
  readonly isAppended: boolean;
}

function targetsOf(
  scope: Scope,
  { redirects }: Command,
  name: string,
  words: () => readonly Item[],
): readonly Target[] {
  if (name === 'tee') {
    const [first] = words();
    return first?.kind === 'word' && isCertainItem(first) ? [{ file: first.text, isAppended: false }] : [];
  }
  if (name !== 'cat' && name !== 'echo' && name !== 'printf') return [];
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
