import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInput } from '../../../src/parsers/index.ts';
import { RULES } from '../../../src/rules/index.ts';
import { fixFiles } from '../../fixes/fix-text.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { engineForTests, type RealEngine } from './dockerd.ts';
import { type EngineRequest, requestOf, tryCreate } from './request.ts';

const FIXTURES = join(import.meta.dirname, '../../fixtures/rules');
const TEXTS = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' }).filter((path) =>
  /bad.*\.compose\.yaml$/.test(path),
);
const PATH = 'compose.yaml';

let engine: RealEngine | string = '';

beforeAll(async () => {
  engine = await engineForTests();
});

afterAll(async () => {
  if (typeof engine !== 'string') await engine.close();
});

async function requestsOf(text: string): Promise<readonly EngineRequest[]> {
  const files = createMemoryFiles({ [PATH]: text });
  const { workingDirectory } = files;
  const context = { files, environment: new Map<string, string>(), workingDirectory };
  const { subjects } = await parseInput('compose', [{ path: PATH, text }], context);
  return subjects.flatMap((subject) => (subject.kind === 'container' ? [requestOf(subject, workingDirectory)] : []));
}

test('what the engine takes, it takes with all that is fixed too', async (context) => {
  if (typeof engine === 'string') return context.skip(engine);
  let changed = 0;
  const lost: string[] = [];
  for (const path of TEXTS) {
    const text = readFileSync(join(FIXTURES, path), 'utf8');
    const { files } = await fixFiles({ [PATH]: text }, { rules: RULES.map(({ id }) => id) });
    const after = files[0] === undefined ? [] : await requestsOf(files[0].after);
    const before = after.length === 0 ? [] : await requestsOf(text);
    // The socket proxy is added at the end.
    for (const added of after.slice(before.length)) {
      const refused = await tryCreate(engine, added);
      if (refused !== undefined) lost.push(`${path}: what is added: ${refused.says}`);
    }
    for (const [index, request] of before.entries()) {
      const fixed = after[index];
      if (fixed === undefined || JSON.stringify(fixed) === JSON.stringify(request)) continue;
      if ((await tryCreate(engine, request)) !== undefined) continue;
      changed += 1;
      const refused = await tryCreate(engine, fixed);
      if (refused !== undefined) lost.push(`${path}: ${request.name}: ${refused.says}`);
    }
  }
  expect(lost).toEqual([]);
  expect(changed).toBeGreaterThan(100);
}, 240_000);
