import type { CommandLine, WrittenOption } from '../../../model/command-line.ts';
import type { FileEdit } from '../../../text/edit.ts';
import type { Location } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { refused, replaceAsWritten, type Writer, type Written } from '../../contract/writer.ts';
import { editLine, type LineEdit } from '../../docker/writer/index.ts';
import { levelOfText, locationAt, rangeAt, rangeOfWord } from './extents.ts';
import { removal, separatorBefore } from './lines.ts';

/**
 * Edits words where they were written (command, call or variable), and inserts text next to values,
 * so that variables stay.
 */
export const shellWriter: Writer = {
  write: (change, subject, texts) => {
    const line = subject.kind === 'build' ? undefined : subject.commandLine;
    if (line === undefined) return refused('form', 'The program that runs this command line is unknown.');
    // The image has no option: it is one of the words.
    if (change.kind === 'set' && change.field === 'image' && change.place !== undefined && subject.kind === 'container')
      return replaceAsWritten(change.place, valueOf(subject.config.image), change.value, texts);
    const planned = editLine(change, subject, line);
    if (planned.refusal !== undefined) return planned;
    const edits: FileEdit[] = [];
    for (const edit of planned.edits) {
      const written = new LineWriter(line, texts).write(edit);
      if (written.refusal !== undefined) return written;
      for (const each of written.edits) edits.push(each);
    }
    return { edits };
  },
};

/** Characters that mean nothing special to a shell, whatever the quotes. */
const SAFE = /^[\w@%+=:,./-]*$/;

class LineWriter {
  readonly #line: CommandLine;
  readonly #texts: ReadonlyMap<string, string>;

  constructor(line: CommandLine, texts: ReadonlyMap<string, string>) {
    this.#line = line;
    this.#texts = texts;
  }

  write(edit: LineEdit): Written {
    switch (edit.kind) {
      case 'add':
        return this.#add(edit.name, edit.value);
      case 'remove':
        return this.#remove(edit.option);
      case 'insert':
        return this.#insert(edit.option, edit.at, edit.newText);
      case 'replace':
        return this.#replace(edit.option, edit.part, edit.newText);
    }
  }

  /** Adds an option after the subcommand, in its own line if options have such. */
  #add(name: string, value: string | undefined): Written {
    const { subcommand, options, words } = this.#line;
    const separator = value === undefined ? '' : this.#usesEquals() ? '=' : ' ';
    const option = `--${name}${separator}${value ?? ''}`;
    if (!SAFE.test(name) || !SAFE.test(value ?? '')) return UNQUOTED;
    const level = levelOfText(subcommand);
    const own = rangeOfWord(subcommand, level, this.#line);
    const text = own === undefined ? undefined : this.#texts.get(own.path);
    // A request that comes from keys of a document has no subcommand to edit.
    const isWritten =
      own !== undefined && subcommand.value !== undefined && this.#textAt(own)?.includes(subcommand.value);
    if (own === undefined || text === undefined || isWritten !== true || isGuessed(subcommand)) return OUT_OF_REACH;
    const insert = (at: number, newText: string): Written => ({
      edits: [{ path: own.path, span: { start: at, end: at }, newText }],
    });
    const isOption = new Set(options.map((each) => each.word.whole));
    for (const [index, place] of words.entries()) {
      if (index > 0 && !isOption.has(place)) continue;
      const location = locationAt(place, level);
      if (location?.path !== own.path || location.span.start < own.span.end) continue;
      const at = /["']/.test(text.charAt(location.span.start - 1)) ? location.span.start - 1 : location.span.start;
      const before = separatorBefore(text, at);
      if (before === undefined || before.start < own.span.end) continue;
      return index === 0 ? insert(own.span.end, before.text + option) : insert(at, option + before.text);
    }
    return insert(own.span.end, ` ${option}`);
  }

  /** True if values usually follow `=`. */
  #usesEquals(): boolean {
    const values = this.#line.options.filter((option) => option.spelling.length > 2 && !isImplied(option));
    return values.filter(({ valueWord }) => valueWord === undefined).length * 2 > values.length;
  }

