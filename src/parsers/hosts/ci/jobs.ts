import { NO_FILES, type SourceFile } from '../../../files/file-reader.ts';
import type { Subject } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import { concatParsed, type FoundComment, type ParseContext, type Parsed } from '../../contract/parsed.ts';
import { withoutRepetition } from '../../contract/problem.ts';
import { type Deployed, deploying, joinRelations } from '../../contract/relations.ts';
import type { DockerResult } from '../../docker/index.ts';
import { fileScript, findShellComments, parseScripts, type ScriptTask, type ScriptText } from '../../shell/index.ts';
import { findYamlComments } from '../../yaml/comments.ts';

export type HostTask = ScriptTask | DockerResult;

/** What one machine runs. */
export interface HostJob {
  readonly tasks: readonly HostTask[];
  readonly secrets?: readonly Location[];
  /** True if its machine takes no connections and runs only this job. */
  readonly isHosted?: boolean;
}

export interface HostJobs {
  readonly jobs: readonly HostJob[];
  readonly problems?: readonly Problem[];
  /** The document's texts, if it has several files. */
  readonly texts?: ReadonlyMap<string, string>;
  /** The places of variable values, including those of containers. */
  readonly variables?: readonly Location[];
  readonly unparsed?: readonly Location[];
  readonly deployed?: readonly Deployed[];
  /** False if users run tasks separately; by default, tasks run in this order. */
  readonly isOrdered?: boolean;
}

export type JobContext = Pick<ParseContext, 'environment' | 'files' | 'isConfined' | 'isOutside'>;

/** Finds a document's scripts without reading other files. */
export const NO_JOB_CONTEXT: JobContext = { environment: new Map(), files: NO_FILES };

/** The requests of a document's jobs. Problems in shared parts are reported once. */
export function parseJobs({ path, text }: SourceFile, document: HostJobs): Parsed {
  const { jobs, isOrdered = true, problems = [], variables = [], unparsed = [], deployed = [] } = document;
  const parsed = concatParsed(
    jobs.map(({ tasks, isHosted }) => {
      const found = parseScripts(tasks, { isOrdered });
      return isHosted === true && !OTHER_ENGINE.test(text)
        ? { ...found, subjects: found.subjects.map(onHostedRunner) }
        : found;
    }),
  );
  const texts = document.texts ?? new Map<string, string>();
  const { values } = parsed;
  const ofContainers = new Set(values.environment.map(keyOf));
  return {
    ...parsed,
    problems: withoutRepetition([...problems, ...parsed.problems]),
    texts: new Map([[path, text], ...texts, ...parsed.texts]),
    sourced: new Set([...[...texts.keys()].filter((name) => name !== path), ...(parsed.sourced ?? [])]),
    ...joinRelations([parsed, deploying(deployed)]),
    values: {
      ...values,
      variables: [...variables.filter((location) => !ofContainers.has(keyOf(location))), ...values.variables],
      secrets: [...jobs.flatMap(({ secrets = [] }) => secrets), ...(values.secrets ?? [])],
      unparsed,
    },
  };
}

/** Commands that may run on another machine or use its engine. */
const OTHER_ENGINE =
  /\bssh\b|DOCKER_HOST|CONTAINER_HOST|\bdocker(?:-compose)?\s+(?:-[cH]\b|--context|--host|context)|\bdocker-machine\b/;

/** The job ends a container that one of its steps starts. */
function onHostedRunner(subject: Subject): Subject {
  if (subject.kind !== 'container' || !/ (?:run|create)$/.test(subject.origin)) return subject;
  return { ...subject, isOnHostedRunner: true, runBy: 'job' };
}

function keyOf({ path, span }: Location): string {
  return `${path}\0${span.start}\0${span.end}`;
}

export function scriptTexts({ jobs }: HostJobs): readonly ScriptText[] {
  return jobs.flatMap(({ tasks }) => tasks).flatMap((task) => ('script' in task ? [task.script] : []));
}

/**
 * The comments that `isWanted` accepts in a YAML file and its scripts, in order, or in a script
 * that such a file sources. A script that aliases repeat is read once.
 */
export function findHostComments(
  source: SourceFile,
  document: HostJobs,
  isWanted: (comment: string) => boolean,
): readonly FoundComment[] {
  const scripts = scriptTexts(document);
  if (document.jobs.length === 0 && !/\.ya?ml$/i.test(source.path))
    return findShellComments(fileScript(source.path, source.text), isWanted);
  const found = new Map<number, FoundComment>();
  for (const script of scripts) {
    for (const comment of script.text.includes('#') ? findShellComments(script, isWanted) : [])
      found.set(comment.location.span.start, comment);
  }
  for (const comment of findYamlComments(source, isWanted)) found.set(comment.location.span.start, comment);
  return [...found.values()].toSorted((a, b) => a.location.span.start - b.location.span.start);
}
