import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { FORMATS } from '../../src/reporters/index.ts';
import { createMemoryIo } from '../memory-io.ts';
import { SEED } from '../seed.ts';

const MARKER = 's3cr3t-marker';
/** A number that appears nowhere else. */
const NUMBER = '59173';
const FOUND = new RegExp(`${MARKER}|(?<![0-9a-f])${NUMBER}(?![0-9a-f])`, 'i');

/** All output and written files. */
async function allOutput(
  tree: Readonly<Record<string, string>>,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<ReadonlyMap<string, string>> {
  const outputs = new Map<string, string>();
  const commands = [
    FORMATS.flatMap((format) => ['--format', `${format}=${format}.out`]),
    ['--format', 'pretty', '--preset', 'all'],
    ['model'],
    ['baseline'],
  ];
  for (const command of commands) {
    const io = createMemoryIo(tree, { environment });
    await main(
      [
        ...command,
        ...options,
        ...Object.keys(tree).filter((path) => /^compose\.yaml$|\.(?:sh|json|container|service)$/.test(path)),
      ],
      io,
    );
    const name = command.includes('pretty.out') ? 'lint' : command.join(' ');
    outputs.set(name, `${io.out()}\n${io.err()}`);
    for (const [path, text] of io.written) outputs.set(`${name}, ${path}`, text);
  }
  return outputs;
}

async function leaks(
  tree: Readonly<Record<string, string>>,
  options: readonly string[] = [],
  environment?: Readonly<Record<string, string>>,
  found = FOUND,
): Promise<readonly string[]> {
  const outputs = await allOutput(tree, options, environment);
  return [...outputs].flatMap(([command, text]) => {
    const line = text.split('\n').find((each) => found.test(each));
    return line === undefined ? [] : [`${command}: ${line.trim().slice(0, 300)}`];
  });
}

/** Service lines with a variable, and values that make a rule or parser mention it. */
const USES: readonly (readonly [line: string, ...values: string[]])[] = [
  [
    'image: "${X}"',
    `${MARKER}:latest`,
    MARKER.toUpperCase(),
    `registry.example/${MARKER}`,
    `${MARKER} with blanks`,
    'linuxserver/openssh-server',
  ],
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

/** A name that marks its value as secret. */
const SECRET = 'X_SECRET';

function withSecretName(text: string): string {
  return text.replace(/\bX\b/g, SECRET);
}

const use = fc
  .constantFrom(...USES)
  .chain(([line, ...values]) => fc.tuple(fc.constant(line), fc.constantFrom(...values)));

describe('a value from outside of what is linted that is a secret by its name is reported by its name only', () => {
  const composeFile = (line: string): string =>
    `services:\n  web:\n${/^(?:image|build)/.test(line) ? '' : '    image: nginx\n'}    ${line}\n`;

  test.each(USES.map(([line, ...values]) => ({ line, values })))('of .env: $line', async ({ line, values }) => {
    for (const value of values)
      expect(
        await leaks({ 'compose.yaml': composeFile(withSecretName(line)), '.env': `${SECRET}=${value}\n` }),
      ).toEqual([]);
  });

  test.each(USES.filter(([line]) => !/^image|MISSING/.test(line)).map(([line]) => line))(
    'and so is any other that is not of the form of what belongs there: %s',
    async (line) => {
      expect(await leaks({ 'compose.yaml': composeFile(line), '.env': `X=${MARKER}\n` })).toEqual([]);
    },
  );

  test('wherever it comes from', async () => {
    await fc.assert(
      fc.asyncProperty(use, fc.constantFrom('.env', '--dotenv', '--env'), async ([line, value], source) => {
        const tree = {
          'compose.yaml': `services:\n  web:\n    build: .\n    ${withSecretName(line.replace(/^build.*/, 'init: true'))}\n`,
        };
        if (source === '.env') expect(await leaks({ ...tree, '.env': `${SECRET}='${value}'\n` })).toEqual([]);
        else if (source === '--dotenv')
          expect(await leaks({ ...tree, 'a.env': `Z="${value}"\n${SECRET}=$Z\n` }, ['--dotenv', 'a.env'])).toEqual([]);
        else expect(await leaks(tree, ['--env'], { [SECRET]: value })).toEqual([]);
      }),
      { numRuns: 10 },
    );
  });

  test.each([
    ['what an env file has wrong', `A=1\n${MARKER} x\n`],
    ['a value that does not end', `A="${MARKER}\n`],
    ['a variable in a value', `A=${MARKER}\${${MARKER}\n`],
    ['half of a value', `X=${MARKER}\${MISSING}\n`],
  ])('%s', async (_name, variables) => {
    const service = 'services:\n  web:\n    image: "${X}"\n    container_name: "$A"\n';
    expect(await leaks({ 'compose.yaml': service, '.env': variables })).toEqual([]);
    expect(
      await leaks({
        'compose.yaml': `${service}    env_file: b.env\n    label_file: c.env\n`,
        'b.env': variables,
        'c.env': variables.replace('X=', 'Y='),
      }),
    ).toEqual([]);
    expect(
      await leaks({
        'compose.yaml': 'include: [{path: a/compose.yaml, env_file: b.env}]\n',
        'a/compose.yaml': service,
        'b.env': variables,
      }),
    ).toEqual([]);
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
    expect(await leaks({ 'run.sh': `${withSecretName(command)}\n` }, ['--env'], { [SECRET]: value })).toEqual([]);
  });
});

describe('a value that is written next to the name of a secret is not repeated', () => {
  test.each([
    ['run.sh', `docker run --privileged -e DB_PASSWORD=${MARKER} -e 'API_TOKEN=x ${MARKER}' --pid=host nginx\n`],
    [
      'run.sh',
      `docker run --privileged --password ${MARKER} -e "SECRET_KEY=${MARKER}" nginx; curl https://user:${MARKER}@host/x\n`,
    ],
    [
      'run.sh',
      `DB_PASSWORD=${MARKER} docker run --privileged -e DB_PASSWORD nginx; docker run -eAWS_SECRET=${MARKER} -P nginx\n`,
    ],
    [
      'compose.yaml',
      `services: {web: {image: nginx, environment: {DB_PASSWORD: ${MARKER}, X_TOKEN: "${MARKER}"}, privileged: true, ports: ["80:80"]}}\n`,
    ],
    [
      'compose.yaml',
      `services:\n  web:\n    image: nginx\n    environment:\n    - DB_PASSWORD=${MARKER}\n    - " =${MARKER}"\n    - DB_PASSWORD: ${MARKER}\n`,
    ],
    ['compose.yaml', `services:\n  web:\n    image: nginx\n    environment:\n      DB_PASSWORD: [${MARKER}]\n`],
    [
      'inspect.json',
      `[{"Name":"/a","Config":{"Image":"nginx","Env":["DB_PASSWORD=${MARKER}"]},"HostConfig":{"Privileged":true,"Binds":["/etc:/e"]}}]`,
    ],
    [
      'web.container',
      `[Container]\nImage=nginx\nPodmanArgs=--privileged -e A=${MARKER}\nEnvironment=B=${MARKER} "C=x ${MARKER}"\nEnvironment=B=y D="${MARKER}\nNetwork=host\n[Service]\nEnvironment=E=${MARKER}\nExecStartPre=/bin/x --password=${MARKER}\nEnvironment F=${MARKER}\n`,
    ],
    [
      'web.service',
      `[Service]\nEnvironment=A=${MARKER} "B=x ${MARKER}"\nEnvironment="C=${MARKER}\nExecStart=/usr/bin/docker run --privileged -e D=${MARKER} -e 'E=x ${MARKER}' -e F=\${A} nginx\n`,
    ],
  ])('%s: %s', async (path, text) => {
    expect(await leaks({ [path]: text })).toEqual([]);
  });

  test('nor any other in plimsoll model, unless it is asked for', async () => {
    const tree = {
      'compose.yaml': `services:\n  web:\n    image: "nginx:\${TAG_TOKEN}"\n    environment: [A=${MARKER}]\n`,
      'run.sh': `docker run -e A=${MARKER} nginx\ndocker exec -e B=${MARKER} web sh\n`,
      '.env': `TAG_TOKEN=${MARKER}\n`,
    };
    const [hidden, shown] = [createMemoryIo(tree), createMemoryIo(tree)];
    await main(['model', 'compose.yaml', 'run.sh'], hidden);
    expect(hidden.out().split('***')).toHaveLength(5);
    expect(hidden.out()).not.toContain(MARKER);
    await main(['model', '--show-values', 'compose.yaml', 'run.sh'], shown);
    expect(shown.out().split(MARKER)).toHaveLength(5);
  });
});

/** Files with a secret `VALUE` under an innocent `NAME`, in a line that a report shows. */
const LINES: readonly (readonly [path: 'run.sh' | 'compose.yaml' | 'inspect.json', text: string])[] = [
  ...[
    'docker run -e NAME=VALUE --privileged nginx',
    'docker run --env=NAME=VALUE --privileged nginx',
    'docker run -eNAME=VALUE --privileged nginx',
    'docker run -dite NAME=VALUE --privileged nginx',
    "docker run -e 'NAME=VALUE, or so' --privileged nginx",
    'docker run -e NAME="x VALUE" --privileged nginx',
    'docker run -e "NAME=a\\"VALUE" --privileged nginx',
    "docker run -e $'NAME=a\\'VALUE' --privileged nginx",
    'docker run -e NAME=a\\ VALUE --privileged nginx',
    'docker run -e NAME=${NAME:-VALUE} --privileged nginx',
    'docker run -e NAME=$OTHER-VALUE --privileged nginx',
    'docker run -e NAME=VALUE -e NAME=VALUE --privileged nginx',
    'docker run -e NAME=x{VALUE,y} --privileged nginx',
    'docker run -e =VALUE --privileged nginx',
    'docker run -e NAME=VALUE --privileged --no-such-flag nginx',
    'docker run -e NAME=VALUE --memory 12xy',
    'docker run --privileged nginx sh -c "NAME=VALUE app"',
    'docker run --privileged nginx sh -c "cd /x && export NAME=VALUE; app"',
    'docker run --privileged nginx env NAME=VALUE app',
    'docker run --privileged --health-cmd "NAME=VALUE curl x" nginx',
    'docker run --privileged nginx docker run -e NAME=VALUE nginx',
    'NAME=VALUE docker run --privileged nginx',
    "NAME='x VALUE' docker run -e NAME --privileged nginx",
    'export NAME=VALUE; docker run -e NAME --privileged nginx',
    'NAME=VALUE; docker run -e NAME=$NAME --privileged nginx',
    'NAME=VALUE; docker run --privileged nginx',
    'env NAME=VALUE docker run --privileged nginx',
    'sudo NAME=VALUE docker run --privileged nginx',
    'sudo docker run -e NAME=VALUE --privileged nginx',
    'sh -c "NAME=VALUE docker run --privileged nginx"',
    "bash -c 'docker run -e NAME=VALUE --privileged nginx'",
    'eval "docker run -e NAME=VALUE --privileged nginx"',
    'ssh host "docker run -e NAME=VALUE --privileged nginx"',
    'f() { docker run -e NAME=$1 --privileged nginx; }; f VALUE',
    'for v in VALUE; do docker run -e NAME=$v --privileged nginx; done',
    'if x; then v=VALUE; else v=b; fi; docker run -e NAME=$v --privileged nginx',
    'if x; then v=NAME=VALUE; else v=b; fi; docker run -e $v --privileged nginx',
    'OPTIONS="-e NAME=VALUE --privileged"; docker run $OPTIONS nginx',
    'OPTIONS=(-e NAME=VALUE --privileged); docker run "${OPTIONS[@]}" nginx',
    'alias d="docker run -e NAME=VALUE"; d --privileged nginx',
    'echo NAME=VALUE > .env; docker run --env-file .env --privileged nginx',
    'docker build --build-arg NAME=VALUE . && docker run --privileged nginx',
    'docker exec -e NAME=VALUE -u root web sh',
    'docker exec -u root web env NAME=VALUE sh',
    'docker compose run -e NAME=VALUE -p 80:80 web',
    'docker compose exec --env NAME=VALUE -u root web sh',
    'docker run -e NAME=`echo VALUE` --privileged nginx',
    'docker run -e "NAME=x`echo \\"VALUE\\" y`" --privileged nginx',
    'docker run -e NAME="$(echo VALUE | base64)" --privileged nginx',
    'NAME=`printf %s VALUE`; docker run -e NAME="$NAME" --privileged nginx',
    'docker run -e NAME=${X:-`echo VALUE`} --privileged nginx',
    'docker run -e NAME=$(tr a b <<< VALUE) --privileged nginx',
    'read NAME <<< VALUE; docker run -e NAME="$NAME" --privileged nginx',
    'read -r NAME X <<< "x VALUE"; docker run -e NAME="$NAME" --privileged nginx',
    'printf -v NAME "%s" VALUE; docker run -e NAME="$NAME" --privileged nginx',
    'printf -v NAME VALUE; docker run -e NAME="$NAME" --privileged nginx',
    'docker run --evn NAME=VALUE --privileged nginx',
    'docker run -E NAME=VALUE --privileged nginx',
    'docker run --envv=NAME=VALUE --privileged nginx',
    'docker run -e NAME:VALUE --privileged nginx',
    'docker build --bulid-arg NAME=VALUE . && docker run --privileged nginx',
    'podman run -eNAME=VALUE --privileged nginx',
    'podman run --env-merge NAME=VALUE --privileged nginx',
    'nerdctl run -e NAME=VALUE --privileged nginx',
    "docker run -e NAME=VALUE --privileged nginx 'open",
  ].map((line): readonly ['run.sh', string] => ['run.sh', `${line}\n`]),
  ...[
    'environment: {NAME: VALUE}, privileged: true',
    'environment: {NAME: "x VALUE", B: }, privileged: true',
    'environment: {NAME: VALUE, NAME: x}, privileged: true',
    'environment: {NAME: VALUE, B: [VALUE]}, privileged: true',
    'environment: {NAME: "x${VALUE"}, privileged: true',
    'environment: {NAME: "${X:-VALUE}"}, privileged: true',
    'environment: [NAME=VALUE], privileged: true',
    'environment: ["NAME=VALUE", "B"], privileged: true',
    'environment: ["N\\x41ME\\x3dVALUE=x"], privileged: true',
    'environment: [NAME: VALUE], privileged: true',
    'environment: "NAME=VALUE", privileged: true',
    'environment: [" =VALUE", "=VALUE"], privileged: true',
    'environment: &e {NAME: VALUE}, privileged: true',
    'build: {context: ., args: {NAME: VALUE}}, privileged: true',
    'build: {context: ., args: [NAME=VALUE, "B=${VALUE"], no_such: true}, privileged: true',
    'command: "sh -c \'NAME=VALUE /usr/sbin/sshd\'"',
    'command: [sh, -c, "cd /x; NAME=VALUE /usr/sbin/sshd -D"]',
    'command: [env, NAME=VALUE, /usr/sbin/sshd]',
    'entrypoint: [sh, -c, "export NAME=VALUE && /usr/sbin/sshd"]',
    'healthcheck: {test: ["CMD-SHELL", "NAME=VALUE curl x"], no_such: true}',
    'post_start: [{command: x, user: root, environment: {NAME: VALUE}}]',
  ].map((line): readonly ['compose.yaml', string] => ['compose.yaml', `services: {web: {image: nginx, ${line}}}\n`]),
  [
    'compose.yaml',
    'x-e: &e {NAME: VALUE, B: &v VALUE}\nservices: {web: {image: nginx, environment: {<<: *e, NAME: x, C: *v}, privileged: true}}\n',
  ],
  [
    'compose.yaml',
    'x-web: &web {environment: {NAME: VALUE}, privileged: true}\nservices: {web: {<<: *web, image: nginx}}\n',
  ],
  [
    'compose.yaml',
    'services:\n  web:\n    image: nginx\n    environment:\n      NAME: |\n        x\n        VALUE\n      B: {x: y,\n        z: VALUE}\n',
  ],
  [
    'inspect.json',
    '[{"Name":"/a","Config":{"Image":"nginx","Env":["NAME=VALUE","B=x\\"VALUE","N\\u0041ME=VALUE"]},"HostConfig":{"Privileged":true,"Binds":["/etc:/e"]}}]',
  ],
  [
    'inspect.json',
    '[{"Name":"/a","Path":"sh","Args":["-c","NAME=VALUE app"],"Config":{"Image":"nginx","Cmd":["-c","NAME=VALUE app"],"Entrypoint":["sh"],"Healthcheck":{"Test":["CMD-SHELL","NAME=VALUE curl x"]}},"HostConfig":{"Privileged":true}}]',
  ],
  [
    'inspect.json',
    '[{"Name":"/a","Config":{"Image":"nginx","CreateCommand":["podman","run","-e","NAME=VALUE","--env=NAME=VALUE","-eNAME=VALUE","nginx"]},"HostConfig":{"CgroupManager":"systemd","Privileged":true}}]',
  ],
  ...[
    '"Env":"NAME=VALUE"',
    '"Env":{"NAME":"VALUE"}',
    '"Env":["NAME=x\\q","B=VALUE"]',
    '"Env":["NAME=VALUE\\q","B=VALUE"]',
    '"Env":[["NAME=VALUE"],{"A":["VALUE"]}]',
    '"Env":["NAME=VALUE" "B=VALUE"]',
    '"Env":["NAME=VALUE","B=VALUE}',
    '"Env":[NAME=VALUE]',
    '"Env":NAME=VALUE',
    '"Env"["NAME=VALUE"]',
    '"Env":["NAME:VALUE"]',
    '"Evn":["NAME=VALUE"],"x":y',
    '"env":["NAME=VALUE"]',
    '"Env":["x\\u00","B=VALUE"]',
    '"Env":"VALUE"',
  ].map((line): readonly ['inspect.json', string] => [
    'inspect.json',
    `[{"Name":"/a","HostConfig":{"Privileged":true},"Config":{"Image":"nginx",${line}}}]\n`,
  ]),
  [
    'inspect.json',
    '[{"Name":"/a","HostConfig":{"Privileged":true},"Config":{"Image":"nginx","Env":["NAME=VALUE","B=VAL',
  ],
  [
    'inspect.json',
    '[{"Name":"/a","HostConfig":{"Privileged":true},"Config":{"Image":"nginx","Env":["NAME=VALUE",oops]}}]',
  ],
];

const innocentName = fc.constantFrom('A', 'LEVEL', 'DB_NAME', 'lower', 'X1');
const secretValue = fc.stringMatching(/^[a-z]{3}[0-9][A-Z]{3}[a-z0-9]{6}$/);

describe('the value of a variable is not shown, unless its name says what harmless thing it holds', () => {
  // Each line has its own name and value.
  test.each(LINES.map(([path, text], index) => ({ path, text, index })))(
    '$path: $text',
    async ({ path, text, index }) => {
      await fc.assert(
        fc.asyncProperty(innocentName, secretValue, async (name, value) => {
          const written = text.replaceAll('NAME', name).replaceAll('VALUE', value).replace(/VAL$/, value);
          expect(await leaks({ [path]: written }, [], {}, new RegExp(value, 'i'))).toEqual([]);
        }),
        { numRuns: 1, seed: SEED + index },
      );
    },
  );

  test.each(LINES.map(([path, text]) => ({ path, text })))(
    'but its line is, and the name: $path: $text',
    async ({ path, text }) => {
      const io = createMemoryIo({ [path]: text.replaceAll('VALUE', MARKER) });
      await main(['--format', 'html', path], io);
      expect(io.out()).toContain('***');
    },
  );

  test('nor out of a cache, nor of what another thread has linted', async () => {
    const tree = Object.fromEntries(
      LINES.map(([path, text], index) => [`${index}/${path}`, text.replaceAll('VALUE', MARKER)]),
    );
    const first = createMemoryIo(tree);
    await main(['--cache', '--format', 'html'], first);
    const cache = first.written.get('.plimsollcache') ?? '';
    const second = createMemoryIo({ ...tree, '.plimsollcache': cache });
    await main(['--cache', '--format', 'html'], second);
    expect(cache).not.toContain(MARKER);
    expect(second.out()).toBe(first.out());
    expect(second.out()).toContain('***');
    expect(second.out()).not.toContain(MARKER);
  });

  test.each([
    [
      'a value that only names another variable',
      'run.sh',
      'docker run -e A=$B -e C="${D}" --privileged nginx',
      'docker run -e A=$B -e C="${D}" --privileged nginx',
    ],
    [
      'a variable of which a finding speaks',
      'run.sh',
      'IMAGE=nginx:latest PASS=x; docker run $IMAGE',
      'IMAGE=nginx:latest PASS=***; docker run $IMAGE',
    ],
    [
      'what follows a variable',
      'run.sh',
      'docker run -v "$PWD":/etc/x --privileged nginx',
      'docker run -v "$PWD":/etc/x --privileged nginx',
    ],
    [
      'an option in a variable',
      'run.sh',
      'O="-e A=x --privileged"; docker run $O nginx',
      'O="-e A=*** --privileged"; docker run $O nginx',
    ],
    [
      'a value that cannot be read as what it is used for',
      'run.sh',
      'M=12xy; docker run -m $M nginx',
      'M=12xy; docker run -m $M nginx',
    ],
    [
      'a service with the name of a key',
      'compose.yaml',
      'services: {environment: {image: nginx, privileged: true}}',
      'services: {environment: {image: nginx, privileged: true}}',
    ],
    [
      'what is no variable',
      'run.sh',
      'docker run --label a=b --log-opt c=d --privileged nginx postgres -c e=f',
      'docker run --label a=b --log-opt c=d --privileged nginx postgres -c e=f',
    ],
  ])('%s is shown', async (_name, path, text, shown) => {
    const io = createMemoryIo({ [path]: `${text}\n` });
    await main(['--format', 'pretty', path], io);
    expect(io.out()).toContain(`| ${shown}\n`);
  });
});

describe('a value in text that is not valid YAML is not repeated by what is said of it', () => {
  test.each([
    'PASSWORD: *VALUE',
    'PASSWORD: | VALUE',
    'PASSWORD: |VALUE',
    'PASSWORD: >VALUE',
    'PASSWORD: !a!VALUE x',
    'PASSWORD: !<VALUE x',
    'PASSWORD: "a\\xVALUE"',
    '- *VALUE',
    '<<: *VALUE',
    'A: {x: *VALUE}',
  ])('%s', async (line) => {
    const text = `services:\n  web:\n    privileged: true\n    image: nginx\n    environment:\n      ${line.replace('VALUE', 'hunter2')}\n`;
    expect(await leaks({ 'compose.yaml': text }, [], {}, /hunter2/)).toEqual([]);
  });
});