  #remove(option: WrittenOption): Written {
    const { word, valueWord, spelling } = option;
    if (isGuessed(spelling)) return OUT_OF_REACH;
    const level = levelOfText(word);
    const range = valueWord === undefined ? undefined : rangeOfWord(valueWord, level, this.#line);
    if (valueWord !== undefined && range === undefined) return OUT_OF_REACH;
    const isLong = spelling.length > 2;
    const letters = this.#line.options.filter((other) => other.word === word);
    const from = 1 + letters.indexOf(option);
    const end = valueWord !== undefined || isImplied(option) ? from + 1 : word.length;
    if (isLong || (from === 1 && end === word.length))
      return this.#removeWords(rangeOfWord(word, level, this.#line), range);
    // Other letters of the bundle stay.
    const letter = this.#replace(option, word.slice(from, end), '');
    if (letter.refusal !== undefined || range === undefined) return letter;
    const rest = this.#removeWords(range, undefined);
    return rest.refusal === undefined ? { edits: [...letter.edits, ...rest.edits] } : rest;
  }

  #removeWords(first: Location | undefined, last: Location | undefined): Written {
    const text = first === undefined ? undefined : this.#texts.get(first.path);
    if (first === undefined || text === undefined) return OUT_OF_REACH;
    const { path, span } = first;
    if (last === undefined) return { edits: [{ path, ...removal(text, span) }] };
    const isBeside = last.path === path && isBlank(text.slice(span.end, last.span.start));
    if (!isBeside || last.span.start < span.end) return OUT_OF_REACH;
    return { edits: [{ path, ...removal(text, { start: span.start, end: last.span.end }) }] };
  }

  /** Adds text to an option's value, before or after an expansion. */
  #insert({ spelling, value }: WrittenOption, at: 'start' | 'end', newText: string): Written {
    const level = levelOfText(spelling);
    const parts = value.segments.filter((segment) => segment.kind === 'unknown' || segment.text !== '');
    const edge = at === 'start' ? parts[0] : parts.at(-1);
    const location = edge === undefined ? undefined : locationAt(edge.place, level);
    const text = location === undefined ? undefined : this.#texts.get(location.path);
    if (location === undefined || text === undefined || isGuessed(spelling)) return OUT_OF_REACH;
    const offset = location.span[at];
    if (!SAFE.test(newText) || (at === 'start' && text.charAt(offset - 1) === '\\')) return UNQUOTED;
    const [, name] = /^\$(\w+)$/.exec(this.#textAt(location) ?? '') ?? [];
    // In zsh, text after `$X:` may be a modifier.
    if (name !== undefined && at === 'end' && isZsh(location.path, text))
      return { edits: [{ ...location, newText: `\${${name}}${newText}` }] };
    return { edits: [{ path: location.path, span: { start: offset, end: offset }, newText }] };
  }

  /**
   * Replaces part of a value where it is written, even in a variable; if composed, in the command.
   */
  #replace({ spelling }: WrittenOption, part: Text, newText: string): Written {
    if (isGuessed(part)) return OUT_OF_REACH;
    const exact = rangeAt(part, levelOfText(part));
    const isExact = exact !== undefined && this.#textAt(exact) === part.value;
    const range = isExact ? exact : part.segments.length > 1 ? rangeAt(part, levelOfText(spelling)) : undefined;
    if (range === undefined || !SAFE.test(newText)) return exact === undefined ? OUT_OF_REACH : UNQUOTED;
    return { edits: [{ ...range, newText }] };
  }

  #textAt({ path, span }: Location): string | undefined {
    return this.#texts.get(path)?.slice(span.start, span.end);
  }
}

const OUT_OF_REACH = refused('variable', 'A variable or braces set it or part of it.');
const UNQUOTED = refused('form', 'It is inside quotes or escapes that would have to change.');

/** True if part of a text is unknown, or comes from an unset variable. */
function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text.replaceAll(/\\\r?\n/g, ''));
}

function isGuessed({ segments }: Text): boolean {
  return segments.some(({ kind, place: { hops } }) => kind === 'unknown' || hops.some((hop) => hop.kind === 'default'));
}

function isZsh(path: string, text: string): boolean {
  return path.endsWith('.zsh') || /^#!.*\bzsh\b/.test(text);
}

function isImplied({ spelling, value }: WrittenOption): boolean {
  return value.place === spelling.place;
}
