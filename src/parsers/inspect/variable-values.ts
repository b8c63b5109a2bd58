import type { SourceFile } from '../../files/file-reader.ts';
import { CONFIG, HEALTHCHECK } from '../../model/config.ts';
import type { ModelField } from '../../model/field.ts';
import { placesInCommand } from '../../sensitive/places.ts';
import type { Location } from '../../text/location.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import type { JsonNode, JsonScalar, JsonStop } from './json.ts';
import { textsIn } from './members.ts';

/** Members with a command line: in the request, and in the engine's output. */
const COMMANDS: ReadonlySet<string> = new Set([
  ...Object.values<ModelField>({ ...CONFIG, ...HEALTHCHECK }).flatMap(({ name, is }) => (is === 'command' ? name : [])),
  ...['Args', 'Command', 'CreateCommand'],
]);

/** True for a name of a member with variables, even if misspelled. */
function isVariablesName(name: string): boolean {
  return nearestWord(name, [CONFIG.env.name]) !== undefined;
}

/** The places of variable values in an engine's output: in each `Env`, and in command lines. */
export function findVariableValues(source: SourceFile, node: JsonNode): readonly Location[] {
  switch (node.kind) {
    case 'scalar':
      return [];
    case 'array':
      return node.items.flatMap((item) => (item.kind === 'scalar' ? [] : findVariableValues(source, item)));
    case 'object':
      return Array.from(node.members.values()).flatMap(({ name, value }) => {
        if (isVariablesName(String(name.value)))
          return value.kind === 'scalar' ? valueOf(source, value, true) : valuesUnder(source, value);
        if (value.kind !== 'array') return findVariableValues(source, value);
        return COMMANDS.has(String(name.value))
          ? placesInCommand(textsIn(source, value))
          : findVariableValues(source, value);
      });
  }
}

/** In a list, the text after `=`; in an object, which no engine prints, every value. */
function valuesUnder(source: SourceFile, node: JsonNode): readonly Location[] {
  switch (node.kind) {
    case 'scalar':
      return valueOf(source, node, false);
    case 'array':
      return node.items.flatMap((item) => valuesUnder(source, item));
    case 'object':
      return Array.from(node.members.values()).flatMap(({ value: { start, end } }) => ({
        path: source.path,
        span: { start, end },
      }));
  }
}

/** The value in a string that was cut off, which may be a variable's. */
export function valueInStop({ path, text }: SourceFile, { span }: JsonStop): readonly Location[] {
  const equals = text.slice(span.start, span.end).indexOf('=');
  return equals < 0 ? [] : [{ path, span: { start: span.start + equals + 1, end: span.end } }];
}

const NAME = /["']?(?<!\w)([A-Za-z]{2,5})["']?\s{0,100}[:[{]/g;
/** Engines' names have a capital and then lowercase letters, unlike most variables. */
const NEXT_MEMBER = /[\]}"]\s{0,100},\s{0,100}"[A-Z]+[a-z][A-Za-z]*"\s{0,100}:/g;

/**
 * Possible values of variables in unparseable text: everything from `Env` to the next member, line
 * by line.
 */
export function valuesFrom({ path, text }: SourceFile, { span }: JsonStop): readonly Location[] {
  const places: Location[] = [];
  let read = 0;
  for (const { 0: head, 1: name = '', index } of text.matchAll(NAME)) {
    if (index < read || !isVariablesName(name)) continue;
    const start = index + head.length;
    NEXT_MEMBER.lastIndex = start;
    const end = NEXT_MEMBER.exec(text)?.index ?? text.length;
    read = end;
    if (end < span.start) continue;
    for (const line of text.slice(start, end).matchAll(/[^\s][^\r\n]*/g))
      places.push({ path, span: { start: start + line.index, end: start + line.index + line[0].length } });
  }
  return places;
}

/**
 * The text after `=`, or after a colon; the whole string if the name has escapes, which may encode
 * the `=`. With `isAlone`, a string without `=` may be a value.
 */
function valueOf({ path, text }: SourceFile, { start, end, value }: JsonScalar, isAlone: boolean): readonly Location[] {
  const written = text.slice(start, end);
  const sign = written.includes('=') ? written.indexOf('=') : written.indexOf(':');
  const isPlain = sign >= 0 && !written.slice(0, sign).includes('\\');
  const from = isPlain ? start + sign + 1 : start + 1;
  const hasValue = from < end - 1 && (isPlain || written.includes('\\') || (isAlone && typeof value === 'string'));
  return hasValue ? [{ path, span: { start: from, end: end - 1 } }] : [];
}
