import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { createMemoryIo } from '../memory-io.ts';

const COMPOSE = [
  'services:',
  '  web:',
  '    image: nginx:1.27.0',
  '    privileged: ${P:-true}',
  '    pid: host # plimsoll: ignore[host-pid-namespace] -- x',
  '  cache:',
  '    image: redis:7.4',
  '    ports: ["6379:6379"]',
  '',
].join('\n');

interface Edit {
  readonly file: string;
  readonly range: { readonly start: { readonly offset: number }; readonly end: { readonly offset: number } };
  readonly newText: string;
}

interface JsonReport {
  readonly findings: readonly {
    readonly rule: string;
    readonly fixes: readonly {
      readonly title: string;
      readonly risk: string;
      readonly edits: readonly Edit[];
    }[];
  }[];
}

interface SarifLog {
  readonly runs: readonly { readonly results: readonly { readonly ruleId: string; readonly fixes?: unknown }[] }[];
}

async function report(format: string, compose = COMPOSE, argv: readonly string[] = ['--fixes']): Promise<unknown> {
  const io = createMemoryIo({ 'compose.yaml': compose });
  await main(['--format', format, '--fail-on', 'never', ...argv], io);
  return JSON.parse(io.out());
}

function isJsonReport(value: unknown): value is JsonReport {
  return typeof value === 'object' && value !== null && 'findings' in value;
}

function isSarifLog(value: unknown): value is SarifLog {
  return typeof value === 'object' && value !== null && 'runs' in value;
}

test('without --fixes, reports have each fix without edits', async () => {
  const json = await report('json', COMPOSE, []);
  const findings = isJsonReport(json) ? json.findings : [];
  const fixesOf = (rule: string): unknown => findings.find((finding) => finding.rule === rule)?.fixes;
  const fix = {
    title: 'Publish the port on 127.0.0.1 only',
    risk: 'medium',
    breaks: 'Blocks access to the port from other machines.',
  };
  expect(fixesOf('open-service')).toEqual([{ ...fix, lowered: null }]);
  expect(fixesOf('host-pid-namespace')).toEqual([]);
  const log = await report('sarif', COMPOSE, []);
  const results = isSarifLog(log) ? log.runs.flatMap((run) => run.results) : [];
  const result = results.find(({ ruleId }) => ruleId === 'open-service');
  expect(result).toMatchObject({ properties: { fixes: [fix] } });
  expect(result).not.toHaveProperty('fixes');
  const accepted = results.find(({ ruleId }) => ruleId === 'host-pid-namespace');
  expect(accepted).not.toHaveProperty('properties.fixes');
});

test.each([[], ['--format', 'text']])('--fixes is an error without a report that has edits: %s', async (...argv) => {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  expect(await main(['--fixes', ...argv], io)).toBe(2);
  expect(io.err()).toContain('--fixes requires the json or sarif format.');
});

test('json has the edits of what is proven, and nothing for the rest', async () => {
  const json = await report('json');
  const findings = isJsonReport(json) ? json.findings : [];
  const fixesOf = (rule: string): JsonReport['findings'][number]['fixes'] =>
    findings.find((finding) => finding.rule === rule)?.fixes ?? [];
  expect(fixesOf('privileged-container')).toEqual([]);
  expect(fixesOf('host-pid-namespace')).toEqual([]);
  expect(fixesOf('missing-healthcheck')).toEqual([]);
  expect(fixesOf('writable-root-filesystem').map(({ title }) => title)).toEqual([
    'Make the root filesystem read-only, with /var/cache/nginx and /run in memory',
  ]);
  const [fix] = fixesOf('open-service');
  const edits = fix?.edits.map(({ range, newText }) => ({
    span: { start: range.start.offset, end: range.end.offset },
    newText,
  }));
  expect(applyEdits(COMPOSE, edits ?? [])).toBe(COMPOSE.replace('"6379', '"127.0.0.1:6379'));
});

