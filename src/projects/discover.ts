import { type DiscoveryNote, failureMessage, skippedNote } from '../files/discovery-note.ts';
import type { SourceFile } from '../files/file-reader.ts';
import { type FileSystem, readNamed } from '../files/file-system.ts';
import { createTrackedFinder, type TrackedFinder } from '../git/tracked-files.ts';
import { ownEnvFile } from '../parsers/compose/files/paths.ts';
import {
  detectByContent,
  detectKind,
  detectNameless,
  detectScript,
  type InputKind,
  isCertainName,
  isProjectKind,
  isRequiredName,
  isTemplate,
  PROJECT_KIND,
} from '../parsers/registry.ts';
import { ACCEPTED, whyUnsupported } from '../parsers/unsupported.ts';
import { getOrInsert } from '../util/maps.ts';
import { joinPath, normalizePath, splitPath, toPlainPath } from '../util/paths.ts';
import { type Configured, NOT_CONFIGURED } from './configured.ts';
import type { Input } from './input.ts';
import { expandOperands, isExclusion, type OperandSearch, readExclusions } from './operands.ts';
import {
  createIncluderFinder,
  createProjectFinder,
  type FoundProject,
  mainFileBefore,
  type ProjectSearch,
} from './project-finder.ts';

export interface Discovery {
  readonly inputs: Iterable<Input>;
  /** Complete only after `inputs` was iterated. */
  readonly notes: readonly DiscoveryNote[];
  /**
   * The directories that were searched completely, including subdirectories. Complete only after
   * `inputs` was iterated.
   */
  readonly walked: readonly string[];
  /**
   * Where to search for unread commands and programs in files that belong to no input. Call it
   * after `inputs` was iterated. Absent if they are not searched.
   */
  readonly unread?: () => UnreadFileSearch;
}

/** Where and how to search for unread commands and programs. */
export interface UnreadFileSearch {
  readonly files: FileSystem;
  readonly findTracked: TrackedFinder;
  /** The directories to search; a thorough search covers all tracked files in them. */
  readonly walked: readonly string[];
  /** More files to search, for example those that a walk found. */
  readonly named: readonly string[];
  /** True for files to leave out, by shown path and by absolute path. */
  readonly isKnown: (path: string, whole: string) => boolean;
  /** True to search every tracked file of any size, and to report unreadable ones. */
  readonly isThorough: boolean;
}

/**
 * Finds the files to lint in paths and globs, and reads each on demand. In directories, .gitignore
 * applies. A file that the user named is read anyway, or else a note says why it is skipped.
 * `!PATH` excludes files, unless a file has that name: a hostile name must not disable checks.
 * `literals` are never patterns. `projects` are Compose files to merge in order. In globs, `\`
 * never escapes on Windows.
 */
export function discover(
  { paths, literals = [], projects = [], isUntrusted = false }: Operands,
  files: FileSystem,
  environment: ReadonlyMap<string, string> = new Map(),
  configured: Configured = NOT_CONFIGURED,
): Discovery {
  const notes: DiscoveryNote[] = [];
  const walked: string[] = [];
  const toPath = (path: string): string => normalizePath(toPlainPath(path, files.workingDirectory));
  const given = projects.map((project) => project.map(toPath));
  const named = new Set([...paths, ...literals].map(toPath).concat(given.flat()));
  const findTracked = createTrackedFinder(files);
  const search: Search = {
    files,
    notes,
    walked,
    given,
    named,
    environment,
    isUntrusted,
    configured,
    findTracked,
    namedFiles: [],
    met: [],
  };
  const read = new Set<string>();
  const toWhole = (path: string): string => joinPath(files.workingDirectory, path);
  function* inputs(): Iterable<Input> {
    for (const input of findInputs(paths, literals, search)) {
      for (const { path } of input.files) read.add(toWhole(path));
      yield input;
    }
  }
  return {
    inputs: inputs(),
    notes,
    walked,
    unread: () => {
      for (const { path, isUnreadable } of notes) if (isUnreadable === true) read.add(toWhole(path));
      const exclusions = readExclusions(paths, { ...search, notes: [] });
      return {
        files,
        findTracked,
        walked,
        named: isUntrusted ? search.namedFiles : search.met,
        isThorough: isUntrusted,
        isKnown: (path, whole) => read.has(whole) || exclusions.some(({ leavesOut }) => leavesOut(path)),
      };
    },
  };
}

