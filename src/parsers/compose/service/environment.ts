import type { SourceFile } from '../../../files/file-reader.ts';
import type { Place } from '../../../text/location.ts';
import { known, valueOf } from '../../../text/setting.ts';
import { Text } from '../../../text/text.ts';
import { defined } from '../../../util/objects.ts';
import { joinPath, relativePath } from '../../../util/paths.ts';
import { silent } from '../../contract/problem.ts';
import { toEntry } from '../../syntax/reading.ts';
import {
  field,
  fieldsOf,
  isMapping,
  isNull,
  isScalar,
  itemsOf,
  placeOf,
  printedString,
  printedText,
  type Ref,
  textOf,
  textPlace,
} from '../../yaml/tree.ts';
import { loadPath, namedPath, readVariableFile } from '../files/loader.ts';
import { keyOfPair, readBoolean, readEntries, readScalars, readString, readTexts, unique } from '../values/values.ts';
import { type DotenvVariables, givenIn, parseDotenv, parseRawEnvFile } from '../variables/dotenv.ts';
import type { EnvFiles, EnvFileVariable, GivenVariables } from '../variables/env-files.ts';
import type { Lookup } from '../variables/interpolate.ts';
import { type Given, get, type ServiceScope } from './scope.ts';

/**
 * The container's variables as `NAME=value`: `environment` over `env_file`. A name without a value
 * is looked up, and has no value if unset.
 */
export function readEnvironment(scope: ServiceScope): Given {
  const [own, files] = [get(scope, 'environment'), get(scope, 'env_file')];
  const unread: Place[] = [];
  const given = files && readEnvFiles(files, own, scope, unread);
  const unreadVariables = defined({ unreadVariables: unread[0] });
  const socket = readApiSocketVariable(scope);
  if (own === undefined && socket.length === 0)
    return { config: defined({ env: given?.settings }), ...unreadVariables };
  const all = [...socket.map(toVariable), ...(given?.list ?? []), ...readVariables(own, scope.lookup)];
  return { config: { env: unique(all, ({ name }) => name).map(({ setting }) => setting) }, ...unreadVariables };
}

export function readVariables(ref: Ref | undefined, lookup: Lookup): readonly EnvFileVariable[] {
  // Plain text is rejected, and may be a value whose name is missing.
  if (isScalar(ref) && textOf(ref).indexOf('=') < 0) return [];
  if (!isMapping(ref))
    return readTexts(ref).map((text) =>
      toVariable(text.indexOf('=') < 0 && text.isKnown ? resolve(text, lookup) : text),
    );
  return fieldsOf(ref).flatMap((value) => {
    if (!isScalar(value)) return [];
    const name = value.key.node.string;
    if (isNull(value)) return [toVariable(resolve(textOf(value.key), lookup))];
    const { key, node, hops } = value;
    if (node.text !== undefined || node.origin !== key.node.origin || node.start < key.node.end)
      return [toVariable(pair(textOf(key), printedText(value)))];
    // Faster than creating texts, for the common case.
    const location = { path: node.origin.path, span: { start: key.node.start, end: node.end } };
    return [{ name, setting: known(`${name}=${printedString(node)}`, { location, hops }) }];
  });
}

function toVariable(text: Text): EnvFileVariable {
  return { name: keyOfPair(text), setting: text.toStringSetting() };
}

/**
 * With `use_api_socket`, the client sets the location of the user's credentials, unless the service
 * sets that variable.
 */
function readApiSocketVariable(scope: ServiceScope): readonly Text[] {
  const socket = readBoolean(get(scope, 'use_api_socket'), silent);
  return valueOf(socket) === true && socket !== undefined
    ? [Text.derived('DOCKER_CONFIG=/run/secrets/docker', socket.place)]
    : [];
}

function resolve(key: Text, lookup: Lookup): Text {
  const value = lookup(key.skeleton, key.place);
  return value === undefined ? key : pair(key, value);
}

function pair(key: Text, value: Text): Text {
  return Text.concat([key, Text.derived('=', key.place), value], key.place);
}

function readEnvFiles(files: Ref, own: Ref | undefined, scope: ServiceScope, unread: Place[]): GivenVariables {
  // Of equally named files, the client reads the last one, at the first one's position.
  const items =
    isScalar(files) || isMapping(files) ? [files] : unique(itemsOf(files), (item) => nameOfEnvFile(item, scope));
  let read = scope.loader.envFiles;
  for (const item of items) {
    const file = readEnvFile(item, scope);
    if (file === undefined) unread.push(placeOf(item));
    else read = readAfter(read, file, valueOf(readString(field(item, 'format'))) === 'raw', own, scope);
  }
  read.given ??= toGiven(read.variables);
  return read.given;
}

function toGiven(variables: DotenvVariables): GivenVariables {
  const named = new Map(Array.from(variables, ([name, value]) => [name, namedOnly(name, value)]));
  const list = toPairs(named).map(toVariable);
  return { list, settings: list.map(({ setting }) => setting) };
}

