import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { isJsonObject, type JsonObject, objectAt } from '../engine/json.ts';
import { createMemoryIo, type MemoryFile } from '../memory-io.ts';

const ROOT = join(import.meta.dirname, '../..');
const schema: unknown = JSON.parse(readFileSync(join(ROOT, 'schemas/report-v1.schema.json'), 'utf8'));
const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false });
const validate = ajv.compile(isJsonObject(schema) ? schema : {});

function fixture(path: string): string {
  return readFileSync(join(ROOT, 'test/fixtures', path), 'utf8');
}

const trees: Readonly<Record<string, Readonly<Record<string, MemoryFile>>>> = {
  'a Compose project': { 'compose.yaml': fixture('reporters/shop.compose.yaml') },
  'a Compose project with CRLF': { 'compose.yaml': fixture('reporters/shop.compose.yaml').replaceAll('\n', '\r\n') },
  'a Compose project with a byte order mark': { 'compose.yaml': `\uFEFF${fixture('reporters/shop.compose.yaml')}` },
  'wide characters': { 'wide.compose.yaml': fixture('reporters/wide.compose.yaml') },
  'a script': { 'deploy.sh': fixture('reporters/deploy.sh') },
  'output of docker inspect': { 'host.json': fixture('reporters/host.json') },
  'output of podman inspect': { 'host.json': fixture('inspect/podman.json') },
  'output that is cut off': { 'host.json': fixture('reporters/host.json').slice(0, 9_000) },
  'several files, one unreadable': {
    'a.compose.yaml': fixture('examples/compose.yaml'),
    'b/run.sh': fixture('examples/deploy.sh'),
    'compose.yaml': { failure: 'unreadable' },
  },
  'a file that cannot be parsed': { 'compose.yaml': 'services:\n  web: {image: nginx\n  "db' },
  'an accepted finding': {
    'compose.yaml':
      'services:\n  web:\n    image: nginx:1.27\n    pid: host # plimsoll: ignore[host-pid-namespace]\n    ipc: host # plimsoll: ignore[host-ipc-namespace] -- a queue\n',
  },
  'hostile names': { 'a\u001Bb.sh': "docker run --name $'\\e[31m\\u202e' --privileged nginx\n" },
  'an empty file': { 'compose.yaml': '' },
};

async function report(
  tree: Readonly<Record<string, MemoryFile>>,
): Promise<{ readonly json: JsonObject; readonly text: string }> {
  const io = createMemoryIo(tree);
  await main(['--format', 'json', '.'], io);
  const json: unknown = JSON.parse(io.out());
  return { json: isJsonObject(json) ? json : {}, text: io.out() };
}

/** Every object with a `file` and a `range`. */
function located(value: unknown): readonly JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(located);
  if (!isJsonObject(value)) return [];
  const inside = Object.values(value).flatMap(located);
  return isJsonObject(value['range']) ? [value, ...inside] : inside;
}

function listAt(json: JsonObject, key: string): readonly JsonObject[] {
  const value = json[key];
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}

