import type { Command, CompoundList, Statement, TestExpression } from 'unbash';
import { mergeTexts } from '../../../text/merge-texts.ts';
import { Text } from '../../../text/text.ts';
import { emptiness } from '../expand/variables.ts';
import { type Binding, bind, lookUp, type State } from '../state/state.ts';
import { negationsBefore } from './conditions.ts';

interface Claim {
  readonly name: string;
  readonly isFilled: boolean;
}

export type Narrowed = ReadonlyMap<string, Binding>;

/** Applies a condition, or its negation, to a state: variables become empty or non-empty. */
export function narrow(state: State, condition: CompoundList | Statement['command'], holds: boolean): Narrowed {
  const narrowed = new Map<string, Binding>();
  for (const claim of claimsOf(condition, holds)) {
    const { name } = claim;
    const binding = narrowBinding(lookUp(state, name), claim);
    if (binding === undefined) continue;
    bind(state, name, binding);
    narrowed.set(name, binding);
  }
  return narrowed;
}

/**
 * True if a variable was assigned after the condition, so only the other branch has the old value.
 */
export function isReplaced(state: State, name: string, narrowed: Narrowed): boolean {
  const binding = state.changed.get(name);
  return binding !== undefined && binding !== narrowed.get(name);
}

/** Reverts a condition's effect where branches join, except for names with `isKept`. */
export function widen(state: State, narrowed: Narrowed, isKept: (name: string) => boolean): void {
  for (const [name, binding] of narrowed)
    if (state.changed.get(name) === binding && !isKept(name)) state.changed.delete(name);
}

interface NarrowedState {
  readonly state: State;
  readonly narrowed: Narrowed;
}

/**
 * Reverts a condition's effect on both branches, except for variables that the other branch
 * assigned.
 */
export function widenBoth(a: NarrowedState, b: NarrowedState): void {
  const names = [...a.narrowed.keys(), ...b.narrowed.keys()];
  const [inA, inB] = [a, b].map(
    ({ state, narrowed }) => new Set(names.filter((name) => isReplaced(state, name, narrowed))),
  );
  widen(a.state, a.narrowed, (name) => inB?.has(name) === true);
  widen(b.state, b.narrowed, (name) => inA?.has(name) === true);
}

function narrowBinding(
  { scalar, items, mayBeUnset, mayBeInherited }: Binding,
  { name, isFilled }: Claim,
): Binding | undefined {
  if (scalar === undefined || items !== undefined) return undefined;
  if (!isFilled)
    return emptiness(scalar) === 'filled'
      ? undefined
      : { scalar: new Text([], scalar.whole), mayBeUnset: false, mayBeInherited: false };
  const [segment, ...others] = scalar.segments;
  const isChoice = segment?.kind === 'unknown' && others.length === 0 && segment.candidates.length > 0;
  const candidates = isChoice ? segment.candidates : [scalar];
  const filled = candidates.filter((text) => emptiness(text) !== 'empty');
  if (filled.length === candidates.length && !mayBeUnset) return undefined;
  if (filled.length === 0 && mayBeInherited) return { mayBeUnset: false, mayBeInherited };
  const place = segment?.place ?? scalar.whole;
  const branch = (isChoice ? segment.branch : undefined) ?? { kind: 'branch', location: place.location };
  return {
    scalar:
      filled.length === 0
        ? Text.unknown(`$${name}`, scalar.whole)
        : mergeTexts(filled, { expression: `$${name}`, place, branch }),
    mayBeUnset: false,
    mayBeInherited,
  };
}

function claimsOf(node: CompoundList | Statement['command'], holds: boolean): readonly Claim[] {
  switch (node.type) {
    case 'CompoundList': {
      const [only, ...others] = node.commands;
      return only === undefined || others.length > 0 ? [] : claimsOf(only.command, holds);
    }
    case 'Pipeline': {
      const [only, ...others] = node.commands;
      const negations = node.prefixes.filter(({ type }) => type === 'Negation').length;
      return only === undefined || others.length > 0 ? [] : claimsOf(only, holds === (negations % 2 === 0));
    }
    case 'AndOr':
      // If `a && b` holds, both do; without `a || b`, neither.
      return node.operators.every((operator) => operator === (holds ? '&&' : '||'))
        ? node.commands.flatMap((part) => claimsOf(part, holds))
        : [];
    case 'TestCommand':
      return claimsOfTest(node.expression, holds);
    case 'Command':
      return claimsOfCommand(node, holds);
    default:
      return [];
  }
}

function claimsOfTest(expression: TestExpression, holds: boolean): readonly Claim[] {
  switch (expression.type) {
    case 'TestGroup':
      return claimsOfTest(expression.expression, holds);
    case 'TestNot':
      return claimsOfTest(expression.operand, holds === (expression.negations.length % 2 === 0));
    case 'TestLogical':
      return expression.operator === (holds ? '&&' : '||')
        ? expression.operands.flatMap((operand) => claimsOfTest(operand, holds))
        : [];
    case 'TestUnary':
      return claimsOfWords([expression.operator, expression.operand.text], holds);
    case 'TestBinary':
      return claimsOfWords([expression.left.text, expression.operator, expression.right.text], holds);
  }
}

function claimsOfCommand({ name, args }: Command, holds: boolean): readonly Claim[] {
  const words = args.map(({ text }) => text);
  if (name?.text === 'test') return claimsOfWords(words, holds);
  return name?.text === '[' ? claimsOfWords(words.slice(0, -1), holds) : [];
}

function claimsOfWords(all: readonly string[], result: boolean): readonly Claim[] {
  const negations = negationsBefore(all);
  const [words, holds] = [all.slice(negations), result === (negations % 2 === 0)];
  const [first = '', second = '', third = ''] = words;
  if (words.length === 1) return claim(first, holds);
  if (words.length === 2 && (first === '-n' || first === '-z')) return claim(second, holds === (first === '-n'));
  const isEquality = words.length === 3 && (third === '""' || third === "''");
  if (isEquality && (second === '=' || second === '==')) return claim(first, !holds);
  return isEquality && second === '!=' ? claim(first, holds) : [];
}

function claim(word: string, isFilled: boolean): readonly Claim[] {
  const name = /^"?\$(?:(?<bare>[A-Za-z_]\w*)|\{(?<braced>[A-Za-z_]\w*)(?::?-)?\})"?$/.exec(word)?.groups;
  const variable = name?.['bare'] ?? name?.['braced'];
  return variable === undefined ? [] : [{ name: variable, isFilled }];
}
