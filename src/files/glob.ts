import { isAbsolutePath, joinPath, normalizePath, relativePath } from '../util/paths.ts';

/** True if a glob matches a path or a service's name. */
export type GlobMatcher = (path: string) => boolean;

/** An unsupported glob. The message is one sentence. */
export class GlobFault extends Error {
  override readonly name = 'GlobFault';
}

/** The number of alternatives grows exponentially with nested braces; real globs have far fewer. */
const MAX_ALTERNATIVES = 256;

/** In UTF-16 units: no path is longer (Linux, `PATH_MAX`). */
const MAX_LENGTH = 4096;

/**
 * Compiles a glob: `*` and `?` within a path part, `**` for any parts, `[…]`, `{a,b}`, `\` escapes,
 * and `!` at the start negates. Wildcards match leading dots, but not `.` or `..`. Throws a {@link
 * GlobFault} for anything else. Matching takes time proportional to the glob's length times the
 * path's.
 */
export function createGlob(glob: string): GlobMatcher {
  const isNegated = isNegatedGlob(glob);
  const patterns = expandBraces(tokenize((isNegated ? glob.slice(1) : glob).replace(/^\.\//, ''))).map(toParts);
  return (path) => {
    const parts = path.split('/').map((part) => Array.from(part));
    return patterns.some((pattern) => matchesParts(pattern, parts)) !== isNegated;
  };
}

/**
 * Compiles a glob for files. Without a `/` it matches names at any depth; a directory's glob
 * matches everything below. Throws a {@link GlobFault}.
 */
export function createFileGlob(glob: string): GlobMatcher {
  if (isNegatedGlob(glob)) {
    const matches = createFileGlob(glob.slice(1));
    return (path) => !matches(path);
  }
  const trimmed = glob.replace(/^\.\//, '').replace(/\/$/, '');
  const globs = trimmed.includes('/') ? [trimmed, `${trimmed}/**`] : [`**/${trimmed}`, `**/${trimmed}/**`];
  const matchers = globs.map(createGlob);
  return (path) => matchers.some((matches) => matches(path));
}

/**
 * Tests if any glob, relative to `folder`, matches a path that is relative to the working
 * directory. Throws a {@link GlobFault}.
 */
export function createPathMatcher(globs: readonly string[], folder: string, workingDirectory: string): GlobMatcher {
  const matchers = globs.map((glob): GlobMatcher => {
    const matches = createFileGlob(glob);
    return isAbsolutePath(glob)
      ? (path) => matches(joinPath(workingDirectory, path))
      : (path) => matches(relativePath(folder, joinPath(workingDirectory, path)));
  });
  return (path) => matchers.some((matches) => matches(path));
}

/** The directory that contains all matches of a glob. */
export function folderOfGlob(glob: string): string {
  const parts = glob.split('/');
  const first = parts.findIndex(isGlob);
  return glob.includes('/') && first !== 0 ? normalizePath(`${parts.slice(0, first).join('/')}/`) : '.';
}

/** The path parts before the first wildcard. */
export function startOfGlob(glob: string): string {
  const parts = glob.replace(/^\.\//, '').replace(/\/$/, '').split('/');
  const first = parts.findIndex(isGlob);
  return (first < 0 ? parts : parts.slice(0, first)).join('/');
}

/** True for text with glob characters, even if the glob is unsupported. */
export function isGlob(text: string): boolean {
  try {
    const tokens = tokenize(text);
    const isWildcard = (token: Token): boolean =>
      token.kind === 'class' || isSpecial(token, '*') || isSpecial(token, '?');
    return tokens.some(isWildcard) || expandBraces(tokens).length > 1;
  } catch (error) {
    if (error instanceof GlobFault) return true;
    throw error;
  }
}

/** True for a glob that starts with a negating `!`. */
export function isNegatedGlob(glob: string): boolean {
  return glob.startsWith('!') && !glob.startsWith('!(');
}

/** A character of a glob: literal, special, or a class. */
type Token =
  | { readonly kind: 'literal' | 'special'; readonly character: string }
  | { readonly kind: 'class'; readonly has: (character: string) => boolean };

const SPECIAL: ReadonlySet<string> = new Set(['*', '?', '/', '{', ',', '}']);

function tokenize(glob: string): readonly Token[] {
  if (glob.length > MAX_LENGTH) throw new GlobFault(`it is longer than ${MAX_LENGTH} characters.`);
  const tokens: Token[] = [];
  const characters = Array.from(glob);
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? '';
    if ('?*+@!'.includes(character) && characters[at + 1] === '(')
      throw new GlobFault(`Globs don't support \`${character}(\`, only \`*\`, \`**\`, \`?\`, \`[…]\` and \`{a,b}\`.`);
    if (character === '\\' && at + 1 < characters.length) {
      at += 1;
      tokens.push({ kind: 'literal', character: characters[at] ?? '' });
      continue;
    }
    // A `]` at the start of the brackets belongs to the class.
    const start = at + (['!', '^'].includes(characters[at + 1] ?? '') ? 2 : 1);
    const end = character === '[' ? characters.indexOf(']', start + 1) : -1;
    if (end < 0) {
      tokens.push({ kind: SPECIAL.has(character) ? 'special' : 'literal', character });
      continue;
    }
    tokens.push({ kind: 'class', has: toClass(characters.slice(start, end), start === at + 2) });
    at = end;
  }
  return tokens;
}

/** `a-z` is a range unless its `-` is at an end. */
function toClass(members: readonly string[], isNegated: boolean): (character: string) => boolean {
  const ranges: (readonly [first: string, last: string])[] = [];
  for (let at = 0; at < members.length; at += 1) {
    const [first = '', dash, last] = members.slice(at, at + 3);
    if (dash === '-' && last !== undefined) {
      ranges.push([first, last]);
      at += 2;
    } else {
      ranges.push([first, first]);
    }
  }
  return (character) => ranges.some(([first, last]) => first <= character && character <= last) !== isNegated;
}

/** All combinations of alternatives in braces. Braces without a comma are literal. */
function expandBraces(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const open = tokens.findIndex((token) => isSpecial(token, '{'));
  if (open < 0) return [tokens];
  const cuts = [open];
  let [depth, close] = [0, -1];
  for (let at = open; at < tokens.length && close < 0; at += 1) {
    const token = tokens[at];
    if (isSpecial(token, '{')) depth += 1;
    else if (isSpecial(token, ',') && depth === 1) cuts.push(at);
    else if (isSpecial(token, '}')) {
      depth -= 1;
      if (depth === 0) close = at;
    }
  }
  const before = tokens.slice(0, open);
  if (close < 0 || cuts.length === 1)
    return expandBraces([...before, { kind: 'literal', character: '{' }, ...tokens.slice(open + 1)]);
  const after = tokens.slice(close + 1);
  const expanded: (readonly Token[])[] = [];
  for (const [index, cut] of cuts.entries()) {
    expanded.push(...expandBraces([...before, ...tokens.slice(cut + 1, cuts[index + 1] ?? close), ...after]));
    if (expanded.length > MAX_ALTERNATIVES)
      throw new GlobFault(`its braces expand to more than ${MAX_ALTERNATIVES} globs.`);
  }
  return expanded;
}

function isSpecial(token: Token | undefined, character: string): boolean {
  return token?.kind === 'special' && token.character === character;
}

type Part = readonly Token[] | '**';

function toParts(tokens: readonly Token[]): readonly Part[] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    if (isSpecial(token, '/')) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts.map((part) => (part.length === 2 && part.every(isStar) ? '**' : part));
}

function matchesParts(pattern: readonly Part[], parts: readonly (readonly string[])[]): boolean {
  const matches = (part: Part, name: readonly string[]): boolean => part !== '**' && matchesName(part, name);
  return matchesAll(
    pattern,
    parts,
    (part) => part === '**',
    matches,
    (name) => !isDots(name),
  );
}

function matchesName(part: readonly Token[], name: readonly string[]): boolean {
  const [first] = part;
  if (isDots(name) && (first?.kind !== 'literal' || first.character !== '.')) return false;
  return matchesAll(part, name, isStar, matchesCharacter, () => true);
}

function isStar(token: Token): boolean {
  return isSpecial(token, '*');
}

function matchesCharacter(token: Token, character: string): boolean {
  if (token.kind === 'class') return token.has(character);
  return token.character === character || isSpecial(token, '?');
}

function isDots(name: readonly string[]): boolean {
  return name.length > 0 && name.length <= 2 && name.every((character) => character === '.');
}

/**
 * True if a pattern matches all items. A wildcard matches any items that `canSkip` allows.
 * Backtracking to the last wildcard is enough.
 */
function matchesAll<P, T>(
  pattern: readonly P[],
  items: readonly T[],
  isWildcard: (own: P) => boolean,
  matches: (own: P, item: T) => boolean,
  canSkip: (item: T) => boolean,
): boolean {
  let [at, own, wildcard, resumed] = [0, 0, -1, 0];
  while (at < items.length) {
    const [current, item] = [pattern[own], items[at]];
    if (current !== undefined && isWildcard(current)) {
      wildcard = own;
      resumed = at;
      own += 1;
    } else if (current !== undefined && item !== undefined && matches(current, item)) {
      own += 1;
      at += 1;
    } else {
      const skipped = items[resumed];
      if (wildcard < 0 || skipped === undefined || !canSkip(skipped)) return false;
      resumed += 1;
      at = resumed;
      own = wildcard + 1;
    }
  }
  return pattern.slice(own).every(isWildcard);
}
