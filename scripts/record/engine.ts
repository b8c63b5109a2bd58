import { relative } from 'node:path';
import { type EngineTopic, engineTopics } from '../../test/conformance/engine-cases.ts';
import { engineHere } from '../../test/engine/real/dockerd.ts';
import { engineDifferences, judgeOf, recordingJudge } from '../../test/engine/real/judge.ts';
import type { OtherRecorder, TopicRecordings } from './recorder.ts';

/** Records a real engine's answers, for cases with a rejected request. */
export const record: OtherRecorder = async ({ topic: wanted }) => {
  const engine = await engineHere();
  if (typeof engine === 'string') throw new Error(`no engine can be asked: ${engine}`);
  try {
    const recorded: TopicRecordings[] = [];
    for (const topic of engineTopics().filter(({ name }) => name.includes(wanted))) {
      const cases = new Map<string, unknown>();
      for (const each of topic.cases) {
        const { judge, answers } = recordingJudge(judgeOf(engine));
        const { subjects, workingDirectory } = await each.read();
        await engineDifferences(judge, subjects, workingDirectory);
        if (answers.some((answer) => answer !== null))
          cases.set(
            each.name,
            answers.map((answer) => (answer === null ? null : `${answer.at}: ${answer.says}`)),
          );
      }
      recorded.push({ path: pathOf(topic), cases, errors: [] });
    }
    return recorded;
  } finally {
    await engine.close();
  }
};

function pathOf({ answersPath }: EngineTopic): string {
  return relative(process.cwd(), answersPath);
}
