import { Text } from '../../../text/text.ts';
import { splitPath } from '../../../util/paths.ts';
import { parentOf, pathOfText } from './paths.ts';
import type { Use } from './variables.ts';

/** The output of `dirname`; if possible, as a part of the text. */
export function directoryName(text: Text, use: Use): Text | undefined {
  const { skeleton } = text;
  const end = endOfNames(skeleton);
  const at = skeleton.lastIndexOf('/', end - 1);
  if (at > 0 && end > 0) return text.slice(0, at);
  if (text.value !== undefined) return at === 0 ? text.slice(0, 1) : Text.derived('.', use.place);
  const path = pathOfText(text, undefined);
  return path === undefined ? undefined : Text.unknownPath(parentOf(path), use.expression, use.place);
}

export function lastName(text: Text, suffix: string, use: Use): Text | undefined {
  const { skeleton } = text;
  const end = endOfNames(skeleton);
  const path = skeleton.length === 1 ? pathOfText(text, undefined) : undefined;
  const at = skeleton.lastIndexOf('/', end - 1);
  const name = path === undefined ? text.slice(at + 1, end) : Text.derived(splitPath(path)[1], use.place);
  if (name.value === undefined || name.value === '') return undefined;
  const isCut = suffix !== '' && name.value.endsWith(suffix) && name.value !== suffix;
  return isCut ? name.slice(0, name.length - suffix.length) : name;
}

function endOfNames(path: string): number {
  let end = path.length;
  while (path.charAt(end - 1) === '/') end -= 1;
  return end;
}
