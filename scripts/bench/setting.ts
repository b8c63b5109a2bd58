import type { Command } from './measure.ts';

/** Shared by all measurements. */
export interface BenchSetting {
  /** The absolute path of the built command line. */
  readonly plimsoll: string;
  /** This system's executable, if built. */
  readonly standalone: string | undefined;
  /** Its `--help` output: missing options are not measured. */
  readonly help: string;
  /** A directory that is emptied before and removed afterwards. */
  readonly scratch: string;
  /** Fewer rounds and smaller trees, to test the benchmark. */
  readonly isQuick: boolean;
}

/** The arguments of a run that ignores findings and configurations. */
export function plimsollArgs({ plimsoll }: BenchSetting, ...args: readonly string[]): readonly string[] {
  return [plimsoll, ...OWN, ...args];
}

/** The same runs with the executable, by name; empty if it is not built. */
export function standaloneCommands(
  { standalone }: BenchSetting,
  cwd: string,
  commands: Readonly<Record<string, readonly string[]>>,
): Readonly<Record<string, Command>> {
  if (standalone === undefined) return {};
  return Object.fromEntries(
    Object.entries(commands).map(([name, args]) => [
      `the executable: ${name}`,
      { program: standalone, args: [...OWN, ...args], cwd },
    ]),
  );
}

const OWN = ['--no-config', '--fail-on=never'];
