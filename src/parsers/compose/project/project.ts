import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Hop } from '../../../text/location.ts';
import { Text } from '../../../text/text.ts';
import type { SourceFile } from '../../contract/parsed.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { type Entry, itemVia, type Mapping, NO_HOPS, type Node, type Origin, placeOf, toRef } from '../../yaml/tree.ts';
import { readEnvFiles } from '../files/env-variables.ts';
import { type Loader, readVariableFile, remembering, type Scope } from '../files/loader.ts';
import { folderOf } from '../files/paths.ts';
import { earlyName, namedByFolder, namedInFiles, type ProjectName } from '../files/project-name.ts';
import { checkKinds, checkShortForms } from '../keys/checks.ts';
import { givenAt, type Variables } from '../variables/dotenv.ts';
import type { Lookup } from '../variables/interpolate.ts';
import { ownEnvFile } from '../variables/own-env-file.ts';
import { stateWith, variableState } from '../variables/variable-state.ts';
import { toCanonical, toCanonicalServices } from './canonical.ts';
import { asComposeV1 } from './compose-v1.ts';
import { readDocuments } from './documents.ts';
import { checkAnythingLeft, checkAnythingWritten, reportNoMappings } from './emptiness.ts';
import { applyExtends } from './extends.ts';
import { applyIncludes } from './include.ts';
import { mergeProject } from './merge.ts';

/** A Compose project: its merged content, and the context for its requests. */
export interface Project {
  readonly root: Mapping;
  readonly name: ProjectName;
  /** `COMPOSE_PROJECT_NAME`, used unchanged. */
  readonly givenName?: Text;
  readonly lookup: Lookup;
  /** The base of its relative paths; '' is the working directory. */
  readonly directory: string;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** Format 1, without `services:`, which the schema lacks. */
  readonly isFirstFormat: boolean;
  /** Intermediate states that the client checks, and rejects even if later files correct them. */
  readonly stages: Stages;
}

/** A project and its includes during loading (compose-go `loader.loadYamlFile`). */
export interface Stages {
  /** Each document except the project's last. */
  readonly documents: readonly Stage[];
  readonly included: readonly Mapping[];
}

/** A document with its includes and extends, merged over earlier ones. */
export interface Stage {
  readonly own: Mapping;
  readonly merged: Mapping;
}

/** Another tool's addition to one service, merged over the files. */
export interface Addition {
  /** Nothing is added without this service, unless part of the project is unread. */
  readonly service: string;
  readonly root: Mapping;
  /** The project's directory, if no file is readable. */
  readonly directory: string;
  readonly isWhole: boolean;
}

/**
 * Loads a project's files like compose-go (`loader.loadYamlModel`): substitutes variables, follows includes and
 * `extends`, and merges each file over earlier ones. `undefined` without a mapping.
 */
export function loadProject(files: readonly SourceFile[], loader: Loader, addition?: Addition): Project | undefined {
  const [main] = files;
  if (main === undefined && addition === undefined) return undefined;
  const ownFolder = main === undefined ? (addition?.directory ?? '') : folderOf(main.path);
  const directory = loader.context.projectDirectory ?? ownFolder;
  const { lookup: given, state } = readVariables(directory, loader);
  const variables = remembering(given, loader);
  const byFolder = namedByFolder(directory, loader.context);
  let early: ProjectName | undefined;
  const lookup: Lookup = (variable, use) => {
    const value = variables(variable, use);
    if (value !== undefined || variable !== 'COMPOSE_PROJECT_NAME') return value;
    early ??= earlyName(files, directory, variables) ?? byFolder;
    const name = early(use);
    return name.isKnown ? name : undefined;
  };
  const scope: Scope = { loader, directory, lookup, ...(state === undefined ? {} : { state }) };
  const found: Found = { unresolvedOptions: [], documents: [], included: [] };
  const loaded = withAddition(loadFiles(files, scope, [], found), addition, found, loader.report);
  if (loaded === undefined) {
    checkAnythingWritten(files, loader.report);
    return undefined;
  }
  const { root, isFirstFormat, isWhole } = loaded;
  if (isWhole) checkAnythingLeft(root, files, loader.report);
  const givenName = variables('COMPOSE_PROJECT_NAME', placeOf(toRef(root)));
  const isGiven = givenName !== undefined && givenName.length > 0;
  const name: ProjectName = isGiven ? () => givenName : (namedInFiles(root) ?? byFolder);
  const stages: Stages = { documents: found.documents.slice(0, -1), included: found.included };
  return {
    root,
    name,
    ...(isGiven ? { givenName } : {}),
    lookup,
    directory,
    unresolvedOptions: found.unresolvedOptions,
    isFirstFormat,
    stages,
  };
}

