import type { Json } from '../../engine-json/engine-writer.ts';
import type { ListNode, RequestNode } from '../request/node.ts';
import type { Spec } from '../request/spec.ts';
import { isSame, jsonOf } from './json.ts';
import type { Keyword, KeywordCheck, KeywordPlace } from './keyword.ts';
import { every, failAt, openBy, PASS, passBy, type Result, unlessAbsent } from './result.ts';
import type { SchemaRun } from './run.ts';
import { count, faulty } from './scalar-keywords.ts';

/** A check of lists; other values pass. */
function ofList(ask: (list: ListNode, run: SchemaRun) => Result): KeywordCheck {
  return (node, run) => {
    if (node.kind === 'list') return ask(node, run);
    return node.kind === 'unknown' && node.type === undefined ? openBy(node.doubt) : PASS;
  };
}

function itemSpec(spec: Spec | undefined): Spec | undefined {
  return spec?.kind === 'list' ? spec.of : undefined;
}

function isCertain({ mayBeAbsent }: RequestNode): boolean {
  return mayBeAbsent === undefined;
}

/** The minimum or maximum length of a list, counting certain and possible items. */
function limits(limit: number, isLeast: boolean): KeywordCheck {
  return ofList((list) => {
    const certain = list.items.filter(isCertain);
    const most = list.open === undefined ? list.items.length : Number.POSITIVE_INFINITY;
    const doubts = [
      ...list.items.flatMap(({ mayBeAbsent }) => mayBeAbsent ?? []),
      ...(list.open === undefined ? [] : [list.open]),
    ];
    if (isLeast) return certain.length >= limit ? PASS : most < limit ? failAt(list) : openBy(...doubts);
    return most <= limit ? PASS : certain.length > limit ? failAt(...certain.slice(limit)) : openBy(...doubts);
  });
}

function contains(check: KeywordCheck, least: number, most: number): KeywordCheck {
  return ofList((list, run) => {
    const results = list.items.map((item) => ({ item, result: check(item, run) }));
    const holds = results
      .filter(({ item, result }) => result.truth === true && isCertain(item))
      .map(({ item }) => item);
    const open = results.filter(({ item, result }) => result.truth === 'unknown' || (result.truth && !isCertain(item)));
    const doubts = [
      ...open.flatMap(({ item, result }) => (result.truth === 'unknown' ? result.doubts : (item.mayBeAbsent ?? []))),
      ...(list.open === undefined ? [] : [list.open]),
    ];
    const possible = list.open === undefined ? holds.length + open.length : Number.POSITIVE_INFINITY;
    if (holds.length > most) return failAt(...holds.slice(most));
    if (possible < least) return failAt(list);
    if (holds.length >= least && possible <= most) return passBy(...holds);
    return openBy(...doubts);
  });
}

function unique(list: ListNode, run: SchemaRun): Result {
  const known: { readonly value: Json; readonly node: RequestNode }[] = [];
  const doubts = list.open === undefined ? [] : [list.open];
  for (const node of list.items) {
    const json = jsonOf(node);
    if ('doubt' in json) doubts.push(json.doubt);
    else if (node.mayBeAbsent !== undefined) doubts.push(node.mayBeAbsent);
    else {
      run.spend(known.length);
      if (known.some(({ value }) => isSame(value, json.value))) return failAt(node);
      known.push({ value: json.value, node });
    }
  }
  const isOne = list.items.length < 2 && list.open === undefined;
  return doubts.length === 0 || isOne ? PASS : openBy(...doubts);
}

/** Compiled with `contains`. */
function besideContains(value: unknown, place: KeywordPlace): KeywordCheck {
  count(value, place);
  return 'contains' in place.schema ? () => PASS : faulty(place, 'has no effect without `contains`');
}

export const LIST_KEYWORDS: Readonly<Record<string, Keyword>> = {
  items: {
    about: 'lists',
    read: (value, { reader, schema, path, spec }) => {
      const check = reader.schema(value, path, itemSpec(spec));
      const before = Array.isArray(schema['prefixItems']) ? schema['prefixItems'].length : 0;
      return ofList((list, run) => {
        // If an earlier item may be absent, later ones may be among the first.
        const shifts = before === 0 ? undefined : list.items.find((item) => !isCertain(item))?.mayBeAbsent;
        return every([
          ...list.items.slice(before).map((item) => {
            const result = unlessAbsent(check(item, run), item);
            return shifts === undefined || result.truth === true ? result : openBy(shifts);
          }),
          ...(list.open === undefined || value === true ? [] : [openBy(list.open)]),
        ]);
      });
    },
  },
  prefixItems: {
    about: 'lists',
    read: (value, place) => {
      if (!Array.isArray(value) || value.length === 0) return faulty(place, 'must be a list of schemas');
      const { reader, path, spec } = place;
      const checks = value.map((each: unknown, index) => reader.schema(each, [...path, index], itemSpec(spec)));
      return ofList((list, run) => {
        const results: Result[] = list.open === undefined ? [] : [openBy(list.open)];
        for (const [index, item] of list.items.entries()) {
          const check = checks[index];
          if (item.mayBeAbsent !== undefined) {
            // Later items may take its position.
            results.push(openBy(item.mayBeAbsent));
            break;
          }
          if (check !== undefined) results.push(check(item, run));
        }
        return every(results);
      });
    },
  },
  contains: {
    about: 'lists',
    read: (value, { reader, schema, path, spec }) => {
      const { minContains: least = 1, maxContains: most = Number.POSITIVE_INFINITY } = schema;
      return contains(reader.schema(value, path, itemSpec(spec)), Number(least), Number(most));
    },
  },
  minContains: { about: 'lists', read: besideContains },
  maxContains: { about: 'lists', read: besideContains },
  minItems: { about: 'lists', read: (value, place) => limits(count(value, place) ?? 0, true) },
  maxItems: { about: 'lists', read: (value, place) => limits(count(value, place) ?? 0, false) },
  uniqueItems: {
    about: 'lists',
    read: (value, place) => {
      if (typeof value !== 'boolean') return faulty(place, 'must be true or false');
      return value ? ofList(unique) : () => PASS;
    },
  },
};
