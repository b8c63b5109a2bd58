import type { FileSystem } from '../files/file-system.ts';
import { similarHint } from '../files/similar.ts';
import type { MissingForm, Severity } from '../model/finding.ts';
import { DEFAULT_EDITION, type Edition, isEdition, uncheckedIn } from '../rules/editions.ts';
import { findRule, isRuleNumber } from '../rules/index.ts';
import { asOwn, type Rule } from '../rules/rule.ts';
import { getOrInsert } from '../util/maps.ts';
import { defined } from '../util/objects.ts';
import { joinPath, splitPath, toPlainPath } from '../util/paths.ts';
import {
  type ConfigLayer,
  type Configuration,
  createConfigFinder,
  exceptionsOf,
  ruleNamesOf,
  SettingsError,
  toShown,
  valueIn,
} from './config-file.ts';
import { findPackage } from './extended.ts';
import type { Floor } from './floor.ts';
import { type ConfiguredRules, mergeRules, type RuleOptions } from './policy.ts';
import { readConfig } from './read-config.ts';
import { isOwnName, ruleNameRemedy } from './rule-names.ts';
import type { PresetName, RuleSetting } from './rule-settings.ts';

/** The user's options, which override configurations. */
export interface SettingsOptions {
  /**
   * One configuration for every file; `false` for none. If absent, each file uses the nearest one
   * above it.
   */
  readonly config?: string | false;
  /** A file or an installed package with a policy, which configurations can't weaken. */
  readonly policy?: string;
  readonly preset?: PresetName;
  /** By rule id, or by number (`5.4`) in the version in force; overrides everything else. */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Custom rules besides those in configurations. Not available in other threads. */
  readonly ownRules?: readonly Rule[];
  /** The only active rules, by id or number; if absent, `rules` and configurations decide. */
  readonly only?: readonly string[];
  /** The lowest severity that fails the run; default `error`. */
  readonly failOn?: Severity | 'never';
  /** How missing settings are reported; default `group`. */
  readonly missing?: MissingForm;
  /** The benchmark version: determines rule numbers and criteria of rules. Default `1.13`. */
  readonly benchmark?: Edition;
  /** Today as `YYYY-MM-DD`, to expire exceptions. */
  readonly today?: string;
  /** Reports all findings as if there were no comments and exceptions. */
  readonly ignoresSuppressions?: boolean;
  readonly ignoresComments?: boolean;
}

export interface FileSettings {
  readonly config: Configuration | undefined;
  readonly ruleOptions: RuleOptions;
  readonly failOn: Severity | 'never';
  readonly missing: MissingForm;
  readonly edition: Edition;
  /** The policy in force. */
  readonly floor?: Floor;
  /** Equal for two files only if their settings are equal. */
  readonly key: string;
}

/**
 * Looks up settings. Both asynchronous methods reject with a ConfigError for an unreadable or
 * invalid configuration, and with a SettingsError for impossible options.
 */
export interface Settings {
  forFile(path: string): Promise<FileSettings>;
  forWorkingDirectory(): Promise<FileSettings>;
  /** The configuration for a file; throws a ConfigError if it is unreadable or invalid. */
  configFor(path: string): Configuration | undefined;
}

/**
 * Finds and reads each configuration once, and applies the user's options. Reads files that the
 * user named from `namedFiles`.
 */
export function createSettings(options: SettingsOptions, files: FileSystem, namedFiles = files): Settings {
  const findConfig = createConfigFinder(files);
  const byConfig = new Map<string, Promise<FileSettings>>();
  const configs = new Map<string, Configuration>();
  const pathFor = (folder: string): string | undefined => {
    if (options.config === false) return undefined;
    return options.config === undefined ? findConfig(folder) : toPlainPath(options.config, files.workingDirectory);
  };
  const isNamed = options.config !== undefined;
  const configAt = (path: string): Configuration =>
    getOrInsert(configs, path, () =>
      readConfig(toShown(path, files), isNamed ? namedFiles : files, { isNamed, edition: options.benchmark }),
    );
  let policy: Promise<Policy> | undefined;
  const policyOf = async (): Promise<Policy | undefined> =>
    options.policy === undefined ? undefined : (policy ??= readPolicy(options.policy, options, namedFiles));
  const folderOf = (path: string): string => splitPath(joinPath(files.workingDirectory, path))[0];
  const forFolder = (folder: string): Promise<FileSettings> => {
    const path = pathFor(folder);
    return getOrInsert(byConfig, path ?? '', async () =>
      loadSettings(path === undefined ? undefined : () => configAt(path), await policyOf(), options, files),
    );
  };
  return {
    forFile: (path) => forFolder(folderOf(path)),
    configFor: (path) => {
      const at = pathFor(folderOf(path));
      return at === undefined ? undefined : configAt(at);
    },
    forWorkingDirectory: () => forFolder(files.workingDirectory),
  };
}

interface Policy {
  readonly config: Configuration;
  readonly options: ConfiguredRules;
  readonly floor: Floor;
}

/** The path of a policy: the named file, or the one in an installed package. */
export function policyPath(name: string, files: FileSystem): string | undefined {
  const path = toPlainPath(name, files.workingDirectory);
  const isFile = (at: string): boolean => files.kindOf(at) === 'file';
  return isFile(path) ? path : findPackage(name, files.workingDirectory, isFile);
}

