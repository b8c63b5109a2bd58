import { groupBy } from '../../util/maps.ts';
import type { OptionSpec } from '../options/options.ts';
import { type Outline, wordsFor } from './outline.ts';

/** Represents file names at the start of a word list. */
const FILES = '/';

/**
 * Sets `words`; `last`, the index of the word at the cursor; `current`, the text of that word; and
 * `before`, the part of it that bash keeps.
 */
const WORDS_OF_LINE = `  local -a words
  local i raw last=-1
  # Bash parts words at an = where COMP_WORDBREAKS says so; here they are whole.
  for ((i = 0; i <= COMP_CWORD; i++)); do
    raw=\${COMP_WORDS[i]}
    if ((i > 1)) && [[ -n $raw && ($raw == = || \${COMP_WORDS[i - 1]} == =) ]]; then
      words[last]+=$raw
    else
      last=$((last + 1))
      words[last]=$raw
    fi
  done
  local current=\${words[last]} tail=\${COMP_WORDS[COMP_CWORD]}
  [[ $tail == = ]] && tail=
  # Bash replaces only the tail.
  local before=\${current%"$tail"}
`;

/**
 * Sets `command`, the option that the next value belongs to (`is_value`), and the number of
 * operands.
 */
const OPTION_AND_OPERANDS = `  if ((last > 1)) && [[ " $commands " == *" \${words[1]} "* ]]; then
    command=\${words[1]}
    start=2
  fi
  local option= operands=0 is_value= is_operand=
  for ((i = start; i < last; i++)); do
    if [[ -n $is_value ]]; then
      is_value=
    elif [[ -n $is_operand || \${words[i]} != -?* ]]; then
      operands=$((operands + 1))
    elif [[ \${words[i]} == -- ]]; then
      is_operand=1
    elif [[ \${words[i]} != *=* ]] && _plimsoll_values "$command:\${words[i]}" >/dev/null; then
      option=\${words[i]}
      is_value=1
    fi
  done
`;

/**
 * Sets `found`, the possible words, `head`, the text before the part to complete, and `value`, that
 * part.
 */
const POSSIBLE_WORDS = `  local found= head= value=$current
  if [[ -z $is_value && -z $is_operand && $current == --*=* ]]; then
    option=\${current%%=*}
    head=$option=
    value=\${current#*=}
    is_value=1
  fi
  if [[ -n $is_value ]]; then
    found=$(_plimsoll_values "$command:$option")
  elif [[ -z $is_operand && $current == -* ]]; then
    found=$(_plimsoll_options "$command")
  else
    found=$(_plimsoll_operands "$command")
    if ((operands > 0)) && [[ $found != ${FILES} ]]; then
      found=
    elif ((last == 1)); then
      found="${FILES} $commands"
    fi
  fi
`;

/** Replies with the matching words, or leaves file names to bash. */
const REPLY = `  if [[ $found == ${FILES}* ]]; then
    found=\${found#${FILES}}
    # Where there are no words, or none fits, bash completes the names of files by itself.
    if ((last == 1)) && [[ -n $(compgen -W "$found" -- "$value") ]]; then
      IFS=$'\\n'
      COMPREPLY=($(compgen -f -- "$value"))
      IFS=$' \\t\\n'
      compopt -o filenames 2>/dev/null
    fi
  else
    compopt +o default +o bashdefault 2>/dev/null
  fi
  for i in $(compgen -W "$found" -- "$value"); do
    i=$head$i
    COMPREPLY+=("\${i#"$before"}")
  done
}`;

/** A dependency-free script for bash 3.2 and later. */
export function toBash(outline: Outline): string {
  const [first] = outline;
  const names = outline.map(({ name }) => name);
  return `# Completion of plimsoll for bash, made by \`plimsoll completion bash\`.

_plimsoll_options() {
  case $1 in
${outline.map(({ name, options }) => toCase([name], Object.entries(options).flatMap(namesOf))).join('\n')}
  esac
}

# What an option of a command takes, \`${FILES}\` for files; fails for a switch.
_plimsoll_values() {
  case $1 in
${valueCases(outline).join('\n')}
    *) return 1 ;;
  esac
}

# What a command takes beside its options.
_plimsoll_operands() {
  case $1 in
${outline.map(({ name, operands }) => toCase([name], operands === 'paths' ? [FILES] : operands.map(({ word }) => word))).join('\n')}
  esac
}

_plimsoll() {
  COMPREPLY=()
  local commands='${names.join(' ')}' IFS=$' \\t\\n'
${WORDS_OF_LINE}
  local command=${first.name} start=1
${OPTION_AND_OPERANDS}
${POSSIBLE_WORDS}
${REPLY}

complete -o bashdefault -o default -F _plimsoll plimsoll
`;
}

function namesOf([name, { alias }]: readonly [string, OptionSpec]): readonly string[] {
  return [`--${name}`, ...(alias === undefined ? [] : [`-${alias}`])];
}

/** One case per word list, not per command: commands share most options. */
function valueCases(outline: Outline): readonly string[] {
  const values = outline.flatMap(({ name, options }) =>
    Object.entries(options).flatMap((option) => {
      const [, spec] = option;
      if (spec.value === undefined) return [];
      const words = spec.choices ?? [FILES, ...wordsFor(spec)];
      return [{ patterns: namesOf(option).map((word) => `${name}:${word}`), words: words.join(' ') }];
    }),
  );
  return [...groupBy(values, ({ words }) => words)].map(([words, same]) =>
    toCase(
      same.flatMap(({ patterns }) => patterns),
      [words],
    ),
  );
}

function toCase(patterns: readonly string[], words: readonly string[]): string {
  return `    ${patterns.join(' | ')}) echo '${words.join(' ')}' ;;`;
}
