import type { FileSystem } from '../files/file-system.ts';
import { isWorkTree } from '../git/git-folder.ts';
import type { MissingForm, Severity } from '../model/finding.ts';
import type { PolicyEntry } from '../policies/entry.ts';
import type { Edition } from '../rules/editions.ts';
import type { Position } from '../text/line-index.ts';
import type { Span } from '../text/location.ts';
import { printable } from '../text/printable.ts';
import { getOrInsert } from '../util/maps.ts';
import { isAbsolutePath, joinPath, relativePath, splitPath } from '../util/paths.ts';
import type { PresetName, RuleSetting } from './rule-settings.ts';

/** A rule's entry: a severity, or a mapping of severity and options. */
export type RuleEntry =
  | Severity
  | 'off'
  | ({ readonly severity?: Severity | 'off' } & Readonly<Record<string, unknown>>);

/** A list, or its only item alone. */
export type OneOrMore = string | readonly string[];

/**
 * A configuration file by its schema (schemas/config.schema.json), with rule ids instead of
 * numbers.
 */
export interface ConfigFile {
  /** Presets, files and packages. */
  readonly extends?: OneOrMore;
  /** A number if the file has it without quotes. */
  readonly benchmark?: Edition | number;
  readonly failOn?: Severity | 'never';
  /** How missing settings are reported. */
  readonly missing?: MissingForm;
  readonly rules?: Readonly<Record<string, RuleEntry>>;
  /** Values for all containers. `set` has values for containers whose name matches a glob. */
  readonly fix?: FixEntry & { readonly set?: Readonly<Record<string, FixEntry>> };
  readonly ignores?: readonly string[];
  readonly include?: readonly string[];
  readonly composeFiles?: readonly string[];
  readonly stacks?: readonly string[];
  readonly projects?: readonly (readonly string[])[];
  readonly overrides?: readonly {
    readonly files?: readonly string[];
    readonly services?: readonly string[];
    readonly rules: Readonly<Record<string, RuleEntry>>;
  }[];
  /** Custom rules. */
  readonly policies?: readonly PolicyEntry[];
  readonly exceptions?: readonly ExceptionEntry[] | ExceptionTerms;
  /** Keys that only a policy has. */
  readonly locked?: readonly string[];
  readonly comments?: boolean;
  readonly baseline?: boolean;
}

export interface FixEntry {
  /** A number and a unit: `512m`. */
  readonly memory?: string;
  readonly cpus?: number;
  readonly pids?: number;
  readonly address?: string;
}

/** An exception as in the file. */
export interface ExceptionEntry {
  readonly rule: OneOrMore;
  readonly files?: OneOrMore;
  readonly service?: OneOrMore;
  readonly reason: string;
  readonly expires?: string;
  /** Where the exception was decided. */
  readonly ticket?: string;
}

export interface ExceptionTerms {
  readonly maxDays?: number;
  readonly requireTicket?: boolean;
}

export const POLICY_KEYS = ['locked', 'comments', 'baseline'] as const;

/** A list in a configuration; the items of extended configurations come first. */
export function listIn<K extends 'ignores' | 'include' | 'composeFiles' | 'stacks' | 'projects'>(
  { file, extended }: Configuration,
  key: K,
): readonly NonNullable<ConfigFile[K]>[number][] {
  const files: readonly ConfigFile[] = [...extended.layers.map((layer) => layer.file), file];
  return files.flatMap((each): readonly NonNullable<ConfigFile[K]>[number][] => each[key] ?? []);
}

export function valueIn<K extends 'failOn' | 'benchmark' | 'missing'>(
  { file, extended }: Configuration,
  key: K,
): ConfigFile[K] | undefined {
  const layers = extended.layers.map((layer) => layer.file[key]);
  return file[key] ?? layers.findLast((value) => value !== undefined);
}

/** The exceptions of a configuration; none for a policy. */
export function exceptionsOf({ exceptions = [] }: ConfigFile): readonly ExceptionEntry[] {
  return isList(exceptions) ? exceptions : [];
}

export function ruleNamesOf(file: ConfigFile): readonly string[] {
  const { rules = {}, overrides = [], locked = [] } = file;
  return [
    ...Object.keys(rules),
    ...overrides.flatMap((override) => Object.keys(override.rules)),
    ...exceptionsOf(file).flatMap(({ rule }) => toList(rule)),
    ...locked,
  ];
}

