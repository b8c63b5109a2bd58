import { BaselineError, type Baselines, createBaselines, noBaseline } from '../findings/baseline-file.ts';
import type { LintContext } from '../lint/lint.ts';
import type { Linter } from '../lint/linter.ts';
import { createLocalLinter } from '../lint/local-linter.ts';
import { type LintRun, run } from '../lint/run.ts';
import type { SourceFile } from '../parsers/contract/parsed.ts';
import { detectNameless } from '../parsers/registry.ts';
import { createConfigured } from '../projects/configured.ts';
import { type Discovery, discover, type Operands } from '../projects/discover.ts';
import { withoutDuplicates, withoutSourcedDuplicates } from '../projects/duplicates.ts';
import type { Input } from '../projects/input.ts';
import { isExclusion } from '../projects/operands.ts';
import { type UnreadFile, unreadFileMessage } from '../projects/unread.ts';
import type { Report } from '../report/report.ts';
import type { Rule } from '../rules/rule.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, normalizePath, splitPath, toPlainPath } from '../util/paths.ts';
import type { Watchdog } from '../util/watchdog.ts';
import { createSettings, type Settings, type SettingsOptions } from '../workspace/config/settings.ts';
import { withConfinement } from '../workspace/files/confinement.ts';
import type { DiscoveryNote } from '../workspace/files/discovery-note.ts';
import { type FileSystem, withAnswers, withPlainFolder } from '../workspace/files/file-system.ts';
import { withListedFolders } from '../workspace/files/listed-folders.ts';
import { readGiven, withGivenTexts } from '../workspace/files/overlay.ts';
import { type Dependencies, withRecording } from '../workspace/files/recorded-files.ts';
import { createOutsideTest } from '../workspace/git/outside.ts';
import { createTrackedFinder } from '../workspace/git/tracked-files.ts';
import { applyBaselines, type Baselined, hasFailed } from './baselined.ts';
import { createImageLocks, withImageLocks } from './image-locks.ts';
import type { KnownBefore } from './known-before.ts';

/** What a session works with. It knows no process and no clock: all that it depends on is here. */
export interface SessionOptions extends SettingsOptions {
  /** Where files are looked for, with the directory to which paths are relative. */
  readonly files: FileSystem;
  /** Texts instead of files, which need not be there: the unsaved documents of an editor, for example. */
  readonly documents?: readonly SourceFile[];
  /** The baseline; `false` for none. If absent, it is the one beside each file's configuration, if it is there. */
  readonly baseline?: string | false;
  readonly environment?: ReadonlyMap<string, string>;
  /** Env files to read instead of a Compose project's `.env`, a later one over an earlier one. */
  readonly envFiles?: readonly string[];
  /** Reads nothing outside the repository but what is named here. */
  readonly confine?: boolean;
  /**
   * Lints what somebody else may have written to pass: only what Git tracks, each file by itself as well as in its
   * projects, without the configurations, comments and baselines that are found. It implies `confine`.
   */
  readonly untrusted?: boolean;
  /** With `untrusted`, what may start containers and was not read is an error. */
  readonly strict?: boolean;
  /** What was named besides the paths of requests and `envFiles`: it may be outside the repository. */
  readonly named?: readonly string[];
  /**
   * Whether the fixes of findings are proven and get their edits, as the reports `json` and `sarif` of the command line
   * show them; each input with fixes is read and evaluated again for it.
   */
  readonly provesFixes?: boolean;
  /** See `ParseContext`; other threads have none of it. */
  readonly memory?: object;
  /** See `ParseContext`; other threads have their own. */
  readonly watchdog?: Watchdog;
}

/** What it takes to open the same session over the same files elsewhere. It can be cloned from one thread to another. */
export type SessionCopy = Omit<SessionOptions, 'files' | 'baseline' | 'memory' | 'watchdog'>;

export interface LintRequest extends Operands {
  /** A text without a name, such as standard input, instead of both. */
  readonly nameless?: string;
}

export interface LintingOptions {
  /** Default: one after the other, in this thread. */
  readonly linter?: Linter;
  readonly onInput?: () => void;
}

/** A report, and what is known next to it. */
export interface SessionResult extends Report {
  /** True if a finding that counts reaches the severity at which its file's settings fail. */
  readonly hasFailed: boolean;
  /** Internal errors, one line each; what they concern is left out of the report. */
  readonly internalErrors: readonly string[];
  /** How many entries of each baseline are no longer there. */
  readonly goneFromBaselines: Baselined['gone'];
  readonly foreignBaselines: Baselined['foreign'];
}

