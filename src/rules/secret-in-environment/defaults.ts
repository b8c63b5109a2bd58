/** A variable with a default, which may use another variable. */
const USE = /\$\{([A-Za-z_]\w{0,200}):?-((?:[^{}]|\$\{[^{}]*\})*)\}/g;

/** The variable with a secret default: the only one with a default in `expression`, which produced `text`. `isWhole`: the whole value is secret. */
export function defaultIn(expression: string | undefined, text: string, isWhole: boolean): string | undefined {
  const uses = [...(expression ?? '').matchAll(USE)];
  const [use] = uses;
  if (use === undefined || uses.length > 1) return undefined;
  const [whole, variable, operand = ''] = use;
  const value = text.slice(text.indexOf('=') + 1);
  const isTaken = isWhole
    ? expression?.endsWith(`=${whole}`) === true && operand.includes(value)
    : operand !== '' && value.includes(operand);
  return isTaken ? variable : undefined;
}

/** Removes defaults from an expression. */
export function withoutDefaults(expression: string): string {
  return expression.replace(USE, '$${$1}');
}
