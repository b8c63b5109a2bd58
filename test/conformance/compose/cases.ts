import { readNotes, readTopics, splitCases, type Topic } from '../topics.ts';

/** One project with its notes, which README.md explains. */
export interface ComposeCase {
  readonly name: string;
  /** The project's files, by path from its directory. */
  readonly files: ReadonlyMap<string, string>;
  /** Files to pass with `-f`; none if the client finds them itself. */
  readonly configFiles: readonly string[];
  readonly envFiles: readonly string[];
  /** Files to name for plimsoll that only the client finds by itself. */
  readonly given: readonly string[];
  readonly finds?: string;
  /**
   * Paths that the project leaves open, such as `web.HostConfig.Memory`; without the service if
   * there is only one.
   */
  readonly unknown: readonly string[];
  /** Services that the model has but the client doesn't create. */
  readonly notCreated: readonly string[];
  /** Networks and volumes that exist already. */
  readonly exists: readonly string[];
  /** The client accepts what is reported; the engine rejects it. */
  readonly isLeftToEngine: boolean;
  /** Its containers are started and stopped, so that its hooks run. */
  readonly isStarted: boolean;
  /** Its recording is written by hand, because the recorder lacks a program. */
  readonly isWrittenByHand: boolean;
}

export type ComposeTopic = Topic<ComposeCase>;

const fileHeader = /^-- (\S+) --$/;

/** Every topic in `directory`, by name. Throws on unknown notes. */
export function readComposeTopics(directory: string): readonly ComposeTopic[] {
  return readTopics(directory, '.txt', parseCases);
}

export function parseCases(text: string, file: string): readonly ComposeCase[] {
  return splitCases(text, file, (block) => parseCase(block, file));
}

const noteNames = [
  'files',
  'env-file',
  'given',
  'finds',
  'unknown',
  'not-created',
  'exists',
  'by-hand',
  'started',
  'left-to-engine',
  'crlf',
  'why',
];

function parseCase(block: string, file: string): ComposeCase {
  const [name = '', ...lines] = block.split('\n');
  const { list, has, rest } = readNotes(lines, noteNames, `${file}: ${name}`);
  const [finds] = list('finds');
  return {
    name,
    files: parseFiles(rest, list('crlf')),
    configFiles: list('files'),
    envFiles: list('env-file'),
    given: list('given'),
    ...(finds === undefined ? {} : { finds }),
    unknown: list('unknown'),
    notCreated: list('not-created'),
    exists: list('exists'),
    isLeftToEngine: has('left-to-engine'),
    isStarted: has('started'),
    isWrittenByHand: has('by-hand'),
  };
}

/**
 * Files end in one line break; empty files are empty. Text before the first header is compose.yaml.
 */
function parseFiles(lines: readonly string[], crlf: readonly string[]): ReadonlyMap<string, string> {
  const files = new Map<string, string[]>();
  const first: string[] = [];
  let current = first;
  for (const line of lines) {
    const [, path] = fileHeader.exec(line) ?? [];
    if (path === undefined) current.push(line);
    else files.set(path, (current = []));
  }
  if (first.some((line) => line.trim() !== '')) files.set('compose.yaml', first);
  return new Map(
    [...files].map(([path, content]) => {
      const text = content.join('\n').trim() === '' ? '' : `${content.join('\n').trimEnd()}\n`;
      return [path, crlf.includes(path) ? text.replaceAll('\n', '\r\n') : text];
    }),
  );
}
