import { type DiscoveryNote, missingMessage } from '../files/discovery-note.ts';
import type { FileSystem } from '../files/file-system.ts';
import { createPathMatcher, folderOfGlob, GlobFault, type GlobMatcher, isGlob } from '../files/glob.ts';
import { similarHint } from '../files/similar.ts';
import type { TrackedFinder } from '../git/tracked-files.ts';
import { isCandidateName, isOnRequestName } from '../parsers/registry.ts';
import { normalizePath, splitPath, toPlainPath } from '../util/paths.ts';
import type { Configured } from './configured.ts';
import { trackedIn, walkFolder } from './walk.ts';

export interface OperandSearch {
  readonly files: FileSystem;
  readonly notes: DiscoveryNote[];
  /** The directories that were searched completely. */
  readonly walked: string[];
  /** True if directories stand for the files that Git tracks. */
  readonly isUntrusted: boolean;
  readonly configured: Configured;
  readonly findTracked: TrackedFinder;
  readonly met: string[];
}

export interface NamedOperand {
  readonly path: string;
  readonly isNamed: boolean;
}

export function isExclusion(path: string, files: FileSystem): boolean {
  return path.startsWith('!') && files.kindOf(normalizePath(toPlainPath(path, files.workingDirectory))) === undefined;
}

/** The files that the operands mean, in a stable order. `literals` are never patterns. */
export function* expandOperands(
  paths: readonly string[],
  literals: readonly string[],
  search: OperandSearch,
): Iterable<NamedOperand> {
  const { files, notes, walked } = search;
  for (const [index, given] of [...paths, ...literals].entries()) {
    const plain = toPlainPath(given, files.workingDirectory);
    const path = normalizePath(plain);
    switch (files.kindOf(path)) {
      case 'file':
      case 'other':
        yield { path, isNamed: true };
        break;
      case 'directory':
        walked.push(path);
        for (const found of filesIn(path, search, false, search.met)) yield { path: found, isNamed: false };
        break;
      case undefined:
        yield* index < paths.length && isGlob(path) ? expandGlob(path, search) : missing(plain, notes, files);
    }
  }
}

function* missing(path: string, notes: DiscoveryNote[], files: FileSystem): Iterable<NamedOperand> {
  const [folder, name] = splitPath(path);
  const listed = files.list(folder);
  // Only a broken link is listed, but has no kind.
  const isLink = 'entries' in listed && listed.entries.some((entry) => entry.name === name);
  const message = isLink ? 'It is a broken symlink.' : missingMessage(path) + similarHint(path, files);
  notes.push({ path, message, severity: 'error' });
}

/**
 * The lintable files in a directory. Files of kinds that are read on request are only included if a
 * configuration names them, or with `asksForAll`.
 */
function filesIn(
  folder: string,
  { files, notes, isUntrusted, configured, findTracked }: OperandSearch,
  asksForAll = false,
  met: string[] = [],
): Iterable<string> {
  const isCandidate = (path: string): boolean =>
    isCandidateName(path) ||
    configured.isCompose(path) === true ||
    (isOnRequestName(path) && (asksForAll || configured.isIncluded(path)));
  return (isUntrusted ? trackedIn : walkFolder)(folder, { files, notes, isCandidate, findTracked, met });
}

function* expandGlob(glob: string, search: OperandSearch): Iterable<NamedOperand> {
  const { files, notes } = search;
  const matches = openGlob(glob, glob, files.workingDirectory, notes);
  if (matches === undefined) return;
  const base = folderOfGlob(glob);
  let count = 0;
  if (files.kindOf(base) === 'directory') {
    for (const path of filesIn(base, search, isOnRequestName(glob))) {
      if (!matches(path)) continue;
      count += 1;
      yield { path, isNamed: false };
    }
  }
  if (count === 0 && !notes.some(({ path, isUnreadable }) => isUnreadable === true && path === base))
    notes.push({ path: glob, message: 'No file matches.', severity: 'error' });
}

export interface Exclusion {
  /** As the user wrote it. */
  readonly path: string;
  readonly leavesOut: (path: string) => boolean;
  /** True if it excluded anything. */
  readonly hasLeftOut: () => boolean;
}

export function readExclusions(paths: readonly string[], { files, notes }: OperandSearch): readonly Exclusion[] {
  const { workingDirectory } = files;
  return paths.flatMap((path) => {
    const glob = isExclusion(path, files) ? normalizePath(toPlainPath(path.slice(1), workingDirectory)) : undefined;
    const matches = glob === undefined ? undefined : openGlob(glob, path, workingDirectory, notes);
    if (matches === undefined) return [];
    let hasLeftOut = false;
    const leavesOut = (found: string): boolean => {
      const isMatch = matches(found);
      hasLeftOut ||= isMatch;
      return isMatch;
    };
    return [{ path: toPlainPath(path, workingDirectory), leavesOut, hasLeftOut: () => hasLeftOut }];
  });
}

/** Parses a glob from the command line. For an invalid one, adds a note of severity `error`. */
function openGlob(
  glob: string,
  written: string,
  workingDirectory: string,
  notes: DiscoveryNote[],
): GlobMatcher | undefined {
  try {
    return createPathMatcher([glob], workingDirectory, workingDirectory);
  } catch (error) {
    if (!(error instanceof GlobFault)) throw error;
    const { message } = error;
    notes.push({ path: written, message: message.charAt(0).toUpperCase() + message.slice(1), severity: 'error' });
    return undefined;
  }
}
