import type { Command } from './measure.ts';

/** What all measurements share. */
export interface BenchSetting {
  /** The built command line, an absolute path. */
  readonly plimsoll: string;
  /** The executable for this system, if it has been built. */
  readonly standalone: string | undefined;
  /** What it prints for `--help`: options that it has not are not measured. */
  readonly help: string;
  /** A folder that is emptied before and removed afterwards. */
  readonly scratch: string;
  /** Fewer rounds and smaller trees, to see whether the bench works. */
  readonly isQuick: boolean;
}

/** The arguments of a run of plimsoll whose findings don't count and whose configuration is its own. */
export function plimsollArgs({ plimsoll }: BenchSetting, ...args: readonly string[]): readonly string[] {
  return [plimsoll, ...OWN, ...args];
}

/** The same runs of the executable, by what they are called; none where it has not been built. */
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
