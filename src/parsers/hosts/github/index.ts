import {
  concatParsed,
  type FoundComment,
  type ParseContext,
  type Parsed,
  type SourceFile,
} from '../../contract/parsed.ts';
import { fileScript, findShellComments, type ScriptText } from '../../shell/index.ts';
import { findHostComments } from '../ci/comments.ts';
import { readHostDocument } from '../ci/document.ts';
import { parseJobs } from '../ci/job-results.ts';
import { NO_JOB_CONTEXT } from '../ci/script-reader.ts';
import { hasJobs, isAction } from './detect.ts';
import { readJobs } from './workflow.ts';

/** The requests of workflows and actions: the runner's containers, and the scripts of steps. */
export function parseWorkflows(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(files.map((file) => parseWorkflow(file, context)));
}

function parseWorkflow(source: SourceFile, context: ParseContext): Parsed {
  const { roots, ...document } = readHostDocument(source);
  const [root] = roots;
  const jobs = root === undefined ? [] : readJobs(source, root, context);
  const secrets = jobs.flatMap((job) => job.secrets);
  return parseJobs(
    source,
    jobs.map(({ tasks }) => tasks),
    {
      ...document,
      secrets,
      hosted: new Set(jobs.flatMap(({ tasks, isHosted }) => (isHosted === true ? [tasks] : []))),
    },
  );
}

/** The comments of a workflow or action and its scripts, or of a sourced script. */
export function findWorkflowComments(
  source: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const { path, text } = source;
  if (!hasJobs(text) && !isAction(text)) return findShellComments(fileScript(path, text), isWanted);
  const [root] = readHostDocument(source).roots;
  const jobs = root === undefined ? [] : readJobs(source, root, NO_JOB_CONTEXT);
  const scripts = jobs
    .flatMap(({ tasks }) => tasks)
    .flatMap((task): readonly ScriptText[] => ('script' in task ? [task.script] : []));
  return findHostComments(source, scripts, isWanted);
}
