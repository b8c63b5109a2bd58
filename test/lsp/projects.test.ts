import { describe, expect, test } from 'vitest';
import { type ClientCapabilities, FileChangeType } from 'vscode-languageserver-protocol';
import { uriOfPath } from '../../src/lsp/client/uris.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { FULL, ROOT, type TestClient, withClient } from './client.ts';

type Tree = Readonly<Record<string, string>>;

const MAIN = `services:
  web:
    image: nginx:1.27
    extends: { file: base.yaml, service: base }
    privileged: \${P:-false}
`;

const TREE: Tree = {
  'app/compose.yaml': MAIN,
  'app/compose.override.yaml': 'services:\n  web:\n    init: true\n',
  'app/base.yaml': 'services:\n  base:\n    init: true\n',
  'app/.env': 'P=false\n',
  'app/part.yaml': 'services:\n  part:\n    image: part:1\n',
  '.plimsoll.yaml': '{}\n',
};

/**
 * The effect of another file's change on the diagnostics of `app/compose.yaml`: a new code, or `-`
 * and a removed one.
 */
const CHANGES: readonly (readonly [path: string, text: string, codes: readonly string[]])[] = [
  ['app/.env', 'P=true\n', ['privileged-container']],
  ['app/compose.override.yaml', 'services:\n  web:\n    privileged: true\n', []],
  ['app/base.yaml', 'services:\n  base:\n    pid: host\n', ['host-pid-namespace']],
  ['.plimsoll.yaml', 'rules: { unpinned-image: { severity: error } }\nextends: all\n', ['unpinned-image']],
  ['app/.plimsoll.yaml', 'rules: { missing-healthcheck: off }\n', ['-missing-healthcheck']],
];

const WATCHING: ClientCapabilities = {
  ...FULL,
  workspace: { ...FULL.workspace, didChangeWatchedFiles: { dynamicRegistration: true } },
};

const SETTINGS = { missing: 'each' };

async function codes(client: TestClient, path: string): Promise<readonly unknown[]> {
  return (await client.diagnostics(path)).map(({ code }) => code);
}

function expectChange(before: readonly unknown[], after: readonly unknown[], changes: readonly string[]): void {
  for (const change of changes) {
    const code = change.replace('-', change.startsWith('-') ? '' : '-');
    expect([before.includes(code), after.includes(code)]).toEqual(
      change.startsWith('-') ? [true, false] : [false, true],
    );
  }
}

describe('a document is linted again when another one that it depends on changes', () => {
  test.each(CHANGES.filter(([, , changed]) => changed.length > 0))('%s', async (path, text, changed) => {
    await withClient(TREE, { settings: SETTINGS }, async (client) => {
      await client.open('app/compose.yaml', MAIN);
      await client.open(path, TREE[path] ?? '');
      const before = await codes(client, 'app/compose.yaml');
      await client.change(path, text);
      const diagnostics = await client.settledDiagnostics('app/compose.yaml');
      expectChange(
        before,
        diagnostics.map(({ code }) => code),
        changed,
      );
      await client.close(path);
      // The file on disk is unchanged.
      const again = await client.settledDiagnostics('app/compose.yaml');
      expect(again.map(({ code }) => code)).toEqual(before);
    });
  });

  test('after the one that changes, which someone looks at', async () => {
    const tree: Tree = { ...TREE, 'app/compose.yaml': `include: [part.yaml]\n${MAIN}` };
    await withClient(tree, {}, async (client) => {
      const uris: string[] = [];
      for (const path of ['app/compose.yaml', 'app/compose.override.yaml', 'app/part.yaml'])
        uris.push(await client.open(path, tree[path] ?? ''));
      await client.settled();
      const count = client.published.length;
      await client.change('app/part.yaml', 'services:\n  part:\n    image: part:1\n    privileged: true\n');
      await client.settled();
      const [main, override, part] = uris;
      const published = client.published.slice(count).map(({ uri }) => uri);
      // Results from before the change may arrive first.
      expect(new Set(published.slice(published.indexOf(part ?? '')))).toEqual(new Set([part, main, override]));
    });
  });

  test('and not when it depends on nothing of it', async () => {
    await withClient(TREE, { settings: SETTINGS }, async (client) => {
      await client.open('app/compose.yaml', MAIN);
      await client.open('app/part.yaml', TREE['app/part.yaml'] ?? '');
      await client.open('other/compose.yaml', 'services: {}\n');
      await client.settled();
      const count = client.published.length;
      await client.change('app/part.yaml', 'services:\n  part:\n    image: part:2\n');
      await client.change('other/compose.yaml', 'services: { a: { image: a:1 } }\n');
      await client.settled();
      expect(new Set(client.published.slice(count).map(({ uri }) => uri))).toEqual(
        new Set([uriOfPath(`${ROOT}/app/part.yaml`), uriOfPath(`${ROOT}/other/compose.yaml`)]),
      );
    });
  });

  test('which an override shows where it is', async () => {
    await withClient(TREE, { settings: SETTINGS }, async (client) => {
      const text = 'services:\n  web:\n    privileged: true\n';
      await client.open('app/compose.override.yaml', text);
      expect(await codes(client, 'app/compose.override.yaml')).toContain('privileged-container');
      // The main file's values are reported there.
      expect(await codes(client, 'app/compose.override.yaml')).not.toContain('unpinned-image');
    });
  });

  test('a script and what it sources', async () => {
    await withClient({}, { settings: SETTINGS }, async (client) => {
      await client.open('run.sh', '. ./settings.sh\ndocker run $OPTIONS nginx:1.27\n', 'shellscript');
      await client.open('settings.sh', 'OPTIONS=--init\n', 'shellscript');
      await client.change('settings.sh', 'OPTIONS=--privileged\n');
      const diagnostics = await client.settledDiagnostics('run.sh');
      const found = diagnostics.find(({ code }) => code === 'privileged-container');
      expect(found?.range.start).toEqual({ line: 1, character: 11 });
      expect(found?.relatedInformation?.[0]?.location.uri).toBe(uriOfPath(`${ROOT}/settings.sh`));
    });
  });
});

