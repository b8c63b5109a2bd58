import { posix } from 'node:path';
import { parseBaseline, type BaselineContext, type BaselineEntry } from '../findings/baseline.ts';
import { UsageError, type Io } from './io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';
import { toShown, type Settings } from './settings.ts';

export const BASELINE_OPTIONS = {
  baseline: { value: 'FILE', help: 'findings that are known and do not count (default:\n.plimsoll-baseline.json beside the configuration, if it is there)' },
} as const satisfies OptionTable;

const BASELINE_NAME = '.plimsoll-baseline.json';

/** A baseline's file: there, or where one would be written. */
export interface BaselineFile {
  /** As a person would write it. */
  readonly path: string;
  readonly entries: readonly BaselineEntry[] | undefined;
}

/** The baseline that the options or the configuration of the working folder give. Rejects with a UsageError where it can't be read. */
export async function openBaseline(options: ParsedOptions, settings: Settings, io: Io): Promise<BaselineFile> {
  const given = options.value('baseline');
  const { config } = await settings.forWorkingDirectory();
  const path = given ?? toShown(posix.join(config?.folder ?? io.files.workingDirectory, BASELINE_NAME), io);
  const result = io.files.read(path);
  if ('failure' in result) {
    if (result.failure === 'missing') return { path, entries: undefined };
    throw new UsageError(`${path}: the baseline cannot be read (${result.failure}).`);
  }
  try {
    return { path, entries: parseBaseline(result.text) };
  } catch (error) {
    throw new UsageError(`${path}: ${error instanceof Error ? error.message : String(error)}. plimsoll baseline writes it anew.`);
  }
}

/** Paths as a baseline has them: relative to its folder, so that they are the same wherever plimsoll is run. */
export function baselineContext(path: string, texts: ReadonlyMap<string, string>, io: Io): BaselineContext {
  const folder = posix.dirname(posix.resolve(io.files.workingDirectory, path));
  return { texts, toBaselinePath: (file) => posix.relative(folder, posix.resolve(io.files.workingDirectory, file)) };
}

