import type { Entry } from '../../../model/entry.ts';
import { known, type Setting, valueOf } from '../../../text/setting.ts';
import type { Text } from '../../../text/text.ts';
import { problem, type Report, silent } from '../../contract/problem.ts';
import { parseComposeDuration, parseDuration } from '../../syntax/duration.ts';
import { parseFloatingPoint, parseInteger } from '../../syntax/number.ts';
import { quoted, toEntry } from '../../syntax/reading.ts';
import { parseSize } from '../../syntax/size.ts';
import { isWholeNumber } from '../../yaml/scalar-value.ts';
import {
  type Field,
  field,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  isTime,
  itemsOf,
  keySetting,
  printedString,
  printedText,
  type Ref,
  type Scalar,
  settingOf,
  stringSetting,
  textPlace,
} from '../../yaml/tree.ts';

/**
 * Decodes values like mapstructure for compose-go, which converts strings. `undefined` for wrong
 * kinds, which the schema check reports. Reports failed conversions.
 */

export function readString(ref: Ref | undefined): Setting<string> | undefined {
  return isScalar(ref) ? stringSetting(ref) : undefined;
}

export function readBoolean(ref: Ref | undefined, report: Report): Setting<boolean> | undefined {
  return readWith(ref, castBoolean, report, 'a boolean', 'Write `true` or `false`.');
}

/**
 * True for a resource that exists already: `external: true`, or the older mapping with a `name`.
 */
export function isExternal(definition: Field): boolean {
  const external = field(definition, 'external');
  return isMapping(external) || valueOf(readBoolean(external, silent)) === true;
}

export function readInteger(ref: Ref | undefined, report: Report): Setting<number> | undefined {
  // mapstructure truncates fractions.
  if (isScalar(ref) && isFraction(ref.node) && typeof ref.node.value === 'number')
    return known(Math.trunc(ref.node.value), textPlace(ref));
  return readWith(ref, (value) => parseInteger(value), report, 'a whole number', 'Use digits only.');
}

/**
 * Like {@link readInteger}, but rejects `1.0` and `1e3` (compose-go
 * `UlimitsConfig.DecodeMapstructure`).
 */
export function readStrictInteger(ref: Ref | undefined, report: Report): Setting<number> | undefined {
  if (!isScalar(ref) || !isFraction(ref.node)) return readInteger(ref, report);
  const what = `\`${ref.node.string}\` is not a whole number.`;
  report(problem('syntax/invalid-value', textPlace(ref), what, 'Use digits only.'));
  return undefined;
}

export function readNumber(ref: Ref | undefined, report: Report): Setting<number> | undefined {
  return readWith(ref, parseFloatingPoint, report, 'a number', 'Write a number such as `0.5`.');
}

/** Compose accepts only YAML numbers here, and keeps only their low bits. */
export function readUncastInteger(ref: Ref | undefined, bits: 16 | 32, report: Report): Setting<number> | undefined {
  if (!isScalar(ref)) return undefined;
  const { value, string } = ref.node;
  if (typeof value === 'number' && value >= 0) return known(Math.trunc(value) % 2 ** bits, textPlace(ref));
  if (typeof value === 'number') {
    report(problem('syntax/invalid-value', textPlace(ref), `\`${string}\` must not be negative.`, 'Use digits only.'));
    return undefined;
  }
  const text = printedText(ref);
  const what = `\`${text.shown}\` is a string, but Compose accepts only a number here.`;
  const remedy = 'Write the number without quotes or variables.';
  if (text.isKnown) report(problem('syntax/invalid-value', textPlace(ref), what, remedy));
  return text.toSetting((written) => parseInteger(written));
}

/**
 * Bytes. Like compose-go, it ignores YAML numbers with a fraction or exponent, and times
 * (`UnitBytes.DecodeMapstructure`).
 */
export function readBytes(ref: Ref | undefined, report: Report): Setting<number> | undefined {
  if (isScalar(ref) && (isFraction(ref.node) || isTime(ref.node))) return known(0, textPlace(ref));
  const remedy = 'Write a number with a unit, such as `512m` or `2g`.';
  return readWith(ref, (value) => parseInteger(value) ?? parseSize(value), report, 'a size', remedy);
}

