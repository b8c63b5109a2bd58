import type { ArithmeticExpression, Assignment, Word } from 'unbash';
import type { Hop, Place } from '../../../../text/location.ts';
import { mergeTexts } from '../../../../text/merge-texts.ts';
import { Text } from '../../../../text/text.ts';
import { withCase } from '../../expand/parameters/operations.ts';
import { assignToUnknown, isUnknownReference } from '../../expand/unknown-names.ts';
import { expandText, expandWord } from '../../expand/words.ts';
import { conditional, type Item, isCertainItem, limitedWords, placeOf, unknownWords, word } from '../../items/items.ts';
import { exportAssigned, type Scope } from '../../state/scope.ts';
import { array, type Binding, bind, INHERITED, lookUp, scalar, UNSET } from '../../state/state.ts';
import { placeIn } from '../../syntax/script-text.ts';

/** A value that has more parts than this is no longer followed. */
const MAX_SEGMENTS = 300;

/**
 * Carries out `name=value`, `name+=value`, `name=(…)`, `name[index]=value`. `attributes` are the letters of the options
 * of `declare`, of which `l` and `u` change the value.
 */
export function assign(scope: Scope, node: Assignment, attributes = ''): void {
  const { script } = scope;
  exportAssigned(scope, node.name);
  if (isUnknownReference(scope, node.name)) {
    assignToUnknown(scope, unknownTarget(scope, node));
    return;
  }
  if (node.value.type === 'ArrayValue') {
    const before = lookUp(scope.state, node.name);
    const { elements } = node.value;
    const entries = entriesOf(scope, elements, before);
    if (entries !== undefined) {
      bind(scope.state, node.name, { ...UNSET, mayBeUnset: false, entries });
      return;
    }
    const items = indexedElements(scope, elements) ?? elements.flatMap((element) => expandWord(scope, element));
    const isAppended = node.append === true;
    bind(
      scope.state,
      node.name,
      array(
        limited(isAppended ? [...elementsOf(before, node.name, scope, node), ...items] : items, node.name),
        isAppended && before.hasGaps,
      ),
    );
    return;
  }
  // The value of `X=` is the whole assignment: an empty place could not be shown.
  const expanded = expandText(scope, node.value, true);
  const given = node.value.pos < node.value.end ? expanded : new Text([], placeIn(script, node.pos, node.end));
  const text =
    given.isKnown && /[lu]/.test(attributes) ? withCase(given, attributes.includes('u') ? '^^' : ',,') : given;
  if (node.index !== undefined) {
    assignElement(scope, node, text);
    return;
  }
  bindText(scope, node.name, text, node.append === true);
}

/** The name of a variable for which only another name is known. */
function unknownTarget({ script }: Scope, { name, pos }: Assignment): Text {
  return Text.unknown(name, placeIn(script, pos, pos + name.length));
}

/** Binds a name to a text, or appends the text to what it is bound to. */
export function bindText(scope: Scope, name: string, text: Text, isAppended = false): void {
  if (isUnknownReference(scope, name)) {
    assignToUnknown(scope, Text.unknown(name, text.whole));
    return;
  }
  const before = isAppended ? lookUp(scope.state, name) : undefined;
  if (before?.items !== undefined) {
    // `array+=text` changes its first element.
    const [first, ...others] = before.items;
    const changed =
      first?.kind === 'word' && before.hasGaps !== true
        ? [word(Text.concat([first.text, text], text.whole)), ...others]
        : [unknownWords(`\${${name}[@]}`, text.whole)];
    bind(scope.state, name, array(changed));
    return;
  }
  const value = before === undefined ? text : Text.concat([textBefore(before, name, text), text], text.whole);
  bind(scope.state, name, scalar(limitedText(value, name)));
}

/** The text, or the words that it begins with and anything behind them where it has too many parts to be followed. */
function limitedText(text: Text, name: string): Text {
  if (text.segments.length <= MAX_SEGMENTS) return text;
  const { whole } = text;
  const head = new Text(text.segments.slice(0, MAX_SEGMENTS / 2), whole);
  const blank = head.skeleton.lastIndexOf(' ');
  return Text.concat([head.slice(0, blank + 1), Text.limited(`$${name}`, whole)], whole);
}

/** What a name is bound to, as the text to which `+=` adds. */
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

function elementsOf(
  { items, scalar: text, entries }: Binding,
  name: string,
  scope: Scope,
  node: Assignment,
): readonly Item[] {
  if (items !== undefined) return items;
  if (text !== undefined) return [word(text)];
  // An array that nothing set before is empty: the environment holds none.
  return entries === undefined ? [] : [unknownWords(`\${${name}[@]}`, placeIn(scope.script, node.pos, node.end))];
}

