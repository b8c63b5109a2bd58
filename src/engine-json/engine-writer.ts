import type { Entry } from '../model/entry.ts';
import { passwordsInScript, secretsInCommand } from '../sensitive/command-line.ts';
import { secretsIn } from '../sensitive/line-secrets.ts';
import { MASK, occurrencesOf, withMasks } from '../sensitive/mask.ts';
import { isSecretName } from '../sensitive/names.ts';
import type { SecretValues } from '../sensitive/secret-values.ts';
import { isCertain, type Location, type Place, type Span } from '../text/location.ts';
import { patternText, type Setting } from '../text/setting.ts';
import { joinPath } from '../util/paths.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: Json;
}

export function isJsonList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function isJsonObject(json: Json | undefined): json is JsonObject {
  return typeof json === 'object' && json !== null && !isJsonList(json);
}

const NAME_ALONE = /^[\w.-]*$/;
const NAME_WITH_COLON = /^[\w.-]+:/;

export interface EngineNotes {
  readonly hidesValues: boolean;
  /** Values from outside the repository, hidden wherever they occur. */
  readonly fromOutside: readonly string[];
  /** Secrets in the input, hidden wherever they occur. */
  readonly secrets: SecretValues;
  /** True for files whose content is hidden. */
  readonly isOutside: (path: string) => boolean;
  /** True for places within a secret, which an alias may also use elsewhere. */
  readonly isSecret: (location: Location) => boolean;
  /** The absolute directory for relative host paths; if absent, they stay relative. */
  readonly workingDirectory?: string;
  /** True if the text at the request is not valid syntax. */
  readonly isBroken: boolean;
  /** The paths of unknown values. */
  readonly unknown: string[];
  /** Called with the path, place and value of each setting; absent if not needed. */
  readonly onPlace?: (path: string, place: Place, setting?: Setting<unknown>) => void;
  ports: number;
}

/** Writes the settings below one path and records unknown ones. */
export class EngineWriter {
  readonly notes: EngineNotes;
  readonly #path: string;

  constructor(path: string, notes: EngineNotes) {
    this.#path = path;
    this.notes = notes;
  }

  at(name: string): EngineWriter {
    return new EngineWriter(`${this.#path}.${name}`, this.notes);
  }

  item(index: number): EngineWriter {
    return new EngineWriter(`${this.#path}[${index}]`, this.notes);
  }

  noteUnknown(): void {
    this.notes.unknown.push(this.#path);
  }

  notePlace(place: Place): void {
    this.notes.onPlace?.(this.#path, place);
  }

  #note(setting: Setting<unknown>): void {
    this.notes.onPlace?.(this.#path, setting.place, setting);
    if (!setting.known || !isCertain(setting.place)) this.noteUnknown();
  }

  /** A host path as the client sends it. */
  resolve(path: string): string {
    const { workingDirectory } = this.notes;
    return workingDirectory === undefined ? path : joinPath(workingDirectory, path);
  }

  /** True if the value must be hidden. */
  hides(setting: Setting<unknown>): boolean {
    const { location, shown } = setting.place;
    if ((this.notes.hidesValues && shown !== undefined) || this.notes.isOutside(location.path)) return true;
    // Booleans are never secrets.
    return !(setting.known && typeof setting.value === 'boolean') && this.notes.isSecret(location);
  }

  scalar(setting: Setting<string | number | boolean> | undefined): Json | undefined {
    if (setting === undefined) return undefined;
    this.#note(setting);
    if (!setting.known) return undefined;
    if (this.hides(setting)) return MASK;
    return typeof setting.value === 'string' ? this.#shown(setting.value) : setting.value;
  }

  /**
   * For text that can't be omitted, such as a list element. Unknown text is shown as in the file.
   */
  text(setting: Setting<string>, show = (text: string): string => this.#shown(text)): string {
    this.#note(setting);
    return this.hides(setting) ? MASK : show(setting.known ? setting.value : patternText(setting.pattern));
  }

  #shown(text: string): string {
    return this.notes.hidesValues
      ? withMasks(text, [...secretsIn(text), ...passwordsInScript(text), ...this.#knownIn(text)])
      : text;
  }

  #knownIn(text: string): readonly Span[] {
    return [...occurrencesOf(this.notes.fromOutside, text), ...this.notes.secrets.spansIn(text)];
  }

  /** Environment variables as `NAME=value`. In invalid syntax, even a lone name may be a value. */
  variables(items: readonly Setting<string>[]): readonly string[] {
    return this.list(items, (writer, item) => {
      const text = item.known ? item.value : patternText(item.pattern);
      const equals = text.indexOf('=');
      const shown = writer.text(item);
      // For a hidden file, `text` already hid the name too.
      if (!this.notes.hidesValues || this.notes.isOutside(item.place.location.path)) return shown;
      if (equals >= 0 && !/\s/.test(text.slice(0, equals))) return `${text.slice(0, equals)}=${MASK}`;
      // Keep the name of `A:x`, a mistake for `A=x`; mask invalid names.
      const name = NAME_WITH_COLON.exec(text)?.[0];
      return name !== undefined || equals >= 0 || (item.known && (this.notes.isBroken || !NAME_ALONE.test(text)))
        ? `${name ?? ''}${MASK}`
        : shown;
    });
  }

  /** The words of a command line, with secrets masked. `before` are the entrypoint's words. */
  command(items: readonly Setting<string>[], before: readonly Setting<string>[] = []): Json {
    if (!this.notes.hidesValues) return this.strings(items);
    // Mask all words together: whether a word is a secret depends on the words before it.
    const words = items.map((item, index) =>
      this.item(index).text(item, (text) => withMasks(text, this.#knownIn(text))),
    );
    const program = before.map((item) => (item.known ? item.value : patternText(item.pattern)));
    return secretsInCommand([...program, ...words])
      .slice(program.length)
      .map((spans, index) => withMasks(words[index] ?? '', spans));
  }

  list<T, J extends Json>(items: readonly T[], write: (writer: EngineWriter, item: T) => J): readonly J[] {
    return items.map((item, index) => write(this.item(index), item));
  }

  strings(items: readonly Setting<string>[]): Json {
    return this.list(items, (writer, item) => writer.text(item));
  }

  entries(entries: readonly Entry[]): JsonObject {
    return Object.fromEntries(
      entries.map(({ key, value }, index) => {
        const name = key.known && !this.hides(key) ? key.value : this.item(index).text(key);
        const shown = this.at(name).text(value);
        return [name, this.notes.hidesValues && isSecretName(name) && shown !== '' ? MASK : shown];
      }),
    );
  }
}

/** Removes absent and zero values, like Go's `omitempty`. */
export function withoutZeros(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  const kept: Record<string, Json> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (value === undefined || value === '' || value === 0 || value === false) continue;
    kept[key] = value;
  }
  return kept;
}
