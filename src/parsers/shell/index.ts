import type { SourceFile } from '../../files/file-reader.ts';
import { type Subject, subjectName } from '../../model/container.ts';
import type { Problem } from '../../model/finding.ts';
import type { Place } from '../../text/location.ts';
import { defined } from '../../util/objects.ts';
import { joinReads } from '../contract/coverage.ts';
import type { ParseContext, Parsed } from '../contract/parsed.ts';
import { withoutRepetition } from '../contract/problem.ts';
import { readInside } from '../contract/read-inside.ts';
import { type Deployed, deploying } from '../contract/relations.ts';
import {
  type DockerInvocation,
  type DockerResult,
  linkImages,
  linkNetworks,
  linkVolumes,
  mistypedModes,
  parseDockerCommands,
  withNeverStarted,
  withOwnContainers,
  writtenParts,
} from '../docker/index.ts';
import {
  type FoundInvocations,
  findInvocations,
  type ScriptContext,
  type ScriptSources,
} from './interpret/invocations.ts';
import type { WrittenUnit } from './state/scope.ts';
import { callsEngine } from './syntax/detect.ts';
import { fileScript, type ScriptText } from './syntax/script-text.ts';

export { pathOfText } from './expand/paths.ts';
export { isOneWord } from './expand/variables.ts';
export type { ScriptContext, ScriptSources } from './interpret/invocations.ts';
export { findShellComments } from './syntax/comments.ts';
export { fileScript, regionScript, type ScriptText, stringScript } from './syntax/script-text.ts';

/** A script's requests; the caller adds the texts that its places refer to. */
export type ParsedScript = Pick<Parsed, 'subjects' | 'problems' | 'relations' | 'values' | 'read'>;

/**
 * The requests of docker commands in a shell script: including those after `sudo`, in functions,
 * and in strings for another shell. Accepts any text.
 */
export function parseShell(source: SourceFile, context: ParseContext): Parsed {
  const { path, text } = source;
  const { environment } = context;
  const sources = sourcesOf(path, context);
  const { texts, ...parsed } = parseScripts([{ script: fileScript(path, text), context: { environment, sources } }]);
  return { ...parsed, texts: new Map([[path, text], ...texts]) };
}

/** The project's files that a script at `path` may source. */
export function sourcesOf(
  path: string,
  context: Pick<ParseContext, 'files' | 'isOutside' | 'isConfined'>,
): ScriptSources {
  const { files, isOutside } = context;
  const read = (name: string): string | undefined => {
    const result = readInside(name, context);
    return result !== undefined && 'text' in result && !result.text.includes('\0') ? result.text : undefined;
  };
  return {
    path,
    isWithin: (folder) => (isOutside === undefined ? !folder.endsWith('..') : !isOutside(folder)),
    isFolder: (name) => {
      const result = files.read(name);
      return 'failure' in result && result.failure === 'directory';
    },
    read,
    has: (name) => read(name) !== undefined,
    ...(context.isConfined === true ? { noteRun: read } : {}),
  };
}

/** Like {@link parseShell}, for a script that may be part of another file. */
export function parseScript(script: ScriptText, context: ScriptContext): ParsedScript {
  const { subjects, problems, relations, values, read } = parseScripts([{ script, context }]);
  return { subjects, problems, ...defined({ relations, read }), values };
}

export interface ScriptTask {
  readonly script: ScriptText;
  readonly context: ScriptContext;
  /** The title of a container without a name. */
  readonly title?: string;
}

/**
 * {@link parseScript} for scripts on one machine, such as a job's steps, which use earlier results
 * or, if unordered, any. `texts` has other files.
 */
export function parseScripts(
  tasks: readonly (ScriptTask | DockerResult)[],
  { isOrdered = true }: { readonly isOrdered?: boolean } = {},
): ParsedScript & Pick<Parsed, 'texts' | 'sourced' | 'dockerfiles'> {
  let writtenFiles: FoundInvocations['written'] = new Map();
  const found = tasks.map((task) => {
    if (!('script' in task)) return task;
    const result = findInvocations(task.script, { ...task.context, written: writtenFiles });
    writtenFiles = result.written;
    return { ...result, title: task.title };
  });
  const results = found.flatMap((one) =>
    'invocations' in one ? one.invocations.flatMap(readInvocation).map((each) => withTitle(each, one.title)) : one,
  );
  const scripts = found.filter((one) => 'invocations' in one);
  const sourced = new Map(scripts.flatMap(({ texts }) => [...texts]));
  const dockerfiles = new Map(scripts.flatMap((script) => [...script.dockerfiles]));
  const volumes = results.flatMap((result) => result.volumes);
  const networks = results.flatMap((result) => result.networks);
  const linked = linkNetworks(linkVolumes(linkImages(results, isOrdered), volumes), networks);
  const written = tasks.flatMap((task) => ('script' in task ? [task.script.text] : []));
  const read = [...written, ...sourced.values()];
  const subjects = withOwnContainers(withNeverStarted(linked, read), read);
  const reported = [...scripts, ...results].flatMap((one): readonly Problem[] => one.problems);
  const problems = withoutRepetition([...reported, ...mistypedModes(linked)]);
  return {
    subjects: inOrder(subjects, sourced),
    ...deploying([
      ...results.flatMap(({ deployed = [] }) => deployed),
      ...scripts.flatMap(({ units }) => units.flatMap(deployedUnit)),
    ]),
    problems: inOrder(problems, sourced),
    values: {
      environment: results.flatMap(({ values }) => values),
      variables: scripts.flatMap(({ assigned }) => assigned),
      secrets: scripts.flatMap(({ secrets }) => secrets),
    },
    texts: new Map([...dockerfiles, ...sourced]),
    ...joinReads(scripts),
    sourced: new Set(sourced.keys()),
    ...(dockerfiles.size === 0 ? {} : { dockerfiles: new Set(dockerfiles.keys()) }),
  };
}

function readInvocation(invocation: DockerInvocation): readonly DockerResult[] {
  const { folders } = invocation;
  const results = parseDockerCommands(invocation);
  if (folders === undefined) return results;
  const inFolders = (subject: Subject): Subject => (subject.kind === 'container' ? { ...subject, folders } : subject);
  return results.map((result) => ({ ...result, subjects: result.subjects.map(inFolders) }));
}

function deployedUnit({ kind, text }: WrittenUnit): readonly Deployed[] {
  const isOurs = kind === 'quadlet' ? /^\[(?:Container|Pod)\]/m.test(text.skeleton) : callsEngine(text.skeleton);
  const file = isOurs ? writtenParts(text) : undefined;
  return file === undefined ? [] : [{ kind, files: [file] }];
}

function withTitle(result: DockerResult, title: string | undefined): DockerResult {
  if (title === undefined) return result;
  const name = subjectName(title);
  return {
    ...result,
    subjects: result.subjects.map((subject) =>
      subject.kind === 'container' && subject.containerName?.known !== true && subject.origin !== 'docker compose run'
        ? { ...subject, name }
        : subject,
    ),
  };
}

/** In source order; other files come last. */
function inOrder<T extends Subject | Problem>(things: readonly T[], others: ReadonlyMap<string, string>): readonly T[] {
  const paths = [...others.keys()];
  const fileOf = ({ location }: Place): number => (paths.length === 0 ? -1 : paths.indexOf(location.path));
  const start = ({ location }: Place): number => location.span.start;
  return things.toSorted((a, b) => fileOf(a.place) - fileOf(b.place) || start(a.place) - start(b.place));
}
