import type { SourceFile } from '../../../files/file-reader.ts';
import { NO_CONTAINERS } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import type { HostJobs, HostTask, JobContext } from '../ci/jobs.ts';
import { ScriptReader } from '../ci/scripts.ts';
import { TaskReader } from './tasks.ts';
import { PlayVariables } from './variables.ts';

/** What a playbook or task file requests: with container modules, and in commands. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const document = readHostDocument(source);
  const variables = PlayVariables.around(source.path, context.files);
  const reader = new TaskReader(new ScriptReader(source.text.length, context), source.path);
  const tasks = withEarlierTasks(reader.read(document.roots, variables));
  const made = { ...NO_CONTAINERS, volumes: tasks.flatMap((task) => ('volumes' in task ? task.volumes : [])) };
  return {
    ...document,
    jobs: tasks.map((task) => ({ tasks: [made, task] })),
    texts: variables.texts,
    variables: [...document.variables, ...variables.secrets],
    deployed: reader.deployed,
  };
}

/**
 * Marks tasks that only change settings of an earlier task's container: the others keep their
 * values.
 */
function withEarlierTasks(tasks: readonly HostTask[]): readonly HostTask[] {
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
