import { type Alias, Document, isAlias, isCollection, isNode, isScalar, type Node, visit } from 'yaml';
import { readYamlDocuments } from '../../parsers/yaml/documents.ts';
import type { Edition } from '../../rules/editions.ts';
import { LineIndex } from '../../text/line-index.ts';
import type { Span } from '../../text/location.ts';
import { nearestWord } from '../../util/nearest-word.ts';
import { joinPath, splitPath } from '../../util/paths.ts';
import { failureMessage } from '../files/discovery-note.ts';
import { type FileSystem, readNamed } from '../files/file-system.ts';
import { type Config, ConfigError, type ConfigFault, type ConfigFile, type OneOrMore, toList } from './config-file.ts';
import { createFileGlob, createGlob, GlobFault } from './glob.ts';
import { NodeIndex } from './node-index.ts';
import { createProjectPattern } from './project-pattern.ts';
import { RULE_IDS, ruleNameRemedy } from './rule-names.ts';
import { replaceRuleNumbers } from './rule-numbers.ts';
import type { RuleSetting } from './rule-settings.ts';
import { type SchemaError, validate } from './schema.generated.js';

export interface ReadConfigOptions {
  /** True where the user named the file, false where it was found. */
  readonly isNamed?: boolean;
  /** The edition whose numbers its rules may have; left out, the file's own. */
  readonly edition?: Edition | undefined;
}

/** Says what is wrong with a part of a configuration. */
type FaultWriter = (span: Span, message: string) => ConfigFault;

/** Reads and checks a configuration file; rules that it names by number have their ids. Throws a ConfigError that reports every fault with its place. */
export function readConfig(
  path: string,
  files: FileSystem,
  { isNamed = false, edition }: ReadConfigOptions = {},
): Config {
  const result = isNamed ? readNamed(path, files) : files.read(path);
  if ('failure' in result) throw new ConfigError([{ path, message: failureMessage(result.failure, path) }]);
  const { text } = result;
  const index = new LineIndex(text);
  const errorAt: FaultWriter = (span, message) => ({
    path,
    place: { span, position: index.positionOf(span.start) },
    message,
  });
  const document = readDocument(text, errorAt);
  const faults = replaceRuleNumbers(document, edition);
  if (faults.length > 0) throw new ConfigError(faults.map(({ node, message }) => errorAt(spanOfNode(node), message)));
  const aliased = resolveAliases(document);
  checkKeys(document, aliased, errorAt);
  const value = toValue(document, aliased, errorAt) ?? {};
  if (!isConfigFile(value))
    throw new ConfigError(describeErrors(validate.errors ?? [], new NodeIndex(document), errorAt));
  checkValues(value, new NodeIndex(document), errorAt);
  return { path, folder: splitPath(joinPath(files.workingDirectory, path))[0], file: value, text };
}

/** What is wrong with a rule's setting that is not from a file, by the schema that files are checked by; nothing where it can be used. */
export function faultsOfSetting(id: string, { severity, options }: RuleSetting): readonly string[] {
  const entry = { ...(severity === undefined ? {} : { severity }), ...options };
  const value = { rules: { [id]: entry } };
  if (Object.keys(entry).length === 0 || isConfigFile(value)) return [];
  return describeErrors(validate.errors ?? [], new NodeIndex(new Document(value)), (_span, message) => message);
}

/** The one document of a configuration. Throws a ConfigError where it is not YAML, and where it is nested more deeply than any configuration would be. */
function readDocument(text: string, errorAt: FaultWriter): Document {
  // The package compares each key with all before it, unless that is left to us.
  const read = readYamlDocuments(text, { uniqueKeys: false });
  if ('limit' in read) {
    const { at, what } = read.limit;
    throw new ConfigError([errorAt({ start: at, end: at + 1 }, `${what.charAt(0).toLowerCase()}${what.slice(1)}.`)]);
  }
  const [document = new Document(null), second] = read.documents;
  const faults = document.errors.map(({ pos, message }) => errorAt({ start: pos[0], end: pos[1] }, message));
  if (second !== undefined)
    faults.push(
      errorAt({ start: second.range[0], end: second.range[1] }, 'a second document begins here, and only one is read.'),
    );
  if (faults.length > 0) throw new ConfigError(faults);
  return document;
}

