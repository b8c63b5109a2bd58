import { describe, expect, test } from 'vitest';
import {
  type ClientCapabilities,
  type Diagnostic,
  DiagnosticSeverity,
  DidChangeWatchedFilesNotification,
} from 'vscode-languageserver-protocol';
import type { FileSystem } from '../../src/files/file-system.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { type ClientOptions, FULL, messageOf, PULL, places, withClient } from './client.ts';

const WEB = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
const GOOD = 'services:\n  web:\n    image: nginx:1.27\n    privileged: false\n';

async function diagnosticsOf(text: string, options: ClientOptions = {}, tree = {}): Promise<readonly Diagnostic[]> {
  return withClient(tree, options, async (client) => {
    await client.open('compose.yaml', text);
    return client.diagnostics('compose.yaml');
  });
}

describe('diagnostics that are sent', () => {
  test('have range, severity, source, code, message and the version of the document', async () => {
    await withClient({}, {}, async (client) => {
      await client.open('compose.yaml', WEB);
      const found = await client.diagnostics('compose.yaml');
      expect(found.find(({ code }) => code === 'privileged-container')).toEqual({
        range: { start: { line: 3, character: 16 }, end: { line: 3, character: 20 } },
        severity: 1,
        source: 'plimsoll',
        code: 'privileged-container',
        message: expect.stringMatching(/^Service `web` runs privileged.* Remove `privileged: true`/) as string,
      });
      await client.change('compose.yaml', 'false', {
        start: { line: 3, character: 16 },
        end: { line: 3, character: 20 },
      });
      expect((await client.diagnostics('compose.yaml')).map(({ code }) => code)).not.toContain('privileged-container');
      expect(client.published.map(({ version }) => version)).toEqual([1, 2]);
    });
  });

  test('are none when nothing is left, and when the document is closed', async () => {
    await withClient({}, {}, async (client) => {
      const uri = await client.open('web.yaml', WEB);
      expect(await client.diagnostics('web.yaml')).not.toEqual([]);
      await client.change('web.yaml', '');
      expect(await client.diagnostics('web.yaml')).toEqual([]);
      await client.change('web.yaml', WEB);
      expect(await client.diagnostics('web.yaml')).not.toEqual([]);
      const count = client.published.length;
      await client.close('web.yaml');
      expect(await client.publishedAfter(count, 'web.yaml')).toEqual({ uri, diagnostics: [] });
    });
  });

  test('columns are UTF-16 units', async () => {
    const text =
      'services:\n  web:\n    image: i:1\n    labels: { a: "😀é" }\n    environment: { "😀": x }\n    pid: "host"\n';
    const [line] = (await diagnosticsOf(`${text}    x-a: 😀\n    uts: &😀 host\n`)).filter(
      ({ code }) => code === 'host-uts-namespace',
    );
    expect(line?.range.start).toEqual({ line: 7, character: '    uts: &😀 '.length });
  });

  test.each([
    ['\r\n', 3],
    ['\r', 3],
    ['\n', 3],
  ])('lines end with %j', async (newline, line) => {
    const found = await diagnosticsOf(WEB.replaceAll('\n', newline));
    // YAML doesn't end lines at a lone carriage return, so nothing is read.
    if (newline === '\r') expect(found).not.toEqual([]);
    else expect(found.find(({ code }) => code === 'privileged-container')?.range.start.line).toBe(line);
  });

  test('lead to where a value comes from, and to what is elsewhere', async () => {
    const tree = { 'base.yaml': 'services:\n  base:\n    pid: host\n' };
    const text =
      'services:\n  web:\n    image: nginx:1.27\n    extends: { file: base.yaml, service: base }\n    uts: ${MODE:-host}\n';
    const found = await diagnosticsOf(text, {}, tree);
    const pid = found.find(({ code }) => code === 'host-pid-namespace');
    expect(pid?.range.start.line).toBe(3);
    expect(pid?.relatedInformation?.[0]?.location).toEqual({
      uri: 'file:///project/base.yaml',
      range: { start: { line: 2, character: 9 }, end: { line: 2, character: 13 } },
    });
    const uts = found.find(({ code }) => code === 'host-uts-namespace');
    expect(uts?.relatedInformation?.map(({ location: { range } }) => range.start.line)).toEqual([4]);
  });

  test('have nothing that the client does not have', async () => {
    const tree = { 'base.yaml': 'services:\n  base:\n    pid: host\n' };
    const text =
      'services:\n  web:\n    extends: { file: base.yaml, service: base }\n    links: [db]\n    cap_add: [NET_ADMIN, NET_ADMIN]\n';
    const keys = new Set((await diagnosticsOf(text, { capabilities: {} }, tree)).flatMap((one) => Object.keys(one)));
    expect([...keys].sort()).toEqual(['code', 'message', 'range', 'severity', 'source']);
  });

  test('are tagged where an editor shows what has no effect', async () => {
    const found = await diagnosticsOf(`${GOOD}    security_opt: [a=b, a=b] # plimsoll: ignore[host-device] -- why\n`);
    expect(found.filter(({ tags }) => tags?.includes(1) === true).map(({ code }) => code)).toEqual([
      'syntax/duplicate-item',
      'suppression/unused',
    ]);
  });
});