/** The user's variables, then those of the project's `.env` or the given files. */
function readVariables(directory: string, loader: Loader): Pick<Scope, 'lookup' | 'state'> {
  const { context } = loader;
  const given: Lookup = (name, use) => {
    const value = context.environment.get(name);
    return value === undefined ? undefined : Text.given(value, name, use);
  };
  const files = (context.envFiles ?? [ownEnvFile(directory)]).flatMap((path) => {
    const file = readVariableFile(path, loader);
    return 'file' in file ? [file.file] : [];
  });
  const environment = variableState(context, JSON.stringify([...context.environment]));
  const state = stateWith(environment, files, context);
  let variables: Variables | undefined;
  const lookup: Lookup = (name, use) => {
    variables ??= readEnvFiles(files, given, loader, state);
    const value = given(name, use);
    if (value !== undefined) return value;
    return givenAt(use, name, variables);
  };
  return { lookup: files.length === 0 ? given : lookup, ...(state === undefined ? {} : { state }) };
}

interface LoadedFiles {
  readonly root: Mapping;
  readonly isFirstFormat: boolean;
  readonly isWhole: boolean;
}

interface Found {
  readonly unresolvedOptions: UnresolvedOptions[];
  readonly documents: Stage[];
  readonly included: Mapping[];
}

function loadFiles(
  files: readonly SourceFile[],
  scope: Scope,
  included: readonly string[],
  found: Found,
): LoadedFiles | undefined {
  const { report } = scope.loader;
  let merged: Mapping | undefined;
  let isFirstFormat = false;
  let isWhole = true;
  for (const file of files) {
    scope.loader.texts.set(file.path, file.text);
    const { documents, isBroken } = readDocuments(file, scope);
    isWhole &&= !isBroken;
    reportNoMappings(documents, file, report);
    for (const document of documents) {
      if (document.kind !== 'mapping') continue;
      if (!isBroken) reportUnwritten(document, report);
      const first = asComposeV1(document, report);
      isFirstFormat ||= first !== undefined;
      const content = complete(first ?? document, file, scope, included, found);
      merged =
        merged === undefined
          ? content
          : mergeProject(toCanonical(merged, content), asOverride(content, merged), report);
      found.documents.push({ own: content, merged: touched(merged, content) });
    }
  }
  if (merged !== undefined && included.length > 0) found.included.push(merged);
  return merged === undefined ? undefined : { root: merged, isFirstFormat, isWhole };
}

function withAddition(
  loaded: LoadedFiles | undefined,
  addition: Addition | undefined,
  { documents }: Found,
  report: Report,
): LoadedFiles | undefined {
  if (addition === undefined) return loaded;
  const { root: own, service, isWhole } = addition;
  if (loaded === undefined) return isWhole ? undefined : { root: own, isFirstFormat: false, isWhole: false };
  const services = loaded.root.entries.get('services')?.node;
  const isThere = services?.kind === 'mapping' && services.entries.has(service);
  if (!isThere && isWhole) return loaded;
  const root = mergeProject(toCanonical(loaded.root, own), asOverride(own, loaded.root), report);
  documents.push({ own, merged: touched(root, own) });
  return { ...loaded, root };
}

