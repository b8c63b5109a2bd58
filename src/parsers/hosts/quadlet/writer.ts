import type { WrittenOption } from '../../../model/command-line.ts';
import type { Subject } from '../../../model/container.ts';
import type { FileEdit } from '../../../text/edit.ts';
import { lineStart, nextLine } from '../../../text/lines.ts';
import { isWithin, type Location, type Span } from '../../../text/location.ts';
import { valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { refused, replaceAsWritten, type Writer, type Written } from '../../contract/writer.ts';
import { editLine, type LineEdit } from '../../docker/writer/index.ts';
import { QUADLET_KEYS, type QuadletSetting, quadletSetting } from '../../programs/quadlet-keys.ts';
import { removal } from '../../shell/writer/lines.ts';
import { readUnitFile, type UnitEntry, type UnitFile } from '../units/unit-file.ts';

/**
 * Writes changes into a unit: a new option becomes a key at the end of `[Container]`; a removed
 * option is deleted with its line, or only its words if the line has others.
 */
export const quadletWriter: Writer = {
  write: (change, subject, texts) => {
    const line = subject.kind === 'build' ? undefined : subject.commandLine;
    if (line === undefined || subject.origin !== 'quadlet') return refused('form', "It doesn't come from a unit.");
    // The image has no option: it is one of the words.
    if (change.kind === 'set' && change.field === 'image' && change.place !== undefined && subject.kind === 'container')
      return replaceAsWritten(change.place, valueOf(subject.config.image), change.value, texts);
    const planned = editLine(change, { ...subject, origin: 'podman run' }, line);
    if (planned.refusal !== undefined) return planned;
    const writer = new UnitWriter(subject, texts);
    const edits: FileEdit[] = [];
    for (const edit of planned.edits) {
      const written = writer.write(edit);
      if (written.refusal !== undefined) return written;
      for (const each of written.edits) edits.push(each);
    }
    return { edits };
  },
};

/** Characters that mean nothing special to Quadlet and systemd in any value. */
const SAFE = /^[\w@+=:,./-]*$/;

const OUT_OF_REACH = refused('variable', 'A variable or another unit sets it or part of it.');
const UNSAFE = refused('form', 'It would need quotes.');

/** Forms of keys for which the last value counts. */
const SINGLE: ReadonlySet<string> = new Set(['string', 'given', 'boolean', 'switch']);
const LISTS: ReadonlySet<string> = new Set(['words', 'arguments', 'pairs', 'mounts', 'devices']);
const FORMS: ReadonlyMap<string, string> = new Map([
  ...QUADLET_KEYS.map(({ key, form }) => [key, form] as const),
  ['PodmanArgs', 'arguments'],
]);

class UnitWriter {
  readonly #subject: Subject;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #files = new Map<string, UnitFile>();

  constructor(subject: Subject, texts: ReadonlyMap<string, string>) {
    this.#subject = subject;
    this.#texts = texts;
  }

  write(edit: LineEdit): Written {
    switch (edit.kind) {
      case 'add':
        return this.#add(quadletSetting(edit.name, edit.value, (key) => this.#usesKey(key)));
      case 'remove':
        return this.#remove(edit.option);
      case 'insert':
        return this.#insert(edit.option, edit.at, edit.newText);
      case 'replace':
        return this.#replace(edit.part, edit.newText);
    }
  }

  #usesKey(key: string): boolean {
    return this.#subject.kind === 'container' && this.#subject.flagNames?.has(key) === true;
  }

  /**
   * Adds a key after the last one of its name, or at the section's end; changes a single-valued
   * key.
   */
  #add({ key, value }: QuadletSetting): Written {
    const { path, span } = this.#subject.place.location;
    const file = this.#file(path);
    if (file === undefined) return OUT_OF_REACH;
    if (!SAFE.test(value)) return UNSAFE;
    const next = file.sections.find(({ place }) => place.location.span.start > span.start)?.place.location.span.start;
    const entries = file.entries.filter(
      ({ lines }) => lines.start > span.start && (next === undefined || lines.start < next),
    );
    const same = entries.findLast((entry) => entry.key === key);
    if (same !== undefined && same.value.length > 0 && SINGLE.has(FORMS.get(key) ?? ''))
      return { edits: [{ ...same.value.whole.location, newText: value }] };
    const after = same ?? entries.at(-1);
    const at = after?.lines.end ?? span.end;
    const newText = `${file.text.includes('\r\n') ? '\r\n' : '\n'}${indentation(file, after)}${key}${equals(file, after)}${value}`;
    return { edits: [{ path, span: { start: at, end: at }, newText }] };
  }

  #remove({ word, valueWord }: WrittenOption): Written {
    const places = [word, valueWord].flatMap((text) => (text === undefined ? [] : [text.whole.location]));
    const entry = places.map((place) => this.#entryAt(place)).find((found) => found !== undefined);
    if (entry === undefined) return OUT_OF_REACH;
    const { path } = entry.keyPlace.location;
    const text = this.#texts.get(path) ?? '';
    const value = entry.value.whole.location.span;
    const spans = places.map(({ span }) => span).filter((span) => isWithin(span, value));
    const [first, last] = [spans[0], spans.at(-1)];
    const isAlone =
      first === undefined ||
      last === undefined ||
      isBlank(text.slice(value.start, first.start) + text.slice(last.end, value.end));
    if (isAlone || !LISTS.has(FORMS.get(entry.key) ?? '')) return { edits: [{ path, ...linesOf(text, entry.lines) }] };
    return { edits: [{ path, ...removal(text, { start: first.start, end: last.end }) }] };
  }

  #insert({ value }: WrittenOption, at: 'start' | 'end', newText: string): Written {
    // Only this end must be literal; the other one may be a specifier.
    const edge = at === 'start' ? value.segments[0] : value.segments.at(-1);
    const location = edge === undefined ? undefined : this.#rangeOf(new Text([edge], value.whole));
    if (location === undefined) return OUT_OF_REACH;
    if (!SAFE.test(newText)) return UNSAFE;
    const offset = location.span[at];
    return { edits: [{ path: location.path, span: { start: offset, end: offset }, newText }] };
  }

  #replace(part: Text, newText: string): Written {
    if (!SAFE.test(newText)) return UNSAFE;
    const range = this.#rangeOf(part);
    if (range !== undefined) return { edits: [{ ...range, newText }] };
    const entry = this.#entryAt(part.place.location);
    // Possibly another spelling, such as `no`.
    if (entry === undefined || FORMS.get(entry.key) !== 'boolean') return OUT_OF_REACH;
    return { edits: [{ ...entry.value.whole.location, newText }] };
  }

  #rangeOf({ value, place, segments }: Text): Location | undefined {
    const { path, span } = place.location;
    const isHere = segments.every((segment) => segment.kind === 'literal' && segment.place.hops.every(isBranch));
    return isHere && value === this.#texts.get(path)?.slice(span.start, span.end) ? place.location : undefined;
  }

  #entryAt({ path, span }: Location): UnitEntry | undefined {
    return this.#file(path)?.entries.find(({ lines }) => isWithin(span, lines));
  }

  #file(path: string): UnitFile | undefined {
    const text = this.#texts.get(path);
    if (text === undefined) return undefined;
    const known = this.#files.get(path) ?? readUnitFile(path, text, 'quadlet');
    this.#files.set(path, known);
    return known;
  }
}

function isBranch({ kind }: { readonly kind: string }): boolean {
  return kind === 'branch';
}

/** True for blanks, line ends and continuation backslashes. */
function isBlank(text: string): boolean {
  return /^[ \t\r\n]*$/.test(text.replaceAll(/\\\r?\n/g, ''));
}

/** Removes lines with their last line end or, at the end of a text, the line end before them. */
function linesOf(text: string, { start, end }: Span): { readonly span: Span; readonly newText: string } {
  const from = lineStart(text, start);
  const isLast = !text.includes('\n', end);
  return { span: { start: isLast ? Math.max(from - 1, 0) : from, end: nextLine(text, end) }, newText: '' };
}

function indentation({ text }: UnitFile, entry: UnitEntry | undefined): string {
  const start = entry?.lines.start ?? 0;
  return entry === undefined ? '' : text.slice(lineStart(text, start), start);
}

/** The text between an entry's key and value. */
function equals({ text }: UnitFile, entry: UnitEntry | undefined): string {
  if (entry === undefined) return '=';
  const between = text.slice(entry.keyPlace.location.span.end, entry.value.whole.location.span.start);
  return /^[ \t]*=[ \t]*$/.test(between) && entry.value.length > 0 ? between : '=';
}
