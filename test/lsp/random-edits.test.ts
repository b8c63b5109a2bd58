import { expect, test } from 'vitest';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { isCi } from '../ci-only.ts';
import { createRandom } from '../parsers/shell/random-scripts.ts';
import { PULL, startClient, type TestClient, withClient } from './client.ts';

const EDITS = isCi ? 2000 : 100;

/** Results are compared after so many edits. */
const COMPARED = isCi ? 20 : 10;

/** After so many, the texts are what they were at first. */
const SERIES = 12;

const DOCUMENTS = {
  'compose.yaml': `include: [more.yaml]
x-logs: &logs
  driver: json-file
services:
  web:
    image: "nginx:\${TAG:-1.27}"
    ports: ["8080:80", '127.0.0.1:81:81']
    logging: *logs
    depends_on: [db]
  # ü🐳 plimsoll: ignore[privileged-container] -- builds images
  ci:
    image: docker:28-dind
    privileged: true
    command: >-
      dockerd
      --debug
    environment: { A: 1, DB_PASSWORD: hunter22 }
  db:
    extends: { file: more.yaml, service: base }
    restart: always
    volumes:
      - data:/var/lib/data
      - /var/run/docker.sock:/var/run/docker.sock:ro
volumes:
  data:
`,
  'more.yaml': `services:
  base:
    image: postgres:17.2
    env_file: [web.env]
    cap_add: [NET_ADMIN]
  job:
    image: acme/job:1
    network_mode: host
`,
};
const TREE = { ...DOCUMENTS, 'web.env': 'MODE=on\n', '.env': 'TAG=1.27.3\n' };
const PATHS = ['compose.yaml', 'more.yaml'] as const;

const TYPED = [
  ...('-:"\'[]{}#&*|>!,% \n\t$ae1ü🐳'.match(/[^]/gu) ?? []),
  '\r\n',
  ': ',
  '\n  new:',
  '\n    mem_l',
  '\n    mem_limit: 1g',
  '\n    privileged: true',
  '\n    pid: host',
  '\n      - "9090:90"',
  '\nservices:\n',
  '\n  web:\n    image: a:1\n',
  '${TAG',
  '${TAG:?}',
  '*logs',
  '<<: *logs',
  '---\n',
];

/** What a person does: type, delete, copy and move lines. */
function edit(
  text: string,
  random: () => number,
): { readonly start: number; readonly end: number; readonly typed: string } {
  const below = (limit: number): number => Math.floor(random() * limit);
  // Never within a character.
  const place = (): number => {
    const at = below(text.length + 1);
    return /[\uDC00-\uDFFF]/.test(text[at] ?? '') ? at - 1 : at;
  };
  const lineAt = (at: number): { start: number; end: number } => ({
    start: text.lastIndexOf('\n', at - 1) + 1,
    end: text.includes('\n', at) ? text.indexOf('\n', at) + 1 : text.length,
  });
  const typed = TYPED[below(TYPED.length)] ?? '';
  const line = lineAt(place());
  const [from, to] = [place(), place()].sort((a, b) => a - b);
  const lineEnd = Math.max(line.start, line.end - 1);
  switch (below(7)) {
    case 0:
      return { start: lineEnd, end: lineEnd, typed };
    case 1:
      return { ...line, typed: '' };
    case 2:
      return { start: line.start, end: line.start, typed: text.slice(line.start, line.end) };
    case 3:
      return { start: line.start, end: line.start, typed: random() < 0.5 ? '  ' : '# ' };
    case 4:
      return { start: from ?? 0, end: Math.min(to ?? 0, (from ?? 0) + 40), typed: '' };
    case 5: {
      const indent = /^ +/.exec(text.slice(line.start))?.[0].length ?? 0;
      return { start: line.start, end: line.start + indent, typed: ' '.repeat(below(7)) };
    }
    default:
      return { start: from ?? 0, end: from ?? 0, typed };
  }
}

async function itemsOf(client: TestClient, path: string): Promise<unknown> {
  const report = await client.pull(path);
  return 'items' in report ? report.items : undefined;
}

test('after random edits, documents have the diagnostics of freshly opened ones', async () => {
  const random = createRandom(67);
  await withClient(TREE, { capabilities: PULL }, async (client) => {
    const texts = new Map<string, string>(Object.entries(DOCUMENTS));
    for (const path of PATHS) await client.open(path, DOCUMENTS[path]);
    const shown = new Set<string>();
    let compared = 0;
    for (let count = 1; count <= EDITS; count += 1) {
      const path = PATHS[random() < 0.7 ? 0 : 1];
      const before = TextDocument.create('file:///a', 'yaml', 1, texts.get(path) ?? '');
      const { start, end, typed } = edit(before.getText(), random);
      const range = { start: before.positionAt(start), end: before.positionAt(end) };
      texts.set(path, TextDocument.applyEdits(before, [{ range, newText: typed }]));
      await client.change(path, typed, range);
      // Some changes arrive before the last one is linted.
      if (random() < 0.2) shown.add(JSON.stringify(await itemsOf(client, path)));
      if (count % COMPARED === 0) {
        compared += 1;
        const fresh = await startClient(TREE, { capabilities: PULL });
        for (const each of PATHS) await fresh.open(each, texts.get(each) ?? '');
        for (const each of PATHS)
          expect(await itemsOf(client, each), JSON.stringify([...texts])).toEqual(await itemsOf(fresh, each));
        await fresh.stop();
      }
      if (count % SERIES !== 0) continue;
      for (const each of PATHS) {
        texts.set(each, DOCUMENTS[each]);
        await client.change(each, DOCUMENTS[each]);
      }
    }
    expect(compared).toBe(EDITS / COMPARED);
    expect(shown.size).toBeGreaterThan(EDITS / 10);
  });
}, 300_000);
