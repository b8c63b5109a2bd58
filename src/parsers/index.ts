import { type SourceFile } from '../files/file-reader.ts';
import type { Subject } from '../model/container.ts';
import type { Problem } from '../model/finding.ts';
import { withMaskedProblems } from '../sensitive/messages.ts';
import { withoutOutside } from '../sensitive/outside.ts';
import { placeAt, type Span } from '../text/location.ts';
import { defined } from '../util/objects.ts';
import { unwatched, WorkStopped } from '../util/watchdog.ts';
import { isDirective, parseForeign } from './contract/directive.ts';
import type { Reader } from './contract/front-end.ts';
import { NO_VALUES, type ParseContext, type Parsed } from './contract/parsed.ts';
import { problem } from './contract/problem.ts';
import { notingOutside } from './contract/read-inside.ts';
import { NO_RELATIONS } from './contract/relations.ts';
import { findDockerfileComments } from './dockerfile/comments.ts';
import { parseWithinLimit } from './excess.ts';
import { branchesIn, isTemplate as isTemplateFile, withoutJinja } from './jinja.ts';
import { type Expressions, withBranches, withExpressions } from './jinja-parts.ts';
import { withLinks } from './links.ts';
import { frontEndOf, type InputKind, PROJECT_KIND } from './registry.ts';

type ParsedInput = Parsed & Required<Pick<Parsed, 'relations'>>;

/**
 * Parses files as one input of a kind, several as one Compose project in merge order. Loads only
 * the parser of this kind. Never throws. A single NUL is ignored.
 */
export async function parseInput(
  kind: InputKind,
  files: readonly SourceFile[],
  context: ParseContext,
): Promise<ParsedInput> {
  return workOn(kind, files, context, (parsed) => parsed);
}

/** Loads the kind's reader, then calls {@link workWith}. */
export async function workOn<T>(
  kind: InputKind,
  files: readonly SourceFile[],
  context: ParseContext,
  use: (parsed: ParsedInput) => T,
): Promise<T> {
  return workWith(await loadReader(kind), kind, files, context, use);
}

/** A reader, with the search for unread commands. */
export interface LoadedReader extends Reader {
  readonly addUnread?: (parsed: Parsed, files: readonly SourceFile[]) => Parsed;
}

export async function loadReader(kind: InputKind): Promise<LoadedReader> {
  const { load, mentions } = frontEndOf(kind);
  const reader = await load();
  if (mentions === 'none') return reader;
  const { withUnread } = await import('./mentions/index.ts');
  const { comments } = reader;
  const proseIn = mentions === 'keys' ? (await import('./mentions/prose.ts')).createProseTest : undefined;
  return {
    ...reader,
    addUnread: (parsed, files) => withUnread(parsed, { files, ...defined({ comments, proseIn }) }),
  };
}

/**
 * Passes the result of {@link parseInput} to `use`, both under the context's watchdog. If that
 * stops the parser, `use` gets a result with only that problem.
 */
export function workWith<T>(
  reader: LoadedReader,
  kind: InputKind,
  files: readonly SourceFile[],
  context: ParseContext,
  use: (parsed: ParsedInput) => T,
): T {
  const { waitsForCommands } = frontEndOf(kind);
  const { isOutside, isConfined = false, watchdog = unwatched } = context;
  try {
    return watchdog(() => {
      const outside = new Set<string>();
      const noting = isConfined ? { ...context, files: notingOutside(context.files, outside) } : context;
      const all = parseRendered(kind, reader, files, noting);
      const read = withinLimit(reader.addUnread?.(all, files) ?? all);
      const waitedFor = waitsForCommands === true ? read.subjects.map(asWaitedFor) : read.subjects;
      const { relations = NO_RELATIONS } = read;
      const parsed = {
        ...read,
        relations: { ...relations, outside: [...outside] },
        subjects: withLinks(waitedFor, context),
      };
      return use(withRelations(isOutside === undefined ? parsed : withoutOutside(parsed, isOutside)));
    });
  } catch (error) {
    if (error instanceof WorkStopped) return use(withRelations(stopped(files, error.seconds)));
    throw error;
  }
}