/** True for a YAML floating-point number, such as `80.0` and `1e3`. */
export function isFraction({ value, string, text }: Scalar): boolean {
  return typeof value === 'number' && text === undefined && !isWholeNumber(string);
}

const DURATION_REMEDY = 'Write numbers with units, such as `30s` or `1m30s`.';

/** Nanoseconds. */
export function readDurationValue(ref: Ref | undefined, report: Report): Setting<number> | undefined {
  const setting = readWith(ref, parseComposeDuration, report, 'a duration', DURATION_REMEDY);
  if (isScalar(ref) && setting?.known === true && parseDuration(printedText(ref).source) === undefined) {
    const what = `\`${printedText(ref).shown}\` uses a unit outside the Compose specification, which only newer clients accept.`;
    report(problem('syntax/invalid-value', textPlace(ref), what, { severity: 'warning', remedy: DURATION_REMEDY }));
  }
  return setting;
}

/** Parses a scalar by `read`; if that fails, reports that it isn't `kind`. */
export function readWith<T>(
  ref: Ref | undefined,
  read: (value: string) => T | undefined,
  report: Report,
  kind: string,
  remedy: string,
): Setting<T> | undefined {
  if (!isScalar(ref)) return undefined;
  const setting = settingOf(ref, read);
  if (setting === undefined)
    report(problem('syntax/invalid-value', textPlace(ref), `${quoted(printedText(ref))} is not ${kind}.`, remedy));
  return setting;
}

const TRUE: readonly string[] = ['true', 'y', 'yes', 'on'];
const FALSE: readonly string[] = ['false', 'n', 'no', 'off'];

/** compose-go `loader.toBoolean`. */
function castBoolean(value: string): boolean | undefined {
  const word = value.toLowerCase();
  return TRUE.includes(word) || (FALSE.includes(word) ? false : undefined);
}

/** A string or a list of scalars as texts, without nulls. */
export function readTexts(ref: Ref | undefined): readonly Text[] {
  return readScalars(ref).map((item) => printedText(item));
}

export function readScalars(ref: Ref | undefined): readonly Ref<Scalar>[] {
  if (isScalar(ref)) return [ref];
  return itemsOf(ref).filter((item): item is Ref<Scalar> => isScalar(item) && !isNull(item));
}

export function readStrings(ref: Ref | undefined): readonly Setting<string>[] | undefined {
  return ref === undefined ? undefined : readScalars(ref).map((item) => stringSetting(item));
}

export function toStrings(texts: readonly Text[]): readonly Setting<string>[] {
  return texts.map((text) => text.toStringSetting());
}

/**
 * A list in which later elements replace earlier ones with the same key, at the earlier one's
 * position (compose-go `override/uncity.go`).
 */
export function unique<T>(items: readonly T[], keyOf: (item: T) => unknown): readonly T[] {
  if (items.length < 2) return items;
  const byKey = new Map<unknown, T>();
  for (const item of items) byKey.set(keyOf(item), item);
  return [...byKey.values()];
}

/** The text before `=`, which identifies elements such as `KEY=value`; unknown parts as written. */
export function keyOfPair(text: Text): string {
  return keyIn(text.source);
}

function keyIn(pair: string): string {
  const at = pair.indexOf('=');
  return at < 0 ? pair : pair.slice(0, at);
}

export function readUniqueStrings(ref: Ref | undefined): readonly Setting<string>[] | undefined {
  return ref === undefined
    ? undefined
    : unique(readScalars(ref), ({ node }) => keyIn(node.text?.source ?? printedString(node))).map((item) =>
        stringSetting(item),
      );
}

/** A mapping, or a list of `key=value`; a key alone has an empty value. `undefined` for neither. */
export function readEntries(ref: Ref | undefined): readonly Entry[] | undefined {
  if (ref === undefined) return undefined;
  if (ref.node.kind === 'sequence') return unique(readTexts(ref), keyOfPair).map((text) => toEntry(text));
  if (ref.node.kind !== 'mapping') return undefined;
  return fieldsOf(ref).flatMap((value) =>
    isScalar(value)
      ? [{ key: keySetting(value), value: isNull(value) ? known('', textPlace(value.key)) : stringSetting(value) }]
      : [],
  );
}
