import type { Command, CommandArgument, CompoundList, PipelineNode, Statement, TestExpression, Word } from 'unbash';
import type { Text } from '../../../text/text.ts';
import { expandArgument, expandPattern, expandText } from '../expand/words.ts';
import type { Scope } from '../state/scope.ts';
import { isFeasible, matches } from '../syntax/glob.ts';

/**
 * A condition's result, if it depends only on literals, call arguments or variables with one value.
 * Else `undefined`, as for defaults and after sourcing.
 */
export function conditionOf(scope: Scope, list: CompoundList | Statement): boolean | undefined {
  if (list.type === 'Statement') return nodeCondition(scope, list.command);
  const [only, ...others] = list.commands;
  return only === undefined || others.length > 0 ? undefined : nodeCondition(scope, only.command);
}

/** True for `true`, `:` and `((1))`: only its body can end the loop. */
export function isEndless({ commands: [only, ...others] }: CompoundList): boolean {
  if (only === undefined || others.length > 0) return false;
  const { command } = only;
  if (command.type === 'ArithmeticCommand')
    return command.expression?.type === 'ArithmeticWord' && /^[1-9][0-9]*$/.test(command.expression.value);
  return command.type === 'Command' && (command.name?.text === 'true' || command.name?.text === ':');
}

export function nodeCondition(scope: Scope, node: Statement['command']): boolean | undefined {
  switch (node.type) {
    case 'Pipeline': {
      const [only, ...others] = node.commands;
      const negations = node.prefixes.filter(({ type }) => type === 'Negation').length;
      const result = only === undefined || others.length > 0 ? undefined : nodeCondition(scope, only);
      return result === undefined || negations % 2 === 0 ? result : !result;
    }
    case 'AndOr':
      return chainCondition(scope, node.commands, node.operators);
    case 'TestCommand':
      return testCondition(scope, node.expression);
    case 'Command':
      return commandCondition(scope, node);
    default:
      return undefined;
  }
}

function chainCondition(
  scope: Scope,
  [first, ...others]: readonly PipelineNode[],
  operators: readonly string[],
): boolean | undefined {
  let result = first === undefined ? undefined : nodeCondition(scope, first);
  for (const [index, other] of others.entries()) {
    const stops = operators[index] === '||';
    if (result === undefined) return undefined;
    if (result !== stops) result = nodeCondition(scope, other);
  }
  return result;
}

/** A text's value, if conditions may depend on it. */
export function decisiveValue({ shell }: Scope, text: Text): string | undefined {
  const hops = text.segments.flatMap(({ place }) => place.hops.map(({ kind }) => kind));
  if (hops.includes('default') || hops.includes('branch')) return undefined;
  if (!shell.hasSourced) return text.value;
  // An empty text has no hops; unless written as empty quotes, it is a variable's.
  const { span } = text.whole.location;
  const isValue = hops.length > 0 || (text.segments.length === 0 && span.end - span.start > 2);
  return isValue && !hops.includes('argument') ? undefined : text.value;
}

function commandCondition(scope: Scope, { name, args }: Command): boolean | undefined {
  switch (name?.text) {
    case 'true':
    case ':':
      return true;
    case 'false':
      return false;
    case '[':
    case 'test': {
      const values = args.flatMap((argument) => decisiveWords(scope, argument));
      const operands = name.text === '[' ? values.slice(0, -1) : values;
      return operands.every((operand) => operand !== undefined) ? evaluateTest(operands) : undefined;
    }
    default:
      return undefined;
  }
}

/** The words of an argument; unknown if their number isn't certain. */
function decisiveWords(scope: Scope, argument: CommandArgument): readonly (string | undefined)[] {
  const items = expandArgument(scope, argument);
  const values = items.map((item) => (item.kind === 'word' ? decisiveValue(scope, item.text) : undefined));
  const isCounted = values.length === 1 || argument.type !== 'Word';
  return isCounted || decisiveValue(scope, expandText(scope, argument)) !== undefined ? values : [undefined];
}

