import type { Change } from '../model/change.ts';
import { CONFIG } from '../model/config.ts';
import type { Subject } from '../model/container.ts';
import type { ModelField } from '../model/field.ts';
import { HOST_CONFIG } from '../model/host-config.ts';
import { isCertain, isPlace, isSameLocation, type Place } from '../text/location.ts';
import { withoutJoined } from './added-proxy.ts';

/** A part of a model without places. */
export type PlainModel = string | number | boolean | null | readonly PlainModel[] | PlainObject;
interface PlainObject {
  readonly [key: string]: PlainModel;
}

type PlacedChange = Exclude<Change, { readonly kind: 'set' | 'add' }>;

const ROWS: ReadonlyMap<string, ModelField> = new Map(Object.entries(HOST_CONFIG));

/** Lists whose order doesn't matter, including options of binds. */
const UNORDERED: ReadonlySet<string> = new Set([
  'options',
  ...[...ROWS].flatMap(([key, { isUnordered }]) => (isUnordered === true ? key : [])),
]);

/**
 * Fields that are not part of the request: derived ones, such as a bind's text, and facts about
 * notation.
 */
const DERIVED: ReadonlySet<string> = new Set(['spec', 'flagNames', 'isLongForm', 'deploySections', 'commandLine']);

/** Fields that contain an expression as written, or a name that may be one. */
const EXPRESSIONS: ReadonlySet<string> = new Set(['unknown', 'expression', 'name']);

/**
 * The model of a container or exec without places, optionally with changes applied. Omits default
 * values.
 */
export function toPlainModel(subject: Subject, changes: readonly Change[] = []): PlainModel {
  return subject.kind === 'container'
    ? plainContainer(subject, changes)
    : plainObject(subject, placedIn(changes), undefined);
}

function placedIn(changes: readonly Change[]): readonly PlacedChange[] {
  return changes.filter((change) => change.kind !== 'set' && change.kind !== 'add');
}

function plainContainer(container: object, changes: readonly Change[]): PlainObject {
  const plain = plainObject(container, placedIn(changes), undefined);
  const host = isObject(plain['hostConfig']) ? plain['hostConfig'] : {};
  const isFreed = changes.some((change) => change.kind === 'remove' && change.field === 'networkMode');
  const config = isObject(plain['config']) ? plain['config'] : {};
  return {
    ...plain,
    ...setIn(changes, (field) => field === 'pullPolicy'),
    config: changes.reduce(withAddress, { ...config, ...setIn(changes, (field) => Object.hasOwn(CONFIG, field)) }),
    hostConfig: changes.reduce(withChange, { ...host, ...setIn(changes, (field) => ROWS.has(field)) }),
    ...(isFreed ? { networks: null } : {}),
  };
}

/** True if a subject is exactly as the changes require; its text doesn't matter. */
export function isAsChanged(before: Subject, changes: readonly Change[], after: Subject): boolean {
  for (const change of changes) {
    if (change.kind !== 'proxy' || before.kind !== 'container' || after.kind !== 'container') continue;
    const left = withoutJoined(before, after, change.proxy.network);
    return left !== undefined && isSamePlain(toPlainModel(before, changes), toPlainModel(left));
  }
  return isAsChangedAtOnce(before, changes, after) || isSamePlain(toPlainModel(before, changes), toPlainModel(after));
}

/**
 * A fast version of the comparison, with the same result: compares unchanged parts directly and
 * converts only the rest. False means that the slow comparison must decide.
 */
function isAsChangedAtOnce(before: Subject, changes: readonly Change[], after: Subject): boolean {
  if (before.kind !== 'container' || after.kind !== 'container') return changes.length === 0 && isAlike(before, after);
  const fields = new Set<string>(changes.map(({ field }) => field));
  // Leaving a network also affects other fields.
  if (fields.has('networkMode')) return false;
  for (const field of fields) if (!ROWS.has(field) && !Object.hasOwn(CONFIG, field)) return false;
  const [{ hostConfig, config, ...rest }, { hostConfig: hostNow, config: configNow, ...restNow }] = [before, after];
  if (!isAlike(rest, restNow)) return false;
  if (!isAlike(hostConfig, hostNow, fields) || !isAlike(config, configNow, fields)) return false;
  const changed = { hostConfig: pick(hostConfig, fields), config: pick(config, fields) };
  const found = { hostConfig: pick(hostNow, fields), config: pick(configNow, fields) };
  return isSamePlain(plainContainer(changed, changes), plainContainer(found, []));
}

