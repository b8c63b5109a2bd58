import { describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { readActionData } from '../../src/lsp/features/code-actions.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { type ClientOptions, FULL, messageOf, type TestClient, withClient } from './client.ts';

/** A client that can't apply edits or document versions. */
const PLAIN: ClientOptions = { capabilities: {} };

class Opened {
  readonly client: TestClient;
  readonly document: TextDocument;

  constructor(client: TestClient, document: TextDocument) {
    this.client = client;
    this.document = document;
  }

  /** The actions for a marked text, or for the whole document. */
  async actions(marked?: string, only?: string[]): Promise<readonly CodeAction[]> {
    const text = this.document.getText();
    const start = marked === undefined ? 0 : text.indexOf(marked);
    const end = marked === undefined ? text.length : start + marked.length;
    const found = await this.client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri: this.document.uri },
      range: { start: this.document.positionAt(start), end: this.document.positionAt(end) },
      context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
    });
    return (found ?? []).filter((action): action is CodeAction => typeof action.command !== 'string');
  }

  /** The text after an action. */
  async after(action: CodeAction | undefined): Promise<string> {
    if (action === undefined) throw new Error('there is no such action');
    const { edit } =
      action.edit === undefined
        ? await this.client.connection.sendRequest(CodeActionResolveRequest.type, action)
        : action;
    return TextDocument.applyEdits(this.document, editsOf(edit, this.document.uri));
  }

  async do(title: string, marked?: string): Promise<string> {
    return this.after((await this.actions(marked)).find((action) => action.title === title));
  }
}

function editsOf(edit: WorkspaceEdit | undefined, uri: string): TextEdit[] {
  const changes = edit?.documentChanges?.flatMap((change) =>
    'edits' in change && change.textDocument.uri === uri ? change.edits : [],
  );
  return (changes ?? edit?.changes?.[uri] ?? []).filter((one) => 'newText' in one);
}

function withDocument<T>(
  path: string,
  text: string,
  use: (opened: Opened) => Promise<T>,
  options: ClientOptions = {},
  tree = {},
): Promise<T> {
  return withClient(tree, options, async (client) => {
    const uri = await client.open(path, text);
    return use(new Opened(client, TextDocument.create(uri, 'yaml', 1, text)));
  });
}

const WEB = `services:
  web:
    image: nginx:1.27
    privileged: true
    ports:
      - "8080:80"
`;

const UNPRIVILEGED = WEB.replace('    privileged: true\n', '');

const SCRIPT = `#!/bin/bash
set -e
docker run -d \\
  --privileged \\
  nginx:1.27
`;

