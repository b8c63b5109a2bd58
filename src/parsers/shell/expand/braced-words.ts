import { forEachChild, parse, type SyntaxNode, type Word } from 'unbash';
import { Text } from '../../../text/text.ts';
import type { Scope } from '../state/scope.ts';
import { type BraceWord, expandBraces } from '../syntax/braces.ts';
import { partOf, type ScriptText, scriptPlace, stringScript } from '../syntax/script-text.ts';

/** Precedes a word that is parsed alone, so that its `#` doesn't start a comment. */
export const WORD_PREFIX = ': ""';

/** A word that brace expansion made, as a script. */
export interface MadeWord {
  readonly script: ScriptText;
  readonly word: Word;
}

/**
 * The words that braces in a word expand to, with known output of substitutions. Empty if nothing
 * is left, `undefined` if there are too many.
 */
export function wordsOfBraces(scope: Pick<Scope, 'script' | 'session'>, node: Word): readonly MadeWord[] | undefined {
  const source = partOf(scope.script, node.pos, node.end);
  return expandBraces(source.text)?.flatMap((pieces) => {
    const script = braceScript(source, pieces);
    const word = wordIn(script);
    if (word === undefined) return [];
    for (const [text, value] of printedIn(scope, node)) givePrinted(scope, word, text, value);
    return [{ script, word }];
  });
}

/** The word without brace expansion: in an assignment, or in `sh`. */
export function wordOfLiteralBraces(scope: Pick<Scope, 'script' | 'session'>, node: SyntaxNode): MadeWord | undefined {
  const source = partOf(scope.script, node.pos, node.end);
  const whole = scriptPlace(source, 0, source.text.length);
  const script = stringScript(
    Text.concat([Text.derived(`${WORD_PREFIX}\\`, whole), source.slice(0, source.text.length)], whole),
  );
  const word = wordIn(script);
  if (word === undefined) return undefined;
  for (const [text, value] of printedIn(scope, node)) givePrinted(scope, word, text, value);
  return { script, word };
}

/** A word's substitutions by source, since brace expansion makes new nodes. */
function printedIn({ session }: Pick<Scope, 'session'>, node: SyntaxNode): readonly (readonly [string, Text])[] {
  const found: (readonly [string, Text])[] = [];
  const visit = (child: SyntaxNode): void => {
    const text = child.type === 'CommandExpansion' ? session.printed.get(child) : undefined;
    if (text !== undefined && child.type === 'CommandExpansion') found.push([child.text, text]);
    forEachChild(child, visit);
  };
  forEachChild(node, visit);
  return found;
}

function givePrinted({ session }: Pick<Scope, 'session'>, node: SyntaxNode, text: string, value: Text): void {
  const visit = (child: SyntaxNode): void => {
    if (child.type === 'CommandExpansion' && child.text === text) session.printed.set(child, value);
    forEachChild(child, visit);
  };
  forEachChild(node, visit);
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
