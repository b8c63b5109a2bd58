import type { ExitCode, Io } from '../io.ts';
import { commandHelp, type OptionTable, type ParsedOptions, parseOptions } from '../options/options.ts';

export interface CommandModule {
  readonly OPTIONS: OptionTable;
  readonly run: (argv: readonly string[], io: Io) => Promise<ExitCode>;
}

/** What a command says of itself, and what it does. */
interface CommandDefinition {
  /** How it is called, without the name of the program. */
  readonly usage: string;
  readonly help: string;
  readonly options: OptionTable;
  /** What its help ends with. */
  readonly footer?: string;
  readonly run: (options: ParsedOptions, io: Io) => Promise<ExitCode>;
}

/** The last option of each command. */
export const HELP_OPTION = { help: { alias: 'h', help: 'print this help' } } as const satisfies OptionTable;

/** A command that reads its options by their table, and prints its help where that is asked for. */
export function defineCommand({ usage, help, options: OPTIONS, footer = '', run }: CommandDefinition): CommandModule {
  return {
    OPTIONS,
    async run(argv, io) {
      const options = parseOptions(argv, OPTIONS);
      if (!options.has('help')) return run(options, io);
      io.stdout.write(commandHelp(usage, help, OPTIONS) + footer);
      return 0;
    },
  };
}

/** A subcommand, whose module is loaded when it is used. */
export interface Command {
  readonly summary: string;
  readonly usage: string;
  /** What it takes beside its options: paths, one of these words, or nothing. */
  readonly operands: 'paths' | 'rule' | 'shell' | 'none';
  readonly load: () => Promise<CommandModule>;
}

export type Commands = Readonly<Record<string, Command>>;
