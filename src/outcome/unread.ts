import type { DiscoveryNote } from '../files/discovery-note.ts';
import { type FileSystem, MAX_FILE_SIZE, type TrackedFiles } from '../files/file-system.ts';
import type { UnreadFileSearch } from '../projects/discover.ts';
import { joinPath, pathBelow, relativePath, splitPath } from '../util/paths.ts';

/** An unread file that may start containers, or an unread command in a file. */
export interface UnreadFile {
  readonly path: string;
  readonly reason: UnreadReason;
  /** The line of the command, from 1. */
  readonly line?: number;
  readonly shown?: string;
  /** Identifies it even if lines move: the statement, or the file's content. */
  readonly marked: string;
}

/**
 * The kind of unread file or command. `prose` (a command that a document shows) and `executable` (a
 * binary that names no engine) never fail a run.
 */
export type UnreadReason = 'command' | 'executable' | 'engine' | 'closed' | 'submodule' | 'prose';

const MESSAGES: Readonly<Record<Exclude<UnreadReason, 'command' | 'prose'>, string>> = {
  executable: 'Not read: it is an executable program.',
  engine: 'Not read: it is an executable program that names a container engine.',
  closed: "Not read: its content can't be opened.",
  submodule: 'Not read: it is a submodule. Pass its directory.',
};

/** Why a file is listed as unread, as one sentence. */
function unreadFileMessage({ reason, line = 1, shown = '' }: UnreadFile): string {
  if (reason === 'prose') return `Line ${line}: a document shows \`${shown}\`.`;
  if (reason === 'command') return `Line ${line}: \`${shown}\` was not checked: plimsoll doesn't read this file.`;
  return MESSAGES[reason];
}

/**
 * A note for each unread command and program. With `isStrict`, it is an error if the command or
 * program can start a container.
 */
export function unreadNotes(
  unread: readonly UnreadFile[],
  isStrict = false,
  withProse = false,
): readonly DiscoveryNote[] {
  return unread.flatMap((one) =>
    one.reason === 'prose' && !withProse
      ? []
      : {
          path: one.path,
          message: unreadFileMessage(one),
          severity: isStrict && one.reason !== 'prose' && one.reason !== 'executable' ? 'error' : 'note',
        },
  );
}

/** Longer files are rarely hand-written. Only untrusted runs search them. */
const MAX_LOOK = 64 * 1024;

/**
 * Finds unread engine commands and binaries, code before documents. `isThorough` includes all
 * tracked files, links that lead out, and submodules. `isRead` is true for files that a parser has
 * read.
 */
export async function findUnread(
  search: UnreadFileSearch,
  isRead: UnreadFileSearch['isKnown'],
): Promise<readonly UnreadFile[]> {
  const { files, findTracked, walked, named, isThorough } = search;
  const found = new Map<string, readonly UnreadFile[]>();
  const texts: { readonly path: string; readonly whole: string; readonly text: string; readonly isRun: boolean }[] = [];
  const seen = new Set<string>();
  const look = (path: string, whole: string, tracked: TrackedFiles | undefined): void => {
    if (seen.has(whole) || search.isKnown(path, whole) || isRead(path, whole)) return;
    seen.add(whole);
    const outcome = lookAt(whole, tracked, search);
    if (outcome === undefined) return;
    if ('text' in outcome) texts.push({ path, whole, ...outcome });
    else found.set(whole, [{ path, ...outcome }]);
  };
  for (const folder of isThorough ? walked : []) {
    const tracked = findTracked(folder);
    if (tracked === undefined) continue;
    const start = joinPath(files.workingDirectory, folder);
    const top = start.endsWith('/') ? start : `${start}/`;
    for (const whole of tracked.paths)
      if (whole.startsWith(top)) look(joinPath(folder, pathBelow(start, whole)), whole, tracked);
    for (const [whole, marked] of tracked.submodules)
      if (whole.startsWith(top))
        found.set(whole, [{ path: joinPath(folder, pathBelow(start, whole)), reason: 'submodule', marked }]);
  }
  for (const path of named) {
    const whole = joinPath(files.workingDirectory, path);
    const tracked = findTracked(splitPath(whole)[0]);
    const marked = tracked?.submodules.get(whole);
    if (marked !== undefined && isThorough) found.set(whole, [{ path, reason: 'submodule', marked }]);
    else if (!isThorough || tracked?.has(whole) === true) look(path, whole, tracked);
  }
  if (texts.length > 0) {
    const { unreadIn } = await import('./unread-text.ts');
    for (const { path, whole, text, isRun } of texts)
      found.set(
        whole,
        unreadIn(path, text, isRun).map((one) => ({ path, ...one })),
      );
  }
  const all = [...found].toSorted(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, unread]) => unread);
  return all.toSorted((a, b) => Number(a.reason === 'prose') - Number(b.reason === 'prose'));
}

