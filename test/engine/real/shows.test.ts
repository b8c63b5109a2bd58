import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readComposeTopics } from '../../conformance/compose/cases.ts';
import { parseCase as parseProject } from '../../conformance/compose/parse.ts';
import { readDockerTopics } from '../../conformance/docker/cases.ts';
import { workingDirectory } from '../../conformance/docker/compare.ts';
import { parseCase as parseScript } from '../../conformance/docker/parse.ts';
import { engineForTests, type RealEngine } from './dockerd.ts';
import { shownDifferences } from './shows.ts';

const CONFORMANCE = join(import.meta.dirname, '../../conformance');
const SCRIPTS = readDockerTopics(join(CONFORMANCE, 'docker')).flatMap(({ name, cases }) =>
  cases
    .filter(({ finds, isWindowsEngine }) => finds === undefined && !isWindowsEngine)
    .map((each) => [`${name}: ${each.name}`, each] as const),
);
const PROJECTS = readComposeTopics(join(CONFORMANCE, 'compose')).flatMap(({ name, cases }) =>
  cases.filter(({ finds }) => finds === undefined).map((each) => [`${name}: ${each.name}`, each] as const),
);

describe('what a real engine shows is what it was asked for, with the same verdict of each rule', () => {
  let engine: RealEngine | string = '';

  beforeAll(async () => {
    engine = await engineForTests();
  });

  afterAll(async () => {
    if (typeof engine !== 'string') await engine.close();
  });

  test.for(SCRIPTS)('%s', async ([, script], context) => {
    if (typeof engine === 'string') return context.skip(engine);
    const { subjects } = await parseScript(script);
    expect(await shownDifferences(engine, subjects, workingDirectory)).toEqual([]);
  });

  test.for(PROJECTS)('%s', async ([, project], context) => {
    if (typeof engine === 'string') return context.skip(engine);
    const { subjects, workingDirectory: folder } = await parseProject(project);
    expect(await shownDifferences(engine, subjects, folder)).toEqual([]);
  });
});