/** The part of a project that a document affects. */
function touched(merged: Mapping, document: Mapping): Mapping {
  const entries = new Map<string, Entry>();
  for (const [section, { node: own }] of document.entries) {
    const entry = merged.entries.get(section);
    if (entry === undefined) continue;
    const { node } = entry;
    if (node.kind !== 'mapping' || own.kind !== 'mapping') {
      entries.set(section, entry);
      continue;
    }
    const names = [...own.entries.keys()].flatMap((name) => {
      const item = node.entries.get(name);
      return item === undefined ? [] : [[name, item] as const];
    });
    entries.set(section, { ...entry, node: { ...node, entries: new Map(names) } });
  }
  return { ...merged, entries };
}

/** Reports `services:` without content, which the client rejects in each file. */
function reportUnwritten({ entries }: Mapping, report: Report): void {
  const services = entries.get('services');
  if (services?.node.kind !== 'scalar' || services.node.value !== null) return;
  report(
    problem(
      'syntax/wrong-type',
      placeOf(toRef(services.node, services.hops)),
      '`services` must be a non-empty mapping.',
      {
        remedy: [...entries].some(([key, { node }]) => !key.startsWith('x-') && isServiceLike(node))
          ? 'Indent the services below it.'
          : 'Remove it if the file has no services.',
      },
    ),
  );
}

/** True for a mapping with what only services have. */
function isServiceLike(node: Node): boolean {
  return node.kind === 'mapping' && (node.entries.has('image') || node.entries.has('build'));
}

function complete(
  document: Mapping,
  file: SourceFile,
  scope: Scope,
  included: readonly string[],
  found: Found,
): Mapping {
  const { root, unresolvedOptions: unparsed } = applyIncludes(
    document,
    scope,
    [...included, file.path],
    (files, inner, chain) => loadFiles(files, inner, chain, found)?.root ?? EMPTY(document.origin),
  );
  for (const unresolved of unparsed) found.unresolvedOptions.push(unresolved);
  return applyExtends(root, scope, (path, text, directory) => servicesIn({ path, text }, { ...scope, directory }));
}

function servicesIn(file: SourceFile, scope: Scope): Mapping {
  const { report } = scope.loader;
  let merged: Mapping | undefined;
  for (const document of readDocuments(file, scope).documents) {
    if (document.kind !== 'mapping') continue;
    const content = asComposeV1(document, report) ?? document;
    merged = merged === undefined ? content : mergeProject(toCanonical(merged, content), content, report);
  }
  const services = merged?.entries.get('services')?.node;
  if (services?.kind === 'mapping') {
    checkKinds(services, report);
    checkShortForms(services, report);
  }
  return services?.kind === 'mapping'
    ? toCanonicalServices(services, services.entries.keys())
    : EMPTY({ path: file.path, text: file.text, directory: scope.directory });
}

function EMPTY(origin: Origin): Mapping {
  return { kind: 'mapping', origin, start: 0, end: 0, entries: new Map() };
}

/** A later file's content: values over earlier ones get a step. */
function asOverride(content: Mapping, base: Mapping): Mapping {
  const entries = new Map(content.entries);
  for (const [section, entry] of content.entries) {
    const below = base.entries.get(section)?.node;
    if (entry.node.kind !== 'mapping' || below?.kind !== 'mapping') continue;
    const own = new Map<string, Entry>();
    for (const [name, resource] of entry.node.entries) {
      const earlier = below.entries.get(name);
      own.set(name, earlier === undefined ? resource : itemVia(resource, overrideOf(earlier)));
    }
    entries.set(section, { ...entry, node: { ...entry.node, entries: own } });
  }
  return { ...content, entries };
}

function overrideOf({ key }: Entry): Hop {
  return { kind: 'override', location: placeOf({ node: key, hops: NO_HOPS }).location };
}
