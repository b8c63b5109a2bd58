import { commands, type ExtensionContext, window, workspace } from 'vscode';
import { VERSION } from '../../../src/version.ts';
import { Client } from './client.ts';
import { whenConcerned } from './concerns.ts';
import { ignore } from './ignore.ts';
import { ModelView } from './model-view.ts';
import { openLinked } from './open-linked.ts';
import type { Server } from './server.ts';
import { Status } from './status.ts';

let client: Client | undefined;

/**
 * Called by VS Code when the first document of a language that may be linted is opened. The server
 * is started as soon as one of these documents may be one to lint: many workspaces have YAML files
 * and scripts, and no containers.
 */
export function activate(context: ExtensionContext): void {
  const bundled: Server = {
    module: context.asAbsolutePath('dist/server/plimsoll.cjs'),
    version: VERSION,
    isLocal: false,
  };
  const output = window.createOutputChannel('plimsoll', { log: true });
  const status = new Status();
  const running = new Client(bundled, output, status);
  const view = new ModelView(running);
  client = running;
  context.subscriptions.push(
    output,
    status,
    view,
    commands.registerCommand('plimsoll.restart', () => running.restart()),
    commands.registerCommand('plimsoll.showModel', () => view.show()),
    commands.registerCommand('plimsoll.showOutput', () => {
      output.show();
    }),
    commands.registerCommand('plimsoll.ignore', (choices: unknown) => ignore(running, choices)),
    window.registerUriHandler({ handleUri: openLinked }),
    workspace.onDidChangeConfiguration((event) =>
      event.affectsConfiguration('plimsoll.enable') ? running.refresh() : undefined,
    ),
    workspace.onDidChangeWorkspaceFolders(() => running.refresh()),
    workspace.onDidGrantWorkspaceTrust(() => running.refresh()),
  );
  status.waiting();
  context.subscriptions.push(
    whenConcerned(() => {
      void running.restart();
    }),
  );
}

/** Called by VS Code before the window closes. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}
