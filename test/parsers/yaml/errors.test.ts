import { describe, expect, it } from 'vitest';
import { containerOf, markedText, parseProject, showSetting } from '../compose/compose.ts';

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
    [String.raw`"a\/b"`, String.raw`user: "a\/b"`, 'Invalid YAML: invalid escape sequence.'],
    [String.raw`"a\/b\/c"`, String.raw`user: "a\/b\/c"`, 'Invalid YAML: invalid escape sequence.'],
    [String.raw`"a\qb"`, String.raw`user: "a\qb"`, 'Invalid YAML: invalid escape sequence.'],
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
