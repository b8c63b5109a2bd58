import { isJsonList, type Json, type JsonObject } from '../../engine-json/engine-writer.ts';
import { toEngineJson } from '../../engine-json/to-engine-json.ts';
import type { KnownImage } from '../../images/known-image.ts';
import { type Container, dialectOf, isUpdate, type Subject } from '../../model/container.ts';
import { lifetimeOf } from '../../model/lifetime.ts';
import type { PortBinding } from '../../model/values.ts';
import { type Doubt, unknownDoubt, unresolvedReason } from '../../rules/shared/demand.ts';
import { isCertain, type Place } from '../../text/location.ts';
import { patternText, type Setting, type Unknown } from '../../text/setting.ts';
import { exposureFact } from './exposure-fact.ts';
import { imageFact } from './image-fact.ts';
import { doubtAt, type ObjectNode, type RequestNode, scalarNode, type UnknownNode, unknownNode } from './node.ts';
import { type RecordSpec, SPECS, type Spec } from './spec.ts';

export interface RequestSource {
  readonly image: () => KnownImage;
  readonly peers: readonly Container[];
  /** See `EngineJsonOptions`. */
  readonly workingDirectory?: string | undefined;
}

/**
 * A subject as custom rules see it: the output of `plimsoll model --facts`, with the place of each
 * value.
 */
export interface PolicyRequest {
  readonly root: ObjectNode;
  /** The reason if missing settings are not checked. */
  readonly exempt?: Doubt | undefined;
}

export function requestOf(subject: Subject, source: RequestSource): PolicyRequest {
  const { path } = subject.place.location;
  const exempt = exemption(subject);
  const written = new Writer(subject, exempt ?? unresolvedReason(subject), source.workingDirectory).write();
  const entries = new Map<string, RequestNode>([
    ['file', scalarNode(path)],
    ['kind', scalarNode(subject.kind)],
    ['origin', scalarNode(subject.origin)],
    ['name', scalarNode(subject.name)],
  ]);
  if (subject.kind === 'container') entries.set('lifetime', lifetimeNode(subject));
  for (const [name, node] of written.entries) entries.set(name, node);
  if (subject.kind === 'container') {
    const known = source.image();
    entries.set('image', imageFact(subject, known));
    entries.set('exposure', exposureFact(subject, known, source.peers));
  }
  return { root: { kind: 'object', entries, unnamed: [] }, exempt };
}

function lifetimeNode(container: Container): RequestNode {
  const lifetime = lifetimeOf(container);
  const { place } = lifetime;
  if (lifetime.known) return scalarNode(lifetime.value, place);
  return {
    ...unknownNode(unknownDoubt('Its lifetime', lifetime), place, 'string'),
    candidates: lifetime.isOpen === true ? [] : lifetime.candidates.map(({ value }) => value),
  };
}

function exemption(subject: Subject): Doubt | undefined {
  const { place } = subject;
  if (isUpdate(subject.origin))
    return doubtAt(place, 'It updates an existing container and leaves everything else unchanged.');
  if (subject.kind === 'container' && subject.isPod === true)
    return doubtAt(place, 'A pod runs no process itself; set this on its containers.');
  return undefined;
}

/** The parts of a request that unknown options may add to. */
const PARTS: readonly string[] = ['Config', 'HostConfig', 'NetworkingConfig'];

class Writer {
  readonly #subject: Subject;
  readonly #json: JsonObject;
  readonly #spec: RecordSpec;
  readonly #open: Doubt | undefined;
  readonly #places = new Map<string, Place>();
  readonly #settings = new Map<string, Setting<unknown>>();
  /** The paths of unknown values that are not in the result yet. */
  readonly #unknown: Set<string>;

  /** `open` is the reason if unknown options may set missing settings. */
  constructor(subject: Subject, open: Doubt | undefined, workingDirectory: string | undefined) {
    this.#subject = subject;
    const { unknown, ...json } = toEngineJson(subject, {
      // As in `plimsoll model`, scripts have no known working directory.
      ...(workingDirectory === undefined || dialectOf(subject.origin) === 'docker' ? {} : { workingDirectory }),
      onPlace: (path, place, setting) => {
        this.#places.set(path, place);
        if (setting !== undefined) this.#settings.set(path, setting);
      },
    });
    this.#json = { ...json };
    this.#unknown = new Set(unknown);
    this.#spec = SPECS[subject.kind];
    this.#open = open;
    this.#namePorts();
  }

