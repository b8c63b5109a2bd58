import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../../src/cli/main.ts';
import { createMemoryIo } from '../../memory-io.ts';
import { engineForTests, IMAGE, type RealEngine } from './dockerd.ts';

const HAS_COMPOSE = spawnSync('docker', ['compose', 'version'], { stdio: 'ignore' }).status === 0;

const PROJECT = 'drifting';
const COMPOSE = `name: ${PROJECT}
services:
  web:
    image: ${IMAGE}
    command: [sleep, '10']
    environment: { MODE: production }
    ports: ['8080:80']
    mem_limit: 128m
    tmpfs: [/tmp]
    volumes: ['data:/data', './conf:/conf:ro']
    networks: [front]
  everything:
    image: ${IMAGE}
    user: '1000:1000'
    working_dir: /srv
    init: true
    read_only: true
    restart: on-failure:3
    stop_signal: SIGINT
    stop_grace_period: 30s
    cap_add: [NET_ADMIN]
    cap_drop: [ALL]
    security_opt: [no-new-privileges:true, seccomp=unconfined]
    cpus: 0.5
    pids_limit: 50
    mem_limit: 64m
    memswap_limit: 128m
    shm_size: 32m
    ipc: private
    pid: host
    uts: host
    dns: [1.1.1.1]
    extra_hosts: ['a:10.0.0.1']
    group_add: ['5']
    sysctls: { net.core.somaxconn: '1024' }
    ulimits: { nofile: { soft: 100, hard: 200 }, nproc: 50 }
    devices: ['/dev/null:/dev/nothing:r']
    labels: { owner: me }
    annotations: { a: b }
    expose: ['9000']
    healthcheck: { test: [CMD, 'true'], interval: 10s, retries: 2 }
    logging: { driver: local, options: { max-size: 1m } }
    ports: ['127.0.0.1:9090:9090/udp', '9100-9102:9100-9102']
    tmpfs: ['/run:size=1m,exec']
    volumes:
      - { type: tmpfs, target: /cache, tmpfs: { size: 1048576 } }
      - /anonymous
      - { type: bind, source: ./conf, target: /rw, bind: { propagation: rslave } }
volumes: { data: {} }
networks: { front: {} }
`;

/** An option added to the container of `web`, and the differing field. */
const CHANGED: readonly (readonly [options: readonly string[], field: string])[] = [
  [['--privileged'], 'HostConfig.Privileged'],
  [['--publish=5432:5432'], 'HostConfig.PortBindings.5432/tcp'],
  [['--publish=81:80'], 'HostConfig.PortBindings.80/tcp'],
  [['--cap-add=NET_ADMIN'], 'HostConfig.CapAdd'],
  [['--cap-drop=ALL'], 'HostConfig.CapDrop'],
  [['--env=MODE=debug'], 'Config.Env.MODE'],
  [['--env=MORE=1'], 'Config.Env.MORE'],
  [['--user=root'], 'Config.User'],
  [['--pid=host'], 'HostConfig.PidMode'],
  [['--ipc=host'], 'HostConfig.IpcMode'],
  [['--uts=host'], 'HostConfig.UTSMode'],
  [['--userns=host'], 'HostConfig.UsernsMode'],
  [['--volume=/:/host'], 'HostConfig.Mounts./host'],
  [['--restart=always'], 'HostConfig.RestartPolicy.Name'],
  [['--read-only'], 'HostConfig.ReadonlyRootfs'],
  [['--memory=256m'], 'HostConfig.Memory'],
  [['--cpus=1'], 'HostConfig.NanoCpus'],
  [['--pids-limit=100'], 'HostConfig.PidsLimit'],
  [['--security-opt=no-new-privileges'], 'HostConfig.SecurityOpt'],
  [['--device=/dev/null'], 'HostConfig.Devices./dev/null'],
  [['--ulimit=nofile=5'], 'HostConfig.Ulimits.nofile'],
  [['--log-driver=none'], 'HostConfig.LogConfig.Type'],
  [['--label=x=y'], 'Config.Labels.x'],
  [['--hostname=h'], 'Config.Hostname'],
  [['--entrypoint=/bin/true'], 'Config.Entrypoint'],
  [['--health-cmd=true'], 'Config.Healthcheck.Test'],
  [['--dns=1.1.1.1'], 'HostConfig.Dns'],
  [['--add-host=a:1.2.3.4'], 'HostConfig.ExtraHosts'],
  [['--group-add=1'], 'HostConfig.GroupAdd'],
  [['--sysctl=net.core.somaxconn=10'], 'HostConfig.Sysctls.net.core.somaxconn'],
  [['--init'], 'HostConfig.Init'],
  [['--shm-size=128m'], 'HostConfig.ShmSize'],
  [['--stop-signal=SIGINT'], 'Config.StopSignal'],
  [['--workdir=/w'], 'Config.WorkingDir'],
  [['--tmpfs=/run:exec'], 'HostConfig.Tmpfs./run'],
  [['--expose=77'], 'Config.ExposedPorts'],
  [['--oom-kill-disable'], 'HostConfig.OomKillDisable'],
  [['--annotation=a=b'], 'HostConfig.Annotations.a'],
  [['--tty'], 'Config.Tty'],
];

