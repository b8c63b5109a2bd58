import type { SourceFile } from '../../files/file-reader.ts';
import type { Subject, UnresolvedOptions } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Location } from '../../text/location.ts';
import type { ParseContext, Parsed } from '../contract/parsed.ts';
import { type Report } from '../contract/problem.ts';
import { NO_RELATIONS } from '../contract/relations.ts';
import { field, isMapping, placeOf } from '../yaml/tree.ts';
import { checkContainerNames } from './checks/container-names.ts';
import { checkProject } from './checks/index.ts';
import { checkPublishedPorts, readPublishing } from './checks/published-ports.ts';
import type { ProjectLoader } from './files/loader.ts';
import { withoutPlaceholders } from './files/placeholders.ts';
import { isOfCoolify, isPutRight } from './files/platform.ts';
import { keyOfProblem, withoutValues } from './files/problems.ts';
import { readService } from './keys/container.ts';
import { readInStack } from './keys/stack.ts';
import { type Addition, loadProject, type Project } from './project/project.ts';
import { readResources } from './project/resources.ts';
import { type Related, relatedServices } from './related/services.ts';
import { isInStack, type ServiceScope } from './service/scope.ts';
import { readVolumes } from './service/volumes.ts';
import { createBudgets } from './variables/budget.ts';
import { valuesIn, type WrittenValues } from './variables/variable-values.ts';

export type { Mapping, MappingEntry, Node, Scalar, YamlItem, YamlOrigin } from '../yaml/nodes.ts';
export { unreadableFile } from './files/loader.ts';
export type { Addition } from './project/project.ts';

/** With more problems, the file isn't a Compose file, so the rest isn't reported. */
const MAX_PROBLEMS = 1000;

/**
 * The requests of one Compose project, in merge order: a container per service, a container or exec
 * per hook. Loads like compose-go, with `.env`, extended and included files. Never throws:
 * unreadable parts become problems. `addition` is another tool's last override, with places in that
 * tool's file.
 */
export function parseComposeProject(files: readonly SourceFile[], context: ParseContext, addition?: Addition): Parsed {
  const problems: Problem[] = [];
  const names = new Set<string>();
  const loader = createLoader(files, context, problems, names);
  const { texts, included, mayInclude, extended } = loader;
  const project = loadProject(files, loader, addition);
  const loaded = [...texts.keys()];
  const { subjects, paths }: Asked =
    project === undefined ? { subjects: [] } : readSubjects(project, loader, problems, names);
  if (paths !== undefined) {
    const named = new Set([...paths, ...files.map(({ path }) => path), ...loader.variableFiles.keys()]);
    for (const { place } of problems) for (const { location } of [place, ...place.hops]) named.add(location.path);
    for (const path of loaded) if (!named.has(path)) texts.delete(path);
  }
  const dockerfiles = new Set([...loader.dockerfiles.values()].flatMap(({ path }) => path ?? []));
  return {
    subjects,
    problems: withoutPlaceholders(problems, texts),
    texts,
    relations: { ...NO_RELATIONS, included: [...included], mayInclude: [...mayInclude], extended },
    ...(dockerfiles.size === 0 ? {} : { dockerfiles }),
    values: valuesOf(loader),
  };
}

/**
 * The loader reports each problem once, without possible secrets. `names` are the service names,
 * once they are known.
 */
function createLoader(
  files: readonly SourceFile[],
  context: ParseContext,
  problems: Problem[],
  names: ReadonlySet<string>,
): ProjectLoader {
  const texts = new Map<string, string>(files.map(({ path, text }) => [path, text]));
  const filledIn = new Map<string, string>();
  const shownValues = new Set<string>();
  const seen = new Set<string>();
  const textOf = ({ path, span }: Location): string => texts.get(path)?.slice(span.start, span.end) ?? '';
  const isCorrected = isOfCoolify(files, context);
  const report: Report = (problem) => {
    if (problems.length >= MAX_PROBLEMS) return;
    if (isCorrected && isPutRight(problem, textOf(problem.place.location))) return;
    const key = keyOfProblem(problem);
    if (!seen.has(key)) problems.push(withoutValues(problem, filledIn, shownValues, names, textOf));
    seen.add(key);
  };
  return {
    context,
    texts,
    variableFiles: new Map(),
    envFiles: { variables: new Map(), asked: new Set(), next: new Map() },
    holders: [],
    included: new Set(),
    mayInclude: new Set(),
    extended: [],
    filledIn,
    shownValues,
    readings: new Set(),
    dockerfiles: new Map(),
    budgets: createBudgets(report),
    loaded: new Set(),
    report,
  };
}

