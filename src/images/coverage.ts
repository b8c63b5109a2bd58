import type { ImageCoverage } from './facts.ts';

/** Windows images use the same names, but have other users, directories and programs. */
const WINDOWS = /windowsservercore|nanoserver/;

/** The version at the start of a tag. */
const VERSION = /^v?\d+(?:\.\d+)*/;

export function isVersion(tag: string): boolean {
  return VERSION.test(tag);
}

/** True if the coverage includes a tag. An unknown tag requires coverage of all tags. */
export function covers(
  { versions = [], suffixes, tags = [], except = [] }: ImageCoverage,
  tag: string | undefined,
): boolean {
  if (tag === undefined) return tags.includes('*');
  if (WINDOWS.test(tag) || except.some((glob) => matches(glob, tag))) return false;
  const [begin] = VERSION.exec(tag) ?? [];
  // If the row lists versions, `*` covers only tags without a version.
  const plain = begin?.startsWith('v') === true ? tag.slice(1) : tag;
  if (
    tags.some((glob) =>
      glob === '*' ? begin === undefined || versions.length === 0 : matches(glob, tag) || matches(glob, plain),
    )
  )
    return true;
  if (begin === undefined) return false;
  const suffix = tag.slice(begin.length).replace(/^-/, '');
  if (suffixes?.some((glob) => matches(glob, suffix)) === false) return false;
  const numbers = toNumbers(begin.replace('v', ''));
  return versions.some((range) => {
    const [from = '', to = from] = range.split('-');
    return isAtLeast(numbers, toNumbers(from), 1) && isAtLeast(numbers, toNumbers(to), -1);
  });
}

/**
 * True if a version is at least (`sign` 1) or at most (-1) the bound. False for a shorter version,
 * such as `8` with the bound `8.4`, because its tag moves.
 */
function isAtLeast(version: readonly number[], bound: readonly number[], sign: 1 | -1): boolean {
  for (const [index, limit] of bound.entries()) {
    const number = version[index];
    if (number === undefined) return false;
    if (number !== limit) return (number - limit) * sign > 0;
  }
  return true;
}

function toNumbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}

/** Matches a glob with `*` in linear time. */
function matches(glob: string, text: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  const last = rest.pop();
  if (last === undefined) return glob === text;
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}
