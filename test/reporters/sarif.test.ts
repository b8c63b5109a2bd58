import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, describe, expect, it } from 'vitest';
import { findTools } from '../../scripts/tools.ts';
import { main } from '../../src/cli/main.ts';
import type { Finding } from '../../src/model/finding.ts';
import type { LintReport } from '../../src/report/report.ts';
import { reportSarif } from '../../src/reporters/sarif/index.ts';
import { toUri } from '../../src/reporters/shared/uri.ts';
import { RULES } from '../../src/rules/index.ts';
import { readPage } from '../../src/rules/pages.ts';
import { isJsonObject, type JsonObject, objectAt, objectsAt, stringAt } from '../engine/json.ts';
import { createMemoryIo } from '../memory-io.ts';
import { HOSTILE, MIXED, report, type Tree } from './run.ts';

const shop = readFileSync(join(import.meta.dirname, '../fixtures/reporters/shop.compose.yaml'), 'utf8');
const wide = readFileSync(join(import.meta.dirname, '../fixtures/reporters/wide.compose.yaml'), 'utf8');

const trees: Readonly<Record<string, Tree>> = {
  'a little of everything': MIXED,
  'hostile names': HOSTILE,
  'a Compose project': { 'compose.yaml': shop },
  'a Compose project with CRLF': { 'compose.yaml': shop.replaceAll('\n', '\r\n') },
  'wide characters': { 'wide.compose.yaml': wide },
  'a file that cannot be parsed': { 'compose.yaml': 'services:\n  web: {image: nginx\n  "db' },
  'nothing to find': { 'compose.yaml': 'services: {}\n' },
};

function runOf(text: string): JsonObject {
  const log: unknown = JSON.parse(text);
  return (isJsonObject(log) ? objectsAt(log, 'runs')[0] : undefined) ?? {};
}

async function resultsOf(tree: Tree, argv: readonly string[] = []): Promise<readonly JsonObject[]> {
  return objectsAt(runOf(await report('sarif', tree, argv)), 'results');
}

const validators = findTools('validators');
/** The directory of Microsoft's validator for this system. */
const toolFolder = [validators ?? '']
  .map((folder) => join(folder, `node_modules/@microsoft/sarif-multitool-${process.platform}`))
  .find((folder) => validators !== undefined && existsSync(folder));

describe.skipIf(toolFolder === undefined)(
  'SARIF as its consumers read it (skipped where the SARIF Multitool is not there: PLIMSOLL_LONG=1 installs it)',
  () => {
    const tool = join(toolFolder ?? '', process.platform === 'win32' ? 'Sarif.Multitool.exe' : 'Sarif.Multitool');
    const folder = mkdtempSync(join(tmpdir(), 'plimsoll-sarif-'));
    afterAll(() => {
      rmSync(folder, { recursive: true });
    });
    // Its install script does this, but npm may be configured not to run it.
    if (toolFolder !== undefined) chmodSync(tool, 0o755);
    const canRun = toolFolder !== undefined && spawnSync(tool, ['version']).error === undefined;

    const schema: unknown =
      toolFolder === undefined ? {} : JSON.parse(readFileSync(join(toolFolder, 'sarif-2.1.0.json'), 'utf8'));
    const validate = new Ajv2020({ allErrors: true, strict: false, validateFormats: false }).compile(
      isJsonObject(schema) ? schema : {},
    );

    it.each(Object.entries(trees))('%s is valid by the schema of SARIF 2.1.0', async (_name, tree) => {
      validate(JSON.parse(await report('sarif', tree)));
      expect(validate.errors ?? []).toEqual([]);
    });

    it('a result that the schema does not know is not valid', async () => {
      expect(validate(JSON.parse((await report('sarif', MIXED)).replace('"ruleIndex"', '"ruleNumber"')))).toBe(false);
    });

    it.skipIf(!canRun)(
      'no report breaks a rule of the format or of GitHub code scanning (skipped where the tool cannot run)',
      async () => {
        expect(
          problemsAbout(
            await Promise.all(
              [MIXED, HOSTILE, { 'compose.yaml': 'services: {}\n' }].map((tree) => report('sarif', tree)),
            ),
          ),
        ).toEqual([]);
      },
    );

    it.skipIf(!canRun)('a result without a place breaks the rules of GitHub code scanning', async () => {
      expect(problemsAbout([(await report('sarif', MIXED)).replaceAll('"locations"', '"relatedLocations"')])).toContain(
        'GH1015',
      );
    });

    /** The validator's rule IDs, except those about a missing version and web site. */
    function problemsAbout(logs: readonly string[]): readonly string[] {
      const output = join(folder, 'problems.json');
      const inputs = logs.map((log, index) => {
        const path = join(folder, `${index}.sarif`);
        writeFileSync(path, log);
        return path;
      });
      const { stdout } = spawnSync(
        tool,
        ['validate', ...inputs, '--rule-kind', 'Sarif;Ghas', '--output', output, '--log', 'ForceOverwrite'],
        { encoding: 'utf8' },
      );
      expect(stdout).toContain(`${inputs.length} files scanned`);
      const run = runOf(readFileSync(output, 'utf8'));
      return objectsAt(run, 'results')
        .map((result) => stringAt(result, 'ruleId'))
        .filter((id) => id !== 'SARIF2005');
    }
  },
);

