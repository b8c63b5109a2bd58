import { rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { apiVersion } from './answers.ts';
import { parseBody } from './json.ts';
import type { Recording } from './recording.ts';
import { type Exists, matchPath } from './route.ts';
import { matchRoute } from './routes.ts';
import { createStore, findOrAssumeContainer } from './store.ts';

export type { ContainerRecording, ExecRecording, Recording, ResourceRecording, ServiceRecording } from './recording.ts';

export interface EngineOptions {
  /** By default, a new path in the temporary directory. */
  readonly socketPath?: string;
  /**
   * The engine's reported OS, by which the client accepts flags and parses devices. Default: Linux.
   */
  readonly osType?: 'linux' | 'windows';
  /** Existing volumes and networks, for external ones; none by default. */
  readonly exists?: Exists;
}

export interface Engine {
  /** For `DOCKER_HOST=unix://…`. */
  readonly socketPath: string;
  /** Create requests since the start or the last `reset`, in order. */
  recordings(): readonly Recording[];
  /** Unanswered requests, as `METHOD /path`: each is a missing route. */
  unanswered(): readonly string[];
  reset(): void;
  close(): Promise<void>;
}

let sockets = 0;

/**
 * Starts an HTTP server on a unix socket that answers like the Docker Engine API
 * (https://docs.docker.com/reference/api/engine/), far enough for `docker create|run|exec`,
 * `docker service create|update` and `docker compose create|up|run|exec` to run through, and writes
 * down what they ask to create. It runs nothing, pulls nothing and checks nothing: what a client
 * sends is its own doing.
 */
export async function startEngine(options: EngineOptions = {}): Promise<Engine> {
  sockets += 1;
  const socketPath = options.socketPath ?? join(tmpdir(), `engine-${String(process.pid)}-${String(sockets)}.sock`);
  const exists = options.exists ?? (() => false);
  let store = createStore();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { path, query } = parseTarget(request);
    if (path === '/_ping') {
      response.writeHead(200, { 'api-version': apiVersion, ostype: options.osType ?? 'linux', 'builder-version': '2' });
      response.end(request.method === 'HEAD' ? undefined : 'OK');
      return;
    }
    const body = parseBody(await readText(request));
    const method = request.method ?? '';
    const match = matchRoute(method, path);
    if (match === undefined) {
      store.unanswered.push(`${method} ${path}`);
      send(response, 404, { message: `the stand-in engine has no answer for ${method} ${path}` });
      return;
    }
    const headers = plainHeaders(request);
    const reply = match.route.handle({ store, exists, target: match.target, query, headers, body, response });
    if (reply !== undefined) send(response, reply.status, reply.body);
  }

  /**
   * Attach and exec take over the connection; the stream stays empty until the container ends, or
   * ends at once for an exec.
   */
  function takeOver(request: IncomingMessage, socket: Duplex): void {
    const { path } = parseTarget(request);
    const name = matchPath('/containers/*/attach', path);
    if (name === undefined && matchPath('/exec/*/start', path) === undefined) {
      store.unanswered.push(`${request.method ?? ''} ${path} (upgrade)`);
      socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
      return;
    }
    socket.on('error', () => socket.destroy());
    // The client may have sent terminal bytes; unread, they would keep the connection open.
    socket.resume();
    socket.write(
      'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
    );
    const container = name === undefined ? undefined : findOrAssumeContainer(store, name);
    if (container?.state === 'created') container.watchers.push(() => socket.end());
    else socket.end();
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      send(response, 500, { message: error instanceof Error ? error.message : String(error) });
    });
  });
  server.on('upgrade', takeOver);
  const upgraded = new Set<Duplex>();
  server.on('connection', (socket: Duplex) => {
    upgraded.add(socket);
    socket.on('close', () => upgraded.delete(socket));
  });
  await rm(socketPath, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socketPath, resolve);
  });

  return {
    socketPath,
    recordings: () => [...store.recordings],
    unanswered: () => [...store.unanswered],
    reset: () => {
      store = createStore();
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of upgraded) socket.destroy();
      }),
  };
}

/** The path after `/v1.45`, and the query. */
function parseTarget(request: IncomingMessage): { readonly path: string; readonly query: URLSearchParams } {
  const [path = '', query = ''] = (request.url ?? '').split('?', 2);
  return { path: path.replace(/^\/v[0-9.]+(?=\/)/, ''), query: new URLSearchParams(query) };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  request.setEncoding('utf8');
  for await (const chunk of request) text += String(chunk);
  return text;
}

function plainHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(request.headers).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(entries);
}

function send(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) {
    response.end();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json', 'api-version': apiVersion });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}
