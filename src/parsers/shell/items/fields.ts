import type { Text } from '../../../text/text.ts';

/**
 * The values that `read` gives to names: splits a line into fields; the last name gets the rest
 * (POSIX, "read"). Missing fields are empty.
 */
export function splitFields(line: Text, count: number, separators: string): readonly Text[] {
  const fields: Text[] = [];
  const trimmed = withoutBlanks(line, separators);
  let rest = trimmed;
  while (fields.length < count - 1) {
    const [field, after] = firstField(rest, separators);
    fields.push(field);
    rest = after;
  }
  return count === 0 ? [] : [...fields, lastField(rest, separators)];
}

export function allFields(line: Text, separators: string): readonly Text[] {
  const fields: Text[] = [];
  let rest = withoutBlanks(line, separators);
  while (rest.length > 0) {
    const [field, after] = firstField(rest, separators);
    fields.push(field);
    rest = after;
  }
  return fields;
}

function isSeparator(text: Text, at: number, separators: string): boolean {
  return at >= 0 && at < text.length && separators.includes(text.skeleton.charAt(at));
}

function isBlank(text: Text, at: number, separators: string): boolean {
  return isSeparator(text, at, separators) && ' \t\n'.includes(text.skeleton.charAt(at));
}

function withoutBlanks(text: Text, separators: string): Text {
  let [start, end] = [0, text.length];
  while (isBlank(text, start, separators)) start += 1;
  while (end > start && isBlank(text, end - 1, separators)) end -= 1;
  return text.slice(start, end);
}

function firstField(text: Text, separators: string): readonly [field: Text, rest: Text] {
  let end = 0;
  while (end < text.length && !isSeparator(text, end, separators)) end += 1;
  let next = end;
  while (isBlank(text, next, separators)) next += 1;
  // Besides blanks, one other separator may be there.
  if (isSeparator(text, next, separators)) next += 1;
  while (isBlank(text, next, separators)) next += 1;
  return [text.slice(0, end), text.slice(next)];
}

/** The last field; a single field loses its separator. */
function lastField(text: Text, separators: string): Text {
  const [field, after] = firstField(text, separators);
  return after.length === 0 ? field : text;
}