describe('a rule', () => {
  it('has its page, its score and its place in the benchmark', async () => {
    const rules = objectsAt(objectAt(objectAt(runOf(await report('sarif', MIXED)), 'tool'), 'driver'), 'rules');
    expect(rules.slice(0, RULES.length).map(({ id }) => id)).toEqual(RULES.map(({ id }) => id));
    const socket = rules.find(({ id }) => id === 'docker-socket-mount') ?? {};
    expect(objectAt(socket, 'properties')).toMatchObject({
      'security-severity': '9.6',
      tags: ['security', 'docker', 'cis-docker-benchmark', 'external/cwe/cwe-250'],
      benchmark: { '1.13': '5.31', '1.6': '5.32' },
    });
    expect(objectAt(socket, 'help')['markdown']).toBe(await readPage('docker-socket-mount'));
    // GitHub shows no more than these (its SARIF documentation).
    for (const rule of rules) expect(stringAt(objectAt(rule, 'fullDescription'), 'text').length).toBeLessThan(1024);
  });

  it.each([
    [
      250,
      'Execution with Unnecessary Privileges',
      [
        'added-capability',
        'privileged-container',
        'privileged-exec',
        'docker-socket-mount',
        'root-user',
        'build-privileges',
      ],
    ],
    [306, 'Missing Authentication for Critical Function', ['open-service']],
    [
      653,
      'Improper Isolation or Compartmentalization',
      [
        'host-network',
        'host-pid-namespace',
        'host-ipc-namespace',
        'host-uts-namespace',
        'host-user-namespace',
        'host-cgroup-namespace',
      ],
    ],
    [
      770,
      'Allocation of Resources Without Limits or Throttling',
      ['unlimited-memory', 'default-cpu-priority', 'unlimited-pids'],
    ],
    [798, 'Use of Hard-coded Credentials', ['secret-in-environment']],
    [829, 'Inclusion of Functionality from Untrusted Control Sphere', ['untrusted-registry']],
    [1327, 'Binding to an Unrestricted IP Address', ['wildcard-bind-address', 'exposed-port']],
    [1393, 'Use of Default Password', ['open-service']],
  ])('has the tag of CWE-%i, %s, by which platforms filter', async (id, _name, expected) => {
    const rules = objectsAt(objectAt(objectAt(runOf(await report('sarif', MIXED)), 'tool'), 'driver'), 'rules');
    const tagged = rules.filter((rule) => {
      const tags = objectAt(rule, 'properties')['tags'];
      return Array.isArray(tags) && tags.includes(`external/cwe/cwe-${id}`);
    });
    expect(tagged.map((rule) => rule['id'])).toEqual(expected);
  });

  it('has no weakness that the table above does not have', () => {
    expect(new Set(RULES.flatMap(({ cwe = [] }) => cwe))).toEqual(new Set([250, 306, 653, 770, 798, 829, 1327, 1393]));
  });

  it('is found by its index from a result', async () => {
    const run = runOf(await report('sarif', MIXED));
    const rules = objectsAt(objectAt(objectAt(run, 'tool'), 'driver'), 'rules');
    const results = objectsAt(run, 'results');
    expect(results.map(({ ruleIndex }) => rules[Number(ruleIndex)]?.['id'])).toEqual(
      results.map(({ ruleId }) => ruleId),
    );
  });
});

