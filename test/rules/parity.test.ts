import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toEngineJson } from '../../src/engine-json/to-engine-json.ts';
import type { Verdict } from '../../src/findings/evaluate.ts';
import { lintText } from '../../src/lint/lint.ts';
import { VERDICTS } from '../../src/report/benchmark.ts';
import { RULES } from '../../src/rules/index.ts';
import { cisItemOf } from '../../src/rules/references.ts';
import { engineContainer, printInspect } from '../parsers/inspect/engine-output.ts';
import { subjectsIn } from '../subjects-in.ts';

/** Rules beyond the benchmark are off by default. */
const ALL_ON = Object.fromEntries(
  RULES.filter((rule) => cisItemOf(rule) === undefined).map(({ id }) => [id, { options: {} }]),
);

interface Row {
  /** The service's keys; the image is `nginx:1.27` unless set. */
  readonly compose: string;
  /** The options, and the image with its command unless it is `nginx:1.27`. */
  readonly run: string;
  readonly image?: string;
  /** The expected verdicts. */
  readonly verdicts: Readonly<Record<string, Verdict>>;
  /** Rule options. */
  readonly options?: Readonly<Record<string, object>>;
  /** Top-level Compose keys, and script lines before the command. */
  readonly around?: { readonly compose: string; readonly run: string };
}

/**
 * One container per row, as a Compose service and as `docker run`. Rules may have more rows in
 * `parity.json` next to their fixtures.
 */
