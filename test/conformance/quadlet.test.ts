import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Parsed } from '../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { createSession } from '../../src/session/session.ts';
import { joinPath } from '../../src/util/paths.ts';
import { isJsonObject } from '../engine/json.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { malformed, sentencesIn } from '../sentences.ts';
import { modelRequest, without, workingDirectory } from './docker/compare.ts';
import { type QuadletCase, readQuadletTopics } from './quadlet/cases.ts';
import { comparable, scriptOf, specifiersOf } from './quadlet/compare.ts';

async function parseUnit({ script, path, files, isCrlf }: QuadletCase): Promise<Parsed> {
  const text = isCrlf ? script.replaceAll('\n', '\r\n') : script;
  const tree = Object.fromEntries(
    [[path, text] as const, ...files].map(([name, content]) => [joinPath(workingDirectory, name), content]),
  );
  const session = createSession({ files: createMemoryFiles(tree, workingDirectory), config: false });
  const [input] = session.find({ paths: [path] }).inputs;
  if (input?.kind !== 'quadlet') throw new Error('it is not found as a unit of Quadlet');
  return parseInput('quadlet', input.files, session.context);
}

async function parseScript(service: string, words: readonly string[], environment: readonly string[]): Promise<Parsed> {
  const text = scriptOf(words, specifiersOf(service), environment);
  return parseInput('shell', [{ path: 'run.sh', text }], {
    files: { read: () => ({ failure: 'missing' }) },
    environment: new Map(),
  });
}

describe('the model of a unit is that of the command that Quadlet writes', () => {
  for (const topic of readQuadletTopics(join(import.meta.dirname, 'quadlet'))) {
    const recordings: unknown = JSON.parse(readFileSync(topic.recordingPath, 'utf8'));
    describe(topic.name, () => {
      it.each(topic.cases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_name, testCase) => {
        const recording = isJsonObject(recordings) ? recordings[testCase.name] : undefined;
        if (!isJsonObject(recording)) throw new Error('no recording: run scripts/record.ts quadlet');
        const parsed = await parseUnit(testCase);
        expect(malformed(sentencesIn(parsed.problems.map(({ message }) => message)))).toEqual([]);
        const errors = parsed.problems.filter(({ severity }) => severity === 'error').map(({ id }) => id);
        if (testCase.finds !== undefined) {
          expect(errors).toContain(testCase.finds);
          return;
        }
        expect(errors).toEqual([]);
        const { service, words } = recording;
        if (!Array.isArray(words) || typeof service !== 'string') throw new Error('the recording has no words');
        const expected = await parseScript(service, words.map(String), testCase.environment);
        // A container's pod is another subject.
        const own = ({ subjects }: Parsed) =>
          subjects
            .filter((subject) => subject.kind !== 'build')
            .filter((subject) => testCase.path.endsWith('.pod') || !(subject.kind === 'container' && subject.isPod));
        const requests = (each: Parsed): readonly unknown[] =>
          own(each).map((subject) => comparable(without(modelRequest(subject), testCase.unknown)));
        expect(requests(parsed)).toEqual(requests(expected));
        expect(own(parsed)).toHaveLength(1);
        const options = (each: Parsed): readonly string[] =>
          own(each).flatMap(({ unresolvedOptions }) => unresolvedOptions.map(({ expression }) => expression));
        expect(options(parsed)).toEqual(options(expected));
      });
    });
  }
});