export interface Operands {
  /** Files, directories and globs; with a leading `!`, exclusions. */
  readonly paths: readonly string[];
  /** More files and directories, never treated as patterns. */
  readonly literals?: readonly string[];
  /** Compose files to merge, like `docker compose -f A -f B`. */
  readonly projects?: readonly (readonly string[])[];
  /**
   * Directories stand for the files that Git tracks, even if .gitignore matches them. Each Compose
   * file is also an input of its own.
   */
  readonly isUntrusted?: boolean;
}

interface Search extends OperandSearch, ProjectSearch {
  readonly files: FileSystem;
  readonly given: readonly (readonly string[])[];
  readonly configured: Configured;
  /** The files that the user named, in the order in which they were found. */
  readonly namedFiles: string[];
  /** The paths that the user named, including files of projects. */
  readonly named: ReadonlySet<string>;
}

function* findInputs(paths: readonly string[], literals: readonly string[], search: Search): Iterable<Input> {
  const { files, notes, given } = search;
  const exclusions = readExclusions(paths, search);
  const isExcluded = (path: string): boolean => exclusions.filter((exclusion) => exclusion.leavesOut(path)).length > 0;
  const findProjects = createProjectFinder(search);
  const seen = new Set<string>();
  // Use absolute paths: the user may name one file in several ways.
  const toKey = (project: FoundProject): string =>
    project.files.map((path) => joinPath(files.workingDirectory, path)).join('\n');
  const named = [
    ...given.flatMap(([first]) => (first === undefined ? [] : [first])),
    ...paths.filter((path) => !isExclusion(path, files)),
  ];

  const including = createIncluderFinder(search, findProjects);
  const includers = new Map<
    string,
    { readonly project: FoundProject; readonly reportedFor: string[]; readonly reportedIn: string[] }
  >();

  let hasAny = false;
  for (const { path, isNamed } of expandOperands(named, literals, search)) {
    if (isExcluded(path)) continue;
    hasAny = true;
    if (isNamed) search.namedFiles.push(path);
    const before = isNamed ? undefined : mainFileBefore(path, files);
    if (before !== undefined)
      notes.push({
        path,
        message: `Compose prefers \`${splitPath(before)[1]}\` here; this file is linted as a separate project.`,
        severity: 'note',
      });
    const projects = findProjects(path);
    for (const project of /\.ya?ml$/i.test(path) ? including(path) : []) {
      const includer = getOrInsert(includers, toKey(project), () => ({ project, reportedFor: [], reportedIn: [] }));
      includer.reportedFor.push(path);
      includer.reportedIn.push(path, ...projects.flatMap(({ files: own }) => own));
    }
    for (const project of projects) {
      if (seen.has(toKey(project))) continue;
      seen.add(toKey(project));
      const input = readInput(project, isNamed, search);
      if (input !== undefined) yield isAlone(project, search) ? { ...input, isAlone: true } : input;
    }
    if (search.isUntrusted && !projects.some((project) => isAlone(project, search)))
      yield* readAlone(path, isNamed, search);
  }
  // Read each of these projects once, after all operands are known.
  for (const [key, { project, reportedFor, reportedIn }] of includers) {
    const whole = seen.has(key) || project.files.some(isExcluded) ? undefined : readInput(project, false, search);
    if (whole !== undefined && isProjectKind(whole.kind)) yield { ...whole, reportedFor, reportedIn };
  }
  if (!hasAny && exclusions.some(({ hasLeftOut }) => hasLeftOut()))
    notes.push({
      path: exclusions.map(({ path }) => path).join(', '),
      message: 'It excludes every file you named.',
      severity: 'error',
    });
  else
    for (const { path, hasLeftOut } of exclusions)
      if (!hasLeftOut()) notes.push({ path, message: 'It excludes no files.', severity: 'note' });
}

/**
 * True for a project of one file without `.env`, in an untrusted run: it is the same as the file
 * alone.
 */
function isAlone({ files: [path = '', ...others] }: FoundProject, { files, isUntrusted }: Search): boolean {
  if (!isUntrusted || others.length > 0) return false;
  return files.kindOf(ownEnvFile(splitPath(path)[0])) === undefined;
}

/**
 * Reads a Compose file on its own. Adds no notes, because the project's own reading already did.
 */
function* readAlone(path: string, isNamed: boolean, search: Search): Iterable<Input> {
  const input = readInput({ files: [path], isOwn: true }, isNamed, { ...search, notes: [] });
  if (input !== undefined && isProjectKind(input.kind)) yield { ...input, isAlone: true };
}

