import type { MissingForm, Severity } from '../../model/finding.ts';
import type { PolicyEntry } from '../../policies/entry.ts';
import type { Edition } from '../../rules/editions.ts';
import type { Position } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { printable } from '../../text/printable.ts';
import { getOrInsert } from '../../util/maps.ts';
import { joinPath, splitPath } from '../../util/paths.ts';
import type { FileSystem } from '../files/file-system.ts';
import { isWorkTree } from '../git/git-folder.ts';
import type { PresetName, RuleSetting } from './rule-settings.ts';

/** A rule's entry: a severity, or a severity and options side by side. */
export type RuleEntry =
  | Severity
  | 'off'
  | ({ readonly severity?: Severity | 'off' } & Readonly<Record<string, unknown>>);

/** A list, or what it would hold alone. */
export type OneOrMore = string | readonly string[];

/** A configuration file as its schema (schemas/config.schema.json) has it, with the ids of rules where it had numbers. */
export interface ConfigFile {
  /** Presets, files and packages. */
  readonly extends?: OneOrMore;
  /** A number where it was written without quotes. */
  readonly benchmark?: Edition | number;
  readonly failOn?: Severity | 'never';
  /** How what a container lacks is reported. */
  readonly missing?: MissingForm;
  readonly rules?: Readonly<Record<string, RuleEntry>>;
  /** Values for all containers, and in `set` for those whose name matches a glob. */
  readonly fix?: FixEntry & { readonly set?: Readonly<Record<string, FixEntry>> };
  readonly ignores?: readonly string[];
  readonly include?: readonly string[];
  readonly composeFiles?: readonly string[];
  readonly projects?: readonly (readonly string[])[];
  readonly overrides?: readonly {
    readonly files?: readonly string[];
    readonly services?: readonly string[];
    readonly rules: Readonly<Record<string, RuleEntry>>;
  }[];
  /** Rules of one's own. */
  readonly policies?: readonly PolicyEntry[];
  /** In a policy what exceptions have to be. */
  readonly exceptions?: readonly ExceptionEntry[] | ExceptionTerms;
  /** The keys of a policy alone. */
  readonly locked?: readonly string[];
  readonly comments?: boolean;
  readonly baseline?: boolean;
}

/** Values that fixes write. */
export interface FixEntry {
  /** A number and a unit: `512m`. */
  readonly memory?: string;
  readonly cpus?: number;
  readonly pids?: number;
  readonly address?: string;
}

/** An exception as it is written. */
export interface ExceptionEntry {
  readonly rule: OneOrMore;
  readonly files?: OneOrMore;
  readonly service?: OneOrMore;
  readonly reason: string;
  readonly expires?: string;
  /** Where it was decided. */
  readonly ticket?: string;
}

/** What a policy asks of exceptions. */
export interface ExceptionTerms {
  /** For so many days from today at most. */
  readonly maxDays?: number;
  readonly requireTicket?: boolean;
}

export const POLICY_KEYS = ['locked', 'comments', 'baseline'] as const;

/** A list of a configuration, behind those of what it extends. */
export function listIn<K extends 'ignores' | 'include' | 'composeFiles' | 'projects'>(
  { file, extended }: Config,
  key: K,
): readonly NonNullable<ConfigFile[K]>[number][] {
  const files: readonly ConfigFile[] = [...extended.layers.map((layer) => layer.file), file];
  return files.flatMap((each): readonly NonNullable<ConfigFile[K]>[number][] => each[key] ?? []);
}

export function valueIn<K extends 'failOn' | 'benchmark' | 'missing'>(
  { file, extended }: Config,
  key: K,
): ConfigFile[K] | undefined {
  const layers = extended.layers.map((layer) => layer.file[key]);
  return file[key] ?? layers.findLast((value) => value !== undefined);
}

/** The exceptions of a configuration, none where it is a policy. */
export function exceptionsOf({ exceptions = [] }: ConfigFile): readonly ExceptionEntry[] {
  return isList(exceptions) ? exceptions : [];
}

/** The rules that a configuration names. */
export function ruleNamesOf(file: ConfigFile): readonly string[] {
  const { rules = {}, overrides = [], locked = [] } = file;
  return [
    ...Object.keys(rules),
    ...overrides.flatMap((override) => Object.keys(override.rules)),
    ...exceptionsOf(file).flatMap(({ rule }) => toList(rule)),
    ...locked,
  ];
}

/** What a policy asks of exceptions. */
export function termsOf({ exceptions = [] }: ConfigFile): ExceptionTerms {
  return isList(exceptions) ? {} : exceptions;
}

function isList(value: readonly ExceptionEntry[] | ExceptionTerms): value is readonly ExceptionEntry[] {
  return Array.isArray(value);
}

/** A configuration that another one extends, without what it extends itself. */
export interface Layer {
  readonly path: string;
  readonly file: ConfigFile;
  readonly text: string;
}

/** What a configuration begins with. */
export interface Extended {
  /** Left out where nothing names one. */
  readonly preset?: PresetName;
  /** The lowest first, each file once, those that extended ones extend among them. */
  readonly layers: readonly Layer[];
}

/** A configuration and where it was found. */
export interface Config {
  /** As it was named, or relative to the working folder. */
  readonly path: string;
  /** The absolute folder against which its globs are matched. */
  readonly folder: string;
  readonly file: ConfigFile;
  readonly text: string;
  /** What it begins with. */
  readonly extended: Extended;
}

/** What is wrong with a configuration. */
export interface ConfigFault {
  /** As it was named, or relative to the working folder. */
  readonly path: string;
  /** Left out where it is about the file as a whole. */
  readonly place?: { readonly span: Span; readonly position: Position };
  /** The fault and the remedy. */
  readonly message: string;
}

/** A configuration that can't be read or is not valid. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];
  /** One line for each fault: its place, the fault and the remedy. What it quotes from files and paths is made safe for a terminal. */
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

/** What is asked for can't be had, such as a rule by a number that its edition does not have. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

export const CONFIG_NAMES = ['.plimsoll.yaml', '.plimsoll.yml', '.plimsoll.json'] as const;

/** True for a file that is a configuration of plimsoll, by its name. */
export function isConfigName(path: string): boolean {
  const [, name] = splitPath(path);
  return CONFIG_NAMES.some((known) => known === name);
}

/** Finds the nearest configuration file from a folder upward; see {@link createConfigFinder}. */
export type ConfigFinder = (folder: string) => string | undefined;

/**
 * Finds the nearest configuration file from an absolute folder upward, ending at the root of its repository (where
 * `.git` is). Outside of a repository it ends below the folders that the working folder is in, which may be
 * everybody's. Where one folder holds several, the first of {@link CONFIG_NAMES} counts. Each folder is looked at once.
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

/** A configuration's entry as a setting: what is not the severity is an option. */
export function toRuleSetting(entry: RuleEntry): RuleSetting {
  if (typeof entry === 'string') return { severity: entry };
  const { severity, ...options } = entry;
  return severity === undefined ? { options } : { severity, options };
}