function evaluateTest(operands: readonly string[]): boolean | undefined {
  const negations = negationsBefore(operands);
  const result = evaluatePlainTest(operands.slice(negations));
  return result === undefined || negations % 2 === 0 ? result : !result;
}

/** The number of `!` before a test's operands; the last word is always an operand. */
export function negationsBefore(operands: readonly string[]): number {
  const first = operands.findIndex((operand) => operand !== '!');
  return Math.max(Math.min(first, operands.length - 1), 0);
}

function evaluatePlainTest(operands: readonly string[]): boolean | undefined {
  const [first, second, third] = operands;
  if (operands.length === 1) return first !== '';
  if (operands.length === 2 && first !== undefined) return unary(first, second ?? '');
  if (operands.length === 3 && second !== undefined) return compare(first ?? '', second, third ?? '');
  return undefined;
}

function unary(operator: string, operand: string): boolean | undefined {
  if (operator === '-n') return operand !== '';
  return operator === '-z' ? operand === '' : undefined;
}

function compare(left: string, operator: string, right: string): boolean | undefined {
  if (operator === '=' || operator === '==') return left === right;
  if (operator === '!=') return left !== right;
  if (!/^-?[0-9]{1,15}$/.test(left.trim()) || !/^-?[0-9]{1,15}$/.test(right.trim())) return undefined;
  const difference = Number(left) - Number(right);
  switch (operator) {
    case '-eq':
      return difference === 0;
    case '-ne':
      return difference !== 0;
    case '-gt':
      return difference > 0;
    case '-ge':
      return difference >= 0;
    case '-lt':
      return difference < 0;
    case '-le':
      return difference <= 0;
    default:
      return undefined;
  }
}

function testCondition(scope: Scope, expression: TestExpression): boolean | undefined {
  switch (expression.type) {
    case 'TestGroup':
      return testCondition(scope, expression.expression);
    case 'TestNot': {
      const result = testCondition(scope, expression.operand);
      return result === undefined || expression.negations.length % 2 === 0 ? result : !result;
    }
    case 'TestLogical': {
      const results = expression.operands.map((operand) => testCondition(scope, operand));
      const decides = expression.operator === '||';
      if (results.includes(decides)) return decides;
      return results.includes(undefined) ? undefined : !decides;
    }
    case 'TestUnary': {
      const value = decisiveValue(scope, expandText(scope, expression.operand));
      return value === undefined ? undefined : unary(expression.operator, value);
    }
    case 'TestBinary': {
      const left = decisiveValue(scope, expandText(scope, expression.left));
      return left === undefined ? undefined : compareWord(scope, left, expression.operator, expression.right);
    }
  }
}

function compareWord(scope: Scope, left: string, operator: string, node: Word): boolean | undefined {
  const right = decisiveValue(scope, expandText(scope, node));
  if (right === undefined) return undefined;
  if (operator !== '=' && operator !== '==' && operator !== '!=') return compare(left, operator, right);
  const pattern = expandPattern(scope, node);
  const isMatch = pattern === undefined || !isFeasible(pattern, left.length) ? undefined : matches(pattern, left);
  if (isMatch === undefined || (!isMatch && scope.shell.options.has('nocasematch'))) return undefined;
  return isMatch === (operator !== '!=');
}

/** Whether the word matches one of a `case` item's patterns; `undefined` if undecided. */
export function matchesCase(scope: Scope, value: string, patterns: readonly Word[]): boolean | undefined {
  const results = patterns.map((node) => {
    const isDecided = decisiveValue(scope, expandText(scope, node)) !== undefined;
    const pattern = isDecided ? expandPattern(scope, node) : undefined;
    const isMatch = pattern === undefined || !isFeasible(pattern, value.length) ? undefined : matches(pattern, value);
    return isMatch === false && scope.shell.options.has('nocasematch') ? undefined : isMatch;
  });
  if (results.includes(true)) return true;
  return results.includes(undefined) ? undefined : false;
}
