/** A use of a variable with a default; the default may use another one. */
const USE = /\$\{([A-Za-z_]\w{0,200}):?-((?:[^{}]|\$\{[^{}]*\})*)\}/g;

/**
 * The variable whose default a secret is: the only one that `expression`, by which `text` came, has a default for.
 * `isWhole` says that the secret is the whole value of `text`, which is `NAME=value`. `undefined` where it comes from
 * elsewhere, too.
 */
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

/** An expression in which nothing is left of defaults. */
export function withoutDefaults(expression: string): string {
  return expression.replace(USE, '$${$1}');
}
