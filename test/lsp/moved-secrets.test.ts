import { describe, expect, test } from 'vitest';
import { type ClientCapabilities, type CodeAction, CodeActionRequest } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { FULL, withClient } from './client.ts';

const CREATING: ClientCapabilities = {
  ...FULL,
  workspace: { ...FULL.workspace, workspaceEdit: { documentChanges: true, resourceOperations: ['create'] } },
};

const TEXT = 'services:\n  db:\n    image: postgres:17.2\n    environment:\n      POSTGRES_PASSWORD: s3cret\n';
const TITLE = 'Move the value of `POSTGRES_PASSWORD` to `.env`, which Git ignores (medium risk)';

/** The action for the secret, if offered. */
async function actionFor(capabilities: ClientCapabilities, tree = {}): Promise<CodeAction | undefined> {
  return withClient(tree, { capabilities }, async (client) => {
    const uri = await client.open('compose.yaml', TEXT);
    const found = await client.connection.sendRequest(CodeActionRequest.type, {
      textDocument: { uri },
      range: { start: { line: 4, character: 8 }, end: { line: 4, character: 8 } },
      context: { diagnostics: [] },
    });
    return (found ?? [])
      .filter((action): action is CodeAction => typeof action.command !== 'string')
      .find(({ title }) => title === TITLE);
  });
}

/** The files after an edit; files that it doesn't create must be in `tree`. */
function filesAfter({ edit }: CodeAction, tree: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const files = new Map(Object.entries({ ...tree, 'compose.yaml': TEXT }));
  for (const change of edit?.documentChanges ?? []) {
    if ('kind' in change) {
      if (change.kind === 'create') files.set(nameOf(change.uri), '');
      continue;
    }
    const name = nameOf(change.textDocument.uri);
    const before = TextDocument.create(name, 'text', 1, files.get(name) ?? `there is no ${name}`);
    const edits = change.edits.filter((one) => 'newText' in one);
    files.set(name, TextDocument.applyEdits(before, edits));
  }
  return Object.fromEntries(files);
}

const nameOf = (uri: string): string => uri.slice(uri.lastIndexOf('/') + 1);

const FIXED = TEXT.replace(' s3cret', ' "${POSTGRES_PASSWORD:?}"');

describe('moving a secret into .env', () => {
  test.each<readonly [string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['makes the file', {}, { '.env': 'POSTGRES_PASSWORD=s3cret\n' }],
    ['adds to the file', { '.env': 'A=1\nB=2' }, { '.env': 'A=1\nB=2\nPOSTGRES_PASSWORD=s3cret\n' }],
    [
      'has Git ignore it',
      { '.git/HEAD': 'ref: refs/heads/main\n', '.gitignore': 'dist\n' },
      { '.env': 'POSTGRES_PASSWORD=s3cret\n', '.gitignore': 'dist\n.env\n' },
    ],
  ])('%s', async (_, tree, expected) => {
    const action = await actionFor(CREATING, tree);
    expect(action && filesAfter(action, tree)).toEqual({ ...tree, ...expected, 'compose.yaml': FIXED });
  });

  test('is not offered to a client that makes no files', async () => {
    expect(await actionFor(FULL)).toBeUndefined();
  });
});
