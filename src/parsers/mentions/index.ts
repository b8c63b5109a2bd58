import type { SourceFile } from '../../files/file-reader.ts';
import type { Problem } from '../../model/finding.ts';
import { lineEnd, lineStart } from '../../text/lines.ts';
import { isPlace, type Location, type Place, placeAt, type Span } from '../../text/location.ts';
import { countWhile } from '../../util/binary-search.ts';
import type { Read } from '../contract/coverage.ts';
import type { FoundComment, Parsed, VariableValues } from '../contract/parsed.ts';
import { problem } from '../contract/problem.ts';
import { NO_RELATIONS } from '../contract/relations.ts';
import { createLineTest, kindOfFile } from './file.ts';
import { findKeys, findRequests } from './keys.ts';
import { isSilent } from './reasons.ts';
import { findMentions, type Mention, namesEngine } from './scan.ts';
import { createSurroundings } from './surroundings.ts';

/** What is needed to tell commands from other text. */
export interface UnreadSearch {
  /** The files of the input, as written. */
  readonly files: readonly SourceFile[];
  readonly comments?: (source: SourceFile, isWanted: (comment: string) => boolean) => readonly FoundComment[];
  /** See `createProseTest`; absent if the input is neither YAML nor JSON. */
  readonly proseIn?: (text: string) => (at: number) => boolean;
}

/** Adds a problem for each unread engine command to the parsed input. */
export function withUnread(parsed: Parsed, search: UnreadSearch): Parsed {
  const own = new Map(search.files.map(({ path, text }) => [path, text]));
  const sourced = [...(parsed.sourced ?? [])].flatMap((path): [string, string][] => {
    const text = own.has(path) ? undefined : parsed.texts.get(path);
    return text === undefined || kindOfFile(path, text) === 'prose' ? [] : [[path, text]];
  });
  let reads: readonly Read[] | undefined;
  const readCommands: Location[] = [];
  const known = parsed.problems.flatMap(({ id, place: { location } }) =>
    id === 'syntax/unread-command' ? [location] : [],
  );
  const found = [...own, ...sourced].flatMap(([path, text]) => {
    const mentions = [...findMentions(text), ...unreadKeys(path, text, parsed)].toSorted(
      (a, b) => a.span.start - b.span.start,
    );
    if (mentions.length === 0) return [];
    reads ??= parsed.read?.() ?? [];
    const { left, read } = withoutRead(
      { path, text },
      mentions,
      reads.filter(({ location }) => location.path === path),
    );
    for (const { span } of read) readCommands.push({ path, span });
    if (left.length === 0 || isBroken(parsed, path)) return [];
    const isNewLine = createLineTest(text);
    const lines = new Set(known.flatMap((at) => (at.path === path ? [lineStart(text, at.span.start)] : [])));
    const unread = withoutQuiet(left, { path, text }, search).filter(
      ({ span }) => isNewLine(span.start) && !lines.has(lineStart(text, span.start)),
    );
    return unread.map((mention) => ({ path, text, mention }));
  });
  const rests = [...own, ...sourced].flatMap(([path, text]) => [
    ...found.flatMap((one) => (one.path === path ? [{ path, text, span: one.mention.span }] : [])),
    ...known.flatMap((at) =>
      at.path === path && /^["']?[ \t]/.test(text.slice(at.span.end, at.span.end + 2))
        ? [{ path, text, span: at.span }]
        : [],
    ),
  ]);
  const { relations = NO_RELATIONS, values, problems } = parsed;
  return {
    ...parsed,
    relations: { ...relations, readCommands },
    problems: [
      ...problems.map((one) => withoutEngine(one, parsed.texts)),
      ...found.map(({ path, mention }) => unreadProblem(path, mention)),
    ],
    values: rests.length === 0 ? values : withRestOfLines(values, rests),
  };
}

/** Makes an unknown command minor in a file that names no engine, unless it may decode the name. */
function withoutEngine(one: Problem, texts: Parsed['texts']): Problem {
  const { path, span } = one.place.location;
  const text = one.id === 'syntax/unknown-command' ? (texts.get(path) ?? '') : undefined;
  if (text === undefined || namesEngine(text)) return one;
  return DECODES.test(text.slice(lineStart(text, span.start), lineEnd(text, span.end)))
    ? one
    : { ...one, isMinor: true };
}

const DECODES = /\b(?:base(?:32|64)|openssl|xxd|rev|tr|uudecode)\b|\\x?\d/;

/** Hides the words after an unread command: they may be secrets. */
function withRestOfLines(
  values: VariableValues,
  found: readonly { readonly path: string; readonly text: string; readonly span: Span }[],
): VariableValues {
  const lines = found.flatMap(({ path, text, span }): readonly Location[] => {
    const end = lineEnd(text, span.end);
    return end > span.end ? [{ path, span: { start: span.end, end } }] : [];
  });
  const unparsed = [...(values.unparsed ?? []), ...lines];
  return {
    ...values,
    unparsed: unparsed.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start)),
  };
}