test('sarif has them as replacements', async () => {
  const log = await report('sarif');
  const results = isSarifLog(log) ? log.runs.flatMap((run) => run.results) : [];
  expect(results.find(({ ruleId }) => ruleId === 'open-service')?.fixes).toMatchObject([
    {
      description: {
        text: 'Publish the port on 127.0.0.1 only. Medium risk: Blocks access to the port from other machines.',
      },
      artifactChanges: [
        {
          artifactLocation: { uri: 'compose.yaml', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 8, startColumn: 14, endLine: 8, endColumn: 14, charLength: 0 },
              insertedContent: { text: '127.0.0.1:' },
            },
          ],
        },
      ],
    },
  ]);
});

test('a fix that would repeat what is hidden of the text is not in a report', async () => {
  const compose = [
    'services:',
    '  web:',
    '    image: nginx:1.27.0',
    '    devices: ["/dev/${DB_PASSWORD:-hunter2}", /dev/kvm]',
    '',
  ].join('\n');
  const json = await report('json', compose);
  const findings = isJsonReport(json) ? json.findings : [];
  const added = findings.flatMap(({ rule, fixes }) =>
    rule === 'host-device' ? [fixes.flatMap(({ edits }) => edits.map(({ newText }) => newText))] : [],
  );
  expect(added).toEqual([[], [':/dev/kvm:rw']]);
});

test('what of a fix is one of its own is proven with it, and a less severe finding that follows is no reason against it', async () => {
  // Off the host's network, the second one joins the default bridge.
  const script = [
    'docker run -d --name one -m 1g example.com/web:1.2',
    'docker run -d --name two --net host --pid host example.com/web:1.2',
    '',
  ].join('\n');
  const io = createMemoryIo({ 'run.sh': script });
  await main(['--format', 'json', '--fixes', '--preset', 'all', '--fail-on', 'never'], io);
  const json: unknown = JSON.parse(io.out());
  const findings = isJsonReport(json) ? json.findings : [];
  const fixed = (rule: string): readonly number[] =>
    findings.filter((finding) => finding.rule === rule).map(({ fixes }) => fixes.length);
  expect(fixed('host-network')).toEqual([1]);
  expect(fixed('host-pid-namespace')).toEqual([1]);
  expect(fixed('unlimited-pids')).toEqual([1, 1]);
  expect(fixed('writable-root-filesystem')).toEqual([2, 2]);
});

test('what another container would inherit and does not ask for is no fix', async () => {
  const compose = [
    'services:',
    '  base: { image: "example.com/web:1.2" }',
    '  own: { extends: { service: base }, read_only: true }',
    '',
  ].join('\n');
  const json = await report('json', compose);
  const findings = isJsonReport(json) ? json.findings : [];
  const titles = findings.flatMap(({ rule, fixes }) =>
    rule === 'writable-root-filesystem' ? fixes.map(({ title }) => title) : [],
  );
  expect(titles).toEqual(['Make the root filesystem read-only']);
  expect(findings.filter(({ rule }) => rule === 'unlimited-pids').map(({ fixes }) => fixes.length)).toEqual([1, 1]);
});

test('what takes too many attempts to prove is left out, with a note', async () => {
  // A service that inherits the tmpfs has no finding, so nothing tells which fix added it.
  const pairs = Array.from({ length: 20 }, (_, index) => [
    `  base${index}: { image: "alpine:3.20" }`,
    `  own${index}:`,
    `    extends: { service: base${index} }`,
    '    read_only: true',
  ]);
  const io = createMemoryIo({ 'compose.yaml': ['services:', ...pairs.flat(), ''].join('\n') });
  await main(['--format', 'json', '--fixes', '--fail-on', 'never'], io);
  expect(JSON.parse(io.out())).toMatchObject({
    notes: [
      {
        file: 'compose.yaml',
        severity: 'note',
        message:
          'The report omits some fixes because verifying them takes too many attempts. To get them, run `plimsoll fix`.',
      },
    ],
  });
});
