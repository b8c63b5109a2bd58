import { type ChildProcess, fork } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createProtocolConnection,
  DidOpenTextDocumentNotification,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { LANGUAGES, PATTERNS } from '../../editors/vscode/src/documents.ts';
import { findServer, hasLanguageServer, type Server } from '../../editors/vscode/src/server.ts';
import { buildExtension } from '../../scripts/build/extension.ts';
import { extensionAddresses, stageExtension } from '../../scripts/build/extension-package.ts';
import { findTools } from '../../scripts/tools.ts';
import { PRESETS } from '../../src/config/rule-settings.ts';
import { DEFAULT_SETTINGS } from '../../src/lsp/client/settings.ts';
import { SEVERITIES } from '../../src/model/finding.ts';
import { EXTENSION, MANIFEST } from '../docs/extension.ts';
import { ROOT } from '../docs/markdown.ts';
import { run, temporaryFolder } from '../integrations/programs.ts';
import { isLong } from '../long.ts';
import { COMPOSE, MARKED } from './workspace.ts';

const { path: folder, remove } = temporaryFolder('extension');
beforeAll(() => buildExtension(folder));
afterAll(remove);

describe('the manifest', () => {
  const properties = MANIFEST.contributes.configuration.properties;
  const choices = (name: string): readonly unknown[] => properties[`plimsoll.${name}`]?.enum ?? [];

  test('has the version of plimsoll', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly version: string };
    expect(MANIFEST.version).toBe(version);
  });

  test('lets a workspace that is not trusted set nothing that hides findings', () => {
    const { supported, restrictedConfigurations } = MANIFEST.capabilities.untrustedWorkspaces;
    const hiding = Object.entries(properties).flatMap(([name, { scope }]) =>
      // Documents are fully linted when opened and saved.
      scope === 'resource' && name !== 'plimsoll.run' ? [name] : [],
    );
    expect(supported).toBe('limited');
    expect(restrictedConfigurations).toEqual(hiding);
  });

  test('names files that are there, and all that is built', () => {
    const { main, icon, files, contributes } = MANIFEST;
    for (const path of [icon, ...files.filter((file) => file !== 'dist')])
      expect(existsSync(join(ROOT, EXTENSION, path)), path).toBe(true);
    for (const path of [main, ...contributes.yamlValidation.map(({ url }) => url)])
      expect(existsSync(join(folder, path)), path).toBe(true);
  });

  test('has the settings of the server, with its defaults', () => {
    const defaults = Object.entries(properties)
      .filter(([, { scope }]) => scope === 'resource')
      .map(([name, setting]) => [name.replace('plimsoll.', ''), setting.default ?? undefined]);
    expect(Object.fromEntries(defaults)).toEqual(DEFAULT_SETTINGS);
  });

  test('has the presets and severities that there are, and a description for each choice', () => {
    expect(choices('preset')).toEqual([null, ...PRESETS]);
    expect(choices('minSeverity').toReversed()).toEqual(SEVERITIES);
    for (const [name, setting] of Object.entries(properties))
      if (setting.enumDescriptions !== undefined)
        expect(setting.enumDescriptions.length, name).toBe(setting.enum?.length);
  });

  test('starts the extension for each kind of document that it sends', () => {
    expect(MANIFEST.activationEvents).toEqual([
      ...LANGUAGES.map((language) => `onLanguage:${language}`),
      ...PATTERNS.map((pattern) => `workspaceContains:${pattern}`),
    ]);
  });

  test('has a command for each that the extension registers, and no other', () => {
    const source = readFileSync(join(ROOT, EXTENSION, 'src/extension.ts'), 'utf8');
    const registered = [...source.matchAll(/registerCommand\('([^']+)'/g)].map(([, command]) => command);
    expect(registered.sort()).toEqual(MANIFEST.contributes.commands.map(({ command }) => command).sort());
  });

  test('has the license of plimsoll next to it', () => {
    const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8');
    expect(read(join(EXTENSION, 'LICENSE'))).toBe(read('LICENSE'));
  });
});