/** The mappings and container requests whose settings were not read. */
function unreadKeys(path: string, text: string, { subjects }: Parsed): readonly Mention[] {
  const keys = [...(isYaml(path) ? findKeys(text) : []), ...findRequests(text)];
  if (keys.length === 0) return keys;
  const read = joined(
    placesIn(subjects)
      .flatMap(({ location }) => (location.path === path ? [location.span] : []))
      .toSorted((a, b) => a.start - b.start),
  );
  return keys.filter(({ span, image = span }) => !touches(read, span) && !touches(read, image));
}

function placesIn(value: unknown): readonly Place[] {
  if (isPlace(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(placesIn);
  const isPlain = typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain ? Object.values(value).flatMap(placesIn) : [];
}

/** True for a text with an error that leaves a part unread. */
function isBroken({ problems }: Parsed, path: string): boolean {
  return problems.some(
    ({ id, severity, place }) =>
      severity === 'error' && id.startsWith('syntax/invalid-') && BROKEN.test(id) && place.location.path === path,
  );
}

const BROKEN = /-(?:json|makefile|shell|unit|yaml)$/;

export function isYaml(path: string): boolean {
  return /\.(?:ya?ml|json)(?:\.j2|\.jinja2?)?$/i.test(path);
}

function withoutRead(
  { path, text }: SourceFile,
  mentions: readonly Mention[],
  reads: readonly Read[],
): { readonly left: readonly Mention[]; readonly read: readonly Mention[] } {
  const spansOf = (as: Read['as']): readonly Span[] =>
    joined(reads.flatMap((read) => (read.as === as ? [read.location.span] : [])).toSorted((a, b) => a.start - b.start));
  const [commands, prints, passes] = [spansOf('command'), spansOf('prints'), spansOf('passes')];
  const surroundingsOf = createSurroundings(path, text);
  const isRead = ({ span }: Mention): boolean =>
    touches(commands, span) && !IN_EXEC.test(text.slice(Math.max(0, span.start - 200), span.start));
  const left = mentions.filter((mention) => {
    const start = { start: mention.span.start, end: mention.span.start + 1 };
    if (isRead(mention) || touches(prints, start)) return false;
    return mention.rule === 'keys' || !isSilent(surroundingsOf(mention), touches(passes, start));
  });
  return { left, read: mentions.filter(isRead) };
}

/** The start of an `exec`: the rest of the line runs in the container. */
const IN_EXEC =
  /(?:\b|\\[nrt])(?:docker|podman|nerdctl|compose)[ \t](?:[^\n;&|]{0,100}[ \t])?exec[ \t][^\n;&|]{0,100}$/;

/** Sorted spans, without overlapping ones. */
function joined(spans: readonly Span[]): readonly Span[] {
  const all: { start: number; end: number }[] = [];
  for (const { start, end } of spans) {
    const last = all.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else all.push({ start, end });
  }
  return all;
}

function touches(spans: readonly Span[], span: Span): boolean {
  return spanAt(spans, span) !== undefined;
}

/** The first of these spans that touches another one. */
function spanAt(spans: readonly Span[], { start, end }: Span): Span | undefined {
  const next = spans[countWhile(spans.length, (index) => (spans[index]?.end ?? 0) <= start)];
  return next !== undefined && next.start < end ? next : undefined;
}

/** A quick test: text that may start a comment. */
const COMMENT = /[#;]|\/[/*]|<!--|--|\bREM\b|::/i;

function withoutQuiet(
  mentions: readonly Mention[],
  source: SourceFile,
  { comments, proseIn }: UnreadSearch,
): readonly Mention[] {
  const last = Math.max(...mentions.map(({ span }) => span.start));
  const mayBeCommented = COMMENT.test(source.text.slice(0, last));
  const spans = mayBeCommented ? (comments?.(source, () => true).map(({ location }) => location.span) ?? []) : [];
  const commented = joined(spans.toSorted((a, b) => a.start - b.start));
  const isProse = proseIn !== undefined && isYaml(source.path) ? proseIn(source.text) : undefined;
  return mentions.filter(
    ({ span: { start }, rule, isMapping }) =>
      !touches(commented, { start, end: start + 1 }) &&
      (rule === 'keys' || isMapping === true || isProse?.(start) !== true),
  );
}

/** Why a mention was not read, as part of a sentence. */
const CAUSES: Readonly<Record<Mention['rule'], string>> = {
  literal: "plimsoll doesn't read commands here",
  variable: "plimsoll can't tell which program the variable holds, or doesn't read commands here",
  template: "plimsoll can't tell which program the template produces, or doesn't read commands here",
  list: "plimsoll doesn't read this list as a command",
  keys: "plimsoll doesn't read this mapping as a container",
  open: "plimsoll can't tell its subcommand",
};

export function unreadMessage({ shown, rule }: Pick<Mention, 'shown' | 'rule'>): string {
  return `\`${shown}\` was not checked: ${CAUSES[rule]}.`;
}

function unreadProblem(path: string, mention: Mention): Problem {
  const place = placeAt(path, mention.span.start, mention.span.end);
  return problem('syntax/unread-command', place, unreadMessage(mention), { severity: 'info' });
}
