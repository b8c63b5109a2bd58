import { forEachChild, parse, type SyntaxNode, type Word } from 'unbash';
import { Text } from '../../../text/text.ts';
import type { Scope } from '../state/scope.ts';
import { type BraceWord, expandBraces } from '../syntax/braces.ts';
import { partOf, placeIn, type ScriptText, stringScript } from '../syntax/script-text.ts';

/** Before a word that is read by itself, so that a `#` in front of it begins no comment. */
export const WORD_PREFIX = ': ""';

/** A word that braces made, in a script of its own. */
export interface MadeWord {
  readonly script: ScriptText;
  readonly word: Word;
}

/**
 * The words that a word with braces stands for, with what their substitutions are known to have printed; none for one
 * of which braces leave nothing, `undefined` for too many.
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

/** The word that braces are where nothing expands them: in an assignment, in `sh`. */
export function wordOfLiteralBraces(scope: Pick<Scope, 'script' | 'session'>, node: SyntaxNode): MadeWord | undefined {
  const source = partOf(scope.script, node.pos, node.end);
  const whole = placeIn(source, 0, source.text.length);
  const script = stringScript(
    Text.concat([Text.derived(`${WORD_PREFIX}\\`, whole), source.slice(0, source.text.length)], whole),
  );
  const word = wordIn(script);
  if (word === undefined) return undefined;
  for (const [text, value] of printedIn(scope, node)) givePrinted(scope, word, text, value);
  return { script, word };
}

/**
 * What the substitutions in a word printed, by how they are written: a word that braces made has others in their place.
 */
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
  const whole = placeIn(source, 0, source.text.length);
  const texts = pieces.map((piece) =>
    'text' in piece
      ? Text.derived(piece.text, placeIn(source, piece.start, piece.end))
      : source.slice(piece.start, piece.end),
  );
  return stringScript(Text.concat([Text.derived(WORD_PREFIX, whole), ...texts], whole));
}

/** The word after the prefix; `undefined` if braces left nothing of it. */
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