/** Throws a ConfigError for globs that are not read, and for days that no month has. */
function checkValues(
  { ignores = [], include = [], composeFiles = [], projects = [], overrides = [], exceptions = [] }: ConfigFile,
  nodes: NodeIndex,
  errorAt: FaultWriter,
): void {
  const faults: ConfigFault[] = [];
  const check = <G>(glob: G, path: readonly (string | number)[], create: (glob: G) => unknown): void => {
    try {
      create(glob);
    } catch (error) {
      if (!(error instanceof GlobFault)) throw error;
      faults.push(errorAt(spanOfNode(nodes.at(path)), error.message));
    }
  };
  for (const [index, glob] of ignores.entries()) check(glob, ['ignores', index], createFileGlob);
  for (const [index, glob] of include.entries()) check(glob, ['include', index], createFileGlob);
  for (const [index, glob] of composeFiles.entries()) check(glob, ['composeFiles', index], createFileGlob);
  for (const [index, files] of projects.entries()) check(files, ['projects', index], createProjectPattern);
  for (const [index, { files = [], services = [] }] of overrides.entries()) {
    for (const [at, glob] of files.entries()) check(glob, ['overrides', index, 'files', at], createFileGlob);
    for (const [at, glob] of services.entries()) check(glob, ['overrides', index, 'services', at], createGlob);
  }
  for (const [index, { files = [], service = [], expires }] of exceptions.entries()) {
    if (expires !== undefined && !isDay(expires))
      faults.push(errorAt(spanOfNode(nodes.at(['exceptions', index, 'expires'])), NO_DATE));
    const checkEach = (key: string, globs: OneOrMore, create: (glob: string) => unknown): void => {
      for (const [at, glob] of toList(globs).entries())
        check(glob, ['exceptions', index, key, ...(typeof globs === 'string' ? [] : [at])], create);
    };
    checkEach('files', files, createFileGlob);
    checkEach('service', service, createGlob);
  }
  if (faults.length > 0) throw new ConfigError(faults);
}

const NO_DATE = '`expires` must be a date, such as 2027-01-31.';

