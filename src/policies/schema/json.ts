import type { Json } from '../../engine-json/engine-writer.ts';
import type { Doubt } from '../../rules/shared/demand.ts';
import type { RequestNode } from '../request/node.ts';

/** A value as JSON, or why it is unknown. */
export function jsonOf(node: RequestNode): { readonly value: Json } | { readonly doubt: Doubt } {
  if (node.kind === 'unknown') return { doubt: node.doubt };
  if (node.kind === 'scalar') return { value: node.value };
  if (node.open !== undefined) return { doubt: node.open };
  if (node.kind === 'list') {
    const values: Json[] = [];
    for (const item of node.items) {
      const json = item.mayBeAbsent === undefined ? jsonOf(item) : { doubt: item.mayBeAbsent };
      if ('doubt' in json) return json;
      values.push(json.value);
    }
    return { value: values };
  }
  const [unnamed] = node.unnamed;
  if (unnamed !== undefined) return { doubt: unnamed };
  const fields: Record<string, Json> = {};
  for (const [key, entry] of node.entries) {
    const json = entry.mayBeAbsent === undefined ? jsonOf(entry) : { doubt: entry.mayBeAbsent };
    if ('doubt' in json) return json;
    fields[key] = json.value;
  }
  return { value: fields };
}

/** True for values that JSON Schema considers equal. */
export function isSame(a: Json, b: Json): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b;
  if (isList(a) || isList(b))
    return isList(a) && isList(b) && a.length === b.length && a.every((item, index) => isSame(item, b[index] ?? null));
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && isSame(a[key] ?? null, b[key] ?? null))
  );
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
