import { isJsonList, isJsonObject, type Json, type JsonObject } from '../engine-json/engine-writer.ts';
import type { EngineJson } from '../engine-json/to-engine-json.ts';
import { toFullReference, toShortName } from '../images/reference.ts';
import { cleanPath } from '../util/paths.ts';

export interface Leaf {
  /**
   * The Engine API name, including names of list elements: `HostConfig.Memory`, `Config.Env.DEBUG`.
   */
  readonly field: string;
  /** Equal for values with the same meaning. */
  readonly value: string;
  /** True for a list element, which a side has or lacks. */
  readonly isItem: boolean;
  /** The path in the JSON, as in the request's `unknown`: `Config.Env[1]`. */
  readonly path: string;
}

export type Leaves = ReadonlyMap<string, Leaf>;

type Add = (field: string, value: Json, path: string, isItem?: boolean) => void;
type Reader = (field: string, value: Json, add: Add) => void;

/** Readers for fields that need special handling, by path. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Config.Image', asText(imageName)],
  ['Config.WorkingDir', asText(cleanPath)],
  ['Config.Env', eachItem(readVariable)],
  ['Config.Cmd', readCommand],
  ['Config.Entrypoint', readCommand],
  ['Config.Healthcheck.Test', readCommand],
  ['HostConfig.Binds', eachItem(readBind)],
  ['HostConfig.Mounts', eachItem(readMount)],
  ['HostConfig.SecurityOpt', eachItem(readSecurityOption)],
  ['HostConfig.NetworkMode', readNetworkMode],
  ['HostConfig.PortBindings', readPorts],
  ['HostConfig.MaskedPaths', readWhole],
  ['HostConfig.ReadonlyPaths', readWhole],
]);

const PUBLISHED = 'HostConfig.PortBindings.';

/** The comparable values of a request, or of an image's settings. */
export function leavesOf(request: Pick<EngineJson, 'Config' | 'HostConfig'>): Leaves {
  const leaves = new Map<string, Leaf>();
  const add: Add = (field, value, path, isItem = false) => {
    const text = leafText(value);
    leaves.set(keyOf(field, isItem ? text : undefined), { field, value: text, path, isItem });
  };
  readValue('Config', request.Config, add);
  readValue('HostConfig', request.HostConfig, add);
  // Drop exposed ports that are also published: clients expose those automatically.
  for (const { field } of leaves.values())
    if (field.startsWith(PUBLISHED)) leaves.delete(keyOf('Config.ExposedPorts', field.slice(PUBLISHED.length)));
  return leaves;
}

function keyOf(field: string, item: string | undefined): string {
  return item === undefined ? field : `${field}[${item}]`;
}

const SETS: readonly string[] = ['Config.ExposedPorts', 'Config.Volumes'];

function readValue(field: string, value: Json, add: Add): void {
  const reader = READERS.get(field);
  if (reader !== undefined) reader(field, value, add);
  else if (isJsonList(value)) readList(field, value, add);
  else if (isJsonObject(value)) {
    for (const [name, one] of Object.entries(value)) {
      const path = `${field}.${name}`;
      if (SETS.includes(field)) add(field, name, path, true);
      else readValue(path, one, add);
    }
  } else add(field, value, field);
}

/** Adds each element of an unordered list. */
function readList(field: string, items: readonly Json[], add: Add): void {
  for (const [index, item] of items.entries()) {
    const path = `${field}[${index}]`;
    if (!isJsonObject(item)) add(field, item, path, true);
    else {
      const name = item['Name'] ?? item['PathOnHost'] ?? item['Path'] ?? index;
      add(`${field}.${leafText(name)}`, sorted(item), path);
    }
  }
}

function asText(normalize: (text: string) => string): Reader {
  return (field, value, add) => {
    add(field, normalize(leafText(value)), field);
  };
}

type ItemReader = (item: Json, path: string, add: Add, field: string) => void;

function eachItem(read: ItemReader): Reader {
  return (field, value, add) => {
    for (const [index, item] of listOf(value).entries()) read(item, `${field}[${index}]`, add, field);
  };
}

const MODES_WITHOUT_NAME = /^(?:default|bridge|host|none|(?:container|ns):.*)$/s;

