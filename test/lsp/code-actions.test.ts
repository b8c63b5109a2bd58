import { afterEach, describe, expect, test } from 'vitest';
import {
  type CodeAction,
  CodeActionRequest,
  CodeActionResolveRequest,
  type WorkspaceEdit,
} from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type ClientOptions, startClient, type TestClient } from './client.ts';

const clients: TestClient[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

interface Opened {
  readonly client: TestClient;
  readonly uri: string;
  readonly document: TextDocument;
}

async function open(path: string, text: string, options: ClientOptions = {}, tree = {}): Promise<Opened> {
  const client = await startClient(tree, options);
  clients.push(client);
  const uri = await client.open(path, text);
  return { client, uri, document: TextDocument.create(uri, 'yaml', 1, text) };
}

/** The actions for a text of the document, or all of it. */
async function actions(
  { client, uri, document }: Opened,
  marked?: string,
  only?: string[],
): Promise<readonly CodeAction[]> {
  const text = document.getText();
  const start = marked === undefined ? 0 : text.indexOf(marked);
  const end = marked === undefined ? text.length : start + marked.length;
  const found = await client.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri },
    range: { start: document.positionAt(start), end: document.positionAt(end) },
    context: { diagnostics: [], ...(only === undefined ? {} : { only }) },
  });
  return (found ?? []).filter(
    (action): action is CodeAction => !('command' in action && typeof action.command === 'string'),
  );
}

function applied({ document, uri }: Opened, edit: WorkspaceEdit | undefined): string {
  const edits =
    edit?.documentChanges?.flatMap((change) => ('edits' in change ? change.edits : [])) ?? edit?.changes?.[uri] ?? [];
  return TextDocument.applyEdits(
    document,
    edits.filter((one) => 'newText' in one),
  );
}

const WEB = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n    ports:\n      - "8080:80"\n';

describe('ignoring a finding', () => {
  test.each([
    [
      'Ignore privileged-container here, with a reason',
      '    # plimsoll: ignore[privileged-container] -- TODO: say why\n    privileged: true\n',
    ],
    [
      'Ignore privileged-container in this file, with a reason',
      '# plimsoll: ignore-file[privileged-container] -- TODO: say why\nservices:\n',
    ],
  ])('%s', async (title, expected) => {
    const opened = await open('compose.yaml', WEB);
    const action = (await actions(opened, 'privileged: true')).find((one) => one.title === title);
    const resolved = await opened.client.connection.sendRequest(
      CodeActionResolveRequest.type,
      action ?? { title: 'none' },
    );
    const text = applied(opened, resolved.edit);
    expect(text).toContain(expected);
    await opened.client.change('compose.yaml', text);
    const left = await opened.client.diagnostics('compose.yaml');
    expect(left.map(({ code }) => code)).not.toContain('privileged-container');
  });
});
