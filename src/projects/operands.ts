import { isCandidateName, isOnRequestName } from '../parsers/registry.ts';
import { normalizePath, toPlainPath } from '../util/paths.ts';
import { createPathMatcher, folderOfGlob, GlobFault, type GlobMatcher, isGlob } from '../workspace/config/glob.ts';
import { type DiscoveryNote, missingMessage } from '../workspace/files/discovery-note.ts';
import type { FileSystem } from '../workspace/files/file-system.ts';
import { similarHint } from '../workspace/files/similar.ts';
import type { TrackedFinder } from '../workspace/git/tracked-files.ts';
import type { Configured } from './configured.ts';
import { trackedIn, walkFolder } from './walk.ts';

/** Where operands are looked up, and what is noted on the way. */
export interface OperandSearch {
  readonly files: FileSystem;
  readonly notes: DiscoveryNote[];
  /** The folders that were walked as a whole. */
  readonly walked: string[];
  /** Folders are what Git tracks in them. */
  readonly isUntrusted: boolean;
  readonly configured: Configured;
  readonly findTracked: TrackedFinder;
  /** All files in the folders that are walked as a whole. */
  readonly met: string[];
}

/** A file that an operand stands for. */
export interface Named {
  readonly path: string;
  readonly isNamed: boolean;
}

/** True for an operand that says what to leave out. */
export function isExclusion(path: string, files: FileSystem): boolean {
  return path.startsWith('!') && files.kindOf(normalizePath(toPlainPath(path, files.workingDirectory))) === undefined;
}

/** The files that the user's words stand for, in a stable order; `literals` are no patterns, whatever they look like. */
export function* expandOperands(
  paths: readonly string[],
  literals: readonly string[],
  search: OperandSearch,
): Iterable<Named> {
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

function* missing(path: string, notes: DiscoveryNote[], files: FileSystem): Iterable<Named> {
  notes.push({ path, message: missingMessage(path) + similarHint(path, files), severity: 'error' });
}

/**
 * The files in a folder that could hold something to lint; of those that are read on request, what a configuration asks
 * for, or all where `asksForAll` is true.
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

function* expandGlob(glob: string, search: OperandSearch): Iterable<Named> {
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

/** An operand that leaves files out. */
export interface Exclusion {
  /** As the user wrote it. */
  readonly path: string;
  readonly leavesOut: (path: string) => boolean;
  /** True once it has left something out. */
  readonly hasLeftOut: () => boolean;
}

/** What the operands that begin with `!` leave out. */
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

/** A glob of the command line; one that is not read is an error. */
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