/** True for `YYYY-MM-DD` where the calendar has that day. */
function isDay(text: string): boolean {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** What each alias stands for; nothing where no such anchor stands before it. */
type Aliased = ReadonlyMap<Alias, Node | undefined>;

/** All aliases of a document, in order. The package looks for each through all that stands before it. */
function resolveAliases(document: Document): Aliased {
  const anchors = new Map<string, Node>();
  const aliased = new Map<Alias, Node | undefined>();
  visit(document, {
    Node: (_, node) => {
      if (isAlias(node)) aliased.set(node, anchors.get(node.source));
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return aliased;
}

/**
 * Throws a ConfigError for keys that a mapping has twice, and for those that are a list or a mapping: the package writes such a key out as YAML, and
 * the keys in it again for each level that they are deep.
 */
function checkKeys(document: Document, aliased: Aliased, errorAt: FaultWriter): void {
  const faults: ConfigFault[] = [];
  visit(document, {
    Map: (_, { items }) => {
      const collection = items.map(({ key }) => key).find((key) => isCollection(isAlias(key) ? aliased.get(key) : key));
      if (collection !== undefined) {
        faults.push(
          errorAt(
            spanOfNode(isNode(collection) ? collection : undefined),
            'a key must be text, not a list or a mapping.',
          ),
        );
        return visit.SKIP;
      }
      const seen = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (seen.has(key.value))
          faults.push(errorAt(spanOfNode(key), `the key \`${String(key.value)}\` is there twice.`));
        seen.add(key.value);
      }
      return undefined;
    },
  });
  if (faults.length > 0) throw new ConfigError(faults);
}

/** Throws a ConfigError for an alias without an anchor, and for aliases that stand for more than any configuration would. */
function toValue(document: Document, aliased: Aliased, errorAt: FaultWriter): unknown {
  for (const [alias, node] of aliased) {
    if (node !== undefined) continue;
    const [start, end] = alias.range ?? [0, 1];
    throw new ConfigError([
      errorAt(
        { start, end },
        `no anchor \`&${alias.source}\` stands before this alias. If it is a glob, quote it: \`"*${alias.source}"\`.`,
      ),
    ]);
  }
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch {
    throw new ConfigError([errorAt({ start: 0, end: 1 }, 'its aliases stand for too many values.')]);
  }
}

/** The `yaml` package counts what aliases stand for, aliases inside them included. */
const MAX_ALIASES = 100;

/** The generated validator holds the schema that {@link ConfigFile} is the type of. */
function isConfigFile(value: unknown): value is ConfigFile {
  return validate(value);
}

function describeErrors<T>(
  errors: readonly SchemaError[],
  nodes: NodeIndex,
  errorAt: (span: Span, message: string) => T,
): readonly T[] {
  const described = withoutPartialTypes(errors)
    .map((error) => ({ span: spanOf(nodes, error), message: describeError(error, nodes) ?? '' }))
    .filter(({ message }) => message !== '')
    .sort((a, b) => a.span.start - b.span.start);
  // Several forms of a value can fail in the same way.
  const distinct = new Map(described.map((each) => [`${each.span.start} ${each.message}`, each]));
  return [...distinct.values()].map(({ span, message }) => errorAt(span, message));
}

/** Without what one of several forms says of a value's type where another error names all that it may be. */
function withoutPartialTypes(errors: readonly SchemaError[]): readonly SchemaError[] {
  const several = new Set(
    errors.flatMap((error) =>
      error.keyword === 'type' && Array.isArray(error.params.type) ? [error.instancePath] : [],
    ),
  );
  return errors.filter(
    (error) => error.keyword !== 'type' || Array.isArray(error.params.type) || !several.has(error.instancePath),
  );
}

/** `undefined` for an error that only sums up others (`anyOf`, `oneOf`). */
function describeError(error: SchemaError, nodes: NodeIndex): string | undefined {
  const name = nameOf(pathOf(error));
  switch (error.keyword) {
    case 'additionalProperties': {
      const { additionalProperty: key, knownKeys } = error.params;
      const nearest = nearestWord(key, knownKeys);
      return `unknown key \`${key}\`. ${nearest === undefined ? `The keys here are ${knownKeys.join(', ')}.` : `Did you mean \`${nearest}\`?`}`;
    }
    case 'type':
      return `${name} must be ${inWords([error.params.type].flat().map(typeName))}.`;
    case 'enum': {
      const allowed = [...new Set(error.params.allowedValues.map(String))];
      const node = nodes.at(pathOf(error));
      const written = isScalar(node) ? String(node.value) : undefined;
      if (allowed.length === RULE_IDS.length)
        return written === undefined ? undefined : `There is no rule \`${written}\`. ${ruleNameRemedy(written)}`;
      const nearest = written === undefined ? undefined : nearestWord(written, allowed);
      return `${name} must be one of ${allowed.join(', ')}.${nearest === undefined ? '' : ` Did you mean \`${nearest}\`?`}`;
    }
    case 'required':
      return `\`${error.params.missingProperty}\` is missing.`;
    case 'pattern': {
      if (pathOf(error).at(-1) === 'expires') return NO_DATE;
      const start = /^\^([\w/]+)$/.exec(error.params.pattern)?.[1];
      return `${name} must ${start === undefined ? `match \`${error.params.pattern}\`` : `begin with \`${start}\``}.`;
    }
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return `${name} must be ${error.params.comparison} ${error.params.limit}.`;
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return `${name} must not be empty.`;
    case 'maxLength':
    case 'maxItems':
    case 'maxProperties':
      return `${name} must have at most ${error.params.limit}.`;
    case 'uniqueItems':
      return `${name} names the same thing twice.`;
    case 'const':
      return `${name} must be ${String(error.params.allowedValue)}.`;
    default:
      return undefined;
  }
}

/** `\`failOn\``, or `Item 2 of \`allow\`` for what stands in a list. */
function nameOf(path: readonly string[]): string {
  const name = path.at(-1);
  if (name === undefined) return 'The configuration';
  const list = path.at(-2);
  return list !== undefined && /^\d+$/.test(name) ? `Item ${Number(name) + 1} of \`${list}\`` : `\`${name}\``;
}

function typeName(type: string): string {
  const names: Readonly<Record<string, string>> = {
    array: 'a list',
    object: 'a mapping',
    string: 'text',
    integer: 'a whole number',
    number: 'a number',
    boolean: 'true or false',
    null: 'empty',
  };
  return names[type] ?? type;
}

function pathOf({ instancePath }: SchemaError): readonly string[] {
  return instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** The value at fault; for an unknown key the key itself; for a missing one the mapping that lacks it. */
function spanOf(nodes: NodeIndex, error: SchemaError): Span {
  const node = nodes.at(pathOf(error));
  if (error.keyword !== 'additionalProperties') return spanOfNode(node);
  const key = nodes.pairIn(node, error.params.additionalProperty)?.key;
  return spanOfNode(isScalar(key) ? key : node);
}

function spanOfNode(node: Node | undefined): Span {
  const [start, end] = node?.range ?? [0, 1];
  return { start, end };
}

/** Such as: text, a number or a list. */
function inWords(choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  return choices.length < 2 ? last : `${choices.slice(0, -1).join(', ')} or ${last}`;
}
