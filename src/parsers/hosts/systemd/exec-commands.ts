import { Text } from '../../../text/text.ts';
import { words as wordsOf } from '../../../util/words.ts';
import { expandSpecifiers, type Specifiers } from '../units/expand.ts';
import type { UnitEntry } from '../units/unit-file.ts';
import { SYSTEMD_ARGUMENTS, splitWords } from '../units/words.ts';

export interface UnitExecCommand {
  /** Its words with specifiers expanded; variables are as written. */
  readonly words: readonly Text[];
  /** False after the prefix `:`, which makes dollar signs literal. */
  readonly hasVariables: boolean;
}

/** The command keys, in systemd's order (systemd.service(5)). */
const KEYS = wordsOf(
  'ExecCondition ExecStartPre ExecStart ExecStartPost ExecReload ExecReloadPost ExecStop ExecStopPost',
);

/**
 * The commands of a service, in order; an empty value clears earlier ones (systemd
 * `src/core/load-fragment.c`, `config_parse_exec`).
 */
export function execCommands(entries: readonly UnitEntry[], specifiers: Specifiers): readonly UnitExecCommand[] {
  return KEYS.flatMap((key) => {
    const own = entries.filter((entry) => entry.section === 'Service' && entry.key === key);
    const cleared = own.findLastIndex(({ value }) => value.length === 0);
    return own.slice(cleared + 1).flatMap(({ value }) => commandsIn(value, specifiers));
  });
}

/** The commands of a value, separated by semicolons; none if it can't be split. */
function commandsIn(value: Text, specifiers: Specifiers): readonly UnitExecCommand[] {
  const commands: Text[][] = [[]];
  for (const word of splitWords(value, SYSTEMD_ARGUMENTS) ?? []) {
    if (isSeparator(word)) commands.push([]);
    else commands.at(-1)?.push(word.skeleton === '\\;' ? word.slice(1) : word);
  }
  return commands.flatMap((words) => toCommand(words, specifiers));
}

/** True for a semicolon that is a separate, unquoted word. */
function isSeparator({ skeleton, whole: { location } }: Text): boolean {
  return skeleton === ';' && location.span.end - location.span.start === 1;
}

/**
 * Removes the prefixes of the first word. With `@`, the second word is `argv[0]`, so it is removed
 * too.
 */
function toCommand([first, ...others]: readonly Text[], specifiers: Specifiers): readonly UnitExecCommand[] {
  if (first === undefined) return [];
  const [prefixes = ''] = /^[-@:+!|]*/.exec(first.skeleton) ?? [];
  const program = new Text(first.slice(prefixes.length).segments, first.whole);
  const words = [program, ...(prefixes.includes('@') ? others.slice(1) : others)];
  return [{ words: words.map((word) => expandSpecifiers(word, specifiers)), hasVariables: !prefixes.includes(':') }];
}