function pick(fields: object, wanted: ReadonlySet<string>): object {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => wanted.has(key)));
}

/** True if two parts differ only in their places. Ignores the fields in `but`. */
function isAlike(a: unknown, b: unknown, but: ReadonlySet<string> = DERIVED): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, index) => isAlike(item, b[index]))
    );
  if (a instanceof Map || b instanceof Map)
    return a instanceof Map && b instanceof Map && isAlike([...a].flat(), [...b].flat());
  if (isPlace(a) || isPlace(b)) return isPlace(a) && isPlace(b) && isCertain(a) === isCertain(b);
  const [own, others]: readonly Readonly<Record<string, unknown>>[] = [{ ...a }, { ...b }];
  const isSame = (key: string): boolean => but.has(key) || DERIVED.has(key) || isAlike(own?.[key], others?.[key]);
  return Object.keys(a).every(isSame) && Object.keys(b).every((key) => key in a || isSame(key));
}

/**
 * True for equal models. A container that leaves the host's network may get any default network.
 */
export function isSamePlain(expected: PlainModel, found: PlainModel): boolean {
  return JSON.stringify(canonical(expected)) === JSON.stringify(canonical(withFreed(expected, found)));
}

function withFreed(expected: PlainModel, found: PlainModel): PlainModel {
  if (!isObject(expected) || !isObject(found) || expected['networks'] !== null) return found;
  const host = isObject(found['hostConfig']) ? found['hostConfig'] : {};
  const rest = Object.entries(host).filter(([key]) => key !== 'networkMode');
  return { ...found, networks: null, hostConfig: Object.fromEntries(rest) };
}

function changed(value: PlainModel, change: PlacedChange): PlainModel | undefined {
  switch (change.kind) {
    case 'remove':
    case 'proxy':
      return undefined;
    case 'replace':
      return change.value;
    case 'move':
      return value;
    case 'set-in':
      return withMember(value, change);
  }
}

function withMember(value: PlainModel, { field, member, value: own }: Extract<Change, { kind: 'set-in' }>): PlainModel {
  if (field === 'tmpfs') return withDenied(value, member);
  if (!isObject(value)) return value;
  if (field !== 'binds' || member !== 'readOnly') return { ...value, [member]: own };
  const options = isList(value['options']) ? value['options'] : [];
  return { ...value, options: [...options.filter((option) => option !== 'rw'), 'ro'] };
}

/**
 * The options of a tmpfs, with the last option of this name negated. In patterns, only literal
 * parts are searched.
 */
function withDenied(options: PlainModel, name: string): PlainModel {
  const written = new RegExp(`^(.*,)?${name}(?=,|$)`, 's');
  if (typeof options === 'string') return options.replace(written, (_, before = '') => `${before}no${name}`);
  if (!isObject(options) || !isList(options['pattern'])) return options;
  const { pattern } = options;
  const last = pattern.findLastIndex((part) => typeof part === 'string' && written.test(part));
  return { ...options, pattern: pattern.map((part, index) => (index === last ? withDenied(part, name) : part)) };
}

function setIn(changes: readonly Change[], isMeant: (field: string) => boolean): PlainObject {
  return Object.fromEntries(
    changes.flatMap((change) => (change.kind === 'set' && isMeant(change.field) ? [[change.field, change.value]] : [])),
  );
}

function withChange(host: PlainObject, change: Change): PlainObject {
  if (change.kind !== 'add') return host;
  const list = host[change.field];
  const isEntry = ROWS.get(change.field)?.is === 'entries';
  const added = change.values.map((value) => (isEntry ? toEntry(value) : value));
  return { ...host, [change.field]: [...(isList(list) ? list : []), ...added] };
}

/** Adds the proxy's address to the program's environment or command. */
function withAddress(config: PlainObject, change: Change): PlainObject {
  if (change.kind !== 'proxy') return config;
  const { field, text } = change.proxy.address;
  const list = config[field];
  return { ...config, [field]: [...(isList(list) ? list : []), text] };
}

/** Parses `path:options` of a tmpfs. */
function toEntry(text: string): PlainObject {
  const [key = '', ...options] = text.split(':');
  return { key, value: options.join(':') };
}

