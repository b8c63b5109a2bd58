import {
  concatParsed,
  type FoundComment,
  type ParseContext,
  type Parsed,
  type SourceFile,
} from '../../contract/parsed.ts';
import { deploying, joinRelations } from '../../contract/relations.ts';
import type { ScriptText } from '../../shell/index.ts';
import { findHostComments } from '../ci/comments.ts';
import { NO_CONTAINERS } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import { parseJobs } from '../ci/job-results.ts';
import { NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { type Task, TaskReader } from './tasks.ts';
import { PlayVariables } from './variables.ts';

/** What playbooks and task files request: with container modules, and in commands. */
export function parseAnsible(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(
    files.map((source) => {
      const document = readHostDocument(source);
      const variables = PlayVariables.around(source.path, context.files);
      const scripts = new ScriptReader(source.text.length, context);
      const reader = new TaskReader(scripts, source.path);
      const tasks = withEarlierTasks(reader.read(document.roots, variables));
      const made = { ...NO_CONTAINERS, volumes: tasks.flatMap((task) => ('volumes' in task ? task.volumes : [])) };
      const parsed = parseJobs(
        source,
        tasks.map((task) => [made, task]),
        {
          ...document,
          texts: variables.texts,
          variables: [...document.variables, ...variables.secrets],
        },
      );
      return { ...parsed, ...joinRelations([parsed, deploying(reader.deployed)]) };
    }),
  );
}

/** Marks tasks that only change settings of an earlier task's container: modules keep unnamed settings. */
function withEarlierTasks(tasks: readonly Task[]): readonly Task[] {
  const made = new Map<string, number>();
  return tasks.map((task) => {
    if (!('subjects' in task)) return task;
    const subjects = task.subjects.map((subject) => {
      if (subject.kind !== 'container' || subject.containerName?.known !== true) return subject;
      const name = `${subject.origin} ${subject.containerName.value}`;
      const count = Object.keys(subject.hostConfig).length + Object.keys(subject.config).length;
      const before = made.get(name);
      if (before !== undefined && count < before) return { ...subject, isCompletedElsewhere: true as const };
      made.set(name, count);
      return subject;
    });
    return { ...task, subjects };
  });
}

/** The comments of the file, including those in commands. */
export function findAnsibleComments(
  source: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const scripts = new ScriptReader(source.text.length, NO_JOB_CONTEXT);
  const tasks = new TaskReader(scripts, source.path).read(readHostDocument(source).roots, PlayVariables.NONE);
  return findHostComments(
    source,
    tasks.flatMap((task): readonly ScriptText[] => ('script' in task ? [task.script] : [])),
    isWanted,
  );
}