describe.each(Object.entries(trees))('the JSON report of %s', (_name, tree) => {
  it('has the shape of its schema', async () => {
    const { json } = await report(tree);
    expect(validate(json) ? [] : validate.errors).toEqual([]);
  });

  it('gives offsets, lines and columns that agree with the text', async () => {
    const { json } = await report(tree);
    for (const { file, range, newText } of located(json)) {
      const text = tree[String(file)];
      if (typeof text !== 'string' || !isJsonObject(range)) throw new Error(`${String(file)} is no text`);
      const [start, end] = [objectAt(range, 'start'), objectAt(range, 'end')];
      // Empty text has one place, and edits may insert.
      if (text !== '' && newText === undefined) expect(Number(end['offset'])).toBeGreaterThan(Number(start['offset']));
      expect(Number(end['offset'])).toBeLessThanOrEqual(text.length);
      for (const position of [start, end]) {
        const lines = text.slice(0, Number(position['offset'])).split(/\r\n|\n|\r/);
        expect(position).toMatchObject({ line: lines.length, column: (lines.at(-1) ?? '').length + 1 });
      }
    }
  });

  it('counts what it lists', async () => {
    const { json } = await report(tree);
    const summary = objectAt(json, 'summary');
    const findings = listAt(json, 'findings');
    const open = findings.filter(({ suppressed }) => suppressed === null);
    const audits = listAt(json, 'benchmark');
    expect(summary).toMatchObject({
      findings: open.length,
      error: open.filter(({ severity }) => severity === 'error').length,
      warning: open.filter(({ severity }) => severity === 'warning').length,
      info: open.filter(({ severity }) => severity === 'info').length,
      suppressed: findings.length - open.length,
      undecided: listAt(json, 'undecided').length,
      containers: audits.filter(({ kind }) => kind === 'container').length,
      execs: audits.filter(({ kind }) => kind === 'exec').length,
    });
    const count = (verdict: string): number =>
      audits.flatMap((audit) => listAt(audit, 'results')).filter((result) => result['verdict'] === verdict).length;
    expect(summary['verdicts']).toEqual({
      pass: count('pass'),
      fail: count('fail'),
      undecided: count('undecided'),
      'not-applicable': count('not-applicable'),
    });
  });

  it('fails each container in the audit that a finding of a rule names, and no other', async () => {
    const { json } = await report(tree);
    const failing = listAt(json, 'benchmark').flatMap((audit) =>
      listAt(audit, 'results')
        .filter(({ verdict, reportedBy }) => verdict === 'fail' && reportedBy === undefined)
        .map(({ rule }) => `${String(rule)} ${String(audit['name'])}`),
    );
    const found = listAt(json, 'findings')
      .filter(({ benchmark }) => benchmark !== null)
      .flatMap((finding) =>
        listAt(finding, 'containers').map(({ name }) => `${String(finding['rule'])} ${String(name)}`),
      );
    expect(new Set(found)).toEqual(new Set(failing));
  });

  it('is safe to print', async () => {
    expect((await report(tree)).text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  });
});

describe('the audit in the JSON report', () => {
  it('lists the 31 recommendations in order, without rules that are off', async () => {
    const io = createMemoryIo(trees['a script'] ?? {});
    await main(['--format', 'json', '--rule', 'privileged-container=off', '.'], io);
    const json: unknown = JSON.parse(io.out());
    for (const audit of listAt(isJsonObject(json) ? json : {}, 'benchmark')) {
      const numbers = listAt(audit, 'results').map(({ number }) =>
        isJsonObject(number) ? Number(String(number['1.13']).slice(2)) : 0,
      );
      expect(numbers).toEqual(Array.from({ length: 31 }, (_, index) => index + 1).filter((number) => number !== 4));
    }
  });
});

describe('the schema', () => {
  it.each([
    ['another version', (report: JsonObject) => ({ ...report, version: 2 })],
    ['a member that is missing', ({ notes: _, ...rest }: JsonObject) => rest],
    ['a member that it does not know', (report: JsonObject) => ({ ...report, extra: 1 })],
    [
      'an unknown severity',
      (report: JsonObject) => ({
        ...report,
        findings: listAt(report, 'findings').map((finding) => ({ ...finding, severity: 'fatal' })),
      }),
    ],
    [
      'a line 0',
      (report: JsonObject) => ({
        ...report,
        benchmark: listAt(report, 'benchmark').map((audit) => ({ ...audit, line: 0 })),
      }),
    ],
  ])('refuses %s', async (_name, change) => {
    const { json } = await report(trees['a script'] ?? {});
    expect(validate(json)).toBe(true);
    expect(validate(change(json))).toBe(false);
  });

  it('says of every member what it is', () => {
    const bare: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (Array.isArray(value))
        value.forEach((item, index) => {
          visit(item, `${path}[${index}]`);
        });
      if (!isJsonObject(value)) return;
      for (const [name, property] of Object.entries(objectAt(value, 'properties'))) {
        if (isJsonObject(property) && property['description'] === undefined && property['$ref'] === undefined)
          bare.push(`${path}.${name}`);
      }
      for (const [key, item] of Object.entries(value)) visit(item, `${path}.${key}`);
    };
    visit(schema, '');
    expect(bare).toEqual([]);
  });
});