describe('a result', () => {
  it.each(['\n', '\r\n'])('marks the exact text by lines and columns, with line ends %j', async (lineEnd) => {
    const text = wide.replaceAll('\n', lineEnd);
    const lines = text.split(lineEnd);
    const results = await resultsOf({ 'wide.compose.yaml': text });
    expect(results.length).toBeGreaterThan(5);
    for (const result of results) {
      const region = objectAt(objectAt(objectsAt(result, 'locations')[0] ?? {}, 'physicalLocation'), 'region');
      const [startLine, startColumn, endLine, endColumn, charOffset, charLength] = [
        'startLine',
        'startColumn',
        'endLine',
        'endColumn',
        'charOffset',
        'charLength',
      ].map((key) => Number(region[key]));
      expect(endLine).toBe(startLine);
      const marked = lines[Number(startLine) - 1]?.slice(Number(startColumn) - 1, Number(endColumn) - 1);
      expect(marked).not.toBe('');
      expect(marked).toBe(text.slice(Number(charOffset), Number(charOffset) + Number(charLength)));
    }
  });

  it('keeps its fingerprint when lines move, and shares it with no other', async () => {
    const fingerprints = async (text: string): Promise<readonly unknown[]> =>
      (await resultsOf({ 'run.sh': text })).map(
        ({ partialFingerprints }) => isJsonObject(partialFingerprints) && partialFingerprints['plimsoll/v1'],
      );
    const script = 'docker run --privileged nginx\ndocker run --privileged nginx\n';
    const before = await fingerprints(script);
    expect(new Set(before).size).toBe(before.length);
    expect(await fingerprints(`#!/bin/sh\n\n${script}`)).toEqual(before);
  });

  it('has the fingerprint by which the baseline knows it', async () => {
    const tree = { 'compose.yaml': shop };
    const io = createMemoryIo(tree);
    await main(['baseline', '.'], io);
    const baseline: unknown = JSON.parse([...io.written.values()][0] ?? '{}');
    const known = isJsonObject(baseline) ? objectsAt(baseline, 'findings').map(({ fingerprint }) => fingerprint) : [];
    // The baseline has an entry per container that shares a text; SARIF has one result.
    const own = (await resultsOf(tree, ['--missing', 'each'])).filter((result) =>
      objectsAt(result, 'locations').every((location) => objectsAt(location, 'logicalLocations').length === 1),
    );
    const fingerprints = own.map((result) => stringAt(objectAt(result, 'partialFingerprints'), 'plimsoll/v1'));
    expect(fingerprints.length).toBeGreaterThan(5);
    expect(known).toEqual(expect.arrayContaining(fingerprints));
  });

  it('says who accepted it, and none says nothing about that', async () => {
    const results = await resultsOf(MIXED);
    expect(results.filter(({ suppressions }) => !Array.isArray(suppressions))).toEqual([]);
    expect(results.flatMap((result) => objectsAt(result, 'suppressions'))).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'shares a queue' },
    ]);
  });

  it('is left out with --hide-suppressed, and nothing else is', async () => {
    const results = await resultsOf(MIXED, ['--hide-suppressed']);
    expect(results.flatMap((result) => objectsAt(result, 'suppressions'))).toEqual([]);
    expect(results.length).toBe((await resultsOf(MIXED)).length - 1);
  });

  it('is left out with --min-severity where it does not count, as GitHub raises an alert for whatever is there', async () => {
    const results = await resultsOf(MIXED, ['--min-severity', 'info']);
    expect(results.flatMap((result) => objectsAt(result, 'suppressions'))).toEqual([]);
    expect(results.length).toBe((await resultsOf(MIXED)).length - 1);
  });

  it('holds no link that came with the text', async () => {
    const results = await resultsOf({
      'run.sh': "docker run --privileged --name '[click](https://evil.test)' nginx\n",
    });
    const messages = results.map((result) => stringAt(objectAt(result, 'message'), 'text'));
    expect(messages.filter((message) => message.includes('[click]'))).not.toEqual([]);
    expect(messages.filter((message) => message.includes(']('))).toEqual([]);
  });
});

