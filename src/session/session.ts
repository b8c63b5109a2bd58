import { createSettings, type Settings, type SettingsOptions } from '../config/settings.ts';
import { type DiscoveryNote, skippedNote } from '../files/discovery-note.ts';
import type { SourceFile } from '../files/file-reader.ts';
import type { FileSystem } from '../files/file-system.ts';
import type { Dependencies } from '../files/recorded-files.ts';
import { BaselineError, type Baselines, createBaselines, noBaseline } from '../findings/baseline-file.ts';
import { withStatement } from '../findings/fingerprint.ts';
import { createCounterparts } from '../git/counterpart.ts';
import type { LintContext, Linter } from '../lint/lint.ts';
import { createLocalLinter, resultOf } from '../lint/local-linter.ts';
import { type Baselined, hasFailed } from '../outcome/baselined.ts';
import type { KnownBefore } from '../outcome/known-before.ts';
import type { LintRun } from '../outcome/linted-input.ts';
import { run } from '../outcome/run.ts';
import { COUNT_STEPS, inSteps, REPORT_STEPS, type ReportFacts } from '../outcome/steps.ts';
import { type UnreadFile, unreadNotes } from '../outcome/unread.ts';
import { detectNameless } from '../parsers/registry.ts';
import { whyNoInput } from '../parsers/unsupported.ts';
import { createConfigured } from '../projects/configured.ts';
import { type Discovery, discover, type Operands } from '../projects/discover.ts';
import type { Input } from '../projects/input.ts';
import { isExclusion } from '../projects/operands.ts';
import type { LintReport } from '../report/report.ts';
import type { Rule } from '../rules/rule.ts';
import { getOrInsert } from '../util/maps.ts';
import { defined } from '../util/objects.ts';
import { joinPath, normalizePath, toPlainPath } from '../util/paths.ts';
import type { Watchdog } from '../util/watchdog.ts';
import { createImageLocks, withImageLocks } from './image-locks.ts';
import { openSessionFiles, type SessionFiles } from './session-files.ts';

/** The options of a session, which depends on no process or clock. */
export interface SessionOptions extends SettingsOptions {
  readonly files: FileSystem;
  /** Texts that replace or add files, such as unsaved documents in an editor. */
  readonly documents?: readonly SourceFile[];
  /**
   * The baseline; `false` for none. If absent, each file uses the one next to its configuration.
   */
  readonly baseline?: string | false;
  readonly environment?: ReadonlyMap<string, string>;
  /** Env files that replace `.env` of Compose projects; later ones win. */
  readonly envFiles?: readonly string[];
  /** True to read nothing outside the repository, except files that options name. */
  readonly confine?: boolean;
  /**
   * True if the linted change may be hostile. Then reads only tracked files, lints each also on its
   * own, and ignores configurations, comments and baselines in the repository. Implies `confine`.
   */
  readonly untrusted?: boolean;
  /** With `untrusted`: true to report unread files that may start containers as errors. */
  readonly strict?: boolean;
  /**
   * More paths that may be read outside the repository, besides those in requests and `envFiles`.
   */
  readonly named?: readonly string[];
  /** True to add verified fixes with edits, for `json` and `sarif`. Takes longer. */
  readonly provesFixes?: boolean;
  /** True to leave out fixes, for reports that don't show them. */
  readonly omitsFixes?: boolean;
  /** See `ParseContext`. Not shared with other threads. */
  readonly memory?: object;
  /** See `ParseContext`. Other threads have their own. */
  readonly watchdog?: Watchdog;
}

/** The options to open the same session in another thread. Can be cloned. */
export type SessionCopy = Omit<SessionOptions, 'files' | 'baseline' | 'memory' | 'watchdog'>;

export interface LintRequest extends Operands {
  /** A text without a path, such as standard input; instead of paths and projects. */
  readonly nameless?: string;
}

export interface LintingOptions {
  /** By default, lints in this thread, one input after the other. */
  readonly linter?: Linter;
  readonly onInput?: () => void;
}

export interface SessionResult extends LintReport {
  /**
   * True if a finding that isn't suppressed reaches the failing severity in its file's settings.
   */
  readonly hasFailed: boolean;
  /** Internal errors, one line each. The report lacks these inputs. */
  readonly internalErrors: readonly string[];
  /** For each baseline, the number of entries whose finding is gone. */
  readonly goneFromBaselines: Baselined['gone'];
  readonly foreignBaselines: Baselined['foreign'];
  /** With `untrusted`: the unread files and commands that count. */
  readonly newUnread?: readonly UnreadFile[];
}

/**
 * Settings, projects, variables, rules and baselines for one state of the files. Create a session
 * for each run, library call or document version, because reads are cached.
 */
