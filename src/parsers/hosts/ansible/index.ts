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
import { NOTHING } from '../ci/containers.ts';
import { readHostDocument } from '../ci/document.ts';
import { parseJobs } from '../ci/job-results.ts';
import { NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { TaskReader } from './tasks.ts';
import { Variables } from './variables.ts';

/** What playbooks and files of tasks ask the engine for: by the modules for containers, and in commands. */
export function parseAnsible(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(
    files.map((source) => {
      const document = readHostDocument(source);
      const variables = Variables.around(source.path, context.files);
      const scripts = new ScriptReader(source.text.length, context);
      const reader = new TaskReader(scripts, source.path);
      const tasks = reader.read(document.roots, variables);
      const made = { ...NOTHING, volumes: tasks.flatMap((task) => ('volumes' in task ? task.volumes : [])) };
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

/** The comments of the file, those in its commands included. */
export function findAnsibleComments(
  source: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const scripts = new ScriptReader(source.text.length, NO_JOB_CONTEXT);
  const tasks = new TaskReader(scripts, source.path).read(readHostDocument(source).roots, Variables.NONE);
  return findHostComments(
    source,
    tasks.flatMap((task): readonly ScriptText[] => ('script' in task ? [task.script] : [])),
    isWanted,
  );
}
