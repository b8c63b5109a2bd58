import { describe, expect, test } from 'vitest';
import { lintText } from '../../src/lint/lint.ts';
import { withShortQuotes } from '../../src/text/short-quotes.ts';

const LONG = 'a'.repeat(3_000_000);

describe('a long value in a sentence', () => {
  test.each([
    ['is cut off', `\`${LONG}\` is no number.`, `\`${'a'.repeat(500)}…\` is no number.`],
    [
      'is cut off, each by itself',
      `\`${LONG}\`, \`b\`, \`${LONG}\`.`,
      `\`${'a'.repeat(500)}…\`, \`b\`, \`${'a'.repeat(500)}…\`.`,
    ],
    ['is cut off between characters', `\`${'a'.repeat(499)}😀b\``, `\`${'a'.repeat(499)}…\``],
    ['stays as long as it is short', `\`${'a'.repeat(500)}\` and so on`, `\`${'a'.repeat(500)}\` and so on`],
  ])('%s', (_name, sentence, expected) => {
    expect(withShortQuotes(sentence)).toBe(expected);
  });

  test.each([
    ['a value that Compose refuses', `services: { web: { image: "no image ${LONG}" } }\n`],
    ['a key', `services: { web: { image: nginx, ${LONG}: 1 } }\n`],
    ['a name', `services: { ${LONG}: { image: nginx, privileged: true } }\n`],
    ['a value that a rule reports', `services: { web: { image: nginx, volumes: ["/etc/${LONG}:/a"] } }\n`],
    ['a value that is not known', `services: { web: { image: "\${${LONG}}" } }\n`],
  ])('is in no message: %s', async (_name, text) => {
    const { findings, undecided } = await lintText({ path: 'compose.yaml', text });
    const sentences = [
      ...findings.flatMap(({ message: { what, remedy = '' } }) => [what, remedy]),
      ...undecided.map(({ reason }) => reason),
    ];
    expect(sentences.some((sentence) => sentence.includes('…'))).toBe(true);
    expect(sentences.filter((sentence) => sentence.length > 2_000)).toEqual([]);
  });
});
