import type { SourceFile } from '../../../files/file-reader.ts';
import type { UnresolvedOptions } from '../../../model/container.ts';
import type { Hop } from '../../../text/location.ts';
import { problem, type Report } from '../../contract/problem.ts';
import { toPlain } from '../../yaml/plain.ts';
import {
  field,
  isNull,
  isScalar,
  isSequence,
  itemsOf,
  itemVia,
  type Mapping,
  type MappingEntry,
  placeOf,
  type Ref,
  textOf,
  textPlace,
  toRef,
} from '../../yaml/tree.ts';
import { withEnvFiles } from '../files/env-variables.ts';
import {
  type FileScope,
  loadComposeFile,
  loadPath,
  mayLoad,
  namedPath,
  readVariableFile,
  unparsed,
} from '../files/loader.ts';
import { composeFolder, ownEnvFile } from '../files/paths.ts';
import { readScalars } from '../values/values.ts';
import { mapResources, toCanonical } from './canonical.ts';
import { mergeProject } from './merge.ts';

export type LoadIncluded = (files: readonly SourceFile[], scope: FileScope, included: readonly string[]) => Mapping;

/** The sections that `include` imports. */
const RESOURCES: readonly string[] = ['services', 'volumes', 'networks', 'secrets', 'configs', 'models'];

const MAX_DEPTH = 20;

/**
 * Merges the project over its includes, each with its own directory and variables (compose-go
 * `loader/include.go`). `included` has the including files.
 */
export function applyIncludes(
  root: Mapping,
  scope: FileScope,
  included: readonly string[],
  load: LoadIncluded,
): { readonly root: Mapping; readonly unresolvedOptions: readonly UnresolvedOptions[] } {
  const list = field(toRef(root), 'include');
  if (!isSequence(list)) return { root, unresolvedOptions: [] };
  const unresolvedOptions: UnresolvedOptions[] = [];
  const contents = itemsOf(list).flatMap((item) => includeOne(item, scope, included, load, unresolvedOptions) ?? []);
  const imported = mergeAll(contents, scope.loader.report);
  if (imported === undefined) return { root, unresolvedOptions };
  reportConflicts(imported, root, scope.loader.report);
  return { root: mergeProject(toCanonical(imported, root), root, scope.loader.report), unresolvedOptions };
}

function mergeAll(contents: readonly Mapping[], report: Report): Mapping | undefined {
  const [first, ...others] = contents;
  if (first === undefined || others.length === 0) return first;
  return (
    inOne(contents, first) ?? others.reduce((imported, content) => mergeIncluded(imported, content, report), first)
  );
}

/** Like {@link mergeIncluded} for all at once, without copies; `undefined` if names conflict. */
function inOne(contents: readonly Mapping[], { origin, start, end }: Mapping): Mapping | undefined {
  const sections = new Map<string, MappingEntry>();
  const resources = new Map<string, Map<string, MappingEntry>>();
  for (const { entries, resets, unresolvedOptions } of contents) {
    if (resets !== undefined || unresolvedOptions !== undefined) return undefined;
    for (const [key, entry] of entries) {
      const { node, hops, isOverride } = entry;
      if (node.kind !== 'mapping' || hops.length > 0 || isOverride !== undefined) return undefined;
      if (node.resets !== undefined || node.unresolvedOptions !== undefined) return undefined;
      const known = resources.get(key);
      if (known === undefined) {
        sections.set(key, entry);
        resources.set(key, new Map(node.entries));
        continue;
      }
      for (const [name, resource] of node.entries) {
        if (known.has(name)) return undefined;
        known.set(name, resource);
      }
    }
  }
  for (const [key, entries] of resources) {
    const section = sections.get(key);
    if (section?.node.kind !== 'mapping' || section.node.entries.size === entries.size) continue;
    const { node } = section;
    sections.set(key, {
      ...section,
      node: { kind: 'mapping', origin: node.origin, start: node.start, end: node.end, entries },
    });
  }
  return { kind: 'mapping', origin, start, end, entries: sections };
}

/** Earlier includes override later ones. */
function mergeIncluded(first: Mapping, later: Mapping, report: Report): Mapping {
  return reportConflicts(later, first, report)
    ? mergeProject(toCanonical(later, first), first, report)
    : mergeProject(first, later, report);
}

