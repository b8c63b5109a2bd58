import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { TARGETS } from '../../scripts/build/standalone.ts';
import { ROOT } from '../docs/markdown.ts';
import { isJsonObject, type JsonObject } from '../engine/json.ts';

const FOLDER = join(ROOT, '.github/workflows');
const names = readdirSync(FOLDER);
const textOf = (name: string): string => readFileSync(join(FOLDER, name), 'utf8');
const manifest: unknown = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));

function objectAt(value: unknown, key: string): JsonObject {
  const found = isJsonObject(value) ? value[key] : undefined;
  return isJsonObject(found) ? found : {};
}

function jobsOf(name: string): readonly (readonly [string, JsonObject])[] {
  return Object.entries(objectAt(parse(textOf(name)), 'jobs')).map(([id, job]) => [id, isJsonObject(job) ? job : {}]);
}

function stringAt(value: JsonObject, key: string): string {
  const found = value[key];
  return typeof found === 'string' ? found : '';
}

function needsOf(job: JsonObject | undefined): readonly string[] {
  const needs: unknown = job?.['needs'] ?? [];
  return Array.isArray(needs) ? needs.map(String) : [String(needs)];
}

function stepsOf(job: JsonObject): readonly JsonObject[] {
  return Array.isArray(job['steps']) ? job['steps'].filter(isJsonObject) : [];
}

describe.each(names)('%s', (name) => {
  test('takes each action of others at one commit, and says which version that is', () => {
    const uses = [...textOf(name).matchAll(/uses: (\S+)(.*)$/gm)].filter(([, what = '']) => !/^[.$]\//.test(what));
    expect(uses.length).toBeGreaterThan(0);
    for (const [, what, comment] of uses) {
      expect(what).toMatch(/^[\w-]+\/[\w/-]+@[0-9a-f]{40}$/);
      expect(comment).toMatch(/^ # v\d+\.\d+\.\d+$/);
    }
  });

  test('gives each job no more than it says, and says why', () => {
    expect(parse(textOf(name))).toMatchObject({ permissions: {} });
    for (const [id, job] of jobsOf(name))
      expect([id, job]).toEqual([id, expect.objectContaining({ permissions: expect.anything() as unknown })]);
    const writes = [...textOf(name).matchAll(/^ +[\w-]+: write(.*)$/gm)].map(([, comment]) => comment);
    expect(writes.filter((comment) => !/^ # \w/.test(comment ?? ''))).toEqual([]);
  });

  test('puts no expression into a script, and leaves no token in a checkout', () => {
    for (const [, job] of jobsOf(name))
      for (const step of stepsOf(job)) {
        expect(stringAt(step, 'run')).not.toContain('${{');
        if (stringAt(step, 'uses').startsWith('actions/checkout@'))
          expect(step).toMatchObject({ with: { 'persist-credentials': false } });
      }
  });

  test('has a limit of time for each job, and runs scripts that there are', () => {
    const scripts = Object.keys(objectAt(manifest, 'scripts'));
    for (const [id, job] of jobsOf(name)) {
      if ('uses' in job) continue;
      expect([id, job['timeout-minutes']]).toEqual([id, expect.any(Number)]);
      for (const step of stepsOf(job))
        for (const [, script] of stringAt(step, 'run').matchAll(/npm run ([\w:-]+)/g))
          expect(scripts).toContain(script);
    }
  });

  test('waits for jobs that there are', () => {
    const ids = jobsOf(name).map(([id]) => id);
    const needed = jobsOf(name).flatMap(([, job]) => needsOf(job));
    expect(needed.filter((id) => !ids.includes(id))).toEqual([]);
  });
});

test('the executables that are tried are some of those that are built', () => {
  const targets = [...textOf('ci.yml').matchAll(/\{ target: (\S+), runner/g)].map(([, target]) => target);
  expect(TARGETS.map(({ name }) => name)).toEqual(expect.arrayContaining(targets));
  expect(targets.length).toBeGreaterThan(3);
});

test('nothing is published before all tests have passed', () => {
  const jobs = new Map(jobsOf('release.yml'));
  const needsTest = (id: string): boolean => {
    return id === 'test' || needsOf(jobs.get(id)).some(needsTest);
  };
  const publishing = [...jobs].filter(([, job]) =>
    /npm publish|docker push|gh release|imagetools create|vsce/.test(JSON.stringify(job)),
  );
  expect(publishing.map(([id]) => id)).toEqual([
    'image',
    'publish-image',
    'publish-package',
    'publish-extension',
    'publish-release',
  ]);
  expect(publishing.filter(([id]) => !needsTest(id))).toEqual([]);
});
