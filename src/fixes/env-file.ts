import type { SourceFile } from '../files/file-reader.ts';
import type { SubjectChange } from '../model/change.ts';
import type { Subject } from '../model/container.ts';
import { dotenvVariables } from '../parsers/compose/variables/dotenv.ts';
import type { ParseContext } from '../parsers/contract/parsed.ts';
import type { Refusal, RefusalReason } from '../parsers/contract/writer.ts';
import type { FileEdit } from '../text/edit.ts';
import { isSameLocation } from '../text/location.ts';
import { valueOf } from '../text/setting.ts';
import { joinPath, splitPath } from '../util/paths.ts';

/** The reason for not moving a value if plimsoll may not write `.env`. */
const NO_ENV_FILE = "It needs a line in `.env`, which isn't changed here.";

const [NAME, IGNORING] = ['.env', '.gitignore'];

/** Values that no reader of env files requires to be quoted. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** Variables that the clients themselves read. */
const OF_CLIENTS = /^(BUILDKIT|BUILDX|COMPOSE|DOCKER)_|^(HOME|PATH|PWD|USER)$/;

/** A project whose env file may be written. */
export interface EnvFileOwner {
  readonly files: readonly SourceFile[];
  readonly context: ParseContext;
  /**
   * True if Git ignores a file; `undefined` outside a repository. Absent if plimsoll may not write
   * env files.
   */
  readonly isIgnoredByGit?: (path: string) => boolean | undefined;
}

export function envFileOf({ files: [main] }: Pick<EnvFileOwner, 'files'>): string {
  return joinPath(splitPath(main?.path ?? '')[0], NAME);
}

/**
 * Edits of files that plimsoll doesn't parse, with the files' texts by path; or why there are none.
 */
export type GivenLines =
  | { readonly edits: readonly FileEdit[]; readonly texts: ReadonlyMap<string, string>; readonly refusal?: undefined }
  | { readonly refusal: Refusal };

/**
 * The edits that move values into a project's `.env`, which Git must ignore. Missing files are
 * created. `changed` has the texts after other fixes.
 */
export function movedValues(
  changes: readonly SubjectChange[],
  subjects: readonly Subject[],
  input: EnvFileOwner,
  changed: ReadonlyMap<string, string>,
): GivenLines {
  const edits: FileEdit[] = [];
  const texts = new Map<string, string>();
  for (const { subject: index, change } of changes) {
    if (change.kind !== 'move') continue;
    const subject = subjects[index];
    const env = subject?.kind === 'container' ? (subject.config.env ?? []) : [];
    const own = env.find(({ place }) => isSameLocation(place.location, change.place.location));
    const text = own === undefined ? undefined : valueOf(own);
    if (text === undefined) return refused('variable', 'Its value is unknown.');
    const given = envFileEdits(change.variable, text.slice(text.indexOf('=') + 1), input, changed);
    if (given.refusal !== undefined) return given;
    edits.push(...given.edits);
    for (const [path, before] of given.texts) texts.set(path, before);
  }
  return { edits, texts };
}

function envFileEdits(
  variable: string,
  value: string,
  input: EnvFileOwner,
  changed: ReadonlyMap<string, string>,
): GivenLines {
  const { context, isIgnoredByGit } = input;
  const path = envFileOf(input);
  if (isIgnoredByGit === undefined) return refused('other-file', NO_ENV_FILE);
  if (context.projectDirectory !== undefined || context.envFiles !== undefined)
    return refused('other-file', `Its variables can't come from a \`${NAME}\` that plimsoll may write.`);
  if (context.isOutside?.(path) === true || context.files.linkAt?.(path)?.target !== undefined)
    return refused('other-file', `\`${NAME}\` is a symlink or outside the repository.`);
  if (context.files.isTracked?.(path) === true)
    return refused('other-file', `Git tracks \`${NAME}\`, so the secret would stay in the repository.`);
  if (OF_CLIENTS.test(variable)) return refused('variable', `\`${variable}\` has a special meaning for the client.`);
  const line = lineOf(variable, value);
  if (line === undefined) return refused('form', `\`${NAME}\` can't represent some of its characters.`);
  const before = changed.get(path) ?? readText(path, context);
  if (before === undefined) return refused('other-file', `\`${NAME}\` can't be read.`);
  const variables = dotenvVariables({ path, text: before }, new Map());
  const isThere = variables.get(variable) === value;
  if (!isThere && variables.has(variable))
    return refused('other-file', `\`${NAME}\` sets \`${variable}\` differently.`);
  const edits: FileEdit[] = isThere ? [] : [appendedLine(path, before, line)];
  const texts = new Map([[path, before]]);
  if (isIgnoredByGit(path) === false) {
    const ignoring = joinPath(splitPath(path)[0], IGNORING);
    const rules = changed.get(ignoring) ?? readText(ignoring, context);
    if (rules === undefined) return refused('other-file', `\`${IGNORING}\` can't be read.`);
    texts.set(ignoring, rules);
    if (!rules.split(/\r?\n/).includes(NAME)) edits.push(appendedLine(ignoring, rules, NAME));
  }
  return { edits, texts };
}

function refused(reason: RefusalReason, message: string): GivenLines {
  return { refusal: { reason, message } };
}

/** A line that Compose reads as exactly this value; `undefined` if there is no such line. */
function lineOf(variable: string, value: string): string | undefined {
  if (PLAIN.test(value)) return `${variable}=${value}`;
  // Single quotes prevent escapes, variables and comments.
  return /['\\\r\n]/.test(value) ? undefined : `${variable}='${value}'`;
}

function readText(path: string, { files }: ParseContext): string | undefined {
  const result = files.read(path);
  if ('text' in result) return result.text;
  return result.failure === 'missing' ? '' : undefined;
}

function appendedLine(path: string, text: string, line: string): FileEdit {
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const isOpen = text !== '' && !text.endsWith('\n');
  return { path, span: { start: text.length, end: text.length }, newText: `${isOpen ? eol : ''}${line}${eol}` };
}