describe('diagnostics that the client asks for', () => {
  test('are not sent', async () => {
    await withClient({}, { capabilities: PULL }, async (client) => {
      expect(client.result.capabilities.diagnosticProvider).toEqual({
        identifier: 'plimsoll',
        interFileDependencies: true,
        workspaceDiagnostics: false,
      });
      await client.open('compose.yaml', WEB);
      const report = await client.pull('compose.yaml');
      expect(places('items' in report ? report.items : [])).toContain('privileged-container 4:17');
      expect(await client.pull('compose.yaml', report.resultId)).toEqual({
        kind: 'unchanged',
        resultId: report.resultId,
      });
      await client.change('compose.yaml', GOOD);
      const after = await client.pull('compose.yaml', report.resultId);
      expect(places('items' in after ? after.items : []).join()).not.toContain('privileged-container');
      expect(client.published).toEqual([]);
      expect(await client.pull('other.yaml')).toEqual({ kind: 'full', items: [] });
    });
  });

  test('are asked for again when another document changes what they depend on, and only then', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    env_file: a.env\n    privileged: ${P:-false}\n';
    await withClient({ '.env': 'P=false\n' }, { capabilities: PULL }, async (client) => {
      await client.open('compose.yaml', text);
      await client.open('.env', 'P=false\n');
      const report = await client.pull('compose.yaml');
      expect(client.refreshes).toBe(0);
      await client.change('compose.yaml', `${text}\n`);
      await client.pull('compose.yaml');
      await client.change('.env', 'P=true\n');
      await client.until(() => client.refreshes > 0, 'a refresh');
      const after = await client.pull('compose.yaml', report.resultId);
      expect(places('items' in after ? after.items : [])).toContain('privileged-container 5:17');
      expect(client.refreshes).toBe(1);
    });
  });

  test('are sent to a client that asks only when the document itself changes', async () => {
    const capabilities: ClientCapabilities = { ...PULL, workspace: FULL.workspace ?? {} };
    await withClient({}, { capabilities }, async (client) => {
      expect(client.result.capabilities.diagnosticProvider).toBeUndefined();
      await client.open('compose.yaml', WEB);
      expect(places(await client.diagnostics('compose.yaml'))).toContain('privileged-container 4:17');
    });
  });
});

