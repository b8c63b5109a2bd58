import { policyPath } from '../config/settings.ts';
import type { TrackedFiles } from '../files/file-system.ts';
import { createTrackedFinder } from '../git/tracked-files.ts';
import type { Discovery } from '../projects/discover.ts';
import { isExclusion } from '../projects/operands.ts';
import { createSession, type LintRequest, type Session, type SessionOptions } from '../session/session.ts';
import { defined } from '../util/objects.ts';
import { joinPath, relativePath, splitPath, toPlainPath } from '../util/paths.ts';
import { type Io, printError, type StdinText, UsageError } from './io.ts';
import type { OptionTable, ParsedOptions } from './options/options.ts';
import { policyName, readSettings } from './options/settings.ts';

export const INPUT_OPTIONS = {
  project: {
    value: 'FILES',
    isRepeatable: true,
    help: 'comma-separated Compose files to merge, like docker compose -f A -f B (repeatable)',
  },
  dotenv: {
    value: 'FILE',
    isRepeatable: true,
    help: 'read variable values from FILE instead of .env, like docker compose (repeatable)',
  },
  env: { help: "also read variable values from plimsoll's environment" },
  'allow-empty': { help: "don't fail if there is nothing to lint" },
  confine: { help: 'read only files inside the repository' },
  'stdin-filename': { value: 'NAME', help: 'the file name to use for standard input (path -)' },
} as const satisfies OptionTable;

/** For commands that lint, fix or write baselines. */
export const UNTRUSTED_OPTION = {
  untrusted: {
    help: 'lint untrusted changes: only files Git tracks, ignoring their configurations, comments and baselines; implies --confine',
  },
} as const satisfies OptionTable;

/** For commands that lint or write baselines. */
export const STRICT_OPTION = {
  strict: {
    help: 'with --untrusted: fail if something may start containers that plimsoll did not check: a command that it could not read, a program, or code assembled at run time',
  },
} as const satisfies OptionTable;

export interface Opened {
  readonly session: Session;
  readonly request: LintRequest;
  /** Standard input, if it is linted. */
  readonly stdin?: StdinText;
}

/** Opens a session for the options and operands. Throws a UsageError for unreadable files. */
export async function openSession(
  options: ParsedOptions,
  io: Io,
  { provesFixes = false, omitsFixes = false }: Pick<SessionOptions, 'provesFixes' | 'omitsFixes'> = {},
): Promise<Opened> {
  const { operands, literals } = options;
  if (operands.includes('')) throw new UsageError('Empty path. For the current directory, use a dot.');
  const settings = readSettings(options, io);
  const variable = operands
    .find((word) => /^(?:\w+=|[A-Z\d_]+$)/.test(word) && io.files.kindOf(word) === undefined)
    ?.split('=', 1)[0];
  if (options.has('env') && variable !== undefined) {
    throw new UsageError(
      `--env takes no value: set the variable for the command, as in ${variable}=… plimsoll --env, or use --dotenv FILE.`,
    );
  }
  if (options.has('strict') && !options.has('untrusted')) throw new UsageError('--strict requires --untrusted.');
  if (options.has('untrusted')) refuseTracked(options, io);
  const name = options.value('stdin-filename');
  const readsStdin = operands.includes('-');
  if (readsStdin && operands.length > 1) throw new UsageError("- can't be combined with other paths.");
  if (!readsStdin && name !== undefined) throw new UsageError('--stdin-filename requires the path -.');
  if (readsStdin && io.isStdinTerminal?.() === true)
    io.stderr.write(
      'Reading a Compose file, a script or docker inspect output from the terminal. To end it, press Ctrl+D.\n',
    );
  const stdin = readsStdin ? await io.readStdin() : undefined;
  // Empty input probably means that the command before the pipe failed.
  if (stdin !== undefined && name === undefined && stdin.text.trim() === '')
    throw new UsageError('Standard input is empty: the command before the pipe printed nothing.');
  const session = createSession({
    ...settings,
    files: io.files,
    environment: readEnvironment(options, io),
    envFiles: options.values('dotenv'),
    confine: options.has('confine') || options.has('untrusted'),
    untrusted: options.has('untrusted'),
    strict: options.has('strict'),
    provesFixes,
    omitsFixes,
    ...defined({ baseline: options.value('baseline'), watchdog: io.watchdog }),
    ...(stdin !== undefined && name !== undefined
      ? { documents: [{ path: toPlainPath(name, io.files.workingDirectory), text: stdin.text }] }
      : {}),
  });
  const [unreadable] = session.unreadableEnvFiles;
  if (unreadable !== undefined) throw new UsageError(`--dotenv ${unreadable.path}: ${unreadable.message}`);
  const projects = readProjects(options);
  const [spaced] = projects.flat().filter((path) => / \S/.test(path) && io.files.kindOf(path) === undefined);
  if (spaced !== undefined)
    throw new UsageError(`--project requires commas between files: --project ${spaced.split(/ +/).join(',')}`);
  if (stdin !== undefined)
    return {
      session,
      request: name === undefined ? { paths: [], nameless: stdin.text } : { paths: [name], projects },
      stdin,
    };
  const paths = operands.slice(0, operands.length - literals.length);
  const hasPath = projects.length > 0 || literals.length > 0 || paths.some((path) => !isExclusion(path, session.files));
  return { session, request: { paths: hasPath ? paths : ['.', ...paths], literals, projects } };
}

function readProjects(options: ParsedOptions): readonly (readonly string[])[] {
  return options.values('project').map((list) => list.split(',').flatMap((path) => path.trim() || []));
}

/** Options whose files can suppress findings. */
const TRUSTED_FILES = ['config', 'baseline', 'dotenv'] as const;

