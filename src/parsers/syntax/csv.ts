import { Text } from '../../text/text.ts';
import { failure, quoted, type Reading, success } from './reading.ts';

/**
 * The fields of a comma-separated line, like Go's `encoding/csv`: quotes can only enclose whole
 * fields. Unknown parts are assumed to contain no commas.
 */
export function readCsv(text: Text): Reading<readonly Text[]> {
  const { skeleton } = text;
  const fields: Text[] = [];
  let at = skeleton.search(/[^\r\n]|$/);
  for (;;) {
    const isQuoted = skeleton.charAt(at) === '"';
    const field = isQuoted ? quotedField(text, at) : bareField(text, at);
    if (field.failure !== undefined) return field;
    fields.push(field.value.field);
    at = field.value.end;
    if (skeleton.charAt(at) !== ',') return success(fields);
    at += 1;
  }
}

interface Field {
  readonly field: Text;
  readonly end: number;
}

function bareField(text: Text, start: number): Reading<Field> {
  const end = start + text.skeleton.slice(start).search(/[,\n]|\r\n|$/);
  const field = text.slice(start, end);
  if (field.indexOf('"') < 0) return success({ field, end });
  return failure(
    field.place,
    `${quoted(field)} has a quotation mark in the middle.`,
    'Quote the whole field, including `key=`, or remove the quotation marks.',
  );
}

function quotedField(text: Text, start: number): Reading<Field> {
  const { skeleton } = text;
  const parts: Text[] = [];
  let from = start + 1;
  for (;;) {
    const mark = skeleton.indexOf('"', from);
    if (mark < 0) return failure(text.slice(start).place, 'Unclosed quotation mark.', 'Close it or remove it.');
    const isDoubled = skeleton.charAt(mark + 1) === '"';
    parts.push(text.slice(from, isDoubled ? mark + 1 : mark));
    from = mark + (isDoubled ? 2 : 1);
    if (isDoubled) continue;
    if (from < skeleton.length && !/^(?:[,\n]|\r\n)/.test(skeleton.slice(from, from + 2))) {
      return failure(text.slice(start, from).place, 'Text follows a closing quotation mark.', 'Quote the whole field.');
    }
    const whole = text.slice(start, from);
    return success({ field: Text.concat(parts, whole.place), end: from });
  }
}
