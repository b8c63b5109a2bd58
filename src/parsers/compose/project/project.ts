import type { SourceFile } from '../../../files/file-reader.ts';
import type { UnresolvedOptions } from '../../../model/container.ts';
import { Text } from '../../../text/text.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { itemVia, type Mapping, type Node, placeOf, toRef, type YamlOrigin } from '../../yaml/tree.ts';
import { remembering, variableState, withEnvFiles } from '../files/env-variables.ts';
import { type FileScope, type ProjectLoader, readVariableFile } from '../files/loader.ts';
import { composeFolder, ownEnvFile } from '../files/paths.ts';
import { earlyName, namedByFolder, namedInFiles, type ProjectName } from '../files/project-name.ts';
import type { Lookup } from '../variables/interpolate.ts';
import { mapResources, toCanonical, toCanonicalServices } from './canonical.ts';
import { asComposeV1 } from './compose-v1.ts';
import { readDocuments } from './documents.ts';
import { checkAnythingLeft, checkAnythingWritten, reportNoMappings } from './emptiness.ts';
import { applyExtends } from './extends.ts';
import { applyIncludes } from './include.ts';
import { mergeProject } from './merge.ts';

export interface Project {
  readonly root: Mapping;
  readonly name: ProjectName;
  readonly lookup: Lookup;
  /** The base of its relative paths; '' is the working directory. */
  readonly directory: string;
  readonly unresolvedOptions: readonly UnresolvedOptions[];
  /** Compose v1, which the schema doesn't cover. */
  readonly isFirstFormat: boolean;
}

/** Another tool's addition to one service, merged over the files. */
export interface Addition {
  /** Without this service, nothing is added, unless part of the project is unread. */
  readonly service: string;
  readonly root: Mapping;
  /** The project's directory, used if no file can be read. */
  readonly directory: string;
  readonly isWhole: boolean;
}

/**
 * Loads a project's files like compose-go (`loader.loadYamlModel`): substitutes variables, follows
 * includes and `extends`, merges. `undefined` if there is no mapping.
 */
export function loadProject(
  files: readonly SourceFile[],
  loader: ProjectLoader,
  addition?: Addition,
): Project | undefined {
  const [main] = files;
  if (main === undefined && addition === undefined) return undefined;
  const ownFolder = main === undefined ? (addition?.directory ?? '') : composeFolder(main.path);
  const directory = loader.context.projectDirectory ?? ownFolder;
  const { lookup: variables, state } = readVariables(directory, loader);
  const byFolder = namedByFolder(directory, loader.context);
  let early: ProjectName | undefined;
  const lookup: Lookup = (variable, use) => {
    const value = variables(variable, use);
    if (value !== undefined || variable !== 'COMPOSE_PROJECT_NAME') return value;
    early ??= earlyName(files, directory, variables) ?? byFolder;
    const name = early(use);
    return name.isKnown ? name : undefined;
  };
  const scope: FileScope = { loader, directory, lookup, state };
  const unresolvedOptions: UnresolvedOptions[] = [];
  const loaded = withAddition(loadFiles(files, scope, [], unresolvedOptions), addition, loader.report);
  if (loaded === undefined) {
    checkAnythingWritten(files, loader.report);
    return undefined;
  }
  const { root, isFirstFormat, isWhole } = loaded;
  if (isWhole) checkAnythingLeft(root, files, loader.report);
  const givenName = variables('COMPOSE_PROJECT_NAME', placeOf(toRef(root)));
  const isGiven = givenName !== undefined && givenName.length > 0;
  const name: ProjectName = isGiven ? () => givenName : (namedInFiles(root) ?? byFolder);
  return { root, name, lookup, directory, unresolvedOptions, isFirstFormat };
}

/** The user's variables, then those of the project's `.env` or the given files. */
function readVariables(directory: string, loader: ProjectLoader): Pick<FileScope, 'lookup' | 'state'> {
  const { context } = loader;
  const lookup: Lookup = (name, use) => {
    const value = context.environment.get(name);
    return value === undefined ? undefined : Text.given(value, name, use);
  };
  const files = (context.envFiles ?? [ownEnvFile(directory)]).flatMap((path) => {
    const file = readVariableFile(path, loader);
    return 'file' in file ? [file.file] : [];
  });
  const state = variableState(context, JSON.stringify([...context.environment]));
  return withEnvFiles({ lookup: remembering(lookup, loader), state }, files, loader);
}

