import { describe, expect, test } from 'vitest';
import { valueOf } from '../../../src/text/setting.ts';
import { containerOf, parseProject, problemsIn } from './compose.ts';

// As printed by `docker compose config`: lines of quoted text need no indent, and YAML 1.1's line
// ends count.
describe.each(['\n', '\r', '\u0085', '\u2028', '\u2029'])('a quoted text that goes on after %j', (end) => {
  test.each([`"a${end}b"`, `'a${end}b'`, `"a${end}  b"`, `"a\\\\${end}b"`, `["a${end}b"]`, `{a: "b${end}c"}`])(
    'is read as it is in %j',
    (value) => {
      const text = `services:\n  web:\n    image: x\n    x-a: ${value}\n    privileged: true\n`;
      const parsed = parseProject(text);
      expect(problemsIn(parsed)).toEqual([]);
      const { privileged } = containerOf(parsed).hostConfig;
      expect(valueOf(privileged)).toBe(true);
      expect(privileged?.place.location.span.start).toBe(text.indexOf('true'));
    },
  );

  test('has its words', () => {
    const parsed = parseProject(`services:\n  web:\n    image: x\n    command: ["a${end}b"]\n`);
    const [word] = containerOf(parsed).config.cmd ?? [];
    // Folding keeps Unicode line breaks.
    expect(valueOf(word)).toBe(end === '\u2028' || end === '\u2029' ? `a${end}b` : 'a b');
  });

  test('is an error where it does not end', () => {
    const parsed = parseProject(`services:\n  web:\n    image: x\n    user: "a${end}b\n    privileged: true\n`);
    expect(problemsIn(parsed).length).toBeGreaterThan(0);
  });
});

test('the beginning of a document ends a quoted text', () => {
  expect(problemsIn(parseProject('services:\n  web:\n    image: x\n    user: "a\n--- b"\n')).join()).toMatch(
    'syntax/invalid-yaml',
  );
});
