import { Text } from '../../../../text/text.ts';
import { findProgram } from '../../../programs/engines.ts';
import { type Item, valueOfItem } from '../../items/items.ts';
import type { Scope } from '../../state/scope.ts';
import { keep, runLater } from '../nested.ts';

/**
 * `trap 'script' EXIT INT`: keeps the script to run it later; a script for `RETURN` also runs now.
 */
export function setTrap(scope: Scope, words: readonly Item[]): void {
  const [action, ...signals] = valueOfItem(words[0]) === '--' ? words.slice(1) : words;
  if (action?.kind !== 'word' || action.text.skeleton.startsWith('-')) return;
  if (!signals.some((signal) => valueOfItem(signal) === 'RETURN')) keep(scope, action.text);
  else if (!scope.isSilent) runLater(scope, action.text);
}

/** `alias name=text`: follows the text once, with any words, instead of where it is used. */
export function defineAliases(scope: Scope, words: readonly Item[]): void {
  for (const item of words) {
    const equals = item.kind === 'word' ? item.text.skeleton.indexOf('=') : -1;
    if (item.kind !== 'word' || equals < 1) continue;
    const { whole } = item.text;
    const text = item.text.slice(equals + 1);
    if (text.skeleton.split(/\s+/).some((each) => findProgram(each) !== undefined))
      scope.shell.aliases.add(item.text.skeleton.slice(0, equals));
    keep(scope, Text.concat([text, Text.derived(' ', whole), Text.unknown('"$@"', whole)], whole));
  }
}
