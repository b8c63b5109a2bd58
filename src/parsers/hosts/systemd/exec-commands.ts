import { Text } from '../../../text/text.ts';
import { expandSpecifiers, type Specifiers } from '../units/expand.ts';
import type { UnitEntry } from '../units/unit-file.ts';
import { SYSTEMD_ARGUMENTS, splitWords } from '../units/words.ts';

/** One command that systemd runs. */
export interface ExecCommand {
  /** Its words with their specifiers filled in; variables are as they were written. */
  readonly words: readonly Text[];
  /** False behind the prefix `:`: a dollar sign is a character like others then. */
  readonly hasVariables: boolean;
}

/** The keys that hold commands, in the order in which systemd runs them (systemd.service(5)). */
const KEYS: readonly string[] = [
  'ExecCondition',
  'ExecStartPre',
  'ExecStart',
  'ExecStartPost',
  'ExecReload',
  'ExecReloadPost',
  'ExecStop',
  'ExecStopPost',
];

/**
 * The commands of a service, in the order in which they run; an empty value takes those before it away (systemd
 * `src/core/load-fragment.c`, `config_parse_exec`).
 */
export function execCommands(entries: readonly UnitEntry[], specifiers: Specifiers): readonly ExecCommand[] {
  return KEYS.flatMap((key) => {
    const own = entries.filter((entry) => entry.section === 'Service' && entry.key === key);
    const cleared = own.findLastIndex(({ value }) => value.length === 0);
    return own.slice(cleared + 1).flatMap(({ value }) => commandsIn(value, specifiers));
  });
}

/** The commands of a value, which semicolons separate; none of one that can't be split. */
function commandsIn(value: Text, specifiers: Specifiers): readonly ExecCommand[] {
  const commands: Text[][] = [[]];
  for (const word of splitWords(value, SYSTEMD_ARGUMENTS) ?? []) {
    if (isSeparator(word)) commands.push([]);
    else commands.at(-1)?.push(word.skeleton === '\\;' ? word.slice(1) : word);
  }
  return commands.flatMap((words) => toCommand(words, specifiers));
}

/** A semicolon that is a word of its own, and not in quotes. */
function isSeparator({ skeleton, whole: { location } }: Text): boolean {
  return skeleton === ';' && location.span.end - location.span.start === 1;
}

/**
 * Takes the prefixes off the first word; behind `@` the second word is the name that the program gets as its `argv[0]`.
 */
function toCommand([first, ...others]: readonly Text[], specifiers: Specifiers): readonly ExecCommand[] {
  if (first === undefined) return [];
  const [prefixes = ''] = /^[-@:+!|]*/.exec(first.skeleton) ?? [];
  const program = new Text(first.slice(prefixes.length).segments, first.whole);
  const words = [program, ...(prefixes.includes('@') ? others.slice(1) : others)];
  return [{ words: words.map((word) => expandSpecifiers(word, specifiers)), hasVariables: !prefixes.includes(':') }];
}
