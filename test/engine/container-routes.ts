import { containerAnswer, containerSummary, eventAnswer } from './answers.ts';
import { type Answer, type Call, done, filterValues, ok, type Route } from './route.ts';
import {
  addContainer,
  type Container,
  type ContainerEvent,
  createId,
  emit,
  findOrAssumeContainer,
  labelsOf,
  startContainer,
} from './store.ts';

const composeService = 'com.docker.compose.service';

function target(call: Call): Container {
  return findOrAssumeContainer(call.store, call.target);
}

function create({ store, query, headers, body }: Call): Answer {
  const name = query.get('name') ?? '';
  const container = addContainer(store, name, body, 'created');
  store.recordings.push({
    kind: 'container',
    id: container.id,
    name,
    platform: query.get('platform') ?? '',
    headers,
    body,
    isStarted: false,
  });
  emit(store, { action: 'create', container });
  return { status: 201, body: { Id: container.id, Warnings: [] } };
}

function start(call: Call): Answer {
  const container = target(call);
  const { recordings } = call.store;
  const index = recordings.findIndex((recording) => recording.kind === 'container' && recording.id === container.id);
  const recording = recordings[index];
  if (recording?.kind === 'container') recordings[index] = { ...recording, isStarted: true };
  startContainer(call.store, container);
  return done;
}

/**
 * The client waits for this answer's headers before it starts the container, so they are sent at
 * once.
 */
function wait(call: Call): undefined {
  const container = target(call);
  const { response } = call;
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const finish = (): void => void response.end(JSON.stringify({ StatusCode: 0 }));
  if (container.state === 'created') container.watchers.push(finish);
  else finish();
}

/** `docker compose exec SERVICE` finds containers by label; unknown ones count as running. */
function list({ store, query }: Call): Answer {
  const labels = filterValues(query, 'label');
  const hasLabels = (container: Container): boolean =>
    labels.every((label) => {
      const [key = '', ...value] = label.split('=');
      const actual = labelsOf(container)[key];
      return value.length === 0 ? actual !== undefined : actual === value.join('=');
    });
  const found = store.containers.filter(hasLabels);
  const service = labels.find((label) => label.startsWith(`${composeService}=`))?.slice(composeService.length + 1);
  if (found.length > 0 || service === undefined) return ok(found.map(containerSummary));
  const wanted: Record<string, string> = {};
  for (const label of labels) {
    const [key = '', ...value] = label.split('=');
    wanted[key] = value.join('=');
  }
  return ok([containerSummary(addContainer(store, service, { Labels: wanted }, 'running'))]);
}

function createExec(call: Call): Answer {
  const { store, headers, body } = call;
  store.recordings.push({ kind: 'exec', container: target(call).name, headers, body });
  return { status: 201, body: { Id: createId(store) } };
}

function update({ store, headers, body }: Call): Answer {
  store.recordings.push({ kind: 'update', headers, body });
  return ok({ Warnings: [] });
}

function events({ store, response }: Call): undefined {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.flushHeaders();
  const listener = (event: ContainerEvent): void => void response.write(`${JSON.stringify(eventAnswer(event))}\n`);
  store.eventListeners.add(listener);
  response.on('close', () => store.eventListeners.delete(listener));
}

export const containerRoutes: readonly Route[] = [
  { method: 'GET', path: '/containers/json', handle: list },
  { method: 'POST', path: '/containers/create', handle: create },
  { method: 'GET', path: '/containers/*/json', handle: (call) => ok(containerAnswer(target(call))) },
  { method: 'POST', path: '/containers/*/start', handle: start },
  { method: 'POST', path: '/containers/*/wait', handle: wait },
  { method: 'GET', path: '/containers/*/logs', handle: () => ({ status: 200 }) },
  { method: 'POST', path: '/containers/*/resize', handle: () => ({ status: 200 }) },
  { method: 'POST', path: '/containers/*/rename', handle: () => done },
  { method: 'POST', path: '/containers/*/restart', handle: () => done },
  { method: 'POST', path: '/containers/*/stop', handle: () => done },
  { method: 'POST', path: '/containers/*/kill', handle: () => done },
  { method: 'DELETE', path: '/containers/*', handle: () => done },
  { method: 'PUT', path: '/containers/*/archive', handle: () => ({ status: 200 }) },

  { method: 'POST', path: '/containers/*/update', handle: update },
  { method: 'POST', path: '/containers/*/exec', handle: createExec },
  { method: 'POST', path: '/exec/*/start', handle: () => ({ status: 200 }) },
  { method: 'POST', path: '/exec/*/resize', handle: () => ({ status: 200 }) },
  {
    method: 'GET',
    path: '/exec/*/json',
    handle: (call) => ok({ ID: call.target, Running: false, ExitCode: 0, Pid: 1 }),
  },

  { method: 'GET', path: '/events', handle: events },
];
