import { createGlob, createPathMatcher, type GlobMatcher } from '../files/glob.ts';
import type { FixValueSet, FixValues } from '../model/change.ts';
import { parseSize } from '../parsers/syntax/size.ts';
import { defined } from '../util/objects.ts';
import {
  type ConfigFile,
  type ConfigLayer,
  type Configuration,
  exceptionsOf,
  type FixEntry,
  listIn,
  type RuleEntry,
  toList,
  toRuleSetting,
} from './config-file.ts';
import { type ConfiguredRules, type Exception, mergeRules } from './policy.ts';
import type { RuleSetting } from './rule-settings.ts';

/**
 * The rule options of a configuration and everything it extends. Globs are relative to its
 * directory; `workingDirectory` is the absolute base of paths.
 */
export function toRuleOptions(config: Configuration, workingDirectory: string): ConfiguredRules {
  const { folder, file, extended } = config;
  const layers: readonly ConfigLayer[] = [...extended.layers, config];
  const matcherOf = (globs: readonly string[]): GlobMatcher => createPathMatcher(globs, folder, workingDirectory);
  const fixValues = layers.flatMap(({ file: { fix } }) => (fix === undefined ? [] : toFixValues(fix)));
  return {
    ...defined({ preset: extended.preset }),
    ...(fixValues.length === 0 ? {} : { fixValues }),
    rules: mergeRules(layers.map((layer) => toSettings(layer.file.rules ?? {}))),
    origins: new Map(layers.flatMap((layer) => Object.keys(layer.file.rules ?? {}).map((id) => [id, layer.path]))),
    overrides: layers
      .flatMap((layer) => layer.file.overrides ?? [])
      .map(({ files, services, rules }) => ({
        ...defined({ isForFile: files && matcherOf(files), isForName: services && anyOf(services.map(createGlob)) }),
        rules: toSettings(rules),
      })),
    // Keep the file's own exceptions first: indices identify them.
    exceptions: [file, ...extended.layers.map((layer) => layer.file)].flatMap(exceptionsOf).map(
      ({ rule, files, service, reason, ticket, expires }): Exception => ({
        rules: toList(rule),
        reason,
        ...defined({
          files: files === undefined ? undefined : toList(files).map((glob) => matcherOf([glob])),
          services: service === undefined ? undefined : toList(service).map(createGlob),
          ticket,
          expires,
        }),
      }),
    ),
  };
}

function toFixValues({ set = {}, ...all }: NonNullable<ConfigFile['fix']>): FixValueSet {
  const own = Object.entries(set).map(([glob, values]) => ({ isForName: createGlob(glob), values: toValues(values) }));
  return [{ values: toValues(all) }, ...own];
}

function toValues({ memory, ...others }: FixEntry): FixValues {
  return { ...others, ...defined({ memory: memory === undefined ? undefined : parseSize(memory) }) };
}

/** True if a configuration ignores a file. */
export function isIgnored(config: Configuration, path: string, workingDirectory: string): boolean {
  const ignores = listIn(config, 'ignores');
  return ignores.length > 0 && createPathMatcher(ignores, config.folder, workingDirectory)(path);
}

function anyOf(matchers: readonly GlobMatcher[]): GlobMatcher {
  return (path) => matchers.some((matches) => matches(path));
}

function toSettings(rules: Readonly<Record<string, RuleEntry>>): Readonly<Record<string, RuleSetting>> {
  return Object.fromEntries(Object.entries(rules).map(([id, entry]) => [id, toRuleSetting(entry)]));
}
