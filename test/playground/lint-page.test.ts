import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lintPage } from '../../src/playground/lint-page.ts';
import type { PageAnswer, PageRequest } from '../../src/playground/protocol.ts';
import { applyEdits } from '../../src/text/edit.ts';

const EXAMPLES = join(import.meta.dirname, '../../playground/examples');

function lint(text: string, request: Partial<PageRequest> = {}): Promise<PageAnswer> {
  return lintPage({ text, name: '', preset: 'recommended', risk: 'high', ...request });
}

const BAD = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';

function rulesOf({ results }: PageAnswer): readonly string[] {
  return results.flatMap(({ rules }) => rules.map(({ id }) => id));
}

test.each([
  ['compose', BAD, ''],
  ['shell', 'docker run --privileged nginx', ''],
  ['inspect', '[{"Id": "a", "Name": "/web", "Config": {}, "HostConfig": {"Privileged": true}}]', ''],
  ['shell', 'services: docker run --privileged nginx', 'deploy.sh'],
])('a text is found to be %s', async (kind, text, name) => {
  expect((await lint(text, { name })).kind).toBe(kind);
});

test('a finding has its place, its rule with number and page, and fixes that make it go', async () => {
  const { results, pages } = await lint(BAD);
  const [first] = results;
  expect(first).toMatchObject({ level: 'error', rules: [{ id: 'privileged-container', number: '5.4' }] });
  expect(pages['privileged-container']).toContain('<h4>What</h4>');
  expect(BAD.slice(first?.span.start, first?.span.end)).toBe('true');
  const [fix] = first?.fixes ?? [];
  expect(rulesOf(await lint(applyEdits(BAD, fix?.edits ?? [])))).not.toContain('privileged-container');
});

test('a page comes once, however many findings there are of its rule', async () => {
  const services = Array.from({ length: 50 }, (_, index) => `  web${index}: { image: nginx:1.27, privileged: true }\n`);
  const { results, pages } = await lint(`services:\n${services.join('')}`);
  expect(results.length).toBeGreaterThan(50);
  expect(new Set(Object.keys(pages))).toEqual(new Set(results.flatMap(({ rules }) => rules.map(({ id }) => id))));
  expect(JSON.stringify(results)).not.toContain('<h4>');
});

test('the most severe come first, then what is undecided', async () => {
  const { results } = await lint('services:\n  web:\n    image: nginx:$TAG\n    pid: host\n    restart: always\n');
  const levels = results.map(({ level }) => level);
  expect([levels[0], levels.at(-1)]).toEqual(['error', 'undecided']);
});

test('fixes that can break a workload are made only if they are wanted', async () => {
  const wanted = await lint(BAD);
  const { fixed } = await lint(BAD, { risk: 'safe' });
  expect(wanted.fixed.made.map(({ rule }) => rule)).toContain('privileged-container');
  expect(wanted.fixed.diff).toContain('\n-    privileged: true\n');
  expect(rulesOf(await lint(wanted.fixed.after))).not.toContain('privileged-container');
  expect([fixed.made, fixed.diff, fixed.after]).toEqual([[], '', BAD]);
  expect(fixed.riskier).toBeGreaterThan(3);
});

test('a request has the fields of the body, what is not known, and no value of a variable', async () => {
  const { requests } = await lint(
    'docker run -e TOKEN=s3cr3t-1234 -v ./data:/data --memory "$LIMIT" nginx\ndocker exec --privileged web sh',
  );
  expect(requests).toMatchObject([
    {
      call: 'POST /containers/create',
      body: { Env: ['TOKEN=***'], Image: 'nginx', HostConfig: { Binds: ['/project/data:/data'] } },
      unknown: ['HostConfig.Memory'],
    },
    { name: 'web', call: 'POST /containers/{id}/exec', body: { Privileged: true, Cmd: ['sh'] } },
  ]);
});

test('what a file names beside itself is no fault', async () => {
  const answer = await lint(
    'services:\n  web:\n    image: nginx:1.27\n    env_file: web.env\n    extends: {file: base.yaml, service: base}\n',
  );
  expect(rulesOf(answer).filter((id) => id.startsWith('syntax/'))).toEqual([]);
});

test('the presets differ', async () => {
  const [recommended, all] = [await lint(BAD), await lint(BAD, { preset: 'all' })];
  expect(all.results.length).toBeGreaterThan(recommended.results.length);
});

test.each(readdirSync(EXAMPLES))('the example %s shows what it is for', async (name) => {
  const answer = await lint(readFileSync(join(EXAMPLES, name), 'utf8'));
  expect(answer.requests.length).toBeGreaterThan(0);
  expect(answer.results.length === 0).toBe(name === 'hardened.yaml');
  expect(rulesOf(answer).filter((id) => id.startsWith('syntax/'))).toEqual([]);
});

test('nothing that a text holds makes it fail', async () => {
  const token = fc.constantFrom(
    'services:',
    '\n',
    '  ',
    'web:',
    ' ',
    'docker run',
    '-v',
    '$',
    '${',
    '"',
    "'",
    '{',
    '[',
    '- ',
    'a',
    '\0',
    '&x',
    '*x',
    '<<EOF',
    '|',
    '\u202e',
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(token, { maxLength: 30 }),
      fc.constantFrom('', 'a.yaml', 'a.sh', 'a.json', '../x'),
      async (parts, name) => {
        const text = parts.join('');
        const { results, requests } = await lint(text, { name });
        for (const { span } of [...results, ...requests]) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
  );
});
