import { passwordsInScript } from '../../sensitive/command-line.ts';
import { passwordsInWords } from '../../sensitive/programs.ts';
import type { Span } from '../../text/location.ts';
import { type SecretKind, secretKindOf } from './names.ts';
import { hasPasswordInAddress, isForTests, isLiteralSecret } from './values.ts';

/** Commands that people write have fewer words. */
const MAX_WORDS = 1000;

/**
 * The word of a command that contains a secret, or the option before it: a password argument, a
 * URL's password, a variable. Each unknown part is one character.
 */
export function secretWordOf(words: readonly string[], path: string): number | undefined {
  if (words.length === 0 || words.length > MAX_WORDS) return undefined;
  const passwords = passwordsInWords(words);
  const found = words.findIndex((word, index) => {
    const own = passwords[index] ?? [];
    const scripted = /\s/.test(word) ? passwordsInScript(word) : [];
    return (
      own.some((span) => isSecret(word, span, words[index - 1], path)) ||
      scripted.some((span) => !isSubstituted(word, span) && isSecret(word, span, undefined, path)) ||
      hasPasswordInAddress(word) ||
      (word.includes('=') &&
        /\s/.test(word) &&
        assignmentsIn(word).some(([name, value]) => isKind(secretKindOf(name), value, path)))
    );
  });
  if (found < 0) return undefined;
  // A value that is a whole word stays hidden, since marked text is shown.
  const isWhole = passwords[found]?.some(({ start }) => start === 0) === true;
  return isWhole && found > 0 ? found - 1 : found;
}

function isSecret(word: string, { start, end }: Span, previous: string | undefined, path: string): boolean {
  const before = word.slice(0, start).trimEnd();
  const option =
    /(?:^|\s)-{1,2}([A-Za-z][\w.-]{2,})[= ]?$/.exec(before)?.[1] ?? optionOf(start === 0 ? previous : undefined);
  const value = word.slice(start, end).replace(/^(["'])(.*)\1$/s, '$2');
  return isKind(option === undefined ? 'chosen' : kindOfOption(option), value, path);
}

/** True if a span ends in the `$` of `$(cat file)`, which starts a substitution. */
function isSubstituted(script: string, { end }: Span): boolean {
  return script.startsWith('$(', end - 1);
}

function optionOf(word: string | undefined): string | undefined {
  return word === undefined ? undefined : /^-{1,2}([A-Za-z][\w.-]{2,})$/.exec(word)?.[1];
}

function kindOfOption(name: string): SecretKind | undefined {
  return name === 'masterauth' ? 'chosen' : secretKindOf(name);
}

function isKind(kind: SecretKind | undefined, value: string, path: string): boolean {
  return kind !== undefined && isLiteralSecret(value, kind) && !isForTests(value, path);
}

/** `NAME=value` at the start of commands in a string. */
function assignmentsIn(word: string): readonly (readonly [name: string, value: string])[] {
  const pairs = word.matchAll(
    /(?<=^|[\s;&|(])([A-Za-z_]\w{0,100})=(?:"([^"$]*)"|'([^'$]*)'|([^\s"';&|()$]+))(?=$|[\s;&|)])/g,
  );
  return Array.from(pairs, ([, name = '', double, single, bare = '']) => [name, double ?? single ?? bare] as const);
}
