import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unexplained } from '../../clients/explained.ts';
import { engineTopics, recordedAnswers } from '../../conformance/engine-cases.ts';
import { engineForTests, type RealEngine } from './dockerd.ts';
import { engineDifferences, judgeOf } from './judge.ts';

const CASES = engineTopics().flatMap((topic) => {
  const recorded = recordedAnswers(topic);
  return topic.cases.map((each) => [`${topic.name}: ${each.name}`, each, () => recorded(each.name)] as const);
});

describe('a real engine takes what is recorded, but for what plimsoll says that it rejects', () => {
  let engine: RealEngine | string = '';

  beforeAll(async () => {
    engine = await engineForTests();
  });

  afterAll(async () => {
    if (typeof engine !== 'string') await engine.close();
  });

  test.for(CASES)('%s', async ([, { read }], context) => {
    if (typeof engine === 'string') return context.skip(engine);
    const { subjects, workingDirectory } = await read();
    expect(unexplained('engine', await engineDifferences(judgeOf(engine), subjects, workingDirectory))).toEqual([]);
  });
});

describe('so it is by what the engine once said, where none is here', () => {
  test.for(CASES)('%s', async ([, { read }, recorded]) => {
    const { subjects, workingDirectory } = await read();
    expect(unexplained('engine', await engineDifferences(recorded(), subjects, workingDirectory))).toEqual([]);
  });
});
