import type { Place } from '../../../text/location.ts';
import { joinTexts } from '../../../text/parts.ts';
import type { Text } from '../../../text/text.ts';
import { problem } from '../../contract/problem.ts';
import type { DockerResult } from '../../docker/index.ts';
import { sourcesOf, stringScript } from '../../shell/index.ts';
import { field, isScalar, isSequence, itemsOf, type Ref, textOf } from '../../yaml/tree.ts';
import { NO_CONTAINERS } from './containers.ts';
import type { HostTask, JobContext } from './jobs.ts';

/** In characters: the limit of repeated text, plus a multiple of the document's length. */
const MAX_REPEATED = 400_000;
const MAX_FACTOR = 5;
/** In characters: the minimum cost of each part of a script. */
const CHARACTERS_PER_PART = 16;

/** In characters: the limit for all files that a document's scripts source. */
const MAX_SOURCED = 4_000_000;

/** Parses the scripts of one document. Limits repetition by aliases, and sourced files. */
export class ScriptReader {
  readonly #context: JobContext;
  #left: number;
  #sourcedLeft = MAX_SOURCED;

  /** `length` is the total length of the document's texts. */
  constructor(length: number, context: JobContext) {
    this.#context = context;
    this.#left = MAX_REPEATED + MAX_FACTOR * length;
  }

  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /**
   * Parses a script in a directory, with these variables. The first script beyond the limit becomes
   * a problem; later ones are skipped.
   */
  tasks(run: Text, folder = '', variables: ReadonlyMap<string, Text> = new Map()): readonly HostTask[] {
    const isFirst = this.#left >= 0;
    this.#left -= run.length + CHARACTERS_PER_PART * run.segments.length;
    if (this.#left < 0) return isFirst ? [repeatedTooOften(run.whole, 'scripts')] : [];
    const { environment } = this.#context;
    // The script isn't a file of the project, so its working directory is the base of sourced
    // paths.
    const sources = sourcesOf(folder === '' ? NAMELESS : `${folder}/${NAMELESS}`, this.#context);
    const read = (name: string): string | undefined => {
      const text = sources.read(name);
      this.#sourcedLeft -= text?.length ?? 0;
      return this.#sourcedLeft < 0 ? undefined : text;
    };
    return [{ script: stringScript(run), context: { environment, variables, sources: { ...sources, read } } }];
  }
}

const NAMELESS = 'run';

const SHELLS: ReadonlySet<string> = new Set(['ash', 'bash', 'dash', 'ksh', 'sh', 'zsh']);

/**
 * True for a `shell` that plimsoll parses: `bash`, `sh`, `bash -l {0}` (actions/runner,
 * `ParseShellOptionString`) or `/bin/bash -eo pipefail` (CircleCI).
 */
export function isReadShell(shell: string): boolean {
  const [program = ''] = shell.trim().split(/\s/, 1);
  return SHELLS.has(program.replace(/^.*[\\/]/, '').replace(/\.exe$/i, ''));
}

/** Reports, at the first character, that a part is repeated too often, as by aliases. */
export function repeatedTooOften({ location, hops }: Place, what: string): DockerResult {
  const { path, span } = location;
  const place = { location: { path, span: { start: span.start, end: Math.min(span.start + 1, span.end) } }, hops };
  const message = `This file repeats ${what} too many times; the rest was not read.`;
  return { ...NO_CONTAINERS, problems: [problem('syntax/limit', place, message)] };
}

/**
 * The commands of a value: a text, or a possibly nested list of texts, directly or under one of
 * `keys`.
 */
export function commandsIn(value: Ref | undefined, keys: readonly string[] = []): readonly Text[] {
  if (isScalar(value)) return [textOf(value)];
  if (isSequence(value)) return itemsOf(value).flatMap((item) => commandsIn(item, keys));
  const below = keys.map((key) => field(value, key)).find((found) => found !== undefined);
  return below === undefined ? [] : commandsIn(below);
}

/** Joins commands that one shell runs, a line each; nothing for none. */
export function inOneShell(commands: readonly Text[]): readonly Text[] {
  const [first] = commands;
  return first === undefined ? [] : [joinTexts(commands, '\n', first.whole)];
}
