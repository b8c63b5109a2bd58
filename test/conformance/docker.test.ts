import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isJsonObject } from '../engine/json.ts';
import { malformed, sentencesIn } from '../sentences.ts';
import { readDockerTopics } from './docker/cases.ts';
import { cutTo, inOrder, modelRequest, recordedRequests, without } from './docker/compare.ts';
import { canBe } from './docker/covers.ts';
import { isSaidUnread, parseCase, refusalsIn } from './docker/parse.ts';

describe('the model equals what the real docker sends', () => {
  for (const topic of readDockerTopics(join(import.meta.dirname, 'docker'))) {
    const recordings: unknown = JSON.parse(readFileSync(topic.recordingPath, 'utf8'));
    describe(topic.name, () => {
      it.each(topic.cases.map((testCase) => [testCase.name, testCase] as const))('%s', async (_name, testCase) => {
        const recording = isJsonObject(recordings) ? recordings[testCase.name] : undefined;
        const parsed = await parseCase(testCase);
        expect(malformed(sentencesIn(parsed.problems.map(({ message }) => message)))).toEqual([]);
        if (testCase.finds !== undefined) {
          expect(refusalsIn(parsed)).toContain(testCase.finds);
          return;
        }
        if (!Array.isArray(recording)) throw new Error('no recording: run scripts/record.ts docker');
        expect(refusalsIn(parsed)).toEqual([]);
        const subjects = parsed.subjects.filter((subject) => subject.kind !== 'build');
        if (testCase.runs.length > 0 || testCase.notFollowed.length > 0) {
          const sent = recordedRequests(recording);
          if (testCase.notFollowed.length === 0 || !(await isSaidUnread(testCase)))
            expect(
              sent.filter((request) => !subjects.some((subject) => canBe(subject, request))),
              'sent, and not in the model',
            ).toEqual([]);
          if (testCase.notFollowed.length > 0)
            expect(inOrder(subjects.map(modelRequest)), 'followed after all').not.toEqual(
              inOrder(recordedRequests(recording)),
            );
          if (testCase.hasUnreached) return;
          expect(
            subjects.filter((subject) => !sent.some((request) => canBe(subject, request))).map(modelRequest),
            'in the model, and never sent',
          ).toEqual([]);
          return;
        }
        const recorded = inOrder(recordedRequests(recording).map((request) => without(request, testCase.unknown)));
        const model = inOrder(subjects.map(modelRequest).map((request) => without(request, testCase.unknown)));
        const unresolvedOptions = parsed.subjects.flatMap((subject) => subject.unresolvedOptions);
        if (testCase.isPartial || testCase.hasUnresolvedOptions) {
          expect(model).toHaveLength(recorded.length);
          expect(model).toEqual(recorded.map((request, index) => cutTo(request, model[index])));
          if (testCase.hasUnresolvedOptions) expect(unresolvedOptions).not.toEqual([]);
          return;
        }
        if (testCase.hasUnreached) {
          expect(model).toEqual(expect.arrayContaining([...recorded]));
          expect(model.length).toBeGreaterThan(recorded.length);
          return;
        }
        expect(model).toEqual(recorded);
        if (testCase.unknown.length === 0) expect(unresolvedOptions.map(({ expression }) => expression)).toEqual([]);
      });
    });
  }
});
