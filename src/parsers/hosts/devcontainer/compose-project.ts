import type { SourceFile } from '../../../files/file-reader.ts';
import { type Container, type Subject, subjectName } from '../../../model/container.ts';
import type { Problem, Severity } from '../../../model/finding.ts';
import type { Text } from '../../../text/text.ts';
import { joinPath, splitPath } from '../../../util/paths.ts';
import { parseComposeProject, unreadableFile } from '../../compose/index.ts';
import type { ParseContext, Parsed } from '../../contract/parsed.ts';
import { problem } from '../../contract/problem.ts';
import { NO_RELATIONS } from '../../contract/relations.ts';
import { isTemplateOfYaml } from '../../yaml/template.ts';
import { readAddition } from './addition.ts';
import type { FeatureLayer } from './features.ts';
import { elementsOf, type Node, type Property, valueAt } from './json.ts';
import { jsonText, type TextSource } from './texts.ts';
import { PROPERTIES } from './words.ts';

/**
 * The Compose project that a configuration names (`dockerComposeFile`), with its additions to one
 * service. Its files count as included ones.
 */
export function parseComposeService(
  root: Node,
  { key, value }: Property,
  { source, features }: { readonly source: TextSource; readonly features: readonly FeatureLayer[] },
  context: ParseContext,
): Parsed {
  const { file } = source;
  const problems: Problem[] = [];
  const files: SourceFile[] = [];
  const unread: Text[] = [];
  for (const named of namedFiles(value, key, source, context)) {
    const read = readComposeFile(named, context, isTemplate(file.path, context) ? 'info' : 'error');
    if ('file' in read) files.push(read.file);
    else {
      unread.push(named.text);
      if (read.problem !== undefined) problems.push(read.problem);
    }
  }
  const node = valueAt(root, 'service');
  const service = node?.type === 'string' ? jsonText(node, source) : undefined;
  const name = service?.value;
  const [first] = files;
  const directory = splitPath(first?.path ?? file.path)[0];
  const addition =
    name === undefined || name === ''
      ? undefined
      : readAddition({ root, source }, features, {
          service: name,
          directory: directory === '.' ? '' : directory,
          unread,
        });
  const parsed = parseComposeProject(files, context, addition);
  const { relations = NO_RELATIONS } = parsed;
  const isThere = parsed.subjects.some((subject) => subject.kind === 'container' && subject.name === name);
  if (service !== undefined && name !== undefined && !isThere && isWhole(parsed) && unread.length === 0)
    problems.push(
      problem(
        'syntax/undefined-reference',
        service.place,
        `No Compose file defines service \`${subjectName(service.shown)}\`.`,
      ),
    );
  return {
    ...parsed,
    subjects: parsed.subjects.map((subject) => (subject.name === name ? withAddition(subject, file.path) : subject)),
    problems: [...problems, ...parsed.problems],
    texts: new Map([[file.path, file.text], ...parsed.texts]),
    relations: { ...relations, included: [...files.map(({ path }) => path), ...relations.included] },
  };
}

/** Remedies for added values belong in the configuration. */
function withAddition(subject: Subject, path: string): Subject {
  if (subject.kind !== 'container' || subject.origin !== 'compose') return subject;
  const container: Container = { ...subject, addition: { path, dialect: 'devcontainer', flagNames: PROPERTIES } };
  return container;
}

function isWhole({ problems, relations = NO_RELATIONS }: Parsed): boolean {
  return (
    relations.mayInclude.length === 0 &&
    problems.every(({ id, severity }) => severity !== 'error' && id !== 'syntax/limit')
  );
}

interface NamedFile {
  readonly text: Text;
  readonly path: string | undefined;
}

/**
 * The files, relative to the configuration; if it names none, the CLI's defaults
 * (`getDockerComposeFilePaths`).
 */
function namedFiles(value: Node, key: Node, source: TextSource, { files }: ParseContext): readonly NamedFile[] {
  const [folder] = splitPath(source.file.path);
  if (value.type === 'array' && elementsOf(value).length === 0) {
    const [main = '', override = ''] = DEFAULT_FILES.map((name) => joinPath(workspaceOf(source.file.path), name));
    const paths = 'text' in files.read(override) ? [main, override] : [main];
    return paths.map((path) => ({ text: jsonText(key, source), path }));
  }
  return elementsOf(value).flatMap((node) => {
    if (node.type !== 'string') return [];
    const text = jsonText(node, source);
    const written = joinPath(folder, String(node.value));
    // A name that looks like a variable can be literal: tools look for such a file too.
    const isThere = text.value === undefined && 'text' in files.read(written);
    const path = isThere
      ? written
      : text.value === undefined || text.value === ''
        ? undefined
        : joinPath(folder, text.value);
    return [{ text, path }];
  });
}

const DEFAULT_FILES: readonly string[] = ['docker-compose.yml', 'docker-compose.override.yml'];

/** The opened directory: the one that contains `.devcontainer` or `.devcontainer.json`. */
export function workspaceOf(path: string): string {
  const parts = path.split('/');
  const at = parts.lastIndexOf('.devcontainer');
  return parts.slice(0, at < 0 ? -1 : at).join('/');
}

/**
 * True for the configuration of a dev container template, so the project's files are its user's.
 */
function isTemplate(path: string, { files }: ParseContext): boolean {
  return 'text' in files.read(joinPath(workspaceOf(path), 'devcontainer-template.json'));
}

function readComposeFile(
  { text, path }: NamedFile,
  { files }: ParseContext,
  missing: Severity,
): { readonly file: SourceFile } | { readonly problem?: Problem } {
  if (path === undefined) return {};
  const read = files.read(path);
  if ('text' in read) return isTemplateOfYaml(read.text) ? {} : { file: { path, text: read.text } };
  return { problem: unreadableFile(read.failure, text.place, `Compose file \`${text.shown}\``, missing) };
}
