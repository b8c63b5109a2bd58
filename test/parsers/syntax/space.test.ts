import { expect, test } from 'vitest';
import { isSpace, trimEndSpace, trimSpace, trimStartSpace } from '../../../src/parsers/syntax/space.ts';

test('white space to Go is that of JavaScript, with U+0085 and without the mark of the byte order', () => {
  const characters = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code));
  const differing = characters.filter((character) => isSpace(character) !== /\s/.test(character));
  expect(differing).toEqual(['\u0085', '\uFEFF']);
  expect(isSpace('\u0085')).toBe(true);
  expect(isSpace('')).toBe(false);
});

test.each([
  [' \t\u0085a b\u3000\n', 'a b\u3000\n', ' \t\u0085a b', 'a b'],
  ['ab', 'ab', 'ab', 'ab'],
  [' ', '', '', ''],
  ['', '', '', ''],
  ['\uFEFFa', '\uFEFFa', '\uFEFFa', '\uFEFFa'],
])('%j without space at its start, at its end, at both', (text, start, end, both) => {
  expect([trimStartSpace(text), trimEndSpace(text), trimSpace(text)]).toEqual([start, end, both]);
});

test('other characters than white space', () => {
  expect(trimSpace('"\'a"b\'', '"\'')).toBe('a"b');
  expect(trimSpace(' a ', '"')).toBe(' a ');
});
