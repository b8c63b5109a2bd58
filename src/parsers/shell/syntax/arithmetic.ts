import type { ArithmeticExpression } from 'unbash';

/**
 * The value of an arithmetic expression in which every variable is known to `read`, by `#name` the length of an array;
 * `undefined` otherwise.
 */
export function evaluate(
  expression: ArithmeticExpression,
  read: (name: string) => string | undefined,
): number | undefined {
  switch (expression.type) {
    case 'ArithmeticWord':
      return readNumber(expression.value, read);
    case 'ArithmeticGroup':
      return evaluate(expression.expression, read);
    case 'ArithmeticUnary': {
      const operand = evaluate(expression.operand, read);
      if (operand === undefined || expression.operator === '++' || expression.operator === '--') return undefined;
      if (expression.operator === '!') return Number(operand === 0);
      return expression.operator === '-' ? -operand : expression.operator === '+' ? operand : undefined;
    }
    case 'ArithmeticBinary': {
      const [first, operations] = leftmost(expression);
      let value = evaluate(first, read);
      for (const { operator, right } of operations) {
        const operand = evaluate(right, read);
        value = value === undefined || operand === undefined ? undefined : compute(operator, value, operand);
      }
      return value;
    }
    case 'ArithmeticTernary': {
      const test = evaluate(expression.test, read);
      return test === undefined ? undefined : evaluate(test === 0 ? expression.alternate : expression.consequent, read);
    }
    case 'ArithmeticCommandExpansion':
      return undefined;
  }
}

type Binary = ArithmeticExpression & { type: 'ArithmeticBinary' };

/**
 * The first operand of `a + b + c …` and the operations that follow, the innermost first: there can be thousands, so
 * that none is within another.
 */
export function leftmost(expression: Binary): readonly [first: ArithmeticExpression, operations: readonly Binary[]] {
  const operations: Binary[] = [];
  let at: ArithmeticExpression = expression;
  for (; at.type === 'ArithmeticBinary'; at = at.left) operations.push(at);
  return [at, operations.reverse()];
}

/**
 * What an operator that changes nothing makes of two numbers; `undefined` for others, and where the result is none that
 * is exact.
 */
export function compute(operator: string, left: number, right: number): number | undefined {
  const result = computeExactly(operator, left, right);
  return result !== undefined && Number.isSafeInteger(result) ? result : undefined;
}

function computeExactly(operator: string, left: number, right: number): number | undefined {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : Math.trunc(left / right);
    case '%':
      return right === 0 ? undefined : left % right;
    case '**':
      return right < 0 ? undefined : left ** right;
    case '<':
      return Number(left < right);
    case '<=':
      return Number(left <= right);
    case '>':
      return Number(left > right);
    case '>=':
      return Number(left >= right);
    case '==':
      return Number(left === right);
    case '!=':
      return Number(left !== right);
    case '&&':
      return Number(left !== 0 && right !== 0);
    case '||':
      return Number(left !== 0 || right !== 0);
    case '<<':
      return right < 0 || right > 52 ? undefined : left * 2 ** right;
    default:
      return undefined;
  }
}

function readNumber(text: string, read: (name: string) => string | undefined): number | undefined {
  const name =
    /^(?:\$?(?<bare>[A-Za-z_]\w*)|\$\{(?<braced>[A-Za-z_]\w*)\}|\$\{(?<count>#[A-Za-z_]\w*)\[[@*]\]\}|\$(?<own>#))$/.exec(
      text,
    )?.groups;
  const value = name === undefined ? text : read(name['bare'] ?? name['braced'] ?? name['count'] ?? name['own'] ?? '');
  if (value === undefined || !/^(?:0|[1-9][0-9]{0,15})$/.test(value.trim())) return undefined;
  return Number(value);
}