const CONTAINERS: readonly Row[] = [
  ...RULES.flatMap(({ id }) => ownRows(id)),
  {
    compose: '',
    run: '',
    verdicts: {
      'apparmor-disabled': 'pass',
      'selinux-disabled': 'pass',
      'added-capability': 'fail',
      'privileged-container': 'pass',
      'sensitive-host-mount': 'pass',
      'sshd-in-container': 'pass',
      'privileged-host-port': 'pass',
      'unneeded-open-ports': 'pass',
      'host-network': 'pass',
      'unlimited-memory': 'fail',
      'default-cpu-priority': 'fail',
      'writable-root-filesystem': 'fail',
      'wildcard-bind-address': 'pass',
      'unbounded-restart': 'pass',
      'host-pid-namespace': 'pass',
      'host-ipc-namespace': 'pass',
      'host-device': 'pass',
      'ulimit-override': 'pass',
      'shared-mount-propagation': 'pass',
      'host-uts-namespace': 'pass',
      'seccomp-disabled': 'pass',
      'custom-cgroup-parent': 'pass',
      'new-privileges-allowed': 'fail',
      'missing-healthcheck': 'fail',
      'unpinned-image': 'pass',
      'unlimited-pids': 'fail',
      'host-user-namespace': 'pass',
      'docker-socket-mount': 'pass',
    },
  },
  {
    compose: 'security_opt: ["apparmor=unconfined"]',
    run: '--security-opt apparmor=unconfined',
    verdicts: { 'apparmor-disabled': 'fail' },
  },
  {
    compose: 'security_opt: ["apparmor:unconfined"]',
    run: '--security-opt=apparmor:unconfined',
    verdicts: { 'apparmor-disabled': 'fail' },
  },
  {
    compose: 'security_opt: ["apparmor=${X}"]',
    run: '--security-opt "apparmor=${X}"',
    verdicts: { 'apparmor-disabled': 'undecided' },
  },
  {
    compose: 'privileged: true\nsecurity_opt: ["apparmor=unconfined", "seccomp=unconfined"]\ncap_add: [ALL]',
    run: '--privileged --security-opt apparmor=unconfined --security-opt seccomp=unconfined --cap-add ALL',
    verdicts: {
      'privileged-container': 'fail',
      'apparmor-disabled': 'fail',
      'seccomp-disabled': 'fail',
      'added-capability': 'fail',
    },
  },
  {
    compose: 'privileged: ${X}',
    run: '--privileged="${X}"',
    verdicts: { 'privileged-container': 'undecided', 'apparmor-disabled': 'undecided' },
  },
  {
    compose: 'security_opt: ["label=disable"]',
    run: '--security-opt label=disable',
    verdicts: { 'selinux-disabled': 'fail' },
  },
  {
    compose: 'security_opt: ["label=${X}"]',
    run: '--security-opt "label=${X}"',
    verdicts: { 'selinux-disabled': 'undecided' },
  },
  {
    compose: 'cap_drop: [ALL]\ncap_add: [CHOWN, cap_setuid]',
    run: '--cap-drop ALL --cap-add CHOWN --cap-add cap_setuid',
    verdicts: { 'added-capability': 'pass' },
  },
  {
    compose: 'cap_drop: [all]\ncap_add: [net_admin]',
    run: '--cap-drop all --cap-add net_admin',
    verdicts: { 'added-capability': 'fail' },
  },
  {
    compose: 'cap_drop: [ALL]\ncap_add: ["${X}"]',
    run: '--cap-drop ALL --cap-add "${X}"',
    verdicts: { 'added-capability': 'undecided' },
  },
  { compose: 'volumes: ["/etc:/host"]', run: '-v /etc:/host', verdicts: { 'sensitive-host-mount': 'fail' } },
  {
    compose: 'volumes: ["/etc/ssl/certs:/etc/ssl/certs:ro"]',
    run: '-v /etc/ssl/certs:/etc/ssl/certs:ro',
    verdicts: { 'sensitive-host-mount': 'pass' },
  },
  {
    compose: 'volumes: [{type: bind, source: /usr/local, target: /a, read_only: true}]',
    run: '--mount type=bind,src=/usr/local,dst=/a,ro',
    verdicts: { 'sensitive-host-mount': 'fail' },
  },
  {
    compose: 'volumes: ["etc:/a"]',
    run: '-v etc:/a',
    around: {
      compose: 'volumes: {etc: {driver_opts: {type: none, o: bind, device: /etc}}}',
      run: 'docker volume create -o type=none -o o=bind -o device=/etc etc',
    },
    verdicts: { 'sensitive-host-mount': 'fail' },
  },
  {
    compose: 'volumes: ["${X}:/var/run/docker.sock"]',
    run: '-v "${X}:/var/run/docker.sock"',
    verdicts: { 'sensitive-host-mount': 'pass', 'docker-socket-mount': 'undecided' },
  },
  {
    compose: 'volumes: ["${X}:/a"]',
    run: '-v "${X}:/a"',
    verdicts: { 'sensitive-host-mount': 'undecided', 'docker-socket-mount': 'pass' },
  },
  {
    compose: 'command: /usr/sbin/sshd -D',
    run: '',
    image: 'nginx:1.27 /usr/sbin/sshd -D',
    verdicts: { 'sshd-in-container': 'fail' },
  },
  {
    compose: 'entrypoint: ["sh", "-c", "service ssh start"]',
    run: '--entrypoint sh',
    image: 'nginx:1.27 -c "service ssh start"',
    verdicts: { 'sshd-in-container': 'fail' },
  },
  { compose: 'expose: ["22"]', run: '--expose 22', verdicts: { 'sshd-in-container': 'fail' } },
  { compose: 'command: ["${X}"]', run: '', image: 'nginx:1.27 "${X}"', verdicts: { 'sshd-in-container': 'undecided' } },
  {
    compose: 'ports: ["80:80"]',
    run: '-p 80:80',
    verdicts: { 'privileged-host-port': 'fail', 'wildcard-bind-address': 'fail', 'unneeded-open-ports': 'pass' },
  },
  {
    compose: 'ports: ["127.0.0.1:8080:80"]',
    run: '-p 127.0.0.1:8080:80',
    verdicts: { 'privileged-host-port': 'pass', 'wildcard-bind-address': 'pass', 'unneeded-open-ports': 'pass' },
  },
  {
    compose: 'ports: ["80"]',
    run: '-p 80',
    verdicts: { 'privileged-host-port': 'pass', 'wildcard-bind-address': 'fail' },
  },
  {
    compose: 'ports: ["${X}:80"]',
    run: '-p "${X}:80"',
    verdicts: { 'privileged-host-port': 'undecided', 'wildcard-bind-address': 'fail' },
  },
  { compose: 'ports: ["${X}:8080:80"]', run: '-p "${X}:8080:80"', verdicts: { 'wildcard-bind-address': 'undecided' } },
  {
    compose: 'ports: ["127.0.0.1:8000-8020:8000-8020"]',
    run: '-p 127.0.0.1:8000-8020:8000-8020',
    verdicts: { 'unneeded-open-ports': 'fail' },
  },
  {
    compose: 'ports: ["127.0.0.1:8080:${X}"]',
    run: '-p "127.0.0.1:8080:${X}"',
    verdicts: { 'unneeded-open-ports': 'undecided' },
  },
  {
    compose: 'network_mode: host',
    run: '--network host',
    verdicts: {
      'host-network': 'fail',
      'privileged-host-port': 'not-applicable',
      'unneeded-open-ports': 'not-applicable',
      'wildcard-bind-address': 'not-applicable',
      'default-bridge-network': 'pass',
    },
  },
  {
    compose: 'network_mode: "${X}"',
    run: '--network "${X}"',
    verdicts: { 'host-network': 'undecided', 'default-bridge-network': 'undecided' },
  },
  {
    compose: 'network_mode: bridge',
    run: '--network bridge',
    verdicts: { 'default-bridge-network': 'fail', 'host-network': 'pass' },
  },
  {
    compose: 'network_mode: none',
    run: '--network none',
    verdicts: { 'default-bridge-network': 'pass', 'host-network': 'pass' },
  },
  { compose: 'mem_limit: 512m', run: '-m 512m', verdicts: { 'unlimited-memory': 'pass' } },
  { compose: 'mem_limit: "${X}"', run: '-m "${X}"', verdicts: { 'unlimited-memory': 'undecided' } },
  { compose: 'cpu_shares: 512', run: '-c 512', verdicts: { 'default-cpu-priority': 'pass' } },
  { compose: 'cpu_shares: 1024', run: '-c 1024', verdicts: { 'default-cpu-priority': 'fail' } },
  { compose: 'cpus: 1.5', run: '--cpus 1.5', verdicts: { 'default-cpu-priority': 'pass' } },
  { compose: 'cpus: ${X}', run: '--cpus "${X}"', verdicts: { 'default-cpu-priority': 'undecided' } },
  { compose: 'read_only: true', run: '--read-only', verdicts: { 'writable-root-filesystem': 'pass' } },
  { compose: 'read_only: ${X}', run: '--read-only="${X}"', verdicts: { 'writable-root-filesystem': 'undecided' } },
  { compose: 'restart: always', run: '--restart always', verdicts: { 'unbounded-restart': 'fail' } },
  { compose: 'restart: on-failure:5', run: '--restart on-failure:5', verdicts: { 'unbounded-restart': 'pass' } },
  { compose: 'restart: on-failure:6', run: '--restart on-failure:6', verdicts: { 'unbounded-restart': 'fail' } },
  { compose: 'restart: "${X}"', run: '--restart "${X}"', verdicts: { 'unbounded-restart': 'undecided' } },
  {
    compose: 'pid: host\nipc: host\nuts: host\nuserns_mode: host',
    run: '--pid host --ipc host --uts host --userns host',
    verdicts: {
      'host-pid-namespace': 'fail',
      'host-ipc-namespace': 'fail',
      'host-uts-namespace': 'fail',
      'host-user-namespace': 'fail',
    },
  },
  {
    compose: 'pid: "${X}"\nipc: "${X}"\nuts: "${X}"\nuserns_mode: "${X}"',
    run: '--pid "${X}" --ipc "${X}" --uts "${X}" --userns "${X}"',
    verdicts: {
      'host-pid-namespace': 'undecided',
      'host-ipc-namespace': 'undecided',
      'host-uts-namespace': 'undecided',
      'host-user-namespace': 'undecided',
    },
  },
  {
    compose: 'devices: ["/dev/sda:/dev/sda:r"]',
    run: '--device /dev/sda:/dev/sda:r',
    verdicts: { 'host-device': 'fail' },
  },
  {
    compose: 'device_cgroup_rules: ["c 189:* rmw"]',
    run: '--device-cgroup-rule "c 189:* rmw"',
    verdicts: { 'host-device': 'fail' },
  },
  { compose: 'devices: ["${X}"]', run: '--device "${X}"', verdicts: { 'host-device': 'undecided' } },
  { compose: 'ulimits: {nofile: 1024}', run: '--ulimit nofile=1024', verdicts: { 'ulimit-override': 'fail' } },
  {
    compose: 'volumes: ["/mnt:/mnt:rshared"]',
    run: '-v /mnt:/mnt:rshared',
    verdicts: { 'shared-mount-propagation': 'fail' },
  },
  {
    compose: 'volumes: ["/mnt:/mnt:${X}"]',
    run: '-v "/mnt:/mnt:${X}"',
    verdicts: { 'shared-mount-propagation': 'undecided' },
  },
  {
    compose: 'security_opt: ["seccomp=unconfined"]',
    run: '--security-opt seccomp=unconfined',
    verdicts: { 'seccomp-disabled': 'fail' },
  },
  {
    compose: 'security_opt: ["seccomp=${X}"]',
    run: '--security-opt "seccomp=${X}"',
    verdicts: { 'seccomp-disabled': 'undecided' },
  },
  { compose: 'cgroup_parent: /batch', run: '--cgroup-parent /batch', verdicts: { 'custom-cgroup-parent': 'fail' } },
  {
    compose: 'cgroup_parent: "${X}"',
    run: '--cgroup-parent "${X}"',
    verdicts: { 'custom-cgroup-parent': 'undecided' },
  },
  {
    compose: 'security_opt: ["no-new-privileges:true"]',
    run: '--security-opt no-new-privileges',
    verdicts: { 'new-privileges-allowed': 'pass' },
  },
  {
    compose: 'security_opt: ["no-new-privileges:false"]',
    run: '--security-opt no-new-privileges=false',
    verdicts: { 'new-privileges-allowed': 'fail' },
  },
  {
    compose: 'security_opt: ["no-new-privileges:${X}"]',
    run: '--security-opt "no-new-privileges:${X}"',
    verdicts: { 'new-privileges-allowed': 'undecided' },
  },
  {
    compose: 'healthcheck: {test: ["CMD-SHELL", "true"]}',
    run: '--health-cmd true',
    verdicts: { 'missing-healthcheck': 'pass' },
  },
  { compose: 'healthcheck: {disable: true}', run: '--no-healthcheck', verdicts: { 'missing-healthcheck': 'fail' } },
  {
    compose: 'image: registry.example.com:5000/app',
    run: '',
    image: 'registry.example.com:5000/app',
    verdicts: { 'unpinned-image': 'fail' },
  },
  { compose: 'image: "app:${X}"', run: '', image: '"app:${X}"', verdicts: { 'unpinned-image': 'undecided' } },
  {
    compose: 'image: "${X}"',
    run: '',
    image: '"${X}"',
    verdicts: { 'unpinned-image': 'undecided', 'sshd-in-container': 'pass' },
  },
  { compose: 'pids_limit: 100', run: '--pids-limit 100', verdicts: { 'unlimited-pids': 'pass' } },
  { compose: 'pids_limit: -1', run: '--pids-limit -1', verdicts: { 'unlimited-pids': 'fail' } },
  { compose: 'pids_limit: ${X}', run: '--pids-limit "${X}"', verdicts: { 'unlimited-pids': 'undecided' } },
  {
    compose: 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]',
    run: '-v /var/run/docker.sock:/var/run/docker.sock',
    verdicts: { 'docker-socket-mount': 'fail', 'sensitive-host-mount': 'pass' },
  },
  {
    compose: 'volumes: ["/run:/run:ro"]',
    run: '-v /run:/run:ro',
    verdicts: { 'docker-socket-mount': 'fail', 'sensitive-host-mount': 'pass' },
  },
  {
    compose: 'volumes: ["${HOME}/.ssh:/x:ro"]',
    run: '-v "${HOME}/.ssh:/x:ro"',
    verdicts: { 'docker-socket-mount': 'pass', 'sensitive-host-mount': 'fail' },
  },
  {
    compose: 'privileged: true\ndevices: [/dev/sda]\nvolumes: ["/etc:/x"]',
    run: '--privileged --device /dev/sda -v /etc:/x',
    verdicts: { 'host-device': 'fail', 'sensitive-host-mount': 'fail' },
  },
];

