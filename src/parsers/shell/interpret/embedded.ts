import { forEachChild, type SyntaxNode } from 'unbash';
import { noteOutput } from '../state/assigned-values.ts';
import { notePasswords } from '../state/passwords.ts';
import { addProblem, inSubshell, type Scope } from '../state/scope.ts';
import { limitProblem, syntaxProblem } from '../syntax/parse-script.ts';
import { backtickText } from '../syntax/quotes.ts';
import { scriptPlace, stringScript } from '../syntax/script-text.ts';
import { keepPrinted, runCaptured } from './printing.ts';
import { assignArithmetic } from './variables/assignments.ts';

export function runEmbedded(scope: Scope, node: SyntaxNode, depth = 0): void {
  const { session } = scope;
  forEachChild(node, (child) => {
    const isScript =
      child.type === 'CommandExpansion' ||
      child.type === 'ProcessSubstitution' ||
      child.type === 'ArithmeticCommandExpansion';
    if (!isScript && !mayHoldScript(child)) return;
    // `: $((count += 1))`
    if (child.type === 'ArithmeticExpansion' && child.expression !== undefined)
      assignArithmetic(scope, child.expression);
    if (depth > 0 && !session.seen.has(child)) session.left.nested -= child.end - child.pos;
    session.seen.add(child);
    if (session.left.nested < 0) {
      addProblem(scope, limitProblem(scope.script, child.pos, child.end, 'This is nested too deeply to read.'));
    } else if (!isScript) {
      runEmbedded(scope, child, depth + 1);
    } else if (child.script !== undefined) {
      runSubstitution(scope, child, child.script);
    }
  });
}

function mayHoldScript(node: SyntaxNode): boolean {
  if (node.type === 'Literal' || node.type === 'SingleQuoted') return false;
  if (node.type === 'Word' || node.type === 'Assignment' || node.type === 'HereDocBody')
    return /[`(]|\$\{[ |]/.test(node.text);
  return true;
}

type Substitution = SyntaxNode & { type: 'CommandExpansion' | 'ProcessSubstitution' | 'ArithmeticCommandExpansion' };

function runSubstitution(scope: Scope, part: Substitution, nested: NonNullable<Substitution['script']>): void {
  const { source } = nested;
  const script =
    source === undefined ? scope.script : stringScript(backtickText(scope.script, part.pos + 1, part.end - 1, source));
  const within = { ...scope, script, depth: scope.depth + 1 };
  for (const { pos, message } of nested.errors ?? []) addProblem(within, syntaxProblem(script, pos, message));
  if (part.type === 'CommandExpansion') noteOutput(within, nested);
  if (source !== undefined) notePasswords(within, nested.commands);
  const list = { type: 'CompoundList', pos: nested.pos, end: nested.end, commands: nested.commands } as const;
  const run = (inner: Scope): void => {
    inner.session.interpreter.runNode(inner, list);
  };
  if (part.type === 'ArithmeticCommandExpansion') run(inSubshell(within));
  else keepPrinted(scope, part, runCaptured(within, scriptPlace(scope.script, part.pos, part.end), run));
}
