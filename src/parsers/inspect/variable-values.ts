import { CONFIG, HEALTHCHECK } from '../../model/config.ts';
import type { Field } from '../../model/field.ts';
import { placesInCommand } from '../../sensitive/places.ts';
import type { Location } from '../../text/location.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import type { SourceFile } from '../contract/parsed.ts';
import type { JsonNode, JsonScalar, JsonStop } from './json.ts';
import { textsIn } from './members.ts';

/** Members that hold a command line: those of the request, and of what an engine prints beside it. */
const COMMANDS: ReadonlySet<string> = new Set([
  ...Object.values<Field>({ ...CONFIG, ...HEALTHCHECK }).flatMap(({ name, is }) => (is === 'command' ? name : [])),
  ...['Args', 'Command', 'CreateCommand'],
]);

/** True for the name of a member that holds variables, also where it is misspelt. */
function isVariablesName(name: string): boolean {
  return nearestWord(name, [CONFIG.env.name]) !== undefined;
}

/** Where values of variables stand in what an engine printed: in each `Env`, and in command lines. */
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

/** In a list, what is behind the `=`; in an object, which no engine prints there, every value. */
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

/** Where a string breaks off that may be a variable's. */
export function valueInStop({ path, text }: SourceFile, { span }: JsonStop): readonly Location[] {
  const equals = text.slice(span.start, span.end).indexOf('=');
  return equals < 0 ? [] : [{ path, span: { start: span.start + equals + 1, end: span.end } }];
}

const NAME = /["']?(?<!\w)([A-Za-z]{2,5})["']?\s{0,100}[:[{]/g;
/** What engines name begins with a capital and goes on in small letters; the names of variables seldom do. */
const NEXT_MEMBER = /[\]}"]\s{0,100},\s{0,100}"[A-Z]+[a-z][A-Za-z]*"\s{0,100}:/g;

/** What may be values of variables where a text cannot be read: all from `Env` to the next member, line by line. */
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
 * From behind the `=`, or a colon where there is none, to the end of the string; the string whole where its name has
 * escapes, among which the sign may be. A string that stands alone may be a value without its name.
 */
function valueOf({ path, text }: SourceFile, { start, end, value }: JsonScalar, isAlone: boolean): readonly Location[] {
  const written = text.slice(start, end);
  const sign = written.includes('=') ? written.indexOf('=') : written.indexOf(':');
  const isPlain = sign >= 0 && !written.slice(0, sign).includes('\\');
  const from = isPlain ? start + sign + 1 : start + 1;
  const hasValue = from < end - 1 && (isPlain || written.includes('\\') || (isAlone && typeof value === 'string'));
  return hasValue ? [{ path, span: { start: from, end: end - 1 } }] : [];
}
