import { posix } from 'node:path';
import { ConfigError, findConfig, type Config } from '../config/config-file.ts';
import type { RuleOptions } from '../config/policy.ts';
import { PRESETS, type RuleSetting } from '../config/rule-settings.ts';
import type { Severity } from '../model/finding.ts';
import { nearestWord } from '../model/nearest-word.ts';
import { RULES } from '../rules/index.ts';
import type { Edition } from '../rules/rule.ts';
import { UsageError, type Io } from './io.ts';
import type { OptionTable, ParsedOptions } from './options.ts';

/** The options that choose rules and how they count. */
export const RULE_OPTIONS = {
  config: { value: 'FILE', alias: 'c', help: 'the configuration (default: .plimsoll.yaml, .yml or .json, found from\neach file upward to the root of the repository)' },
  'no-config': { help: 'look for no configuration' },
  preset: { value: 'NAME', choices: PRESETS, help: `${PRESETS.join(', ')}\n(default: recommended)` },
  rule: { value: 'ID=SEVERITY', isRepeatable: true, help: 'off, info, warning or error for one rule (repeatable)' },
  benchmark: { value: 'EDITION', choices: ['1.13', '1.6'], help: 'the edition whose numbers are shown: 1.13 (default) or 1.6' },
} as const satisfies OptionTable;

/** What is in force for one file. */
export interface FileSettings {
  readonly config: Config | undefined;
  readonly ruleOptions: RuleOptions;
  readonly failOn: Severity | 'never';
  readonly edition: Edition;
}

/** Finds the configuration of each file, reading each configuration once, and puts the command line's options over it. */
export class Settings {
  private readonly options: ParsedOptions;
  private readonly io: Io;
  private readonly lastWord: Readonly<Record<string, RuleSetting>>;
  private readonly byFolder = new Map<string, Promise<FileSettings>>();
  private readonly byConfig = new Map<string, Promise<FileSettings>>();

  /** Throws a UsageError for options that can't be. */
  constructor(options: ParsedOptions, io: Io) {
    if (options.has('config') && options.has('no-config')) throw new UsageError('--config and --no-config are opposites: give one of them.');
    this.options = options;
    this.io = io;
    this.lastWord = readRules(options);
  }

  /** The settings for a file, as it was named. Rejects with a UsageError for a configuration that can't be read or is not valid. */
  forFile(path: string): Promise<FileSettings> {
    return this.forFolder(posix.dirname(posix.resolve(this.io.files.workingDirectory, path)));
  }

  /** The settings for the working folder. */
  forWorkingDirectory(): Promise<FileSettings> {
    return this.forFolder(this.io.files.workingDirectory);
  }

  private forFolder(folder: string): Promise<FileSettings> {
    const known = this.byFolder.get(folder);
    if (known !== undefined) return known;
    const path = this.options.has('no-config') ? undefined : (this.options.value('config') ?? findConfig(folder, this.io.files));
    const key = path ?? '';
    const settings = this.byConfig.get(key) ?? this.load(path);
    this.byConfig.set(key, settings);
    this.byFolder.set(folder, settings);
    return settings;
  }

  private async load(path: string | undefined): Promise<FileSettings> {
    const { io, options, lastWord } = this;
    const config = path === undefined ? undefined : await loadConfig(toShown(path, io), io);
    const { toRuleOptions } = await import('../config/resolve.ts');
    const preset = PRESETS.find((name) => name === options.value('preset'));
    const failOn = options.value('fail-on') ?? config?.file.failOn ?? 'error';
    const edition = options.value('benchmark') ?? config?.file.benchmark ?? '1.13';
    return {
      config,
      failOn: isSeverity(failOn) ? failOn : 'never',
      edition: String(edition) === '1.6' ? '1.6' : '1.13',
      ruleOptions: {
        ...(config === undefined ? {} : toRuleOptions(config, io.files.workingDirectory)),
        ...(preset === undefined ? {} : { preset }),
        lastWord,
        today: io.today(),
        ignoresSuppressions: options.has('no-ignore'),
      },
    };
  }
}

async function loadConfig(path: string, io: Io): Promise<Config> {
  const { readConfig } = await import('../config/read-config.ts');
  try {
    return readConfig(path, io.files);
  } catch (error) {
    if (error instanceof ConfigError) throw new UsageError(`the configuration is not valid:\n${error.message}`);
    throw error;
  }
}

/** A path below the working folder as a person would write it. */
export function toShown(path: string, io: Io): string {
  const relative = posix.relative(io.files.workingDirectory, posix.resolve(io.files.workingDirectory, path));
  return relative.startsWith('..') || relative === '' ? path : relative;
}

function readRules(options: ParsedOptions): Readonly<Record<string, RuleSetting>> {
  const ids = RULES.map(({ id }) => id);
  return Object.fromEntries(
    options.values('rule').map((value): [string, RuleSetting] => {
      const [id = '', severity = ''] = value.split('=', 2);
      if (!ids.includes(id)) {
        const nearest = nearestWord(id, ids);
        throw new UsageError(`There is no rule ${JSON.stringify(id)}.${nearest === undefined ? ' plimsoll rules lists them.' : ` Did you mean ${nearest}?`}`);
      }
      if (severity !== 'off' && !isSeverity(severity)) throw new UsageError(`--rule ${id}=… takes off, info, warning or error, not ${JSON.stringify(severity)}.`);
      return [id, { severity }];
    }),
  );
}

function isSeverity(value: string): value is Severity {
  return value === 'error' || value === 'warning' || value === 'info';
}
