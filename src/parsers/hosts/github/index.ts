import type { Location } from '../../../text/location.ts';
import {
  concatParsed,
  type FoundComment,
  type ParseContext,
  type Parsed,
  type SourceFile,
} from '../../contract/parsed.ts';
import { parseScripts, type ScriptText } from '../../shell/index.ts';
import { findHostComments } from '../yaml/comments.ts';
import { readHostDocument } from '../yaml/document.ts';
import { readJobs } from './workflow.ts';

/** What the workflows and actions ask the engine for: the containers that the runner makes, and what the scripts of their steps run. */
export function parseWorkflows(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(files.map((file) => parseWorkflow(file, context)));
}

function parseWorkflow(source: SourceFile, context: ParseContext): Parsed {
  const { path, text } = source;
  const { roots, problems, variables, unparsed } = readHostDocument(source);
  const [root] = roots;
  const jobs = root === undefined ? [] : readJobs(source, root, context);
  const parsed = jobs.map((job) => parseScripts(job.tasks));
  const texts = new Map([[path, text], ...parsed.flatMap((one) => [...one.texts])]);
  const environment = parsed.flatMap(({ values }) => values.environment);
  const ofContainers = new Set(environment.map(keyOf));
  return {
    subjects: parsed.flatMap(({ subjects }) => subjects),
    problems: [...problems, ...parsed.flatMap((one) => one.problems)],
    texts,
    sourced: new Set([...texts.keys()].filter((name) => name !== path)),
    dockerfiles: new Set(parsed.flatMap(({ dockerfiles = [] }) => [...dockerfiles])),
    values: {
      environment,
      variables: [
        ...variables.filter((location) => !ofContainers.has(keyOf(location))),
        ...parsed.flatMap(({ values }) => values.variables),
      ],
      secrets: [...jobs.flatMap(({ secrets }) => secrets), ...parsed.flatMap(({ values }) => values.secrets ?? [])],
      unparsed,
    },
  };
}

function keyOf({ path, span }: Location): string {
  return `${path}\0${span.start}\0${span.end}`;
}

/** The comments of a workflow or an action, those in its scripts included. */
export function findWorkflowComments(
  source: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const [root] = readHostDocument(source).roots;
  const jobs = root === undefined ? [] : readJobs(source, root, WITHOUT_FILES);
  const scripts = jobs
    .flatMap(({ tasks }) => tasks)
    .flatMap((task): readonly ScriptText[] => ('script' in task ? [task.script] : []));
  return findHostComments(source, scripts, isWanted);
}

const WITHOUT_FILES: Pick<ParseContext, 'environment' | 'files'> = {
  environment: new Map(),
  files: { read: () => ({ failure: 'missing' }) },
};