describe('ignoring what is found', () => {
  test.each([
    [
      'compose.yaml',
      WEB,
      'true',
      'privileged-container',
      '    # plimsoll: ignore[privileged-container] -- TODO: say why\n    privileged: true\n',
    ],
    [
      'compose.yaml',
      WEB.replaceAll('\n', '\r\n'),
      'true',
      'privileged-container',
      '    # plimsoll: ignore[privileged-container] -- TODO: say why\r\n    privileged: true\r\n',
    ],
    [
      'compose.yaml',
      WEB,
      '8080',
      'wildcard-bind-address',
      '      # plimsoll: ignore[wildcard-bind-address] -- TODO: say why\n      - "8080:80"\n',
    ],
    [
      'compose.yaml',
      'services:\n  web: { image: "a:1", privileged: true }\n',
      'true',
      'privileged-container',
      '  # plimsoll: ignore[privileged-container] -- TODO: say why\n  web:',
    ],
    [
      'compose.yaml',
      'services: { web: { image: "a:1", privileged: true } }',
      'true',
      'privileged-container',
      '# plimsoll: ignore[privileged-container] -- TODO: say why\nservices:',
    ],
    [
      'compose.yaml',
      'services:\n  web:\n    privileged:\n      true\n',
      'true',
      'privileged-container',
      '# plimsoll: ignore[privileged-container] -- TODO: say why\n',
    ],
    [
      'run.sh',
      SCRIPT,
      '--privileged',
      'privileged-container',
      'set -e\n# plimsoll: ignore[privileged-container] -- TODO: say why\ndocker run',
    ],
    [
      'run.sh',
      'if x; then\n\tdocker run \\\n\t\t--pid host a:1 # why\nfi\n',
      'host',
      'host-pid-namespace',
      'then\n\t# plimsoll: ignore[host-pid-namespace] -- TODO: say why\n\tdocker run',
    ],
    [
      'run.sh',
      'NAMES=$(\n  docker run --pid=host a:1\n)\n',
      'host',
      'host-pid-namespace',
      '  # plimsoll: ignore[host-pid-namespace] -- TODO: say why\n  docker run',
    ],
    [
      'Makefile',
      'run:\n\tdocker run --pid=host a:1\n',
      'host a',
      'host-pid-namespace',
      '# plimsoll: ignore[host-pid-namespace] -- TODO: say why\n',
    ],
    [
      '.github/workflows/ci.yml',
      'on: push\njobs:\n  a:\n    runs-on: ubuntu-24.04\n    steps:\n      - run: |\n          docker run --pid=host a:1\n',
      'host a',
      'host-pid-namespace',
      '          # plimsoll: ignore[host-pid-namespace] -- TODO: say why\n          docker run',
    ],
    [
      '.devcontainer/devcontainer.json',
      '{\n  "image": "a:1",\n  "privileged": true\n}\n',
      'true',
      'privileged-container',
      '  // plimsoll: ignore[privileged-container] -- TODO: say why\n  "privileged"',
    ],
  ])('here: %s %j %s', async (path, text, marked, rule, expected) => {
    await withDocument(path, text, async (opened) => {
      const after = await opened.do(`Suppress ${rule} here, with a reason`, marked);
      expect(after).toContain(expected);
      await opened.client.change(path, after);
      const left = await opened.client.diagnostics(path);
      expect(left.map(({ code }) => code)).not.toContain(rule);
      expect(left.filter(({ code }) => String(code).includes('/'))).toEqual([]);
    });
  });

  test.each([
    ['compose.yaml', WEB, 'true', '# plimsoll: ignore-file[privileged-container] -- TODO: say why\nservices:\n'],
    [
      'run.sh',
      SCRIPT,
      '--privileged',
      '#!/bin/bash\n# plimsoll: ignore-file[privileged-container] -- TODO: say why\nset -e\n',
    ],
    [
      'compose.yaml',
      `\uFEFF${WEB}`,
      'true',
      '\uFEFF# plimsoll: ignore-file[privileged-container] -- TODO: say why\nservices:\n',
    ],
    [
      '.devcontainer.json',
      '{\n  "image": "a:1",\n  "privileged": true\n}\n',
      'true',
      '// plimsoll: ignore-file[privileged-container] -- TODO: say why\n{\n',
    ],
  ])('in the file: %s', async (path, text, marked, expected) => {
    await withDocument(path, text, async (opened) => {
      expect(await opened.do('Suppress privileged-container in this file, with a reason', marked)).toMatch(
        new RegExp(`^${expected.replace(/[[\]]/g, '\\$&')}`),
      );
    });
  });

  test('what a container lacks, all of it or one by one', async () => {
    await withDocument('compose.yaml', WEB, async (opened) => {
      const [missing] = await opened.client.diagnostics('compose.yaml');
      const parts = /hardened: (.*)\.$/.exec(messageOf(missing))?.[1] ?? '';
      expect(await opened.do(`Suppress all ${parts.split(', ').length} here, with a reason`, 'web')).toContain(
        '  # plimsoll: ignore[missing-hardening] -- TODO: say why\n  web:\n',
      );
      expect(await opened.do('Suppress unlimited-memory here, with a reason', 'web')).toContain(
        '  # plimsoll: ignore[unlimited-memory] -- TODO: say why\n  web:\n',
      );
    });
  });

  const WITHOUT_PLACE = 'ssh host <<EOF\ndocker run --pid=host a:1\nEOF\n';

  test('here is not offered where no comment has that effect, if edits are sent at once', async () => {
    await withDocument(
      'run.sh',
      WITHOUT_PLACE,
      async (opened) => {
        const titles = (await opened.actions('host a')).map(({ title }) => title);
        expect(titles.filter((title) => title.startsWith('Suppress'))).toEqual([
          'Suppress host-pid-namespace in this file, with a reason',
        ]);
      },
      PLAIN,
    );
  });

  test('here says why there is no edit, if it is chosen first', async () => {
    await withDocument('run.sh', WITHOUT_PLACE, async (opened) => {
      expect(await opened.do('Suppress host-pid-namespace here, with a reason', 'host a')).toBe(WITHOUT_PLACE);
      expect(opened.client.messages).toEqual(['No comment can suppress only this finding.']);
    });
  });

  test('is offered in the file with the finding, not in one that includes it', async () => {
    const tree = { 'more.yaml': 'services:\n  db:\n    image: acme/db:1\n    privileged: true\n' };
    for (const options of [{}, PLAIN])
      await withDocument(
        'compose.yaml',
        `include: [more.yaml]\n${WEB}`,
        async (opened) => {
          const [found, ...others] = await opened.client.diagnostics('compose.yaml');
          expect([found, ...others].map((each) => each?.code)).toContain('privileged-container');
          const titles = (await opened.actions('more.yaml')).map(({ title }) => title);
          expect(titles.filter((title) => title.startsWith('Suppress'))).toEqual([]);
        },
        options,
        tree,
      );
  });

  test('is not offered where a file has no comments', async () => {
    const inspect = JSON.stringify([
      { Id: '0'.repeat(64), Name: '/web', Config: { Image: 'a:1' }, HostConfig: { Privileged: true } },
    ]);
    await withDocument('web.json', inspect, async (opened) => {
      expect((await opened.client.diagnostics('web.json')).map(({ code }) => code)).toContain('privileged-container');
      expect(await opened.actions()).toEqual([]);
    });
  });
});

