import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Place } from '../../../text/location.ts';
import { type Setting, unknown } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';

/**
 * One word of a command line, as the shell would pass it; or an unquoted expansion that can be any number of words.
 * `written` is the word of the command that gives it, where it is not known: `$IMAGE`, where that is `$1`.
 */
export type Argument = (
  | { readonly kind: 'word'; readonly text: Text }
  | { readonly kind: 'unknown-words'; readonly unresolved: UnresolvedOptions }
) & { readonly written?: string };

/** A word as an element of a list; an expansion of any number of words is one unknown element. */
export function wordSetting(word: Argument): Setting<string> {
  return word.kind === 'word'
    ? word.text.toStringSetting()
    : unknown([{ unknown: word.unresolved.expression }], word.unresolved.place);
}

/** A word as it was written, with variables by their names where their values may be secrets. */
export function wordSource(word: Argument): string {
  return word.kind === 'word' ? word.text.shown : word.unresolved.expression;
}

export function wordPlace(word: Argument): Place {
  return word.kind === 'word' ? word.text.place : word.unresolved.place;
}

/** The word's text where all of it is known. */
export function wordValue(word: Argument | undefined): string | undefined {
  return word?.kind === 'word' ? word.text.value : undefined;
}

/** The last unquoted expansion in a word that can be several: `--env=$X`, `web-$N`. */
export function expansionIn({ segments }: Text): UnresolvedOptions | undefined {
  const last = segments.findLast((segment) => segment.kind === 'unknown' && segment.mayBeWords === true);
  return last?.kind === 'unknown' ? { expression: last.expression, reason: 'variable', place: last.place } : undefined;
}
