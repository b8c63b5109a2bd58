import type { ListNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import {
  beside,
  count,
  faulty,
  type KeywordCheck,
  type KeywordPlace,
  type Keywords,
  limits,
  otherwise,
  type SchemaRun,
} from './keyword.ts';
import { every, failAt, hiddenIn, isSurelyThere, openBy, PASS, type Result, unlessAbsent } from './result.ts';
import { jsonOf, sameText } from './scalar-keywords.ts';

/** A check that only applies to lists; other values pass. */
function ofList(ask: (list: ListNode, run: SchemaRun) => Result): KeywordCheck {
  return (node, run) => (node.kind === 'list' ? ask(node, run) : otherwise(node));
}

function itemSpec(spec: Spec | undefined): Spec | undefined {
  return spec?.kind === 'list' ? spec.of : undefined;
}

function contains(check: KeywordCheck, least: number, most: number): KeywordCheck {
  return ofList((list, run) => {
    const results = list.items.map((item) => {
      const { truth, doubts } = check(item, run);
      return { item, truth, doubts: truth === true && item.mayBeAbsent !== undefined ? [item.mayBeAbsent] : doubts };
    });
    const doubts = results.flatMap((result) => result.doubts);
    const holds = results.filter((one) => one.truth === true && isSurelyThere(one.item)).map(({ item }) => item);
    const open = results.filter((one) => one.doubts.length > 0).length;
    const possible = list.open === undefined ? holds.length + open : Number.POSITIVE_INFINITY;
    if (holds.length > most) return failAt(...holds.slice(most));
    if (possible < least) return failAt(list);
    const isMet = holds.length >= least && possible <= most;
    return isMet ? { ...PASS, marks: holds.map((node) => ({ node })) } : openBy(...doubts, ...hiddenIn(list));
  });
}

function unique(list: ListNode): Result {
  const known = new Set<string>();
  const doubts = [...hiddenIn(list)];
  for (const node of list.items) {
    const json = node.mayBeAbsent === undefined ? jsonOf(node) : { doubt: node.mayBeAbsent };
    if ('doubt' in json) doubts.push(json.doubt);
    else {
      const text = sameText(json.value);
      if (known.has(text)) return failAt(node);
      known.add(text);
    }
  }
  const isOne = list.items.length < 2 && list.open === undefined;
  return doubts.length === 0 || isOne ? PASS : openBy(...doubts);
}

function besideContains(value: unknown, place: KeywordPlace): KeywordCheck {
  count(value, place);
  return beside('contains')(value, place);
}

export const LIST_KEYWORDS: Keywords = {
  items: (value, { reader, schema, path, spec }) => {
    const check = reader.schema(value, path, itemSpec(spec));
    const before = Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0;
    return ofList((list, run) => {
      // If an earlier item may be absent, these items may move up into the prefix.
      const shifts = before === 0 ? undefined : list.items.find((item) => !isSurelyThere(item))?.mayBeAbsent;
      const results = list.items.slice(before).map((item) => {
        const result = unlessAbsent(check(item, run), item);
        return shifts === undefined || result.truth === true ? result : openBy(shifts);
      });
      return every(results, value === true ? [] : hiddenIn(list));
    });
  },
  prefixItems: (value, place) => {
    if (!Array.isArray(value) || value.length === 0) return faulty(place, 'must be a list of schemas');
    const { reader, path, spec } = place;
    const checks = value.map((each: unknown, index) => reader.schema(each, [...path, index], itemSpec(spec)));
    return ofList((list, run) => {
      const results: Result[] = [];
      for (const [index, item] of list.items.entries()) {
        // A later item may move up to this position.
        if (item.mayBeAbsent !== undefined) return every(results, [item.mayBeAbsent, ...hiddenIn(list)]);
        const check = checks[index];
        if (check !== undefined) results.push(check(item, run));
      }
      return every(results, hiddenIn(list));
    });
  },
  contains: (value, { reader, schema, path, spec }) => {
    const { minContains: least = 1, maxContains: most = Number.POSITIVE_INFINITY } = schema;
    return contains(reader.schema(value, path, itemSpec(spec)), Number(least), Number(most));
  },
  minContains: besideContains,
  maxContains: besideContains,
  minItems: limits(ofList, true),
  maxItems: limits(ofList, false),
  uniqueItems: (value, place) => {
    if (typeof value !== 'boolean') return faulty(place, 'must be true or false');
    return value ? ofList(unique) : () => PASS;
  },
};
