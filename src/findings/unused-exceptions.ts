import type { Finding, Message } from '../model/finding.ts';
import { isInputRuleId } from '../rules/input/index.ts';
import { placeAt } from '../text/location.ts';
import { nearestWord } from '../util/nearest-word.ts';
import { joinPath, relativePath } from '../util/paths.ts';
import { type Configuration, type ExceptionEntry, exceptionsOf, toList } from '../workspace/config/config-file.ts';
import { isGlob, isNegatedGlob, startOfGlob } from '../workspace/config/glob.ts';
import { ruleSettingOf } from '../workspace/config/policy.ts';
import type { FileSettings } from '../workspace/config/settings.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { problemToFindings } from './collector.ts';
import { type CoveredInput, type CoveredRun, coverageOf } from './coverage.ts';
import type { Verdict } from './evaluate.ts';
import { type ExceptionList, type ExceptionPart, Exceptions } from './exceptions.ts';
import { findingsAbout } from './suppression.ts';

/** An input, as far as its unused exceptions depend on it. */
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

type Files = Pick<FileSystem, 'workingDirectory' | 'kindOf'>;

/** Checks configurations whose whole directory was searched: a finding per exception or item without effect. In smaller runs it may apply elsewhere. */
export async function checkExceptions(
  run: CoveredRun & { readonly inputs: readonly ExceptedInput[] },
  files: Files,
): Promise<readonly CheckedConfig[]> {
  const groups = new Map<string, ExceptedInput[]>();
  for (const input of run.inputs) {
    const { config, ruleOptions } = input.settings;
    if (config === undefined || exceptionsOf(config.file).length === 0 || ruleOptions.ignoresSuppressions === true)
      continue;
    groups.set(config.path, [...(groups.get(config.path) ?? []), input]);
  }
  const checked: CheckedConfig[] = [];
  for (const inputs of groups.values()) {
    const settings = inputs[0]?.settings;
    const config = settings?.config;
    if (settings === undefined || config === undefined) continue;
    const toRelative = (path: string): string => relativePath(config.folder, joinPath(files.workingDirectory, path));
    const { isWhole } = coverageOf(run, toRelative);
    const isUnreadable = run.notes.some(
      (note) => note.isUnreadable === true && !toRelative(note.path).startsWith('..'),
    );
    if (!isWhole || isUnreadable) continue;
    const findings = await findingsIn(new ExceptionCheck(config, settings, inputs, files), config, settings);
    checked.push({ config, settings, findings });
  }
  return checked;
}

async function findingsIn(
  check: ExceptionCheck,
  config: Configuration,
  { ruleOptions }: FileSettings,
): Promise<readonly Finding[]> {
  const { exceptions, isOn } = check;
  if (exceptions.unused(isOn).length === 0) return [];
  const { nodeAt, readConfigTree } = await import('../workspace/config/config-tree.ts');
  const [root] = readConfigTree(config.path, config.text).documents;
  return findingsAbout(exceptions, isOn, (part) => {
    const problem = check.describe(part);
    if (problem === undefined) return [];
    const { start, end } = nodeAt(root, problem.path) ?? { start: 0, end: 0 };
    const place = placeAt(config.path, start, end);
    const { message } = problem;
    return problemToFindings({ id: 'suppression/unused', severity: 'warning', message, place }, ruleOptions);
  });
}

/** One configuration's exceptions, and those that its inputs used. */
class ExceptionCheck {
  readonly exceptions: Exceptions;
  readonly #names: readonly string[];
  readonly #doubtful: readonly string[];
  readonly #config: Configuration;
  readonly #settings: FileSettings;
  readonly #inputs: readonly ExceptedInput[];
  readonly #files: Files;