describe('as a shop wants it', () => {
  const ADDRESSES = {
    repository: { url: 'git+https://github.com/acme/plimsoll.git' },
    homepage: 'https://plimsoll.example',
  };

  test('it has its addresses from those of plimsoll, and vsce is let off nothing', () => {
    const { manifest, options } = extensionAddresses(ADDRESSES) ?? { manifest: {}, options: [] };
    expect(manifest).toEqual({
      repository: { type: 'git', url: 'https://github.com/acme/plimsoll.git', directory: 'editors/vscode' },
      bugs: { url: 'https://github.com/acme/plimsoll/issues' },
      homepage: 'https://plimsoll.example',
    });
    expect(options.every((option) => option.startsWith('--base'))).toBe(true);
    expect(extensionAddresses({})).toBeUndefined();
  });

  test('it says where it runs, and what is new', () => {
    expect(MANIFEST.extensionKind).toEqual(['workspace']);
    expect(MANIFEST.files).toContain('CHANGELOG.md');
    expect(readFileSync(join(ROOT, EXTENSION, 'CHANGELOG.md'), 'utf8')).toContain(`## ${MANIFEST.version}`);
  });

  test('its walkthrough shows pages that are there, and names commands that there are', () => {
    const steps = MANIFEST.contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);
    expect(steps.length).toBeGreaterThan(2);
    for (const { media, description } of steps) {
      expect(existsSync(join(ROOT, EXTENSION, media.markdown)), media.markdown).toBe(true);
      for (const [, command = ''] of description.matchAll(/command:(plimsoll\.\w+)/g))
        expect(MANIFEST.contributes.commands.map((each) => each.command)).toContain(command);
    }
  });

  // Skipped unless vsce is installed: it has hundreds of packages.
  test.runIf(findTools('shops') !== undefined)('vsce packs it without being let off anything', () => {
    const staged = join(folder, 'staged');
    const options = stageExtension(staged, ADDRESSES);
    expect(options.filter((option) => /^--(?:allow|no-rewrite|skip)/.test(option))).toEqual([]);
    const vsce = join(findTools('shops') ?? '', 'node_modules/@vscode/vsce/vsce');
    const out = join(folder, 'staged.vsix');
    // vsce requires the built code, which may be missing next to the sources.
    buildInto(staged);
    const { code, stderr, stdout } = run(process.execPath, [vsce, ...options, '--out', out], { cwd: staged });
    expect(code, stderr + stdout).toBe(0);
    expect(stderr).not.toMatch(/WARNING/);
    expect(existsSync(out)).toBe(true);
  });
});

/** Builds the extension's code next to its manifest. */
function buildInto(to: string): void {
  cpSync(join(folder, 'dist'), join(to, 'dist'), { recursive: true });
}

describe('which server is started', () => {
  const bundled: Server = { module: 'bundled.cjs', version: '0.0.0', isLocal: false };
  const install = (project: string, manifest: unknown): string => {
    const root = join(folder, project);
    const module = join(root, 'node_modules/plimsoll/bin/server.cjs');
    mkdirSync(dirname(module), { recursive: true });
    writeFileSync(module, '');
    writeFileSync(
      join(root, 'node_modules/plimsoll/package.json'),
      typeof manifest === 'string' ? manifest : JSON.stringify(manifest),
    );
    return root;
  };
  const manifest = { name: 'plimsoll', version: '3.2.1', bin: { plimsoll: './bin/server.cjs' } };

  test('that of the first directory that has one', () => {
    const [other, project] = [join(folder, 'other'), install('project', manifest)];
    const module = join(project, 'node_modules/plimsoll/bin/server.cjs');
    expect(findServer([other, project], true, bundled)).toEqual({ module, version: '3.2.1', isLocal: true });
  });

  test('that of the extension, without one', () => {
    expect(findServer([join(folder, 'other')], true, bundled)).toBe(bundled);
    expect(findServer([], true, bundled)).toBe(bundled);
  });

  test('that of the extension, in a workspace that is not trusted', () => {
    expect(findServer([install('untrusted', manifest)], false, bundled)).toBe(bundled);
  });

  test.each([
    ['is not JSON', '{'],
    ['is no object', '[]'],
    ['is of another package', { ...manifest, name: 'other' }],
    ['has no version', { ...manifest, version: undefined }],
    ['has no program', { ...manifest, bin: undefined }],
    ['names a program that is missing', { ...manifest, bin: { plimsoll: 'missing.cjs' } }],
    ['names a folder', { ...manifest, bin: { plimsoll: 'bin' } }],
  ])('that of the extension, if package.json %s', (what, given) => {
    expect(findServer([install(`broken ${what}`, given)], true, bundled)).toBe(bundled);
  });
});

