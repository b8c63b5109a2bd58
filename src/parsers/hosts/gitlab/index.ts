import type { SourceFile } from '../../../files/file-reader.ts';
import type { HostJobs, JobContext } from '../ci/jobs.ts';
import { ScriptReader } from '../ci/scripts.ts';
import { JobReader } from './jobs.ts';
import { readPipeline, rootOf } from './pipeline.ts';

/** The jobs of a pipeline: the runner's containers for jobs and services, and the scripts. */
export function read(source: SourceFile, context: JobContext): HostJobs {
  const pipeline = readPipeline(source, context);
  const { root, texts } = pipeline;
  const length = [...texts.values()].reduce((sum, text) => sum + text.length, 0);
  const scripts = new ScriptReader(length, context);
  return {
    ...pipeline,
    jobs: root === undefined ? [] : new JobReader(root, pipeline, scripts, rootOf(source.path)).readAll(),
  };
}
