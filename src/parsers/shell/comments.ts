import { forEachChild, type SyntaxNode } from 'unbash';
import type { Span } from '../../model/source.ts';
import type { Comment, SourceFile } from '../parsed.ts';
import { parseScript } from './parse-script.ts';
import { fileScript, locationIn, type ScriptText } from './script-text.ts';

/**
 * The comments of a script for which `isWanted` holds, in order, each with what it speaks of: at the end of a line that line and
 * the commands that reach into it; alone on its line, the command or array element that follows. A `#` in a word, a string or a
 * here-document begins none.
 */
export function findShellComments({ path, text }: SourceFile, isWanted: (comment: string) => boolean): readonly Comment[] {
  const layout = layoutOf(text);
  return commentSpans(text, layout.taken)
    .filter(({ start, end }) => isWanted(text.slice(start, end)))
    .map((span) => ({
      location: { path, span },
      text: text.slice(span.start, span.end),
      governs: isAlone(text, span.start) ? following(text, span, layout) : around(text, span, layout),
    }));
}

function commentSpans(text: string, taken: readonly Span[]): readonly Span[] {
  const spans: Span[] = [];
  let index = 0;
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    while ((taken[index]?.end ?? Number.POSITIVE_INFINITY) <= at) index += 1;
    const span = taken[index];
    if (span !== undefined && span.start <= at) {
      at = span.end - 1;
    } else if (/[\s;&|()`\uFEFF]/.test(at === 0 ? '\n' : text.charAt(at - 1))) {
      const line = text.slice(at, lineEnd(text, at)).trimEnd();
      spans.push({ start: at, end: at + line.length });
      at += line.length;
    }
  }
  return spans;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function isAlone(text: string, at: number): boolean {
  return text.slice(lineStart(text, at), at).trim() === '';
}

/** The line of a comment, with the simple commands whose last line it is. */
function around(text: string, span: Span, { commands }: Layout): Span {
  const line = { start: lineStart(text, span.start), end: lineEnd(text, span.end) };
  const reaching = commands.filter(({ start, end }) => start < line.start && end > line.start && end <= span.start);
  return { start: Math.min(line.start, ...reaching.map(({ start }) => start)), end: line.end };
}

/** The first statement or element after a comment, if only blanks and other comments stand between; else the comment itself. */
function following(text: string, span: Span, { things }: Layout): Span {
  const next = things.find(({ start }) => start >= span.end);
  if (next === undefined) return span;
  const between = text.slice(span.end, next.start).split('\n');
  const isNext = between.every((line) => line.trim() === '' || line.trimStart().startsWith('#'));
  return isNext ? { start: next.start, end: Math.max(next.end, lineEnd(text, next.start)) } : span;
}

interface Layout {
  /** The stretches that belong to words, strings and here-documents, in order. */
  readonly taken: readonly Span[];
  /** Statements and array elements, in order, the outermost first. */
  readonly things: readonly Span[];
  /** Simple commands. */
  readonly commands: readonly Span[];
}

function layoutOf(text: string): Layout {
  const taken: Span[] = [];
  const things: Span[] = [];
  const commands: Span[] = [];
  for (const { script, statements } of parseScript(fileScript('', text)).parts) {
    for (const statement of statements) visit(statement, script, { taken, things, commands });
  }
  const inOrder = (spans: readonly Span[]): readonly Span[] => spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  return { taken: inOrder(taken), things: inOrder(things), commands };
}

interface Collected {
  readonly taken: Span[];
  readonly things: Span[];
  readonly commands: Span[];
}

function visit(node: SyntaxNode, script: ScriptText, into: Collected): void {
  const add = (spans: Span[], start: number, end: number): void => {
    if (start < end) spans.push(locationIn(script, start, end).span);
  };
  switch (node.type) {
    case 'Word':
    case 'HereDocBody': {
      // All of it is taken but the scripts inside, which have words and comments of their own.
      let from = node.pos;
      for (const nested of scriptsIn(node)) {
        add(into.taken, from, nested.pos);
        from = nested.end;
        for (const statement of nested.statements) visit(statement, script, into);
      }
      add(into.taken, from, node.end);
      return;
    }
    case 'HereDoc':
      add(into.taken, node.pos, node.end);
      visit(node.body, script, into);
      if (node.closing !== undefined) add(into.taken, node.closing.pos, node.closing.end);
      return;
    case 'ArithmeticCommand':
      add(into.taken, node.pos, node.end);
      return;
    case 'ArithmeticFor':
      add(into.taken, node.pos, node.body.pos);
      visit(node.body, script, into);
      return;
    case 'Statement':
      add(into.things, node.pos, node.end);
      break;
    case 'Command':
      add(into.commands, node.pos, node.end);
      break;
    case 'ArrayValue':
      for (const element of node.elements) add(into.things, element.pos, element.end);
      break;
    default:
      break;
  }
  forEachChild(node, (child) => { visit(child, script, into); });
}

interface NestedScript {
  readonly pos: number;
  readonly end: number;
  readonly statements: readonly SyntaxNode[];
}

/** The scripts directly inside a word that stand in the same text as it. */
function scriptsIn(node: SyntaxNode): readonly NestedScript[] {
  const found: NestedScript[] = [];
  forEachChild(node, (child) => {
    if (child.type === 'CommandExpansion' || child.type === 'ProcessSubstitution') {
      // A script in backticks with escapes in it has other offsets.
      if (child.script !== undefined && child.script.source === undefined) found.push({ pos: child.script.pos, end: child.script.end, statements: child.script.commands });
    } else if (child.type !== 'Literal' && child.type !== 'SingleQuoted') found.push(...scriptsIn(child));
  });
  return found;
}