describe('settings', () => {
  const codes = async (
    settings: Readonly<Record<string, unknown>>,
    text = WEB,
    tree = {},
  ): Promise<readonly unknown[]> => (await diagnosticsOf(text, { settings }, tree)).map(({ code }) => code);

  test('what a container lacks is one diagnostic, one each, or none', async () => {
    expect(await codes({})).toEqual(['missing-hardening', 'privileged-container']);
    const [missing] = await diagnosticsOf(WEB);
    expect(messageOf(missing)).toMatch(/^`web` is not hardened: .*no process limit, no memory limit, .*\.$/);
    const each = await codes({ missing: 'each' });
    expect(each).toContain('unlimited-memory');
    expect(each).not.toContain('missing-hardening');
    expect(await codes({ missing: 'off' })).toEqual(['privileged-container']);
    const config = { '.plimsoll.yaml': 'missing: each\n' };
    expect(await codes({}, WEB, config)).toEqual(each);
    expect(await codes({ missing: 'group' }, WEB, config)).toEqual(['missing-hardening', 'privileged-container']);
  });

  test('one thing that a container lacks is said as it is', async () => {
    const tree = { '.plimsoll.yaml': 'extends: recommended\nrules: {}\n' };
    const all = (await diagnosticsOf(WEB, { settings: { missing: 'each' } }, tree)).map(({ code }) => String(code));
    const off = all.filter((code) => !['unlimited-memory', 'privileged-container'].includes(code));
    const config = `rules: { ${off.map((code) => `${code}: off`).join(', ')} }\n`;
    expect(await codes({}, WEB, { '.plimsoll.yaml': config })).toEqual(['unlimited-memory', 'privileged-container']);
  });

  test('minSeverity, enable, preset and configPath', async () => {
    expect(await codes({ minSeverity: 'error' })).toEqual(['privileged-container']);
    expect(await codes({ enable: false })).toEqual([]);
    expect(
      await codes({ configPath: 'c/own.yaml', missing: 'off' }, WEB, {
        'c/own.yaml': 'rules: { privileged-container: off }\n',
      }),
    ).toEqual([]);
    const [recommended, all] = [await codes({ missing: 'each' }), await codes({ missing: 'each', preset: 'all' })];
    expect(all.length).toBeGreaterThan(recommended.length);
  });

  test('undecided questions are hints where they are wanted', async () => {
    const text = 'services:\n  web:\n    image: nginx:1.27\n    privileged: ${P}\n';
    const hints = async (settings: object): Promise<readonly string[]> =>
      places((await diagnosticsOf(text, { settings: { ...settings } })).filter(({ severity }) => severity === 4));
    expect(await hints({})).toEqual([]);
    expect(await hints({ undecided: true })).toContain('privileged-container 4:17');
  });

  test('what several rules ask of a container is one hint', async () => {
    const text = 'services:\n  web:\n    image: a/b:1\n';
    const hints = await diagnosticsOf(text, { settings: { undecided: true, preset: 'hardened', missing: 'off' } });
    expect(hints.filter(({ severity }) => severity === 4)).toMatchObject([
      {
        code: 'missing-healthcheck',
        message:
          'Undecided: Image `a/b:1` is unknown to plimsoll. To add it, run `docker image inspect a/b:1 | plimsoll images`. (missing-healthcheck, root-user)',
      },
    ]);
  });

  test.each([
    ['that are no settings', 'x'],
    [
      'with values that there are not',
      { run: 'never', minSeverity: 3, missing: null, undecided: 'yes', enable: 0, configPath: 3, preset: 'x' },
    ],
  ])('%s are as by default', async (_, settings) => {
    expect(
      (await diagnosticsOf(WEB, { settings: settings as Readonly<Record<string, unknown>> })).map(({ code }) => code),
    ).toEqual(['missing-hardening', 'privileged-container']);
  });

  test('are asked for where the client has them for each directory, and again when they change', async () => {
    const capabilities: ClientCapabilities = {
      ...FULL,
      workspace: { ...FULL.workspace, configuration: true, didChangeConfiguration: { dynamicRegistration: true } },
    };
    await withClient({}, { capabilities }, async (client) => {
      client.settings = { missing: 'off' };
      await client.open('compose.yaml', WEB);
      expect((await client.diagnostics('compose.yaml')).map(({ code }) => code)).toEqual(['privileged-container']);
      expect(client.registered.map(({ method }) => method)).toContain('workspace/didChangeConfiguration');
      client.settings = { enable: false };
      const count = client.published.length;
      await client.connection.sendNotification('workspace/didChangeConfiguration', { settings: null });
      expect((await client.publishedAfter(count, 'compose.yaml')).diagnostics).toEqual([]);
    });
  });

  test('come with a notification from a client that is not asked', async () => {
    await withClient({}, {}, async (client) => {
      await client.open('compose.yaml', WEB);
      await client.settled();
      const count = client.published.length;
      await client.connection.sendNotification('workspace/didChangeConfiguration', {
        settings: { plimsoll: { missing: 'off' } },
      });
      expect((await client.publishedAfter(count, 'compose.yaml')).diagnostics.map(({ code }) => code)).toEqual([
        'privileged-container',
      ]);
    });
  });

  test('run: onSave lints what is opened and saved, and nothing between', async () => {
    await withClient({}, { settings: { run: 'onSave', missing: 'off' } }, async (client) => {
      await client.open('compose.yaml', GOOD);
      expect(await client.diagnostics('compose.yaml')).toEqual([]);
      await client.change('compose.yaml', WEB);
      expect(await client.pull('compose.yaml')).toMatchObject({ items: [] });
      expect(client.published.length).toBe(1);
      await client.save('compose.yaml');
      expect(places(await client.diagnostics('compose.yaml'))).toEqual(['privileged-container 4:17']);
    });
  });
});

