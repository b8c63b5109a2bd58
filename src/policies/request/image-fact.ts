import type { Fact, KnownImage } from '../../images/known-image.ts';
import type { Container } from '../../model/container.ts';
import { parseImageReference } from '../../parsers/syntax/image-reference.ts';
import { type Doubt, unknownDoubt } from '../../rules/shared/demand.ts';
import { unknownImage } from '../../rules/shared/image/known.ts';
import { isSameLocation } from '../../text/location.ts';
import type { Setting } from '../../text/setting.ts';
import { doubtAt, type ObjectNode, type RequestNode, scalarNode, unknownNode } from './node.ts';

export function imageFact(container: Container, known: KnownImage): ObjectNode {
  const { config, build, image, place } = container;
  // Compose names a built image after the project and the service, and doesn't pull it.
  const isNamedByCompose =
    build !== undefined && config.image !== undefined && isSameLocation(config.image.place.location, place.location);
  const named = isNamedByCompose ? undefined : config.image;
  const doubt = unknownImage(container);
  const entries = new Map<string, RequestNode>(named === undefined ? [] : partsOf(named, '`image`'));
  entries.set('isBuilt', scalarNode(build !== undefined, build));
  const base = build === undefined ? undefined : image?.base;
  if (base !== undefined && !(base.known && base.value === 'scratch'))
    entries.set('base', {
      kind: 'object',
      entries: new Map(partsOf(base, '`image.base`')),
      unnamed: [],
      place: base.place,
    });
  else if (build !== undefined && base === undefined) entries.set('base', unknownNode(doubt, build));
  const at = build ?? config.image?.place;
  const noted = <T>(name: string, fact: Fact<T> | undefined, toNode: (value: T) => RequestNode): void => {
    const where = fact?.source.kind === 'dockerfile' ? fact.source.place : at;
    entries.set(name, fact === undefined ? unknownNode(doubt, at) : { ...toNode(fact.value), place: where });
  };
  noted('user', known.user, (user) => scalarNode(user));
  noted('healthcheck', known.healthcheck, (test) => list(test === 'none' ? [] : test));
  noted('exposedPorts', known.exposedPorts, list);
  noted('volumes', known.volumes, list);
  return { kind: 'object', entries, unnamed: [], place: at };
}

function list(values: readonly string[]): RequestNode {
  return { kind: 'list', items: values.map((value) => scalarNode(value)) };
}

const UNKNOWN = '\0';
/** Text after `@` that may be a digest; otherwise a registry follows the `@`. */
const DIGEST = /^\w*(?:\0|:)[^/]*$/;
const LATEST = 'latest';

function partsOf(setting: Setting<string>, what: string): readonly (readonly [string, RequestNode])[] {
  const { place } = setting;
  const whole = setting.known
    ? setting.value
    : setting.pattern.map((part) => (typeof part === 'string' ? part : UNKNOWN)).join('');
  const [named, digest] = cut(whole, whole.indexOf('@'));
  const isName = setting.known ? parseImageReference(whole) !== undefined : DIGEST.test(digest ?? ':');
  if (!isName) {
    const mayBeAbsent: Doubt = doubtAt(place, `${what} has a name that can't be parsed.`);
    return ['registry', 'repository', 'tag', 'digest'].map((name) => [
      name,
      { ...unknownNode(mayBeAbsent, place, 'string'), mayBeAbsent },
    ]);
  }
  const doubt: Doubt = setting.known
    ? doubtAt(place, `${what} can't be determined from the file.`)
    : unknownDoubt(what, setting);
  const node = (value: string): RequestNode =>
    value.includes(UNKNOWN)
      ? { ...unknownNode(doubt, place, 'string'), parts: partsIn(value) }
      : scalarNode(value, place);
  const colon = named.lastIndexOf(':');
  const [name, tag] = cut(named, colon > named.lastIndexOf('/') ? colon : -1);
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isDomain = parseImageReference(`${first}/x`)?.domain !== undefined;
  const isSure = !(slash < 0 ? name : first).includes(UNKNOWN);
  const domain = first.toLowerCase().replace(/^(?:index|registry-1)\.docker\.io$/, 'docker.io');
  const registry = isSure ? node(isDomain ? domain : 'docker.io') : node(UNKNOWN);
  const path = isDomain ? name.slice(slash + 1) : name;
  const isLibrary = isSure && (!isDomain || domain === 'docker.io') && !path.includes('/');
  const isOpenEnd = whole.endsWith(UNKNOWN);
  const maybe = (value: RequestNode): RequestNode => ({ ...value, mayBeAbsent: doubt });
  const entries: [string, RequestNode][] = [
    ['registry', registry],
    ['repository', isSure ? node(isLibrary ? `library/${path}` : path) : node(UNKNOWN)],
  ];
  if (tag !== undefined) entries.push(['tag', isOpenEnd ? maybe(node(tag)) : node(tag)]);
  else if (isOpenEnd && digest === undefined) entries.push(['tag', maybe(node(UNKNOWN))]);
  else if (digest === undefined) entries.push(['tag', node(LATEST)]);
  if (digest !== undefined) entries.push(['digest', node(digest)]);
  else if (isOpenEnd) entries.push(['digest', maybe(node(UNKNOWN))]);
  return entries;
}

function partsIn(value: string): readonly (string | undefined)[] {
  return value.split(UNKNOWN).flatMap((part, index) => (index === 0 ? [part] : [undefined, part]));
}

function cut(value: string, at: number): readonly [string, string?] {
  return at < 0 ? [value] : [value.slice(0, at), value.slice(at + 1)];
}
