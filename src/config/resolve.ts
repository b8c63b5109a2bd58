import picomatch from 'picomatch';
import { joinPath, relativePath } from '../model/paths.ts';
import { toRuleSetting, type Config, type RuleEntry } from './config-file.ts';
import type { Exception, Override, RuleOptions } from './policy.ts';
import type { RuleSetting } from './rule-settings.ts';

/** A configuration as the pipeline takes it. `workingDirectory` is the absolute folder to which paths of files are relative. */
export function toRuleOptions({ folder, file }: Config, workingDirectory: string): Pick<RuleOptions, 'preset' | 'rules' | 'overrides' | 'exceptions'> {
  const forFiles = (globs: readonly string[] | undefined): Pick<Override, 'isForFile'> => (globs === undefined ? {} : { isForFile: matcher(globs, folder, workingDirectory) });
  return {
    ...(file.extends === undefined ? {} : { preset: file.extends }),
    rules: toSettings(file.rules ?? {}),
    overrides: (file.overrides ?? []).map(({ files, services, rules }) => ({
      ...forFiles(files),
      ...(services === undefined ? {} : { isForName: picomatch([...services]) }),
      rules: toSettings(rules),
    })),
    exceptions: (file.exceptions ?? []).map(
      ({ rule, files, service, reason, expires }): Exception => ({
        rule,
        reason,
        ...forFiles(files),
        ...(service === undefined ? {} : { isForName: picomatch(service) }),
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
function matcher(globs: readonly string[], folder: string, workingDirectory: string): (path: string) => boolean {
  const tests = globs.map((glob) => {
    const trimmed = glob.replace(/^\.\//, '').replace(/\/$/, '');
    return trimmed.includes('/') ? picomatch([trimmed, `${trimmed}/**`], { dot: true }) : picomatch([`**/${trimmed}`, `**/${trimmed}/**`], { dot: true });
  });
  return (path) => {
    const relative = relativePath(folder, joinPath(workingDirectory, path));
    return tests.some((matches) => matches(relative));
  };
}

function toSettings(rules: Readonly<Record<string, RuleEntry>>): Readonly<Record<string, RuleSetting>> {
  return Object.fromEntries(Object.entries(rules).map(([id, entry]) => [id, toRuleSetting(entry)]));
}
