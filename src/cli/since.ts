import { decodeText } from '../files/node-file-system.ts';
import { type BaseCommit, BaseError, openBaseCommit } from '../git/base-commit.ts';
import { openBaseFiles, type UnreadableFile } from '../git/base-files.ts';
import { findWorkTree, pipeForGit } from '../git/git-folder.ts';
import { CachedLinter } from '../lint/cached-linter.ts';
import { createLocalLinter } from '../lint/local-linter.ts';
import { applyBaselines } from '../outcome/baselined.ts';
import { createKnownBefore, type KnownBefore } from '../outcome/known-before.ts';
import { countOf } from '../report/report.ts';
import type { LintRequest, SessionOptions } from '../session/session.ts';
import { joinPath, normalizePath, relativePath } from '../util/paths.ts';
import { BUILD } from '../version.ts';
import { openSession } from './inputs.ts';
import { type Io, UsageError } from './io.ts';
import type { ParsedOptions } from './options/options.ts';

/**
 * Lints the merge base of `ref` with its own configuration. `cached` supplies results for unchanged
 * inputs. Throws a UsageError if there is no such commit.
 */
export async function knownSince(
  ref: string,
  options: ParsedOptions,
  io: Io,
  cached: CachedLinter | undefined,
  given: Pick<SessionOptions, 'provesFixes' | 'omitsFixes'>,
): Promise<KnownBefore> {
  const base = await openBase(ref, options, io);
  const { workingDirectory } = io.files;
  const { files, isThere, isSame, unreadable } = openBaseFiles(io.files, base, decodeText);
  const toShown = (path: string): string => normalizePath(relativePath(workingDirectory, path));
  try {
    const { session, request } = await openSession(options, { ...io, files }, given);
    const linter = new CachedLinter(createLocalLinter(session.context, true), session.context, cached, BUILD);
    const toOld = toOldName(base, workingDirectory, toShown);
    const asked = withOldNames(request, toOld);
    const run = await session.run(asked, session.find(asked), { linter });
    const baselines = await session.openBaselines();
    const inputs = baselines === undefined ? run.inputs : (await applyBaselines(run, baselines, session.files)).inputs;
    // The base view also reads ignored files and files of other repositories, but they didn't exist
    // at `ref`.
    const known = inputs.filter(({ project }) => project.some(isThere));
    return createKnownBefore(known, run.texts, {
      since: ref,
      errors: run.notes.filter(({ path, severity }) => severity === 'error' && isSame(path)),
      unread: async (paths) => {
        const found = await run.unread(paths.map(toOld));
        refuseUnreadable(unreadable, ref, toShown);
        return found;
      },
      toPath: (path) => {
        const renamed = base.renamed.get(joinPath(workingDirectory, path));
        return renamed === undefined ? path : toShown(renamed);
      },
    });
  } finally {
    refuseUnreadable(unreadable, ref, toShown);
  }
}

/**
 * Throws a UsageError: an unreadable file may have had any finding, so nothing is certainly new.
 */
function refuseUnreadable(files: readonly UnreadableFile[], ref: string, toShown: (path: string) => string): void {
  const [first, ...others] = files;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${countOf(others.length, 'other file')})`;
  throw new UsageError(
    `Can't read ${toShown(first.path)}${more} as of the merge base with ${ref} (Git object ${first.blob}): ${first.reason}`,
  );
}

async function openBase(ref: string, options: ParsedOptions, io: Io): Promise<BaseCommit> {
  if (options.operands.includes('-'))
    throw new UsageError("--since compares files with a commit, so it doesn't work with standard input.");
  if (ref === '') throw new UsageError('--since requires a branch, tag or commit.');
  if (io.git === undefined) throw new UsageError('--since requires git.');
  const root = findWorkTree(io.files.workingDirectory, io.files);
  const pipe = root === undefined ? undefined : pipeForGit(root, io.files);
  if (pipe !== undefined) throw new UsageError(`${pipe} is a pipe, which git would wait for. Remove it.`);
  try {
    return openBaseCommit(ref, await io.git());
  } catch (error) {
    if (error instanceof BaseError) throw new UsageError(error.message);
    throw error;
  }
}

function toOldName(
  { renamed }: BaseCommit,
  workingDirectory: string,
  toShown: (path: string) => string,
): (path: string) => string {
  const oldNames = new Map(Array.from(renamed, ([before, now]) => [now, toShown(before)]));
  return (path) => oldNames.get(joinPath(workingDirectory, path)) ?? path;
}

function withOldNames(request: LintRequest, toOld: (path: string) => string): LintRequest {
  const { paths, literals = [], projects = [] } = request;
  return {
    ...request,
    paths: paths.map(toOld),
    literals: literals.map(toOld),
    projects: projects.map((files) => files.map(toOld)),
  };
}
