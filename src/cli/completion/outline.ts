import { RULES } from '../../rules/index.ts';
import { INPUT_RULES } from '../../rules/input/index.ts';
import type { CliCommand, Commands } from '../commands/command.ts';
import type { OptionSpec, OptionTable } from '../options/options.ts';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;
export type CompletionShell = (typeof SHELLS)[number];

export interface Word {
  readonly word: string;
  readonly help: string;
}

export interface OutlinedCommand {
  readonly name: string;
  readonly help: string;
  readonly options: OptionTable;
  readonly operands: 'paths' | readonly Word[];
}

/** The data for shell completion. The first command is the default. */
export type Outline = readonly [OutlinedCommand, ...OutlinedCommand[]];

/** Reads the outline from the command line's tables. */
export async function toOutline(commands: Commands, byDefault: string): Promise<Outline> {
  const outlined = await Promise.all(
    Object.entries(commands).map(async ([name, command]): Promise<OutlinedCommand> => {
      const { OPTIONS: options } = await command.load();
      return { name, help: command.summary, options, operands: operandsOf(command) };
    }),
  );
  const help: OutlinedCommand = {
    name: 'help',
    help: 'print help for a command',
    options: {},
    operands: outlined.map(({ name, help: summary }) => ({ word: name, help: summary })),
  };
  const first = outlined.find(({ name }) => name === byDefault);
  if (first === undefined) throw new Error(`Unknown command ${byDefault}.`);
  return [first, ...outlined.filter((command) => command !== first), help];
}

/** The words to complete for an option's value; empty for file names. */
export function wordsFor({ choices, suggestions = [] }: OptionSpec): readonly string[] {
  return choices ?? suggestions;
}

function operandsOf({ operands }: CliCommand): OutlinedCommand['operands'] {
  switch (operands) {
    case 'paths':
      return operands;
    case 'rule':
      return [...RULES, ...INPUT_RULES].map(({ id, title }) => ({ word: id, help: title }));
    case 'shell':
      return SHELLS.map((shell) => ({ word: shell, help: `for ${shell}` }));
    case 'none':
      return [];
  }
}
