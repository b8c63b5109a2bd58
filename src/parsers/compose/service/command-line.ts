import type { Setting } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { problem } from '../project/problems.ts';
import { isMapping, isScalar, printedText, type Ref } from '../tree/tree.ts';
import { readTexts, toStrings } from '../tree/values.ts';
import type { ServiceScope } from './scope.ts';

/** A command as a list, or as one text that is split into words; an empty one clears the image's. */
export function readCommand(
  ref: Ref | undefined,
  { report }: Pick<ServiceScope, 'report'>,
): readonly Setting<string>[] | undefined {
  if (ref === undefined || isMapping(ref)) return undefined;
  if (!isScalar(ref)) return toStrings(readTexts(ref));
  const text = printedText(ref);
  const words = splitWords(text);
  if (words === undefined) {
    report(
      problem(
        'syntax/invalid-value',
        text.place,
        'This command line has a quote or a parenthesis that is not closed, or a backslash at its end.',
        { remedy: 'Write it as a list: `["program", "argument"]`.' },
      ),
    );
    return [text.toStringSetting()];
  }
  return toStrings(words);
}

/**
 * A command line's words, as go-shellwords splits it: blanks separate, quotes and backslashes protect, and an unprotected `;`, `&`, `|`, `<`
 * or `>` ends it. `undefined` where a quote is left open. An unknown part is taken to be within one word.
 */
export function splitWords(line: Text): readonly Text[] | undefined {
  const words: Text[] = [];
  let parts: Text[] = [];
  let isWord = false;
  let quote: '"' | "'" | '`' | '(' | '' = '';
  const source = line.skeleton;
  const finish = (): void => {
    if (isWord) words.push(Text.concat(parts, wholeOf(parts, line)));
    parts = [];
    isWord = false;
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (char === '\\' && quote !== "'") {
      at += 1;
      if (at >= source.length) return undefined;
      parts.push(line.slice(at, at + 1));
      isWord = true;
      continue;
    }
    if (' \t\r\n'.includes(char) && quote === '') {
      finish();
      continue;
    }
    if ((char === '"' || char === "'") && (quote === '' || quote === char)) {
      quote = quote === '' ? char : '';
      isWord = true;
      continue;
    }
    if (char === '`' && (quote === '' || quote === '`')) quote = quote === '' ? '`' : '';
    if (char === ')' && quote === '(') quote = '';
    if (char === '(' && quote === '') {
      if (source.charAt(at - 1) !== '$') return undefined;
      quote = '(';
    }
    if (quote === '' && ';&|<>'.includes(char)) {
      if (char === '>' && isWord && /^\d/.test(Text.concat(parts, line.whole).skeleton)) isWord = false;
      break;
    }
    const end = runEnd(source, at);
    parts.push(line.slice(at, end));
    isWord = true;
    at = end - 1;
  }
  if (quote !== '') return undefined;
  finish();
  return words;
}

/** The end of a run of characters that mean nothing to the splitter. */
function runEnd(source: string, from: number): number {
  let at = from + 1;
  while (at < source.length && !'\\ \t\r\n"\'`();&|<>'.includes(source.charAt(at))) at += 1;
  return at;
}

function wholeOf(parts: readonly Text[], line: Text): Text['whole'] {
  return parts.length === 0 ? line.whole : Text.concat(parts, line.whole).place;
}
