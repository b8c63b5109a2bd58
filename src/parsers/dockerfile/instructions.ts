import { linesOf } from '../../text/lines.ts';
import type { Span } from '../../text/location.ts';
import { trimmed, wordsIn } from '../../text/parts.ts';
import { Text } from '../../text/text.ts';
import { words } from '../../util/words.ts';

/** An instruction of a Dockerfile with joined lines, without comments. */
export interface Instruction {
  readonly keyword: string;
  readonly keywordText: Text;
  /** The text after the keyword and its flags. */
  readonly argument: Text;
  /** Its lines, including here-documents, as offsets. */
  readonly lines: Span;
}

export interface Dockerfile {
  readonly instructions: readonly Instruction[];
  /** Its comments, each from the `#` to the end of its line, as offsets. */
  readonly comments: readonly Span[];
  /** The escape and line continuation character. */
  readonly escape: string;
}

const KEYWORDS = words(
  `ADD ARG CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL MAINTAINER ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR`,
);
const DIRECTIVE = /^#\s*([a-z][a-z\d]*)\s*=\s*(\S.*)$/i;
/** Docker's own BuildKit frontend; other frontends may have another syntax. */
const OWN_SYNTAX = /^(?:docker\.io\/)?docker\/dockerfile(?:-upstream)?(?:[:@].*)?$/;
const HEREDOC = /(?:^|\s)\d*<<(-?)(["']?)([^\s<"']+)\2(?=\s|$)/g;

/**
 * A Dockerfile's instructions (BuildKit `frontend/dockerfile/parser/parser.go`); `undefined` if the
 * builder rejects it, or if `# syntax=` names another frontend.
 */
export function readDockerfile(text: Text): Dockerfile | undefined {
  const { skeleton } = text;
  const lines = linesOf(skeleton);
  const directives = readDirectives(skeleton, lines);
  const [syntax, escape = '\\'] = [directives.get('syntax'), directives.get('escape')];
  if ((syntax !== undefined && !OWN_SYNTAX.test(syntax)) || (escape !== '\\' && escape !== '`')) return undefined;
  const instructions: Instruction[] = [];
  const comments: Span[] = [];
  for (let index = 0; index < lines.length; ) {
    const { parts, comments: found, next } = joinLines(text, lines, index, escape);
    for (const comment of found) comments.push(comment);
    const joined = Text.concat(parts, text.whole);
    if (joined.skeleton.trim() === '') {
      index = next;
      continue;
    }
    const instruction = toInstruction(joined);
    const behind = instruction && skipHeredocs(skeleton, lines, next, instruction);
    if (instruction === undefined || behind === undefined) return undefined;
    const span = { start: lines[index]?.start ?? 0, end: lines[behind - 1]?.end ?? skeleton.length };
    instructions.push({ ...instruction, lines: span });
    index = behind;
  }
  return { instructions, comments, escape };
}

/** The instruction in an `ONBUILD`. */
export function triggerOf({ argument, lines }: Instruction): Instruction | undefined {
  const [word] = wordsIn(argument);
  if (word?.value === undefined) return undefined;
  const keyword = word.value.toUpperCase();
  return { keyword, keywordText: word, argument: trimmed(argument.slice(word.length)), lines };
}

/** The strings of a text that is a JSON list of strings (BuildKit `parseJSON`). */
export function readJsonList(text: Text): readonly Text[] | undefined {
  const { skeleton } = text;
  if (!skeleton.trimStart().startsWith('[')) return undefined;
  const values = parseJson(skeleton);
  if (!Array.isArray(values) || !values.every((value) => typeof value === 'string')) return undefined;
  const strings = [...skeleton.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"/g)];
  return values.map((value: string, at) => {
    const { 0: string = '', index = 0 } = strings[at] ?? {};
    const written = text.slice(index + 1, index + string.length - 1);
    return written.skeleton === value || !written.isKnown ? written : Text.derived(value, written.place);
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The parser directives in the first lines: `# escape=`, `# syntax=`. */
function readDirectives(text: string, lines: readonly Span[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { start, end } of lines) {
    const match = DIRECTIVE.exec(text.slice(start, end).trim());
    if (match === null) break;
    const [, name = '', value = ''] = match;
    found.set(name.toLowerCase(), value.trim());
  }
  return found;
}

/** The parts of an instruction without comments, empty lines and continuation characters. */
function joinLines(
  text: Text,
  lines: readonly Span[],
  first: number,
  escape: string,
): { readonly parts: readonly Text[]; readonly comments: readonly Span[]; readonly next: number } {
  const parts: Text[] = [];
  const comments: Span[] = [];
  let index = first;
  for (let isOpen = true; isOpen && index < lines.length; index += 1) {
    const { start, end } = lines[index] ?? { start: 0, end: 0 };
    const line = text.skeleton.slice(start, end);
    const isComment = line.trimStart().startsWith('#');
    if (isComment) comments.push({ start: end - line.trimStart().length, end });
    isOpen = index > first && (isComment || line.trim() === '');
    if (isComment || isOpen) continue;
    const length = lengthBeforeContinuation(line, escape);
    isOpen = length !== undefined;
    parts.push(text.slice(start, start + (length ?? line.length)));
  }
  return { parts, comments, next: index };
}

function lengthBeforeContinuation(line: string, escape: string): number | undefined {
  const end = line.trimEnd().length - 1;
  return line.charAt(end) === escape && line.charAt(end - 1) !== escape ? end : undefined;
}

function toInstruction(line: Text): Omit<Instruction, 'lines'> | undefined {
  const [whole = '', name = ''] = /^\s*([A-Za-z]+)(?!\S)/.exec(line.skeleton) ?? [];
  const keyword = name.toUpperCase();
  if (!KEYWORDS.includes(keyword)) return undefined;
  const [flags = ''] = /^(?:\s+--\S*){0,1000}/.exec(line.skeleton.slice(whole.length)) ?? [];
  return {
    keyword,
    keywordText: line.slice(whole.length - name.length, whole.length),
    argument: trimmed(line.slice(whole.length + flags.length)),
  };
}

/** The line after an instruction's here-documents; `undefined` if one does not end. */
function skipHeredocs(
  text: string,
  lines: readonly Span[],
  from: number,
  { keyword, argument }: Pick<Instruction, 'keyword' | 'argument'>,
): number | undefined {
  const command = keyword === 'ONBUILD' ? (/^\w+/.exec(argument.skeleton)?.[0].toUpperCase() ?? '') : keyword;
  if (!['ADD', 'COPY', 'RUN'].includes(command) || readJsonList(argument) !== undefined) return from;
  let index = from;
  for (const [, dash, , name] of argument.skeleton.matchAll(HEREDOC)) {
    for (let isIn = true; isIn; index += 1) {
      const line = lines[index];
      if (line === undefined) return undefined;
      const written = text.slice(line.start, line.end);
      isIn = (dash === '-' ? written.replace(/^\t+/, '') : written) !== name;
    }
  }
  return index;
}
