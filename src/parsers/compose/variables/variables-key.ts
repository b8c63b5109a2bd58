import { nearestWord } from '../../../util/nearest-word.ts';

/** Keys for variables, in Compose and similar formats. */
const EXACT: ReadonlySet<string> = new Set(['environment', 'environ', 'env', 'args']);

const decided = new Map<string, boolean>();
const MAX_DECIDED = 10_000;
/** Longer keys aren't cached: V8 keeps the whole text for substrings of 13 or more characters. */
const MAX_REMEMBERED = 12;

/** True for a variables key, even misspelled: `environment`, `enviroment`, `env`, `args`. */
export function isVariablesKey(key: string): boolean {
  if (EXACT.has(key)) return true;
  const known = decided.get(key);
  if (known !== undefined) return known;
  const isNear = nearestWord(key, ['environment']) !== undefined;
  if (key.length <= MAX_REMEMBERED && decided.size < MAX_DECIDED) decided.set(key, isNear);
  return isNear;
}
