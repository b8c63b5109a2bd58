import type { ExitCode, Io } from '../io.ts';
import type { OptionTable } from '../options/options.ts';

export interface CommandModule {
  readonly OPTIONS: OptionTable;
  readonly run: (argv: readonly string[], io: Io) => Promise<ExitCode>;
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