  constructor(config: Configuration, settings: FileSettings, inputs: readonly ExceptedInput[], files: Files) {
    this.#config = config;
    this.#settings = settings;
    this.#inputs = inputs;
    this.#files = files;
    this.exceptions = new Exceptions(
      settings.ruleOptions,
      inputs.flatMap(({ usedExceptions }) => usedExceptions),
    );
    this.#names = [...new Set(inputs.flatMap(({ input }) => input.subjects.map(({ name }) => name)))];
    this.#doubtful = inputs.flatMap(({ project, relations: { partlyRead } }) =>
      partlyRead.length === 0 ? [] : [...project, ...partlyRead],
    );
  }

  /** A rule that is off has no findings to match. */
  readonly isOn = (rule: string): boolean => {
    if (isInputRuleId(rule)) return ruleSettingOf({ id: rule }, this.#settings.ruleOptions).severity !== 'off';
    return this.#inputs.some(({ input }) => input.subjects.some(({ verdicts }) => verdicts.has(rule)));
  };

  /** The path and description of an unused part; `undefined` if it could apply to unread text. */
  describe({
    exception,
    list,
    item = 0,
  }: ExceptionPart): { path: readonly (string | number)[]; message: Message } | undefined {
    const entry = exceptionsOf(this.#config.file)[exception];
    if (entry === undefined || this.#couldBeForUnreadable(exception, entry)) return undefined;
    const path = ['exceptions', exception];
    if (list === undefined)
      return { path: [...path, this.#isNobody(entry) ? 'service' : 'rule'], message: this.#wholeMessage(entry) };
    const value = entry[list] ?? [];
    return {
      path: [...path, list, ...(typeof value === 'string' ? [] : [item])],
      message: itemMessage(list, toList(value)[item] ?? ''),
    };
  }

  /** True if it could apply to a file that was not linted completely. */
  #couldBeForUnreadable(index: number, { files }: ExceptionEntry): boolean {
    const matchers = this.#settings.ruleOptions.exceptions?.[index]?.files;
    if (this.#doubtful.some((path) => matchers?.some((matches) => matches(path)) ?? true)) return true;
    return toList(files ?? []).some((glob) => {
      const start = startOfGlob(glob);
      if (start === '') return false;
      const path = joinPath(this.#config.folder, start);
      return this.#files.kindOf(path) !== undefined && !this.#hasSeen(path);
    });
  }

  #hasSeen(path: string): boolean {
    return this.#inputs.some(({ project, relations }) =>
      [...project, ...relations.included].some((file) => {
        const absolute = joinPath(this.#files.workingDirectory, file);
        return absolute === path || absolute.startsWith(`${path}/`);
      }),
    );
  }

  /** True if an exception names services and none of them exists. */
  #isNobody({ service }: ExceptionEntry): boolean {
    return (
      service !== undefined &&
      toList(service).every((name) => !isGlob(name) && !isNegatedGlob(name) && !this.#names.includes(name))
    );
  }

  #wholeMessage(entry: ExceptionEntry): Message {
    const { service = [], files } = entry;
    if (!this.#isNobody(entry)) {
      const keys = [
        '`rule`',
        ...(files === undefined ? [] : ['`files`']),
        ...('service' in entry ? ['`service`'] : []),
      ];
      return {
        what: 'This exception matches no finding and has no effect.',
        remedy: `Remove it, or correct its ${keys.join(' or ')}.`,
      };
    }
    const names = toList(service);
    const nearest = nearestWord(names[0] ?? '', this.#names);
    return {
      what: `This exception has no effect: no service or container is named ${names.map((name) => `\`${name}\``).join(' or ')}.`,
      remedy:
        names.length === 1 && nearest !== undefined
          ? `Did you mean \`${nearest}\`?`
          : 'Remove the exception, or correct its `service`.',
    };
  }
}

function itemMessage(list: ExceptionList, text: string): Message {
  const what = {
    rule: `This exception matches no \`${text}\` finding.`,
    files: `This exception matches nothing in \`${text}\`.`,
    service: `This exception matches nothing in \`${text}\`.`,
  }[list];
  return { what, remedy: 'Remove it from the exception, or correct it.' };
}
