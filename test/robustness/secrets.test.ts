import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { createMemoryIo } from '../memory-io.ts';

const MARKER = 's3cr3t-marker';
/** A port that nothing else has. */
const NUMBER = '59173';
const FOUND = new RegExp(`${MARKER}|(?<![0-9a-f])${NUMBER}(?![0-9a-f])`, 'i');

/** Everything that plimsoll prints or writes about these files. */
async function allOutput(tree: Readonly<Record<string, string>>, options: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, string>> {
  const outputs = new Map<string, string>();
  const commands = [...FORMATS.map((format) => ['--format', format]), ['--format', 'pretty', '--preset', 'all'], ['model'], ['baseline']];
  for (const command of commands) {
    const io = createMemoryIo(tree, { environment });
    await main([...command, ...options, ...Object.keys(tree).filter((path) => /^compose\.yaml$|\.sh$|\.json$/.test(path))], io);
    outputs.set(command.join(' '), [io.out(), io.err(), ...io.written.values()].join('\n'));
  }
  return outputs;
}

async function leaks(tree: Readonly<Record<string, string>>, options: readonly string[] = [], environment?: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const outputs = await allOutput(tree, options, environment);
  return [...outputs].flatMap(([command, text]) => {
    const line = text.split('\n').find((each) => FOUND.test(each));
    return line === undefined ? [] : [`${command}: ${line.trim().slice(0, 300)}`];
  });
}

/** Lines of a service in which a variable stands, and values that make a rule or the parser speak of it. */
const USES: readonly (readonly [line: string, ...values: string[]])[] = [
  ['image: "${X}"', `${MARKER}:latest`, MARKER.toUpperCase(), `registry.example/${MARKER}`, `${MARKER} with blanks`, 'linuxserver/openssh-server'],
  ['image: "${X}/app:latest"', MARKER],
  ['image: "app:${X}"', MARKER, 'latest'],
  ['container_name: "${X}"', MARKER],
  ['ports: ["${X}:80"]', NUMBER, '80', MARKER, `0.0.0.0:${NUMBER}`],
  ['ports: ["80:${X}"]', NUMBER, `${NUMBER}-59199`],
  ['ports: ["${X}"]', `${NUMBER}:80`, `0.0.0.0:${NUMBER}:22`, `1-${NUMBER}:1-${NUMBER}`, MARKER],
  ['ports: [{target: 80, published: "${X}", host_ip: "${X}"}]', NUMBER, MARKER],
  ['expose: ["${X}"]', NUMBER, `1-${NUMBER}`, MARKER],
  ['volumes: ["${X}:/x"]', `/etc/${MARKER}`, `/run/${MARKER}/docker.sock`, `/${MARKER}`, MARKER],
  ['volumes: ["/etc/${X}:/x:${X}"]', MARKER],
  ['volumes: [{type: bind, source: "${X}", target: /x, bind: {propagation: "${X}"}}]', `/etc/${MARKER}`, MARKER],
  ['volumes: ["/${MISSING}/${X}:/x"]', MARKER],
  ['cap_add: ["${X}"]', MARKER, 'SYS_ADMIN'],
  ['security_opt: ["${X}"]', MARKER, `seccomp=${MARKER}`, `apparmor=${MARKER}`, `label=type:${MARKER}`],
  ['devices: ["${X}"]', `/dev/${MARKER}:/dev/x:rwm`, `/dev/mem:/${MARKER}:r`, MARKER],
  ['device_cgroup_rules: ["${X}"]', `c 1:3 ${MARKER}`, 'c *:* rwm'],
  ['restart: "${X}"', MARKER, `on-failure:${NUMBER}`, 'always'],
  ['network_mode: "${X}"', MARKER, `container:${MARKER}`, `service:${MARKER}`],
  ['pid: "${X}"', MARKER, `container:${MARKER}`],
  ['ipc: "${X}"', MARKER],
  ['cgroup_parent: "${X}"', MARKER],
  ['mem_limit: "${X}"', MARKER, NUMBER],
  ['pids_limit: "${X}"', MARKER, NUMBER],
  ['cpu_shares: "${X}"', MARKER, NUMBER],
  ['privileged: "${X}"', MARKER],
  ['user: "${X}"', MARKER, '0'],
  ['platform: "${X}"', MARKER],
  ['hostname: "${X}"', MARKER],
  ['labels: ["a=${X}"]', MARKER],
  ['command: ["/usr/sbin/sshd", "-o", "${X}"]', MARKER],
  ['command: "sshd -D ${X}"', MARKER],
  ['environment: ["A=${X}", "X"]', MARKER],
  ['environment: {A: "${X}", X: }', MARKER],
  ['ulimits: {nofile: "${X}"}', MARKER, NUMBER],
  ['healthcheck: {test: "curl ${X}", interval: "${X}"}', MARKER],
  ['env_file: "${X}"', `${MARKER}.env`],
  ['extends: {file: "${X}", service: "${X}"}', `${MARKER}.yaml`],
  ['volumes_from: ["${X}"]', MARKER],
  ['depends_on: ["${X}"]', MARKER],
  ['post_start: [{command: "x ${X}", user: "${X}", environment: ["A=${X}"]}]', MARKER],
  ['build: {context: ., args: {A: "${X}"}}', MARKER],
  ['image: "${X:-default}"', MARKER],
  ['image: "${Y:-${X}}"', MARKER],
  ['storage_opt: {size: "${X}"}', MARKER],
  ['sysctls: ["${X}=1"]', MARKER],
  ['dns: ["${X}"]', MARKER],
  ['extra_hosts: ["${X}"]', MARKER],
  ['logging: {driver: "${X}"}', MARKER],
  ['tmpfs: ["/x:${X}"]', MARKER],
  ['secrets: ["${X}"]', MARKER],
  ['networks: ["${X}"]', MARKER],
];

const use = fc.constantFrom(...USES).chain(([line, ...values]) => fc.tuple(fc.constant(line), fc.constantFrom(...values)));

describe('a value from outside of what is linted is told by its name only', () => {
  test.each(USES.map(([line, ...values]) => ({ line, values })))('of .env: $line', async ({ line, values }) => {
    for (const value of values) {
      const image = line.startsWith('image') || line.startsWith('build') ? '' : '    image: nginx\n';
      expect(await leaks({ 'compose.yaml': `services:\n  web:\n${image}    ${line}\n`, '.env': `X=${value}\n` })).toEqual([]);
    }
  });

  test('wherever it comes from', async () => {
    await fc.assert(
      fc.asyncProperty(use, fc.constantFrom('.env', '--env-file', '--env'), async ([line, value], source) => {
        const tree = { 'compose.yaml': `services:\n  web:\n    build: .\n    ${line.replace(/^build.*/, 'init: true')}\n` };
        if (source === '.env') expect(await leaks({ ...tree, '.env': `X='${value}'\n` })).toEqual([]);
        else if (source === '--env-file') expect(await leaks({ ...tree, 'a.env': `Z="${value}"\nX=$Z\n` }, ['--env-file', 'a.env'])).toEqual([]);
        else expect(await leaks(tree, ['--env'], { X: value })).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  test.each([
    ['what a file of variables has wrong', `A=1\n${MARKER} x\n`],
    ['a value that does not end', `A="${MARKER}\n`],
    ['a variable in a value', `A=${MARKER}\${${MARKER}\n`],
    ['half of a value', `X=${MARKER}\${MISSING}\n`],
  ])('%s', async (_name, variables) => {
    const service = 'services:\n  web:\n    image: "${X}"\n    container_name: "$A"\n';
    expect(await leaks({ 'compose.yaml': service, '.env': variables })).toEqual([]);
    expect(await leaks({ 'compose.yaml': `${service}    env_file: b.env\n    label_file: c.env\n`, 'b.env': variables, 'c.env': variables.replace('X=', 'Y=') })).toEqual([]);
    expect(await leaks({ 'compose.yaml': 'include: [{path: a/compose.yaml, env_file: b.env}]\n', 'a/compose.yaml': service, 'b.env': variables })).toEqual([]);
  });

  test.each([
    ['docker run "$X"', `${MARKER}:latest`],
    ['docker run --name "$X" --privileged nginx', MARKER],
    ['docker run -v "$X:/x" -p "$X" nginx', `/etc/${MARKER}`],
    ['docker run -p "$X:80" nginx', NUMBER],
    ['docker run --memory "$X" --restart="$X" --security-opt "$X" nginx', MARKER],
    ['docker exec -u "$X" "$X" sh', MARKER],
    ['docker run $X nginx', `--cap-add ${MARKER}`],
    ['docker run -e "A=$X" -e X nginx', MARKER],
    ['Y="/etc/$X"; docker run -v "$Y:/x" "${X%-*}"', MARKER],
    ['docker run --"$X" nginx', MARKER],
    ['eval "docker run --privileged $X"', MARKER],
  ])('in a script: %s', async (command, value) => {
    expect(await leaks({ 'run.sh': `${command}\n` }, ['--env'], { X: value })).toEqual([]);
  });
});

describe('a value that is written beside the name of a secret is not repeated', () => {
  test.each([
    ['run.sh', `docker run --privileged -e DB_PASSWORD=${MARKER} -e 'API_TOKEN=x ${MARKER}' --pid=host nginx\n`],
    ['run.sh', `docker run --privileged --password ${MARKER} -e "SECRET_KEY=${MARKER}" nginx; curl https://user:${MARKER}@host/x\n`],
    ['run.sh', `DB_PASSWORD=${MARKER} docker run --privileged -e DB_PASSWORD nginx; docker run -eAWS_SECRET=${MARKER} -P nginx\n`],
    ['compose.yaml', `services: {web: {image: nginx, environment: {DB_PASSWORD: ${MARKER}, X_TOKEN: "${MARKER}"}, privileged: true, ports: ["80:80"]}}\n`],
    ['compose.yaml', `services:\n  web:\n    image: nginx\n    environment:\n    - DB_PASSWORD=${MARKER}\n    - " =${MARKER}"\n    - DB_PASSWORD: ${MARKER}\n`],
    ['compose.yaml', `services:\n  web:\n    image: nginx\n    environment:\n      DB_PASSWORD: [${MARKER}]\n`],
    ['inspect.json', `[{"Name":"/a","Config":{"Image":"nginx","Env":["DB_PASSWORD=${MARKER}"]},"HostConfig":{"Privileged":true,"Binds":["/etc:/e"]}}]`],
  ])('%s: %s', async (path, text) => {
    expect(await leaks({ [path]: text })).toEqual([]);
  });

  test('nor any other in plimsoll model, unless it is asked for', async () => {
    const tree = { 'compose.yaml': `services:\n  web:\n    image: "nginx:\${TAG}"\n    environment: [A=${MARKER}]\n`, 'run.sh': `docker run -e A=${MARKER} nginx\ndocker exec -e B=${MARKER} web sh\n`, '.env': `TAG=${MARKER}\n` };
    const [hidden, shown] = [createMemoryIo(tree), createMemoryIo(tree)];
    await main(['model', 'compose.yaml', 'run.sh'], hidden);
    expect(hidden.out().split('***')).toHaveLength(5);
    expect(hidden.out()).not.toContain(MARKER);
    await main(['model', '--show-values', 'compose.yaml', 'run.sh'], shown);
    expect(shown.out().split(MARKER)).toHaveLength(5);
  });
});
