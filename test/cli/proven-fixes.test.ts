import { expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { applyEdits } from '../../src/text/edit.ts';
import { createMemoryIo } from '../memory-io.ts';

const COMPOSE = [
  'services:',
  '  web:',
  '    image: nginx:1.27.0',
  '    privileged: ${P:-true}',
  '    ports: ["8080:80"]',
  '    pid: host # plimsoll: ignore[host-pid-namespace] -- x',
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
      readonly applicability: string;
      readonly edits: readonly Edit[];
    }[];
  }[];
}

async function report(format: string): Promise<string> {
  const io = createMemoryIo({ 'compose.yaml': COMPOSE });
  await main(['--format', format, '--fail-on', 'never'], io);
  return io.out();
}

test('json has the edits of what is proven, and nothing for the rest', async () => {
  const { findings }: JsonReport = JSON.parse(await report('json'));
  const fixesOf = (rule: string): JsonReport['findings'][number]['fixes'] =>
    findings.find((finding) => finding.rule === rule)?.fixes ?? [];
  expect(fixesOf('privileged-container')).toEqual([]);
  expect(fixesOf('host-pid-namespace')).toEqual([]);
  expect(fixesOf('missing-healthcheck')).toEqual([]);
  expect(fixesOf('writable-root-filesystem').map(({ title }) => title)).toEqual([
    'Make the root file system read-only, with a writable /tmp in memory',
    'Make the root file system read-only',
  ]);
  const [fix] = fixesOf('wildcard-bind-address');
  const edits = fix?.edits.map(({ range, newText }) => ({
    span: { start: range.start.offset, end: range.end.offset },
    newText,
  }));
  expect(applyEdits(COMPOSE, edits ?? [])).toBe(COMPOSE.replace('"8080', '"127.0.0.1:8080'));
});

test('sarif has them as replacements', async () => {
  const log: unknown = JSON.parse(await report('sarif'));
  expect(log).toMatchObject({
    runs: [
      {
        results: expect.arrayContaining([
          expect.objectContaining({
            ruleId: 'wildcard-bind-address',
            fixes: [
              {
                description: { text: expect.stringContaining('127.0.0.1') },
                artifactChanges: [
                  {
                    artifactLocation: { uri: 'compose.yaml', uriBaseId: '%SRCROOT%' },
                    replacements: [
                      {
                        deletedRegion: expect.objectContaining({ startLine: 5, startColumn: 14, charLength: 0 }),
                        insertedContent: { text: '127.0.0.1:' },
                      },
                    ],
                  },
                ],
              },
            ],
          }),
        ]),
      },
    ],
  });
});
