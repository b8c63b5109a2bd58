import type { Keyword, KeywordCheck, KeywordPlace } from './keyword.ts';
import { every, failAt, inverse, openBy, PASS, type Result, some } from './result.ts';
import { faulty } from './scalar-keywords.ts';

function all(value: unknown, place: KeywordPlace): readonly KeywordCheck[] {
  const { reader, path, spec } = place;
  if (Array.isArray(value) && value.length > 0)
    return value.map((each: unknown, index) => reader.schema(each, [...path, index], spec));
  faulty(place, 'must be a list of schemas');
  return [];
}

/** The schema of a sibling keyword; without it, one that accepts everything. */
function beside(name: string, { reader, schema, path, spec }: KeywordPlace): KeywordCheck {
  return name in schema ? reader.schema(schema[name], [...path.slice(0, -1), name], spec) : () => PASS;
}

function one(results: readonly Result[], node: Parameters<KeywordCheck>[0]): Result {
  const holds = results.filter(({ truth }) => truth === true);
  const open = results.filter(({ truth }) => truth === 'unknown');
  if (holds.length > 1) return failAt(node);
  if (open.length > 0) return openBy(...open.flatMap(({ doubts }) => doubts));
  return holds[0] ?? failAt(node);
}

function besideIf(_: unknown, place: KeywordPlace): KeywordCheck {
  return 'if' in place.schema ? () => PASS : faulty(place, 'has no effect without `if`');
}

export const LOGIC_KEYWORDS: Readonly<Record<string, Keyword>> = {
  allOf: {
    about: 'all',
    read: (value, place) => {
      const checks = all(value, place);
      return (node, run) => every(checks.map((check) => check(node, run)));
    },
  },
  anyOf: {
    about: 'all',
    read: (value, place) => {
      const checks = all(value, place);
      return (node, run) =>
        some(
          checks.map((check) => check(node, run)),
          node,
        );
    },
  },
  oneOf: {
    about: 'all',
    read: (value, place) => {
      const checks = all(value, place);
      return (node, run) =>
        one(
          checks.map((check) => check(node, run)),
          node,
        );
    },
  },
  not: {
    about: 'all',
    read: (value, { reader, path, spec }) => {
      const check = reader.schema(value, path, spec);
      return (node, run) => inverse(check(node, run), node);
    },
  },
  if: {
    about: 'all',
    read: (value, place) => {
      const condition = place.reader.schema(value, place.path, place.spec);
      const [then, otherwise] = [beside('then', place), beside('else', place)];
      return (node, run) => {
        const { truth, doubts } = condition(node, run);
        if (truth !== 'unknown') return (truth ? then : otherwise)(node, run);
        const both = [then(node, run), otherwise(node, run)];
        const [first, second] = both;
        return first?.truth !== 'unknown' && first?.truth === second?.truth ? every(both) : openBy(...doubts);
      };
    },
  },
  then: { about: 'all', read: besideIf },
  else: { about: 'all', read: besideIf },
};