export interface Session {
  readonly settings: Settings;
  readonly context: LintContext;
  readonly files: FileSystem;
  readonly unreadableEnvFiles: readonly DiscoveryNote[];
  /** The files requested so far that may affect results. Lacks those that other threads read. */
  readonly dependencies: Dependencies;
  /**
   * The options for a copy, without baseline. Includes the texts of files that the user named,
   * because pipes can be read only once.
   */
  readonly copy: () => Promise<SessionCopy>;
  readonly find: (request: LintRequest) => Discovery;
  readonly run: (request: LintRequest, discovery: Discovery, options?: LintingOptions) => Promise<LintRun>;
  /**
   * Opens the baselines; `undefined` if there are none. Rejects with a BaselineError if the named
   * one, or that of the working directory, is invalid.
   */
  readonly openBaselines: () => Promise<Baselines | undefined>;
  /** Creates the report on a run. Findings that existed in `before` don't count. */
  readonly report: (run: LintRun, baselines: Baselines | undefined, before?: KnownBefore) => Promise<SessionResult>;
  readonly lint: (request: LintRequest, options?: LintingOptions) => Promise<SessionResult>;
}

const STDIN = '<stdin>';

/** Opens a session. Only reads `envFiles` immediately. */
export function createSession(options: SessionOptions): Session {
  const {
    files: disk,
    documents = [],
    untrusted = false,
    strict = false,
    confine = untrusted,
    baseline = untrusted ? false : undefined,
    environment = new Map<string, string>(),
    envFiles = [],
    named = [],
    provesFixes = false,
    omitsFixes = false,
    memory: _memory,
    watchdog: _watchdog,
    // Pass only options that can be cloned, because they are sent to other threads.
    ...given
  } = options;
  const settingsOptions = untrusted ? distrustingOptions(given, strict) : given;
  const { config } = settingsOptions;
  const opened = openSessionFiles(disk, { documents, confine, envFiles, config, named });
  const { files, unconfined, envPaths } = opened;
  const { workingDirectory } = files;
  const settings = withImageLocks(
    createSettings(settingsOptions, files, unconfined),
    createImageLocks(files, untrusted),
  );
  const context = contextFor(options, opened);
  const trust: Trust = { untrusted, strict };
  const session: Session = {
    settings,
    context,
    files,
    unreadableEnvFiles: opened.envFiles.notes,
    dependencies: opened.dependencies,
    copy: async () => {
      const file = typeof config === 'string' ? (await settings.forWorkingDirectory()).config : undefined;
      const configText = file === undefined ? [] : [{ path: file.path, text: file.text }];
      const copied = [...documents, ...opened.envFiles.given, ...configText];
      return {
        ...settingsOptions,
        confine,
        untrusted,
        provesFixes,
        omitsFixes,
        environment,
        named: opened.named,
        documents: copied,
        envFiles: envPaths,
      };
    },
    find: (request) => findAsked(request, session, opened, trust),
    run: (request, discovery, { linter = createLocalLinter(context), onInput } = {}) =>
      run(discovery, {
        settings,
        linter,
        files,
        isNamed: namedBy(request, workingDirectory),
        provesFixes,
        lintNow: (input, own, more) => resultOf(input, own, { ...context, ...more }),
        ...defined({ onInput }),
      }),
    openBaselines: async () =>
      baseline === false || options.ignoresSuppressions === true
        ? undefined
        : openBaselines(baseline, settings, opened, untrusted),
    report: (run, baselines, before) => reportOn(run, { baselines, before }, session, trust),
    lint: async (request, options) => {
      const baselines = await session.openBaselines();
      return session.report(await session.run(request, session.find(request), options), baselines);
    },
  };
  return session;
}

function contextFor(
  {
    environment = new Map(),
    provesFixes = false,
    omitsFixes = false,
    untrusted = false,
    confine = untrusted,
    memory,
    watchdog,
  }: SessionOptions,
  { files, envPaths, isOutside }: SessionFiles,
): LintContext {
  return {
    files,
    environment,
    isOutside,
    isConfined: confine,
    identify: withStatement,
    workingDirectory: files.workingDirectory,
    ...(envPaths.length === 0 ? {} : { envFiles: envPaths }),
    ...(provesFixes ? { provesFixes } : {}),
    ...(omitsFixes ? { omitsFixes } : {}),
    ...defined({ memory, watchdog }),
  };
}

function namedBy({ paths, literals = [] }: LintRequest, workingDirectory: string): (path: string) => boolean {
  const asked = new Set([...paths, ...literals].map((path) => normalizePath(toPlainPath(path, workingDirectory))));
  return (path) => asked.has(path);
}

