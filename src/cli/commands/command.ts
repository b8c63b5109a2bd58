import { type ExitCode, type Io, UsageError } from '../io.ts';
import {
  commandHelp,
  type HelpExample,
  helpRows,
  type OptionTable,
  type ParsedOptions,
  parseOptions,
  textWidth,
} from '../options/options.ts';

export interface CommandModule {
  readonly OPTIONS: OptionTable;
  /** Runs the command, or prints its help. `usage` lacks the program's name. */
  readonly run: (argv: readonly string[], io: Io, usage: string) => Promise<ExitCode>;
}

interface CommandDefinition {
  readonly help: string;
  readonly examples: readonly [HelpExample, ...HelpExample[]];
  readonly options: OptionTable;
  /** The meanings of exit codes 0, 1, …; absent for the usual ones. */
  readonly exitCodes?: readonly string[];
  readonly run: (options: ParsedOptions, io: Io) => Promise<ExitCode>;
}

export const HELP_OPTION = { help: { alias: 'h', help: 'print this help' } } as const satisfies OptionTable;

export function defineCommand({
  help,
  examples,
  options: OPTIONS,
  exitCodes = [],
  run,
}: CommandDefinition): CommandModule {
  return {
    OPTIONS,
    async run(argv, io, usage) {
      const options = parseOptions(argv, OPTIONS);
      if (!options.has('help')) {
        refuseNameOfOption(options, OPTIONS, io);
        return run(options, io);
      }
      const width = textWidth(io.stdout);
      const codes = exitCodes.map((meaning, code) => [`  ${code}`, meaning] as const);
      const footer = codes.length === 0 ? '' : `\nExit codes\n${helpRows(codes, width)}\n`;
      io.stdout.write(commandHelp({ usage, text: help, examples }, OPTIONS, width) + footer);
      return 0;
    },
  };
}

/**
 * Rejects `plimsoll baseline update`: an option without its dashes, unless a file has that name.
 */
function refuseNameOfOption({ operands, literals }: ParsedOptions, table: OptionTable, io: Io): void {
  const words = operands.slice(0, operands.length - literals.length);
  const name = words.find((word) => Object.hasOwn(table, word) && io.files.kindOf(word) === undefined);
  if (name !== undefined) throw new UsageError(`${name}: No such file or directory. Did you mean --${name}?`);
}

/** A subcommand; its module is loaded on use. */
export interface CliCommand {
  readonly summary: string;
  readonly usage: string;
  readonly operands: 'paths' | 'rule' | 'shell' | 'none';
  readonly load: () => Promise<CommandModule>;
}

export type Commands = Readonly<Record<string, CliCommand>>;
