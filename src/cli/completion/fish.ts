import type { OptionSpec } from '../options/options.ts';
import { type Outline, type OutlinedCommand, type Word, wordsFor } from './outline.ts';

/** A script for fish (3.1 and later). */
export function toFish(outline: Outline): string {
  const [first] = outline;
  const names = outline.map(({ name }) => name).join(' ');
  return `# Completion of plimsoll for fish, made by \`plimsoll completion fish\`.

function __plimsoll_is
    set -l words (commandline -opc)
    if not contains -- "$words[2]" ${names}
        set words[2] ${first.name}
    end
    contains -- $words[2] $argv
end

function __plimsoll_is_first
    test (count (commandline -opc)) -eq 1
end

# The tab ends the word: without it, fish shows the option's text beside each.
function __plimsoll_words
    printf '%s\\t\\n' $argv
end

# The words that are known, and files behind the = of one of them.
function __plimsoll_open
    __plimsoll_words $argv
    set -l value (commandline -ct | string replace -r -- '^--[^=]*=' '')
    if string match -q -- '*=*' $value
        set -l head (string replace -r -- '=.*' '=' $value)
        printf '%s\\n' $head(__fish_complete_path (string replace -r -- '^[^=]*=' '' $value))
    end
end

${outline.map(({ name, help }) => `complete -c plimsoll -n __plimsoll_is_first -a ${name} -d ${quote(help)}`).join('\n')}
${outline.map(toLines).join('\n')}
`;
}

function toLines({ name, options, operands }: OutlinedCommand): string {
  const start = `complete -c plimsoll -n '__plimsoll_is ${name}'`;
  return [
    ...Object.entries(options).map(([option, spec]) => `${start} ${toFlags(option, spec)}`),
    ...(operands === 'paths' ? [] : [`${start} -f`, ...toOperand(name, operands)]),
  ].join('\n');
}

/** Completes one word from a list, and nothing after it. */
function toOperand(command: string, words: readonly Word[]): readonly string[] {
  if (words.length === 0) return [];
  return [
    `function __plimsoll_${command}`,
    `    printf '%s\\t%s\\n' ${words.map(({ word, help }) => `${word} ${quote(help)}`).join(' ')}`,
    'end',
    `complete -c plimsoll -n '__plimsoll_is ${command}; and not __fish_seen_subcommand_from (__plimsoll_${command} | string replace -r "\\t.*" "")' -a '(__plimsoll_${command})'`,
  ];
}

function toFlags(name: string, spec: OptionSpec): string {
  const { alias, help, value } = spec;
  const names = `${alias === undefined ? '' : `-s ${alias} `}-l ${name}`;
  return `${names}${value === undefined ? '' : ` ${toArguments(spec)}`} -d ${quote(help)}`;
}

function toArguments(spec: OptionSpec): string {
  const words = wordsFor(spec).join(' ');
  if (words === '') return '-r -F';
  return spec.choices === undefined ? `-x -a '(__plimsoll_open ${words})'` : `-x -a '(__plimsoll_words ${words})'`;
}

function quote(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