/** Without a network, Compose uses the project's and docker the default bridge. */
const NETWORK_RULE = 'default-bridge-network';

/** Inspect output includes the image's user and health check, which no command shows. */
const OF_THE_IMAGE = ['missing-healthcheck', 'root-user'];

/** An inspected container was not rejected. */
const OF_REQUESTS = ['refused-request'];

/** The content of a rule's `parity.json`. */
function readOwn(id: string): readonly Readonly<Record<string, unknown>>[] {
  const url = new URL(`../fixtures/rules/${id}/parity.json`, import.meta.url);
  const rows: unknown = existsSync(url) ? JSON.parse(readFileSync(url, 'utf8')) : [];
  if (!Array.isArray(rows)) throw new Error(`${id}/parity.json is not a list`);
  return rows.map((row: unknown) => Object.fromEntries(Object.entries(row ?? {})));
}

/** True if both front ends always decide this rule: `[{ "neverUndecided": "why" }]`. */
function isNeverUndecided(id: string): boolean {
  return readOwn(id).some(({ neverUndecided }) => typeof neverUndecided === 'string');
}

/**
 * The rows in a rule's `parity.json`:
 * `[{ "compose": "uts: host", "run": "--uts host", "verdict": "fail" }]`, with `image` and
 * `options` where it needs them.
 */
