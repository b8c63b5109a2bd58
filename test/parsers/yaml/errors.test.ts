import { describe, expect, it } from 'vitest';
import { parseWithRecovery } from '../../../src/parsers/yaml/error-recovery.ts';
import { containerOf, markedText, parseProject, showSetting } from '../compose/compose.ts';

const ESCAPE = 'Invalid escape sequence in double quotes. Write `\\\\` for a backslash, or use single quotes.';

const web = (user: string): string => `services:\n  web:\n    image: nginx\n    user: ${user}\n    tty: true\n`;

describe('what Go takes in double quotes, and others do not', () => {
  it.each([
    [String.raw`"it\'s"`, "it's"],
    [String.raw`"\'a\' and \'b\'"`, "'a' and 'b'"],
    [String.raw`"\'a\v"`, "'a\v"],
    [String.raw`"\'a\v\a"`, "'a\v\x07"],
    [String.raw`"it\\'s"`, String.raw`it\'s`],
    [String.raw`'a\/b'`, String.raw`a\/b`],
    [String.raw`a\/b`, String.raw`a\/b`],
    [String.raw`"a\\/b"`, String.raw`a\/b`],
  ])('%s', (written, value) => {
    const parsed = parseProject(web(written));
    expect(parsed.problems).toEqual([]);
    const { config, place } = containerOf(parsed);
    expect(showSetting(config.user)).toBe(value);
    expect(markedText(place, parsed)).toBe('web');
  });

  it('in several texts', () => {
    const parsed = parseProject(web(String.raw`"\'a\'"`).replace('nginx', String.raw`"n\'x"`).replace('true', 'yes'));
    const { config, place } = containerOf(parsed);
    expect([showSetting(config.image), showSetting(config.user)]).toEqual(["n'x", "'a'"]);
    expect(markedText(place, parsed)).toBe('web');
  });
});

describe('what is no YAML to Go', () => {
  it.each([
    [String.raw`"a\/b"`, String.raw`user: "a\/b"`, ESCAPE],
    [String.raw`"a\/b\/c"`, String.raw`user: "a\/b\/c"`, ESCAPE],
    [String.raw`"a\qb"`, String.raw`user: "a\qb"`, ESCAPE],
    ['"a\u0001b"', '\u0001', "YAML doesn't allow this control character."],
    ['a\u007Fb', '\u007F', "YAML doesn't allow this control character."],
  ])('%j', (written, marked, what) => {
    const parsed = parseProject(web(written));
    expect(parsed.problems.map(({ id, message, place }) => [id, markedText(place, parsed), message.what])).toEqual([
      ['syntax/invalid-yaml', marked, what],
    ]);
    // The rest is read.
    expect(showSetting(containerOf(parsed).config.image)).toBe('nginx');
  });
});

describe("YAML mistakes in a beginner's words, at their line", () => {
  it.each([
    ['    image: nginx\n\tports: []\n', 4, 'This line is indented with a tab. Use spaces.'],
    [
      '    image: nginx\n     ports: []\n',
      4,
      'This line is indented too far: the key above has a value. Indent it by 4 spaces.',
    ],
    [
      '    image: nginx\n   user: a\n',
      4,
      'This line is indented by 3 spaces, which matches no key above. Indent it by 2 or 4.',
    ],
    [
      '    image: nginx\n  ports:\n      - "80:80"\n    user: a\n',
      6,
      'This line is indented by 4 spaces, which matches no key above. Indent it by 2.',
    ],
    ['    image:nginx\n    ports: []\n', 3, 'A space is missing after the colon. Write `key: value`.'],
    ['    image: nginx\n    tty:true\n', 4, 'A space is missing after the colon. Write `key: value`.'],
    ['    image: nginx\n    user a\n    tty: true\n', 4, 'A colon is missing after the key. Write `key: value`.'],
    [
      '    image: nginx\n    command: echo: hi\n',
      4,
      'A value contains a colon followed by a space. Put the value in quotes.',
    ],
    ['    image: nginx\n    command: @foo\n', 4, "A value can't start with `@`. Put the value in quotes."],
    ['    image: nginx\n    command: %foo\n', 4, "A value can't start with `%`. Put the value in quotes."],
    ['    image: nginx\n    ports: ["80:80"\n    user: a\n', 5, 'A bracket is not closed. Add `]`.'],
    ['    image: "nginx\n    tty: true\n', 3, 'This quoted string is not closed on its line.'],
    [
      '    image: nginx\n    ports:\n    - "80:80"\n      user: a\n',
      6,
      'This line is not a list item. Start it with `- `, or indent it like the key above.',
    ],
  ])('%j', (service, line, what) => {
    const text = `services:\n  web:\n${service}`;
    const [first] = parseWithRecovery(text).errors;
    expect([text.slice(0, first?.start).split('\n').length, first?.message]).toEqual([line, what]);
  });
});
