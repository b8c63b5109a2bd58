import { parse, type SyntaxNode, type Word } from 'unbash';
import { Text } from '../../../text/text.ts';
import { type BraceWord, expandBraces } from '../syntax/braces.ts';
import { partOf, type ScriptText, scriptPlace, stringScript } from '../syntax/script-text.ts';

/** Put before a word that is parsed alone, so that its `#` begins no comment. */
export const WORD_PREFIX = ': ""';

/** A word made by braces, as a script. */
export interface MadeWord {
  readonly script: ScriptText;
  readonly word: Word;
}

/** The words of a word with braces, with unknown output of their substitutions; empty if braces leave nothing, `undefined` if there are too many. */
export function wordsOfBraces(given: ScriptText, node: Word): readonly MadeWord[] | undefined {
  const source = partOf(given, node.pos, node.end);
  return expandBraces(source.text)?.flatMap((pieces) => {
    const script = braceScript(source, pieces);
    const word = wordIn(script);
    return word === undefined ? [] : [{ script, word }];
  });
}

/** The word if braces aren't expanded: in an assignment, in `sh`. */
export function wordOfLiteralBraces(given: ScriptText, node: SyntaxNode): MadeWord | undefined {
  const source = partOf(given, node.pos, node.end);
  const whole = scriptPlace(source, 0, source.text.length);
  const script = stringScript(
    Text.concat([Text.derived(`${WORD_PREFIX}\\`, whole), source.slice(0, source.text.length)], whole),
  );
  const word = wordIn(script);
  return word === undefined ? undefined : { script, word };
}

function braceScript(source: ScriptText, pieces: BraceWord): ScriptText {
  const whole = scriptPlace(source, 0, source.text.length);
  const texts = pieces.map((piece) =>
    'text' in piece
      ? Text.derived(piece.text, scriptPlace(source, piece.start, piece.end))
      : source.slice(piece.start, piece.end),
  );
  return stringScript(Text.concat([Text.derived(WORD_PREFIX, whole), ...texts], whole));
}

function wordIn({ text }: ScriptText): Word | undefined {
  if (text === WORD_PREFIX) return undefined;
  const [statement] = parse(text).commands;
  if (statement?.command.type !== 'Command') return undefined;
  const [made] = statement.command.suffix;
  if (made?.type !== 'Word') return undefined;
  const start = WORD_PREFIX.length;
  const parts = made.parts?.slice(1) ?? [];
  return { type: 'Word', text: text.slice(start, made.end), value: made.value, pos: start, end: made.end, parts };
}