function lookAt(
  whole: string,
  tracked: TrackedFiles | undefined,
  { files, isThorough }: UnreadFileSearch,
): Pick<UnreadFile, 'reason' | 'marked'> | { readonly text: string; readonly isRun: boolean } | undefined {
  if (isThorough && tracked !== undefined) {
    const kind = files.kindOf(whole);
    // A deleted file or a broken link.
    if (kind === undefined) return undefined;
    const leadsTo = targetOf(whole, tracked, files);
    // The target is tracked, so it is searched under its own path.
    if (leadsTo !== undefined && tracked.has(leadsTo)) return undefined;
    if (kind !== 'file') return { reason: 'closed', marked: files.linkAt?.(whole)?.target ?? '' };
  }
  const bytes = files.readBytes?.(whole, isThorough ? MAX_FILE_SIZE : MAX_LOOK);
  if (bytes === undefined) return isThorough ? { reason: 'closed', marked: '' } : undefined;
  const isExecutable = tracked?.executables.has(whole) === true;
  const text = textOf(bytes, 'latin1');
  if (isThorough && isExecutable && isProgram(bytes))
    return { reason: ENGINES.test(text) ? 'engine' : 'executable', marked: text };
  if (!NAMES.test(text)) return undefined;
  const isRun = isThorough && (isExecutable || hidesLetters(bytes));
  return { text: textOf(bytes, 'utf8'), isRun };
}

/** The first bytes of executables: ELF, Mach-O, PE. Other files are searched as text. */
const PROGRAMS = ['\x7fELF', '\xfe\xed\xfa', '\xcf\xfa\xed\xfe', '\xce\xfa\xed\xfe', '\xca\xfe\xba\xbe', 'MZ'].map(
  (magic) => Buffer.from(magic, 'latin1'),
);

function isProgram(bytes: Uint8Array): boolean {
  return PROGRAMS.some((magic) => magic.every((byte, index) => bytes[index] === byte));
}

/** True for non-UTF-16 text with NULs: bash ignores them, but no document has any. */
function hidesLetters(bytes: Uint8Array): boolean {
  if (!bytes.includes(0)) return false;
  const nuls = bytes.reduce((count, byte) => count + Number(byte === 0), 0);
  return nuls * 4 < bytes.length;
}

/** The text without NULs: UTF-16 has them between letters, and bash ignores them. */
function textOf(bytes: Uint8Array, encoding: 'utf8' | 'latin1'): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(encoding).replaceAll('\0', '');
}

/**
 * The target of a path that contains a link; as a path in the work tree, if it is inside.
 * `undefined` without a link.
 */
function targetOf(whole: string, { root }: TrackedFiles, files: FileSystem): string | undefined {
  const real = files.realPath?.(whole);
  if (real === undefined) return undefined;
  const target = joinPath(root, relativePath(files.realPath?.(root) ?? root, real));
  return target === whole ? undefined : target;
}

/** Engine names in a binary, except `ctr`, which is too short to be meaningful there. */
const ENGINES = /(?<!\w)(?:docker|podman|nerdctl|finch|crictl)/i;

/** Matches a part of every engine name, engine variable and risky container request. */
const NAMES =
  /docker|podman|nerdctl|finch|container|crictl|\bctr\b|compose|engine|runtime|oci_|privileged|hostconfig|network_mode|cap_add|security_opt/i;
