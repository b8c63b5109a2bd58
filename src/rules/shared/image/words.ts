/**
 * Returns a function that finds one of the words in a lowercase name, without a letter beside it.
 * `alternatives` are those of a regular expression. Plain words are searched for without one:
 * compiling a hundred of them took longer than linting a small file.
 */
export function wordFinder(alternatives: string): (name: string) => boolean {
  let found: { readonly plain: readonly string[]; readonly pattern: RegExp | undefined } | undefined;
  return (name) => {
    found ??= sort(alternatives);
    return hasWord(name, found.plain) || found.pattern?.test(name) === true;
  };
}

function sort(alternatives: string): { readonly plain: readonly string[]; readonly pattern: RegExp | undefined } {
  const plain: string[] = [];
  const others: string[] = [];
  let depth = 0;
  let word = '';
  for (const character of `${alternatives}|`) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character !== '|' || depth > 0) {
      word += character;
      continue;
    }
    (/^[\w/-]+$/.test(word) ? plain : others).push(word);
    word = '';
  }
  return {
    plain,
    pattern: others.length === 0 ? undefined : new RegExp(`(?<![a-z])(?:${others.join('|')})(?![a-z])`),
  };
}

function hasWord(name: string, words: readonly string[]): boolean {
  for (const word of words)
    for (let at = name.indexOf(word); at >= 0; at = name.indexOf(word, at + 1))
      if (!isLetter(name.charCodeAt(at - 1)) && !isLetter(name.charCodeAt(at + word.length))) return true;
  return false;
}

/** `a` to `z`. */
function isLetter(code: number): boolean {
  return code >= 97 && code <= 122;
}