describe('fixes', () => {
  test('are made, and marked as what they are', async () => {
    await withDocument('compose.yaml', WEB, async (opened) => {
      const [fix] = await opened.actions('true', ['quickfix']);
      expect(fix).toMatchObject({
        title: "Run it without `privileged`, which its program doesn't need (high risk)",
        kind: 'quickfix',
      });
      expect(fix?.isPreferred).toBeUndefined();
      expect(fix?.diagnostics?.map(({ code }) => code)).toEqual(['privileged-container']);
      expect(await opened.after(fix)).toBe(WEB.replace('    privileged: true\n', ''));
    });
    await withDocument('compose.yaml', UNPRIVILEGED, async (opened) => {
      expect(await opened.do('Block privilege escalation (low risk)', 'web')).toContain('no-new-privileges:true');
    });
  });

  test('a safe one is preferred', async () => {
    await withDocument('compose.yaml', `${WEB}    cap_dorp: [ALL]\n`, async (opened) => {
      const [fix] = await opened.actions('cap_dorp');
      expect(fix).toMatchObject({ title: 'Correct the key', isPreferred: true });
      expect(await opened.after(fix)).toContain('    cap_drop: [ALL]\n');
    });
  });

  test('of what a container lacks are with the diagnostic that names it', async () => {
    await withDocument('compose.yaml', WEB, async (opened) => {
      const actions = await opened.actions('web');
      const pids = actions.find(({ title }) => title.startsWith('Limit it to 4096 processes'));
      expect(pids?.diagnostics?.map(({ code }) => code)).toEqual(['missing-hardening']);
      expect(await opened.after(pids)).toContain('    pids_limit: ');
    });
  });

  test('of what a container lacks are one too, of those that are not too risky', async () => {
    await withDocument('compose.yaml', UNPRIVILEGED.replace(/image: .*/, 'image: acme/web:1'), async (opened) => {
      const [all] = await opened.actions('web');
      expect(all?.title).toMatch(/^Harden `web`: \d settings \(low risk\): /);
      const after = await opened.after(all);
      expect(after).toMatch(/^ {4}pids_limit: /m);
      expect(after).not.toContain('read_only');
      await withDocument('compose.yaml', after, async ({ client }) => {
        const [left] = (await client.diagnostics('compose.yaml')).filter(({ code }) => code === 'missing-hardening');
        expect(messageOf(left)).not.toMatch(/privileges|process/);
      });
    });
  });

  test('have the version of the document where the client takes it, and else none', async () => {
    await withDocument('compose.yaml', WEB, async (opened) => {
      const [fix] = await opened.actions('true');
      expect(fix?.edit).toMatchObject({
        documentChanges: [{ textDocument: { uri: opened.document.uri, version: 1 } }],
      });
      expect(fix?.edit?.changes).toBeUndefined();
    });
    await withDocument(
      'compose.yaml',
      WEB,
      async (opened) => {
        const [fix] = await opened.actions('true');
        expect(fix?.edit?.documentChanges).toBeUndefined();
        expect(Object.keys(fix?.edit?.changes ?? {})).toEqual([opened.document.uri]);
      },
      PLAIN,
    );
  });

  test('that do not hold are not offered', async () => {
    const text =
      'x-a: &a\n  privileged: true\nservices:\n  web: { <<: *a, image: "a:1" }\n  db: { <<: *a, image: "a:1", privileged: false }\n';
    await withDocument('compose.yaml', text, async (opened) => {
      const titles = (await opened.actions('true')).map(({ title }) => title);
      expect(titles.filter((title) => title.includes('privileges'))).toEqual([]);
    });
  });
});

