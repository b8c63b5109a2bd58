import { posix, win32 } from 'node:path';
import type { Io, Person } from '../src/cli/io.ts';
import type { DirectoryEntry, FileSystem } from '../src/files/file-system.ts';

/** A path's text, or why it can't be read. */
export type MemoryFile =
  | string
  | { readonly failure: 'unreadable' | 'too-large' }
  | { readonly linkTo: 'folder' | 'nowhere' };

const WORKING_DIRECTORY = '/project';

/**
 * A filesystem with `tree`; its paths are absolute or relative to the working directory. It is a
 * Windows one if that starts with no `/`, or with two.
 */
export function createMemoryFiles(
  tree: Readonly<Record<string, MemoryFile>>,
  workingDirectory = WORKING_DIRECTORY,
): FileSystem {
  const system = /^\/(?!\/)/.test(workingDirectory) ? posix : win32;
  const absolute = (path: string): string => system.resolve(workingDirectory, path).split(system.sep).join('/');
  const below = (folder: string): string => (folder.endsWith('/') ? folder : `${folder}/`);
  const files = new Map(Object.entries(tree).map(([path, file]) => [absolute(path), file]));
  const isFolder = (path: string): boolean =>
    path === absolute('.') || [...files.keys()].some((file) => file.startsWith(below(path)));
  return {
    workingDirectory,
    read(path) {
      const file = files.get(absolute(path));
      if (file === undefined) return { failure: isFolder(absolute(path)) ? 'directory' : 'missing' };
      if (typeof file === 'string') return { text: file };
      return { failure: !('linkTo' in file) ? file.failure : file.linkTo === 'folder' ? 'directory' : 'missing' };
    },
    kindOf(path) {
      const file = files.get(absolute(path));
      if (isLink(file)) return file.linkTo === 'folder' ? 'directory' : undefined;
      if (file !== undefined) return 'file';
      return isFolder(absolute(path)) ? 'directory' : undefined;
    },
    list(path) {
      const folder = absolute(path);
      const entries = new Map<string, DirectoryEntry>();
      for (const [file, content] of files) {
        if (!file.startsWith(below(folder))) continue;
        const [name = '', ...rest] = file.slice(below(folder).length).split('/');
        entries.set(name, { name, kind: rest.length > 0 ? 'directory' : isLink(content) ? 'other' : 'file' });
      }
      if (entries.size === 0 && !isFolder(folder)) return { failure: 'missing' };
      return { entries: [...entries.values()].sort((a, b) => (a.name < b.name ? -1 : 1)) };
    },
  };
}

/** Answers prompts with these lines, echoing them. */
function createPerson(answers: readonly string[], print: (text: string) => void): Person {
  const left = [...answers];
  return {
    ask: (question) => {
      const answer = left.shift();
      print(`${question}${answer ?? '^D'}\n`);
      return Promise.resolve(answer);
    },
    close: () => undefined,
  };
}

function isLink(file: MemoryFile | undefined): file is Extract<MemoryFile, { linkTo: string }> {
  return typeof file === 'object' && 'linkTo' in file;
}

export interface MemoryIo extends Io {
  readonly out: () => string;
  readonly err: () => string;
  readonly written: ReadonlyMap<string, string>;
}

export interface MemoryIoOptions {
  readonly stdin?: string;
  readonly isStdinTerminal?: boolean;
  readonly isStdinPiped?: boolean;
  readonly stdinIsUtf8?: boolean;
  /** The answers to prompts, one per line; without them, no terminal is attached. */
  readonly answers?: readonly string[];
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly environment?: Readonly<Record<string, string>>;
  readonly today?: string;
  readonly workingDirectory?: string;
  readonly now?: () => number;
}

/** An `Io` over a memory filesystem. */
export function createMemoryIo(tree: Readonly<Record<string, MemoryFile>>, options: MemoryIoOptions = {}): MemoryIo {
  let [out, err] = ['', ''];
  const written = new Map<string, string>();
  const {
    isTerminal = false,
    columns = 100,
    stdin = '',
    isStdinTerminal = false,
    isStdinPiped = false,
    stdinIsUtf8 = true,
    answers,
    environment = {},
    today = '2026-11-24',
    workingDirectory,
    now = (): number => 0,
  } = options;
  const stream = (write: (text: string) => void): Io['stdout'] => ({
    isTerminal,
    columns: isTerminal ? columns : undefined,
    write,
  });
  return {
    stdout: stream((text) => {
      out += text;
    }),
    stderr: stream((text) => {
      err += text;
    }),
    isStdinTerminal: () => isStdinTerminal,
    isStdinPiped: () => isStdinPiped,
    readStdin: () => Promise.resolve({ text: stdin, isUtf8: stdinIsUtf8 }),
    ...(answers === undefined ? {} : { person: () => Promise.resolve(createPerson(answers, (text) => (out += text))) }),
    environment,
    files: createMemoryFiles(tree, workingDirectory),
    today: () => today,
    now,
    writer: {
      removeLeftovers: () => undefined,
      patchObstacle: (path) => (path.startsWith('linked/') ? 'This is a symlink.' : undefined),
      rewriteFile: (path, before, after) => {
        if (path.startsWith('read-only/')) return "Can't write the file (EACCES).";
        if (tree[path] !== before) return 'It has changed since it was read.';
        written.set(path, after);
        return undefined;
      },
      writeFile: (path, parts) => {
        if (path.startsWith('read-only/'))
          return Promise.reject(Object.assign(new Error('EACCES: permission denied'), { code: 'EACCES' }));
        written.set(path, Array.from(parts).join(''));
        return Promise.resolve();
      },
    },
    out: () => out,
    err: () => err,
    written,
  };
}
