import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { after, LEFT_OUT, type Relation, TRANSITIONS } from '../../src/projects/relation.ts';

const page = readFileSync(new URL('../../src/projects/README.md', import.meta.url), 'utf8');
const rows = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
const at = rows.findIndex(([, first]) => first === 'Fact');
const inCode = (cell = ''): string => /^`(\w+)`/.exec(cell)?.[1] ?? '';

test('the table of states on the page is that of the code', () => {
  const states = rows[at]?.slice(2, -1).map(inCode) ?? [];
  const written = rows
    .slice(at + 2)
    .slice(
      0,
      rows.slice(at + 2).findIndex(({ length }) => length < 2),
    )
    .map(([, fact, ...cells]) => [
      inCode(fact),
      Object.fromEntries(
        states.flatMap((state, index) => (cells[index] === '' ? [] : [[state, inCode(cells[index])]])),
      ),
    ]);
  expect(written).toEqual(Object.entries(TRANSITIONS));
});

test('the page names the states that are not reported', () => {
  const [sentence = ''] = /^.*are not reported: another one/m.exec(page) ?? [];
  expect([...sentence.matchAll(/`(\w+)`/g)].map(([, state]) => state)).toEqual([...LEFT_OUT]);
});

test.each<[facts: readonly (keyof typeof TRANSITIONS)[], state: Relation]>([
  [['merged', 'covered'], 'project'],
  [['merged', 'rejected', 'covered'], 'included'],
  [['named', 'covered', 'completed'], 'part'],
  [['merged', 'rejected', 'named', 'completed'], 'part'],
  [['single', 'covered', 'extended'], 'alone'],
  [['merged', 'deploys', 'repeated', 'covered'], 'deployed'],
  [['unasked', 'extended'], 'unasked'],
  [['extended'], 'base'],
])('%j leads to %s', (facts, state) => {
  expect(facts.reduce(after, 'found')).toBe(state);
});
