import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unexplained } from '../../clients/explained.ts';
import { engineForTests, type RealEngine } from './dockerd.ts';
import { type EngineTrial, engineComposeTrial, engineDockerTrial } from './trials.ts';

/** A sample of the cases in `npm run fuzz:clients -- engine`. */
const LINES = 60;
const PROJECTS = 20;

/** The differences, by case. */
async function differences<Case>(
  trial: EngineTrial<Case>,
  engine: RealEngine,
  count: number,
): Promise<Readonly<Record<string, readonly string[]>>> {
  const found: Record<string, readonly string[]> = {};
  for (const tried of fc.sample(trial.cases, count)) {
    const lines = unexplained('engine', await trial.differences(engine, tried));
    if (lines.length > 0) found[trial.show(tried)] = lines;
  }
  return found;
}

describe('a real engine takes what plimsoll finds nothing in, and rejects what plimsoll says that it rejects', () => {
  let engine: RealEngine | string = '';

  beforeAll(async () => {
    engine = await engineForTests();
  });

  afterAll(async () => {
    if (typeof engine !== 'string') await engine.close();
  });

  test(`${LINES} command lines of docker`, async (context) => {
    if (typeof engine === 'string') return context.skip(engine);
    expect(await differences(engineDockerTrial, engine, LINES)).toEqual({});
  });

  test(`${PROJECTS} projects of Compose`, async (context) => {
    if (typeof engine === 'string') return context.skip(engine);
    expect(await differences(engineComposeTrial, engine, PROJECTS)).toEqual({});
  });
});
