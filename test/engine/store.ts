import { type JsonObject, objectAt, stringAt } from './json.ts';
import type { Recording } from './recording.ts';

/** A container as the stand-in knows it. It runs nothing; it only has a state. */
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

/** Everything one engine remembers between `reset`s. */
export interface Store {
  /** Entries are replaced, never changed: a container's entry when it is started. */
  readonly recordings: Recording[];
  /** Requests that no route answers, as `METHOD path`. */
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

/** A 64-digit id as the Engine makes them, but counted: the same commands get the same ids. */
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

/** By name, id, or the 12 digits that `docker ps` shows; the newest wins. */
export function findContainer(store: Store, key: string): Container | undefined {
  return store.containers.findLast(
    ({ id, name }) => name === key || id === key || (key.length >= 12 && id.startsWith(key)),
  );
}

/** A container that nobody created counts as one that was running before: `docker exec ANY` works. */
export function findOrAssumeContainer(store: Store, key: string): Container {
  return findContainer(store, key) ?? addContainer(store, key, {}, 'running');
}

/** A container that somebody watches ends as soon as it starts; one that nobody watches keeps running. */
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
