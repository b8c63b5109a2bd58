import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Parsed, SourceFile } from '../../src/parsers/contract/parsed.ts';
import { parseInput } from '../../src/parsers/index.ts';
import { discover } from '../../src/projects/discover.ts';
import type { FileSystem } from '../../src/workspace/files/file-system.ts';
import { isJsonObject } from '../engine/json.ts';
import { createMemoryFiles } from '../memory-io.ts';
import { malformed, sentencesIn } from '../sentences.ts';
import { type ComposeCase, readComposeTopics } from './compose/cases.ts';
import { inOrder, modelRequest, recordedRequests, unknownOf, without } from './compose/compare.ts';

/** The files that `docker compose` looks for, the first of them that is there. */
const mainNames = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml'];

function projectFiles({ configFiles, given }: ComposeCase, files: FileSystem): readonly SourceFile[] {
  const named = [...configFiles, ...given];
  if (named.length > 0) return named.flatMap((path) => textOf(path, files));
  const main = mainNames.filter((name) => files.kindOf(name) === 'file').slice(0, 1);
  return Array.from(discover({ paths: main }, files).inputs).flatMap((input) => input.files);
}

function textOf(path: string, files: FileSystem): readonly SourceFile[] {
  const result = files.read(path);
  return 'text' in result ? [{ path, text: result.text }] : [];
}

async function parse(testCase: ComposeCase): Promise<Parsed & { readonly workingDirectory: string }> {
  const files = createMemoryFiles(Object.fromEntries(testCase.files));
  const { workingDirectory } = files;
  const envFiles = testCase.envFiles.length === 0 ? {} : { envFiles: testCase.envFiles };
  const parsed = await parseInput('compose', projectFiles(testCase, files), {
    files,
    environment: new Map(),
    workingDirectory,
    ...envFiles,
  });
  return { ...parsed, workingDirectory };
}

describe('the model equals what the real docker compose creates', () => {
  for (const topic of readComposeTopics(join(import.meta.dirname, 'compose'))) {
    const recordings: unknown = JSON.parse(readFileSync(topic.recordingPath, 'utf8'));
    describe(topic.name, () => {
      it.each(topic.cases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_name, testCase) => {
        const recording = isJsonObject(recordings) ? recordings[testCase.name] : undefined;
        if (!isJsonObject(recording)) throw new Error('no recording: run scripts/record.ts compose');
        const { subjects, problems, workingDirectory } = await parse(testCase);
        expect(malformed(sentencesIn(problems.map(({ message }) => message)))).toEqual([]);
        if (testCase.finds !== undefined && testCase.finds !== 'nothing') {
          expect(problems.map(({ id }) => id)).toContain(testCase.finds);
          return;
        }
        expect(
          problems.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${id}: ${message.what}`),
        ).toEqual([]);
        if (testCase.finds === 'nothing') return;
        const model = subjects
          .filter((subject) => subject.kind !== 'build')
          .filter(({ name }) => !testCase.notCreated.includes(name))
          .map((subject) => modelRequest(subject, workingDirectory));
        const known = ({ request }: (typeof model)[number]): typeof request =>
          without(request, unknownOf(request.service, testCase.unknown));
        const recorded = recordedRequests(recording, workingDirectory).map((request) =>
          without(request, unknownOf(request.service, testCase.unknown)),
        );
        expect(inOrder(model.map(known))).toEqual(inOrder(recorded));
        for (const { request, unknown } of model) {
          const expected = unknownOf(request.service, testCase.unknown);
          const unexpected = unknown.filter(
            (path) =>
              !expected.some(
                (prefix) => path === prefix || path.startsWith(`${prefix}.`) || path.startsWith(`${prefix}[`),
              ),
          );
          expect(unexpected).toEqual([]);
        }
      });
    });
  }
});
