import { BaselineError, type Baselines, createBaselines, noBaseline } from '../findings/baseline-file.ts';
import type { LintContext } from '../lint/lint.ts';
import type { Linter } from '../lint/linter.ts';
import { createLocalLinter } from '../lint/local-linter.ts';
import { type LintRun, run } from '../lint/run.ts';
import type { SourceFile } from '../parsers/contract/parsed.ts';
import { detectNameless } from '../parsers/registry.ts';
import { createConfigured } from '../projects/configured.ts';
import { type Discovery, discover, isKubernetes, type Operands } from '../projects/discover.ts';
import { withoutDuplicates, withoutSourcedDuplicates } from '../projects/duplicates.ts';
import type { Input } from '../projects/input.ts';
import { isExclusion } from '../projects/operands.ts';
import { type UnreadFile, unreadFileMessage } from '../projects/unread.ts';
import type { LintReport } from '../report/report.ts';
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

/** The parameters of a session. It depends on no process and no clock. */
export interface SessionOptions extends SettingsOptions {
  /** The filesystem, with the working directory. */
  readonly files: FileSystem;
  /** Texts that replace or add files, such as an editor's unsaved documents. */
  readonly documents?: readonly SourceFile[];
  /** The baseline; `false` for none. If absent, the one next to each file's configuration. */
  readonly baseline?: string | false;
  readonly environment?: ReadonlyMap<string, string>;
  /** Env files that replace a Compose project's `.env`; later ones win. */
  readonly envFiles?: readonly string[];
  /** Reads nothing outside the repository except what is named here. */
  readonly confine?: boolean;
  /** Lints possibly hostile changes: only tracked files, each also alone, without found configurations, comments and baselines. Implies `confine`. */
  readonly untrusted?: boolean;
  /** With `untrusted`, unread files that may start containers are errors. */
  readonly strict?: boolean;
  /** Other named paths, which may be outside the repository, besides those of requests and `envFiles`. */
  readonly named?: readonly string[];
  /** Whether findings get proven fixes with edits, for the reports `json` and `sarif`; each input with fixes is then parsed and evaluated again. */
  readonly provesFixes?: boolean;
  /** See `ParseContext`; not shared with other threads. */
  readonly memory?: object;
  /** See `ParseContext`; other threads have their own. */
  readonly watchdog?: Watchdog;
}

/** The data to open the same session in another thread; it can be cloned. */
export type SessionCopy = Omit<SessionOptions, 'files' | 'baseline' | 'memory' | 'watchdog'>;

export interface LintRequest extends Operands {
  /** A text without a name, such as standard input, instead of both. */
  readonly nameless?: string;
}

export interface LintingOptions {
  /** Default: sequentially in this thread. */
  readonly linter?: Linter;
  readonly onInput?: () => void;
}

/** A report, with related facts. */
export interface SessionResult extends LintReport {
  /** True if an open finding reaches the failing severity of its file's settings. */
  readonly hasFailed: boolean;
  /** Internal errors, one line each; the inputs are missing in the report. */
  readonly internalErrors: readonly string[];
  /** The number of entries per baseline whose finding is gone. */
  readonly goneFromBaselines: Baselined['gone'];
  readonly foreignBaselines: Baselined['foreign'];
}

/** Settings, projects, variables, rules and baseline for one state of the files. Reads are cached, so each run, call or document version has its own. */
export interface Session {
  readonly settings: Settings;
  readonly context: LintContext;
  /** The session's files, including its documents. */
  readonly files: FileSystem;
  readonly unreadableEnvFiles: readonly DiscoveryNote[];
  /** The files requested so far that may affect results, except by other threads. */
  readonly dependencies: Dependencies;
  /** A copy without baseline. It contains the user's named files as texts, since a pipe can be read only once. */
  readonly copy: () => Promise<SessionCopy>;
  /** The inputs that a request names, in a stable order. */
  readonly find: (request: LintRequest) => Discovery;
  readonly run: (request: LintRequest, discovery: Discovery, options?: LintingOptions) => Promise<LintRun>;
  /** Opens the baselines; `undefined` if none applies. Rejects with a BaselineError for the named one or that of the working directory. */
  readonly openBaselines: () => Promise<Baselines | undefined>;
  /** The report on a run; findings in `before` don't count. */
  readonly report: (run: LintRun, baselines: Baselines | undefined, before?: KnownBefore) => Promise<SessionResult>;
  readonly lint: (request: LintRequest, options?: LintingOptions) => Promise<SessionResult>;
}

const STDIN = '<stdin>';

/** Opens a session; only `envFiles` are read immediately. */
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
    // Only cloneable options: they are sent to other threads.
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
  // Naming an env file does not make its directory a part of the repository.
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
      const { edition, floor } = await settings.forWorkingDirectory();
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
        ...(untrusted || floor?.takesBaseline === false ? { ignoresBaseline: true } : {}),
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

/** The custom rules of all settings, the first of each name. */
function ownRulesIn({ inputs }: LintRun): Pick<LintReport, 'ownRules'> {
  const rules = new Map<string, Rule>();
  for (const { settings } of inputs)
    for (const rule of settings.ruleOptions.ownRules ?? []) getOrInsert(rules, rule.id, () => rule);
  return rules.size === 0 ? {} : { ownRules: [...rules.values()] };
}

/** A note for each unread file with a command, and for each program; errors with `isStrict`. */
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
  if (isKubernetes(text)) {
    const message = 'Skipped: Kubernetes files are not supported.';
    return { inputs: [], notes: [{ path: STDIN, message, severity: 'note', isSkipped: true }], walked: [] };
  }
  const input: Input = { kind: detectNameless(text), files: [{ path: STDIN, text }] };
  return { inputs: [input], notes: [], walked: [] };
}