  write(): ObjectNode {
    const root = new Map<string, RequestNode>();
    for (const [name, json] of Object.entries(this.#json))
      root.set(name, this.#node(json, name, this.#spec.fields[name], undefined, PARTS.includes(name)));
    for (const name of PARTS)
      if (!root.has(name) && this.#open !== undefined)
        root.set(name, { kind: 'object', entries: new Map(), unnamed: [], open: this.#open });
    if (this.#unknown.has('platform'))
      root.set('platform', this.#unknownNode('platform', this.#spec.fields['platform'], true));
    // The remaining unknown values have no printed place, so mark their parents as unknown.
    for (const path of this.#unknown) {
      const [name = ''] = /^\w+/.exec(path) ?? [];
      root.set(name, this.#unknownNode(path, undefined, false));
    }
    return { kind: 'object', entries: root, unnamed: [] };
  }

  /** `isPart` is false for list elements: unknown options can't add to them. */
  #node(json: Json, path: string, spec: Spec | undefined, above: Place | undefined, isPart: boolean): RequestNode {
    const place = this.#places.get(path) ?? above;
    if (this.#unknown.delete(path)) return this.#unknownNode(path, spec, this.#isBranch(path));
    if (isJsonList(json)) {
      const of = spec?.kind === 'list' ? spec.of : undefined;
      const items = json.map((item, index) => this.#node(item, `${path}[${index}]`, of, place, false));
      const open = (isPart ? this.#open : undefined) ?? this.#unreadVariables(path);
      return { kind: 'list', items, place, open };
    }
    if (typeof json !== 'object' || json === null) return scalarNode(json, place);
    return this.#object(json, path, spec, place, isPart);
  }

  #object(
    json: JsonObject,
    path: string,
    spec: Spec | undefined,
    place: Place | undefined,
    isPart: boolean,
  ): ObjectNode {
    const specOf = (name: string): Spec | undefined =>
      spec?.kind === 'record' ? spec.fields[name] : spec?.kind === 'map' ? spec.of : undefined;
    const unnamed: Doubt[] = [];
    const entries = new Map<string, RequestNode>();
    const asWritten: string[] = [];
    for (const inner of this.#below(path)) {
      if (inner[path.length] !== '[') continue;
      this.#unknown.delete(inner);
      // Deeper paths belong to the same entry.
      if (!inner.endsWith(']')) continue;
      const setting = this.#settings.get(inner);
      unnamed.push(this.#doubt(inner));
      if (setting?.known === false) asWritten.push(patternText(setting.pattern));
    }
    for (const [key, value] of Object.entries(json)) {
      // Skip unknown keys: they are printed as written.
      if (asWritten.some((text) => text !== '' && key.includes(text))) continue;
      const at = `${path}.${key}`;
      entries.set(key, this.#node(value, at, specOf(key), place, isPart));
    }
    for (const inner of this.#below(path)) {
      const name = inner.slice(path.length + 1);
      if (spec?.kind === 'map' || /[.[]/.test(name)) continue;
      this.#unknown.delete(inner);
      entries.set(name, this.#unknownNode(inner, specOf(name), true));
    }
    const mayBeAbsent = this.#isBranch(path) ? this.#doubt(path) : undefined;
    return { kind: 'object', entries, unnamed, place, mayBeAbsent, open: isPart ? this.#open : undefined };
  }

  /** The unknown paths below a path that are not in the result yet. */
  #below(path: string): readonly string[] {
    return [...this.#unknown].filter((each) => each.startsWith(`${path}.`) || each.startsWith(`${path}[`));
  }

  #unknownNode(path: string, spec: Spec | undefined, mayBeAbsent: boolean): UnknownNode {
    const setting = this.#settings.get(path);
    const type = spec?.kind === 'list' || spec?.kind === 'map' || spec?.kind === 'record' ? undefined : spec?.kind;
    const doubt = this.#doubt(path);
    return {
      ...unknownNode(doubt, this.#places.get(path), type),
      ...(setting?.known === false && {
        written: patternText(shownOnly(setting).pattern),
        parts: setting.pattern.map((part) => (typeof part === 'string' ? part : undefined)),
        candidates: setting.isOpen === true ? [] : setting.candidates.map(({ value }) => value).filter(isScalar),
      }),
      mayBeAbsent: mayBeAbsent ? doubt : undefined,
    };
  }

  #isBranch(path: string): boolean {
    const place = this.#places.get(path);
    return place !== undefined && !isCertain(place);
  }

  #doubt(path: string): Doubt {
    const setting = this.#settings.get(path);
    const place = this.#places.get(path) ?? this.#subject.place;
    if (setting?.known === false) return { ...unknownDoubt(`\`${path}\``, shownOnly(setting)), place };
    const reason = this.#isBranch(path)
      ? `\`${path}\` has this value on some code paths only.`
      : `\`${path}\` can't be determined from the file.`;
    return doubtAt(place, reason);
  }

  /** The reason if an unreadable env file may set more variables. */
  #unreadVariables(path: string): Doubt | undefined {
    const subject = this.#subject;
    if (path !== 'Config.Env' || subject.kind !== 'container' || subject.unreadVariables === undefined)
      return undefined;
    return doubtAt(subject.unreadVariables, 'An env file could not be read.');
  }

  /** Changes the paths of published ports: from the index of the port to its printed key. */
  #namePorts(): void {
    const subject = this.#subject;
    const bindings = subject.kind === 'container' ? (subject.hostConfig.portBindings ?? []) : [];
    const counts = new Map<string, number>();
    for (const [index, binding] of bindings.entries()) {
      const from = `HostConfig.PortBindings[${index}]`;
      for (const key of keysOf(binding)) {
        const at = counts.get(key) ?? 0;
        counts.set(key, at + 1);
        const to = `HostConfig.PortBindings.${key}[${at}]`;
        this.#places.set(to, binding.place);
        for (const name of ['HostIp', 'HostPort']) this.#copy(`${from}.${name}`, `${to}.${name}`);
      }
      if (binding.containerPort.known)
        for (const name of ['HostIp', 'HostPort']) this.#unknown.delete(`${from}.${name}`);
    }
  }

  #copy(from: string, to: string): void {
    const [place, setting] = [this.#places.get(from), this.#settings.get(from)];
    if (place !== undefined) this.#places.set(to, place);
    if (setting !== undefined) this.#settings.set(to, setting);
    if (this.#unknown.has(from)) this.#unknown.add(to);
  }
}

/** The printed keys of a published port; empty if the port is unknown. */
function keysOf({ containerPort, protocol }: PortBinding): readonly string[] {
  if (!containerPort.known || !protocol.known) return [];
  const { start, end } = containerPort.value;
  return Array.from({ length: end - start + 1 }, (_, offset) => `${start + offset}/${protocol.value}`);
}

/** Replaces a possibly secret value with its variable. */
function shownOnly(setting: Unknown<unknown>): Unknown<unknown> {
  const { shown } = setting.place;
  return shown === undefined ? setting : { ...setting, pattern: [{ unknown: shown }] };
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