/**
 * Settings, projects, variables, rules and baseline over one state of the files. What it has read is not read again, so
 * that each state has a session of its own: a command line's run, a call of the library, a document that has changed.
 */
export interface Session {
  readonly settings: Settings;
  readonly context: LintContext;
  /** The files as the session sees them, its documents among them. */
  readonly files: FileSystem;
  readonly unreadableEnvFiles: readonly DiscoveryNote[];
  /** Every file that was asked for so far, and may change what comes of it; what other threads read is not among them. */
  readonly dependencies: Dependencies;
  /** A copy that can't compare with a baseline. What the user named is in it as a text, since it may be a pipe, which can be read once only. */
  readonly copy: () => Promise<SessionCopy>;
  /** The inputs that a request names, in a stable order. */
  readonly find: (request: LintRequest) => Discovery;
  readonly run: (request: LintRequest, discovery: Discovery, options?: LintingOptions) => Promise<LintRun>;
  /** The baselines that are in force; `undefined` if none counts. Rejects with a BaselineError for that of the working directory, or one that was named. */
  readonly openBaselines: () => Promise<Baselines | undefined>;
  /** The report on a run; what was there `before` does not count. */
  readonly report: (run: LintRun, baselines: Baselines | undefined, before?: KnownBefore) => Promise<SessionResult>;
  /** All of it: from a request to its report. */
  readonly lint: (request: LintRequest, options?: LintingOptions) => Promise<SessionResult>;
}

const STDIN = '<stdin>';

