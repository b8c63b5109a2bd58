import type { Command, CommandExpansionPart } from 'unbash';
import type { Place } from '../../model/source.ts';
import type { Text } from '../../model/text.ts';
import { isCertainItem, valueOfItem, type Item } from './items.ts';
import { joined } from './runs.ts';

/** The command of `$(…)` where that is one simple command and nothing else, which prints to no other place. */
export function commandIn({ text, script }: CommandExpansionPart): Command | undefined {
  const [statement, ...others] = script?.commands ?? [];
  if (!text.startsWith('$(') || script?.errors !== undefined || statement === undefined || others.length > 0) return undefined;
  const { command, background } = statement;
  return background !== true && command.type === 'Command' && command.prefix.length === 0 && command.redirects.length === 0 ? command : undefined;
}

/** What each shell does in its own way: `\` in the words of `echo`, and names of files in those that are not quoted. */
const OWN_WAY = /[\\*?[\]]/;

/**
 * What `echo` or `printf` prints with these words, without the line end that `$(…)` takes off; `undefined` where a word isn't known, or where
 * shells differ (POSIX, "echo": options and `\` are up to each).
 */
export function outputOf(name: string, words: readonly Item[], whole: Place): Text | undefined {
  const values = words.map((item) => (isCertainItem(item) ? valueOfItem(item) : undefined));
  const [first, ...rest] = values;
  if (!values.every((value) => value !== undefined && !value.endsWith('\n'))) return undefined;
  if (name === 'echo') return values.some((value) => OWN_WAY.test(value ?? '')) || /^-[A-Za-z]+$/.test(first ?? '') ? undefined : joined(words, whole);
  if (name !== 'printf' || first === undefined || first.startsWith('-')) return undefined;
  if (rest.length === 0) return /[%\\*?[\]]/.test(first) ? undefined : joined(words, whole);
  const isPlain = (first === '%s' || first === '%s\\n') && rest.length === 1 && !OWN_WAY.test(rest[0] ?? '');
  return isPlain ? joined(words.slice(1), whole) : undefined;
}
