import { expect, test } from 'vitest';
import { printable, printableJson, printablePart } from '../../src/text/printable.ts';

test.each([
  ['nginx:1.27', 'nginx:1.27'],
  ['a\u001B[31mb', 'a\\u{1b}[31mb'],
  ['a\r\nb\tc', 'a b c'],
  ['\u202Eabc', '\\u{202e}abc'],
  // Could be read as the log reader's own commands.
  ['::add-mask::nginx', ':\\u{3a}add-mask::nginx'],
  ['::error file=a.yaml,line=1::no', ':\\u{3a}error file=a.yaml,line=1::no'],
  ['image  ::set-output name=a::b', 'image  :\\u{3a}set-output name=a::b'],
  ['::add-mask ::debug::', ':\\u{3a}add-mask :\\u{3a}debug::'],
  ['::add-mask.yaml:1:2: error port `[::1]:80`', ':\\u{3a}add-mask.yaml:1:2: error port `[::1]:80`'],
  ['##[add-mask]nginx', '#\\u{23}[add-mask]nginx'],
  ['a ##vso[task.setvariable variable=A]b', 'a #\\u{23}vso[task.setvariable variable=A]b'],
  ["##teamcity[publishArtifacts 'a']", "#\\u{23}teamcity[publishArtifacts 'a']"],
  ['::1', '::1'],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
  ['[::1]:80:80 and [::1]:81:81', '[::1]:80:80 and [::1]:81:81'],
  ['web::add-mask::nginx', 'web::add-mask::nginx'],
  ['## Heading [1]', '## Heading [1]'],
  ['${#names[@]}', '${#names[@]}'],
])('%j is printed as %j', (text, printed) => {
  expect(printable(text)).toBe(printed);
  expect(printable(printed)).toBe(printed);
});

test.each(['##[add-mask]nginx', '##vso[a]', 'a\u202Eb', '\u{E0041}', '# plain'])(
  'as JSON %j is printed without such words, and is the same value',
  (text) => {
    const printed = printableJson(JSON.stringify([text]));
    expect(JSON.parse(printed)).toEqual([text]);
    expect(printed).not.toMatch(/##(?:vso)?\[|[^ -~]/);
  },
);

test.each([
  ['x##[a]b', 3, 'x#\\u{23}', '[a]b'],
  ['x##[a]b', 2, 'x#', '\\u{23}[a]b'],
  ['x##vso[a]b', 4, 'x#\\u{23}v', 'so[a]b'],
  ['# plain', 1, '#', ' plain'],
])('%j in two parts from %i on', (line, at, before, after) => {
  expect([printablePart(line, 0, at), printablePart(line, at, line.length)]).toEqual([before, after]);
});