/** Adds the relations that follow from the parsed subjects and problems. */
function withRelations(parsed: Parsed): ParsedInput {
  const { subjects, problems, relations = NO_RELATIONS } = parsed;
  return {
    ...parsed,
    relations: {
      ...relations,
      hasFragments: subjects.some(({ unresolvedOptions }) =>
        unresolvedOptions.some(({ reason }) => reason === 'fragment'),
      ),
      needsOthers: problems.some(({ id, severity }) => id === 'syntax/undefined-reference' && severity !== 'warning'),
      missing: problems.flatMap(({ missing, place: { location } }) =>
        missing === undefined ? [] : [{ ...missing, location }],
      ),
      partlyRead: [...new Set(problems.filter(hidesMore).map(({ place }) => place.location.path))],
    },
  };
}

/** True for a problem after which text may be unread. */
function hidesMore({ id, severity }: Problem): boolean {
  return severity === 'error' || id === 'syntax/limit';
}

/** Marks a container whose command a pipeline or make waits for. */
function asWaitedFor(subject: Subject): Subject {
  const isCommand = subject.kind === 'container' && subject.runBy === undefined && subject.origin.endsWith(' run');
  return isCommand ? { ...subject, runBy: 'command' } : subject;
}

function stopped(files: readonly SourceFile[], seconds: number): Parsed {
  const problems = files.slice(0, 1).map(({ path, text }): Problem => {
    const end = text.indexOf('\n');
    return {
      id: 'syntax/limit',
      severity: 'error',
      message: {
        what: `This file was not checked: plimsoll stopped after ${seconds} seconds.`,
        remedy: 'Report this file as a plimsoll bug. Until then, exclude it with `ignores`.',
      },
      place: placeAt(path, 0, end < 0 ? text.length : end),
    };
  });
  return {
    subjects: [],
    problems,
    texts: new Map(files.map(({ path, text }) => [path, text])),
    values: NO_VALUES,
  };
}

/** Real projects have far fewer. Checks take about 50 kB and a millisecond per subject. */
const MAX_SUBJECTS = 4000;

/** Drops subjects beyond the limit, and reports it. */
function withinLimit(parsed: Parsed): Parsed {
  const beyond = parsed.subjects[MAX_SUBJECTS];
  if (beyond === undefined) return parsed;
  const problem: Problem = {
    id: 'syntax/limit',
    severity: 'info',
    message: { what: `There are more than ${MAX_SUBJECTS} containers here; the rest were not checked.` },
    place: beyond.place,
  };
  return { ...parsed, subjects: parsed.subjects.slice(0, MAX_SUBJECTS), problems: [...parsed.problems, problem] };
}

/**
 * Parses files with Jinja expressions removed; messages show them as written. Problems in templates
 * are dropped, since the rendered text is unknown.
 */
function parseRendered(kind: InputKind, reader: Reader, files: readonly SourceFile[], context: ParseContext): Parsed {
  const isTemplate = files.some(isTemplateFile);
  const expressions: Expressions = new Map();
  const rendered =
    isTemplate || kind === PROJECT_KIND
      ? files.map((file) => ({ ...file, text: withoutJinja(file, expressions) }))
      : files;
  const { limit } = reader;
  const parseAll = (all: readonly SourceFile[]): Parsed => parseFiles(reader, all, context);
  const read = limit === undefined ? parseAll(rendered) : parseWithinLimit(rendered, limit, parseAll);
  const { problems: found } = read;
  const branches = files.flatMap(branchesIn);
  const subjects =
    branches.length === 0
      ? read.subjects
      : read.subjects.map((subject) => withBranches(subject, branches, subject.place.location));
  const parsed =
    expressions.size === 0
      ? { ...read, subjects }
      : { ...read, subjects: withExpressions(subjects, expressions), problems: withExpressions(found, expressions) };
  const isOriginal = files.every(
    ({ text, original }, index) => text === rendered[index]?.text && original === undefined,
  );
  if (isOriginal) return parsed;
  const texts = new Map([
    ...parsed.texts,
    ...files.map(({ path, text, original = text }) => [path, original] as const),
  ]);
  const problems = isTemplate ? parsed.problems.filter(({ severity }) => severity !== 'error') : parsed.problems;
  return { ...parsed, problems: withoutBrokenLines(problems, files), texts };
}

/** A line that is only a shell variable. */
const UNKNOWN_LINE = /^[ \t]*\$(?:\w+|\{\w+\})[ \t]*$/m;

