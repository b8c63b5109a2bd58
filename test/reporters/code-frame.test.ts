import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeFrame } from '../../src/reporters/shared/code-frame.ts';
import { secretsIn } from '../../src/sensitive/line-secrets.ts';
import { withHidden } from '../../src/sensitive/mask.ts';
import { columnsOf } from '../../src/terminal/columns.ts';
import { createStyle } from '../../src/terminal/style.ts';
import { LineIndex } from '../../src/text/line-index.ts';
import { growsLinearly } from '../growth.ts';

/** The frame of the text between `«` and `»`. */
function frame(marked: string, width = 80): readonly string[] {
  const start = marked.indexOf('«');
  const end = marked.indexOf('»') - 1;
  const text = marked.replace(/[«»]/g, '');
  return frameOf(text, start, end, width);
}

function frameOf(text: string, start: number, end: number, width = 80): readonly string[] {
  return codeFrame({
    text,
    index: new LineIndex(text),
    span: { start, end },
    width,
    style: createStyle(false),
    role: 'error',
  });
}

describe('codeFrame', () => {
  it.each([
    ['one word', 'a: 1\nb: «true» # why\nc: 2', ['2 | b: true # why', '  |    ^^^^']],
    ['the whole text', '«x»', ['1 | x', '  | ^']],
    ['the last line without an end', 'a\n«b»', ['2 | b', '  | ^']],
    ['a line with CRLF', 'a: 1\r\nb: «true»\r\n', ['2 | b: true', '  |    ^^^^']],
    ['after a tab', 'a:\t«b»\tc', ['1 | a: b c', '  |    ^']],
    ['after wide characters', '日本: «語»', ['1 | 日本: 語', '  |       ^^']],
    ['after an emoji', '🐳 «x»', ['1 | 🐳 x', '  |    ^']],
    ['a letter with a mark', 'e\u0301«e\u0301»', ['1 | e\u0301e\u0301', '  |  ^']],
    ['a control character', '\u001B«\u001B[2J»', ['1 | \\u{1b}\\u{1b}[2J', '  |       ^^^^^^^^^']],
    [
      'two lines, the second without its indentation',
      'run «a \\\n      b» c',
      ['1 | run a \\', '  |     ^^^', '2 |       b c', '  |       ^'],
    ],
    ['a line end', 'a«\n»b', ['1 | a']],
    [
      'more than three lines',
      '«a\nb\nc\nd\ne»',
      ['1 | a', '  | ^', '2 | b', '  | ^', '3 | c', '  | ^', '  | … to line 5'],
    ],
    ['an empty line in between', '«a\n\nb»', ['1 | a', '  | ^', '2 |', '3 | b', '  | ^']],
  ])('marks %s', (_name, marked, expected) => {
    expect(frame(marked)).toEqual(expected);
  });

  it.each([
    [
      'in the middle',
      `${'a'.repeat(50)}«MARK»${'b'.repeat(50)}`,
      ['1 | …aaaaaaaaaaaaMARKbbbbbbbbbbbb…', '  |              ^^^^'],
    ],
    ['at the start', `«MARK»${'b'.repeat(50)}`, ['1 | MARKbbbbbbbbbbbbbbbbbbbbbbbbb…', '  | ^^^^']],
    [
      'at the end',
      `${'a'.repeat(50)}«MARK»`,
      ['1 | …aaaaaaaaaaaaaaaaaaaaaaaaaMARK', '  |                           ^^^^'],
    ],
    [
      'longer than the line may be',
      `a«${'M'.repeat(50)}»b`,
      ['1 | aMMMMMMMMMMMMMMMMMMMMMMMMMMM…', '  |  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^'],
    ],
    [
      'among wide characters',
      `${'日'.repeat(30)}«語»${'本'.repeat(30)}`,
      ['1 | …日日日日日日語本本本本本本本…', '  |              ^^'],
    ],
  ])('cuts a long line around a mark %s', (_name, marked, expected) => {
    expect(frame(marked, 34)).toEqual(expected);
  });

  it.each([
    ['PASSWORD=«hunter2»', ['1 | PASSWORD=***', '  |          ^^^']],
    ['db_password: «hunter2» # why', ['1 | db_password: *** # why', '  |              ^^^']],
    ['  «DB_PASSWORD:hunter2»', ['1 |   DB_PASSWORD:***', '  |   ^^^^^^^^^^^^^^^']],
    ['- «secret-data:/data»', ['1 | - secret-data:/data', '  |   ^^^^^^^^^^^^^^^^^']],
    ['«secret:/data»', ['1 | secret:/data', '  | ^^^^^^^^^^^^']],
    ['«token::x»', ['1 | token::x', '  | ^^^^^^^^']],
    ['«tokens:»', ['1 | tokens:', '  | ^^^^^^^']],
  ])('shows no value of what is called like a secret: %s', (marked, expected) => {
    const start = marked.indexOf('«');
    const end = marked.indexOf('»') - 1;
    const text = marked.replace(/[«»]/g, '');
    expect(frameOf(withHidden(text, secretsIn(text)), start, end, 80)).toEqual(expected);
  });

  it('keeps within its width, and marks what it shows', () => {
    const text = fc.string({
      unit: fc.constantFrom('a', ' ', '日', '🐳', '\t', '\u001B', '\n', 'e\u0301'),
      minLength: 1,
      maxLength: 200,
    });
    fc.assert(
      fc.property(text, fc.nat(), fc.nat(), fc.integer({ min: 30, max: 90 }), (code, a, b, width) => {
        const start = a % code.length;
        const end = start + 1 + (b % (code.length - start));
        for (const line of frameOf(code, start, end, width)) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }),
    );
  });

  it('is as quick about a line of ten million characters', () => {
    const frames = (text: string): void => {
      const index = new LineIndex(text);
      for (let count = 0; count < 1_000; count += 1)
        codeFrame({
          text,
          index,
          span: { start: count * 900, end: count * 900 + 5 },
          width: 100,
          style: createStyle(false),
          role: 'error',
        });
    };
    expect(growsLinearly(10_000_000, (size) => 'x'.repeat(size), frames)).toBe(true);
  });
});
