import { joinTexts } from '../../../text/parts.ts';
import { Text } from '../../../text/text.ts';
import type { Argument } from '../../docker/index.ts';
import type { AnsibleParameter } from '../../programs/ansible-parameters.ts';
import { fieldsOf, isMapping, isNull, isScalar, itemsOf, placeOf, type Ref, textOf } from '../../yaml/tree.ts';
import { attached, flagArguments, flagIfGiven } from '../ci/containers.ts';
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
        return path === undefined || rate === undefined
          ? []
          : flagArguments(long, joinTexts([path, rate], ':', path.place));
      });
  }
}

/** The entries of a mapping, or of a list of pairs. */
export function pairsOf(value: Ref | undefined, separator: string, parameters: Parameters): readonly Text[] {
  if (!isMapping(value)) return isScalar(value) ? [parameters.fill(value)] : parameters.texts(value);
  return fieldsOf(value).flatMap(({ key, ...one }): readonly Text[] => {
    if (!isScalar(one)) return [];
    const text = isNull(one) ? Text.derived('', placeOf(one)) : parameters.fill(one);
    const name = textOf(key);
    return [joinTexts([name, text], separator, name.place)];
  });
}
