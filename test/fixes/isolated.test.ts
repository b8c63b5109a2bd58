import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { isolated } from '../../src/fixes/isolated.ts';
import { proveFindings } from '../../src/fixes/prove-findings.ts';
import { isolate } from '../../src/parsers/compose/writer/isolate.ts';
import { createFixableFinder } from '../../src/session/fixable.ts';
import { createSession } from '../../src/session/session.ts';
import { groupBy } from '../../src/util/maps.ts';
import { isCi } from '../ci-only.ts';
import { isLong } from '../long.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures');

const TEXT = `services:
  a:
    image: a:1
    # About b.
  b:
    image: b:1
volumes:
  data:
`;
const at = (words: string) => ({ start: TEXT.indexOf(words), end: TEXT.indexOf(words) + words.length });

test('other services are blanked with their comments, and everything else stays where it is', () => {
  const alone = isolate(TEXT, [at('b:1')]);
  expect(alone?.replace(/ +$/gm, '')).toBe('services:\n\n\n\n  b:\n    image: b:1\nvolumes:\n  data:\n');
  expect(alone?.length).toBe(TEXT.length);
  expect(alone?.indexOf('b:1')).toBe(TEXT.indexOf('b:1'));
});

test.each([
  ['places outside the services', TEXT, 'data:'],
  ['a single service', TEXT.replace(/ {2}b:\n.*\n/, ''), 'a:1'],
  ['extended services', `${TEXT}x-a: { extends: a }\n`, 'b:1'],
  ['a namespace of another service', `${TEXT}x-a: { pid: "service:b" }\n`, 'b:1'],
  ['included files', `include: [b.yaml]\n${TEXT}`, 'b:1'],
  ['a broken text', `${TEXT}x-a: [\n`, 'b:1'],
])('%s: the whole text is needed', (_, text, words) => {
  const start = text.indexOf(words);
  expect(isolate(text, [{ start, end: start + words.length }])).toBeUndefined();
});

test('a service with an anchor is kept', () => {
  const text = TEXT.replace('image: a:1', 'image: &image a:1').replace('image: b:1', 'image: *image');
  const start = text.indexOf('*image');
  expect(isolate(text, [{ start, end: start + 6 }])).toBeUndefined();
});

/** One in this many rules; with `PLIMSOLL_LONG=1`, all. */
const STEP = isLong ? 1 : isCi ? 4 : 24;

test('what holds for a service alone has the same title in the whole file, and no title is lost', async () => {
  const files = createNodeFileSystem(FIXTURES);
  const session = createSession({ files, today: '2026-11-24' });
  const rules = readdirSync(join(FIXTURES, 'rules')).filter(
    (rule, index) => index % STEP === 0 || rule === 'exposed-port',
  );
  const request = { paths: rules.map((rule) => `rules/${rule}`) };
  const report = await session.lint(request);
  const find = createFixableFinder(session, request, report);
  let count = 0;
  const added: string[] = [];
  const lost: string[] = [];
  for (const reported of report.inputs) {
    const input = reported.kind === 'compose' ? await find(reported) : undefined;
    const fixable = reported.findings.filter(
      ({ fixes, suppression }) => fixes !== undefined && suppression === undefined,
    );
    // All of a service, as for a cursor on its name.
    for (const wanted of groupBy(fixable, ({ subjects }) => JSON.stringify(subjects)).values()) {
      const alone = input && (await isolated(input, wanted));
      if (input === undefined || alone === undefined) continue;
      const [reduced, whole] = [await proveFindings(alone, { wanted }), await proveFindings(input, { wanted })];
      for (const finding of wanted) {
        const titles = reduced.of(finding).map(({ title }) => title);
        const proven = whole.of(finding).map(({ title }) => title);
        const at = `${finding.location.path} ${finding.rule} `;
        added.push(...titles.filter((title) => !proven.includes(title)).map((title) => at + title));
        lost.push(...proven.filter((title) => !titles.includes(title)).map((title) => at + title));
        count += proven.length;
      }
    }
  }
  expect(count).toBeGreaterThan(1000 / STEP);
  expect(lost).toEqual([]);
  // Only the whole file shows that others use these services' ports.
  expect(added).toEqual(
    ['exposed-port', 'wildcard-bind-address']
      .filter((rule) => rules.includes(rule))
      .map((rule) => `rules/${rule}/near-miss.compose.yaml host-network Use a private network`),
  );
});
