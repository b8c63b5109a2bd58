import { type Place, placeAt, type Span } from '../../../text/location.ts';
import { trimmed } from '../../../text/parts.ts';
import { type Segment, Text } from '../../../text/text.ts';
import { commentsAbove, type Thing } from '../../contract/line-comments.ts';
import type { FoundComment } from '../../contract/parsed.ts';

/**
 * The rules for joining lines: systemd replaces the backslash with a space
 * (`src/shared/conf-parser.c`); Quadlet also removes surrounding blanks (`unitfile.go`).
 */
export type UnitDialect = 'systemd' | 'quadlet';

export interface UnitEntry {
  readonly section: string;
  readonly key: string;
  readonly keyPlace: Place;
  /**
   * Trimmed, with continued lines joined; quotes and escapes stay. An empty value has the place of
   * its key.
   */
  readonly value: Text;
  /** All of its lines, without the final line end. */
  readonly lines: Span;
}

/** One occurrence of a `[Section]`. */
export interface UnitSection {
  readonly name: string;
  readonly place: Place;
}

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

/**
 * A line that continues. For systemd, an escaped backslash at the end doesn't count; Quadlet only
 * checks the last character.
 */
const CONTINUED: Readonly<Record<UnitDialect, RegExp>> = { systemd: /(?<!\\)(?:\\\\)*\\$/, quadlet: /\\$/ };

/** Parses the sections and entries of a unit file. Never throws. */
export function readUnitFile(path: string, text: string, dialect: UnitDialect): UnitFile {
  const sections: UnitSection[] = [];
  const entries: UnitEntry[] = [];
  const malformed: Place[] = [];
  const { lines, comments } = readLines(path, text, dialect);
  for (const line of lines) {
    const [, name] = /^\[([^\]]*)\][ \t]*$/.exec(line.skeleton) ?? [];
    const equals = line.indexOf('=');
    const key = trimmed(line.slice(0, Math.max(equals, 0)));
    const section = sections.at(-1)?.name;
    if (name !== undefined) sections.push({ name, place: line.slice(0, line.indexOf(']') + 1).place });
    else if (key.length === 0 || section === undefined) malformed.push(line.whole);
    else {
      const written = trimmed(line.slice(equals + 1));
      const value = new Text(written.segments, written.length === 0 ? key.place : coverOf(written));
      entries.push({ section, key: key.skeleton, keyPlace: key.place, value, lines: line.whole.location.span });
    }
  }
  return { path, text, sections, entries, malformed, comments };
}

/**
 * The trimmed, joined lines, and the comments. A comment between continued lines doesn't end them.
 */
function readLines(
  path: string,
  text: string,
  dialect: UnitDialect,
): { readonly lines: readonly Text[]; readonly comments: readonly Span[] } {
  const lines: Text[] = [];
  const comments: Span[] = [];
  let segments: Segment[] = [];
  let [start, end] = [0, 0];
  const finish = (): void => {
    const line = trimmed(new Text(segments, placeAt(path, start, end)));
    if (line.length > 0) lines.push(line);
    segments = [];
  };
  for (const { 0: whole, index } of text.matchAll(/[^\n]+/g)) {
    const line = whole.trim();
    const from = index + whole.indexOf(line);
    const to = from + line.length;
    if (/^[#;]/.test(line)) comments.push({ start: from, end: to });
    if (/^(?:[#;]|$)/.test(line)) continue;
    if (segments.length === 0) start = from;
    end = to;
    const isContinued = CONTINUED[dialect].test(line);
    const stop = isContinued ? to - 1 : to;
    segments.push({
      kind: 'literal',
      text: text.slice(from, stop),
      place: placeAt(path, from, stop),
      isVerbatim: true,
    });
    if (!isContinued) finish();
    else if (dialect === 'systemd')
      segments.push({ kind: 'literal', text: ' ', place: placeAt(path, stop, to), isVerbatim: false });
  }
  // The file may end with a continued line.
  if (segments.length > 0) finish();
  return { lines, comments };
}

/** The span from a text's first to its last character; both must be in one file. */
export function coverOf({ segments, whole }: Text): Place {
  const [first, last] = [segments[0], segments.at(-1)];
  if (first === undefined || last === undefined) return whole;
  return placeAt(whole.location.path, first.place.location.span.start, last.place.location.span.end);
}

/**
 * The wanted comments of a unit file. Each applies to the entry or section header below, or to the
 * entry that it is in the middle of.
 */
export function findUnitComments(unit: UnitFile, isWanted: (comment: string) => boolean): readonly FoundComment[] {
  const { comments, entries, sections, malformed } = unit;
  const things: readonly Thing[] = [
    ...entries.map(({ lines }) => ({ span: lines })),
    ...sections.map(({ place }) => ({ span: place.location.span })),
    ...malformed.map(({ location: { span } }): Thing => ({ span, isRead: false })),
  ];
  return commentsAbove(
    unit,
    comments,
    things.toSorted((a, b) => a.span.start - b.span.start),
    isWanted,
  );
}