describe('a configuration that is not valid', () => {
  test('is an error at its own place, open or closed, with a message to the user if it is closed', async () => {
    const config = 'rules:\n  privileged-containers: off\n';
    const range = { start: { line: 1, character: 2 }, end: { line: 1, character: 23 } };
    await withClient({ '.plimsoll.yaml': config }, {}, async (client) => {
      await client.open('compose.yaml', WEB);
      expect(await client.diagnostics('compose.yaml')).toEqual([]);
      const message =
        'Invalid configuration .plimsoll.yaml: unknown rule `privileged-containers`. Did you mean `privileged-container`?';
      const { diagnostics: closed } = await client.publishedAfter(0, '.plimsoll.yaml');
      expect(closed).toEqual([{ range, severity: 1, source: 'plimsoll', message }]);
      expect(client.messages).toEqual([message]);
      await client.open('.plimsoll.yaml', config);
      const [own] = await client.diagnostics('.plimsoll.yaml');
      expect(own?.range).toEqual(range);
      await client.change('.plimsoll.yaml', 'rules: { privileged-container: off }\n');
      expect(await client.diagnostics('.plimsoll.yaml')).toEqual([]);
      const diagnostics = await client.settledDiagnostics('compose.yaml');
      expect(diagnostics.map(({ code }) => code)).toEqual(['missing-hardening']);
    });
  });

  describe('after one that was valid', () => {
    const VALID = 'rules:\n  privileged-container: off\n';
    const BROKEN = 'rules:\n  privileged-container: of\n';
    const rules = (found: readonly Diagnostic[]): readonly unknown[] => found.map(({ code }) => code);

    test('keeps it in force, and is said at its own place where that is open', async () => {
      await withClient({ '.plimsoll.yaml': VALID }, {}, async (client) => {
        await client.open('compose.yaml', WEB);
        await client.open('.plimsoll.yaml', VALID);
        expect(rules(await client.settledDiagnostics('compose.yaml'))).toEqual(['missing-hardening']);
        await client.change('.plimsoll.yaml', BROKEN);
        const [fault, ...others] = await client.settledDiagnostics('.plimsoll.yaml');
        expect(others).toEqual([]);
        expect(messageOf(fault)).toMatch(/^Invalid configuration/);
        expect(fault?.range.start).toEqual({ line: 1, character: 24 });
        // Changes during a lint are included.
        await client.change('compose.yaml', `${WEB}    pid: host\n`);
        expect(rules(await client.settledDiagnostics('compose.yaml'))).toEqual([
          'missing-hardening',
          'host-pid-namespace',
        ]);
        expect(client.messages).toEqual([]);
        await client.change('.plimsoll.yaml', 'rules:\n  privileged-container: error\n');
        expect(rules(await client.settledDiagnostics('compose.yaml'))).toEqual([
          'missing-hardening',
          'privileged-container',
          'host-pid-namespace',
        ]);
        expect(await client.settledDiagnostics('.plimsoll.yaml')).toEqual([]);
      });
    });

    test.each([
      ['.plimsoll.yaml', VALID, BROKEN, ['missing-hardening']],
      ['shared.yaml', VALID, BROKEN, ['missing-hardening']],
      ['.plimsoll-baseline.json', '{"version": 2, "findings": []}', '{', ['missing-hardening', 'privileged-container']],
      ['.plimsoll-images.json', '{"version": 1, "images": []}', '{', ['missing-hardening', 'privileged-container']],
    ])('is said once, next to the findings, where %s is not open', async (path, valid, broken, expected) => {
      const tree: Record<string, string> = {
        ...(path === 'shared.yaml' ? { '.plimsoll.yaml': 'extends: ./shared.yaml\n' } : {}),
        [path]: valid,
      };
      const openFolder = (folder: string): FileSystem =>
        createMemoryFiles(
          Object.fromEntries(Object.entries(tree).map(([name, text]) => [`/project/${name}`, text])),
          folder,
        );
      await withClient({}, { openFolder }, async (client) => {
        await client.open('compose.yaml', WEB);
        expect(rules(await client.diagnostics('compose.yaml'))).toEqual(expected);
        tree[path] = broken;
        const count = client.published.length;
        await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
          changes: [{ uri: `file:///project/${path}`, type: 2 }],
        });
        const { diagnostics } = await client.publishedAfter(count, 'compose.yaml');
        expect(rules(diagnostics)).toEqual(expected);
        const [own] = (await client.publishedAfter(0, path)).diagnostics;
        expect(messageOf(own)).toMatch(/The last valid version stays in effect\.$/);
        expect([own?.severity, own?.range.start.line]).toEqual([DiagnosticSeverity.Error, broken === '{' ? 0 : 1]);
        expect(client.messages).toEqual([messageOf(own)]);
        tree[path] = valid;
        const later = client.published.length;
        await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
          changes: [{ uri: `file:///project/${path}`, type: 2 }],
        });
        expect((await client.publishedAfter(later, path)).diagnostics).toEqual([]);
      });
    });

    test.each([FULL, PULL])('is said once for all documents, at each of its places', async (capabilities) => {
      const config = 'rules:\n  privileged-container: of\nfailon: error\n';
      await withClient({ '.plimsoll.yaml': config }, { capabilities }, async (client) => {
        const shown = async (path: string): Promise<readonly Diagnostic[]> => {
          if (capabilities === FULL) return client.diagnostics(path);
          const report = await client.pull(path);
          return 'items' in report ? report.items : [];
        };
        for (const path of ['compose.yaml', 'b/compose.yaml']) {
          await client.open(path, WEB);
          expect(await shown(path)).toEqual([]);
        }
        const own = client.published.filter(({ uri }) => uri === 'file:///project/.plimsoll.yaml');
        expect(own.map(({ diagnostics }) => diagnostics.map(({ range }) => range.start.line))).toEqual([[1, 2]]);
        expect(client.messages.map((message) => message.slice(-8))).toEqual(['(1 more)']);
        const count = client.published.length;
        await client.close('compose.yaml');
        await client.close('b/compose.yaml');
        expect((await client.publishedAfter(count, '.plimsoll.yaml')).diagnostics).toEqual([]);
      });
    });

    test.each([
      ['.plimsoll-baseline.json', '{"version": 1,\n "findings": [}\n', 1],
      ['.plimsoll-images.json', '{"version": 1,\n "images": 5}\n', 1],
      ['policy.yaml', 'rules:\n  privileged-container: of\n', 1],
    ])('%s is marked where it is wrong while it is open', async (path, text, line) => {
      const options = path === 'policy.yaml' ? { policy: '/project/policy.yaml' } : {};
      await withClient({ [path]: text }, options, async (client) => {
        await client.open(path, text);
        const found = await client.diagnostics(path);
        expect(found.map(({ severity, range }) => [severity, range.start.line])).toEqual([[1, line]]);
      });
    });
  });

  test('a baseline that is not valid is said too', async () => {
    await withClient({ '.plimsoll-baseline.json': '{' }, {}, async (client) => {
      await client.open('compose.yaml', WEB);
      const [fault] = (await client.publishedAfter(0, '.plimsoll-baseline.json')).diagnostics;
      expect(messageOf(fault)).toMatch(/^\.plimsoll-baseline\.json:1:/);
    });
  });
});

test('a document that is nothing that plimsoll reads has no diagnostics', async () => {
  await withClient({}, {}, async (client) => {
    for (const [path, text] of [
      ['main.py', 'print(1)\n'],
      ['k8s.yaml', 'apiVersion: v1\nkind: Pod\n'],
      ['empty.yaml', ''],
    ] as const) {
      await client.open(path, text);
      expect(await client.diagnostics(path)).toEqual([]);
    }
  });
});
