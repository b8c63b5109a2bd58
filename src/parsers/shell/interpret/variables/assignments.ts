import type { ArithmeticExpression, Assignment } from 'unbash';
import type { Place } from '../../../../text/location.ts';
import { mergeTexts } from '../../../../text/merge-texts.ts';
import { Text } from '../../../../text/text.ts';
import { withCase } from '../../expand/parameters/operations.ts';
import { expandText, expandWord } from '../../expand/words.ts';
import { type Item, limitedWords, placeOf, unknownWords, word } from '../../items/items.ts';
import { exportAssigned, type Scope } from '../../state/scope.ts';
import { array, type Binding, bind, lookUp, scalar } from '../../state/state.ts';
import { scriptPlace } from '../../syntax/script-text.ts';
import { reportRenamed } from '../unread.ts';

const MAX_SEGMENTS = 300;

/**
 * Runs `name=value`, `name+=value`, `name=(…)`, `name[index]=value`. `attributes` are the option
 * letters of `declare`; `l` and `u` change the value.
 */
export function assign(scope: Scope, node: Assignment, attributes = ''): void {
  const { script } = scope;
  exportAssigned(scope, node.name);
  if (node.value.type === 'ArrayValue') {
    const before = lookUp(scope.state, node.name);
    const { elements } = node.value;
    if (elements.some(({ text }) => /^\[[^\]]+\]\+?=/.test(text))) {
      bindElements(scope, node.name, scriptPlace(script, node.pos, node.end));
      return;
    }
    const items = elements.flatMap((element) => expandWord(scope, element));
    const all = node.append === true ? [...elementsOf(before), ...items] : items;
    bind(scope.state, node.name, array(limitedItems(all, node.name)));
    return;
  }
  // `X=` is placed at the whole assignment, since an empty place can't be shown.
  const expanded = expandText(scope, node.value, true);
  const given = node.value.pos < node.value.end ? expanded : new Text([], scriptPlace(script, node.pos, node.end));
  const text =
    given.isKnown && /[lu]/.test(attributes) ? withCase(given, attributes.includes('u') ? '^^' : ',,') : given;
  if (node.index !== undefined) {
    if (node.name === 'BASH_ALIASES')
      reportRenamed(scope, [word(text), word(Text.derived(node.index.text, text.whole))]);
    if (node.append !== true && bindElement(scope, node.name, node.index.text, text)) return;
    bindElements(scope, node.name, scriptPlace(script, node.pos, node.end));
    return;
  }
  bindText(scope, node.name, text, node.append === true);
}

/** Sets a name to a text, or appends it. */
export function bindText(scope: Scope, name: string, text: Text, isAppended = false): void {
  const before = isAppended ? lookUp(scope.state, name) : undefined;
  if (before?.items !== undefined) {
    // `array+=text` changes the first element.
    const [first, ...others] = before.items;
    const changed =
      first?.kind === 'word'
        ? [word(Text.concat([first.text, text], text.whole)), ...others]
        : [unknownWords(`\${${name}[@]}`, text.whole)];
    bind(scope.state, name, array(changed));
    return;
  }
  const value = before === undefined ? text : Text.concat([textBefore(before, name, text), text], text.whole);
  bind(scope.state, name, scalar(limitedText(value, name)));
}

/** A text, or its first words and unknown ones if it has too many parts. */
function limitedText(text: Text, name: string): Text {
  if (text.segments.length <= MAX_SEGMENTS) return text;
  const { whole } = text;
  const head = new Text(text.segments.slice(0, MAX_SEGMENTS / 2), whole);
  const blank = head.skeleton.lastIndexOf(' ');
  return Text.concat([head.slice(0, blank + 1), Text.limited(`$${name}`, whole)], whole);
}

function textBefore(before: Binding, name: string, added: Text): Text {
  const texts = [
    ...(before.scalar === undefined ? [] : [before.scalar]),
    ...(before.mayBeUnset ? [new Text([], added.whole)] : []),
    ...(before.mayBeInherited ? [Text.unknown(`$${name}`, added.whole)] : []),
  ];
  return mergeTexts(texts, {
    expression: `$${name}`,
    place: added.whole,
    branch: { kind: 'branch', location: added.whole.location },
  });
}

/** The environment can't contain arrays, so unset ones are empty. */
function elementsOf({ items, scalar: text }: Binding): readonly Item[] {
  return items ?? (text === undefined ? [] : [word(text)]);
}

/** Sets an array element by number; false if that may be another one, or none. */
function bindElement({ state }: Scope, name: string, index: string, text: Text): boolean {
  const { items, scalar: first, mayBeInherited } = lookUp(state, name);
  const before = items ?? (first === undefined && mayBeInherited ? [] : undefined);
  if (before === undefined || !/^\d{1,3}$/.test(index) || Number(index) > before.length) return false;
  if (!before.every((item) => item.kind === 'word' && item.among === undefined)) return false;
  bind(state, name, array(limitedItems(before.toSpliced(Number(index), 1, word(text)), name)));
  return true;
}

/** Makes an array unknown after a change of unknown elements. */
export function bindElements({ state }: Scope, name: string, place: Place): void {
  bind(state, name, array([unknownWords(`\${${name}[@]}`, place)]));
}

/** The items, or the first ones and unknown words if there are too many. */
export function limitedItems(items: readonly Item[], name: string): readonly Item[] {
  const next = items[MAX_SEGMENTS];
  if (next === undefined) return items;
  // Alternatives stay together.
  const cut = items.findIndex(({ among }, at) => at + (among?.count ?? 1) > MAX_SEGMENTS);
  return [
    ...items.slice(0, cut),
    limitedWords(`\${${name}[@]}`, next.kind === 'word' ? next.text.whole : placeOf(next)),
  ];
}

/** Makes the variables that an arithmetic expression assigns unknown numbers. */
export function assignArithmetic(scope: Scope, expression: ArithmeticExpression): void {
  let at = expression;
  // Iterative, since thousands of operators can nest on the left.
  for (; at.type === 'ArithmeticBinary'; at = at.left) {
    if (at.operator.endsWith('=') && !COMPARISONS.has(at.operator)) bindNumber(scope, at.left);
    assignArithmetic(scope, at.right);
  }
  if (at.type === 'ArithmeticGroup') assignArithmetic(scope, at.expression);
  else if (at.type === 'ArithmeticTernary')
    for (const part of [at.test, at.consequent, at.alternate]) assignArithmetic(scope, part);
  else if (at.type === 'ArithmeticUnary') {
    if (at.operator === '++' || at.operator === '--') bindNumber(scope, at.operand);
    assignArithmetic(scope, at.operand);
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(['==', '!=', '<=', '>=']);

function bindNumber(scope: Scope, { pos, end, ...node }: ArithmeticExpression): void {
  if (node.type !== 'ArithmeticWord' || !/^[A-Za-z_]\w*$/.test(node.value)) return;
  const place = scriptPlace(scope.script, pos, end);
  const expression = `$${node.value}`;
  const number = { kind: 'unknown', expression, place, candidates: [], isOneWord: true } as const;
  bindText(scope, node.value, new Text([number], place));
}
