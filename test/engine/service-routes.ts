import { isJsonObject, type JsonObject, objectAt, stringAt } from './json.ts';
import { type Answer, type Call, filterValues, ok, type Route } from './route.ts';
import { addResource, createId, findResource, type Resource } from './store.ts';

/** Unknown services exist and have an image. */
function findOrAssume({ store, target }: Call): Resource {
  const assumed = { Name: target, TaskTemplate: { ContainerSpec: { Image: 'assumed' } } };
  return findResource(store.services, target) ?? addResource(store, store.services, assumed);
}

function serviceAnswer({ id, body }: Resource): JsonObject {
  return { ID: id, Version: { Index: 1 }, Spec: body };
}

/** The joined networks' names; the client sends IDs. */
function networkNames({ store, body }: Call): readonly string[] {
  const networks = objectAt(body, 'TaskTemplate')['Networks'];
  return (Array.isArray(networks) ? networks : []).filter(isJsonObject).map((network) => {
    const id = stringAt(network, 'Target');
    return findResource(store.networks, id)?.name ?? id;
  });
}

function create(call: Call): Answer {
  const { store, headers, body } = call;
  store.recordings.push({ kind: 'service', command: 'create', headers, body, networks: networkNames(call) });
  return { status: 201, body: { ID: addResource(store, store.services, body).id } };
}

function update(call: Call): Answer {
  const { store, headers, body } = call;
  store.recordings.push({ kind: 'service', command: 'update', headers, body, networks: networkNames(call) });
  return ok({});
}

/** The SDK checks this before creating a service; the client only before updating one. */
function inspect(call: Call): Answer {
  const isSdk = call.headers['user-agent']?.startsWith('docker-sdk-python') === true;
  const isThere = !isSdk || findResource(call.store.services, call.target) !== undefined;
  return isThere ? ok(serviceAnswer(findOrAssume(call))) : { status: 404, body: { message: 'no such service' } };
}

/** Every secret and config exists. */
function named({ store, query }: Call): Answer {
  return ok(filterValues(query, 'name').map((name) => ({ ID: createId(store), Spec: { Name: name } })));
}

/** Swarm services. They report no progress, so clients must use `--detach`. */
export const serviceRoutes: readonly Route[] = [
  { method: 'POST', path: '/services/create', handle: create },
  { method: 'POST', path: '/services/*/update', handle: update },
  { method: 'GET', path: '/services/*', handle: inspect },
  // Otherwise, the client would replace the tag with the digest.
  { method: 'GET', path: '/distribution/*/json', handle: () => ({ status: 404, body: { message: 'no registry' } }) },
  { method: 'GET', path: '/secrets', handle: named },
  { method: 'GET', path: '/configs', handle: named },
];