describe('what a real engine shows of what the real client made', () => {
  let engine: RealEngine | string = '';
  let folder = '';

  const docker = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(
      'docker',
      ['--host', `unix://${typeof engine === 'string' ? '' : engine.socketPath}`, ...args],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    );
    if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
    return stdout;
  };

  /** The differing fields of the project's containers. */
  const drift = async (): Promise<readonly string[]> => {
    const ids = docker('ps', '--all', '--quiet').split('\n').filter(Boolean);
    const stdin = docker('inspect', ...ids) + docker('image', 'inspect', IMAGE);
    const io = createMemoryIo({ 'compose.yaml': COMPOSE }, { stdin, workingDirectory: folder });
    const code = await main(['drift', '--format', 'text'], io);
    const lines = io.out().trimEnd().split('\n');
    const isNotRunning = (line: string): boolean => line.endsWith(': Not running: created.');
    expect([code, io.err(), lines.filter(isNotRunning).length]).toEqual([1, '', ids.length]);
    return lines
      .filter((line) => !isNotRunning(line) && !line.includes(': The container fails '))
      .map((line) => /\): `([^`]+)`/.exec(line)?.[1] ?? line);
  };

  beforeAll(async () => {
    engine = HAS_COMPOSE ? await engineForTests() : 'docker compose is not installed';
    if (typeof engine === 'string') return;
    folder = mkdtempSync(join(tmpdir(), 'plimsoll-drift-'));
    mkdirSync(join(folder, 'conf'));
    writeFileSync(join(folder, 'compose.yaml'), COMPOSE);
    docker('compose', 'create', '--quiet-pull');
  });

  afterAll(async () => {
    if (typeof engine !== 'string') await engine.close();
    if (folder !== '') rmSync(folder, { recursive: true, force: true });
  });

  test('a project as Compose made it has no drift', async ({ skip }) => {
    if (typeof engine === 'string') return skip(engine);
    expect(await drift()).toEqual([]);
  });

  test.for(CHANGED)('%j is one field that differs', async ([options, field], { skip }) => {
    if (typeof engine === 'string') return skip(engine);
    docker('rm', '--force', `${PROJECT}-web-1`);
    const labels = [`project=${PROJECT}`, 'service=web', 'oneoff=False'];
    docker(
      ...['create', '--name', `${PROJECT}-web-1`, '--network', `${PROJECT}_front`],
      ...['--publish=8080:80', '--env=MODE=production', '--memory=128m', '--tmpfs=/tmp'],
      ...[`--volume=${PROJECT}_data:/data`, `--volume=${join(folder, 'conf')}:/conf:ro`],
      ...labels.flatMap((label) => ['--label', `com.docker.compose.${label}`]),
      ...options,
      ...[IMAGE, 'sleep', '10'],
    );
    expect(await drift()).toEqual([field]);
  });
});
