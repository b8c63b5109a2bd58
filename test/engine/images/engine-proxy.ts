import { setTimeout as wait } from 'node:timers/promises';
import { expect } from 'vitest';
import { parseInput } from '../../../src/parsers/index.ts';
import { fixCompose } from '../../fixes/fix-text.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { objectAt, stringAt } from '../json.ts';
import { requestOf } from '../real/request.ts';
import { ALL_PROGRAMS, type ProgramsEngine } from './programs-engine.ts';

const TRIES = 50;
const CLIENT = '/usr/bin/docker';

/**
 * A configuration that needs what the image's does: a file in /tmp, a PID file in /run, port 2375.
 */
const CONFIGURATION = `global
  pidfile /run/haproxy.pid
  log stdout format raw daemon
defaults
  mode http
  timeout connect 5s
  timeout client 30s
  timeout server 30s
frontend proxy
  bind :2375
  http-request deny unless METH_GET || { method HEAD }
  http-request allow if { path_reg -i ^(/v[0-9.]+)?/(containers|info|version|_ping) }
  http-request deny
  default_backend engine
backend engine
  server engine unix@/var/run/docker.sock
`;

/** The fix's request for the proxy. */
async function proxyOf(text: string): Promise<ReturnType<typeof requestOf>> {
  const files = createMemoryFiles({ 'compose.yaml': text });
  const { workingDirectory } = files;
  const context = { files, environment: new Map<string, string>(), workingDirectory };
  const { subjects } = await parseInput('compose', [{ path: 'compose.yaml', text }], context);
  const proxy = subjects.find((subject) => subject.kind === 'container' && subject.name === 'docker-proxy');
  return proxy?.kind === 'container' ? requestOf(proxy, workingDirectory) : expect.unreachable();
}

/** Starts the proxy of the fix, and a client that asks it. */
export async function expectReadOnlyProxy({ ask, docker, socketPath }: ProgramsEngine): Promise<void> {
  const fixed = await fixCompose(
    'services:\n  logs:\n    image: gliderlabs/logspout:v3.2\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n',
    'docker-socket-mount',
  );
  const { body } = await proxyOf(fixed);
  const host = objectAt(body, 'HostConfig');
  expect(host).toMatchObject({ ReadonlyRootfs: true, CapDrop: ['ALL'], SecurityOpt: ['no-new-privileges:true'] });
  const created = await ask('POST', '/containers/create?name=docker-proxy', {
    Image: ALL_PROGRAMS,
    Entrypoint: ['bash', '-ec'],
    Cmd: [`cat >/tmp/haproxy.cfg <<'END'\n${CONFIGURATION}END\nexec haproxy -W -db -f /tmp/haproxy.cfg`],
    HostConfig: { ...host, Binds: [`${socketPath}:/var/run/docker.sock:ro`], NetworkMode: 'none' },
  });
  const id = stringAt(created.body, 'Id');
  expect(await ask('POST', `/containers/${id}/start`)).toMatchObject({ status: 204 });
  const client = async (...words: readonly string[]): ReturnType<typeof docker> =>
    docker(
      ...['run', '--rm', '--network', `container:${id}`, '--volume', `${CLIENT}:${CLIENT}:ro`],
      ...[ALL_PROGRAMS, 'docker', '--host', 'tcp://127.0.0.1:2375', ...words],
    );
  let listed = await client('ps', '--format', '{{.Names}}');
  for (let tries = 0; !listed.text.includes('docker-proxy') && tries < TRIES; tries += 1) {
    await wait(200);
    listed = await client('ps', '--format', '{{.Names}}');
  }
  expect(listed.status).toBe(0);
  expect(listed.text).toContain('docker-proxy');
  const stopped = await client('stop', 'docker-proxy');
  expect(stopped.status).not.toBe(0);
  expect(stopped.text).toContain('403');
  expect((await client('volume', 'ls')).status).not.toBe(0);
  const { body: shown } = await ask('GET', `/containers/${id}/json`);
  expect(objectAt(shown, 'State')['Running']).toBe(true);
}
