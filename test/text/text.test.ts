import { expect, test } from 'vitest';
import { placeAt } from '../../src/text/location.ts';
import { Text } from '../../src/text/text.ts';

test('a pattern has each known stretch of a text as one, whatever places wrote it', () => {
  const at = (start: number): ReturnType<typeof placeAt> => placeAt('a', start, start + 1);
  const parts = [
    Text.verbatim('/', at(0)),
    Text.derived('etc', at(2)),
    Text.unknown('$X', at(4)),
    Text.derived('a', at(5)),
    Text.verbatim('b', at(7)),
  ];
  expect(Text.concat(parts, at(0)).pattern).toEqual(['/etc', { unknown: '$X' }, 'ab']);
});