/** How far the linted files are trusted (see `SessionOptions`). */
type Trust = Required<Pick<SessionOptions, 'untrusted' | 'strict'>>;

/**
 * The settings for untrusted files: ignores their configurations and comments, and reports unread
 * commands.
 */
function distrustingOptions(given: SettingsOptions, strict: boolean): SettingsOptions {
  const severity = strict ? 'error' : 'info';
  return {
    ...given,
    config: given.config ?? false,
    ignoresComments: true,
    rules: {
      'syntax/limit': { severity: 'error' },
      'syntax/unknown-command': { severity },
      'syntax/unread-command': { severity },
      ...given.rules,
    },
  };
}

function findAsked(
  request: LintRequest,
  { settings, context }: Session,
  { files, addNamed }: SessionFiles,
  { untrusted }: Trust,
): Discovery {
  const { paths, literals = [], projects = [], nameless } = request;
  if (nameless !== undefined) {
    addNamed(['.']);
    return foundNameless(nameless);
  }
  const words = [...paths.filter((path) => !isExclusion(path, files)), ...literals, ...projects.flat()];
  addNamed(words.map((path) => toPlainPath(path, files.workingDirectory)));
  const configured = createConfigured((path) => settings.configFor(path), files);
  return discover({ ...request, isUntrusted: untrusted }, files, context.environment, configured);
}

/** Opens the baselines that the settings allow; by default those next to configurations. */
async function openBaselines(
  given: string | undefined,
  settings: Settings,
  { files, unconfined }: SessionFiles,
  untrusted: boolean,
): Promise<Baselines | undefined> {
  const { floor } = await settings.forWorkingDirectory();
  if (floor?.takesBaseline === false) {
    if (given === undefined) return undefined;
    throw new BaselineError(`--baseline ${given}: policy ${floor.path} doesn't allow baselines.`);
  }
  const baselines = createBaselines(
    given,
    given === undefined ? files : unconfined,
    untrusted ? { counterparts: createCounterparts(unconfined) } : {},
  );
  const { path, entries } = await baselines(await settings.forWorkingDirectory());
  if (given !== undefined && entries === undefined) throw noBaseline(path, unconfined);
  return baselines;
}

/**
 * Creates the report on a run: each result once. Findings in a baseline or an earlier run don't
 * count.
 */
async function reportOn(
  run: LintRun,
  { baselines, before }: { readonly baselines: Baselines | undefined; readonly before: KnownBefore | undefined },
  { settings, files, unreadableEnvFiles }: Session,
  { untrusted, strict }: Trust,
): Promise<SessionResult> {
  const said: ReportFacts['said'] = { gone: [], foreign: [], notes: [], unread: untrusted ? await run.unread() : [] };
  const toKey = (path: string): string => joinPath(files.workingDirectory, path);
  const facts = { run, files, toKey, baselines, before, said };
  const inputs = await inSteps(run.inputs, COUNT_STEPS, facts);
  const { edition, floor } = await settings.forWorkingDirectory();
  return {
    inputs: (await inSteps(inputs, REPORT_STEPS, facts)).map(
      ({ input, settings: { failOn, missing, ruleOptions } }) => ({
        ...input,
        failOn,
        missing,
        ...(ruleOptions.ignoresComments === true ? { ignoresComments: true } : {}),
      }),
    ),
    ...(untrusted || floor?.takesBaseline === false ? { ignoresBaseline: true } : {}),
    texts: run.texts,
    notes: [
      ...run.notes.filter((note) => before?.isKnown(note) !== true),
      ...unreadableEnvFiles,
      ...said.notes,
      ...unreadNotes(said.unread, strict),
    ],
    ...(untrusted ? { newUnread: said.unread } : {}),
    edition,
    ...ownRulesIn(run),
    hasFailed: hasFailed(inputs),
    internalErrors: run.internalErrors,
    goneFromBaselines: said.gone,
    foreignBaselines: said.foreign,
  };
}

/** The custom rules in all settings; of equal names, the first. */
function ownRulesIn({ inputs }: LintRun): Pick<LintReport, 'ownRules'> {
  const rules = new Map<string, Rule>();
  for (const { settings } of inputs)
    for (const rule of settings.ruleOptions.ownRules ?? []) getOrInsert(rules, rule.id, () => rule);
  return rules.size === 0 ? {} : { ownRules: [...rules.values()] };
}

function foundNameless(text: string): Discovery {
  const kind = detectNameless(text);
  const why = whyNoInput(text, kind);
  if (kind === undefined || why !== undefined)
    return { inputs: [], notes: [skippedNote(STDIN, why ?? '')], walked: [] };
  const input: Input = { kind, files: [{ path: STDIN, text }] };
  return { inputs: [input], notes: [], walked: [] };
}
