/** What all measurements share. */
export interface BenchSetting {
  /** The built command line, an absolute path. */
  readonly plimsoll: string;
  /** What it prints for `--help`: options that it has not are not measured. */
  readonly help: string;
  /** A folder that is emptied before and removed afterwards. */
  readonly scratch: string;
  /** Fewer rounds and smaller trees, to see whether the bench works. */
  readonly isQuick: boolean;
}

/** The arguments of a run of plimsoll whose findings don't count and whose configuration is its own. */
export function plimsollArgs({ plimsoll }: BenchSetting, ...args: readonly string[]): readonly string[] {
  return [plimsoll, '--no-config', '--fail-on=never', ...args];
}
