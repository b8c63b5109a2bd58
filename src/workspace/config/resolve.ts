import { DEFAULT_FIX_VALUES, type FixValues } from '../../model/change.ts';
import { parseSize } from '../../parsers/syntax/size.ts';
import { type Config, type ConfigFile, type RuleEntry, toList, toRuleSetting } from './config-file.ts';
import { createGlob, createPathMatcher, type GlobMatcher } from './glob.ts';
import type { Exception, Override, RuleOptions } from './policy.ts';
import type { RuleSetting } from './rule-settings.ts';

/** A configuration as the pipeline takes it. `workingDirectory` is the absolute folder to which paths of files are relative. */
export function toRuleOptions(
  { folder, file }: Config,
  workingDirectory: string,
): Pick<RuleOptions, 'preset' | 'rules' | 'overrides' | 'exceptions' | 'fixValues'> {
  const forFiles = (globs: readonly string[] | undefined): Pick<Override, 'isForFile'> =>
    globs === undefined ? {} : { isForFile: createPathMatcher(toList(globs), folder, workingDirectory) };
  return {
    ...(file.extends === undefined ? {} : { preset: file.extends }),
    rules: toSettings(file.rules ?? {}),
    overrides: (file.overrides ?? []).map(({ files, services, rules }) => ({
      ...forFiles(files),
      ...(services === undefined ? {} : { isForName: anyOf(services.map(createGlob)) }),
      rules: toSettings(rules),
    })),
    ...(file.fix === undefined ? {} : { fixValues: toFixValues(file.fix) }),
    exceptions: (file.exceptions ?? []).map(
      ({ rule, files, service, reason, expires }): Exception => ({
        rules: toList(rule),
        reason,
        ...(files === undefined
          ? {}
          : { files: toList(files).map((glob) => createPathMatcher([glob], folder, workingDirectory)) }),
        ...(service === undefined ? {} : { services: toList(service).map(createGlob) }),
        ...(expires === undefined ? {} : { expires }),
      }),
    ),
  };
}

/** The values for which a configuration has no word are the defaults. */
function toFixValues({ memory, cpus, pids }: NonNullable<ConfigFile['fix']>): FixValues {
  const { memory: bytes, ...defaults } = DEFAULT_FIX_VALUES;
  return {
    memory: (memory === undefined ? undefined : parseSize(memory)) ?? bytes,
    cpus: cpus ?? defaults.cpus,
    pids: pids ?? defaults.pids,
  };
}

/** Whether a configuration leaves a file out. */
export function isIgnored({ folder, file }: Config, path: string, workingDirectory: string): boolean {
  return file.ignores !== undefined && createPathMatcher(file.ignores, folder, workingDirectory)(path);
}

function anyOf(matchers: readonly GlobMatcher[]): GlobMatcher {
  return (path) => matchers.some((matches) => matches(path));
}

function toSettings(rules: Readonly<Record<string, RuleEntry>>): Readonly<Record<string, RuleSetting>> {
  return Object.fromEntries(Object.entries(rules).map(([id, entry]) => [id, toRuleSetting(entry)]));
}
