import { expect, test } from 'vitest';
import { CompletionRequest, DocumentLinkRequest, HoverRequest } from 'vscode-languageserver-protocol';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type ClientOptions, FULL, type TestClient, withClient } from './client.ts';

const POLICY = `extends: none
policies:
  - id: acme/memory
    title: Container has too much memory
    severity: warning
    message: "{subject} may use {value} bytes."
    page: https://wiki.example/memory
    require: { properties: { HostConfig: { properties: { Memory: { maximum: 4294967296 } } } } }
locked: [acme/memory]
`;

/** Uses a text with a bar at the cursor, under the server's policy. */
async function at<T>(
  marked: string,
  use: (
    client: TestClient,
    params: { textDocument: { uri: string }; position: { line: number; character: number } },
  ) => Promise<T>,
  options: ClientOptions = { policy: 'policy/acme.yaml', capabilities: FULL },
): Promise<T> {
  const offset = marked.indexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return withClient({ 'policy/acme.yaml': POLICY }, options, async (client) => {
    const uri = await client.open('compose.yaml', text);
    return use(client, { textDocument: { uri }, position: TextDocument.create(uri, '', 1, text).positionAt(offset) });
  });
}

const COMPOSE = 'services:\n  web:\n    image: nginx\n    mem_limit: 8|g\n';
const COMMENTED = 'services:\n  web:\n    image: nginx\n    mem_limit: 8g # plimsoll: ignore[acme/mem|ory] -- x\n';

test('what breaks a rule of the policy is a diagnostic with its page', async () => {
  const found = await at(COMPOSE, async (client, { textDocument }) => client.diagnostics(textDocument.uri));
  expect(found).toMatchObject([
    {
      code: 'acme/memory',
      codeDescription: { href: 'https://wiki.example/memory' },
      message: 'Service `web` may use 8589934592 bytes.',
    },
  ]);
});

test('without one there is no such rule', async () => {
  const found = await at(COMPOSE, async (client, { textDocument }) => client.diagnostics(textDocument.uri), {
    capabilities: FULL,
  });
  expect(found.map(({ code }) => code)).not.toContain('acme/memory');
});

test.each([
  ['what is reported', COMPOSE],
  ['its name in a comment', COMMENTED],
])('a hover on %s says what the policy says', async (_, text) => {
  const hover = await at(text, (client, params) => client.connection.sendRequest(HoverRequest.type, params));
  expect(JSON.stringify(hover)).toContain('# acme/memory');
  expect(JSON.stringify(hover)).toContain('policy/acme.yaml');
});

test('its name is completed, and links to its page', async () => {
  const items = await at(COMMENTED, (client, params) => client.connection.sendRequest(CompletionRequest.type, params));
  expect(JSON.stringify(items)).toContain('"label":"acme/memory"');
  const links = await at(COMMENTED, (client, params) =>
    client.connection.sendRequest(DocumentLinkRequest.type, params),
  );
  expect(links?.map(({ target }) => target)).toEqual(['https://wiki.example/memory']);
});

test('a policy that is not there is said', async () => {
  const found = await at(COMPOSE, async (client, { textDocument }) => client.diagnostics(textDocument.uri), {
    policy: 'no.yaml',
  });
  expect(found.map(({ message }) => message)).toEqual(['--policy no.yaml: no such file or installed package.']);
});