/** The items, or the first of them and any number of unknown words where there are too many to be followed. */
export function limited(items: readonly Item[], name: string): readonly Item[] {
  const next = items[MAX_SEGMENTS];
  if (next === undefined) return items;
  // Items that are one of several lists are followed together.
  const cut = items.findIndex(({ among }, at) => at + (among?.count ?? 1) > MAX_SEGMENTS);
  return [
    ...items.slice(0, cut),
    limitedWords(`\${${name}[@]}`, next.kind === 'word' ? next.text.whole : placeOf(next)),
  ];
}

/** The entries of `([key]=value …)` for a name that was declared with `-A`. */
function entriesOf(scope: Scope, elements: readonly Word[], before: Binding): ReadonlyMap<string, Text> | undefined {
  if (before.entries === undefined) return undefined;
  const entries = new Map<string, Text>();
  for (const element of elements) {
    const text = expandText(scope, element, true);
    const match = /^\[(?<key>[^\]]*)\]=/.exec(text.skeleton);
    const key = match === null ? undefined : text.slice(1, match[0].length - 2).value;
    if (match === null || key === undefined) return undefined;
    entries.set(key, text.slice(match[0].length));
  }
  return entries;
}

/** The elements of `([1]=b [0]=a)` in the order of their indices; `undefined` where not each has one. */
function indexedElements(scope: Scope, elements: readonly Word[]): readonly Item[] | undefined {
  if (elements.length === 0 || !elements.every(({ text }) => /^\[[0-9]{1,4}\]=/.test(text))) return undefined;
  const byIndex = elements.map((element): readonly [number, Item] => {
    const text = expandText(scope, element, true);
    const end = text.skeleton.indexOf(']=');
    return [Number(text.skeleton.slice(1, end)), word(text.slice(end + 2))];
  });
  return [...new Map(byIndex)].toSorted(([a], [b]) => a - b).map(([, item]) => item);
}

function assignElement(scope: Scope, node: Assignment, text: Text): void {
  const { name, index } = node;
  const before = lookUp(scope.state, name);
  const key = index === undefined ? undefined : expandText(scope, index).value;
  if (before.entries !== undefined && key !== undefined) {
    const isFollowed = before.entries.size < MAX_SEGMENTS;
    bind(scope.state, name, isFollowed ? { ...before, entries: new Map([...before.entries, [key, text]]) } : INHERITED);
    return;
  }
  const items = before === INHERITED || before.mayBeUnset ? [] : before.items;
  const position = key !== undefined && /^[0-9]{1,4}$/.test(key) ? Number(key) : undefined;
  const isInReach =
    items !== undefined &&
    before.hasGaps !== true &&
    position !== undefined &&
    position <= items.length &&
    items.every(({ kind }) => kind === 'word');
  if (!isInReach) {
    bind(scope.state, name, array([unknownWords(`\${${name}[@]}`, placeIn(scope.script, node.pos, node.end))]));
    return;
  }
  bind(
    scope.state,
    name,
    array(limited([...items.slice(0, position), word(text), ...items.slice(position + 1)], name)),
  );
}

/** Carries out `unset 'name[index]'`. */
export function unsetElement(scope: Scope, name: string, index: Text, place: Place): void {
  const before = lookUp(scope.state, name);
  const { items, entries } = before;
  const key = index.value;
  if (entries !== undefined) {
    bind(
      scope.state,
      name,
      key === undefined ? INHERITED : { ...before, entries: new Map([...entries].filter(([other]) => other !== key)) },
    );
    return;
  }
  if (items === undefined) return;
  if (key === '@' || key === '*') {
    bind(scope.state, name, array([]));
    return;
  }
  const position = key !== undefined && /^-?[0-9]{1,4}$/.test(key) ? Number(key) : undefined;
  const at = position === undefined || position >= 0 ? position : items.length + position;
  const isCounted =
    at !== undefined &&
    at >= 0 &&
    before.hasGaps !== true &&
    items.every((item) => item.kind === 'word' && isCertainItem(item));
  const branch: Hop = { kind: 'branch', location: place.location };
  bind(
    scope.state,
    name,
    isCounted
      ? array(items.toSpliced(at, 1), at < items.length - 1)
      : array(
          items.map((item) => conditional(item, branch)),
          true,
        ),
  );
}

/** Binds the names that an arithmetic expression changes to numbers that are not known: none is computed. */
export function assignArithmetic(scope: Scope, expression: ArithmeticExpression): void {
  let at = expression;
  // There can be thousands of operators, each with all before it on its left.
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
  const place = placeIn(scope.script, pos, end);
  const expression = `$${node.value}`;
  const number = { kind: 'unknown', expression, place, candidates: [], isOneWord: true } as const;
  bindText(scope, node.value, new Text([number], place));
}
