import { imageAnswer, info, networkAnswer, version, volumeAnswer } from './answers.ts';
import { type Answer, type Call, done, filterValues, ok, type Route } from './route.ts';
import { addResource, findResource, type Resource } from './store.ts';

const created = (body: unknown): Answer => ({ status: 201, body });
const notFound = (what: string): Answer => ({ status: 404, body: { message: `no such ${what}` } });

const builtInNetworks = ['bridge', 'host', 'none'];

/** The created resource, or one that is assumed to exist. */
function findOrAssume(call: Call, kind: 'volume' | 'network', key: string): Resource | undefined {
  const resources = kind === 'volume' ? call.store.volumes : call.store.networks;
  const isThere = call.exists(kind, key) || (kind === 'network' && builtInNetworks.includes(key));
  return findResource(resources, key) ?? (isThere ? { id: key, name: key, body: { Name: key } } : undefined);
}

function listNetworks(call: Call): Answer {
  const names = filterValues(call.query, 'name');
  const assumed = names.map((name) => findOrAssume(call, 'network', name)).filter((network) => network !== undefined);
  const networks = names.length > 0 ? assumed : call.store.networks;
  return ok(networks.map(networkAnswer));
}

function createResource(call: Call, kind: 'volume' | 'network'): Resource {
  const { store, headers, body } = call;
  store.recordings.push({ kind, headers, body });
  return addResource(store, kind === 'volume' ? store.volumes : store.networks, body);
}

function inspect(call: Call, kind: 'volume' | 'network'): Answer {
  const found = findOrAssume(call, kind, call.target);
  if (found === undefined) return notFound(`${kind}: ${call.target}`);
  return ok(kind === 'volume' ? volumeAnswer(found) : networkAnswer(found));
}

/** Routes that aren't about one container. */
export const resourceRoutes: readonly Route[] = [
  { method: 'GET', path: '/version', handle: () => ok(version) },
  { method: 'GET', path: '/info', handle: () => ok(info) },

  { method: 'GET', path: '/images/json', handle: () => ok([]) },
  { method: 'GET', path: '/images/*/json', handle: ({ target }) => ok(imageAnswer(target)) },
  { method: 'POST', path: '/images/create', handle: () => ok({ status: 'already there' }) },
  { method: 'POST', path: '/images/*/tag', handle: () => created(undefined) },
  { method: 'DELETE', path: '/images/*', handle: () => ok([]) },

  { method: 'GET', path: '/networks', handle: listNetworks },
  {
    method: 'POST',
    path: '/networks/create',
    handle: (call) => created({ Id: createResource(call, 'network').id, Warning: '' }),
  },
  { method: 'POST', path: '/networks/*/connect', handle: () => ok(undefined) },
  { method: 'POST', path: '/networks/*/disconnect', handle: () => ok(undefined) },
  { method: 'GET', path: '/networks/*', handle: (call) => inspect(call, 'network') },
  { method: 'DELETE', path: '/networks/*', handle: () => done },

  {
    method: 'GET',
    path: '/volumes',
    handle: ({ store }) => ok({ Volumes: store.volumes.map(volumeAnswer), Warnings: [] }),
  },
  { method: 'POST', path: '/volumes/create', handle: (call) => created(volumeAnswer(createResource(call, 'volume'))) },
  { method: 'GET', path: '/volumes/*', handle: (call) => inspect(call, 'volume') },
  { method: 'DELETE', path: '/volumes/*', handle: () => done },
];