test('after a failure, actions are found with the next request', async () => {
  let isFailing = false;
  const openFolder: ClientOptions['openFolder'] = (folder) => {
    const files = createMemoryFiles({}, folder);
    const read: typeof files.read = (path) => {
      if (isFailing) throw new Error('lost');
      return files.read(path);
    };
    return { ...files, read };
  };
  const workspace = { workspaceEdit: { documentChanges: true, resourceOperations: ['create' as const] } };
  const text = `${UNPRIVILEGED}    environment: { DB_PASSWORD: hunter22 }\n`;
  await withDocument(
    'compose.yaml',
    text,
    async (opened) => {
      await opened.client.diagnostics('compose.yaml');
      isFailing = true;
      await expect(opened.actions('web')).rejects.toThrow('lost');
      isFailing = false;
      expect((await opened.actions('web')).length).toBeGreaterThan(5);
    },
    { openFolder, capabilities: { ...FULL, workspace } },
  );
});

describe('kinds of actions', () => {
  const SLIPS = `${WEB}    cap_dorp: [ALL]\n    security_opt: [a=b, a=b]\n`;
  const FIXED = `${WEB}    cap_drop: [ALL]\n    security_opt: [a=b]\n`;

  test.each([
    ['source.fixAll.plimsoll', 1],
    ['source.fixAll', 1],
    ['source', 1],
    ['source.organizeImports', 0],
    ['refactor', 0],
    ['source.fixAll.eslint', 0],
  ])('%s: %d', async (kind, count) => {
    for (const options of [{}, PLAIN])
      await withDocument(
        'compose.yaml',
        SLIPS,
        async (opened) => {
          const actions = await opened.actions(undefined, [kind]);
          expect(actions.map((action) => action.kind)).toEqual(Array(count).fill('source.fixAll.plimsoll'));
          for (const action of actions) expect(await opened.after(action)).toBe(FIXED);
        },
        options,
      );
  });

  test('quickfix has no others, and no kind has all', async () => {
    await withDocument('compose.yaml', SLIPS, async (opened) => {
      const kinds = async (only?: string[]): Promise<readonly unknown[]> => [
        ...new Set((await opened.actions('cap_dorp', only)).map(({ kind }) => kind)),
      ];
      const IGNORES = 'quickfix.plimsoll.ignore';
      expect(await kinds(['quickfix'])).toEqual(['quickfix', IGNORES]);
      expect(await kinds()).toEqual(['quickfix', IGNORES, 'source.fixAll.plimsoll']);
      expect(await kinds([''])).toEqual(['quickfix', IGNORES, 'source.fixAll.plimsoll']);
    });
  });

  test('fix all changes the document alone, and nothing where nothing is safe', async () => {
    const tree = { 'compose.override.yaml': 'services:\n  web:\n    restrat: always\n' };
    await withDocument(
      'compose.yaml',
      SLIPS,
      async (opened) => {
        const [action] = await opened.actions(undefined, ['source.fixAll']);
        const { edit } = await opened.client.connection.sendRequest(
          CodeActionResolveRequest.type,
          action ?? { title: '' },
        );
        expect(edit?.documentChanges?.length).toBe(1);
        expect(await opened.after(action)).toBe(FIXED);
      },
      {},
      tree,
    );
    await withDocument('compose.yaml', WEB, async (opened) => {
      expect(await opened.actions(undefined, ['source.fixAll'])).toEqual([]);
    });
  });
});