function ownRows(id: string): readonly Row[] {
  return readOwn(id).flatMap((row) => {
    const { compose, run, image, verdict, options, neverUndecided } = row;
    if (neverUndecided !== undefined) return [];
    const known = VERDICTS.find((one) => one === verdict);
    if (typeof compose !== 'string' || typeof run !== 'string' || known === undefined)
      throw new Error(`${id}/parity.json has a row without compose, run or verdict`);
    return {
      compose,
      run,
      ...(typeof image === 'string' ? { image } : {}),
      ...(typeof options === 'object' && options !== null ? { options: { [id]: options } } : {}),
      verdicts: { [id]: known },
    };
  });
}

function rulesWith(given: NonNullable<Row['options']>): Readonly<Record<string, { readonly options: object }>> {
  return { ...ALL_ON, ...Object.fromEntries(Object.entries(given).map(([id, options]) => [id, { options }])) };
}

async function evaluate(
  path: string,
  text: string,
  given: Row['options'] = {},
): Promise<{ readonly verdicts: Readonly<Record<string, Verdict>>; readonly inspected: string }> {
  const { subjects, findings } = await lintText({ path, text }, { rules: rulesWith(given) });
  expect(findings.filter(({ rule }) => rule.startsWith('syntax/'))).toEqual([]);
  const [only] = subjects;
  expect(subjects).toHaveLength(1);
  const [subject] = await subjectsIn({ path, text });
  if (only === undefined || subject === undefined) throw new Error('no container');
  const { Config, HostConfig } = toEngineJson(subject, { workingDirectory: '/work' });
  return {
    verdicts: Object.fromEntries(only.verdicts),
    inspected: printInspect([engineContainer({ Config, HostConfig })]),
  };
}