describe('what belongs together', () => {
  const tree = {
    'compose.yaml': 'services:\n  a: { image: "nginx:1", privileged: true }\n  b: { image: "nginx:1" }\n',
  };

  it('is one result: what a container lacks', async () => {
    const results = await resultsOf(tree);
    expect(results.map(({ ruleId }) => ruleId)).toEqual([
      'privileged-container',
      'missing-hardening',
      'missing-hardening',
    ]);
    expect(results[1]).toMatchObject({
      level: 'note',
      message: { text: expect.stringMatching(/^`a` is not hardened: .*no memory limit/) as string },
      properties: { rules: expect.arrayContaining(['unlimited-memory', 'unlimited-pids']) as string[] },
    });
  });

  it('is in one group where each is a result', async () => {
    const results = await resultsOf(tree, ['--missing', 'each']);
    const groups = results.map(({ ruleId, properties }) => [
      ruleId,
      isJsonObject(properties) ? properties['group'] : undefined,
    ]);
    expect(groups).toContainEqual(['unlimited-memory', 'compose.yaml:2:3']);
    expect(groups).toContainEqual(['unlimited-pids', 'compose.yaml:2:3']);
    expect(groups).toContainEqual(['unlimited-memory', 'compose.yaml:3:3']);
    expect(groups).toContainEqual(['privileged-container', undefined]);
  });
});

describe('a report that is larger than GitHub takes', () => {
  const COUNT = 30_000;
  const large = (length: number): LintReport => {
    const finding = (severity: Finding['severity'], index: number): Finding => ({
      rule: 'privileged-container',
      severity,
      message: { what: 'x'.repeat(length) },
      location: { path: 'run.sh', span: { start: index, end: index + 1 } },
      related: [],
      subjects: [],
    });
    const findings = Array.from({ length: COUNT }, (_, index) => finding(index < COUNT - 10 ? 'info' : 'error', index));
    return {
      inputs: [{ kind: 'shell', paths: ['run.sh'], subjects: [], findings, undecided: [] }],
      texts: new Map([['run.sh', 'x'.repeat(COUNT)]]),
      notes: [],
      edition: '1.13',
    };
  };
  const write = (length: number): string =>
    Array.from(reportSarif(large(length), new Map(), { provenance: { version: '1.0.0' }, isQuiet: false })).join('');

  it.each([1, 2_000])('has the most severe results, and counts the others (messages of %i characters)', (length) => {
    const text = write(length);
    const run = runOf(text);
    const results = objectsAt(run, 'results');
    expect(text.length).toBeLessThan(10_000_000);
    expect(results.length).toBeLessThanOrEqual(25_000);
    expect(results.length).toBeGreaterThan(3_000);
    expect(results.slice(0, 11).map(({ level }) => level)).toEqual([
      ...Array.from({ length: 10 }, () => 'error'),
      'note',
    ]);
    const [note] = objectsAt(objectsAt(run, 'invocations')[0] ?? {}, 'toolExecutionNotifications');
    expect(stringAt(objectAt(note ?? {}, 'message'), 'text')).toBe(
      `Omitted because the file would be too large: ${COUNT - results.length} results. For all results, use the json report.`,
    );
  });
});

/**
 * https://docs.github.com/en/code-security/code-scanning/troubleshooting-sarif-uploads/results-exceed-limit
 */
