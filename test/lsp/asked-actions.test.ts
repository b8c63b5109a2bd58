import { describe, expect, test } from 'vitest';
import {
  ApplyWorkspaceEditRequest,
  type ClientCapabilities,
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type Diagnostic,
  ExecuteCommandRequest,
  type Range,
  ShowDocumentRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type ClientOptions, FULL, type TestClient, withClient } from './client.ts';

const TEXT = `services:
  web:
    image: acme/web:1
    privileged: true
    pid: host
    ports:
      - "8080:80"
`;
const DOCUMENT = TextDocument.create('file:///project/compose.yaml', 'yaml', 1, TEXT);

async function asked(
  client: TestClient,
  range: Range,
  diagnostics: Diagnostic[] = [],
  only?: string[],
): Promise<readonly CodeAction[]> {
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: DOCUMENT.uri },
    range,
    context: { diagnostics, ...(only === undefined ? {} : { only }) },
  });
  return (found ?? []).filter((action): action is CodeAction => typeof action.command !== 'string');
}

/** The range between two bars, or the cursor at the only one. */
function rangeIn(marked: string): Range {
  const [before = '', selected = '', rest] = marked.split('|');
  if (before + selected + (rest ?? '') !== TEXT) throw new Error('another text is marked');
  const start = before.length;
  const end = rest === undefined ? start : start + selected.length;
  return { start: DOCUMENT.positionAt(start), end: DOCUMENT.positionAt(end) };
}

function opened<T>(use: (client: TestClient) => Promise<T>, options: ClientOptions = {}): Promise<T> {
  return withClient({}, options, async (client) => {
    await client.open('compose.yaml', TEXT);
    return use(client);
  });
}

const rulesOf = (actions: readonly CodeAction[]): readonly unknown[] =>
  [...new Set(actions.flatMap(({ diagnostics = [] }) => diagnostics.map(({ code }) => code)))].sort();

describe('what is asked about', () => {
  test.each<[string, string, readonly string[]]>([
    ['at column 0 of its line', TEXT.replace('    privileged', '|    privileged'), ['privileged-container']],
    ['on the key', TEXT.replace('privileged', 'privi|leged'), ['privileged-container']],
    ['on the value', TEXT.replace('true', 'tr|ue'), ['privileged-container']],
    ['at the end of the line', TEXT.replace('true', 'true|'), ['privileged-container']],
    ['on the name of a service', TEXT.replace('web:', 'w|eb:'), ['missing-hardening']],
    ['on an item of a list', TEXT.replace('      - ', '|      - '), ['wildcard-bind-address']],
    [
      'a selection of lines',
      TEXT.replace('    priv', '|    priv').replace('host\n', 'host\n|'),
      ['host-pid-namespace', 'privileged-container'],
    ],
    ['a selection without a finding, in a line with one', TEXT.replace('privileged', '|privi|leged'), []],
    ['a line without a finding', TEXT.replace('    image', '|    image'), []],
  ])('%s', async (_, marked, expected) => {
    await opened(async (client) => {
      expect(rulesOf(await asked(client, rangeIn(marked)))).toEqual(expected);
    });
  });

  test('what the client sends, wherever its cursor is, and nothing that is no longer there', async () => {
    await opened(async (client) => {
      const sent = await client.diagnostics('compose.yaml');
      const other = { line: 0, character: 3 };
      const one = sent.filter(({ code }) => code === 'host-pid-namespace');
      expect(rulesOf(await asked(client, { start: other, end: other }, one))).toEqual(['host-pid-namespace']);
      await client.change('compose.yaml', TEXT.replace('    pid: host\n', ''));
      expect(await asked(client, { start: other, end: other }, one)).toEqual([]);
    });
  });
});

