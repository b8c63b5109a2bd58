import type { Text } from '../../../text/text.ts';
import { NO_FILES, type ParseContext } from '../../contract/parsed.ts';
import type { DockerResult } from '../../docker/index.ts';
import { type ScriptTask, sourcesOf, stringScript } from '../../shell/index.ts';
import { NO_CONTAINERS } from './containers.ts';
import { repeatedTooOften } from './limits.ts';

/** The context of a script. */
export type JobContext = Pick<ParseContext, 'environment' | 'files' | 'isOutside'>;

/** For finding a document's scripts without reading other files. */
export const NO_JOB_CONTEXT: JobContext = { environment: new Map(), files: NO_FILES };

/** In characters: the base limit of repeated text, besides a multiple of the document's length. */
const MAX_REPEATED = 400_000;
const MAX_FACTOR = 5;
/** The minimum cost of a list's command, in characters. */
const CHARACTERS_PER_PART = 16;

/** In characters: the limit of sourced files for all scripts of a document. */
const MAX_SOURCED = 4_000_000;

/** Parses the scripts of one document. Scripts repeated by aliases, and sourced files, have limits. */
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

  /** Parses a script in a directory, with these variables. The first one over the limit becomes a problem, later ones nothing. */
  toTask(run: Text, variables: ReadonlyMap<string, Text>, folder: string): ScriptTask | DockerResult | undefined {
    const isFirst = this.#left >= 0;
    this.#left -= run.length + CHARACTERS_PER_PART * run.segments.length;
    if (this.#left < 0)
      return isFirst ? { ...NO_CONTAINERS, problems: [repeatedTooOften(run.whole, 'scripts')] } : undefined;
    // The script has no path in the project; sourced paths are relative to its working directory.
    const { path, isWithin, isFolder, read } = sourcesOf(
      folder === '' ? NAMELESS : `${folder}/${NAMELESS}`,
      this.#context,
    );
    const sources = {
      path,
      isWithin,
      isFolder,
      read: (name: string): string | undefined => {
        const text = read(name);
        this.#sourcedLeft -= text?.length ?? 0;
        return this.#sourcedLeft < 0 ? undefined : text;
      },
    };
    const { environment } = this.#context;
    return {
      script: stringScript(run),
      context: { environment, variables, sources },
    };
  }
}

const NAMELESS = 'run';

const SHELLS: ReadonlySet<string> = new Set(['ash', 'bash', 'dash', 'ksh', 'sh', 'zsh']);

/** True for a readable `shell`: `bash`, `sh`, `bash -l {0}` (actions/runner, `ParseShellOptionString`) or `/bin/bash -eo pipefail` (CircleCI). */
export function isReadShell(shell: string | undefined): boolean {
  const [program = ''] = (shell ?? '').trim().split(/\s/, 1);
  return SHELLS.has(program.replace(/^.*[\\/]/, '').replace(/\.exe$/i, ''));
}