/**
 * Reports conflicts, and returns whether there are any. Newer clients merge the project over its
 * includes; older ones reject conflicts.
 */
function reportConflicts(imported: Mapping, root: Mapping, report: Report): boolean {
  let hasAny = false;
  for (const section of RESOURCES) {
    const [theirs, own] = [imported.entries.get(section)?.node, root.entries.get(section)?.node];
    if (theirs?.kind !== 'mapping' || own?.kind !== 'mapping') continue;
    for (const [name, other] of theirs.entries) {
      const entry = own.entries.get(name);
      if (entry === undefined || JSON.stringify(toPlain(other.node)) === JSON.stringify(toPlain(entry.node))) continue;
      const what = `An included file also defines \`${name}\` under \`${section}\`; only newer Compose merges them.`;
      const remedy =
        'Put the change in a file included together with the original: `include: [{path: [theirs.yaml, changes.yaml]}]`.';
      report(problem('syntax/conflict', placeOf(toRef(entry.key, entry.hops)), what, { severity: 'warning', remedy }));
      hasAny = true;
    }
  }
  return hasAny;
}

function includeOne(
  item: Ref,
  scope: FileScope,
  included: readonly string[],
  load: LoadIncluded,
  unresolvedOptions: UnresolvedOptions[],
): Mapping | undefined {
  const { loader } = scope;
  const paths = readScalars(isScalar(item) && !isNull(item) ? item : field(item, 'path'));
  const [first] = paths;
  if (first === undefined) return undefined;
  if (included.length >= MAX_DEPTH) {
    const what = `Includes are nested more than ${MAX_DEPTH} levels deep; deeper files were not read.`;
    loader.report(problem('syntax/limit', textPlace(first), what));
    unresolvedOptions.push(unparsed(first));
    return undefined;
  }
  const files: SourceFile[] = [];
  for (const path of paths) {
    const { file, unresolved = unparsed(path) } = loadComposeFile(path, scope.directory, loader, 'included file');
    if (path === first && file !== undefined && included.includes(file.path)) {
      const through = included.length === 1 ? '' : ' through other files';
      loader.report(problem('syntax/cycle', textPlace(path), `\`${file.path}\` includes itself${through}.`));
      return undefined;
    }
    if (file !== undefined && mayLoad(file, textPlace(path), loader)) files.push(file);
    else {
      unresolvedOptions.push(unresolved);
      if (path === first) return undefined;
    }
  }
  const [main] = files;
  if (main === undefined) return undefined;
  const directory = projectDirectory(item, scope) ?? composeFolder(main.path);
  for (const { path } of files) loader.included.add(path);
  const content = load(files, { ...variablesOf(item, directory, scope), loader, directory }, included);
  return resourcesOf(content, { kind: 'include', location: textPlace(first).location });
}

function projectDirectory(item: Ref, scope: FileScope): string | undefined {
  const directory = field(item, 'project_directory');
  const value = isScalar(directory) ? textOf(directory).value : undefined;
  return value === undefined || value === '' ? undefined : namedPath(value, scope.directory, scope.loader);
}

/**
 * The including project's variables, then those of `env_file`, or by default of the included
 * directory's `.env`.
 */
function variablesOf(item: Ref, directory: string, scope: FileScope): Pick<FileScope, 'lookup' | 'state'> {
  const { loader } = scope;
  const named = readScalars(field(item, 'env_file')).map((path) => textOf(path));
  const ownFile = named.length === 0 ? readVariableFile(ownEnvFile(directory), loader) : undefined;
  const files = named.flatMap((path) => {
    if (path.value === '/dev/null') return [];
    return loadPath(path, scope.directory, loader, 'env file', 'error', readVariableFile).file ?? [];
  });
  return withEnvFiles(scope, ownFile !== undefined && 'file' in ownFile ? [ownFile.file] : files, loader);
}

/** The included resources, each with the hop. */
function resourcesOf(content: Mapping, hop: Hop): Mapping {
  const entries = [...content.entries].filter(
    ([name, { node }]) => RESOURCES.includes(name) && node.kind === 'mapping',
  );
  return mapResources({ ...content, entries: new Map(entries) }, (resource) => itemVia(resource, hop));
}
