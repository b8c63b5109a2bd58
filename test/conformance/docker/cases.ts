import { readNotes, readTopics, splitCases, type Topic } from '../topics.ts';

/** One script with its notes, which README.md explains. */
export interface DockerCase {
  readonly name: string;
  /** The whole script, including its notes (comments). */
  readonly script: string;
  readonly path: string;
  /** The other files, by path from its working directory. */
  readonly files: ReadonlyMap<string, string>;
  readonly finds?: string;
  /** Paths that the text leaves open, such as `HostConfig.Binds`. */
  readonly unknown: readonly string[];
  /** The argument lines to run it with; by default once without arguments. */
  readonly runs: readonly string[];
  /** Variables for the recording only, as `NAME=value`. */
  readonly environment: readonly string[];
  /** The client accepts what is reported; the engine rejects it. */
  readonly isLeftToEngine: boolean;
  /** Its recording is written by hand, because docker can't run it. */
  readonly isWrittenByHand: boolean;
  readonly sendsNothing: boolean;
  readonly isAnyOrder: boolean;
  readonly isPartial: boolean;
  readonly hasUnresolvedOptions: boolean;
  /**
   * Constructs that plimsoll doesn't follow: the model may know less than was sent, but nothing
   * else.
   */
  readonly notFollowed: readonly Construct[];
  /** The model also has commands that this run does not reach. */
  readonly hasUnreached: boolean;
  readonly isCrlf: boolean;
  readonly isWindowsEngine: boolean;
}

/** Constructs of scripts that plimsoll doesn't follow (`docs/contributing/decisions.md`). */
export type Construct = (typeof CONSTRUCTS)[number];

export const CONSTRUCTS = ['aliases', 'arithmetic', 'elements', 'lines', 'references', 'sed', 'traps'] as const;

export type DockerTopic = Topic<DockerCase>;

/** Starts another file of a case; its path follows. */
const fileHeader = '#### ';

/** Every topic in `directory`, by name. Throws on unknown notes. */
export function readDockerTopics(directory: string): readonly DockerTopic[] {
  return readTopics(directory, '.sh', parseCases);
}

/** `path` is the case's file name if no note gives one. */
export function parseCases(text: string, file: string, path = 'case.sh'): readonly DockerCase[] {
  return splitCases(text, file, (block) => parseCase(block, file, path));
}

const noteNames = [
  'arguments',
  'finds',
  'unknown',
  'environment',
  'by-hand',
  'left-to-engine',
  'nothing',
  'any-order',
  'partial',
  'unresolved-options',
  'unreached',
  'not-followed',
  'crlf',
  'engine',
  'why',
  'path',
];

function parseCase(block: string, file: string, defaultPath: string): DockerCase {
  const [main = '', ...others] = block.split(`\n${fileHeader}`);
  const [name = '', ...lines] = main.split('\n');
  const { texts, list, has } = readNotes(lines, noteNames, `${file}: ${name}`);
  const [finds] = texts('finds');
  return {
    name,
    script: `${lines.join('\n').trimEnd()}\n`,
    path: texts('path')[0] ?? defaultPath,
    files: new Map(
      others.map((other) => {
        const [path = '', ...rest] = other.split('\n');
        return [path, `${rest.join('\n').trimEnd()}\n`];
      }),
    ),
    ...(finds === undefined ? {} : { finds }),
    unknown: list('unknown'),
    runs: texts('arguments'),
    environment: texts('environment'),
    isLeftToEngine: has('left-to-engine'),
    isWrittenByHand: has('by-hand'),
    sendsNothing: has('nothing'),
    isAnyOrder: has('any-order'),
    isPartial: has('partial'),
    hasUnresolvedOptions: has('unresolved-options'),
    notFollowed: list('not-followed').map((construct) => constructOf(construct, `${file}: ${name}`)),
    hasUnreached: has('unreached'),
    isCrlf: has('crlf'),
    isWindowsEngine: texts('engine').includes('windows'),
  };
}

function constructOf(text: string, where: string): Construct {
  const construct = CONSTRUCTS.find((each) => each === text);
  if (construct === undefined) throw new Error(`${where}: "${text}" is followed, or nothing`);
  return construct;
}
