import {
  concatParsed,
  type FoundComment,
  type ParseContext,
  type Parsed,
  type SourceFile,
} from '../../contract/parsed.ts';
import { fileScript, findShellComments, type ScriptText } from '../../shell/index.ts';
import { findHostComments } from '../ci/comments.ts';
import { parseJobs } from '../ci/job-results.ts';
import { type JobContext, NO_JOB_CONTEXT, ScriptReader } from '../ci/script-reader.ts';
import { JobReader } from './jobs.ts';
import { type Pipeline, readPipeline, rootOf } from './pipeline.ts';

/** The requests of pipelines: the runner's containers for jobs and services, and the scripts. */
export function parsePipelines(files: readonly SourceFile[], context: ParseContext): Parsed {
  return concatParsed(files.map((file) => parsePipeline(file, context)));
}

function parsePipeline(source: SourceFile, context: ParseContext): Parsed {
  const pipeline = readPipeline(source, context);
  return parseJobs(source, readJobs(pipeline, source, context), pipeline);
}

function readJobs(pipeline: Pipeline, source: SourceFile, context: JobContext): ReturnType<JobReader['readAll']> {
  const { root, texts } = pipeline;
  if (root === undefined) return [];
  const length = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  const scripts = new ScriptReader(length, context);
  return new JobReader(root, pipeline, { scripts, folder: rootOf(source.path) }).readAll();
}

/** The comments of a pipeline and its scripts, or of a sourced script. */
export function findPipelineComments(
  source: SourceFile,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const { path, text } = source;
  if (!/\.ya?ml$/i.test(path) && !/^[ \t]*(?:before_|after_)?script[ \t]*:/m.test(text))
    return findShellComments(fileScript(path, text), isWanted);
  const scripts = readJobs(readPipeline(source, NO_JOB_CONTEXT), source, NO_JOB_CONTEXT).flat();
  return findHostComments(
    source,
    scripts.flatMap((task): readonly ScriptText[] => ('script' in task ? [task.script] : [])),
    isWanted,
  );
}