/** The values that may be secrets, found when first needed: verifying a fix doesn't need them. */
function valuesOf({ holders, texts, dockerfiles, filledIn, shownValues }: ProjectLoader): Parsed['values'] {
  let found: WrittenValues | undefined;
  const values = (): WrittenValues => {
    found ??= valuesIn(holders, (path) => texts.has(path));
    return found;
  };
  const built = [...dockerfiles.values()];
  return {
    variables: [],
    get environment() {
      return [...values().environment, ...built.flatMap((dockerfile) => dockerfile.values)];
    },
    get unparsed() {
      return values().unparsed;
    },
    fromOutside: [...filledIn.keys()].filter((value) => !shownValues.has(value)),
  };
}

interface Asked {
  readonly subjects: readonly Subject[];
  /** The files that their problems may be in; all if absent. */
  readonly paths?: ReadonlySet<string>;
}

function readSubjects(project: Project, loader: ProjectLoader, problems: Problem[], names: Set<string>): Asked {
  const resources = readResources(project, loader);
  for (const name of resources.services.keys()) names.add(name);
  const scopes = Array.from(resources.services.values()).flatMap((service): readonly ServiceScope[] => {
    if (!isMapping(service)) return [];
    const name = service.key.node.string;
    const report: Report = (problem) => {
      loader.report({ ...problem, subject: { kind: 'container', name } });
    };
    return [
      {
        name,
        key: service.key,
        place: placeOf(service.key),
        service: isInStack({ loader }) ? readInStack(service) : service,
        written: service,
        volumes: readVolumes(service, report),
        resources,
        loader,
        lookup: project.lookup,
        directory: project.directory,
        report,
        reportCreation: field(service, 'provider') === undefined ? report : () => undefined,
      },
    ];
  });
  const { reportedIn, workingDirectory = '' } = loader.context;
  const {
    services: related,
    competitors,
    paths,
  }: Related = reportedIn === undefined
    ? { services: new Set(scopes), competitors: [] }
    : relatedServices(scopes, project.root, reportedIn, workingDirectory);
  const errors = problems.filter(({ id }) => id === 'syntax/invalid-yaml');
  // The client stops at broken YAML as well.
  const accepted = errors.length === 0 ? checkProject(project, { scopes, related }, loader.report) : undefined;
  if (accepted !== undefined) return readSubjects(accepted, loader, problems, names);
  const subjects = scopes.flatMap((scope, index) =>
    related.has(scope)
      ? readService(scope).map((subject) => withBreaks(subject, scope, scopes[index + 1], errors))
      : [],
  );
  const containers = subjects.filter((subject) => subject.kind === 'container');
  if (errors.length === 0) checkContainerNames(scopes);
  if (errors.length === 0) checkPublishedPorts(scopes, [...containers, ...competitors.map(readPublishing)]);
  return { subjects, ...(paths === undefined ? {} : { paths }) };
}

/** Marks a subject as incomplete if YAML is broken in its service, up to the next service's key. */
function withBreaks(
  subject: Subject,
  { key }: ServiceScope,
  next: ServiceScope | undefined,
  errors: readonly Problem[],
): Subject {
  if (errors.length === 0) return subject;
  const { origin, start, string } = key.node;
  const end = next?.key.node.origin === origin ? next.key.node.start : origin.text.length;
  const breaks = errors.flatMap(({ place }): UnresolvedOptions[] => {
    const { path, span } = place.location;
    const isWithin = path === origin.path && span.start >= start && span.start < end;
    return isWithin ? [{ expression: string, reason: 'broken', place }] : [];
  });
  return { ...subject, unresolvedOptions: [...subject.unresolvedOptions, ...breaks] };
}
