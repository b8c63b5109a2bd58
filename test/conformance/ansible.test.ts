import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Parsed } from '../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { joinPath } from '../../src/util/paths.ts';
import { isJsonObject, type JsonObject } from '../engine/json.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { malformed, sentencesIn } from '../sentences.ts';
import { type AnsibleCase, readAnsibleTopics } from './ansible/cases.ts';
import { modelRequest, type Request, recordedRequests, without, workingDirectory } from './docker/compare.ts';
import { scriptOf } from './quadlet/compare.ts';

async function parseTasks({ script, path, files }: AnsibleCase): Promise<Parsed> {
  const tree = [[path, script] as const, ...files].map(
    ([name, text]) => [joinPath(workingDirectory, name), text] as const,
  );
  return parseInput('ansible', [{ path, text: script }], {
    files: createMemoryFiles(Object.fromEntries(tree), workingDirectory),
    environment: new Map(),
    workingDirectory,
  });
}

/** The modules' requests; a recorded podman command is parsed as a script. */
async function requestsIn(recording: readonly unknown[]): Promise<readonly Request[]> {
  const requests = recording.map(async (each): Promise<readonly Request[]> => {
    if (!Array.isArray(each)) return recordedRequests([each]);
    const text = scriptOf(each.map(String), new Map(), []);
    const context = { files: createMemoryFiles({}), environment: new Map() };
    const { subjects } = await parseInput('shell', [{ path: 'run.sh', text }], context);
    return subjects.filter((subject) => subject.kind !== 'build').map(modelRequest);
  });
  return (await Promise.all(requests)).flat();
}

/**
 * Normalizes both sides: docker's client sends engine defaults that modules omit; spellings of
 * capabilities and `rw` are the engine's; Python's sets have no order.
 */
function comparable(request: Request, unknown: readonly string[]): Request {
  const { Config, HostConfig, ...rest } = without(request, [...unknown, 'Config.AttachStdout', 'Config.AttachStderr']);
  return { ...rest, origin: 'ansible', Config: inOneForm(Config), HostConfig: inOneForm(HostConfig) };
}

function inOneForm(object: JsonObject): JsonObject {
  const entries = Object.entries(object).filter(([key, value]) => DEFAULTS.get(key) !== JSON.stringify(value));
  return Object.fromEntries(
    entries.map(([key, value]) => {
      const form = FORMS.get(key);
      return [key, form !== undefined && Array.isArray(value) ? value.map((each) => form(String(each))).sort() : value];
    }),
  );
}

const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['MemorySwappiness', '-1'],
  ['NetworkMode', '"default"'],
  ['RestartPolicy', '{"Name":"no"}'],
]);

const capability = (name: string): string => `CAP_${name.toUpperCase().replace(/^CAP_/, '')}`;
const itself = (text: string): string => text;

const FORMS: ReadonlyMap<string, (text: string) => string> = new Map([
  ['Binds', (bind: string) => bind.replace(/:rw$/, '')],
  ['CapAdd', capability],
  ['CapDrop', capability],
  ['DnsOptions', itself],
  ['Env', itself],
  ['ExtraHosts', itself],
  ['GroupAdd', itself],
  ['SecurityOpt', itself],
  ['VolumesFrom', itself],
]);

describe('the model of a task is what the module sends', () => {
  for (const topic of readAnsibleTopics(join(import.meta.dirname, 'ansible'))) {
    const recordings: unknown = JSON.parse(readFileSync(topic.recordingPath, 'utf8'));
    describe(topic.name, () => {
      it.each(topic.cases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_name, testCase) => {
        const recording = isJsonObject(recordings) ? recordings[testCase.name] : undefined;
        const parsed = await parseTasks(testCase);
        expect(malformed(sentencesIn(parsed.problems.map(({ message }) => message)))).toEqual([]);
        const errors = parsed.problems.filter(({ severity }) => severity === 'error').map(({ id }) => id);
        if (testCase.finds !== undefined) {
          if (!testCase.isLeftToEngine) expect(recording).toHaveProperty('refused');
          expect(errors).toContain(testCase.finds);
          return;
        }
        expect(errors).toEqual([]);
        if (!Array.isArray(recording)) throw new Error('no recording: run scripts/record.ts ansible');
        const subjects = parsed.subjects.filter((subject) => subject.kind !== 'build');
        const of = (requests: readonly Request[]): readonly unknown[] =>
          requests.map((request) => comparable(request, testCase.unknown));
        expect(of(subjects.map(modelRequest))).toEqual(of(await requestsIn(recording)));
        if (testCase.unknown.length === 0)
          expect(subjects.flatMap(({ unresolvedOptions }) => unresolvedOptions)).toEqual([]);
      });
    });
  }
});
