import { afterEach, describe, expect, test } from 'vitest';
import { places, startClient, type TestClient } from './client.ts';

const WEB = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';

const clients: TestClient[] = [];

async function start(...given: Parameters<typeof startClient>): Promise<TestClient> {
  const client = await startClient(...given);
  clients.push(client);
  return client;
}

afterEach(async () => {
  for (const client of clients.splice(0)) await client.stop();
});

describe('diagnostics are sent', () => {
  test('of a document that is opened, with what stands in it', async () => {
    const client = await start();
    await client.open('compose.yaml', WEB);
    const diagnostics = await client.diagnostics('compose.yaml');
    expect(places(diagnostics)).toContain('privileged-container 4:17');
  });
});