async function readPolicy(name: string, { benchmark }: SettingsOptions, files: FileSystem): Promise<Policy> {
  const { workingDirectory } = files;
  const found = policyPath(name, files);
  if (found === undefined) {
    const hint = /^\w+:\/\//.test(name)
      ? ' Download it first: a policy is a file or an installed package.'
      : files.kindOf(toPlainPath(name, files.workingDirectory)) === 'directory'
        ? ' It is a directory: name the file in it.'
        : similarHint(name, files);
    throw new SettingsError(`--policy ${name}: no such file or installed package.${hint}`);
  }
  const config = readConfig(toShown(found, files), files, { isNamed: true, edition: benchmark, isPolicy: true });
  const { toRuleOptions } = await import('./resolve.ts');
  const { toFloor } = await import('./floor.ts');
  const options = toRuleOptions(config, workingDirectory);
  return { config, options, floor: toFloor(config, options) };
}

async function loadSettings(
  read: (() => Configuration) | undefined,
  policy: Policy | undefined,
  options: SettingsOptions,
  files: FileSystem,
): Promise<FileSettings> {
  const { preset, today, ignoresSuppressions = false, ignoresComments = false, benchmark } = options;
  const config = read?.();
  const { toRuleOptions } = await import('./resolve.ts');
  const wanted = String(
    benchmark ?? (config && valueIn(config, 'benchmark')) ?? (policy && valueIn(policy.config, 'benchmark')),
  );
  const edition = isEdition(wanted) ? wanted : DEFAULT_EDITION;
  const exceptions =
    config === undefined ? [] : [config, ...config.extended.layers].flatMap(({ file }) => exceptionsOf(file));
  const named = Object.entries(options.rules ?? {});
  const rules = Object.fromEntries(named.map(([name, setting]) => [idOf(name, edition), setting]));
  const only = options.only?.map((name) => idOf(name, edition));
  const own = config === undefined ? {} : toRuleOptions(config, files.workingDirectory);
  const ownRules = await ownRulesOf([policy?.config, config], {
    rules,
    only,
    hasPolicy: policy !== undefined,
    given: (options.ownRules ?? []).map(asOwn),
  });
  if (policy !== undefined) {
    const { refuseLess, refuseOptions } = await import('./floor.ts');
    const floor = ownRules === undefined ? policy.floor : { ...policy.floor, ownRules };
    if (config !== undefined) await refuseLess(config, floor, today);
    refuseOptions({ rules, failOn: options.failOn }, floor);
  }
  return {
    config,
    failOn: options.failOn ?? (config && valueIn(config, 'failOn')) ?? policy?.floor.failOn ?? 'error',
    missing: options.missing ?? (config && valueIn(config, 'missing')) ?? 'group',
    edition,
    ...defined({ floor: policy?.floor }),
    key: JSON.stringify([
      config?.path,
      config?.file,
      config?.extended,
      policy?.config.file,
      policy?.config.extended,
      edition,
      preset,
      rules,
      only,
      ownRules?.map(({ id }) => id),
      exceptions.some(({ expires }) => expires !== undefined) ? today : undefined,
      ignoresSuppressions,
      ignoresComments,
    ]),
    ruleOptions: {
      edition,
      ...(policy === undefined ? own : over(policy, own)),
      ...defined({ preset, today, ownRules, only: only && new Set(only) }),
      ruleOverrides: rules,
      ignoresSuppressions,
      ignoresComments: ignoresComments || policy?.floor.takesComments === false,
    },
  };
}

/**
 * The custom rules of a policy and a configuration; `undefined` if there are none. Throws a
 * ConfigError or SettingsError for faults and unknown names.
 */
async function ownRulesOf(
  configs: readonly (Configuration | undefined)[],
  named: {
    readonly rules: object;
    readonly only: readonly string[] | undefined;
    readonly hasPolicy: boolean;
    readonly given: readonly Rule[];
  },
): Promise<readonly Rule[] | undefined> {
  const layers = configs.flatMap((config) => (config === undefined ? [] : [...config.extended.layers, config]));
  const names = [...Object.keys(named.rules), ...(named.only ?? [])].filter(isOwnName);
  const { given } = named;
  if (names.length === 0 && given.length === 0 && !layers.some(hasOwnRules)) return undefined;
  const { readOwnRules, refuseUnknownNames } = await import('./own-rules.ts');
  const rules = [...given, ...readOwnRules(layers, given)];
  refuseUnknownNames(layers, { ownRules: rules, areAll: named.hasPolicy });
  const unknown = names.find((name) => !rules.some(({ id }) => id === name));
  if (unknown !== undefined)
    throw new SettingsError(`Unknown rule ${unknown}. ${ruleNameRemedy(unknown, rules).replaceAll('`', '')}`);
  return rules;
}

function hasOwnRules({ file }: ConfigLayer): boolean {
  return (file.policies ?? []).length > 0 || ruleNamesOf(file).some(isOwnName);
}

function over({ options, floor }: Policy, own: Partial<Policy['options']>): RuleOptions {
  return {
    ...options,
    ...own,
    rules: mergeRules([options.rules ?? {}, own.rules ?? {}]),
    origins: new Map([...(options.origins ?? []), ...(own.origins ?? [])]),
    overrides: [...(options.overrides ?? []), ...(own.overrides ?? [])],
    exceptions: own.exceptions ?? [],
    floor: floor.locked,
  };
}

/** Throws a SettingsError for a number that the version lacks. */
function idOf(name: string, edition: Edition): string {
  const id = isRuleNumber(name) ? findRule(name, edition)?.id : name;
  const unchecked = uncheckedIn(edition).find(({ number }) => number === name);
  if (unchecked !== undefined)
    throw new SettingsError(`plimsoll doesn't check recommendation ${name} of version ${edition}: ${unchecked.why}.`);
  if (id === undefined) throw new SettingsError(`Version ${edition} of the benchmark has no rule ${name}.`);
  return id;
}