async function evaluateCompose({ compose, around, options }: Row): Promise<Readonly<Record<string, Verdict>>> {
  const keys = compose.includes('image:') ? compose : `image: nginx:1.27\n${compose}`;
  const service = keys.replaceAll(/^/gm, '    ');
  return (await evaluate('compose.yaml', `services:\n  web:\n${service}\n${around?.compose ?? ''}\n`, options))
    .verdicts;
}

async function evaluateRun({ run, image = 'nginx:1.27', around, options }: Row): ReturnType<typeof evaluate> {
  return evaluate('run.sh', `${around?.run ?? ''}\ndocker run -d ${run} ${image}\n`, options);
}

function named(rows: readonly Row[]): readonly (readonly [string, Row])[] {
  return rows.map((row) => [
    `${row.compose.replaceAll('\n', ', ') || 'nothing set'} | docker run ${row.run} ${row.image ?? ''}`,
    row,
  ]);
}

test.each(named(CONTAINERS))('%s: a service is evaluated as docker run', async (_name, row) => {
  const [compose, run] = [await evaluateCompose(row), (await evaluateRun(row)).verdicts];
  const apart = row.compose.includes('network_mode') ? [] : [NETWORK_RULE];
  expect(run).toMatchObject(row.verdicts);
  expect(without(compose, apart)).toEqual(without(run, apart));
});

