import { joinPath, splitPath } from '../../util/paths.ts';
import type { FileReader } from '../contract/parsed.ts';
import { parseWithRecovery } from '../yaml/error-recovery.ts';
import type { SyntaxMapping, SyntaxNode } from '../yaml/syntax.ts';
import { isTemplateOfYaml } from '../yaml/template.ts';
import { schemaText } from './schema/schema-text.generated.js';

/** Top-level keys of the Compose format; a key that begins with `x-` is one as well. */
const SECTIONS: ReadonlySet<string> = new Set([
  'configs',
  'include',
  'models',
  'name',
  'networks',
  'secrets',
  'services',
  'version',
  'volumes',
]);

/**
 * Top-level keys of other formats that have `services` too, or whose files are called like Compose files: workflows and
 * pipelines, Kubernetes, Kong, API descriptions. No client of Compose takes a file with one of them, so none of these
 * files could be deployed.
 */
const FOREIGN: ReadonlySet<string> = new Set([
  '_format_version',
  'apiVersion',
  'before_script',
  'jobs',
  'language',
  'openapi',
  'pipeline',
  'script',
  'stages',
  'steps',
  'swagger',
  'workflows',
]);

/**
 * A file without anything of Compose in it is passed over where it has more keys than somebody has who has just begun
 * one.
 */
const FEW_KEYS = 2;

/** The key, which may be written with escapes in double quotes. */
const SERVICES = /services|"[^"\n]*\\[xuU\r\n]/;

/**
 * Whether a text is a Compose file, by its content. `isNamed` is true where the file is called like one: then a text
 * that has just begun, or that is broken, counts as well. Otherwise `services` must hold services, or nothing yet.
 */
export function isCompose(text: string, isNamed: boolean): boolean {
  if (!isNamed && !SERVICES.test(text)) return false;
  if (isTemplateOfYaml(text)) return false;
  const { documents, errors, limit } = parseWithRecovery(text);
  // Nothing of it was read, which is worth an error where it may be one.
  if (limit !== undefined) return true;
  const roots = documents.filter((document) => document?.kind === 'mapping');
  if (roots.length === 0) return isNamed && !documents.some(isListOfMappings);
  const keys = roots.flatMap(keysOf);
  if (keys.some((key) => FOREIGN.has(key))) return false;
  const services = roots.flatMap(({ pairs }) => pairs).find(({ key }) => textOf(key) === 'services');
  const holdsOurs = keys.every((key) => SECTIONS.has(key) || key.startsWith('x-') || key === '<<');
  if (services === undefined)
    return (holdsOurs && keys.includes('<<')) || (isNamed && (errors.length > 0 || hasBegun(roots, keys)));
  return holdsServices(services.value, isNamed, holdsOurs);
}

/** How far files that hold nothing but `include` are followed, one to another. */
const MAX_INCLUDES = 5;
const INCLUDE = /include["']?[ \t]*:/;

/**
 * True for a file without services that includes a Compose file, and has nothing at the top that speaks for another
 * format.
 */
export function includesCompose(text: string, path: string, files: FileReader, left = MAX_INCLUDES): boolean {
  if (!INCLUDE.test(text) || left === 0) return false;
  const { documents, limit } = parseWithRecovery(text);
  const [root] = documents;
  if (limit !== undefined || documents.length > 1 || root?.kind !== 'mapping') return false;
  if (!keysOf(root).every((key) => SECTIONS.has(key) || key.startsWith('x-'))) return false;
  const include = root.pairs.find(({ key }) => textOf(key) === 'include')?.value;
  const items = include?.kind === 'sequence' ? include.items : [];
  return items.flatMap(pathsOf).some((name) => {
    const included = joinPath(splitPath(path)[0], name);
    const result = files.read(included);
    if (!('text' in result)) return false;
    return isCompose(result.text, false) || includesCompose(result.text, included, files, left - 1);
  });
}

/** The paths of one item of `include`, in its short or its long form. */
function pathsOf(item: SyntaxNode): readonly string[] {
  const path = item.kind === 'mapping' ? item.pairs.find(({ key }) => textOf(key) === 'path')?.value : item;
  const nodes = path?.kind === 'sequence' ? path.items : path === undefined ? [] : [path];
  return nodes.flatMap((node) => textOf(node) ?? []);
}

function holdsServices(services: SyntaxNode | undefined, isNamed: boolean, holdsOurs: boolean): boolean {
  switch (services?.kind) {
    case undefined:
      return isNamed || holdsOurs;
    case 'alias':
      return true;
    case 'scalar':
      return services.string === '' ? isNamed || holdsOurs : isNamed && holdsOurs;
    case 'sequence':
      return isNamed && holdsOurs;
    case 'mapping': {
      if (isNamed || services.pairs.length === 0) return isNamed || holdsOurs;
      return services.pairs.some(({ key, value }) => isService(value) || (holdsOurs && isEmptyService(key, value)));
    }
  }
}

/** True for what may be meant as a service: something that stands elsewhere, or a mapping with a key of services. */
function isService(value: SyntaxNode | undefined): boolean {
  if (value?.kind === 'alias') return true;
  if (value?.kind !== 'mapping') return false;
  return keysOf(value).some((key) => key === '<<' || key.startsWith('x-') || isServiceKey(key));
}

/** True for a list of steps or tasks, which many formats are. */
function isListOfMappings(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'sequence' && node.items.some(({ kind }) => kind === 'mapping');
}

/** True for a service that nothing is said of yet, by a name that services have. */
function isEmptyService(key: SyntaxNode, value: SyntaxNode | undefined): boolean {
  return value?.kind === 'mapping' && value.pairs.length === 0 && /^[\w.-]+$/.test(textOf(key) ?? '');
}

/** True for the beginning of a Compose file, and for one of Compose v1, whose services are at the top level. */
function hasBegun(roots: readonly SyntaxMapping[], keys: readonly string[]): boolean {
  if (keys.length <= FEW_KEYS || keys.some((key) => SECTIONS.has(key) && key !== 'name' && key !== 'version'))
    return true;
  return roots.some(({ pairs }) =>
    pairs.some(
      ({ value }) =>
        value?.kind === 'mapping' &&
        keysOf(value).some((key) => key === 'image' || key === 'build' || key === 'extends'),
    ),
  );
}

function keysOf({ pairs }: SyntaxMapping): readonly string[] {
  return pairs.flatMap(({ key }) => textOf(key) ?? []);
}

function textOf(node: SyntaxNode): string | undefined {
  return node.kind === 'scalar' ? node.string : undefined;
}

let serviceKeys: ReadonlySet<string> | undefined;

function isServiceKey(key: string): boolean {
  serviceKeys ??= readServiceKeys();
  return serviceKeys.has(key);
}

/** The keys of a service, as the schema of the Compose format has them. */
function readServiceKeys(): ReadonlySet<string> {
  const schema: unknown = JSON.parse(schemaText);
  let part = schema;
  for (const step of ['definitions', 'service', 'properties'])
    part = Object.entries(part ?? {}).find(([name]) => name === step)?.[1];
  return new Set(Object.keys(part ?? {}));
}
