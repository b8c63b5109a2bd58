import { valueOf } from '../../../text/setting.ts';
import { type Field, field, isMapping } from '../../yaml/tree.ts';
import { readBoolean } from './values.ts';

/** True for an existing resource: `external: true`, or the older mapping with a name. */
export function isExternal(definition: Field): boolean {
  const external = field(definition, 'external');
  return isMapping(external) || valueOf(readBoolean(external, () => undefined)) === true;
}
