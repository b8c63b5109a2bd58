import type { Command, SyntaxNode } from 'unbash';
import type { Hop, Location, Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import type { Read } from '../../contract/coverage.ts';
import { isPrinter } from '../../programs/wrappers.ts';
import type { Item } from '../items/items.ts';
import type { Scope, ScriptSession } from '../state/scope.ts';
import { scriptsIn } from '../syntax/comments.ts';
import type { ScriptText } from '../syntax/script-text.ts';
import { givenInput } from './output.ts';

/** Records the words of a command that only prints or compares them. */
export function notePrinted(scope: Scope, node: Command, name: string): void {
  if (!isPrinter(name)) return;
  const isPassedOn = scope.isPiped || scope.isCaptured || goesToFile(node);
  const input = name === 'cat' || name === ':' ? givenInput(node) : undefined;
  const bodies = input?.type === 'HereDoc' ? [input.body] : [];
  scope.session.found.printedWords.push({ isPassedOn, script: scope.script, nodes: [...node.args, ...bodies] });
}

export function goesToFile({ redirects }: Pick<Command, 'redirects'>): boolean {
  return redirects.some(
    (redirect) =>
      redirect.type === 'Redirect' &&
      redirect.operator.includes('>') &&
      !(redirect.operator === '>&' && /^\d$/.test(redirect.target?.value ?? '')) &&
      !/^\/dev\/(?:null|stdout|stderr|tty)$/.test(redirect.target?.value ?? ''),
  );
}

const MAX_NESTED = 1_000_000;

/** Everything read from a script and the scripts it runs. */
export function readBy({ found: { commands, printedWords } }: ScriptSession, script: ScriptText): readonly Read[] {
  const budget = { left: MAX_NESTED };
  return [
    ...writtenIn(script, 0, script.text.length).map((location): Read => ({ location, as: 'script' })),
    ...[...commands].flatMap(placesOf).map((location): Read => ({ location, as: 'command' })),
    ...printedWords.flatMap(({ isPassedOn, script: around, nodes }) =>
      nodes
        .flatMap((node) => outsideOfScripts(around, node, budget))
        .map((location): Read => ({ location, as: isPassedOn ? 'passes' : 'prints' })),
    ),
  ];
}

function outsideOfScripts(script: ScriptText, node: SyntaxNode, budget: { left: number }): readonly Location[] {
  const parts: Location[] = [];
  let from = node.pos;
  for (const { pos, end } of scriptsIn(node, budget)) {
    if (from < pos) parts.push(...writtenIn(script, from, pos));
    from = end;
  }
  if (from < node.end) parts.push(...writtenIn(script, from, node.end));
  return parts;
}

/** The places of a script's parts: between the lines of a recipe, there is other text. */
function writtenIn(script: ScriptText, start: number, end: number): readonly Location[] {
  return script.slice(start, end).segments.flatMap(({ kind, place }) => (kind === 'literal' ? [place.location] : []));
}

/** Where an item and its candidates were written and used. */
function placesOf(item: Item): readonly Location[] {
  if (item.kind === 'word') return placesOfText(item.text);
  const { expression, place } = item.unresolved;
  return placesOfPiece(place, expression);
}

function placesOfText({ segments }: Text): readonly Location[] {
  return segments.flatMap((segment) =>
    segment.kind === 'literal'
      ? placesOfPiece(segment.place)
      : [...placesOfPiece(segment.place, segment.expression), ...segment.candidates.flatMap(placesOfText)],
  );
}

/** A command whose output is used isn't a word that was read. */
function placesOfPiece({ location, hops }: Place, expression = ''): readonly Location[] {
  const uses = hops.filter(isUse).map((hop) => hop.location);
  return /[(`]/.test(expression) ? uses : [location, ...uses];
}

function isUse({ kind }: Hop): boolean {
  return kind === 'variable' || kind === 'default' || kind === 'part';
}
