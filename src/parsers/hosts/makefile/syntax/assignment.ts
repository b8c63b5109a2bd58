import { trimmed } from '../../../../text/parts.ts';
import type { Text } from '../../../../text/text.ts';
import { referenceAt } from './references.ts';

export type Operator = (typeof OPERATORS)[number] | ':=';

const OPERATORS = ['=', '?=', '+=', '!='] as const;

/** Words allowed before an assignment. */
export type Modifier = (typeof MODIFIERS)[number];

/** `NAME op value`, with the words before it. */
export interface MakeAssignment {
  readonly modifiers: ReadonlySet<Modifier>;
  /** It may contain references. */
  readonly name: Text;
  readonly operator: Operator;
  readonly value: Text;
}

const MODIFIERS = ['export', 'unexport', 'override', 'private', 'define', 'undefine'] as const;
const FIRST_WORD = /^([a-z]+)(?=[ \t]|$)[ \t]*/;

function isModifier(word: string): word is Modifier {
  return MODIFIERS.some((modifier) => modifier === word);
}

/**
 * Splits a line into the modifiers before an assignment and the rest (GNU make,
 * `parse_var_assignment`).
 */
export function readModifiers(line: Text): { readonly modifiers: ReadonlySet<Modifier>; readonly rest: Text } {
  const modifiers = new Set<Modifier>();
  let rest = trimmed(line, { end: false });
  for (;;) {
    const [whole = '', word = ''] = FIRST_WORD.exec(rest.skeleton) ?? [];
    if (!isModifier(word) || readOperator(rest) !== undefined) return { modifiers, rest };
    modifiers.add(word);
    rest = rest.slice(whole.length);
  }
}

/** An assignment without modifiers, or `undefined` (GNU make, `parse_variable_definition`). */
export function readOperator(
  line: Text,
): { readonly name: Text; readonly operator: Operator; readonly value: Text } | undefined {
  const { skeleton } = line;
  const start = skeleton.length - skeleton.trimStart().length;
  const found = findOperator(skeleton, start);
  if (found === undefined) return undefined;
  return {
    name: line.slice(start, found.nameEnd),
    operator: found.operator,
    value: trimmed(line.slice(found.valueStart), { end: false }),
  };
}

function findOperator(
  text: string,
  start: number,
): { readonly nameEnd: number; readonly valueStart: number; readonly operator: Operator } | undefined {
  let at = start;
  let nameEnd: number | undefined;
  while (at < text.length) {
    const character = text.charAt(at);
    if (character === '$' && nameEnd === undefined) {
      const reference = referenceAt(text, at);
      if (reference === undefined) return undefined;
      at = reference.end;
      continue;
    }
    if (/[ \t]/.test(character)) {
      nameEnd ??= at;
      at += 1;
      continue;
    }
    const symbol = /^(?::{0,3}|[?+!])=/.exec(text.slice(at, at + 4))?.[0];
    if (symbol !== undefined) {
      const operator = OPERATORS.find((one) => one === symbol) ?? ':=';
      return { nameEnd: nameEnd ?? at, valueStart: at + symbol.length, operator };
    }
    // A colon starts a rule, and a name has no second word.
    if (character === ':' || nameEnd !== undefined) return undefined;
    at += 1;
  }
  return undefined;
}