/**
 * Adds a file's variables, which override earlier files'. Its values use variables of the project,
 * else of the service, else of the files (compose-go `WithServicesEnvironmentResolved`).
 */
function readAfter(
  before: EnvFiles,
  file: SourceFile,
  isRaw: boolean,
  own: Ref | undefined,
  scope: ServiceScope,
): EnvFiles {
  const key = `${isRaw ? 'raw' : ''} ${file.path}`;
  const shared = before.next.get(key) ?? readOver(before, file, isRaw, () => undefined, scope);
  before.next.set(key, shared);
  const named = (name: string): Text | undefined => (shared.asked.has(name) ? ownVariable(own, name) : undefined);
  return Array.from(shared.asked).some((name) => named(name) !== undefined)
    ? readOver(before, file, isRaw, named, scope)
    : shared;
}

function readOver(
  { variables, asked }: EnvFiles,
  file: SourceFile,
  isRaw: boolean,
  own: (name: string) => Text | undefined,
  { lookup, report, loader }: ServiceScope,
): EnvFiles {
  const names = new Set(asked);
  const outside: Lookup = (name, use) => {
    const value = lookup(name, use);
    if (value !== undefined) return value;
    names.add(name);
    return own(name);
  };
  const read = isRaw
    ? new Map([...variables, ...parseRawEnvFile(file, outside, report)])
    : parseDotenv(file, outside, report, loader.budgets.values, variables);
  return { variables: read, asked: names, next: new Map() };
}

/** The value of a variable in `environment`, if any. */
function ownVariable(own: Ref | undefined, name: string): Text | undefined {
  if (isMapping(own)) {
    const value = field(own, name);
    return isScalar(value) && !isNull(value) ? printedText(value) : undefined;
  }
  const pairs = isScalar(own) ? [] : readTexts(own);
  return pairs.findLast((text) => keyOfPair(text) === name && text.indexOf('=') >= 0)?.slice(name.length + 1);
}

/**
 * The path as written. In an extended file, Compose makes it relative to the project's directory.
 */
function nameOfEnvFile(item: Ref, { directory }: ServiceScope): string {
  const path = isMapping(item) ? field(item, 'path') : item;
  if (!isScalar(path)) return '';
  const text = textOf(path);
  const { location } = text.place;
  const isExtended = path.hops.some((hop) => hop.kind === 'extends' && hop.location.path !== location.path);
  if (!isExtended || text.value === undefined) return text.source;
  const joined = joinPath(path.node.origin.directory, text.value);
  return directory === '' ? joined : relativePath(directory, joined);
}

/** A value whose file may be outside the repository: messages show the variable's name instead. */
function namedOnly(name: string, value: Text): Text {
  const shown = `\${${name}}`;
  return new Text(
    value.segments.map((segment) => ({ ...segment, place: { ...segment.place, shown } })),
    { ...value.whole, shown },
  );
}

export function readLabels(scope: ServiceScope): Given {
  const own = readEntries(get(scope, 'labels'));
  if (get(scope, 'label_file') === undefined) return { config: defined({ labels: own }) };
  const names = new Set(own?.map(({ key }) => valueOf(key)));
  const inherited = unique(readLabelFiles(scope), keyOfPair).map((text) => toEntry(text));
  return { config: { labels: [...inherited.filter(({ key }) => !names.has(valueOf(key))), ...(own ?? [])] } };
}

const NO_LABELS: DotenvVariables = new Map();

/** Labels from `label_file`, in env file syntax. */
function readLabelFiles(scope: ServiceScope): readonly Text[] {
  const { loader, lookup, report } = scope;
  return readScalars(get(scope, 'label_file')).flatMap((path) => {
    const { directory } = path.node.origin;
    const { file } = loadPath(textOf(path), directory, loader, 'label file', 'error', readVariableFile);
    const labels = file === undefined ? NO_LABELS : parseDotenv(file, lookup, report, loader.budgets.values);
    const [given, place] = [givenIn(labels), textPlace(path)];
    return toPairs(new Map(Array.from(labels.keys(), (name) => [name, given(name, place) ?? new Text([], place)])));
  });
}

function toPairs(variables: DotenvVariables): readonly Text[] {
  return Array.from(variables, ([name, value]) =>
    pair(Text.derived(name, value.segments.length === 0 ? value.whole : value.place), value),
  );
}

function readEnvFile(item: Ref, { loader, report }: ServiceScope): SourceFile | undefined {
  const path = isMapping(item) ? field(item, 'path') : item;
  if (!isScalar(path) || isNull(path)) return undefined;
  const { directory } = path.node.origin;
  const text = textOf(path);
  if (!isMapping(item) || valueOf(readBoolean(field(item, 'required'), report)) !== false)
    return loadPath(text, directory, loader, 'env file', 'info', readVariableFile).file;
  const file = text.isKnown ? readVariableFile(namedPath(text.skeleton, directory, loader), loader) : undefined;
  return file !== undefined && 'file' in file ? file.file : undefined;
}
