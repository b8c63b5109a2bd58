import { describe, expect, test } from 'vitest';
import {
  type ClientCapabilities,
  type CompletionItem,
  CompletionRequest,
  CompletionResolveRequest,
  DocumentLinkRequest,
  ExecuteCommandRequest,
  type Hover,
  HoverRequest,
  TextDocumentContentRequest,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { RULES } from '../../src/rules/index.ts';
import { INPUT_RULES } from '../../src/rules/input/index.ts';
import { type ClientOptions, FULL, type TestClient, withClient } from './client.ts';

const WEB = `services:
  web:
    image: nginx:1.27
    privileged: true
    environment:
      PASSWORD: hunter2hunter2
`;

/** A project with the rules beyond the benchmark. */
const HARDENED = { '.plimsoll.yaml': 'extends: hardened\n' };

/** A text with a bar at the cursor. */
function cursorIn(text: string): { readonly text: string; readonly offset: number } {
  const offset = text.indexOf('|');
  return { text: text.slice(0, offset) + text.slice(offset + 1), offset };
}

async function at<T>(
  path: string,
  marked: string,
  use: (
    client: TestClient,
    params: { textDocument: { uri: string }; position: { line: number; character: number } },
  ) => Promise<T>,
  options: ClientOptions = {},
  tree: Readonly<Record<string, string>> = {},
): Promise<T> {
  const { text, offset } = cursorIn(marked);
  return withClient(tree, options, async (client) => {
    const uri = await client.open(path, text);
    const position = TextDocument.create(uri, '', 1, text).positionAt(offset);
    return use(client, { textDocument: { uri }, position });
  });
}

function hover(path: string, marked: string, options?: ClientOptions): Promise<Hover | null> {
  return at(path, marked, (client, params) => client.connection.sendRequest(HoverRequest.type, params), options);
}

function textOf(found: Hover | null): string {
  const contents = found?.contents;
  return contents !== undefined && typeof contents === 'object' && 'kind' in contents ? contents.value : '';
}

describe('a hover', () => {
  test('on a finding has the page of its rule', async () => {
    const found = await hover('compose.yaml', WEB.replace('true', 'tr|ue'));
    expect(textOf(found)).toMatch(/^# privileged-container/);
    expect(found?.contents).toMatchObject({ kind: 'markdown' });
    expect(found?.range).toEqual({ start: { line: 3, character: 16 }, end: { line: 3, character: 20 } });
  });

  test('on a service has what the engine would be asked to create, without values that may be secret', async () => {
    const found = await hover('compose.yaml', WEB.replace('web', 'we|b'));
    const text = textOf(found);
    expect(text).toContain('API request for `web`:');
    const json = JSON.parse(/```json\n(.*?)\n```/s.exec(text)?.[1] ?? '') as unknown;
    expect(json).toMatchObject({
      Config: { Image: 'nginx:1.27', Env: ['PASSWORD=***'] },
      HostConfig: { Privileged: true },
    });
    expect(text).not.toContain('hunter2');
    expect(text).toContain(
      '\n\nLifetime: service\n\nImage: user root, nginx switches it to nginx, no health check, 80/tcp',
    );
    expect(text).toContain('- `unlimited-memory`: ');
    expect(found?.range).toEqual({ start: { line: 1, character: 2 }, end: { line: 1, character: 5 } });
  });

  test.each([
    [
      'compose.yaml',
      'services:\n  we|b:\n    image: a:1\n    build: { context: ., args: { DB_PASSWORD: hunter2hunter2 } }\n',
    ],
    [
      'compose.yaml',
      'services:\n  web:\n    image: a:1\n    build: { context: ., args: { DB_PASSWORD: hunter|2hunter2 } }\n',
    ],
    [
      'compose.yaml',
      'services:\n  we|b:\n    build:\n      dockerfile_inline: |\n        FROM a:1\n        ENV DB_PASSWORD=hunter2hunter2\n',
    ],
    ['run.sh', 'docker bu|ild --build-arg DB_PASSWORD=hunter2hunter2 .\n'],
    ['run.sh', 'docker build --build-arg DB_PASSWORD=hunt|er2hunter2 .\n'],
  ])('in %s has no value of a build argument: %s', async (path, marked) => {
    const text = textOf(
      await at(
        path,
        marked,
        (client, params) => client.connection.sendRequest(HoverRequest.type, params),
        {},
        HARDENED,
      ),
    );
    expect(text).toMatch(/^(?:# secret-in-environment|API request for )/);
    expect(text).not.toContain('hunter2');
  });

  test.each([
    [
      'docker ru|n -d --pid host -e TOKEN=hunter2hunter2 nginx:1.27\n',
      'API request for `nginx:1.27`:',
      { HostConfig: { PidMode: 'host' } },
    ],
    ['docker ex|ec -u root web sh\n', 'API request for exec in `web`:', { Config: { User: 'root' } }],
  ])('on a command of a script: %s', async (marked, words, expected) => {
    const text = textOf(await hover('run.sh', marked));
    expect(text).toContain(words);
    expect(JSON.parse(/```json\n(.*?)\n```/s.exec(text)?.[1] ?? '')).toMatchObject(expected);
    expect(text).not.toContain('hunter2');
  });

  test('on a loop has some of its containers', async () => {
    const text = textOf(await hover('run.sh', 'for i in 1 2 3 4 5; do docker |run --name "web$i" nginx:1; done\n'));
    expect(text.match(/```json/g)?.length).toBe(3);
    expect(text).toContain('and 2 more.');
  });

  const PROJECT = {
    'compose.yaml':
      'x-base: &base\n  mem_limit: ${MEM}\nservices:\n  db:\n    <<: *base\n    image: postgres:17\n    ports: ["5432:5432"]\n',
    'compose.override.yaml':
      'services:\n  db:\n    privileged: true\n    environment: { POSTGRES_PASSWORD: hunter2hunter2 }\n',
    '.env': 'MEM=512m\n',
  };

  async function hoverIn(path: keyof typeof PROJECT, from: string, to: string): Promise<Hover | null> {
    const ask = (
      client: TestClient,
      params: { textDocument: { uri: string }; position: { line: number; character: number } },
    ) => client.connection.sendRequest(HoverRequest.type, params);
    return at(path, PROJECT[path].replace(from, to), ask, {}, PROJECT);
  }

  test.each([
    ['compose.yaml', { line: 3, character: 2 }],
    ['compose.override.yaml', { line: 1, character: 2 }],
  ] as const)(
    'on a service in %s has what is asked for after merging, and where each value comes from',
    async (path, start) => {
      const found = await hoverIn(path, '  db:', '  d|b:');
      const text = textOf(found);
      expect(found?.range?.start).toEqual(start);
      const json = JSON.parse(/```json\n(.*?)\n```/s.exec(text)?.[1] ?? '') as unknown;
      expect(json).toMatchObject({ Config: { Image: 'postgres:17' }, HostConfig: { Privileged: true } });
      expect(text).not.toContain('hunter2');
      const own = (file: string, line: number): string =>
        file === path ? `line ${line}` : `[${file}:${line}](file:///project/${file}#L${line})`;
      for (const line of [
        'Lifetime: service',
        'Exposure: 5432 from everywhere (PostgreSQL, its password is in the file)',
        `- \`Image\`: ${own('compose.yaml', 6)}`,
        `- \`Memory\`: ${own('compose.yaml', 2)}, value set here: .env:1, merged here with \`<<\`: compose.yaml:5`,
        `- \`Privileged\`: ${own('compose.override.yaml', 3)}`,
        `- \`Env\`: ${own('compose.override.yaml', 4)}`,
      ])
        expect(
          text.split('\n').map((each) => each.replace(/, overridden or extended by a later file here: .*/, '')),
        ).toContain(line);
    },
  );

  test('on the name of an image has what is known of it, from where and when', async () => {
    const found = await hoverIn('compose.yaml', 'postgres:17', 'postg|res:17');
    expect(found?.range).toEqual({ start: { line: 5, character: 11 }, end: { line: 5, character: 22 } });
    const text = textOf(found);
    expect(text).toMatch(
      /^Known about this image:\n\n- User: root \(from plimsoll's image table, source of 20\d\d-\d\d-\d\d, checked 20\d\d-\d\d-\d\d\)/,
    );
    expect(text).toMatch(
      /- Start-up needs: it starts as root, and gosu switches to postgres; capabilities CHOWN .*, measured 20/,
    );
  });

  test.each([
    ['web.container', '[Cont|ainer]\nImage=nginx:1.27\nPodmanArgs=--privileged\n', 'Privileged'],
    ['web.service', '[Unit]\nDescription=x\n[Ser|vice]\nExecStart=docker run --pid host nginx:1.27\n', 'PidMode'],
  ])('on the section of a unit, %s', async (path, marked, field) => {
    const text = textOf(await hover(path, marked));
    expect(text).toMatch(/^API request for `(?:web|nginx:1\.27)`:/);
    expect(text).toContain(`- \`${field}\`: line `);
  });

  test('is plain text for a client that has no Markdown', async () => {
    const found = await hover('compose.yaml', WEB.replace('web', '|web'), { capabilities: {} });
    expect(found?.contents).toMatchObject({ kind: 'plaintext' });
    expect(textOf(found)).toMatch(/^API request for web:\n\n\{\n/);
  });

  test.each([
    [
      'compose.yaml',
      'services:\n  web:\n    image: a:1\n    pid: host # plimsoll: ignore[host-pid|-namespace] -- x\n',
      'host-pid-namespace',
    ],
    [
      'compose.yaml',
      'services:\n  web:\n    image: a:1\n    pid: host # plimsoll: ignore[5.1|5] -- x\n',
      'host-pid-namespace',
    ],
    ['.plimsoll.yaml', 'rules:\n  unlimited-mem|ory: off\n', 'unlimited-memory'],
    ['run.sh', '# plimsoll: ignore[suppression/un|used] -- x\ndocker run a:1\n', 'suppression/unused'],
  ])('on the name of a rule in %s: %s', async (path, marked, id) => {
    expect(textOf(await hover(path, marked))).toMatch(new RegExp(`^# ${id}`));
  });

  test('is nothing elsewhere', async () => {
    expect(await hover('compose.yaml', WEB.replace('services', 'ser|vices'))).toBeNull();
    expect(await hover('notes.txt', 'a|b')).toBeNull();
  });
});

describe('completion', () => {
  const ALL = [...RULES, ...INPUT_RULES].map(({ id }) => id).sort();

  async function complete(path: string, marked: string, tree = {}): Promise<readonly CompletionItem[]> {
    const found = await at(
      path,
      marked,
      (client, params) => client.connection.sendRequest(CompletionRequest.type, params),
      {},
      tree,
    );
    return Array.isArray(found) ? found : (found?.items ?? []);
  }

  const ids = (items: readonly CompletionItem[]): readonly string[] => items.map(({ label }) => label).sort();

  test.each([
    ['compose.yaml', 'services:\n  web: # plimsoll: ignore[|\n'],
    ['compose.yaml', '# plimsoll: ignore-file[host-network, unl|]\nservices: {}\n'],
    ['run.sh', '# plimsoll: ignore[priv|'],
    ['run.sh', '# shellcheck disable=SC1 # plimsoll:ignore [|'],
    ['.plimsoll.yaml', 'rules:\n  |'],
    ['.plimsoll.yaml', 'rules:\n  host-network: off\n  unl|\n'],
    ['.plimsoll.yaml', 'rules: { host-network: off, |'],
    ['.plimsoll.yaml', 'overrides:\n  - files: [a]\n    rules:\n      |'],
    ['.plimsoll.yaml', 'exceptions:\n  - rule: |'],
    ['.plimsoll.yaml', 'exceptions:\n  - reason: x\n    rule: [host-network, |'],
    ['.plimsoll.yaml', 'exceptions:\n  - rule:\n      - host-network\n      - un|'],
    ['.plimsoll.yaml', 'exceptions:\n  - reason: x\n    rule:\n    - |'],
    ['.plimsoll.json', '{\n  "rules": {\n    "|'],
    ['.plimsoll.json', '{ "rules": { "|'],
    ['.plimsoll.json', '{ "exceptions": [{ "reason": "x",\n  "rule": "|'],
  ])('has the rules in %s: %j', async (path, marked) => {
    expect(ids(await complete(path, marked))).toEqual(ALL);
  });

  test.each([
    ['compose.yaml', 'services:\n  |'],
    ['compose.yaml', 'services: [|'],
    ['.plimsoll.yaml', '|'],
    ['.plimsoll.yaml', 'rules:\n  host-network: |'],
    ['.plimsoll.yaml', 'rules:\n  host-device:\n    |'],
    ['.plimsoll.yaml', 'projects:\n  - |'],
    ['.plimsoll.yaml', '# rules:\n#   |'],
    ['.plimsoll.yaml', 'rules: {}\nfailOn: |'],
  ])('has none in %s: %j', async (path, marked) => {
    expect(ids(await complete(path, marked))).toEqual([]);
  });

  test('has what a comment can say', async () => {
    expect(ids(await complete('compose.yaml', 'services: # plimsoll: |'))).toEqual(['ignore-file[…]', 'ignore[…]']);
    const [item] = await complete('compose.yaml', 'services: # plimsoll: ign|');
    expect(item?.textEdit).toEqual({
      range: { start: { line: 0, character: 22 }, end: { line: 0, character: 25 } },
      newText: 'ignore[',
    });
  });

  test('begins with what is reported in the document, and replaces what is begun', async () => {
    const items = await complete('compose.yaml', `${WEB}# plimsoll: ignore-file[host-network, pri|\n`);
    const [first] = items.toSorted((a, b) => ((a.sortText ?? '') < (b.sortText ?? '') ? -1 : 1));
    expect(['privileged-container', 'unlimited-memory', 'added-capability']).toContain(first?.label);
    const item = items.find(({ label }) => label === 'privileged-container');
    expect(item?.sortText?.startsWith('0')).toBe(true);
    expect(item?.textEdit).toMatchObject({
      newText: 'privileged-container',
      range: { start: { line: 6, character: 38 }, end: { line: 6, character: 41 } },
    });
  });

  const REASONS = {
    '.plimsoll.yaml':
      'exceptions:\n  - { rule: host-network, files: x.yaml, reason: It is a VPN }\n  - rule: host-device\n    files: x.yaml\n    reason: "needs its disk"\n',
  };
  const USED =
    '# plimsoll: ignore[a] -- behind a proxy\n# plimsoll: ignore[b] -- behind a proxy\n# plimsoll: ignore[c] -- TODO: say why\n';

  test.each([
    [
      'compose.yaml',
      `${USED}services: # plimsoll: ignore[host-network] -- |\n`,
      ['behind a proxy', 'It is a VPN', 'needs its disk'],
    ],
    [
      'compose.yaml',
      `${USED}services: # plimsoll: ignore[host-network] -- beh|\n`,
      ['behind a proxy', 'It is a VPN', 'needs its disk'],
    ],
    [
      'run.sh',
      `${USED}docker run a:1 # plimsoll: ignore[host-network] -- need|ed\n`,
      ['behind a proxy', 'It is a VPN', 'needs its disk'],
    ],
    ['.plimsoll.yaml', 'exceptions:\n  - rule: a\n    reason: once\n  - rule: b\n    reason: |', ['once']],
    [
      '.plimsoll.yaml',
      'exceptions:\n  - rule: a\n    reason: TODO in May\n  - rule: b\n    reason: |',
      ['TODO in May'],
    ],
    ['compose.yaml', 'services: {} # plimsoll: ignore[a] --|', []],
    ['compose.yaml', 'reason: |', []],
  ])('has the reasons that were given before in %s: %j', async (path, marked, expected) => {
    const items = await complete(path, marked, path === '.plimsoll.yaml' ? {} : REASONS);
    expect(items.map(({ label }) => label)).toEqual(expected);
    const { text, offset } = cursorIn(marked);
    const [begun = ''] = /[a-z]*$/.exec(text.slice(0, offset)) ?? [];
    for (const { textEdit } of items)
      expect(textEdit).toMatchObject({
        newText: expect.any(String) as string,
        range: { start: TextDocument.create('', '', 1, text).positionAt(offset - begun.length) },
      });
  });

  test('shows the page of a rule', async () => {
    await withClient({}, {}, async ({ connection }) => {
      const item = await connection.sendRequest(CompletionResolveRequest.type, { label: 'host-network' });
      expect(item.documentation).toMatchObject({
        kind: 'markdown',
        value: expect.stringMatching(/^# host-network/) as string,
      });
    });
  });

  test('takes no time that grows with what is in a line or above it', async () => {
    const start = performance.now();
    await complete('.plimsoll.yaml', `rules: {${' '.repeat(9000)}|`);
    await complete('compose.yaml', `# plimsoll: ignore[${'a, '.repeat(3000)}|`);
    await complete('.plimsoll.yaml', `${'a: [\n'.repeat(20_000)}|`);
    expect(performance.now() - start).toBeLessThan(20_000);
  });
});

describe('links', () => {
  const READS_PAGES: ClientCapabilities = { ...FULL, workspace: { ...FULL.workspace, textDocumentContent: {} } };

  test.each([
    [
      'compose.yaml',
      '# plimsoll: ignore-file[host-network, 5.4, no-rule] -- x\nservices: {}\n',
      ['host-network 0:24', 'privileged-container 0:38'],
    ],
    ['run.sh', 'docker run a:1 # plimsoll: ignore[suppression/unused] -- x\n', ['suppression/unused 0:34']],
    [
      '.plimsoll.yaml',
      'rules:\n  "host-network": off\nexceptions:\n  - { rule: [host-device], reason: x }\n',
      ['host-network 1:2', 'host-device 3:13'],
    ],
    ['.plimsoll.yaml', 'rules: {host-network: off', ['host-network 0:8']],
    ['.plimsoll.json', '{"exceptions": [{"rule": "host-device", "reason": "x"}]}', ['host-device 0:25']],
  ])('lead from the rules in %s to their pages', async (path, text, expected) => {
    await withClient({}, { capabilities: READS_PAGES }, async (client) => {
      expect(client.result.capabilities.workspace?.textDocumentContent).toEqual({ schemes: ['plimsoll'] });
      const uri = await client.open(path, text);
      const links = (await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } })) ?? [];
      const found = links.map(({ target = '', range: { start } }) => `${target} ${start.line}:${start.character}`);
      expect(found).toEqual(expected.map((one) => `plimsoll:/rules/${one.replace(' ', '.md ')}`));
      for (const { target = '' } of links) {
        const { text: page } = await client.connection.sendRequest(TextDocumentContentRequest.type, { uri: target });
        expect(page).toMatch(/^# /);
      }
    });
  });

  test('are not there for a client that could open none, as long as plimsoll has no public address', async () => {
    await withClient({}, {}, async (client) => {
      const uri = await client.open('compose.yaml', '# plimsoll: ignore-file[host-network] -- x\nservices: {}\n');
      expect(await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } })).toEqual([]);
    });
  });

  const FILES = {
    'compose.yaml': 'include:\n  - db/compose.yaml\nservices: {}\n',
    'db/compose.yaml': 'services:\n  db: {image: "a:1"}\n',
    'common.yaml': 'services:\n  base: {image: "a:1"}\n',
    'app.env': 'A=1\n',
    'app/Dockerfile': 'FROM a:1\n',
    'app/Dockerfile.prod': 'FROM a:1\n',
    'lib/run.sh': 'docker run a:1\n',
    'data/app.conf': 'x\n',
  };

  test.each([
    ['compose.yaml', FILES['compose.yaml'], ['db/compose.yaml 1:4']],
    [
      'web.yaml',
      'services:\n  web:\n    extends: { file: ./common.yaml, service: base }\n    env_file: app.env\n    build: ./app\n    volumes: ["./data/app.conf:/x"]\n',
      ['common.yaml 2:21', 'app.env 3:14', 'app/Dockerfile 4:11'],
    ],
    [
      'web.yaml',
      'services:\n  web:\n    build:\n      context: app\n      dockerfile: Dockerfile.prod\n    env_file:\n      - path: app.env\n        required: false\n',
      ['app/Dockerfile.prod 4:18', 'app.env 6:14'],
    ],
    ['deploy.sh', 'set -e\n. "$(dirname "$0")/lib/run.sh"\n', ['lib/run.sh 1:18']],
    ['deploy.sh', 'docker compose -f ./common.yaml --env-file=app.env up -d\n', ['common.yaml 0:18', 'app.env 0:43']],
    ['deploy.sh', 'docker build -f app/Dockerfile.prod .\n', ['app/Dockerfile.prod 0:16']],
    ['compose.override.yaml', '# compose.yaml\nservices: {}\n', ['compose.yaml 0:2']],
    ['notes.md', 'See compose.yaml.\n', []],
  ])('lead to the files that %s names: %j', async (path, text, expected) => {
    await withClient(FILES, {}, async (client) => {
      const uri = await client.open(path, text);
      const links = (await client.connection.sendRequest(DocumentLinkRequest.type, { textDocument: { uri } })) ?? [];
      expect(links.map(({ target = '', range: { start } }) => `${target} ${start.line}:${start.character}`)).toEqual(
        expected.map((one) => `file:///project/${one}`),
      );
    });
  });

  test('diagnostics lead to the pages too', async () => {
    await withClient({}, { capabilities: READS_PAGES }, async (client) => {
      await client.open('compose.yaml', WEB);
      const found = await client.diagnostics('compose.yaml');
      expect(found.find(({ code }) => code === 'privileged-container')?.codeDescription).toEqual({
        href: 'plimsoll:/rules/privileged-container.md',
      });
    });
  });

  test('for an unknown page, it says so', async () => {
    await withClient({}, {}, async ({ connection }) => {
      for (const uri of ['plimsoll:/rules/no-rule.md', 'plimsoll:/x', 'file:///etc/passwd', '%'])
        expect(await connection.sendRequest(TextDocumentContentRequest.type, { uri })).toEqual({
          text: 'Page not found.\n',
        });
    });
  });
});

describe('commands', () => {
  test('the model of a document, or of what is at a position', async () => {
    const text =
      'services:\n  web: { image: "a:1" }\n  db: { image: "b:1", environment: { PASSWORD: hunter2hunter2 } }\n';
    await withClient({}, {}, async (client) => {
      const uri = await client.open('compose.yaml', text);
      const run = (...given: unknown[]): Promise<unknown> =>
        client.connection.sendRequest(ExecuteCommandRequest.type, {
          command: 'plimsoll.server.model',
          arguments: given,
        });
      expect(await run(uri)).toMatchObject([{ name: 'web', file: 'compose.yaml' }, { name: 'db' }]);
      expect(JSON.stringify(await run(uri))).not.toContain('hunter2');
      expect(await run(uri, { line: 2, character: 3 })).toMatchObject([
        { name: 'db', line: 3, Config: { Image: 'b:1' } },
      ]);
      expect(await run(uri, { line: 0, character: 0 })).toEqual([]);
      for (const given of [[], [3], ['file:///project/none.yaml']]) expect(await run(...given)).toBeNull();
    });
  });

  test('to lint all again', async () => {
    await withClient({}, {}, async (client) => {
      await client.open('compose.yaml', WEB);
      await client.diagnostics('compose.yaml');
      const count = client.published.length;
      await client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'plimsoll.server.restart' });
      expect((await client.publishedAfter(count, 'compose.yaml')).diagnostics).not.toEqual([]);
    });
  });

  test('that there are not do nothing', async () => {
    await withClient({}, {}, async (client) => {
      expect(await client.connection.sendRequest(ExecuteCommandRequest.type, { command: 'x' })).toBeNull();
    });
  });
});
