import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { Argument } from '../../docker/index.ts';
import type { AnsibleParameter } from '../../programs/ansible-parameters.ts';
import { fieldsOf, isMapping, isNull, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import type { Parameters } from './parameters.ts';

/** The client's arguments for a table row. */
export function argumentsOf(
  { names, flag: name, form }: AnsibleParameter,
  parameters: Parameters,
): readonly Argument[] {
  const long = `--${name}`;
  switch (form) {
    case 'value':
      return flagIfGiven(long, parameters.text(...names));
    case 'boolean': {
      const truth = parameters.truth(...names);
      return truth === undefined ? [] : [attached(long, truth)];
    }
    case 'list':
      return parameters.list(...names).flatMap((text) => flagArguments(long, text));
    case 'pairs':
    case 'hosts':
      return pairsOf(parameters.get(...names), form === 'pairs' ? '=' : ':', parameters).flatMap((text) =>
        flagArguments(long, text),
      );
    case 'rates':
      return itemsOf(parameters.get(...names)).flatMap((item) => {
        const path = parameters.partText(item, 'path');
        const rate = parameters.partText(item, 'rate');
        return path === undefined || rate === undefined ? [] : flagArguments(long, joinTexts(path, ':', rate));
      });
  }
}

/** The entries of a mapping, or of a list of pairs. */
export function pairsOf(value: Ref | undefined, separator: string, parameters: Parameters): readonly Text[] {
  if (!isMapping(value)) return isScalar(value) ? [parameters.fill(value)] : parameters.texts(value);
  return fieldsOf(value).flatMap(({ key, ...one }): readonly Text[] => {
    if (!isScalar(one)) return [];
    const text = isNull(one) ? Text.derived('', placeOf(one)) : parameters.fill(one);
    return [joinTexts(textOf(key), separator, text)];
  });
}

/** Joins two texts; by default the result has the first one's place. */
export function joinTexts(first: Text, separator: string, second: Text, place = first.place): Text {
  return Text.concat([first, Text.derived(separator, place), second], place);
}

export function wordArgument(text: string, place: Place): Argument {
  return toArgument(Text.derived(text, place));
}

export function toArgument(text: Text): Argument {
  return { kind: 'word', text };
}

export function flagArguments(name: string, value: Text): readonly Argument[] {
  return [wordArgument(name, value.place), toArgument(value)];
}

export function flagIfGiven(name: string, value: Text | undefined): readonly Argument[] {
  return value === undefined || value.skeleton === '' ? [] : flagArguments(name, value);
}

export function attached(name: string, value: Text): Argument {
  return toArgument(Text.concat([Text.derived(`${name}=`, value.place), value], value.place));
}
