import { forEachChild, type SyntaxNode } from 'unbash';
import type { Span } from '../../../text/location.ts';
import type { FoundComment } from '../../contract/parsed.ts';
import { parseSyntax } from './parse-script.ts';
import { locationIn, type ScriptText } from './script-text.ts';

/** Nested words are read up to this many times the text: unclosed brackets nest them. */
const MAX_NESTED_FACTOR = 12;

/**
 * A script's wanted comments in order, each with the text it applies to: its line with all commands
 * on it, or the next command or array element.
 */
export function findShellComments(script: ScriptText, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const { text } = script;
  const layout = layoutOf(script);
  return commentSpans(text, layout.taken)
    .filter(({ start, end }) => isWanted(text.slice(start, end)))
    .map((span) => {
      const governs = isAlone(text, span.start) ? following(text, span, layout) : around(text, span, layout);
      return {
        location: locationIn(script, span.start, span.end),
        text: text.slice(span.start, span.end),
        governs: locationIn(script, governs.start, governs.end).span,
      };
    });
}

function commentSpans(text: string, taken: readonly Span[]): readonly Span[] {
  const spans: Span[] = [];
  let index = 0;
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    while ((taken[index]?.end ?? Number.POSITIVE_INFINITY) <= at) index += 1;
    const span = taken[index];
    if (span !== undefined && span.start <= at) {
      at = span.end - 1;
    } else if (/[\s;&|()`]/.test(at === 0 ? '\n' : text.charAt(at - 1))) {
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

function around(text: string, span: Span, { commands }: Layout): Span {
  const line = { start: lineStart(text, span.start), end: lineEnd(text, span.end) };
  const reaching = commands.filter(({ start, end }) => start < line.start && end > line.start && end <= span.start);
  return { start: reaching.reduce((start, command) => Math.min(start, command.start), line.start), end: line.end };
}

/**
 * The first statement or element after a comment, if only blanks and comments are between;
 * otherwise the comment itself.
 */
function following(text: string, span: Span, { things }: Layout): Span {
  const next = things.find(({ start }) => start >= span.end);
  if (next === undefined) return span;
  const between = text.slice(span.end, next.start).split('\n');
  const isNext = between.every((line) => line.trim() === '' || line.trimStart().startsWith('#'));
  return isNext ? { start: next.start, end: Math.max(next.end, lineEnd(text, next.start)) } : span;
}

interface Layout {
  /** Stretches of words, strings and here-documents, in order. */
  readonly taken: readonly Span[];
  /** Statements and array elements in order, outermost first. */
  readonly things: readonly Span[];
  readonly commands: readonly Span[];
}

/** What is collected in one part of a script, whose offsets start at `from`. */
interface Gathering {
  readonly from: number;
  readonly taken: Span[];
  readonly things: Span[];
  readonly commands: Span[];
  readonly budget: { left: number };
}

function layoutOf(script: ScriptText): Layout {
  const collected = { taken: [], things: [], commands: [], budget: { left: MAX_NESTED_FACTOR * script.text.length } };
  for (const { from, statements } of parseSyntax(script).parts) {
    for (const statement of statements) visit(statement, { ...collected, from });
  }
  const inOrder = (spans: readonly Span[]): readonly Span[] =>
    spans.toSorted((a, b) => a.start - b.start || b.end - a.end);
  return { taken: inOrder(collected.taken), things: inOrder(collected.things), commands: collected.commands };
}

function add(spans: Span[], { from }: Gathering, start: number, end: number): void {
  if (start < end) spans.push({ start: from + start, end: from + end });
}

function visit(node: SyntaxNode, into: Gathering): void {
  switch (node.type) {
    case 'Word':
    case 'HereDocBody':
      visitWord(node, into);
      return;
    case 'HereDoc':
      add(into.taken, into, node.pos, node.end);
      visitWord(node.body, into);
      if (node.closing !== undefined) add(into.taken, into, node.closing.pos, node.closing.end);
      return;
    case 'ArithmeticCommand':
      add(into.taken, into, node.pos, node.end);
      return;
    case 'ArithmeticFor':
      add(into.taken, into, node.pos, node.body.pos);
      visit(node.body, into);
      return;
    case 'Statement':
      add(into.things, into, node.pos, node.end);
      break;
    case 'Command':
      add(into.commands, into, node.pos, node.end);
      break;
    case 'ArrayValue':
      for (const element of node.elements) add(into.things, into, element.pos, element.end);
      break;
    default:
      break;
  }
  forEachChild(node, (child) => {
    visit(child, into);
  });
}

/** A word without its nested scripts, which have their own words and comments. */
function visitWord(node: SyntaxNode & { readonly text: string }, into: Gathering): void {
  let from = node.pos;
  const scripts = /[`(]|\$\{[ |]/.test(node.text) ? scriptsIn(node, into.budget) : [];
  for (const nested of scripts) {
    add(into.taken, into, from, nested.pos);
    from = nested.end;
    for (const statement of nested.statements) visit(statement, into);
  }
  add(into.taken, into, from, node.end);
}

export interface NestedScript {
  readonly pos: number;
  readonly end: number;
  readonly statements: readonly SyntaxNode[];
}

export function scriptsIn(node: SyntaxNode, budget: Gathering['budget']): readonly NestedScript[] {
  const found: NestedScript[] = [];
  forEachChild(node, (child) => {
    if (child.type === 'Literal' || child.type === 'SingleQuoted') return;
    budget.left -= child.end - child.pos;
    if (budget.left < 0) return;
    if (child.type !== 'CommandExpansion' && child.type !== 'ProcessSubstitution') {
      for (const nested of scriptsIn(child, budget)) found.push(nested);
    } else if (child.script !== undefined && child.script.source === undefined) {
      // A backtick script with escapes has other offsets, and is taken whole.
      found.push({ pos: child.script.pos, end: child.script.end, statements: child.script.commands });
    }
  });
  return found;
}