describe('the order', () => {
  const all: Range = { start: { line: 1, character: 0 }, end: { line: 6, character: 20 } };
  const PAGES: ClientCapabilities = {
    ...FULL,
    workspace: { ...FULL.workspace, textDocumentContent: {} },
    window: { showDocument: { support: true } },
  };

  test('is one for the container, its values with it, single fixes, more than these, pages, and ignores', async () => {
    await opened(
      async (client) => {
        await client.change('compose.yaml', TEXT.replace('privileged: true', 'ipc: host'));
        const actions = await asked(client, all);
        const groupOf = ({ title, kind }: CodeAction): string => {
          if (kind === 'source.fixAll.plimsoll') return 'safe';
          if (title.startsWith('Suppress')) return kind === 'quickfix.plimsoll.ignore' ? 'ignore' : 'wrong kind';
          if (kind !== 'quickfix') return 'wrong kind';
          return ['Harden', 'Fix all', 'Explain'].find((words) => title.startsWith(words)) ?? 'fix';
        };
        const groups = actions.map(groupOf);
        expect(groups.filter((group, index) => group !== groups[index - 1])).toEqual([
          'Harden',
          'fix',
          'Explain',
          'ignore',
        ]);
        expect(actions[0]?.title).toBe(
          'Harden `web`: 2 settings (low risk): security_opt: no-new-privileges:true, pids_limit: 4096',
        );
        for (const { title } of actions.filter((action) => groupOf(action) === 'fix'))
          expect(title).toMatch(/\((?:low|medium|high) risk\)$/);
      },
      { capabilities: PAGES },
    );
  });

  test('has a kind for ignores, which can be asked for alone', async () => {
    await opened(async (client) => {
      const alone = await asked(client, rangeIn(TEXT.replace('true', 'tr|ue')), [], ['quickfix.plimsoll.ignore']);
      expect(alone.map(({ title }) => title)).toEqual([
        'Suppress privileged-container here, with a reason',
        'Suppress privileged-container in this file, with a reason',
      ]);
    });
  });

  test('a page is shown by the client, where it can', async () => {
    await opened(
      async (client) => {
        const shown: unknown[] = [];
        client.connection.onRequest(ShowDocumentRequest.type, (params) => {
          shown.push(params);
          return { success: true };
        });
        const actions = await asked(client, rangeIn(TEXT.replace('true', 'tr|ue')));
        const page = actions.find(({ title }) => title === 'Explain privileged-container');
        const { command = '', arguments: given = [] } = page?.command ?? {};
        const uri = 'plimsoll:/rules/privileged-container.md';
        expect(given).toEqual([uri]);
        await client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: given });
        await client.connection.sendRequest(ExecuteCommandRequest.type, { command, arguments: ['file:///etc/passwd'] });
        expect(shown).toEqual([{ uri, external: false, takeFocus: true }]);
      },
      { capabilities: PAGES },
    );
  });
});

describe('a reason to ignore something', () => {
  const onValue = rangeIn(TEXT.replace('true', 'tr|ue'));

  test('is a placeholder where the client has snippets', async () => {
    const workspace = { ...FULL.workspace, workspaceEdit: { documentChanges: true, snippetEditSupport: true } };
    await opened(
      async (client) => {
        const actions = await asked(client, onValue);
        const here = actions.find(({ title }) => title === 'Suppress privileged-container here, with a reason');
        const { edit } = await client.connection.sendRequest(CodeActionResolveRequest.type, here ?? { title: '' });
        expect(edit?.documentChanges).toEqual([
          {
            textDocument: { uri: DOCUMENT.uri, version: 1 },
            edits: [
              {
                range: { start: { line: 3, character: 0 }, end: { line: 3, character: 0 } },
                snippet: {
                  kind: 'snippet',
                  value: '    # plimsoll: ignore[privileged-container] -- ${1:TODO: say why}\n',
                },
              },
            ],
          },
        ]);
      },
      { capabilities: { ...FULL, workspace } },
    );
  });

  const ASKS: ClientOptions = { capabilities: { ...FULL, experimental: { commands: ['plimsoll.ignore'] } } };

  interface Choice {
    readonly title: string;
    readonly data: unknown;
  }

  async function choicesAt(client: TestClient, range: Range): Promise<readonly Choice[]> {
    const [action, ...others] = (await asked(client, range)).filter(({ title }) => title.startsWith('Suppress'));
    expect(others).toEqual([]);
    expect(action?.command?.command).toBe('plimsoll.ignore');
    return (action?.command?.arguments?.[0] ?? []) as readonly Choice[];
  }

  test('is asked for by a client that can: one action, and its choices', async () => {
    await opened(async (client) => {
      const edits: WorkspaceEdit[] = [];
      client.connection.onRequest(ApplyWorkspaceEditRequest.type, ({ edit }) => {
        edits.push(edit);
        return { applied: true };
      });
      const choices = await choicesAt(client, onValue);
      expect(choices.map(({ title }) => title)).toEqual([
        'Suppress privileged-container here',
        'Suppress privileged-container in this file',
      ]);
      const ignore = (...given: unknown[]): Promise<unknown> =>
        client.connection.sendRequest(ExecuteCommandRequest.type, {
          command: 'plimsoll.server.ignore',
          arguments: given,
        });
      expect(await ignore(choices[0]?.data, '  it runs\nDocker ')).toBeNull();
      expect(JSON.stringify(edits)).toContain('# plimsoll: ignore[privileged-container] -- it runs Docker\\n');
      // Without a reason or data, nothing is written.
      for (const given of [[choices[0]?.data, ' '], [choices[0]?.data], [{}, 'x'], []]) await ignore(...given);
      expect(edits.length).toBe(1);
      await client.change('compose.yaml', `# more\n${TEXT}`);
      expect(await ignore(choices[0]?.data, 'late')).toMatch(/^The file changed/);
      expect(edits.length).toBe(1);
    }, ASKS);
  });

  test('of what a container lacks has a choice for each part', async () => {
    await opened(async (client) => {
      const choices = (await choicesAt(client, rangeIn(TEXT.replace('web:', 'w|eb:')))).map(({ title }) => title);
      expect(choices).toContain('Suppress unlimited-memory here');
      expect(choices).toContain('Suppress unlimited-memory in this file');
      expect(choices[0]).toMatch(/^Suppress all \d here$/);
    }, ASKS);
  });
});
