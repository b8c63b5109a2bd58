import type { Container, StoppedState } from '../model/container.ts';
import type { Location } from '../text/location.ts';
import { valueOf } from '../text/setting.ts';
import { groupBy } from '../util/maps.ts';

export interface DeclaredContainer {
  readonly container: Container;
  /** The absolute paths of the project's files. */
  readonly files: readonly string[];
  /** The absolute directory for relative host paths; absent if unknown. */
  readonly workingDirectory?: string;
  /** Values from outside the repository, hidden wherever they occur. */
  readonly fromOutside: readonly string[];
}

interface Pair {
  readonly declared: DeclaredContainer;
  readonly running: Container;
}

/** Running containers, matched with declared ones. */
interface Connected {
  readonly pairs: readonly Pair[];
  /** Declared containers that should run but don't. */
  readonly notRunning: readonly DeclaredContainer[];
  readonly inNoFile: readonly Container[];
  /** Containers of projects, stacks or pods whose files are not compared. */
  readonly ofOthers: readonly Container[];
}

const LABEL = 'com.docker.compose.';
/** Labels by other systems, which create containers that no file names. */
const OTHER_MAKERS: readonly string[] = ['com.docker.swarm.service.id', 'io.kubernetes.pod.name'];

/**
 * Matches running containers with declared ones: by the user's mapping, else by Compose labels
 * (project and service), else by container name.
 */
export function connect(
  declared: readonly DeclaredContainer[],
  running: readonly Container[],
  mapped: ReadonlyMap<string, string>,
): Connected {
  const pairs: Pair[] = [];
  const [inNoFile, ofOthers]: [Container[], Container[]] = [[], []];
  for (const container of running) {
    const labels = labelsOf(container);
    // Skip: `docker compose run` creates containers that differ from the service.
    if (labels.get(`${LABEL}oneoff`) === 'True') continue;
    const found = nearest(
      declared.filter((one) => isFor(one, container, labels, mapped)),
      labels,
    );
    for (const one of found) pairs.push({ declared: one, running: container });
    if (found.length > 0) continue;
    const isOfOther =
      OTHER_MAKERS.some((name) => labels.has(name)) ||
      (labels.has(`${LABEL}project`) && !declared.some((one) => isOfProject(one, labels)));
    (isOfOther ? ofOthers : inNoFile).push(container);
  }
  const found = new Set(pairs.map((pair) => pair.declared));
  const projects = new Set(pairs.map(({ declared: one }) => projectOf(one)));
  const files = new Set(pairs.map(({ declared: one }) => one.files.join('\n')));
  // Several file sets can share a project name, for example one for development. Only one of them
  // runs.
  const isAlternative = (one: DeclaredContainer): boolean =>
    projectOf(one) !== undefined && projects.has(projectOf(one)) && !files.has(one.files.join('\n'));
  return {
    pairs,
    notRunning: declared.filter((one) => !found.has(one) && mustRun(one.container) && !isAlternative(one)),
    inNoFile,
    ofOthers,
  };
}

/**
 * The declarations whose files the labels name: all those files, else some, else any declaration.
 */
function nearest(
  found: readonly DeclaredContainer[],
  labels: ReadonlyMap<string, string>,
): readonly DeclaredContainer[] {
  const from = filesIn(labels);
  const exact = found.filter(({ files }) => files.length === from.length && files.every((path) => from.includes(path)));
  const some = found.filter(({ files }) => files.some((path) => from.includes(path)));
  return [exact, some, found].find((each) => each.length > 0) ?? [];
}

function filesIn(labels: ReadonlyMap<string, string>): readonly string[] {
  return labels.get(`${LABEL}project.config_files`)?.split(',') ?? [];
}

function projectOf({ container }: DeclaredContainer): string | undefined {
  return container.composed && valueOf(container.composed.project);
}

function isFor(
  one: DeclaredContainer,
  container: Container,
  labels: ReadonlyMap<string, string>,
  mapped: ReadonlyMap<string, string>,
): boolean {
  const given = mapped.get(container.name);
  if (given !== undefined) return one.container.name === given;
  const service = labels.get(`${LABEL}service`);
  if (one.container.composed !== undefined && service !== undefined)
    return one.container.name === service && isOfProject(one, labels);
  return valueOf(one.container.containerName) === container.name;
}

function isOfProject({ container, files }: DeclaredContainer, labels: ReadonlyMap<string, string>): boolean {
  const project = labels.get(`${LABEL}project`);
  if (container.composed === undefined || project === undefined) return false;
  // Compare files first, because the command line may have renamed the project.
  return filesIn(labels).some((path) => files.includes(path)) || valueOf(container.composed.project) === project;
}

/**
 * True for a Compose service that should always run. Scripts and units may start containers at any
 * time.
 */
function mustRun({ composed, completes }: Container): boolean {
  return composed !== undefined && !composed.isOptional && completes === undefined;
}

export function labelsOf({ config }: Container): ReadonlyMap<string, string> {
  return new Map(
    config.labels?.flatMap(({ key, value }) => (key.known && value.known ? [[key.value, value.value] as const] : [])),
  );
}

export interface CountDrift {
  readonly name: string;
  readonly location: Location;
  readonly running: number;
  readonly declared: number;
}

/** The state of a container that should run but doesn't, or that ended with an error. */
export function stoppedState(running: Container, declared: Container): StoppedState | undefined {
  const stopped = running.engine?.stopped;
  return mustRun(declared) || stopped?.exitCode !== 0 || stopped.state === 'dead' ? stopped : undefined;
}

/**
 * The services with a wrong number of containers. Stopped containers count, because they are
 * reported separately.
 */
export function countDrift(pairs: readonly Pair[]): readonly CountDrift[] {
  const found = groupBy(pairs, ({ declared }) => declared.container);
  return [...found].flatMap(([{ name, place, composed }, containers]): readonly CountDrift[] => {
    const declared = composed?.replicas;
    const running = containers.filter((one) => one.running.engine?.stopped === undefined).length;
    if (declared === undefined || (running <= declared && containers.length >= declared)) return [];
    return [{ name, location: place.location, running, declared }];
  });
}
