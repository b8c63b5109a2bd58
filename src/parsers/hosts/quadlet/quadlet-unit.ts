import type { Place } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import { coverOf, type UnitEntry, type UnitFile } from '../units/unit-file.ts';
import { QUADLET_ARGUMENTS, QUADLET_LIST, splitWords, type WordRules } from '../units/words.ts';

export interface WrittenUnitValue {
  readonly key: Place;
  readonly text: Text;
}

/**
 * A unit with its drop-ins, with Quadlet's lookup functions (containers/podman
 * `pkg/systemd/parser/unitfile.go`). Values in drop-ins come after the unit's.
 */
export class QuadletUnit {
  readonly files: readonly UnitFile[];

  constructor(files: readonly UnitFile[]) {
    this.files = files;
  }

  /** The first section of this name, where findings about the whole unit are placed. */
  header(section: string): Place | undefined {
    return this.files.flatMap(({ sections }) => sections).find(({ name }) => name === section)?.place;
  }

  entries(section: string, key?: string): readonly UnitEntry[] {
    return this.files.flatMap(({ entries }) =>
      entries.filter((entry) => entry.section === section && (key === undefined || entry.key === key)),
    );
  }

  has(section: string, key: string): boolean {
    return this.entries(section, key).length > 0;
  }

  /** The last value without quotes, even if empty (`Lookup`). */
  last(section: string, key: string): WrittenUnitValue | undefined {
    const entry = this.entries(section, key).at(-1);
    return entry === undefined ? undefined : { key: entry.keyPlace, text: withoutQuotes(entry.value) };
  }

  /** The last value, if not empty. */
  filled(section: string, key: string): WrittenUnitValue | undefined {
    const written = this.last(section, key);
    return written === undefined || written.text.length === 0 ? undefined : written;
  }

  /** The last value as a boolean: anything but true is false (`LookupBoolean`). */
  boolean(section: string, key: string): (WrittenUnitValue & { readonly value: boolean }) | undefined {
    const written = this.last(section, key);
    if (written === undefined) return undefined;
    return { ...written, value: ['1', 'yes', 'true', 'on'].includes(written.text.skeleton.toLowerCase()) };
  }

  /** All values with quotes; an empty one clears earlier ones (`LookupAll`). */
  all(section: string, key: string): readonly WrittenUnitValue[] {
    const entries = this.entries(section, key);
    const cleared = entries.findLastIndex(({ value }) => value.length === 0);
    return entries.slice(cleared + 1).map(({ keyPlace, value }) => ({ key: keyPlace, text: value }));
  }

  /** The words of all values; a value that can't be split has none (`LookupAllStrv`). */
  list(section: string, key: string): readonly WrittenUnitValue[] {
    return this.#words(section, key, QUADLET_LIST);
  }

  /** The arguments of all values (`LookupAllArgs`). */
  arguments(section: string, key: string): readonly WrittenUnitValue[] {
    return this.#words(section, key, QUADLET_ARGUMENTS);
  }

  /** The arguments of the last value (`LookupLastArgs`). */
  lastArguments(section: string, key: string): readonly Text[] {
    const entry = this.entries(section, key).at(-1);
    return entry === undefined ? [] : (splitWords(entry.value, QUADLET_ARGUMENTS) ?? []);
  }

  /** The last assignment of each name, sorted by name (`LookupAllKeyVal`). */
  pairs(section: string, key: string): readonly WrittenUnitValue[] {
    const byName = new Map<string, WrittenUnitValue>();
    for (const word of this.arguments(section, key)) {
      const equals = word.text.indexOf('=');
      if (equals >= 0) byName.set(word.text.skeleton.slice(0, equals), word);
    }
    return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, word]) => word);
  }

  #words(section: string, key: string, rules: WordRules): readonly WrittenUnitValue[] {
    return this.all(section, key).flatMap(({ key: place, text }) =>
      (splitWords(text, rules) ?? []).map((word) => ({ key: place, text: word })),
    );
  }
}

function withoutQuotes(text: Text): Text {
  const { skeleton } = text;
  const start = skeleton.length - skeleton.replace(/^"+/, '').length;
  const end = Math.max(start, skeleton.replace(/(?<!")"+$/, '').length);
  if (start === 0 && end === skeleton.length) return text;
  const inner = text.slice(start, end);
  return new Text(inner.segments, inner.segments.length === 0 ? text.whole : coverOf(inner));
}