function readInput(project: FoundProject, isNamed: boolean, search: Search): Input | undefined {
  const [main, ...over] = project.files;
  const source = main === undefined ? undefined : readSource(main, isNamed, search);
  if (source === undefined) return undefined;
  // Treat files that are merged over another one as Compose files, unless their names say
  // otherwise.
  const isStream = isNamed && search.files.isStream?.(source.path) === true;
  const isProject = over.length > 0 || project.kind === PROJECT_KIND;
  const kind = isProject ? (project.kind ?? PROJECT_KIND) : kindOf(source, { isStream, isNamed }, search);
  if (kind === undefined) {
    const isCertain = isCertainName(source.path);
    if (isNamed || isCertain) {
      const why =
        search.configured.isCompose(source.path) === false
          ? 'is excluded from Compose files by the configuration.'
          : isCertain && !isTemplate(source)
            ? 'has the name of a Compose file, but not the content.'
            : whyNotRead(source);
      search.notes.push(skippedNote(source.path, why));
    }
    return undefined;
  }
  const others = over.map((path) => readSource(path, true, search)).filter((file) => file !== undefined);
  const isStack = isProjectKind(kind) && search.configured.isStack(source.path);
  return {
    kind,
    files: [source, ...others],
    isOwn: project.isOwn,
    isNamed,
    // `docker stack` reads no `.env`.
    ...(isStack ? { orchestrator: 'swarm', envFiles: [] } : {}),
  };
}

/** Why a file is not read, as the end of a sentence after its name. */
function whyNotRead({ path, text }: SourceFile): string {
  if (text.trim() !== '' && isTemplate({ path, text }))
    return 'is a template for another format, or for YAML that is invalid without its statements. Lint the file that is written from it.';
  const why = whyUnsupported(text);
  if (why !== undefined) return why;
  if (/\.tf(?:\.json)?$/.test(path)) return 'is a Terraform file, which plimsoll does not support.';
  if (/^services[ \t]*:/m.test(text) && /\.ya?ml$/i.test(path))
    return 'has no service below `services`. Put `image:` under the name of each.';
  if (/\.(?:ps1|bat|cmd)$/i.test(path)) return 'is a PowerShell or batch file, which plimsoll does not support.';
  if (/(?:^|\/)devcontainer\.json$/.test(path))
    return 'is not where tools look for it: .devcontainer/devcontainer.json, or .devcontainer.json.';
  const [, unit] = /\.(container|pod|kube)$/.exec(path) ?? [];
  if (unit !== undefined) return `has no \`[${unit.charAt(0).toUpperCase()}${unit.slice(1)}]\` section.`;
  if (path.endsWith('.json') && !isJson(text)) return 'is not valid JSON.';
  if (/\.(?:sh|bash)$/.test(path)) return 'calls no container engine, such as docker or podman.';
  const runsEngine = /\b(?:docker|podman|nerdctl)\b.*\b(?:run|create|exec|up)\b/.test(text);
  if (runsEngine && !/\.\w+$/.test(path.replace(/\.txt$/, '')))
    return 'has neither the name nor the first line of a script. Start it with `#!/bin/sh`.';
  return `is not a supported file, or starts no container. ${ACCEPTED}`;
}

/** True for JSON, with or without comments. */
function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return /(?:^|\s)\/[/*]/.test(text);
  }
}

function kindOf(
  source: SourceFile,
  { isStream, isNamed }: { readonly isStream: boolean; readonly isNamed: boolean },
  { configured, files, isUntrusted }: Search,
): InputKind | undefined {
  const isSaid = configured.isCompose(source.path);
  if (isSaid === true) return PROJECT_KIND;
  const kind =
    detectKind(source, files) ??
    (isStream ? detectNameless(source.text) : isNamed ? detectByContent(source, files) : undefined);
  if (isSaid === false && kind === PROJECT_KIND) return undefined;
  // Untrusted text may assemble the name of an engine from parts.
  return kind ?? (isUntrusted ? (detectScript(source) ?? detectKind(asIfNamed(source), files)) : undefined);
}

/** A copy that names an engine: without a name, documents with scripts are not detected. */
function asIfNamed({ path, text }: SourceFile): SourceFile {
  return { path, text: `${text}\n# docker\n` };
}

function readSource(
  path: string,
  isNamed: boolean,
  { files, notes, named, isUntrusted }: Search,
): SourceFile | undefined {
  const result = named.has(path) ? readNamed(path, files) : files.read(path);
  if ('text' in result) return { path, text: result.text };
  notes.push({
    path,
    message: failureMessage(result.failure, path),
    severity: isNamed || isUntrusted || isRequiredName(path) ? 'error' : 'note',
    isUnreadable: result.failure !== 'missing',
  });
  return undefined;
}
