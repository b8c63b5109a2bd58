import type { OptionSpec } from '../options/options.ts';
import { type Outline, type OutlinedCommand, wordsFor } from './outline.ts';

/**
 * A script for zsh, to be saved as \`_plimsoll\` in the function path, or sourced after
 * \`compinit\`.
 */
export function toZsh(outline: Outline): string {
  const [first] = outline;
  return `#compdef plimsoll
# Completion of plimsoll for zsh, made by \`plimsoll completion zsh\`.

# Words that are known, and files behind the = of one of them.
_plimsoll_open() {
  compadd -- "$@" || { compset -P '*=' && _files }
}

_plimsoll_command() {
  case $1 in
${outline.map(toCommandCase).join('\n')}
  esac
}

_plimsoll() {
  local -a commands
  commands=(
${outline.map(({ name, help }) => `    ${quote(`${name}:${help}`)}`).join('\n')}
  )
  if (( CURRENT > 2 )) && [[ -n \${commands[(r)$words[2]:*]} ]]; then
    local command=$words[2]
    words=("$words[1]" "\${(@)words[3,-1]}")
    (( CURRENT-- ))
    _plimsoll_command $command
  elif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then
    _alternative 'commands:command:{ _describe -t commands command commands }' 'files:path:_files'
  else
    _plimsoll_command ${first.name}
  fi
}

# Loaded from the function path, this file is the function; sourced, it registers it.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _plimsoll "$@"
else
  compdef _plimsoll plimsoll
fi
`;
}

function toCommandCase({ name, options, operands }: OutlinedCommand): string {
  const specs = Object.entries(options).map(([option, spec]) => toSpec(option, spec));
  if (operands === 'paths') specs.push(quote('*:path:_files'));
  else if (operands.length > 0)
    specs.push(
      quote(`1:word:((${operands.map(({ word, help }) => `${word}\\:${help.replace(/[^\w-]/g, '\\$&')}`).join(' ')}))`),
    );
  return `    ${name})
      _arguments -s -S : \\
        ${specs.join(' \\\n        ')}
      ;;`;
}

function toSpec(name: string, spec: OptionSpec): string {
  const { alias, help, value, isRepeatable } = spec;
  const long = value === undefined ? `--${name}` : `--${name}=`;
  const rest = `[${help.replace(/[[\]\\]/g, '\\$&')}]${value === undefined ? '' : `:${value}:${toAction(spec)}`}`;
  if (alias === undefined) return quote(`${isRepeatable === true ? '*' : ''}${long}${rest}`);
  const others = isRepeatable === true ? '*' : `(-${alias} --${name})`;
  return `${quote(others)}{-${alias}${value === undefined ? '' : '+'},${long}}${quote(rest)}`;
}

function toAction(spec: OptionSpec): string {
  const words = wordsFor(spec).join(' ');
  if (words === '') return '_files';
  return spec.choices === undefined ? ` _plimsoll_open ${words}` : `(${words})`;
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
