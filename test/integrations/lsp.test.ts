import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
} from 'vscode-languageserver-protocol/node';
import { ROOT } from '../docs/markdown.ts';
import { run, temporaryFolder } from './programs.ts';

const folder = temporaryFolder('lsp');
const program = join(ROOT, 'dist/plimsoll.cjs');
const uri = pathToFileURL(join(folder.path, 'compose.yaml')).href;
const TEXT = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';
writeFileSync(join(folder.path, 'compose.yaml'), '');
afterAll(() => {
  folder.remove();
});

interface Running {
  readonly connection: ProtocolConnection;
  readonly process: ChildProcess;
  readonly code: Promise<number | null>;
  readonly published: Promise<PublishDiagnosticsParams>;
}

/** Starts the built server and opens a document. */
async function start(...argv: readonly string[]): Promise<Running> {
  const process = spawn('node', [program, 'lsp', ...argv], { cwd: folder.path, stdio: ['pipe', 'pipe', 'inherit'] });
  const code = new Promise<number | null>((resolve) => process.once('exit', resolve));
  const connection = createProtocolConnection(process.stdout, process.stdin);
  const published = new Promise<PublishDiagnosticsParams>((resolve) => {
    connection.onNotification(PublishDiagnosticsNotification.type, resolve);
  });
  connection.listen();
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: {},
    workspaceFolders: [{ uri: pathToFileURL(folder.path).href, name: 'test' }],
  });
  await connection.sendNotification('initialized', {});
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: 'yaml', version: 7, text: TEXT },
  });
  return { connection, process, code, published };
}

test.each([[[]], [['--stdio']], [['--stdio', `--clientProcessId=${process.pid}`]]])(
  'plimsoll lsp %j lints the document of its client and ends with it',
  async (argv) => {
    const { connection, code, published } = await start(...argv);
    const { version, diagnostics } = await published;
    expect(version).toBe(7);
    expect(diagnostics.map((one) => one.code)).toContain('privileged-container');
    await connection.sendRequest('shutdown');
    await connection.sendNotification('exit');
    expect(await code).toBe(0);
  },
);

test('it ends with 1 when its client closes the stream', async () => {
  const { process, code, published } = await start();
  await published;
  process.stdin?.end();
  expect(await code).toBe(1);
});

test('it ends when the process of its client does, though the stream stays', async () => {
  const { code } = await start(`--clientProcessId=${await endedProcess()}`);
  expect(await code).toBe(1);
}, 20_000);

/** The ID of an ended process. */
function endedProcess(): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('node', ['-e', '0']);
    child.once('exit', () => {
      resolve(child.pid ?? 0);
    });
  });
}

test('nothing of it is in what a lint loads', () => {
  expect(readFileSync(join(ROOT, 'dist/streams.cjs'), 'utf8')).toContain('textDocument/');
  expect(readFileSync(join(ROOT, 'dist/bundle.cjs'), 'utf8')).not.toContain('textDocument/');
});

test('it takes no path', () => {
  const { code, stderr } = run('node', [program, 'lsp', 'compose.yaml'], { cwd: folder.path });
  expect([code, stderr.split('\n')[0]]).toEqual([2, 'plimsoll: lsp takes no path: the editor sends the documents.']);
});