/** Inspect output has no variables and no driver of a named volume. */
const INSPECTABLE = CONTAINERS.filter(
  ({ run, image = '', around }) => !`${run} ${image}`.includes('${') && around === undefined,
);

test.each(named(INSPECTABLE))('%s: docker inspect is evaluated as docker run', async (_name, row) => {
  const { verdicts, inspected } = await evaluateRun(row);
  const apart = [...(row.run.startsWith('--user ') ? [] : OF_THE_IMAGE), ...OF_REQUESTS];
  expect(without((await evaluate('inspect.json', inspected, row.options)).verdicts, apart)).toEqual(
    without(verdicts, apart),
  );
});

test('the table has each rule fail, pass and, where it can be, undecided', () => {
  const seen = (id: string, verdict: Verdict): boolean => CONTAINERS.some(({ verdicts }) => verdicts[id] === verdict);
  const ids = RULES.filter(({ about }) => about.includes('container')).map(({ id }) => id);
  expect(ids.filter((id) => !seen(id, 'fail'))).toEqual([]);
  expect(ids.filter((id) => !seen(id, 'pass'))).toEqual([]);
  expect(ids.filter((id) => seen(id, 'undecided') === isNeverUndecided(id))).toEqual([]);
});

/** One exec per row, as a hook and as `docker exec`. */
const EXECS: readonly {
  readonly compose: string;
  readonly exec: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}[] = [
  {
    compose: 'command: ["true"]',
    exec: 'web true',
    verdicts: { 'privileged-exec': 'pass', 'exec-user': 'pass', 'sshd-in-container': 'pass' },
  },
  {
    compose: 'command: ["true"], privileged: true',
    exec: '--privileged web true',
    verdicts: { 'privileged-exec': 'fail' },
  },
  {
    compose: 'command: ["true"], privileged: "${X}"',
    exec: '--privileged="${X}" web true',
    verdicts: { 'privileged-exec': 'undecided' },
  },
  { compose: 'command: ["true"], user: root', exec: '-u root web true', verdicts: { 'exec-user': 'fail' } },
  {
    compose: 'command: ["true"], user: "1000:${X}"',
    exec: '-u "1000:${X}" web true',
    verdicts: { 'exec-user': 'fail' },
  },
  { compose: 'command: ["true"], user: "${X}"', exec: '-u "${X}" web true', verdicts: { 'exec-user': 'undecided' } },
  { compose: 'command: ["sshd"]', exec: 'web sshd', verdicts: { 'sshd-in-container': 'fail' } },
  { compose: 'command: ["${X}"]', exec: 'web "${X}"', verdicts: { 'sshd-in-container': 'undecided' } },
];

test.each(EXECS)('$compose is evaluated as docker exec $exec', async ({ compose, exec, verdicts }) => {
  const hook = await lintText({
    path: 'compose.yaml',
    text: `services:\n  web:\n    image: nginx:1.27\n    post_start: [{${compose}}]\n`,
  });
  const command = await lintText({ path: 'exec.sh', text: `docker exec ${exec}\n` });
  const of = ({ subjects }: typeof hook): unknown =>
    subjects.filter(({ kind }) => kind === 'exec').map((one) => Object.fromEntries(one.verdicts));
  expect(of(command)).toMatchObject([verdicts]);
  expect(of(hook)).toEqual(of(command));
});

function without(
  verdicts: Readonly<Record<string, Verdict>>,
  ids: readonly string[],
): Readonly<Record<string, Verdict>> {
  return Object.fromEntries(Object.entries(verdicts).filter(([id]) => !ids.includes(id)));
}
