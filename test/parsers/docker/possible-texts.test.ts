import { expect, test } from 'vitest';
import { possibleTexts } from '../../../src/parsers/docker/grammar/possible-texts.ts';
import { isCertain, placeAt } from '../../../src/text/location.ts';
import { Text } from '../../../src/text/text.ts';

const place = placeAt('run.sh', 0, 2);
const known = (count: number): readonly Text[] =>
  Array.from({ length: count }, (_, index) => Text.derived(`/${index}`, place));
const anything = Text.unknown('$1', place);

test.each<[string, Text, readonly (string | undefined)[], boolean]>([
  ['known', Text.derived('/a', place), ['/a'], true],
  ['anything', anything, [undefined], true],
  ['one of a few', Text.unknown('$V', place, known(2)), ['/0', '/1'], false],
  ['one of a few, or anything', Text.unknown('$V', place, [...known(2), anything]), ['/0', '/1', undefined], false],
  ['one of too many, with anything among them', Text.unknown('$V', place, [...known(32), anything]), [undefined], true],
])('a text that is %s', (_name, text, values, areCertain) => {
  const texts = possibleTexts(text);
  expect(texts.map(({ value }) => value)).toEqual(values);
  expect(texts.every((each) => isCertain(each.place))).toBe(areCertain);
});