describe('a server that was found', () => {
  const program = (name: string, text: string): Server => {
    const module = join(folder, name);
    writeFileSync(module, text);
    return { module, version: '1.0.0', isLocal: true };
  };

  test('is started if it has a language server', async () => {
    const module = join(folder, 'dist/server/plimsoll.cjs');
    expect(await hasLanguageServer({ module, version: MANIFEST.version, isLocal: true })).toBe(true);
  });

  test('is not started if it fails, or is missing', async () => {
    expect(await hasLanguageServer(program('broken.cjs', 'process.exit(2)'))).toBe(false);
    expect(await hasLanguageServer(program('syntax.cjs', '}'))).toBe(false);
    expect(await hasLanguageServer({ module: join(folder, 'none.cjs'), version: '1.0.0', isLocal: true })).toBe(false);
  });
});

describe('the packed server', () => {
  /** Starts the server like VS Code's client: a Node.js module in its own process and directory. */
  function start(): ChildProcess {
    const module = join(folder, 'dist/server/plimsoll.cjs');
    return fork(module, ['lsp', '--stdio', `--clientProcessId=${process.pid}`], {
      cwd: dirname(module),
      silent: true,
      execArgv: [],
    });
  }

  test('lints a document of a workspace', async () => {
    const child = start();
    const { stdin, stdout } = child;
    if (stdin === null || stdout === null) throw new Error('The server has no streams.');
    const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
    const connection = createProtocolConnection(new StreamMessageReader(stdout), new StreamMessageWriter(stdin));
    const published = new Promise<PublishDiagnosticsParams>((resolve) => {
      connection.onNotification(PublishDiagnosticsNotification.type, resolve);
    });
    connection.listen();

    const root = join(folder, 'workspace');
    mkdirSync(root);
    const rootUri = pathToFileURL(root).href;
    const { serverInfo } = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      // eslint-disable-next-line @typescript-eslint/no-deprecated -- the protocol requires it
      rootUri,
      workspaceFolders: [{ uri: rootUri, name: 'workspace' }],
      capabilities: {},
      initializationOptions: { missing: 'off' },
    });
    expect(serverInfo).toEqual({ name: 'plimsoll', version: MANIFEST.version });
    await connection.sendNotification(InitializedNotification.type, {});
    const uri = `${rootUri}/compose.yaml`;
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri, languageId: 'dockercompose', version: 1, text: COMPOSE },
    });
    const { diagnostics, ...about } = await published;
    expect(about.uri).toBe(uri);
    expect(diagnostics.map(({ code }) => code)).toEqual(MARKED.map(([rule]) => rule));
    await connection.sendRequest(ShutdownRequest.type);
    await connection.sendNotification(ExitNotification.type);
    expect(await ended).toBe(0);
    connection.dispose();
  });
});

// Uses the existing build, because a new one would disturb other tests.
test.runIf(isLong)('vsce packs it', () => {
  const { code, stdout, stderr } = run('npx', ['--no', '--', 'tsx', 'scripts/vsix.ts'], {
    cwd: ROOT,
    timeout: 100_000,
  });
  expect(code, stderr).toBe(0);
  expect(stdout).toContain(`plimsoll-${MANIFEST.version}.vsix`);
});
