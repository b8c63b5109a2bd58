import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../engine/json.ts';
import { malformed, sentencesIn } from '../sentences.ts';
import { readComposeTopics } from './compose/cases.ts';
import { inOrder, modelRequest, recordedRequests, unknownOf, without } from './compose/compare.ts';
import { parseCase } from './compose/parse.ts';

describe('the model equals what the real docker compose creates', () => {
  for (const topic of readComposeTopics(join(import.meta.dirname, 'compose'))) {
    const recordings: unknown = JSON.parse(readFileSync(topic.recordingPath, 'utf8'));
    describe(topic.name, () => {
      it.each(topic.cases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_name, testCase) => {
        const recording = isJsonObject(recordings) ? recordings[testCase.name] : undefined;
        if (!isJsonObject(recording)) throw new Error('no recording: run scripts/record.ts compose');
        const { subjects, problems, workingDirectory } = await parseCase(testCase);
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