describe('a document is linted again when a file that it depends on changes on the disk', () => {
  test.each(CHANGES.filter(([, , changed]) => changed.length > 0))('%s', async (path, text, changed) => {
    let tree = TREE;
    const openFolder = (folder: string): ReturnType<typeof createMemoryFiles> =>
      createMemoryFiles(
        Object.fromEntries(Object.entries(tree).map(([name, own]) => [`${ROOT}/${name}`, own])),
        folder,
      );
    await withClient({}, { settings: SETTINGS, openFolder, capabilities: WATCHING }, async (client) => {
      await client.until(() => client.registered.length > 0, 'a registration');
      expect(client.registered.map(({ method }) => method)).toEqual(['workspace/didChangeWatchedFiles']);
      await client.open('app/compose.yaml', MAIN);
      const before = await codes(client, 'app/compose.yaml');
      const count = client.published.length;
      tree = { ...TREE, [path]: text };
      const notify = (name: string): Promise<void> =>
        client.connection.sendNotification('workspace/didChangeWatchedFiles', {
          changes: [{ uri: uriOfPath(`${ROOT}/${name}`), type: FileChangeType.Changed }],
        });
      await notify('app/unrelated.txt');
      await notify('app/part.yaml');
      await client.settled();
      expect(client.published.length).toBe(count);
      await notify(path);
      const diagnostics = await client.settledDiagnostics('app/compose.yaml');
      expectChange(
        before,
        diagnostics.map(({ code }) => code),
        changed,
      );
    });
  });

  test('and, where the client watches nothing, when something is saved', async () => {
    let tree = TREE;
    const openFolder = (folder: string): ReturnType<typeof createMemoryFiles> =>
      createMemoryFiles(
        Object.fromEntries(Object.entries(tree).map(([name, own]) => [`${ROOT}/${name}`, own])),
        folder,
      );
    await withClient({}, { settings: SETTINGS, openFolder }, async (client) => {
      await client.open('app/compose.yaml', MAIN);
      await client.open('app/part.yaml', TREE['app/part.yaml'] ?? '');
      await client.settled();
      tree = { ...TREE, 'app/.env': 'P=true\n' };
      await client.save('app/part.yaml');
      const diagnostics = await client.settledDiagnostics('app/compose.yaml');
      expect(diagnostics.map(({ code }) => code)).toContain('privileged-container');
    });
  });
});

describe('what is suppressed is not shown', () => {
  test('by an exception, and by the baseline', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n    pid: host\n';
    const config = 'exceptions:\n  - { rule: privileged-container, reason: measured }\n';
    await withClient({ '.plimsoll.yaml': config }, { settings: { missing: 'off' } }, async (client) => {
      await client.open('compose.yaml', text);
      expect(await codes(client, 'compose.yaml')).toEqual(['host-pid-namespace']);
    });
  });
});

