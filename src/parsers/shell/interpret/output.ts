import type { Command, CommandExpansionPart, HereDoc, HereString } from 'unbash';
import type { Place } from '../../../text/location.ts';
import type { Text } from '../../../text/text.ts';
import { type Item, isCertainItem, valueOfItem } from '../expand/items.ts';
import { joined } from '../expand/runs.ts';

/** The command of `$(…)` where that is one simple command and nothing else, which prints to no other place and is given no input. */
export function commandIn(part: CommandExpansionPart): Command | undefined {
  const command = onlyCommand(part);
  return command?.redirects.length === 0 ? command : undefined;
}

/** What `cat` reads in `$(cat <<EOF …)` and `$(cat <<< …)`, and so prints. */
export function documentIn(part: CommandExpansionPart): GivenInput | undefined {
  const command = onlyCommand(part);
  if (command?.name?.text !== 'cat' || !command.args.every(({ text }) => text === '-')) return undefined;
  return command.redirects.length === 1 ? givenInput(command) : undefined;
}

/** Text that a command finds in its input, as the script has it. */
export type GivenInput = HereDoc | HereString;

/** The here-document or here-string of a command; `undefined` where its input is another. */
export function givenInput({ redirects }: Command): GivenInput | undefined {
  const last = redirects.findLast(({ descriptor, ...redirect }) => {
    const isInput =
      redirect.type !== 'Redirect' ||
      redirect.operator === '<' ||
      redirect.operator === '<>' ||
      redirect.operator === '<&';
    return isInput && (descriptor === undefined || (descriptor.type === 'FileDescriptor' && descriptor.value === 0));
  });
  return last === undefined || last.type === 'Redirect' ? undefined : last;
}

function onlyCommand({ text, script }: CommandExpansionPart): Command | undefined {
  const [statement, ...others] = script?.commands ?? [];
  if (!text.startsWith('$(') || script?.errors !== undefined || statement === undefined || others.length > 0)
    return undefined;
  const { command, background } = statement;
  return background !== true && command.type === 'Command' && command.prefix.length === 0 ? command : undefined;
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
  if (name === 'echo')
    return values.some((value) => OWN_WAY.test(value ?? '')) || /^-[A-Za-z]+$/.test(first ?? '')
      ? undefined
      : joined(words, whole);
  if (name !== 'printf' || first === undefined || first.startsWith('-')) return undefined;
  if (rest.length === 0) return /[%\\*?[\]]/.test(first) ? undefined : joined(words, whole);
  const isPlain = (first === '%s' || first === '%s\\n') && rest.length === 1 && !OWN_WAY.test(rest[0] ?? '');
  return isPlain ? joined(words.slice(1), whole) : undefined;
}
