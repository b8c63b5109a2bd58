import { joinPath, relativePath } from '../../util/paths.ts';
import { type Config, type OneOrMore, type RuleEntry, toList, toRuleSetting } from './config-file.ts';
import { createGlob, type GlobMatcher } from './glob.ts';
import type { Exception, Override, RuleOptions } from './policy.ts';
import type { RuleSetting } from './rule-settings.ts';

/** A configuration as the pipeline takes it. `workingDirectory` is the absolute folder to which paths of files are relative. */
export function toRuleOptions(
  { folder, file }: Config,
  workingDirectory: string,
): Pick<RuleOptions, 'preset' | 'rules' | 'overrides' | 'exceptions'> {
  const forFiles = (globs: readonly string[] | undefined): Pick<Override, 'isForFile'> =>
    globs === undefined ? {} : { isForFile: matcher(globs, folder, workingDirectory) };
  return {
    ...(file.extends === undefined ? {} : { preset: file.extends }),
    rules: toSettings(file.rules ?? {}),
    overrides: (file.overrides ?? []).map(({ files, services, rules }) => ({
      ...forFiles(files),
      ...(services === undefined ? {} : { isForName: anyOf(services.map(createGlob)) }),
      rules: toSettings(rules),
    })),
    exceptions: (file.exceptions ?? []).map(
      ({ rule, files, service, reason, expires }): Exception => ({
        rules: toList(rule),
        reason,
        ...(files === undefined ? {} : { files: toList(files).map((glob) => matcher(glob, folder, workingDirectory)) }),
        ...(service === undefined ? {} : { services: toList(service).map(createGlob) }),
        ...(expires === undefined ? {} : { expires }),
      }),
    ),
  };
}

/** Whether a configuration leaves a file out. */
export function isIgnored({ folder, file }: Config, path: string, workingDirectory: string): boolean {
  return file.ignores !== undefined && matcher(file.ignores, folder, workingDirectory)(path);
}

/** Matches paths against globs relative to `folder`; a glob without a `/` matches a name at any depth, one that names a folder all in it. */
function matcher(globs: OneOrMore, folder: string, workingDirectory: string): (path: string) => boolean {
  const matches = anyOf(toList(globs).map(createFileGlob));
  return (path) => matches(relativePath(folder, joinPath(workingDirectory, path)));
}

/** Throws a GlobFault. */
export function createFileGlob(glob: string): GlobMatcher {
  if (glob.startsWith('!') && !glob.startsWith('!(')) {
    const matches = createFileGlob(glob.slice(1));
    return (path) => !matches(path);
  }
  const trimmed = glob.replace(/^\.\//, '').replace(/\/$/, '');
  return anyOf(
    trimmed.includes('/')
      ? [createGlob(trimmed), createGlob(`${trimmed}/**`)]
      : [createGlob(`**/${trimmed}`), createGlob(`**/${trimmed}/**`)],
  );
}

function anyOf(matchers: readonly GlobMatcher[]): GlobMatcher {
  return (path) => matchers.some((matches) => matches(path));
}

function toSettings(rules: Readonly<Record<string, RuleEntry>>): Readonly<Record<string, RuleSetting>> {
  return Object.fromEntries(Object.entries(rules).map(([id, entry]) => [id, toRuleSetting(entry)]));
}
