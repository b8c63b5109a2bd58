import fc from 'fast-check';
import { describe, expect, type TestContext, test } from 'vitest';
import schema from '../../schemas/compose-spec.json' with { type: 'json' };
import { LEFT_OUT_KEYS, SERVICE_KEYS } from './compose-services.ts';
import { composeTrial } from './compose-trial.ts';
import { dockerTrial } from './docker-trial.ts';
import { unexplained } from './explained.ts';
import { type Client, findClient } from './installed.ts';
import type { Trial } from './trial.ts';

/** A sample of the cases in `npm run fuzz:clients`. */
const LINES = 100;
const PROJECTS = 25;

/** The differences, by case. */
async function differences<Case>(
  trial: Trial<Case>,
  client: Client,
  count: number,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const bench = await trial.open(client);
  try {
    const found: Record<string, readonly string[]> = {};
    for (const tried of fc.sample(trial.cases, count)) {
      const lines = unexplained(trial.client, await bench.differences(tried));
      if (lines.length > 0) found[trial.show(tried)] = lines;
    }
    return found;
  } finally {
    await bench.close();
  }
}

/**
 * Only the newest client: older clients' differences are in the recordings, and no list of them
 * covers random input.
 */
function requireClient(context: TestContext): Client {
  const client = findClient('newest');
  return client?.column === 'newest'
    ? client
    : context.skip('the newest clients are not here: see test/clients/clients.json');
}

describe('the model says of generated input what the real client does', () => {
  test(`${LINES} command lines of docker`, async (context) => {
    expect(await differences(dockerTrial, requireClient(context), LINES)).toEqual({});
  });

  test(`${PROJECTS} projects of Compose`, async (context) => {
    expect(await differences(composeTrial, requireClient(context), PROJECTS)).toEqual({});
  });
});

test('each key of a service is made, or said to be left out', () => {
  const made = [...Object.keys(SERVICE_KEYS), ...LEFT_OUT_KEYS];
  expect(Object.keys(schema.definitions.service.properties).filter((key) => !made.includes(key))).toEqual([]);
  expect(LEFT_OUT_KEYS.filter((key) => key in SERVICE_KEYS)).toEqual([]);
});