interface LoadedFiles {
  readonly root: Mapping;
  readonly isFirstFormat: boolean;
  readonly isWhole: boolean;
}

function loadFiles(
  files: readonly SourceFile[],
  scope: FileScope,
  included: readonly string[],
  unresolvedOptions: UnresolvedOptions[],
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
      const content = complete(first ?? document, file, scope, included, unresolvedOptions);
      merged =
        merged === undefined
          ? content
          : mergeProject(toCanonical(merged, content), asOverride(content, merged), report);
    }
  }
  return merged === undefined ? undefined : { root: merged, isFirstFormat, isWhole };
}

function withAddition(
  loaded: LoadedFiles | undefined,
  addition: Addition | undefined,
  report: Report,
): LoadedFiles | undefined {
  if (addition === undefined) return loaded;
  const { root: own, service, isWhole } = addition;
  if (loaded === undefined) return isWhole ? undefined : { root: own, isFirstFormat: false, isWhole: false };
  const services = loaded.root.entries.get('services')?.node;
  const isThere = services?.kind === 'mapping' && services.entries.has(service);
  if (!isThere && isWhole) return loaded;
  const root = mergeProject(toCanonical(loaded.root, own), asOverride(own, loaded.root), report);
  return { ...loaded, root };
}

/** Reports an empty `services:`, which the client rejects in any file. */
function reportUnwritten({ entries }: Mapping, report: Report): void {
  const services = entries.get('services');
  if (services?.node.kind !== 'scalar' || services.node.value !== null) return;
  const hasServices = [...entries].some(([key, { node }]) => !key.startsWith('x-') && isServiceLike(node));
  const remedy = hasServices ? 'Indent the services below it.' : 'Remove it if the file has no services.';
  report(problem('syntax/wrong-type', placeOf(services), '`services` must be a non-empty mapping.', remedy));
}

/** True for a mapping with a key that only services have. */
function isServiceLike(node: Node): boolean {
  return node.kind === 'mapping' && (node.entries.has('image') || node.entries.has('build'));
}

function complete(
  document: Mapping,
  file: SourceFile,
  scope: FileScope,
  included: readonly string[],
  unresolvedOptions: UnresolvedOptions[],
): Mapping {
  let root = document;
  if (document.entries.has('include')) {
    const applied = applyIncludes(
      document,
      scope,
      [...included, file.path],
      (files, inner, chain) => loadFiles(files, inner, chain, unresolvedOptions)?.root ?? EMPTY(document.origin),
    );
    unresolvedOptions.push(...applied.unresolvedOptions);
    root = applied.root;
  }
  return hasExtends(root)
    ? applyExtends(root, scope, (path, text, directory) => servicesIn({ path, text }, { ...scope, directory }))
    : root;
}

function hasExtends(root: Mapping): boolean {
  const services = root.entries.get('services')?.node;
  if (services?.kind !== 'mapping') return false;
  return [...services.entries.values()].some(({ node }) => node.kind === 'mapping' && node.entries.has('extends'));
}

function servicesIn(file: SourceFile, scope: FileScope): Mapping {
  const { report } = scope.loader;
  let merged: Mapping | undefined;
  for (const document of readDocuments(file, scope).documents) {
    if (document.kind !== 'mapping') continue;
    const content = asComposeV1(document, report) ?? document;
    merged = merged === undefined ? content : mergeProject(toCanonical(merged, content), content, report);
  }
  const services = merged?.entries.get('services')?.node;
  return services?.kind === 'mapping'
    ? toCanonicalServices(services, services.entries.keys())
    : EMPTY({ path: file.path, text: file.text, directory: scope.directory });
}

function EMPTY(origin: YamlOrigin): Mapping {
  return { kind: 'mapping', origin, start: 0, end: 0, entries: new Map() };
}

/** A later file's content: resources that override earlier ones get a hop. */
function asOverride(content: Mapping, base: Mapping): Mapping {
  return mapResources(content, (resource, section, name) => {
    const below = base.entries.get(section)?.node;
    const earlier = below?.kind === 'mapping' ? below.entries.get(name) : undefined;
    return earlier === undefined
      ? resource
      : itemVia(resource, { kind: 'override', location: placeOf(toRef(earlier.key)).location });
  });
}
