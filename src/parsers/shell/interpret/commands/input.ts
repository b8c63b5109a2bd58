import type { Command, CommandNode } from 'unbash';
import type { Text } from '../../../../text/text.ts';
import { valueOfItem } from '../../expand/items.ts';
import { joinWords } from '../../expand/joined-words.ts';
import { expandArgument, expandInput } from '../../expand/words.ts';
import type { Scope } from '../../state/scope.ts';
import { givenInput } from '../output.ts';

/** The text that a command reads from its input, where the script gives it: a here-document, a here-string, `echo … |`. */
export function inputOf(scope: Scope, node: Command, piped: CommandNode | undefined): Text | undefined {
  const given = givenInput(node);
  if (given !== undefined) return expandInput(scope, given);
  return piped?.type === 'Command' ? outputOf(scope, piped) : scope.input?.();
}

function outputOf(scope: Scope, node: Command): Text | undefined {
  const words = node.args.flatMap((argument) => expandArgument(scope, argument));
  switch (node.name?.value) {
    case 'cat':
      return words.length === 0 ? inputOf(scope, node, undefined) : undefined;
    case 'echo':
      return joinWords(words.filter((item, index) => index > 0 || !/^-[neE]+$/.test(valueOfItem(item) ?? '')));
    case 'printf': {
      const [format, ...values] = words;
      return (valueOfItem(format) ?? '').includes('%') ? joinWords(values) : joinWords(words);
    }
    default:
      return undefined;
  }
}
