import type { Command, CommandNode, SyntaxNode } from 'unbash';
import type { Text } from '../../../../text/text.ts';
import { expandArgument, expandInput, expandText } from '../../expand/words.ts';
import type { Item } from '../../items/items.ts';
import type { Scope } from '../../state/scope.ts';
import { scriptPlace } from '../../syntax/script-text.ts';
import { givenInput, inputFile, likelyOutput } from '../output.ts';
import { runCaptured } from '../printing.ts';
import { readProjectFile } from '../sources.ts';
import { reportCommandsIn } from '../unread.ts';

/**
 * The text of a command's input, if the script contains it: a here-document, a here-string, `<
 * <(echo …)`, `echo … |`. `before` are the earlier commands of the pipe.
 */
export function inputOf(
  scope: Scope,
  node: Pick<Command, 'redirects'>,
  before: readonly CommandNode[],
): Text | undefined {
  if (givenInput(node) !== undefined || inputFile(node) !== undefined) return ownInput(scope, node);
  const piped = before.at(-1);
  return piped === undefined ? scope.input?.() : outputOf(scope, piped, before.slice(0, -1));
}

/**
 * The input in the command itself: a here-document, a here-string, a project file, `< <(echo …)`.
 */
export function ownInput(scope: Scope, node: Pick<Command, 'redirects'>): Text | undefined {
  const given = givenInput(node);
  if (given !== undefined) return expandInput(scope, given);
  const file = inputFile(node);
  return file === undefined ? undefined : (substituted(scope, file) ?? readProjectFile(scope, expandText(scope, file)));
}

/** The known output of `<(…)` that a word names. */
export function substituted({ session }: Scope, node: SyntaxNode): Text | undefined {
  if (node.type !== 'Word') return undefined;
  const [part, ...others] = node.parts ?? [];
  return part?.type === 'ProcessSubstitution' && part.operator === '<' && others.length === 0
    ? session.printed.get(part)
    : undefined;
}

function outputOf(scope: Scope, node: CommandNode, before: readonly CommandNode[]): Text | undefined {
  const name = node.type === 'Command' ? node.name?.value : undefined;
  const words = node.type === 'Command' ? node.args.flatMap((argument) => expandArgument(scope, argument)) : [];
  if (node.type === 'Command' && (name === 'tee' || (name === 'cat' && words.length === 0)))
    return inputOf(scope, node, before);
  if (node.type === 'Command' && name !== undefined && (name === 'sed' || SELECTING.has(name))) {
    const text = inputOf(scope, node, before) ?? fileNamed(scope, words.at(-1));
    if (name !== 'sed') return text;
    const { location } = scriptPlace(scope.script, node.pos, node.end);
    reportCommandsIn(scope, text, location, 'The output of `sed` is not followed');
    return undefined;
  }
  if (name === 'echo') return likelyOutput(name, words);
  return printedBy(scope, node) ?? (name === 'printf' ? likelyOutput(name, words) : undefined);
}

/** Programs that print some input lines: all count, so that none is missed. */
const SELECTING: ReadonlySet<string> = new Set('grep egrep head tail sort uniq envsubst dos2unix'.split(' '));

function fileNamed(scope: Scope, item: Item | undefined): Text | undefined {
  return item?.kind === 'word' ? readProjectFile(scope, item.text) : undefined;
}

/** The output of commands, followed a second time without recording. */
function printedBy(scope: Scope, node: CommandNode): Text | undefined {
  // Without recording, this would double at each level.
  if (scope.isSilent) return undefined;
  const place = scriptPlace(scope.script, node.pos, node.end);
  return runCaptured({ ...scope, isSilent: true }, place, (inner) => {
    inner.session.interpreter.runNode(inner, node);
  }).scalar;
}
