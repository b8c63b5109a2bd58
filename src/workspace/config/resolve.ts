import type { FixValueSet, FixValues } from '../../model/change.ts';
import { parseSize } from '../../parsers/syntax/size.ts';
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
import { createGlob, createPathMatcher, type GlobMatcher } from './glob.ts';
import { type ConfiguredRules, type Exception, mergeSetting, type Override } from './policy.ts';
import type { RuleSetting } from './rule-settings.ts';

/** A configuration's rule options, over what it extends. Globs are relative to its directory; `workingDirectory` is the absolute one for paths. */
export function toRuleOptions(config: Configuration, workingDirectory: string): ConfiguredRules {
  const { folder, file, extended } = config;
  const layers: readonly ConfigLayer[] = [...extended.layers, config];
  const forFiles = (globs: readonly string[] | undefined): Pick<Override, 'isForFile'> =>
    globs === undefined ? {} : { isForFile: createPathMatcher(toList(globs), folder, workingDirectory) };
  const rules: Record<string, RuleSetting> = {};
  const origins = new Map<string, string>();
  for (const layer of layers)
    for (const [id, setting] of Object.entries(toSettings(layer.file.rules ?? {}))) {
      const below = rules[id];
      rules[id] = below === undefined ? setting : mergeSetting(below, setting);
      origins.set(id, layer.path);
    }
  const fixValues = layers.flatMap(({ file: { fix } }) => (fix === undefined ? [] : toFixValues(fix)));
  return {
    ...(extended.preset === undefined ? {} : { preset: extended.preset }),
    rules,
    origins,
    overrides: layers
      .flatMap((layer) => layer.file.overrides ?? [])
      .map(({ files, services, rules: own }) => ({
        ...forFiles(files),
        ...(services === undefined ? {} : { isForName: anyOf(services.map(createGlob)) }),
        rules: toSettings(own),
      })),
    ...(fixValues.length === 0 ? {} : { fixValues }),
    // Its own come first: they are identified by their places in its file.
    exceptions: [file, ...extended.layers.map((layer) => layer.file)].flatMap(exceptionsOf).map(
      ({ rule, files, service, reason, ticket, expires }): Exception => ({
        rules: toList(rule),
        reason,
        ...(files === undefined
          ? {}
          : { files: toList(files).map((glob) => createPathMatcher([glob], folder, workingDirectory)) }),
        ...(service === undefined ? {} : { services: toList(service).map(createGlob) }),
        ...(ticket === undefined ? {} : { ticket }),
        ...(expires === undefined ? {} : { expires }),
      }),
    ),
  };
}

function toFixValues({ set = {}, ...all }: NonNullable<ConfigFile['fix']>): FixValueSet {
  const own = Object.entries(set).map(([glob, values]) => ({ isForName: createGlob(glob), values: toValues(values) }));
  return [{ values: toValues(all) }, ...own];
}

function toValues({ memory, ...others }: FixEntry): FixValues {
  const bytes = memory === undefined ? undefined : parseSize(memory);
  return { ...others, ...(bytes === undefined ? {} : { memory: bytes }) };
}

/** Whether a configuration ignores a file. */
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
