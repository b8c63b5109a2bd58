import { findKeys, findRequests } from './keys.ts';
import { createLineTest } from './position.ts';
import { findMentions, type Mention } from './scan.ts';

/** The kind of an unread file. */
export type UnreadKind = 'commands' | 'code' | 'prose' | 'other';

const PROSE =
  /\.(?:md|mdx|mdc|markdown|rst|adoc|asciidoc|txt|html?|xml|pot?|tex|texi|texinfo|org|textile|wiki|rdoc|pod|scd|[1-8]|ipynb|csv|svg)$|(?:^|\/)(?:readme|changelog|changes|news|license|copying|authors|contributing|install|todo)(?:[._-]\w+)?$|(?:^|\/)\.github\/ISSUE_TEMPLATE\/|(?:^|\/)(?:docs?|documentation|website)\/(?:.*\/)?[^/]*(?<!_tool)\.cue$/i;
/** Generated files, build files, and files without commands. */
const OTHER =
  /\.(?:lock|sum|map|log|patch|diff|snap|golden|css|scss|svg|ico|png|jpe?g|gif|pdf|woff2?|pem|crt|proto)$|\.min\.\w+$|(?:^|\/)(?:package-lock|npm-shrinkwrap|composer\.lock|pnpm-lock|yarn\.lock|go\.sum)|(?:^|\/)(?:Docker|Container)file[^/]*$|\.dockerfile$|(?:^|\/)(?:node_modules|\.cache)\//i;
const CODE =
  /\.(?:py|pyi|go|[cm]?[jt]sx?|vue|svelte|rb|java|kts?|scala|rs|[ch]|cc|cpp|hpp|cs|fs|php|pl|pm|lua|swift|r|jl|exs?|erl|hs|mli?|clj|el|vim|dart|nim|zig|sol|sql)$/i;
/** The first line of a program in another language. */
const FIRST_LINE = /^#!.*\b(?:python|node|ruby|perl|php|lua|deno|bun|tclsh|Rscript)/;

/** A Compose file under any name, since `docker compose -f` accepts any. */
const COMPOSE = /^[{ ]{0,5}["']?services["']?[ \t]{0,20}:/m;

/** Documents with Compose files in blocks, and expected output of tests. */
const MARKUP = /\.(?:md|mdx|mdc|markdown|rst|adoc|asciidoc|html?|ipynb|golden|snap)$/i;

/** A page of a command, as generators of documentation write it. */
const isPage = (text: string): boolean => /^usage:/m.test(text) && /^(?:short|synopsis):/m.test(text);

/** `isRun` is true for files that are executed: a shell may read them despite their name. */
export function kindOfFile(path: string, text: string, isRun = false): UnreadKind {
  if (isRun || (!CODE.test(path) && !MARKUP.test(path) && COMPOSE.test(text))) return 'commands';
  if (OTHER.test(path)) return 'other';
  if (PROSE.test(path) || isPage(text)) return 'prose';
  return CODE.test(path) || FIRST_LINE.test(text.slice(0, 200)) ? 'code' : 'commands';
}

const YAML = /\.(?:ya?ml|json[c5]?)(?:\.(?:j2|jinja2?|tmpl|tpl|example|sample|dist|in))?$/i;

/** The mentions in an unread file, the first of each line; in source code only the first one. */
export function mentionsInFile(
  path: string,
  text: string,
  isProseIn?: (text: string) => (at: number) => boolean,
  isRun = false,
): readonly Mention[] {
  const kind = kindOfFile(path, text, isRun);
  if (kind === 'other') return [];
  const isYaml = YAML.test(path) || (kind === 'commands' && !MARKUP.test(path) && COMPOSE.test(text));
  const isProse = isYaml ? isProseIn?.(text) : undefined;
  const commands = findMentions(text, kind === 'code' ? 'code' : isYaml ? 'yaml' : 'plain').filter(
    ({ position, span }) => position === 'command' && isProse?.(span.start) !== true,
  );
  const requests = kind === 'commands' ? [...(isYaml ? findKeys(text) : []), ...findRequests(text)] : [];
  const isNewLine = createLineTest(text);
  const found = [...commands, ...requests].toSorted((a, b) => a.span.start - b.span.start);
  return (kind === 'code' ? found.slice(0, 1) : found).filter(({ span }) => isNewLine(span.start));
}
