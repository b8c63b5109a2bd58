import { type Place, placeAt, type Span } from '../../../text/location.ts';
import { trimmed } from '../../../text/parts.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { coverOf } from './runs.ts';

/** The rules for joining lines: systemd puts a space for the backslash (`src/shared/conf-parser.c`); Quadlet also removes blanks around (`unitfile.go`). */
export type UnitDialect = 'systemd' | 'quadlet';

/** One `Key=value`. */
export interface UnitEntry {
  readonly section: string;
  readonly key: string;
  readonly keyPlace: Place;
  /** Trimmed, with continued lines joined; quotes and escapes are as written. An empty value has its key's place. */
  readonly value: Text;
  /** All of its lines, without the final line end. */
  readonly lines: Span;
}

/** One occurrence of a `[Section]`. */
export interface UnitSection {
  readonly name: string;
  readonly place: Place;
}

/** The content of a unit file, in order. */
export interface UnitFile {
  readonly path: string;
  readonly text: string;
  readonly sections: readonly UnitSection[];
  readonly entries: readonly UnitEntry[];
  /** Unrecognized lines, and entries before the first section. */
  readonly malformed: readonly Place[];
  /** Comment lines, trimmed. */
  readonly comments: readonly Span[];
}

interface Line {
  /** Trimmed. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Parses the sections and entries of a unit file. Never throws. */
export function readUnitFile(path: string, text: string, dialect: UnitDialect): UnitFile {
  const reader = new UnitReader(path, text, dialect);
  for (const line of linesOf(text)) reader.read(line);
  reader.end();
  return reader.file;
}

function* linesOf(text: string): Iterable<Line> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  while (start <= text.length) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const whole = text.slice(start, end);
    const trimmed = whole.trim();
    const from = start + (whole.length - whole.trimStart().length);
    yield { text: trimmed, start: trimmed === '' ? start : from, end: trimmed === '' ? start : from + trimmed.length };
    if (newline < 0) return;
    start = newline + 1;
  }
}

class UnitReader {
  readonly #path: string;
  readonly #text: string;
  readonly #dialect: UnitDialect;
  readonly #sections: UnitSection[] = [];
  readonly #entries: UnitEntry[] = [];
  readonly #malformed: Place[] = [];
  readonly #comments: Span[] = [];
  #section: string | undefined;
  #segments: Segment[] = [];
  #start = 0;
  #end = 0;

  constructor(path: string, text: string, dialect: UnitDialect) {
    this.#path = path;
    this.#text = text;
    this.#dialect = dialect;
  }

  get file(): UnitFile {
    return {
      path: this.#path,
      text: this.#text,
      sections: this.#sections,
      entries: this.#entries,
      malformed: this.#malformed,
      comments: this.#comments,
    };
  }

  /** A comment or empty line does not end a continued line. */
  read({ text, start, end }: Line): void {
    if (text === '') return;
    if (text.startsWith('#') || text.startsWith(';')) {
      this.#comments.push({ start, end });
      return;
    }
    if (this.#segments.length === 0) this.#start = start;
    this.#end = end;
    if (!this.#isContinued(text)) {
      this.#add(start, end);
      this.#finish();
      return;
    }
    this.#add(start, end - 1);
    if (this.#dialect === 'systemd')
      this.#segments.push({ kind: 'literal', text: ' ', place: placeAt(this.#path, end - 1, end), isVerbatim: false });
  }

  /** A continued line at the end of the file is complete. */
  end(): void {
    if (this.#segments.length > 0) this.#finish();
  }

  /** For systemd, an escaped backslash does not continue a line; Quadlet only checks the last character. */
  #isContinued(text: string): boolean {
    if (this.#dialect === 'quadlet') return text.endsWith('\\');
    let backslashes = 0;
    while (text.charAt(text.length - 1 - backslashes) === '\\') backslashes += 1;
    return backslashes % 2 === 1;
  }

  #add(start: number, end: number): void {
    if (start === end && this.#segments.length > 0) return;
    const text = this.#text.slice(start, end);
    this.#segments.push({ kind: 'literal', text, place: placeAt(this.#path, start, end), isVerbatim: true });
  }

  #finish(): void {
    const place = placeAt(this.#path, this.#start, this.#end);
    const line = trimmed(new Text(this.#segments, place));
    this.#segments = [];
    if (line.length === 0) return;
    const section = /^\[([^\]]*)\][ \t]*$/.exec(line.skeleton);
    if (section !== null) {
      this.#section = section[1] ?? '';
      this.#sections.push({ name: this.#section, place: line.slice(0, line.indexOf(']') + 1).place });
      return;
    }
    const equals = line.indexOf('=');
    const key = trimmed(line.slice(0, Math.max(equals, 0)));
    if (equals <= 0 || key.length === 0 || this.#section === undefined) {
      this.#malformed.push(place);
      return;
    }
    const written = trimmed(line.slice(equals + 1));
    this.#entries.push({
      section: this.#section,
      key: key.skeleton,
      keyPlace: key.place,
      value: new Text(written.segments, written.length === 0 ? key.place : coverOf(written)),
      lines: place.location.span,
    });
  }
}
