import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseInput } from '../../../src/parsers/index.ts';
import { fixCompose } from '../../fixes/fix-text.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { objectAt, stringAt } from '../json.ts';
import { engineForTests, type RealEngine } from '../real/dockerd.ts';
import { requestOf } from '../real/request.ts';
import { ALL_PROGRAMS, type ProgramsEngine, programsEngine } from './programs-engine.ts';

/** The output of download.sh: Debian's packages. */
const PACKAGES = process.env['PLIMSOLL_DEBIAN_PACKAGES'] ?? '';
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

let engine: RealEngine | string = '';
let programs: ProgramsEngine | undefined;

beforeAll(async () => {
  engine = whyNot() ?? (await engineForTests());
  if (typeof engine !== 'string') programs = await programsEngine(engine, PACKAGES, []);
}, 600_000);

afterAll(async () => {
  if (typeof engine !== 'string') await engine.close();
});

function whyNot(): string | undefined {
  if (PACKAGES === '' || !readdirSync(PACKAGES).some((name) => name.startsWith('haproxy_')))
    return 'PLIMSOLL_DEBIAN_PACKAGES names no folder with haproxy';
  return spawnSync(CLIENT, ['--version'], { stdio: 'ignore' }).status === 0 ? undefined : 'docker is not installed';
}

/** The fix's request for the proxy. */
async function proxyOf(text: string): Promise<ReturnType<typeof requestOf>> {
  const files = createMemoryFiles({ 'compose.yaml': text });
  const { workingDirectory } = files;
  const context = { files, environment: new Map<string, string>(), workingDirectory };
  const { subjects } = await parseInput('compose', [{ path: 'compose.yaml', text }], context);
  const proxy = subjects.find((subject) => subject.kind === 'container' && subject.name === 'docker-proxy');
  return proxy?.kind === 'container' ? requestOf(proxy, workingDirectory) : expect.unreachable();
}

test('the proxy works with the hardening of the fix: a client reads through it, and changes nothing', async ({
  skip,
}) => {
  if (typeof engine === 'string') return skip(engine);
  if (programs === undefined) return expect.unreachable();
  const { ask, docker } = programs;
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
    HostConfig: { ...host, Binds: [`${engine.socketPath}:/var/run/docker.sock:ro`], NetworkMode: 'none' },
  });
  const id = stringAt(created.body, 'Id');
  expect(await ask('POST', `/containers/${id}/start`)).toMatchObject({ status: 204 });
  const client = async (...words: readonly string[]): ReturnType<typeof docker> =>
    docker(
      ...['run', '--rm', '--network', `container:${id}`, '--volume', `${CLIENT}:${CLIENT}:ro`],
      ...[ALL_PROGRAMS, 'docker', '--host', 'tcp://127.0.0.1:2375', ...words],
    );
  let listed = await client('ps', '--format', '{{.Names}}');
  for (let tries = 0; listed.status !== 0 && tries < TRIES; tries += 1) {
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
}, 240_000);
