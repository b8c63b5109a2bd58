import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lintPage } from '../../src/playground/lint-page.ts';
import type { PageAnswer, PageRequest } from '../../src/playground/protocol.ts';
import { applyEdits } from '../../src/text/edit.ts';

const EXAMPLES = join(import.meta.dirname, '../../playground/examples');

interface Asked extends Partial<PageRequest> {
  readonly name?: string;
  /** Other files, by name. */
  readonly beside?: Readonly<Record<string, string>>;
}

type ProvenAnswer = PageAnswer & Required<Pick<PageAnswer, 'fixed'>>;

async function lint(text: string, { name = '', beside = {}, ...request }: Asked = {}): Promise<ProvenAnswer> {
  const others = Object.entries(beside).map(([other, its]) => ({ name: other, text: its }));
  const files: PageRequest['files'] = [{ name, text }, ...others];
  const { fixed, ...answer } = await lintPage({
    files,
    preset: 'recommended',
    risk: 'high',
    isProven: true,
    ...request,
  });
  if (fixed === undefined) throw new Error('no fix is proven');
  return { ...answer, fixed };
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

test.each([
  ['CONTAINER ID   IMAGE     COMMAND\n1  nginx  x\n', 'This text is docker ps output'],
  ['FROM nginx\n', 'This text is a Dockerfile'],
  ['hello', 'This text is not a supported format. plimsoll reads Compose files'],
])('%j is no input, and the page says what is', async (text, words) => {
  const { results } = await lint(text);
  expect(results.map(({ level, message }) => [level, message.startsWith(words)])).toEqual([['error', true]]);
});

test('a finding has its place, its rule with number and page, and fixes that make it go', async () => {
  const { results, pages } = await lint(BAD);
  const [first] = results;
  expect(first).toMatchObject({ level: 'error', rules: [{ id: 'privileged-container', number: '5.4' }] });
  expect(pages['privileged-container']).toContain('<h4>What</h4>');
  expect(first?.place.file).toBe(0);
  expect(BAD.slice(first?.place.span.start, first?.place.span.end)).toBe('true');
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
  expect(rulesOf(await lint(wanted.fixed.after[0] ?? ''))).not.toContain('privileged-container');
  expect([fixed.made, fixed.diff, fixed.after]).toEqual([[], '', [BAD]]);
  expect(fixed.riskier).toBeGreaterThan(3);
});

test('a request has the fields of the body, what is unknown, and no value of a variable', async () => {
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

test('what a file names next to itself is no fault', async () => {
  const answer = await lint(
    'services:\n  web:\n    image: nginx:1.27\n    env_file: web.env\n    extends: {file: base.yaml, service: base}\n',
  );
  expect(rulesOf(answer).filter((id) => id.startsWith('syntax/'))).toEqual([]);
});

test('the presets differ', async () => {
  const [recommended, all] = [await lint(BAD), await lint(BAD, { preset: 'all' })];
  expect(all.results.length).toBeGreaterThan(recommended.results.length);
});

test('what a container lacks is one result, with one fix for it and one for each part', async () => {
  const { results } = await lint('services:\n  web:\n    image: acme/web:1\n', { name: 'compose.yaml' });
  const [missing] = results.filter(({ group }) => group === 'missing-hardening');
  expect(missing?.rules.length).toBeGreaterThan(3);
  expect(missing?.fixes[0]?.title).toMatch(/^Harden `web`: \d settings$/);
  expect(missing?.fixes.map(({ title }) => title)).toContain('Limit it to 4096 processes');
});

test('without proof there are no fixes, and all else', async () => {
  const files: PageRequest['files'] = [{ name: 'compose.yaml', text: BAD }];
  const [quick, whole] = await Promise.all(
    [false, true].map((isProven) => lintPage({ files, preset: 'recommended', risk: 'high', isProven })),
  );
  expect(quick?.fixed).toBeUndefined();
  const withoutFixes = ({ results }: PageAnswer): unknown => results.map((result) => ({ ...result, fixes: [] }));
  expect(quick && withoutFixes(quick)).toEqual(whole && withoutFixes(whole));
  expect(quick?.requests).toEqual(whole?.requests);
});

describe('several files', () => {
  const FILES = {
    'compose.override.yaml': 'services:\n  web:\n    init: true\n    ipc: host\n    privileged: true\n',
    '.env': 'MEM=512m\n',
    'app/Dockerfile': 'FROM a:1\nUSER app\nEXPOSE 22\n',
  };
  const BASE = 'services:\n  web:\n    build: ./app\n    mem_limit: ${MEM}\n';

  test('are one project: what overrides, variables, the Dockerfile', async () => {
    const { results, requests, fixed } = await lint(BASE, { name: 'compose.yaml', beside: FILES });
    expect(requests).toMatchObject([{ name: 'web', body: { HostConfig: { Privileged: true, Memory: 536870912 } } }]);
    const found = results.find(({ rules: [rule] }) => rule?.id === 'privileged-container');
    const text = FILES['compose.override.yaml'];
    expect(found?.place.file).toBe(1);
    expect(text.slice(found?.place.span.start, found?.place.span.end)).toBe('true');
    expect(results.flatMap(({ group, rules }) => (group === undefined ? [] : rules.map(({ id }) => id)))).not.toContain(
      'unlimited-memory',
    );
    expect(results.some(({ rules: [rule] }) => rule?.id === 'root-user')).toBe(false);
    expect(fixed.after[1]).not.toContain('ipc');
    expect(fixed.diff).toContain('--- ./compose.override.yaml');
  });

  test('a configuration is in force, with rules of its own, and what is wrong in it is said', async () => {
    const config = readFileSync(join(EXAMPLES, 'policies/plimsoll.yaml'), 'utf8');
    const text = readFileSync(join(EXAMPLES, 'policies/compose.yaml'), 'utf8');
    const own = await lint(text, { name: 'compose.yaml', beside: { '.plimsoll.yaml': config } });
    expect(rulesOf(own)).toEqual(expect.arrayContaining(['acme/owner-label', 'acme/own-registry']));
    const broken = await lint(text, {
      name: 'compose.yaml',
      beside: { '.plimsoll.yaml': 'rules: {host-networks: off}' },
    });
    expect(broken.results[0]).toMatchObject({ level: 'error', place: { file: 1 } });
    expect(broken.results[0]?.message).toMatch(/Did you mean `host-network`/);
  });

  test('what runs is compared with what is asked for', async () => {
    const [text, running] = ['compose.yaml', 'running.txt'].map((file) =>
      readFileSync(join(EXAMPLES, 'drift', file), 'utf8'),
    );
    const { drift } = await lint(text ?? '', { name: 'compose.yaml', beside: { 'running.json': running ?? '' } });
    expect(drift).toMatchObject({
      notRunning: [],
      inNoFile: [],
      containers: [{ name: 'web', container: 'project-web-1' }],
    });
    const differences = drift?.containers[0]?.differences ?? [];
    expect(differences.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['HostConfig.Privileged', 'HostConfig.ReadonlyRootfs']),
    );
    expect(differences[0]?.rules).toContain('privileged-container');
    expect((await lint(text ?? '', { name: 'compose.yaml' })).drift).toBeUndefined();
  });

  test('nothing that is next to a text makes it fail', async () => {
    for (const name of ['.plimsoll.yaml', '.env', 'compose.override.yaml', 'x.json', 'Dockerfile', '../x', '/', 'a/b'])
      for (const text of ['', '{', '[{"Id":"a","Config":{},"HostConfig":{}}]', 'services: [', '\0'])
        await expect(lint(BASE, { name: 'compose.yaml', beside: { [name]: text } })).resolves.toBeDefined();
  });
});

const SINGLE = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []));

test.each(SINGLE)('the example %s shows what it is for', async (name) => {
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
        for (const {
          place: { span },
        } of [...results, ...requests]) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(text.length);
        }
      },
    ),
  );
});
