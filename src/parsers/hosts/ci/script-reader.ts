import type { Text } from '../../../text/text.ts';
import { NO_FILES, type ParseContext } from '../../contract/parsed.ts';
import type { DockerResult } from '../../docker/index.ts';
import { type ScriptTask, sourcesOf, stringScript } from '../../shell/index.ts';
import { NOTHING } from './containers.ts';
import { repeatedTooOften } from './limits.ts';

/** What a script needs besides its text. */
export type JobContext = Pick<ParseContext, 'environment' | 'files' | 'isOutside'>;

/** For who only looks for the scripts of a document: nothing else is read. */
export const NO_JOB_CONTEXT: JobContext = { environment: new Map(), files: NO_FILES };

/** Beside the text itself, so many characters and so many times its length are read again. */
const MAX_REPEATED = 400_000;
const MAX_FACTOR = 5;
/** A command of a list costs as much as these, whatever its length. */
const CHARACTERS_PER_PART = 16;

/** So many characters of other files are read for all scripts of a document. */
const MAX_SOURCED = 4_000_000;

/** Makes tasks of the scripts of one document. An alias may repeat a script, and many may source the same file: both have a limit. */
export class ScriptReader {
  readonly #context: JobContext;
  #left: number;
  #sourcedLeft = MAX_SOURCED;

  /** `length` is that of all texts of the document. */
  constructor(length: number, context: JobContext) {
    this.#context = context;
    this.#left = MAX_REPEATED + MAX_FACTOR * length;
  }

  get isExhausted(): boolean {
    return this.#left < 0;
  }

  /** A script that runs in a folder, with these variables; a problem in place of the first that is one too many, and nothing of the others. */
  toTask(run: Text, variables: ReadonlyMap<string, Text>, folder: string): ScriptTask | DockerResult | undefined {
    const isFirst = this.#left >= 0;
    this.#left -= run.length + CHARACTERS_PER_PART * run.segments.length;
    if (this.#left < 0) return isFirst ? { ...NOTHING, problems: [repeatedTooOften(run.whole, 'scripts')] } : undefined;
    // The script has no name in the project; what it sources is named from the folder in which it runs.
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

/**
 * Whether a `shell` runs a script that is read here: `bash`, `sh`, or a command such as `bash -l {0}` (actions/runner,
 * `ScriptHandlerHelpers.ParseShellOptionString`) or `/bin/bash -eo pipefail` (CircleCI). One that is not known is none.
 */
export function isReadShell(shell: string | undefined): boolean {
  const [program = ''] = (shell ?? '').trim().split(/\s/, 1);
  return SHELLS.has(program.replace(/^.*[\\/]/, '').replace(/\.exe$/i, ''));
}
