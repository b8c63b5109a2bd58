import type { FileReader } from '../../files/file-reader.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { joinPath, splitPath } from '../../util/paths.ts';
import { parseWithRecovery } from '../yaml/error-recovery.ts';
import type { SyntaxMapping, SyntaxNode } from '../yaml/syntax.ts';
import { isTemplateOfYaml } from '../yaml/template.ts';
import { keysOfMapping, SECTIONS } from './schema/known-keys.ts';

/**
 * Top-level keys of formats that also have `services` or Compose file names: pipelines, Kubernetes,
 * Kong, API descriptions. Compose rejects them.
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

/** The key `services`, possibly with escapes. */
const SERVICES = /services|"[^"\n]*\\[xuU\r\n]/;

/** A name that Compose looks for, one with `compose` in it, or any other. */
export type ComposeName = 'default' | 'similar' | 'other';

/**
 * Whether a text is a Compose file, by its keys. If the name contains `compose`, broken or
 * incomplete text with a Compose key is enough; with a default name, so is a file just begun.
 * Otherwise, `services` must be empty or contain services.
 */
export function isCompose(text: string, name: ComposeName): boolean {
  const isNamed = name !== 'other';
  if (!isNamed && !SERVICES.test(text)) return false;
  if (isTemplateOfYaml(text)) return false;
  const { documents, errors, limit } = parseWithRecovery(text);
  // Too large to parse: an error for a possible Compose file.
  if (limit !== undefined) return true;
  const roots = documents.filter((document) => document?.kind === 'mapping');
  const isBegun = name === 'default' || (isNamed && SERVICES.test(text));
  if (roots.length === 0) return isBegun && !documents.some(isListOfMappings);
  const keys = roots.flatMap(keysOf);
  if (keys.some((key) => FOREIGN.has(key))) return false;
  const services = roots.flatMap(({ pairs }) => pairs).find(({ key }) => textOf(key) === 'services');
  const holdsOurs = keys.every((key) => SECTIONS.has(key) || key.startsWith('x-') || key === '<<');
  if (services === undefined)
    return (
      (holdsOurs && keys.includes('<<')) ||
      (isBegun && errors.length > 0) ||
      (name === 'default' && holdsOurs) ||
      (isNamed && hasKeyOfCompose(roots, keys))
    );
  return holdsServices(services.value, isNamed, holdsOurs);
}

const MAX_INCLUDES = 5;
const INCLUDE = /include["']?[ \t]*:/;

/**
 * True for a file without services that includes a Compose file, and has no top-level keys of other
 * formats.
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
    return isCompose(result.text, 'other') || includesCompose(result.text, included, files, left - 1);
  });
}

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

/** True for a possible service: an alias, or a mapping with a service key. */
function isService(value: SyntaxNode | undefined): boolean {
  if (value?.kind === 'alias') return true;
  if (value?.kind !== 'mapping') return false;
  return keysOf(value).some((key) => key === '<<' || key.startsWith('x-') || isServiceKey(key));
}

function isListOfMappings(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'sequence' && node.items.some(({ kind }) => kind === 'mapping');
}

function isEmptyService(key: SyntaxNode, value: SyntaxNode | undefined): boolean {
  return value?.kind === 'mapping' && value.pairs.length === 0 && /^[\w.-]+$/.test(textOf(key) ?? '');
}

/** Sections that other formats rarely have. */
const OWN_SECTIONS: readonly string[] = [...SECTIONS].filter((key) => key !== 'name' && key !== 'version');

/**
 * True if the file has a Compose section, perhaps misspelled, or top-level services as in Compose
 * v1.
 */
function hasKeyOfCompose(roots: readonly SyntaxMapping[], keys: readonly string[]): boolean {
  if (keys.some((key) => OWN_SECTIONS.includes(key))) return true;
  return roots.some(({ pairs }) =>
    pairs.some(
      ({ key, value }) =>
        value?.kind === 'mapping' &&
        (keysOf(value).some((each) => each === 'image' || each === 'build' || each === 'extends') ||
          (nearestWord(textOf(key) ?? '', OWN_SECTIONS) !== undefined && value.pairs.every(isDefinition))),
    ),
  );
}

/** True for a named mapping, possibly empty, as in sections. */
function isDefinition({ value }: SyntaxMapping['pairs'][number]): boolean {
  return value?.kind !== 'sequence' && (value?.kind !== 'scalar' || value.string === '');
}

function keysOf({ pairs }: SyntaxMapping): readonly string[] {
  return pairs.flatMap(({ key }) => textOf(key) ?? []);
}

function textOf(node: SyntaxNode): string | undefined {
  return node.kind === 'scalar' ? node.string : undefined;
}

let serviceKeys: ReadonlySet<string> | undefined;

function isServiceKey(key: string): boolean {
  serviceKeys ??= new Set(keysOfMapping('services.web'));
  return serviceKeys.has(key);
}

/** The defined names in each section; empty if the text can't be parsed. */
export function definitionsIn(text: string): ReadonlyMap<string, ReadonlySet<string>> {
  const roots = parseWithRecovery(text).documents.filter((document) => document?.kind === 'mapping');
  return new Map(
    roots.flatMap(({ pairs }) =>
      pairs.map(
        ({ key, value }) => [textOf(key) ?? '', new Set(value?.kind === 'mapping' ? keysOf(value) : [])] as const,
      ),
    ),
  );
}
