import type { Subject } from '../../../model/container.ts';
import type { Problem } from '../../../model/finding.ts';
import type { Location } from '../../../text/location.ts';
import { joinReads } from '../../contract/coverage.ts';
import type { Parsed, SourceFile } from '../../contract/parsed.ts';
import { joinRelations } from '../../contract/relations.ts';
import { type ParsedScript, parseScripts } from '../../shell/index.ts';

/** What a document gives beside its jobs. */
interface Document {
  readonly problems: readonly Problem[];
  /** The texts of the document itself, where it is more than a file. */
  readonly texts?: ReadonlyMap<string, string>;
  /** Where the values of variables stand, those of containers among them. */
  readonly variables: readonly Location[];
  readonly secrets?: readonly Location[];
  readonly unparsed: readonly Location[];
  /** False where somebody chooses some of the tasks, in an order of their own; left out where they follow one another. */
  readonly isOrdered?: boolean;
  /** The jobs that run on machines which are made for them and take no connections. */
  readonly hosted?: ReadonlySet<Tasks>;
}

type Tasks = Parameters<typeof parseScripts>[0];

/** What the jobs of a document ask the engine for, each on a machine of its own. What two jobs share has its problems once. */
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

/** A step may run commands on another machine, or ask the engine of one. */
const OTHER_ENGINE =
  /\bssh\b|DOCKER_HOST|CONTAINER_HOST|\bdocker(?:-compose)?\s+(?:-[cH]\b|--context|--host|context)|\bdocker-machine\b/;

/** A container that a step starts lives as long as those for which the job asks the runner. */
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
