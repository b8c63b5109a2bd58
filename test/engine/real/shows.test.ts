import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readComposeTopics } from '../../conformance/compose/cases.ts';
import { parseCase as parseProject } from '../../conformance/compose/parse.ts';
import { readDockerTopics } from '../../conformance/docker/cases.ts';
import { workingDirectory } from '../../conformance/docker/compare.ts';
import { parseCase as parseScript } from '../../conformance/docker/parse.ts';
import { type RealEngine, startDockerd, whyNoEngine } from './dockerd.ts';
import { shownDifferences } from './shows.ts';

const CONFORMANCE = join(import.meta.dirname, '../../conformance');
const NO_ENGINE = whyNoEngine();
const SCRIPTS = readDockerTopics(join(CONFORMANCE, 'docker')).flatMap(({ name, cases }) =>
  cases
    .filter(({ finds, isWindowsEngine }) => finds === undefined && !isWindowsEngine)
    .map((each) => [`${name}: ${each.name}`, each] as const),
);
const PROJECTS = readComposeTopics(join(CONFORMANCE, 'compose')).flatMap(({ name, cases }) =>
  cases.filter(({ finds }) => finds === undefined).map((each) => [`${name}: ${each.name}`, each] as const),
);

describe('what a real engine shows is what it was asked for, with the same verdict of each rule', () => {
  let engine: RealEngine | undefined;

  beforeAll(async () => {
    engine = NO_ENGINE === undefined ? await startDockerd() : undefined;
  });

  afterAll(async () => engine?.close());

  test.for(SCRIPTS)('%s', async ([, script], context) => {
    if (engine === undefined) return context.skip(NO_ENGINE);
    const { subjects } = await parseScript(script);
    expect(await shownDifferences(engine, subjects, workingDirectory)).toEqual([]);
  });

  test.for(PROJECTS)('%s', async ([, project], context) => {
    if (engine === undefined) return context.skip(NO_ENGINE);
    const { subjects, workingDirectory: folder } = await parseProject(project);
    expect(await shownDifferences(engine, subjects, folder)).toEqual([]);
  });
});
