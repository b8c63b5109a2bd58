import type { JsonObject } from '../src/engine-json/engine-writer.ts';
import { element } from './dom.ts';

/** A string with the colon that makes it a key, a string, or another scalar. */
const TOKEN = /("(?:[^"\\]|\\.)*")(:?)|\b(?:true|false|null)\b|-?\d[\d.eE+-]*/g;

/** JSON with indentation, in which keys, strings and other scalars are marked. */
export function highlightJson(value: JsonObject): readonly (Node | string)[] {
  const text = JSON.stringify(value, undefined, 2);
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const { 0: token, 1: string, 2: colon = '', index } of text.matchAll(TOKEN)) {
    parts.push(text.slice(end, index));
    if (string === undefined) parts.push(element('u', {}, token));
    else parts.push(element(colon === '' ? 'i' : 'b', {}, string), colon);
    end = index + token.length;
  }
  parts.push(text.slice(end));
  return parts;
}
