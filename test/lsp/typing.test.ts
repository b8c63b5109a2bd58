import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isCi } from '../ci-only.ts';
import { startClient, type TestClient } from './client.ts';

const FIXTURES = join(import.meta.dirname, '../fixtures/rules');
const DOCUMENTS = isCi ? 30 : 10;
const MAX_LENGTH = 110;

/** Short fixtures of different rules: Compose files and scripts. */
function documents(): readonly { readonly name: string; readonly path: string; readonly text: string }[] {
  const all = readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:compose\.yaml|sh)$/.test(name))
    .sort()
    .map((name) => ({
      name,
      path: name.endsWith('.sh') ? 'run.sh' : 'compose.yaml',
      text: readFileSync(join(FIXTURES, name), 'utf8'),
    }))
    .filter(({ text }) => text.length <= MAX_LENGTH);
  const step = Math.floor(all.length / DOCUMENTS);
  return all.filter((_, index) => index % step === 0).slice(0, DOCUMENTS);
}

describe('a document that is typed and deleted again, character by character', () => {
  const chosen = documents();

  test('there are enough of both kinds', () => {
    expect(chosen.length).toBe(DOCUMENTS);
    expect(new Set(chosen.map(({ path }) => path)).size).toBe(2);
  });

  test.each(chosen)(
    '$name',
    async ({ path, text }) => {
      const client = await startClient();
      try {
        await client.open(path, '');
        let end = { line: 0, character: 0 };
        const ends = [end];
        for (const character of text) {
          await step(client, path, { start: end, end }, character);
          end =
            character === '\n'
              ? { line: end.line + 1, character: 0 }
              : { ...end, character: end.character + character.length };
          ends.push(end);
        }
        expect(await client.diagnostics(path)).toEqual(await opened(path, text));
        for (let at = ends.length - 2; at >= 0; at -= 1) {
          const start = ends[at] ?? end;
          await step(client, path, { start, end }, '');
          end = start;
        }
        expect(await client.diagnostics(path)).toEqual(await opened(path, ''));
        expect(
          client.published.flatMap(({ diagnostics }) => diagnostics).filter(({ code }) => code === undefined),
        ).toEqual([]);
      } finally {
        expect(await client.stop()).toBe(0);
      }
    },
    60_000,
  );
});

/** Makes one change and returns the diagnostics. */
async function step(
  client: TestClient,
  path: string,
  range: Parameters<TestClient['change']>[2],
  text: string,
): Promise<void> {
  const version = await client.change(path, text, range);
  await client.diagnostics(path);
  expect(client.published.at(-1)?.version).toBe(version);
}

/** The diagnostics of a freshly opened text. */
async function opened(path: string, text: string): Promise<unknown> {
  const client = await startClient();
  await client.open(path, text);
  const diagnostics = await client.diagnostics(path);
  await client.stop();
  return diagnostics;
}
