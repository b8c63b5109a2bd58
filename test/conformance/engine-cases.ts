import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Subject } from '../../src/model/container.ts';
import { isJsonObject } from '../engine/json.ts';
import { type Answers, type Judge, recordedJudge } from '../engine/real/judge.ts';
import { readComposeTopics } from './compose/cases.ts';
import { parseCase as parseProject } from './compose/parse.ts';
import { readDockerTopics } from './docker/cases.ts';
import { workingDirectory } from './docker/compare.ts';
import { parseCase as parseScript } from './docker/parse.ts';

/** A recorded case of docker or Compose to send to an engine. */
export interface EngineCase {
  readonly name: string;
  readonly read: () => Promise<{ readonly subjects: readonly Subject[]; readonly workingDirectory: string }>;
}

/** The cases of one file, and the file with the engine's answers. */
export interface EngineTopic {
  readonly name: string;
  readonly answersPath: string;
  readonly cases: readonly EngineCase[];
}

/** All topics, without cases that send nothing and those for Windows engines. */
export function engineTopics(): readonly EngineTopic[] {
  const scripts = readDockerTopics(join(import.meta.dirname, 'docker')).map(({ name, recordingPath, cases }) => ({
    name,
    answersPath: answersPathOf(recordingPath),
    cases: cases
      .filter(({ finds, isWindowsEngine }) => finds === undefined && !isWindowsEngine)
      .map((each) => ({
        name: each.name,
        read: async () => ({ ...(await parseScript(each)), workingDirectory }),
      })),
  }));
  const projects = readComposeTopics(join(import.meta.dirname, 'compose')).map(({ name, recordingPath, cases }) => ({
    name,
    answersPath: answersPathOf(recordingPath),
    cases: cases
      .filter(({ finds }) => finds === undefined)
      .map((each) => ({ name: each.name, read: () => parseProject(each) })),
  }));
  return [...scripts, ...projects];
}

function answersPathOf(recordingPath: string): string {
  return recordingPath.replace(/\.json$/, '.engine.json');
}

/** The engine's rejections, by case. */
export function recordedAnswers({ answersPath }: EngineTopic): (name: string) => Judge {
  const recorded: unknown = existsSync(answersPath) ? JSON.parse(readFileSync(answersPath, 'utf8')) : {};
  return (name) => {
    const answers = isJsonObject(recorded) ? recorded[name] : undefined;
    return recordedJudge(Array.isArray(answers) ? answers.map(toAnswer) : []);
  };
}

function toAnswer(text: unknown): Answers[number] {
  if (typeof text !== 'string') return null;
  const [at = '', ...words] = text.split(': ');
  return { at: at === 'start' ? 'start' : 'create', says: words.join(': ') };
}