export function termsOf({ exceptions = [] }: ConfigFile): ExceptionTerms {
  return isList(exceptions) ? {} : exceptions;
}

function isList(value: readonly ExceptionEntry[] | ExceptionTerms): value is readonly ExceptionEntry[] {
  return Array.isArray(value);
}

/** An extended configuration, without the ones that it extends. */
export interface ConfigLayer {
  readonly path: string;
  readonly file: ConfigFile;
  readonly text: string;
}

/** What a configuration extends. */
export interface ExtendedConfig {
  /** Absent if none is named. */
  readonly preset?: PresetName;
  /** The lowest first, including indirectly extended files, each file once. */
  readonly layers: readonly ConfigLayer[];
}

export interface Configuration {
  /** As the user named it, or relative to the working directory. */
  readonly path: string;
  /** The absolute directory for its globs. */
  readonly folder: string;
  readonly file: ConfigFile;
  readonly text: string;
  readonly extended: ExtendedConfig;
}

export interface ConfigFault {
  /** As the user named it, or relative to the working directory. */
  readonly path: string;
  /** Absent if the fault concerns the whole file. */
  readonly place?: { readonly span: Span; readonly position: Position };
  /** The fault and the remedy. */
  readonly message: string;
}

/** A configuration that is unreadable or invalid. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];
  /**
   * One line per fault: place, fault and remedy. Control characters from files and paths are
   * escaped.
   */
  readonly lines: readonly string[];

  constructor(faults: readonly ConfigFault[]) {
    const lines = faults.map(({ path, place, message }) => {
      const position = place === undefined ? '' : `${place.position.line}:${place.position.column}:`;
      return printable(`${path}:${position} ${message}`);
    });
    super(lines.join('\n'));
    this.faults = faults;
    this.lines = lines;
  }
}

/** An impossible setting, such as a rule number that the benchmark version lacks. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export const CONFIG_NAMES = ['.plimsoll.yaml', '.plimsoll.yml', '.plimsoll.json'] as const;

export function isConfigName(path: string): boolean {
  const [, name] = splitPath(path);
  return CONFIG_NAMES.some((known) => known === name);
}

/** Finds the nearest configuration file in a directory or above; see {@link createConfigFinder}. */
export type ConfigFinder = (folder: string) => string | undefined;

/**
 * Finds the nearest configuration file, from an absolute directory upward to the repository's root
 * (with `.git`). In each directory the first of {@link CONFIG_NAMES} wins. Outside a repository the
 * search ends at the working directory, because other users may be able to write above it. Cached.
 */
export function createConfigFinder(files: FileSystem): ConfigFinder {
  const repositories = new Map<string, boolean>();
  const isInRepository = (folder: string): boolean =>
    getOrInsert(repositories, folder, () => {
      const [parent] = splitPath(folder);
      return isWorkTree(folder, files) || (parent !== folder && isInRepository(parent));
    });
  const known = new Map<string, string | undefined>();
  const find: ConfigFinder = (folder) => {
    if (known.has(folder)) return known.get(folder);
    const found = isAbove(folder, files.workingDirectory) && !isInRepository(folder) ? undefined : findFrom(folder);
    known.set(folder, found);
    return found;
  };
  const findFrom: ConfigFinder = (folder) => {
    const own = CONFIG_NAMES.map((name) => joinPath(folder, name)).find((path) => files.kindOf(path) === 'file');
    const [parent] = splitPath(folder);
    return own ?? (parent === folder || isWorkTree(folder, files) ? undefined : find(parent));
  };
  return find;
}

function isAbove(folder: string, other: string): boolean {
  return other !== folder && other.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}

export function toList(value: OneOrMore): readonly string[] {
  return typeof value === 'string' ? [value] : value;
}

/** A configuration's entry as a setting: every key except the severity is an option. */
export function toRuleSetting(entry: RuleEntry): RuleSetting {
  if (typeof entry === 'string') return { severity: entry };
  const { severity, ...options } = entry;
  return severity === undefined ? { options } : { severity, options };
}

/** A path, made relative if it is below the working directory. */
export function toShown(path: string, { workingDirectory }: Pick<FileSystem, 'workingDirectory'>): string {
  const relative = relativePath(workingDirectory, joinPath(workingDirectory, path));
  return relative.startsWith('..') || relative === '' || isAbsolutePath(relative) ? path : relative;
}
