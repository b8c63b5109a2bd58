import { type JsonObject, objectAt, stringAt } from './json.ts';
import type { Recording } from './recording.ts';

/** A container's state; nothing runs. */
export interface Container {
  readonly id: string;
  readonly name: string;
  readonly body: JsonObject;
  state: 'created' | 'running' | 'exited';
  /** Called once, when the container ends. */
  readonly watchers: (() => void)[];
}

export interface Resource {
  readonly id: string;
  readonly name: string;
  readonly body: JsonObject;
}

export interface ContainerEvent {
  readonly action: 'create' | 'start' | 'die';
  readonly container: Container;
}

/** The engine's state between `reset`s. */
export interface Store {
  /** Entries are replaced, never modified. */
  readonly recordings: Recording[];
  /** Unanswered requests, as `METHOD path`. */
  readonly unanswered: string[];
  readonly containers: Container[];
  readonly networks: Resource[];
  readonly volumes: Resource[];
  readonly services: Resource[];
  readonly eventListeners: Set<(event: ContainerEvent) => void>;
  nextId: number;
}

export function createStore(): Store {
  return {
    recordings: [],
    unanswered: [],
    containers: [],
    networks: [],
    volumes: [],
    services: [],
    eventListeners: new Set(),
    nextId: 1,
  };
}

/** A 64-digit ID, counted up: the same commands get the same IDs. */
export function createId(store: Store): string {
  const id = store.nextId.toString(16).padStart(64, '0');
  store.nextId += 1;
  return id;
}

export function addContainer(store: Store, name: string, body: JsonObject, state: Container['state']): Container {
  const id = createId(store);
  const container: Container = { id, name: name === '' ? `unnamed-${id.slice(-4)}` : name, body, state, watchers: [] };
  store.containers.push(container);
  return container;
}

/** By name, ID, or the 12 digits of `docker ps`; the newest wins. */
export function findContainer(store: Store, key: string): Container | undefined {
  return store.containers.findLast(
    ({ id, name }) => name === key || id === key || (key.length >= 12 && id.startsWith(key)),
  );
}

/** An unknown container counts as running: `docker exec ANY` works. */
export function findOrAssumeContainer(store: Store, key: string): Container {
  return findContainer(store, key) ?? addContainer(store, key, {}, 'running');
}

/** A watched container ends as soon as it starts; others keep running. */
export function startContainer(store: Store, container: Container): void {
  container.state = 'running';
  emit(store, { action: 'start', container });
  if (container.watchers.length > 0 || store.eventListeners.size > 0) endContainer(store, container);
}

export function endContainer(store: Store, container: Container): void {
  container.state = 'exited';
  for (const watcher of container.watchers.splice(0)) watcher();
  emit(store, { action: 'die', container });
}

export function emit(store: Store, event: ContainerEvent): void {
  for (const listener of store.eventListeners) listener(event);
}

export function labelsOf(container: Container): JsonObject {
  return objectAt(container.body, 'Labels');
}

export function findResource(resources: readonly Resource[], key: string): Resource | undefined {
  return resources.find(({ id, name }) => id === key || name === key);
}

export function addResource(store: Store, resources: Resource[], body: JsonObject): Resource {
  const id = createId(store);
  const resource: Resource = { id, name: stringAt(body, 'Name') === '' ? id : stringAt(body, 'Name'), body };
  resources.push(resource);
  return resource;
}