/** Merges the YAML problems of generated files with unknown lines into one. */
function withoutBrokenLines(problems: readonly Problem[], files: readonly SourceFile[]): readonly Problem[] {
  const completed = new Set(
    files.flatMap(({ path, text, original }) => (original !== undefined && UNKNOWN_LINE.test(text) ? [path] : [])),
  );
  const isBroken = ({ id, place }: Problem): boolean =>
    id === 'syntax/invalid-yaml' && completed.has(place.location.path);
  const first = problems.find(isBroken);
  if (first === undefined) return problems;
  const what = 'The script adds lines to this YAML that plimsoll does not know, so part of it was not read.';
  return [...problems.filter((one) => !isBroken(one)), problem('syntax/limit', first.place, what)];
}

function parseFiles(reader: Reader, files: readonly SourceFile[], context: ParseContext): Parsed {
  const withNuls = files.filter(({ text }) => text.includes('\0'));
  if (withNuls.length === 0) return parseTexts(reader, files, context);
  const readable = reader.dropsNuls === true ? files : files.filter((file) => !isBinary(file)).map(withoutNuls);
  const parsed =
    readable.length === 0
      ? { subjects: [], problems: [], texts: new Map<string, string>(), values: NO_VALUES }
      : parseTexts(reader, readable, context);
  const texts = new Map([...parsed.texts, ...files.map(({ path, text }): [string, string] => [path, text])]);
  return { ...parsed, problems: [...withNuls.map(binaryProblem), ...parsed.problems], texts };
}

function parseTexts({ parse, comments }: Reader, files: readonly SourceFile[], context: ParseContext): Parsed {
  const parsed = parse(files, context);
  if (comments === undefined) return withMaskedProblems(parsed);
  const { dockerfiles = NONE } = parsed;
  return withMaskedProblems(
    withComments(parsed, (source, isWanted) =>
      (dockerfiles.has(source.path) ? findDockerfileComments : comments)(source, isWanted),
    ),
  );
}

const NONE: ReadonlySet<string> = new Set();

/** A substring of every comment to plimsoll, and of every suppressing comment to another linter. */
const MENTION =
  /p[li]+mp?sol|noqa|nosec|nosonar|nosemgrep|eslint-disable|hadolint|checkov:|trivy:|tfsec:|kics-scan|dclint|compose-?lint/i;

/** Adds suppressing comments; only texts that may contain one are searched. */
function withComments(parsed: Parsed, find: NonNullable<Reader['comments']>): Parsed {
  const comments = [...parsed.texts].flatMap(([path, text]) =>
    MENTION.test(text)
      ? find({ path, text }, (one) => isDirective(one) || parseForeign(one) !== undefined).map((comment) => ({
          ...comment,
          extent: extentOf(text, comment.location.span),
        }))
      : [],
  );
  return comments.length === 0 ? parsed : { ...parsed, comments };
}

function extentOf(text: string, { start, end }: Span): Span {
  let from = start;
  while (from > 0 && ' \t'.includes(text.charAt(from - 1))) from -= 1;
  const isAlone = from === 0 || '\r\n'.includes(text.charAt(from - 1));
  if (!isAlone) return { start: from, end };
  const newline = text.indexOf('\n', end);
  return { start: from, end: newline < 0 ? text.length : newline + 1 };
}

/** Text has at least this many characters per NUL, or a single NUL. */
const CHARACTERS_PER_NUL = 1000;

/** True for binary data, which shells and Compose reject. */
function isBinary({ text }: SourceFile): boolean {
  return countNuls(text) > 1 + text.length / CHARACTERS_PER_NUL;
}

function countNuls(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\0'); at >= 0; at = text.indexOf('\0', at + 1)) count += 1;
  return count;
}

function binaryProblem(file: SourceFile): Problem {
  const { path, text } = file;
  const at = text.indexOf('\0');
  const message = isBinary(file)
    ? { what: "The file has many NUL characters, so it isn't text.", remedy: 'Exclude it, or save it as UTF-8 text.' }
    : { what: "The file has a NUL character, so it isn't text.", remedy: 'Remove it.' };
  return { id: 'syntax/binary', severity: 'error', message, place: placeAt(path, at, at + 1) };
}

/** Replaces NULs with blanks, keeping all places. */
function withoutNuls({ path, text }: SourceFile): SourceFile {
  return { path, text: text.replaceAll('\0', ' ') };
}
