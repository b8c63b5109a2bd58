import { lineStart } from '../../text/lines.ts';
import { countWhile } from '../../util/binary-search.ts';
import { findKeys, findRequests } from './keys.ts';
import { isSilent } from './reasons.ts';
import { findMentions, type Mention } from './scan.ts';
import { createSurroundings } from './surroundings.ts';

/** The kind of an unread file. */
export type UnreadKind = 'commands' | 'code' | 'prose';

/** Names of documents, generated lists, and expected output of tests. */
const PROSE =
  /(?<!(?:^|\/)CMakeLists)\.(?:md|mdx|mdc|markdown|rst|adoc|asciidoc|txt|html?(?:-fragment)?|pot?|tex|texi|texinfo|org|textile|wiki|rdoc|pod|scd|[1-8]|csv|svg|css|scss|lock|sum|map|log|snap|golden|ast\.json|sqlite3?|db|pem|crt)$|(?:^|\/)(?:translations?|locales?|i18n)\/(?:.*\/)?[^/]+\.json$|(?:^|\/)(?:readme|changelog|changes|news|license|copying|authors|contributing|todo|codeowners)(?:[._-]\w+)?$|(?:^|\/)newsfragments\/(?:.*\/)?[^/]*\.(?:bugfix|feature|removal|deprecation|misc|doc|change)$|(?:^|\/)\.github\/ISSUE_TEMPLATE\/|(?:^|\/)(?:docs?|documentation|website)\/(?:.*\/)?[^/]*(?<!_tool)\.cue$/i;
const CODE =
  /\.(?:py|pyi|go|[cm]?[jt]sx?|vue|svelte|rb|java|kts?|scala|rs|[ch]|cc|cpp|hpp|cs|fs|php|pl|pm|lua|swift|r|jl|exs?|erl|hs|mli?|clj|el|vim|dart|nim|zig|sol|sql|ipynb)$/i;
/** The first line of a program in another language. */
const FIRST_LINE = /^#!.*\b(?:python|node|ruby|perl|php|lua|deno|bun|tclsh|Rscript)/;

/** A Compose file under any name, since `docker compose -f` accepts any. */
const COMPOSE = /^[{ ]{0,5}["']?services["']?[ \t]{0,20}:/m;

/** Names of documents that contain Compose files in blocks, and of expected output of tests. */
const MARKUP = /\.(?:md|mdx|mdc|markdown|rst|adoc|asciidoc|html?|ipynb|golden|snap)$/i;

/** True for a command's page from a documentation generator, and for an XML document. */
const isPage = (text: string): boolean =>
  (/^usage:/m.test(text) && /^(?:short|synopsis):/m.test(text)) ||
  /^\s*<\?xml[^]{0,1000}<(?:book|article|chapter|section|refentry|topic|resources|TS|feed|rss)\b/.test(
    text.slice(0, 1_200),
  );

/**
 * `isRun` is true for executable files, which may be scripts despite their name. Documents are
 * often executable by accident; plimsoll reads one if a script runs it.
 */
export function kindOfFile(path: string, text: string, isRun = false): UnreadKind {
  if (
    (isRun && (!MARKUP.test(path) || text.startsWith('#!'))) ||
    (!CODE.test(path) && !MARKUP.test(path) && COMPOSE.test(text))
  )
    return 'commands';
  if (PROSE.test(path) || isPage(text)) return 'prose';
  return CODE.test(path) || FIRST_LINE.test(text.slice(0, 200)) ? 'code' : 'commands';
}

const YAML = /\.(?:ya?ml|json[c5]?)(?:\.(?:j2|jinja2?|tmpl|tpl|example|sample|dist|in))?$/i;

/** The mentions to report in an unread file: the first of each line; in a document, all. */
export function mentionsInFile(
  path: string,
  text: string,
  isProseIn?: (text: string) => (at: number) => boolean,
  isRun = false,
): readonly Mention[] {
  const kind = kindOfFile(path, text, isRun);
  const isYaml = YAML.test(path) || (kind === 'commands' && !MARKUP.test(path) && COMPOSE.test(text));
  const isProse = isYaml ? isProseIn?.(text) : undefined;
  const surroundingsOf = createSurroundings(path, text);
  const isCell = path.endsWith('.ipynb') ? createCellTest(text) : undefined;
  const commands = findMentions(text).filter((mention) => {
    if (kind === 'prose') return mention.rule !== 'open';
    if (
      (isProse?.(mention.span.start) === true && mention.isMapping !== true) ||
      isCell?.(mention.span.start) === false
    )
      return false;
    return !isSilent(surroundingsOf(mention));
  });
  const requests = kind === 'commands' ? [...(isYaml ? findKeys(text) : []), ...findRequests(text)] : [];
  const isNewLine = createLineTest(text);
  const found = [...commands, ...requests].toSorted((a, b) => a.span.start - b.span.start);
  return found.filter(({ span }) => isNewLine(span.start));
}

/**
 * A test for offsets of a notebook: true in the source of a code cell, not in text or output. If a
 * cell doesn't begin with its type, every cell counts.
 */
function createCellTest(text: string): (at: number) => boolean {
  const keys = Array.from(
    text.matchAll(/"(cell_type|source|text|data)"\s*:\s*(?:"(\w*))?/g),
    ({ 1: key = '', 2: type = '', index }) => ({ key, type, index }),
  );
  const order = keys.flatMap(({ key }) => (key === 'cell_type' || key === 'source' ? [key] : []));
  if (order.some((key, index) => (key === 'cell_type') !== (index % 2 === 0))) return () => true;
  return (at) => {
    const before = keys.slice(
      0,
      countWhile(keys.length, (index) => (keys[index]?.index ?? 0) < at),
    );
    return before.at(-1)?.key === 'source' && before.findLast(({ key }) => key === 'cell_type')?.type === 'code';
  };
}

/**
 * A test for ascending offsets: true if the offset is on a new line, not counting continuations.
 */
export function createLineTest(text: string): (at: number) => boolean {
  let last = -1;
  return (at) => {
    let line = lineStart(text, at);
    while (line > last && /\\\r?\n$/.test(text.slice(Math.max(0, line - 3), line))) line = lineStart(text, line - 1);
    const isNew = line !== last;
    last = line;
    return isNew;
  };
}