/** Omits a network's name or id, since networks are compared separately. */
function readNetworkMode(field: string, value: Json, add: Add): void {
  const mode = leafText(value);
  if (MODES_WITHOUT_NAME.test(mode)) add(field, mode === 'default' ? 'bridge' : mode, field);
}

function readWhole(field: string, value: Json, add: Add): void {
  add(field, value, field);
}

/**
 * Reads a security option in one spelling. Options that unmask paths become podman's path fields;
 * defaults are left out.
 */
function readSecurityOption(item: Json, path: string, add: Add, field: string): void {
  for (const option of leafText(item).split(/,(?=label=)/)) {
    const text = option.replace(/^([a-z-]+):/, '$1=');
    if (/^(?:unmask=all|systempaths=unconfined)$/i.test(text)) {
      add('HostConfig.MaskedPaths', [], path);
      add('HostConfig.ReadonlyPaths', [], path);
    } else if (text !== 'no-new-privileges=false')
      add(field, text.replace(/^(no-new-privileges)=true$/, '$1'), path, true);
  }
}

/**
 * An empty list means the image's command, and one empty word means no command: both are left out.
 */
function readCommand(field: string, value: Json, add: Add): void {
  if (listOf(value).some((word) => word !== '')) add(field, value, field);
}

function readVariable(item: Json, path: string, add: Add, field: string): void {
  const [name = ''] = leafText(item).split('=', 1);
  add(`${field}.${name}`, item, path);
}

/** Reads the host ports of each container port. */
function readPorts(field: string, value: Json, add: Add): void {
  if (!isJsonObject(value)) return;
  for (const [port, bindings] of Object.entries(value)) {
    const hosts = listOf(bindings).map((binding) => {
      const { HostIp = '', HostPort = '' } = isJsonObject(binding) ? binding : {};
      const address = leafText(HostIp);
      const prefix =
        address === '' || address === '0.0.0.0' ? '' : address.includes(':') ? `[${address}]:` : `${address}:`;
      return prefix + (leafText(HostPort) || 'any');
    });
    add(`${field}.${port}`, [...new Set(hosts)].sort().join(' '), `${field}.${port}`);
  }
}

const MODES: readonly string[] = ['ro', 'shared', 'rshared', 'slave', 'rslave', 'private'];

/**
 * Reads `source:target[:options]` like a mount: whether clients send one or the other depends on
 * their version.
 */
function readBind(item: Json, path: string, add: Add): void {
  const [source = '', target = '', options = ''] = leafText(item).split(':');
  const modes = options.split(',').filter((option) => MODES.includes(option));
  addMount({ type: source.startsWith('/') ? 'bind' : 'volume', source, target, modes }, path, add);
}

function readMount(item: Json, path: string, add: Add): void {
  if (!isJsonObject(item)) return;
  const { Type, Source = '', Target = '', ReadOnly, BindOptions, TmpfsOptions, ImageOptions } = item;
  const propagation = isJsonObject(BindOptions) ? BindOptions['Propagation'] : undefined;
  const modes = [
    ...(ReadOnly === true ? ['ro'] : []),
    ...(typeof propagation === 'string' && MODES.includes(propagation) ? [propagation] : []),
    ...[TmpfsOptions, ImageOptions].flatMap((options) => (isJsonObject(options) ? [sorted(options)] : [])),
  ].filter((mode) => mode !== '{}');
  addMount({ type: leafText(Type), source: leafText(Source), target: leafText(Target), modes }, path, add);
}

interface MountText {
  readonly type: string;
  readonly source: string;
  readonly target: string;
  readonly modes: readonly string[];
}

function addMount({ type, source, target, modes }: MountText, path: string, add: Add): void {
  const text = [type, withoutSlash(source), ...modes.toSorted()].filter((part) => part !== '').join(' ');
  add(`HostConfig.Mounts.${withoutSlash(target)}`, text, path);
}

function withoutSlash(path: string): string {
  return path.replace(/(?<=.)\/$/, '');
}

function imageName(reference: string): string {
  const { name, tag, digest } = toFullReference(reference) ?? {};
  if (name === undefined) return reference;
  return `${toShortName(name)}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}

function sorted(object: JsonObject): string {
  return JSON.stringify(Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Text as it is, other values as JSON; empty for `undefined`. */
export function leafText(value: Json | undefined): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
}

function listOf(value: Json | undefined): readonly Json[] {
  return isJsonList(value) ? value : [];
}