function byText(a: PlainModel, b: PlainModel): number {
  const [one, other] = [JSON.stringify(a), JSON.stringify(b)];
  return one < other ? -1 : Number(one > other);
}

/** `field` names the container's or exec's field that contains the value. */
function plainValue(
  value: unknown,
  changes: readonly PlacedChange[],
  field: string | undefined,
): PlainModel | undefined {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === undefined || value === null) return undefined;
  if (value instanceof Map) return plainValue([...value], changes, field);
  if (Array.isArray(value)) {
    return value.flatMap((item: unknown) => {
      const plain = plainValue(item, changes, field);
      return plain === undefined ? [] : [plain];
    });
  }
  if (typeof value !== 'object') return undefined;
  if (isPlace(value)) return true;
  return plainLocated(value, changes, field);
}

function plainLocated(
  value: object,
  changes: readonly PlacedChange[],
  field: string | undefined,
): PlainModel | undefined {
  const place: unknown = 'place' in value ? value.place : undefined;
  const plain =
    isPlace(place) && 'known' in value
      ? plainSetting(value, place, changes, field)
      : plainObject(value, changes, field);
  if (!isPlace(place)) return plain;
  // An element and its first part can have the same place.
  const isMeant = ({ kind, field: own, place: { location } }: PlacedChange): boolean =>
    own === field &&
    isSameLocation(location, place.location) &&
    !(kind === 'set-in' && own !== 'tmpfs' && 'known' in value);
  return changes
    .filter(isMeant)
    .reduce<PlainModel | undefined>(
      (current, change) => (current === undefined ? undefined : changed(current, change)),
      plain,
    );
}

function plainSetting(
  value: object,
  place: Place,
  changes: readonly PlacedChange[],
  field: string | undefined,
): PlainModel {
  if ('known' in value && value.known === true && 'value' in value && isCertain(place))
    return plainValue(value.value, changes, field) ?? null;
  const parts = plainObject(value, changes, field);
  return isCertain(place) ? parts : { ...parts, isCertain: false };
}

function plainObject(value: object, changes: readonly PlacedChange[], field: string | undefined): PlainObject {
  const entries = Object.entries(value).flatMap(([key, own]: [string, unknown]): [string, PlainModel][] => {
    if (DERIVED.has(key) || key === 'place') return [];
    const plain = plainValue(plainMember(key, own), changes, field ?? (key === 'hostConfig' ? undefined : key));
    return plain === undefined || isNothing(plain) ? [] : [[key, plain]];
  });
  return Object.fromEntries(entries);
}

function plainMember(key: string, value: unknown): unknown {
  return typeof value === 'string' && EXPRESSIONS.has(key) ? plainExpression(value) : value;
}

/** An expression in canonical form, without braces and command substitutions. */
export function plainExpression(text: string): string {
  if (!text.includes('$') && !text.includes('`')) return text;
  const substitution = text.search(/\$\(|`/);
  const rest = substitution < 0 ? text : `${text.slice(0, substitution)}$(…)`;
  return rest.replace(/\$\{(\w+)\}/g, '$$$1');
}

/** True for values that the engine treats as absent. */
function isNothing(value: PlainModel): boolean {
  return (
    value === false ||
    value === '' ||
    (isList(value) && value.length === 0) ||
    (isObject(value) && Object.keys(value).length === 0)
  );
}

function canonical(value: PlainModel): PlainModel {
  if (isList(value)) return value.map(canonical);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, own]) => !isNothing(own))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, own]) => [key, key === 'nanoCpus' ? rounded(own) : inOneForm(key, canonical(own))]),
  );
}

/** Brings a value into canonical form: sorts unordered lists, and shortens `no-new-privileges`. */
function inOneForm(key: string, own: PlainModel): PlainModel {
  if (!isList(own) || !UNORDERED.has(key)) return own;
  const spelt = (option: PlainModel): PlainModel =>
    typeof option === 'string' ? option.replace(/^(no-new-privileges)[:=]true$/, '$1') : option;
  return own.map(spelt).toSorted(byText);
}

/** Rounds CPU counts like Compose, which stores them as 32-bit floating-point numbers. */
function rounded(nanoCpus: PlainModel): PlainModel {
  return typeof nanoCpus === 'number' ? Math.round(nanoCpus / 1e6) : nanoCpus;
}

function isList(value: PlainModel | undefined): value is readonly PlainModel[] {
  return Array.isArray(value);
}

function isObject(value: PlainModel | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
