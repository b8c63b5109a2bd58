import type { ParameterExpansionPart } from 'unbash';
import { Text } from '../../../../text/text.ts';
import { type Item, word } from '../../items/items.ts';
import { lookUp, POSITIONAL } from '../../state/state.ts';
import { runsText, type TextRun } from '../runs.ts';
import {
  type Alternative,
  alternativesOf,
  alternativesText,
  itemAlternative,
  itemCount,
  variableItems,
} from '../variables.ts';
import { applyTo, numberOf } from './apply-operation.ts';
import { expandDefault, expandListDefault } from './defaults.ts';
import { type Expansion, firm, itemRuns, type ParameterOperation, textRuns } from './expansion.ts';
import { sliceBounds } from './operations.ts';

export function expandSimple(expansion: Expansion, name: string): readonly TextRun[] {
  if (name === '@' || name === '*')
    return itemRuns(expansion, name, variableItems(expansion.variables, POSITIONAL, expansion.use));
  return textRuns(expansion, alternativesOf(expansion.variables, name, expansion.use));
}

export function expandParameter(expansion: Expansion, part: ParameterExpansionPart): readonly TextRun[] {
  const { use } = expansion;
  const index = part.index?.text;
  const isList = part.parameter === '@' || part.parameter === '*' || index === '@' || index === '*';
  if (part.prefix === '!') return expandIndirect(expansion, part, isList);
  if (isList) return expandList(expansion, part);
  const alternatives = indexedAlternatives(expansion, part);
  if (part.prefix === '#') {
    const { value } = alternativesText(alternatives, use);
    return [
      firm(
        value === undefined || alternatives.includes('inherited')
          ? Text.unknown(use.expression, use.place)
          : Text.derived(String(value.length), use.place),
      ),
    ];
  }
  const { operation } = part;
  if (operation?.type === 'Default') return expandDefault(expansion, part.parameter, alternatives, operation);
  if (operation === undefined) return textRuns(expansion, alternatives);
  return [
    {
      kind: 'text',
      text: applyTo(expansion, alternativesText(alternatives, use), operation),
      splits: !expansion.isQuoted,
    },
  ];
}

function indexedAlternatives(
  expansion: Expansion,
  { parameter, index }: ParameterExpansionPart,
): readonly Alternative[] {
  const { variables, use } = expansion;
  if (index === undefined) return alternativesOf(variables, parameter, use);
  const { items, scalar: text } = lookUp(variables.state, parameter);
  const written = runsText(expansion.operand(index, true), use.place).value;
  if (written === undefined) return ['inherited'];
  if (!/^-?[0-9]{1,6}$/.test(written)) return ['inherited'];
  if (items !== undefined) return [itemAlternative(items, Number(written), use)];
  if (parameter === 'BASH_SOURCE' && Number(written) === 0) return alternativesOf(variables, parameter, use);
  return text !== undefined && Number(written) === 0 ? alternativesOf(variables, parameter, use) : ['inherited'];
}

/** `${!name}`: the variable whose name `name` holds; `${!array[@]}`: its keys. */
function expandIndirect(expansion: Expansion, part: ParameterExpansionPart, isList: boolean): readonly TextRun[] {
  const { variables, use, isQuoted } = expansion;
  if (isList) {
    const count = itemCount(lookUp(variables.state, part.parameter).items);
    const keys =
      count === undefined
        ? undefined
        : Array.from({ length: count }, (_, at) => word(Text.derived(String(at), use.place)));
    return itemRuns(expansion, '@', keys);
  }
  const name =
    part.operation === undefined
      ? alternativesText(alternativesOf(variables, part.parameter, use), use).value
      : undefined;
  if (name === undefined || !/^\w+$/.test(name))
    return [{ kind: 'text', text: Text.unknown(use.expression, use.place), splits: !isQuoted }];
  return textRuns(expansion, alternativesOf(variables, name, use));
}

/** `"${a[@]}"` and similar, with an operation on each element. */
function expandList(expansion: Expansion, part: ParameterExpansionPart): readonly TextRun[] {
  const { variables, use } = expansion;
  const isPositional = part.parameter === '@' || part.parameter === '*';
  const name = isPositional ? POSITIONAL : part.parameter;
  const items = variableItems(variables, name, use);
  if (part.prefix === '#') {
    const count = itemCount(items);
    return [
      firm(count === undefined ? Text.unknown(use.expression, use.place) : Text.derived(String(count), use.place)),
    ];
  }
  const { operation } = part;
  const star = part.parameter === '*' || part.index?.text === '*' ? '*' : '@';
  if (operation?.type === 'Default') return expandListDefault(expansion, star, items, operation);
  if (items === undefined || operation === undefined) return itemRuns(expansion, star, items);
  if (operation.type === 'Slice')
    return itemRuns(expansion, star, sliceItems(expansion, items, operation, isPositional));
  return itemRuns(
    expansion,
    star,
    items.map((item) => (item.kind === 'word' ? word(applyTo(expansion, item.text, operation)) : item)),
  );
}

function sliceItems(
  expansion: Expansion,
  items: readonly Item[],
  operation: ParameterOperation & { type: 'Slice' },
  isPositional: boolean,
): readonly Item[] | undefined {
  const offset = numberOf(expansion, operation.offset);
  const length = operation.length === undefined ? undefined : numberOf(expansion, operation.length);
  if (
    offset === undefined ||
    itemCount(items) === undefined ||
    (operation.length !== undefined && length === undefined)
  )
    return undefined;
  // `${@:1}` is the whole list; `${@:0}` begins with the script's name.
  if (isPositional && offset === 0) return undefined;
  const [start, end] = sliceBounds(items.length, isPositional && offset > 0 ? offset - 1 : offset, length);
  return items.slice(start, end);
}
