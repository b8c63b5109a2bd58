import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unexplained } from '../../clients/explained.ts';
import { readComposeTopics } from '../../conformance/compose/cases.ts';
import { parseCase as parseProject } from '../../conformance/compose/parse.ts';
import { readDockerTopics } from '../../conformance/docker/cases.ts';
import { workingDirectory } from '../../conformance/docker/compare.ts';
import { parseCase as parseScript } from '../../conformance/docker/parse.ts';
import { type RealEngine, startDockerd, whyNoEngine } from './dockerd.ts';
import { engineDifferences } from './judge.ts';

const CONFORMANCE = join(import.meta.dirname, '../../conformance');
const NO_ENGINE = whyNoEngine();
/** Cases that the client refuses send nothing, and on Windows another engine gets them. */
const SCRIPTS = readDockerTopics(join(CONFORMANCE, 'docker')).flatMap(({ name, cases }) =>
  cases
    .filter(({ finds, isWindowsEngine }) => finds === undefined && !isWindowsEngine)
    .map((each) => [`${name}: ${each.name}`, each] as const),
);
const PROJECTS = readComposeTopics(join(CONFORMANCE, 'compose')).flatMap(({ name, cases }) =>
  cases.filter(({ finds }) => finds === undefined).map((each) => [`${name}: ${each.name}`, each] as const),
);

describe('a real engine takes what is recorded, but for what plimsoll says that it refuses', () => {
  let engine: RealEngine | undefined;

  beforeAll(async () => {
    engine = NO_ENGINE === undefined ? await startDockerd() : undefined;
  });

  afterAll(async () => engine?.close());

  test.for(SCRIPTS)('%s', async ([, script], context) => {
    if (engine === undefined) return context.skip(NO_ENGINE);
    const { subjects } = await parseScript(script);
    expect(unexplained('engine', await engineDifferences(engine, subjects, workingDirectory))).toEqual([]);
  });

  test.for(PROJECTS)('%s', async ([, project], context) => {
    if (engine === undefined) return context.skip(NO_ENGINE);
    const { subjects, workingDirectory: folder } = await parseProject(project);
    expect(unexplained('engine', await engineDifferences(engine, subjects, folder))).toEqual([]);
  });
});