interface LintedTrees {
  /** The roots of the work trees of linted files; `undefined` for files outside any. */
  readonly roots: ReadonlySet<string | undefined>;
  /** The absolute path with links resolved. */
  readonly toReal: (path: string) => string;
  readonly treeOf: (path: string) => TrackedFiles | undefined;
}

function findLintedTrees(options: ParsedOptions, { files }: Io): LintedTrees {
  const findTracked = createTrackedFinder(files);
  const toReal = (path: string): string => {
    const whole = joinPath(files.workingDirectory, toPlainPath(path, files.workingDirectory));
    return files.realPath?.(whole) ?? whole;
  };
  const treeOf = (path: string): TrackedFiles | undefined =>
    findTracked(files.kindOf(path) === 'directory' ? path : splitPath(path)[0]);
  const linted = [...options.operands, ...readProjects(options).flat()].map((path) => treeOf(toReal(path))?.root);
  return { roots: new Set(linted.length === 0 ? [treeOf(toReal('.'))?.root] : linted), toReal, treeOf };
}

/** Throws a UsageError if a file that suppresses findings may be part of the linted change. */
function refuseTracked(options: ParsedOptions, io: Io): void {
  if (options.has('cache') || options.has('cache-location'))
    throw new UsageError("--untrusted can't use a cache: remove --cache.");
  const { files } = io;
  const { roots, toReal, treeOf } = findLintedTrees(options, io);
  for (const name of TRUSTED_FILES) {
    for (const given of options.values(name)) {
      const [folder, own] = splitPath(toPlainPath(given, files.workingDirectory));
      // Check the link and its target: a tracked link can have an untracked target.
      const isTracked = [toReal(given), joinPath(toReal(folder), own)].some((path) => {
        const tree = treeOf(path);
        return tree !== undefined && roots.has(tree.root) && tree.has(path);
      });
      if (isTracked)
        throw new UsageError(
          `--untrusted lints ${given}, so --${name} can't use it: pass a file from a trusted checkout.`,
        );
    }
  }
  // A linted repository decides which packages are installed, so reject even untracked policies in
  // it.
  const policy = policyName(options, io);
  const found = policy === undefined ? undefined : policyPath(policy, files);
  if (policy !== undefined && found !== undefined && [toReal(found), found].some((path) => isBelowAny(roots, path)))
    throw new UsageError(
      `--untrusted lints the directory that contains policy ${policy}: use a policy from outside it.`,
    );
}

function isBelowAny(roots: LintedTrees['roots'], path: string): boolean {
  return [...roots].some((root) => root !== undefined && path.startsWith(root === '/' ? root : `${root}/`));
}

/**
 * Throws a UsageError if writing a report would follow a link in a linted repository. A report path
 * that is itself a link to a file is fine: writing replaces the link.
 */
export function refuseLinkedReports(reports: readonly string[], options: ParsedOptions, io: Io): void {
  const { files } = io;
  const { roots, toReal } = findLintedTrees(options, io);
  for (const given of reports) {
    const whole = joinPath(files.workingDirectory, toPlainPath(given, files.workingDirectory));
    const isLast = (path: string): boolean => path === whole;
    for (let path = whole; path !== splitPath(path)[0]; [path] = splitPath(path)) {
      const [folder, own] = splitPath(path);
      const link = joinPath(toReal(folder), own);
      const isLink = files.kindOf(path) !== undefined && toReal(path) !== link;
      if (!isLink || (isLast(path) && files.kindOf(path) !== 'other')) continue;
      if (isBelowAny(roots, link))
        throw new UsageError(
          `--untrusted doesn't write through ${isLast(path) ? given : `symlink ${relativePath(files.workingDirectory, path)}`}, which it lints: write report ${given} elsewhere.`,
        );
    }
  }
}

function readEnvironment(options: ParsedOptions, io: Io): ReadonlyMap<string, string> {
  const own = options.has('env') ? Object.entries(io.environment) : [];
  return new Map(own.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}

/**
 * Throws a UsageError if there is nothing to lint, after printing why for each named file. Hooks
 * may name any files, so they use `--allow-empty`.
 */
export function requireSomething(count: number, options: ParsedOptions, { notes }: Discovery, io: Io): void {
  if (count > 0 || options.has('allow-empty') || notes.some(({ severity }) => severity === 'error')) return;
  const excluded = options.operands.filter((path) => isExclusion(path, io.files));
  const operands = options.operands.length === excluded.length ? ['.'] : options.operands;
  const folders = operands.filter(
    (path) => path !== '-' && io.files.kindOf(path) !== 'file' && !isExclusion(path, io.files),
  );
  const reasons = notes.filter(({ skipped, isUnreadable }) => skipped !== undefined || isUnreadable === true);
  const [only, ...others] = reasons;
  if (only?.skipped !== undefined && others.length === 0 && folders.length === 0)
    throw new UsageError(`Nothing to lint. ${only.path === '<stdin>' ? 'Standard input' : only.path} ${only.skipped}`);
  for (const { path, message } of reasons) printError(io, `${path}: ${message}`);
  throw new UsageError(
    folders.length > 0
      ? `Nothing to lint in ${folders.join(', ')}: no Compose file, no script that calls a container engine, and no docker inspect output.${excluded.length === 0 ? '' : ` Excluded: ${excluded.join(', ')}.`}`
      : `Nothing to lint: ${operands.includes('-') && notes.length === 0 ? 'standard input starts no container; plimsoll reads docker inspect CONTAINER output' : 'plimsoll reads none of these files'}. To allow this, use --allow-empty.`,
  );
}