describe('several directories', () => {
  const tree = {
    '/one/.plimsoll.yaml': 'rules: { privileged-container: off }\n',
    '/two/.plimsoll.yaml': '{}\n',
    '/two/sub/.plimsoll.yaml': 'rules: { host-pid-namespace: off }\n',
  };
  const text = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n    pid: host\n';

  test('each document is linted as one of its own', async () => {
    await withClient(tree, { folders: ['/one', '/two', '/two/sub'], settings: { missing: 'off' } }, async (client) => {
      const expected = {
        'file:///one/compose.yaml': ['host-pid-namespace'],
        'file:///two/compose.yaml': ['privileged-container', 'host-pid-namespace'],
        'file:///two/sub/compose.yaml': ['privileged-container'],
        'file:///elsewhere/compose.yaml': ['privileged-container', 'host-pid-namespace'],
      };
      for (const [uri, found] of Object.entries(expected)) {
        await client.open(uri, text);
        expect([uri, ...(await codes(client, uri))]).toEqual([uri, ...found]);
      }
    });
  });

  test('a directory is added, and another one goes', async () => {
    const settings = { missing: 'off', configPath: 'own.yaml' };
    const files = {
      ...tree,
      '/one/own.yaml': 'rules: { privileged-container: off }\n',
      '/one/sub/own.yaml': 'rules: { host-pid-namespace: off }\n',
    };
    await withClient(files, { folders: ['/one'], settings }, async (client) => {
      const uri = 'file:///one/sub/compose.yaml';
      await client.open(uri, text);
      expect(await codes(client, uri)).toEqual(['host-pid-namespace']);
      const count = client.published.length;
      await client.connection.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: [{ uri: 'file:///one/sub', name: 'sub' }], removed: [{ uri: 'file:///one', name: 'one' }] },
      });
      const { diagnostics } = await client.publishedAfter(count, uri);
      expect(diagnostics.map(({ code }) => code)).toEqual(['privileged-container']);
    });
  });

  test.each([
    ['rootUri alone', { folders: null, rootUri: 'file:///one' }, ['host-pid-namespace']],
    ['no folder', { folders: null }, ['host-pid-namespace']],
  ])('%s', async (_, options, expected) => {
    await withClient(tree, { ...options, settings: { missing: 'off' } }, async (client) => {
      await client.open('file:///one/compose.yaml', text);
      expect(await codes(client, 'file:///one/compose.yaml')).toEqual(expected);
    });
  });
});

describe('names of documents', () => {
  const text = 'services:\n  web:\n    image: nginx:1.27\n    extends: { file: "base ü.yaml", service: base }\n';
  const base = 'services:\n  base:\n    pid: host\n';

  test.each([
    ['with spaces and letters that are not ASCII', '/my projects/über', 'file:///my%20projects/%C3%BCber'],
    ['of Windows', 'C:/my projects', 'file:///c%3A/my%20projects'],
    ['on a server', '//server/share/projects', 'file://server/share/projects'],
  ])('%s', async (_, folder, uri) => {
    const settings = { missing: 'off' };
    await withClient({ [`${folder}/base ü.yaml`]: base }, { folders: [uri], settings }, async (client) => {
      const main = `${uri}/compose.yaml`;
      await client.open(main, text);
      const [found] = await client.diagnostics(main);
      expect(found?.code).toBe('host-pid-namespace');
      // Open documents keep the client's URI.
      const other = `${uri}/base%20%C3%BC.yaml`;
      await client.open(other, base);
      await client.change(other, 'services:\n  base:\n    uts: host\n');
      const diagnostics = await client.settledDiagnostics(main);
      expect(diagnostics.map(({ code }) => code)).toEqual(['host-uts-namespace']);
      expect(diagnostics[0]?.relatedInformation?.[0]?.location.uri).toBe(other);
    });
  });

  test.each([
    ['untitled:Untitled-1', 'yaml', text, 'syntax/missing-file'],
    ['untitled:Untitled-1', 'dockercompose', 'services: []\n', 'syntax/wrong-type'],
    ['untitled:Untitled-2', 'shellscript', 'docker run --privileged nginx:1\n', 'privileged-container'],
    ['untitled:/project/new.compose.yaml', 'yaml', 'services: []\n', 'syntax/wrong-type'],
  ])('a document that has never been saved: %s, %s', async (uri, languageId, own, code) => {
    await withClient({}, { settings: { missing: 'off' } }, async (client) => {
      await client.open(uri, own, languageId);
      expect(await codes(client, uri)).toContain(code);
    });
  });

  test('a document that is no file has none', async () => {
    await withClient({}, {}, async (client) => {
      await client.open('git:/project/compose.yaml?ref=HEAD', text);
      expect(await codes(client, 'git:/project/compose.yaml?ref=HEAD')).toEqual([]);
    });
  });
});
