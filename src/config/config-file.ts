import { posix } from 'node:path';
import type { Severity } from '../model/finding.ts';
import type { FileSystem } from '../files/file-system.ts';
import type { Edition } from '../rules/rule.ts';
import type { PresetName, RuleSetting } from './rule-settings.ts';

/** A rule's entry: a severity, or a severity and options side by side. */
export type RuleEntry = Severity | 'off' | ({ readonly severity?: Severity | 'off' } & Readonly<Record<string, unknown>>);

/** A configuration file as its schema (schemas/config.schema.json) has it. */
export interface ConfigFile {
  readonly extends?: PresetName;
  /** A number where it was written without quotes. */
  readonly benchmark?: Edition | 1.13 | 1.6;
  readonly failOn?: Severity | 'never';
  readonly rules?: Readonly<Record<string, RuleEntry>>;
  readonly ignores?: readonly string[];
  readonly overrides?: readonly {
    readonly files?: readonly string[];
    readonly services?: readonly string[];
    readonly rules: Readonly<Record<string, RuleEntry>>;
  }[];
  readonly exceptions?: readonly {
    readonly rule: string;
    readonly files?: readonly string[];
    readonly service?: string;
    readonly reason: string;
    readonly expires?: string;
  }[];
}

/** A configuration and where it was found. */
export interface Config {
  /** As it was named, or relative to the working folder. */
  readonly path: string;
  /** The absolute folder against which its globs are matched. */
  readonly folder: string;
  readonly file: ConfigFile;
}

/** A configuration that can't be read or is not valid. Each line of the message names the place, the fault and the remedy. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const CONFIG_NAMES = ['.plimsoll.yaml', '.plimsoll.yml', '.plimsoll.json'] as const;

/**
 * The nearest configuration file from a folder upward, ending at the root of its repository (where `.git` is) or of the file system.
 * `folder` is absolute. Where one folder holds several, the first of {@link CONFIG_NAMES} counts.
 */
export function findConfig(folder: string, files: FileSystem): string | undefined {
  for (let at = folder; ; at = posix.dirname(at)) {
    const found = CONFIG_NAMES.map((name) => posix.join(at, name)).find((path) => files.kindOf(path) === 'file');
    if (found !== undefined) return found;
    if (files.kindOf(posix.join(at, '.git')) !== undefined || at === posix.dirname(at)) return undefined;
  }
}

/** A configuration's entry as a setting: what is not the severity is an option. */
export function toRuleSetting(entry: RuleEntry): RuleSetting {
  if (typeof entry === 'string') return { severity: entry };
  const { severity, ...options } = entry;
  return severity === undefined ? { options } : { severity, options };
}
