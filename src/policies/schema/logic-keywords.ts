import type { RequestNode } from '../request/node.ts';
import { beside, faulty, type Keyword, type KeywordCheck, type Keywords } from './keyword.ts';
import { every, failAt, inverse, openBy, PASS, type Result, some } from './result.ts';

/** A keyword whose value is a list of schemas; `combine` combines their results. */
function combining(combine: (results: readonly Result[], node: RequestNode) => Result): Keyword {
  return (value, place) => {
    if (!Array.isArray(value) || value.length === 0) return faulty(place, 'must be a list of schemas');
    const { reader, path, spec } = place;
    const checks = value.map((each: unknown, index) => reader.schema(each, [...path, index], spec));
    return (node, run) => {
      const results = checks.map((check) => check(node, run));
      return combine(results, node);
    };
  };
}

export const LOGIC_KEYWORDS: Keywords = {
  allOf: combining((results) => every(results)),
  anyOf: combining(some),
  oneOf: combining((results, node) => {
    const [first, second] = results.filter(({ truth }) => truth === true);
    const doubts = results.flatMap((result) => result.doubts);
    if (second !== undefined) return failAt(node);
    return doubts.length > 0 ? openBy(...doubts) : (first ?? failAt(node));
  }),
  not: (value, { reader, path, spec }) => {
    const check = reader.schema(value, path, spec);
    return (node, run) => inverse(check(node, run), node);
  },
  if: (value, { reader, schema, path, spec }) => {
    const condition = reader.schema(value, path, spec);
    const part = (name: string): KeywordCheck =>
      name in schema ? reader.schema(schema[name], [...path.slice(0, -1), name], spec) : () => PASS;
    const [then, otherwise] = [part('then'), part('else')];
    return (node, run) => {
      const { truth, doubts } = condition(node, run);
      if (truth !== 'unknown') return (truth ? then : otherwise)(node, run);
      const [first, second] = [then(node, run), otherwise(node, run)];
      const isSettled = first.truth !== 'unknown' && first.truth === second.truth;
      return isSettled ? every([first, second]) : openBy(...doubts);
    };
  },
  then: beside('if'),
  else: beside('if'),
};
