import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { unexplained } from '../../clients/explained.ts';
import { whyNoEngine } from './dockerd.ts';
import { type EngineTrial, engineComposeTrial, engineDockerTrial } from './trials.ts';

/** A few of the cases that `npm run fuzz:clients -- engine` tries; the more there are, the longer it takes. */
const LINES = 300;
const PROJECTS = 60;

const NO_ENGINE = whyNoEngine();

/** What differs, by what was tried. */
async function differences<Case>(
  trial: EngineTrial<Case>,
  count: number,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const bench = await trial.open();
  try {
    const found: Record<string, readonly string[]> = {};
    for (const tried of fc.sample(trial.cases, count)) {
      const lines = unexplained('engine', await bench.differences(tried));
      if (lines.length > 0) found[trial.show(tried)] = lines;
    }
    return found;
  } finally {
    await bench.close();
  }
}

describe('a real engine takes what plimsoll finds nothing in, and refuses what plimsoll says that it refuses', () => {
  test(`${LINES} command lines of docker`, async (context) => {
    if (NO_ENGINE !== undefined) context.skip(NO_ENGINE);
    expect(await differences(engineDockerTrial, LINES)).toEqual({});
  });

  test(`${PROJECTS} projects of Compose`, async (context) => {
    if (NO_ENGINE !== undefined) context.skip(NO_ENGINE);
    expect(await differences(engineComposeTrial, PROJECTS)).toEqual({});
  });
});
