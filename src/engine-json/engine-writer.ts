import type { Entry } from '../model/config.ts';
import type { Subject } from '../model/container.ts';
import { valuesInCommand } from '../sensitive/command-values.ts';
import { isCertain, type Span } from '../text/location.ts';
import { patternText, type Setting } from '../text/setting.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

/** What is shown for a value that may be a secret. */
export const HIDDEN = '***';

const NAME_ALONE = /^[\w.-]*$/;
const NAME_WITH_COLON = /^[\w.-]+:/;

function masked(text: string, spans: readonly Span[]): string {
  return spans.toReversed().reduce((shown, { start, end }) => shown.slice(0, start) + HIDDEN + shown.slice(end), text);
}

/** What the writers of one body share. */
export interface Notes {
  readonly unknown: string[];
  /** How many ports there is room for. */
  ports: number;
}

/** Reads settings under one path and notes which of them are unknown. */
export class EngineWriter {
  readonly notes: Notes;
  private readonly path: string;

  private readonly hidesValues: boolean;

  constructor(path: string, notes: Notes, hidesValues: boolean) {
    this.path = path;
    this.notes = notes;
    this.hidesValues = hidesValues;
  }

  at(name: string): EngineWriter {
    return new EngineWriter(this.path === '' ? name : `${this.path}.${name}`, this.notes, this.hidesValues);
  }

  item(index: number): EngineWriter {
    return new EngineWriter(`${this.path}[${index}]`, this.notes, this.hidesValues);
  }

  noteUnknown(): void {
    this.notes.unknown.push(this.path);
  }

  private note(setting: Setting<unknown>): void {
    if (!setting.known || !isCertain(setting.place)) this.noteUnknown();
  }

  /** True for a value that is not to be shown. */
  hides({ place }: Setting<unknown>): boolean {
    return this.hidesValues && place.shown !== undefined;
  }

  /** A scalar: left out where it is unknown. */
  scalar(setting: Setting<string | number | boolean> | undefined): Json | undefined {
    if (setting === undefined) return undefined;
    this.note(setting);
    if (!setting.known) return undefined;
    return this.hides(setting) ? HIDDEN : setting.value;
  }

  /** Text that has to stand somewhere, such as an element of a list: as it was written where it is unknown. */
  text(setting: Setting<string>): string {
    this.note(setting);
    if (this.hides(setting)) return HIDDEN;
    return setting.known ? setting.value : patternText(setting.pattern);
  }

  /** Environment variables, `NAME=value` each. In text that is broken a name alone may be a value without its name. */
  variables(items: readonly Setting<string>[] | undefined, { openings }: Pick<Subject, 'openings'>): Json | undefined {
    const isBroken = openings.some(({ reason }) => reason === 'broken');
    return this.list(items, (writer, item) => {
      const text = item.known ? item.value : patternText(item.pattern);
      const equals = text.indexOf('=');
      const shown = writer.text(item);
      if (!this.hidesValues) return shown;
      if (equals >= 0 && !/\s/.test(text.slice(0, equals))) return `${text.slice(0, equals)}=${HIDDEN}`;
      // `A:x`, where `A=x` was meant, and what is no name at all.
      const name = NAME_WITH_COLON.exec(text)?.[0];
      return name !== undefined || equals >= 0 || (item.known && (isBroken || !NAME_ALONE.test(text)))
        ? `${name ?? ''}${HIDDEN}`
        : shown;
    });
  }

  /** The words of a command line, of which some may hold values of variables. */
  command(items: readonly Setting<string>[] | undefined): Json | undefined {
    if (items === undefined || !this.hidesValues) return this.strings(items);
    const words = items.map((item, index) => this.item(index).text(item));
    return valuesInCommand(words).map((spans, index) => masked(words[index] ?? '', spans));
  }

  list<T>(items: readonly T[] | undefined, write: (writer: EngineWriter, item: T) => Json): Json | undefined {
    return items?.map((item, index) => write(this.item(index), item));
  }

  strings(items: readonly Setting<string>[] | undefined): Json | undefined {
    return this.list(items, (writer, item) => writer.text(item));
  }

  entries(entries: readonly Entry[] | undefined): JsonObject | undefined {
    if (entries === undefined) return undefined;
    return Object.fromEntries(
      entries.map(({ key, value }, index) => {
        const name = key.known && !this.hides(key) ? key.value : this.item(index).text(key);
        return [name, this.at(name).text(value)];
      }),
    );
  }
}
