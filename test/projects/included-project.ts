import fc from 'fast-check';

const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;
const name = fc.constantFrom(...NAMES);

/** A key of a service, usually one that depends on another service or on a definition. */
const key = fc.oneof(
  name.map((other) => `network_mode: "service:${other}"`),
  name.map((other) => `network_mode: "container:${other}-container"`),
  name.map((other) => `network_mode: "container:project-${other}-1"`),
  name.map((other) => `pid: "service:${other}"`),
  name.map((other) => `volumes_from: [${other}]`),
  name.map((other) => `links: ["${other}:db"]`),
  name.map((other) => `depends_on: {${other}: {condition: service_completed_successfully}}`),
  name.map((other) => `depends_on: [${other}]`),
  name.map((other) => `networks: [net-${other}]`),
  name.map((other) => `volumes: ["vol-${other}:/data"]`),
  name.map((other) => `secrets: [sec-${other}]`),
  name.map((other) => `image: built-${other}`),
  name.map((other) => `build: {context: ./${other}, additional_contexts: {base: "service:${other}"}}`),
  name.map((other) => `extends: {file: ../${other}/compose.yaml, service: ${other}}`),
  fc.constantFrom(
    'network_mode: host',
    'network_mode: ${MODE}',
    'privileged: true',
    'restart: always',
    'image: nginx',
    'ports: ["8080:80"]',
    'ports: ["8000-8100:8000-8100"]',
    'ports: [{target: 22, published: "8080"}]',
    'ports: ["${PORT}:22"]',
    'ports: [nonsense]',
    'volumes: ["/:/host:shared", "nonsense:"]',
    'deploy: {resources: {limits: {memory: 1g}}}',
    'mem_limit: 1g',
    'provider: {type: x}',
    'unknown: 1',
    'env_file: [../shared.env]',
    'env_file: [{path: ../shared.env}]',
    'build: ../a',
    'build: {context: .., dockerfile: a/Dockerfile}',
  ),
);

const service = fc.tuple(
  fc.boolean(),
  fc.boolean(),
  fc.uniqueArray(key, { maxLength: 4, selector: (line) => line.split(':')[0] }),
);

function serviceText(own: string, [isNamed, isBuilt, keys]: readonly [boolean, boolean, readonly string[]]): string {
  const lines = [
    ...(isNamed ? [`container_name: ${own}-container`] : []),
    ...(isBuilt && !keys.some((line) => /^(?:build|image)/.test(line)) ? ['build: .', `image: built-${own}`] : []),
    ...keys,
  ];
  return `  ${own}:\n${lines.map((line) => `    ${line}\n`).join('') || '    image: nginx\n'}`;
}

const definitions = fc.subarray(['networks', 'volumes', 'secrets', 'default'] as const);

function fileText(own: string, text: string, defined: readonly string[]): string {
  const networks = [
    ...(defined.includes('networks') ? [`  net-${own}: {name: host, external: true}\n`] : []),
    ...(defined.includes('default') && own === 'a' ? ['  default: {driver: host}\n'] : []),
  ];
  return [
    `services:\n${text}`,
    ...(networks.length === 0 ? [] : [`networks:\n${networks.join('')}`]),
    ...(defined.includes('volumes')
      ? [`volumes:\n  vol-${own}:\n    driver_opts: {type: none, o: bind, device: /}\n`]
      : []),
    ...(defined.includes('secrets') ? [`secrets:\n  sec-${own}: {file: ./secret}\n`] : []),
  ].join('');
}

export type Tree = Readonly<Record<string, string>>;

/** A main file that includes one file per service. */
export const includedProject: fc.Arbitrary<Tree> = fc
  .tuple(
    fc.array(fc.tuple(service, definitions), { minLength: 3, maxLength: NAMES.length }),
    fc.boolean(),
    fc.boolean(),
  )
  .map(([services, hasEnvironment, isOver]) => {
    const names = NAMES.slice(0, services.length);
    const files = services.map(([each, defined], index) => {
      const own = NAMES[index] ?? '';
      return [`${own}/compose.yaml`, fileText(own, serviceText(own, each), defined)] as const;
    });
    const over = isOver ? 'services:\n  b:\n    environment: {A: b}\n' : '';
    return {
      'compose.yaml': `include: [${names.map((own) => `${own}/compose.yaml`).join(', ')}]\n${over}`,
      ...Object.fromEntries(files),
      'a/Dockerfile': 'FROM debian\nUSER root\nEXPOSE 22\n',
      'b/Dockerfile': 'FROM base\nENV PASSWORD=1\n',
      'shared.env': 'PASSWORD=hunter2\nTOKEN=x\n',
      ...(hasEnvironment ? { '.env': 'PORT=8080\nMODE=host\n' } : {}),
    };
  });
