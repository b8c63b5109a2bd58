import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test, vi } from 'vitest';
import { configSchema } from '../../scripts/schema/config-schema.ts';
import { main } from '../../src/cli/main.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import type * as All from '../../src/rules/all.ts';
import type * as Pages from '../../src/rules/pages.generated.js';
import { HARDENING_RULE } from '../hardening-rule.ts';
import { createMemoryIo } from '../memory-io.ts';
import { report, type Tree } from './run.ts';

// Adding a rule takes its definition, its page, and one line in the list.
vi.mock('../../src/rules/all.ts', async (original) => {
  const { RULES } = await original<typeof All>();
  const { HARDENING_RULE: added } = await import('../hardening-rule.ts');
  return { RULES: [...RULES, added] };
});
vi.mock('../../src/rules/pages.generated.js', async (original) => {
  const { PAGES, MARKS } = await original<typeof Pages>();
  const { renderPage } = await import('../../scripts/pages/render.ts');
  const { HARDENING_RULE: added } = await import('../hardening-rule.ts');
  const facts = 'Not in section 5 of the CIS Docker Benchmark · info';
  return {
    MARKS,
    PAGES: {
      ...PAGES,
      [added.id]: renderPage(`# ${added.id}\n\n${added.title}\n\n${facts}\n\n## What\n\nOpen.\n\n## Why\n\nShut.\n`)
        .markdown,
    },
  };
});

const COMPOSE = `services:
  web: { image: "nginx:1.27", stdin_open: true }
  db: { image: "postgres:17.2" }
`;
const TREE: Tree = { 'compose.yaml': COMPOSE };
const { id, title, recommendation } = HARDENING_RULE;
/** Each preset's other rules beyond the benchmark. */
const ALONE = [
  'refused-request',
  'build-privileges',
  'exposed-port',
  'open-service',
  'secret-in-environment',
  'unmasked-kernel-paths',
].flatMap((other) => ['--rule', `${other}=off`]);
const ON = [...ALONE, '--rule', `${id}=info`];

async function outputOf(...argv: readonly string[]): Promise<string> {
  const io = createMemoryIo(TREE);
  expect(await main(argv, io)).toBe(0);
  return io.out();
}

describe('a rule that is in no version of the benchmark', () => {
  test.each(FORMATS)('is in the %s report, without a number', async (format) => {
    const text = await report(format, TREE, ON);
    expect(text).toContain(format === 'cis' ? recommendation : id);
    expect(text.replace(/<script>[\s\S]*?<\/script>/, '')).not.toMatch(/undefined|NaN|CIS null/);
    expect(text).not.toMatch(new RegExp(`5\\.\\d+ ${id}`));
  });

  test.each(['cis', 'markdown', 'junit', 'json', 'text'])('is not in the %s report where it is off', async (format) => {
    const text = await report(format, TREE);
    expect(text).not.toContain(id);
    expect(text).not.toContain(recommendation);
  });

  test('is not on unless it is asked for, or everything is', async () => {
    const lines = (await outputOf('rules')).split('\n');
    expect(lines.filter((line) => line.includes(id)).map((line) => line.replace(/ {2,}/g, '  '))).toEqual([
      `-  -  -  off  ${id}  preset recommended  ${title}`,
    ]);
    for (const preset of ['recommended', 'cis-level-1', 'cis-level-2'])
      expect(await report('text', TREE, ['--preset', preset])).not.toContain(id);
    for (const preset of ['hardened', 'all']) expect(await report('text', TREE, ['--preset', preset])).toContain(id);
  });

  test('is apart in the reports that number, and changes no total of the benchmark', async () => {
    const [without, cis] = [await report('cis', TREE, ALONE), await report('cis', TREE, ON)];
    const block = `HARDENING BEYOND THE BENCHMARK                                            pass  fail  undecided  n/a
                     Standard input is closed                 FAIL           1     1          0    0
        fail: web

`;
    expect(cis.replace(block, '')).toBe(without);
    expect(await report('html', TREE, ON)).toContain(`<th scope="row">${recommendation}<small>${id}</small></th>`);
    expect(await report('markdown', TREE, ON)).toContain(
      `| Hardening beyond the benchmark |  | Pass | Fail | Undecided | N/A |\n| --- | --- | --- | ---: | ---: | ---: | ---: |\n|  | ${recommendation} | **FAIL** | 1 | 1 | 0 | 0 |`,
    );
  });

  test('has a part of its own in the json report, which its schema knows', async () => {
    const schema: unknown = JSON.parse(
      readFileSync(join(import.meta.dirname, '../../schemas/report-v1.schema.json'), 'utf8'),
    );
    if (typeof schema !== 'object' || schema === null) throw new Error('the schema is not an object');
    const isValid = new Ajv2020({ strict: false }).compile(schema);
    const text = await report('json', TREE, ON);
    const log: unknown = JSON.parse(text);
    expect(isValid(log), JSON.stringify(isValid.errors)).toBe(true);
    expect(text).toContain(
      '"hardening": [\n        {\n          "rule": "interactive-container",\n          "verdict": "fail"\n',
    );
    expect(text.match(/"benchmark": null/g)).toHaveLength(1);
    const without = await report('json', TREE, ALONE);
    const partOf = (json: string): readonly string[] =>
      json.split('\n').filter((line) => /"(?:pass|fail|number|5\.\d+|undecided|verdict)"/.test(line));
    expect(partOf(text.replaceAll(/,\s+"hardening": \[[^\]]*\]/g, ''))).toEqual(partOf(without));
  });

  test('has neither a number nor the tag of the benchmark in SARIF', async () => {
    const text = JSON.stringify(JSON.parse(await report('sarif', TREE, ON)));
    expect(text).toContain(`"id":"${id}","name":"InteractiveContainer"`);
    expect(text).toContain('"fullDescription":{"text":"Open."}');
    expect(text).toContain('"properties":{"tags":["security","docker"],"security-severity":"1.0"}');
  });

  test('is explained, configured and ignored as others are', async () => {
    expect(await outputOf('explain', id)).toContain(`# ${id}\n\n${title}\n`);
    expect(configSchema()).toMatchObject({
      definitions: { rules: { properties: { [id]: { title, description: 'Default: info.' } } } },
    });
    const ignored = { 'compose.yaml': `# plimsoll: ignore-file[${id}] -- a shell\n${COMPOSE}` };
    expect(await report('text', ignored, ON)).not.toContain(id);
  });
});