describe('an action that is chosen late', () => {
  const PAIR = `services:
  web:
    image: acme/web:1
    ports: [192.0.2.1:5432:80]
  db:
    image: acme/db:1
    network_mode: host
    restrat: always
    ports: ["5432:5432"]
    volumes:
      - 'a:/a'
      - 'b:/b'
volumes: { a: {}, b: {} }
`;

  test('of several services: a title has no edit before, and what does not hold says why', async () => {
    await withDocument('compose.yaml', PAIR, async (opened) => {
      const action = (await opened.actions('host')).find(({ title }) => title.startsWith('Use a private network'));
      expect(action).toMatchObject({ kind: 'quickfix', data: { action: 'fix' } });
      expect(action?.edit).toBeUndefined();
      expect(await opened.after(action)).toBe(PAIR);
      expect(opened.client.messages).toEqual([
        '"Use a private network (high risk)" was skipped. It would cause a `syntax/conflict` finding.',
      ]);
    });
  });

  test('of several services: several settings are written together or not at all', async () => {
    await withDocument('compose.yaml', PAIR, async (opened) => {
      const chosen = (await opened.actions('host')).find(({ title }) => title.startsWith('Use a private network'));
      const more = (await opened.actions('db')).find(({ title }) => title.startsWith('Harden `db`'));
      const data = [more, chosen].map((action) => readActionData(action?.data));
      expect(data.map((each) => each?.fixes.length)).toEqual([2, 1]);
      for (const each of data) {
        const fixes = [...(each?.fixes ?? []), 'another'];
        expect(await opened.after({ title: 'Harden `db`', data: { ...each, fixes } })).toBe(PAIR);
      }
      expect(opened.client.messages).toEqual([
        '"Harden `db`" was skipped. It can\'t be verified in the whole file.',
        '"Harden `db`" was skipped because of "Use a private network (high risk)". It would cause a `syntax/conflict` finding.',
      ]);
    });
  });

  test('of several services: hardening, single fixes and all of a file', async () => {
    await withDocument('compose.yaml', PAIR, async (opened) => {
      const actions = await opened.actions('web');
      const harden = actions.find(({ title }) => title.startsWith('Harden `web`'));
      expect(actions.flatMap(({ edit }) => edit ?? [])).toEqual([]);
      const [hardened, one] = [
        await opened.after(harden),
        await opened.do('Block privilege escalation (low risk)', 'web'),
      ];
      for (const after of [hardened, one]) expect(after).toContain('security_opt');
      expect(hardened).toContain('pids_limit');
      expect(one).not.toContain('pids_limit');
      expect(await opened.do('Apply all safe plimsoll fixes')).toBe(PAIR.replace('restrat', 'restart'));
      expect(await opened.do('Fix all (low risk) in this file', 'web')).toMatch(
        /security_opt[^]*restart[^]*security_opt/,
      );
      expect(opened.client.messages).toEqual([]);
    });
  });

  test('of several services: each action has its edit for a client that asks for none', async () => {
    const found: (readonly string[])[][] = [];
    for (const options of [PLAIN, {}])
      await withDocument(
        'compose.yaml',
        PAIR,
        async (opened) => {
          const actions = (await opened.actions('web', ['quickfix'])).filter(
            ({ title }) => !title.includes('in this file'),
          );
          if (options === PLAIN) expect(actions.filter(({ edit }) => edit === undefined)).toEqual([]);
          const texts: (readonly string[])[] = [];
          for (const action of actions) texts.push([action.title, await opened.after(action)]);
          found.push(texts);
        },
        options,
      );
    expect(found[0]?.length).toBeGreaterThan(3);
    expect(found[0]).toEqual(found[1]);
  });

  test('is not made in a document that has changed since', async () => {
    await withDocument('compose.yaml', WEB, async (opened) => {
      const action = (await opened.actions('web')).find(({ title }) =>
        title.startsWith('Suppress unlimited-memory here'),
      );
      expect(action).toBeDefined();
      await opened.client.change('compose.yaml', `# more\n${WEB}`);
      const resolved = await opened.client.connection.sendRequest(
        CodeActionResolveRequest.type,
        action ?? { title: '' },
      );
      expect(resolved.edit).toBeUndefined();
    });
  });

  test.each([
    undefined,
    null,
    'x',
    {},
    { uri: 'file:///project/none.yaml', version: 1, action: 'here', start: 0, end: 1, rules: 3 },
  ])('with data that are not its own: %j', async (data) => {
    await withClient({}, {}, async (client) => {
      const action = { title: 'x', data };
      expect((await client.connection.sendRequest(CodeActionResolveRequest.type, action)).edit).toBeUndefined();
    });
  });

  test('a client that asks for no edit gets it at once', async () => {
    await withDocument(
      'compose.yaml',
      WEB,
      async (opened) => {
        const actions = await opened.actions('true');
        expect(actions.length).toBe(3);
        expect(actions.every(({ edit }) => edit !== undefined)).toBe(true);
      },
      { capabilities: { ...FULL, textDocument: { ...FULL.textDocument, codeAction: {} } } },
    );
  });
});
