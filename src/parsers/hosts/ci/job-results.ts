import type { Subject } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import { joinReads } from '../../contract/coverage.ts';
import type { Parsed, SourceFile } from '../../contract/parsed.ts';
import { joinRelations } from '../../contract/relations.ts';
import { type ParsedScript, parseScripts } from '../../shell/index.ts';

interface Document {
  readonly problems: readonly Problem[];
  /** The document's texts, if it has several files. */
  readonly texts?: ReadonlyMap<string, string>;
  /** The places of variable values, including those of containers. */
  readonly variables: readonly Location[];
  readonly secrets?: readonly Location[];
  readonly unparsed: readonly Location[];
  /** False if users choose tasks in any order; by default tasks run in order. */
  readonly isOrdered?: boolean;
  /** The jobs on single-job machines that take no connections. */
  readonly hosted?: ReadonlySet<Tasks>;
}

type Tasks = Parameters<typeof parseScripts>[0];

/** The requests of a document's jobs, each on its own machine. Problems of shared parts count once. */
export function parseJobs({ path, text }: SourceFile, jobs: readonly Tasks[], document: Document): Parsed {
  const { isOrdered = true, hosted } = document;
  const parsed = jobs.map((tasks) => {
    const found = parseScripts(tasks, { isOrdered });
    return hosted?.has(tasks) === true && !OTHER_ENGINE.test(text)
      ? { ...found, subjects: found.subjects.map(onHostedRunner) }
      : found;
  });
  const texts = new Map([[path, text], ...(document.texts ?? []), ...parsed.flatMap((one) => [...one.texts])]);
  const environment = parsed.flatMap(({ values }) => values.environment);
  const ofContainers = new Set(environment.map(keyOf));
  return {
    subjects: parsed.flatMap(({ subjects }) => subjects),
    problems: withoutRepetition([...document.problems, ...parsed.flatMap(({ problems }) => problems)]),
    texts,
    sourced: new Set([
      ...[...(document.texts?.keys() ?? [])].filter((name) => name !== path),
      ...parsed.flatMap((one) => [...(one.sourced ?? [])]),
    ]),
    ...joinRelations(parsed),
    ...joinReads(parsed),
    dockerfiles: new Set(parsed.flatMap((one) => [...(one.dockerfiles ?? [])])),
    values: {
      environment,
      variables: [
        ...document.variables.filter((location) => !ofContainers.has(keyOf(location))),
        ...parsed.flatMap(({ values }) => values.variables),
      ],
      secrets: [...(document.secrets ?? []), ...parsed.flatMap(secretsOf)],
      unparsed: document.unparsed,
    },
  };
}

/** A step may run commands on another machine, or use another machine's engine. */
const OTHER_ENGINE =
  /\bssh\b|DOCKER_HOST|CONTAINER_HOST|\bdocker(?:-compose)?\s+(?:-[cH]\b|--context|--host|context)|\bdocker-machine\b/;

/** A container that a step starts lives as long as the job's containers. */
function onHostedRunner(subject: Subject): Subject {
  if (subject.kind !== 'container' || !/ (?:run|create)$/.test(subject.origin)) return subject;
  return { ...subject, isOnHostedRunner: true, runBy: 'job' };
}

function secretsOf({ values }: ParsedScript): readonly Location[] {
  return values.secrets ?? [];
}

function withoutRepetition(problems: readonly Problem[]): readonly Problem[] {
  return [
    ...new Map(
      problems.map((problem) => [`${problem.id} ${keyOf(problem.place.location)} ${problem.message.what}`, problem]),
    ).values(),
  ];
}

function keyOf({ path, span }: Location): string {
  return `${path}\0${span.start}\0${span.end}`;
}
