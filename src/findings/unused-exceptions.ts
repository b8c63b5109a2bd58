import { type Configuration, type ExceptionEntry, exceptionsOf, toList } from '../config/config-file.ts';
import { ruleSettingOf } from '../config/policy.ts';
import type { FileSettings } from '../config/settings.ts';
import type { FileSystem } from '../files/file-system.ts';
import { isGlob, isNegatedGlob, startOfGlob } from '../files/glob.ts';
import type { Finding, Message } from '../model/finding.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import { rulesNamed } from '../rules/missing-hardening.ts';
import { placeAt } from '../text/location.ts';
import { groupBy } from '../util/maps.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { joinPath, relativePath } from '../util/paths.ts';
import { problemToFindings } from './collector.ts';
import { type CoveredInput, type CoveredRun, coverageOf } from './coverage.ts';
import type { Verdict } from './evaluate.ts';
import { type ExceptionPart, Exceptions } from './exceptions.ts';
import { findingsAbout } from './suppression.ts';

/** The parts of an input that decide which exceptions are unused. */
export interface ExceptedInput extends CoveredInput {
  readonly settings: FileSettings;
  /** See `RuleResults`. */
  readonly usedExceptions: readonly string[];
  readonly input: {
    readonly subjects: readonly { readonly name: string; readonly verdicts: ReadonlyMap<string, Verdict> }[];
  };
}

/** The results for one configuration. */
export interface CheckedConfig {
  readonly config: Configuration;
  readonly settings: FileSettings;
  readonly findings: readonly Finding[];
}

/**
 * Reports each exception, and each item in its lists, without effect. Checks only configurations
 * whose whole directory was searched: in smaller runs the exception may apply elsewhere.
 */
export async function checkExceptions(
  run: CoveredRun & { readonly inputs: readonly ExceptedInput[] },
  files: Pick<FileSystem, 'workingDirectory' | 'kindOf'>,
): Promise<readonly CheckedConfig[]> {
  const checked: CheckedConfig[] = [];
  for (const inputs of groupBy(run.inputs, ({ settings }) => settings.config?.path).values()) {
    const { settings } = inputs[0] ?? {};
    const config = settings?.config;
    if (settings === undefined || config === undefined || settings.ruleOptions.ignoresSuppressions === true) continue;
    if (exceptionsOf(config.file).length === 0) continue;
    const toRelative = (path: string): string => relativePath(config.folder, joinPath(files.workingDirectory, path));
    const isUnreadable = run.notes.some(
      (note) => note.isUnreadable === true && !toRelative(note.path).startsWith('..'),
    );
    if (isUnreadable || !coverageOf(run, toRelative).isWhole) continue;
    checked.push({ config, settings, findings: await findingsIn(config, settings, inputs, files) });
  }
  return checked;
}

async function findingsIn(
  config: Configuration,
  { ruleOptions }: FileSettings,
  inputs: readonly ExceptedInput[],
  { workingDirectory, kindOf }: Pick<FileSystem, 'workingDirectory' | 'kindOf'>,
): Promise<readonly Finding[]> {
  const used = inputs.flatMap(({ usedExceptions }) => usedExceptions);
  const exceptions = new Exceptions(ruleOptions, used);
  // Skip rules that are off: they have no findings to match.
  const isOn = (rule: string): boolean =>
    isInputRuleId(rule)
      ? ruleSettingOf({ id: rule }, ruleOptions).severity !== 'off'
      : inputs.some(({ input }) =>
          input.subjects.some(({ verdicts }) => rulesNamed(rule).some((id) => verdicts.has(id))),
        );
  if (exceptions.unused(isOn).length === 0) return [];
  const partlyRead = inputs.flatMap(({ project, relations }) =>
    relations.partlyRead.length === 0 ? [] : [...project, ...relations.partlyRead],
  );
  const read = inputs.flatMap(({ project, relations }) =>
    [...project, ...relations.included].map((file) => joinPath(workingDirectory, file)),
  );
  /** True if the exception may apply to a file that was not linted completely. */
  const couldBeForUnread = (index: number, { files = [] }: ExceptionEntry): boolean => {
    const matchers = ruleOptions.exceptions?.[index]?.files;
    if (partlyRead.some((path) => matchers?.some((matches) => matches(path)) ?? true)) return true;
    return toList(files).some((glob) => {
      const start = startOfGlob(glob);
      const path = joinPath(config.folder, start);
      const isRead = (file: string): boolean => file === path || file.startsWith(`${path}/`);
      return start !== '' && kindOf(path) !== undefined && !read.some(isRead);
    });
  };
  const names = [...new Set(inputs.flatMap(({ input }) => input.subjects.map(({ name }) => name)))];
  const { nodeAt, readConfigTree } = await import('../config/config-tree.ts');
  const [root] = readConfigTree(config.path, config.text).documents;
  return findingsAbout(exceptions, isOn, (part) => {
    const entry = exceptionsOf(config.file)[part.exception];
    if (entry === undefined || couldBeForUnread(part.exception, entry)) return [];
    const { path, message } = describe(part, entry, names);
    const { start, end } = nodeAt(root, ['exceptions', part.exception, ...path]) ?? { start: 0, end: 0 };
    const place = placeAt(config.path, start, end);
    return problemToFindings({ id: 'suppression/unused', severity: 'warning', message, place }, ruleOptions);
  });
}

/** The message for an unused part, and its path in the exception. */
function describe(
  { list, item = 0 }: ExceptionPart,
  entry: ExceptionEntry,
  names: readonly string[],
): { readonly path: readonly (string | number)[]; readonly message: Message } {
  const written = toList(entry.service ?? []);
  if (list !== undefined) {
    const value = entry[list] ?? [];
    const text = `\`${toList(value)[item] ?? ''}\``;
    const what =
      list === 'rule' ? `This exception matches no ${text} finding.` : `This exception matches nothing in ${text}.`;
    const remedy = 'Remove it from the exception, or correct it.';
    return { path: typeof value === 'string' ? [list] : [list, item], message: { what, remedy } };
  }
  const isUnknown = (name: string): boolean => !isGlob(name) && !isNegatedGlob(name) && !names.includes(name);
  if (written.length === 0 || !written.every(isUnknown)) {
    const keys = (['rule', 'files', 'service'] as const).filter((key) => key in entry).map((key) => `\`${key}\``);
    const remedy = `Remove it, or correct its ${keys.join(' or ')}.`;
    return { path: ['rule'], message: { what: 'This exception matches no finding and has no effect.', remedy } };
  }
  const nearest = written.length === 1 ? nearestWord(written[0] ?? '', names) : undefined;
  const quoted = written.map((name) => `\`${name}\``).join(' or ');
  const what = `This exception has no effect: no service or container is named ${quoted}.`;
  const remedy =
    nearest === undefined ? 'Remove the exception, or correct its `service`.' : `Did you mean \`${nearest}\`?`;
  return { path: ['service'], message: { what, remedy } };
}
