import type { Text } from '../../../../text/text.ts';
import { readCsv } from '../../../syntax/csv.ts';
import { failure, quoted, type Reading, splitKeyValue, success } from '../../../syntax/reading.ts';
import { trimSpace } from '../../../syntax/space.ts';

/** CSV fields `key=value` with some keys, in lower case; the last of a key wins. `what` names an unknown key. */
export function readFields(
  text: Text,
  keys: readonly string[],
  what: string,
  remedy: string,
): Reading<ReadonlyMap<string, Text>> {
  const fields = readCsv(text);
  if (fields.failure !== undefined) return fields;
  const parts = new Map<string, Text>();
  for (const field of fields.value) {
    const { key, value } = splitKeyValue(field);
    const name = trimSpace(key.skeleton.toLowerCase());
    if (value === undefined || name === '')
      return failure(field.place, `${quoted(field)} is not \`key=value\`.`, remedy);
    if (!keys.includes(name)) return failure(field.place, `Unknown ${what} \`${name}\`.`, remedy);
    parts.set(name, value);
  }
  return success(parts);
}