describe('a large report keeps each limit that GitHub documents', () => {
  const shared = Array.from({ length: 1_500 }, (_, index) => `  web${index}: *web\n`).join('');
  const own = Array.from(
    { length: 400 },
    (_, index) => `  own${index}: { image: nginx, privileged: true, pid: host }\n`,
  );
  const tree = {
    'compose.yaml': `services:\n  web: &web { image: nginx, privileged: true, ipc: host }\n${shared}${own.join('')}`,
  };

  it('in its runs, results, rules, tags, locations and size', async () => {
    const text = await report('sarif', tree);
    const log: unknown = JSON.parse(text);
    const runs = objectsAt(isJsonObject(log) ? log : {}, 'runs');
    const results = objectsAt(runs[0] ?? {}, 'results');
    const driver = objectAt(objectAt(runs[0] ?? {}, 'tool'), 'driver');
    const rules = objectsAt(driver, 'rules');
    expect(results.length).toBeGreaterThan(1_000);
    expect(gzipSync(text).length).toBeLessThan(10_000_000);
    expect([runs.length, results.length <= 25_000, rules.length <= 25_000]).toEqual([1, true, true]);
    const tags = rules.map((rule) => objectAt(rule, 'properties')['tags']);
    // GitHub shows only ten.
    expect(Math.max(...tags.map((each) => (Array.isArray(each) ? each.length : 0)))).toBeLessThanOrEqual(10);
    for (const key of ['locations', 'relatedLocations'])
      expect(Math.max(...results.map((result) => objectsAt(result, key).length))).toBeLessThanOrEqual(100);
    expect(results.filter((result) => 'codeFlows' in result || !('locations' in result))).toEqual([]);
    expect(driver).not.toHaveProperty('extensions');
  });
});

describe('the public address', () => {
  const linksIn = (homepage: string | undefined): readonly unknown[] => {
    const made: LintReport = { inputs: [], texts: new Map(), notes: [], edition: '1.13' };
    const text = Array.from(
      reportSarif(made, new Map(), { provenance: { version: '1.0.0' }, homepage, isQuiet: false }),
    ).join('');
    const driver = objectAt(objectAt(runOf(text), 'tool'), 'driver');
    return [driver['informationUri'], ...objectsAt(driver, 'rules').map(({ helpUri }) => helpUri)];
  };

  it('is in each rule where there is one', () => {
    const [about, first] = linksIn('https://example.org/plimsoll#readme');
    expect(about).toBe('https://example.org/plimsoll#readme');
    expect(first).toBe('https://example.org/plimsoll/rules/apparmor-disabled.html');
  });

  it('is not invented', () => {
    expect(linksIn(undefined).filter((link) => link !== undefined)).toEqual([]);
  });
});

it('what is undecided is no result but a note on the run', async () => {
  const notes = (run: JsonObject): readonly JsonObject[] =>
    objectsAt(objectsAt(run, 'invocations')[0] ?? {}, 'toolExecutionNotifications').filter(
      (note) => objectAt(note, 'descriptor')['id'] === 'undecided',
    );
  const run = runOf(await report('sarif', { 'compose.yaml': 'services: { web: { image: "nginx:${TAG}" } }\n' }));
  expect(notes(run).map((note) => stringAt(objectAt(note, 'associatedRule'), 'id'))).toEqual([
    'missing-healthcheck',
    'unpinned-image',
  ]);
  expect(objectsAt(run, 'results').filter(({ ruleId }) => ruleId === 'unpinned-image')).toEqual([]);
});

it('a run in which a file could not be read was no success', async () => {
  expect(objectsAt(runOf(await report('sarif', MIXED)), 'invocations')[0]).toMatchObject({
    executionSuccessful: false,
  });
  expect(objectsAt(runOf(await report('sarif', { 'compose.yaml': shop })), 'invocations')[0]).toMatchObject({
    executionSuccessful: true,
  });
});

describe('a path as a URI', () => {
  it.each([
    ['app/compose.yaml', 'app/compose.yaml'],
    ['app/../compose.yaml', 'compose.yaml'],
    ['../up/compose.yaml', '../up/compose.yaml'],
    ['a b/c#d?e%41.sh', 'a%20b/c%23d%3Fe%2541.sh'],
    ['a:b.yaml', 'a%3Ab.yaml'],
    ['配置/é.yaml', '%E9%85%8D%E7%BD%AE/%C3%A9.yaml'],
    ['half \uD83D.yaml', 'half%20%EF%BF%BD.yaml'],
    ['<stdin>', '%3Cstdin%3E'],
    ['/srv/app/compose.yaml', 'file:///srv/app/compose.yaml'],
    ['C:/srv/a b.yaml', 'file:///C:/srv/a%20b.yaml'],
  ])('%s', (path, uri) => {
    expect(toUri(path)).toBe(uri);
  });
});