/** Opens a session; nothing but `envFiles` is read until it is needed. */
export function createSession(options: SessionOptions): Session {
  const {
    files: disk,
    documents = [],
    untrusted = false,
    strict = false,
    confine = untrusted,
    baseline: baselinePath = untrusted ? false : undefined,
    environment = new Map<string, string>(),
    envFiles: envNames = [],
    named: namedBefore = [],
    provesFixes = false,
    memory,
    watchdog,
    // Nothing else: they are sent to other threads.
    ...given
  } = options;
  const settingsOptions: SettingsOptions = untrusted
    ? {
        ...given,
        config: given.config ?? false,
        ignoresComments: true,
        rules: {
          'syntax/limit': { severity: 'error' },
          'syntax/unknown-command': { severity: strict ? 'error' : 'info' },
          'syntax/unread-command': { severity: strict ? 'error' : 'info' },
          ...given.rules,
        },
      }
    : given;
  const { files: laidOver, dependencies } = withRecording(
    withListedFolders(withGivenTexts(withPlainFolder(disk), documents)),
  );
  const { workingDirectory } = laidOver;
  const envPaths = envNames.map((path) => toPlainPath(path, workingDirectory));
  const envFiles = readGiven(envPaths, laidOver);
  const { config } = settingsOptions;
  const configFile = readGiven(
    confine && typeof config === 'string' ? [toPlainPath(config, workingDirectory)] : [],
    laidOver,
  );
  const named: string[] = [...namedBefore];
  // That an env file is named makes nothing else around it a part of the repository.
  const own = new Set((confine ? [] : envPaths).map((path) => joinPath(workingDirectory, path)));
  let isOutsideNow: ((path: string) => boolean) | undefined;
  const isOutside = (path: string): boolean => {
    isOutsideNow ??= createOutsideTest(laidOver, named);
    return isOutsideNow(path) && !own.has(joinPath(workingDirectory, path));
  };
  const findTracked = createTrackedFinder(laidOver);
  const files = withAnswers(
    withGivenTexts(confine ? withConfinement(laidOver, isOutside) : laidOver, [...envFiles.given, ...configFile.given]),
    {
      isTracked: (path) =>
        !isOutside(path) && findTracked(splitPath(path)[0])?.has(joinPath(workingDirectory, path)) === true,
    },
  );
  const settings = withImageLocks(createSettings(settingsOptions, files, laidOver), createImageLocks(files, untrusted));
  const context: LintContext = {
    files,
    environment,
    workingDirectory,
    isOutside,
    ...(envPaths.length === 0 ? {} : { envFiles: envPaths }),
    ...(provesFixes ? { provesFixes } : {}),
    ...(memory === undefined ? {} : { memory }),
    ...(watchdog === undefined ? {} : { watchdog }),
  };
  const session: Session = {
    settings,
    context,
    files,
    unreadableEnvFiles: envFiles.notes,
    dependencies,
    copy: async () => {
      const { config } =
        typeof settingsOptions.config === 'string' ? await settings.forWorkingDirectory() : { config: undefined };
      const configText = config === undefined ? [] : [{ path: config.path, text: config.text }];
      return {
        ...settingsOptions,
        confine,
        untrusted,
        provesFixes,
        documents: [...documents, ...envFiles.given, ...configText],
        environment,
        envFiles: envPaths,
        named,
      };
    },
    find: (request) => {
      const { paths, literals = [], projects = [], nameless } = request;
      const words = [...paths.filter((path) => !isExclusion(path, files)), ...literals, ...projects.flat()];
      named.push(...(nameless === undefined ? words.map((path) => toPlainPath(path, workingDirectory)) : ['.']));
      isOutsideNow = undefined;
      return nameless === undefined
        ? discover(
            { ...request, isUntrusted: untrusted },
            files,
            environment,
            createConfigured((path) => settings.configFor(path), files),
          )
        : foundNameless(nameless);
    },
    run: ({ paths, literals = [] }, discovery, { linter = createLocalLinter(context), onInput } = {}) => {
      const named = new Set([...paths, ...literals].map((path) => normalizePath(toPlainPath(path, workingDirectory))));
      return run(discovery, {
        settings,
        linter,
        context,
        files,
        isNamed: (path) => named.has(path),
        ...(onInput === undefined ? {} : { onInput }),
      });
    },
    openBaselines: async () => {
      if (baselinePath === false || options.ignoresSuppressions === true) return undefined;
      const { floor } = await settings.forWorkingDirectory();
      if (floor?.takesBaseline === false) {
        if (baselinePath === undefined) return undefined;
        throw new BaselineError(`--baseline ${baselinePath}: policy ${floor.path} doesn't allow baselines.`);
      }
      const baselines = createBaselines(baselinePath, baselinePath === undefined ? files : laidOver);
      const { path, entries } = await baselines(await settings.forWorkingDirectory());
      if (baselinePath !== undefined && entries === undefined) throw noBaseline(path, laidOver);
      return baselines;
    },
    report: async (run, baselines, before) => {
      const {
        inputs: all,
        gone,
        foreign,
      } = baselines === undefined ? { ...run, gone: [], foreign: [] } : await applyBaselines(run, baselines, files);
      const { inputs, notes: known } = before?.mark(all, run.texts) ?? { inputs: all, notes: [] };
      const { edition } = await settings.forWorkingDirectory();
      const toKey = (path: string): string => joinPath(workingDirectory, path);
      return {
        inputs: withoutSourcedDuplicates(withoutDuplicates(inputs, toKey), toKey).map(
          ({ input, settings: { failOn, missing, ruleOptions } }) => ({
            ...input,
            failOn,
            missing,
            ...(ruleOptions.ignoresComments === true ? { ignoresComments: true } : {}),
          }),
        ),
        texts: run.texts,
        notes: [
          ...run.notes,
          ...envFiles.notes,
          ...known,
          ...(untrusted ? unreadNotes(await run.unread(), strict) : []),
        ],
        edition,
        ...ownRulesIn(run),
        hasFailed: hasFailed(inputs),
        internalErrors: run.internalErrors,
        goneFromBaselines: gone,
        foreignBaselines: foreign,
      };
    },
    lint: async (request, options) => {
      const baselines = await session.openBaselines();
      return session.report(await session.run(request, session.find(request), options), baselines);
    },
  };
  return session;
}

/** The own rules of all settings, the first of each name. */
function ownRulesIn({ inputs }: LintRun): Pick<Report, 'ownRules'> {
  const rules = new Map<string, Rule>();
  for (const { settings } of inputs)
    for (const rule of settings.ruleOptions.ownRules ?? []) getOrInsert(rules, rule.id, () => rule);
  return rules.size === 0 ? {} : { ownRules: [...rules.values()] };
}

/** A note for each command in a file that was not read, and for each program; with `isStrict` they are errors. */
export function unreadNotes(
  unread: readonly UnreadFile[],
  isStrict = false,
  withProse = false,
): readonly DiscoveryNote[] {
  return unread.flatMap((one) =>
    one.reason === 'prose' && !withProse
      ? []
      : { path: one.path, message: unreadFileMessage(one), severity: isStrict ? 'error' : 'note' },
  );
}

function foundNameless(text: string): Discovery {
  const input: Input = { kind: detectNameless(text), files: [{ path: STDIN, text }] };
  return { inputs: [input], notes: [], walked: [] };
}
