import { each, type Shape } from './shape.ts';

const SERVICE = 'services:\n  web:\n    image: x:1\n';

/** Elements of service keys that are lists. */
const ELEMENTS: readonly ((index: number) => string)[] = [
  (i) => `ports: "${i % 60_000}:80"`,
  (i) => `ports: ${i % 60_000}`,
  (i) => `ports: "127.0.0.1:${i % 60_000}:${i % 60_000}/udp"`,
  () => 'ports: "1-60000:1-60000"',
  () => 'ports: "80"',
  (i) => `ports: {target: ${i % 60_000}, published: ${i % 60_000}}`,
  (i) => `ports: x${i}`,
  (i) => `ports: "\${A${i}}:80"`,
  (i) => `expose: "${i % 60_000}"`,
  (i) => `volumes: /a${i}:/b${i}`,
  (i) => `volumes: /a:/b${i}`,
  () => 'volumes: /a:/b',
  (i) => `volumes: v${i}:/b${i}`,
  (i) => `volumes: ./a${i}:/b`,
  (i) => `volumes: {type: bind, source: /a${i}, target: /b${i}}`,
  (i) => `volumes: "\${A${i}}:/b"`,
  (i) => `tmpfs: /a${i}`,
  (i) => `environment: A${i}=b`,
  () => 'environment: A=b',
  (i) => `environment: A${i}`,
  (i) => `environment: A${i}=$\{B${i}:-c}`,
  (i) => `env_file: a${i}.env`,
  (i) => `env_file: {path: a${i}.env, required: false}`,
  (i) => `labels: a${i}=b`,
  (i) => `annotations: a${i}=b`,
  (i) => `cap_add: C${i}`,
  () => 'cap_add: ALL',
  (i) => `cap_drop: C${i}`,
  (i) => `devices: /dev/a${i}:/dev/b${i}:rwm`,
  (i) => `device_cgroup_rules: "c ${i}:* rwm"`,
  (i) => `security_opt: a${i}:b`,
  (i) => `sysctls: a.${i}=b`,
  (i) => `networks: n${i}`,
  (i) => `depends_on: s${i}`,
  (i) => `links: s${i}`,
  (i) => `external_links: s${i}`,
  (i) => `extra_hosts: a${i}:1.2.3.4`,
  (i) => `dns: 1.2.3.${i % 256}`,
  (i) => `dns_search: a${i}`,
  (i) => `dns_opt: a${i}`,
  (i) => `group_add: "${i}"`,
  (i) => `volumes_from: s${i}`,
  (i) => `secrets: s${i}`,
  (i) => `secrets: {source: s${i}, target: /a}`,
  (i) => `configs: s${i}`,
  (i) => `profiles: p${i}`,
  (i) => `command: a${i}`,
  (i) => `entrypoint: a${i}`,
  (i) => `gpus: {driver: a${i}, count: 1}`,
  (i) => `post_start: {command: a${i}, privileged: true}`,
  (i) => `pre_start: {image: "a:${i}", command: b}`,
  (i) => `models: m${i}`,
  (i) => `unknown: ${i}`,
];

/** Entries of service keys that are mappings. */
const ENTRIES: readonly ((index: number) => string)[] = [
  (i) => `environment: "A${i}": b`,
  (i) => `labels: a${i}: b`,
  (i) => `annotations: a${i}: b`,
  (i) => `sysctls: a.${i}: b`,
  (i) => `ulimits: a${i}: 1`,
  (i) => `ulimits: a${i}: {soft: 1, hard: 2}`,
  (i) => `networks: n${i}: {}`,
  (i) => `networks: n${i}: {aliases: [a], ipv4_address: 1.2.3.4}`,
  (i) => `depends_on: s${i}: {condition: service_started}`,
  (i) => `extra_hosts: a${i}: 1.2.3.4`,
  (i) => `storage_opt: a${i}: b`,
  (i) => `logging: a${i}: b`,
  (i) => `build: a${i}: b`,
  (i) => `deploy: a${i}: b`,
  (i) => `healthcheck: a${i}: b`,
  (i) => `models: m${i}: {}`,
  (i) => `x-own: a${i}: b`,
];

const REPEATED: readonly (readonly [string, (count: number) => string])[] = [
  ['services', (n) => `services:\n${each(n, (i) => `  s${i}: {image: "x:1"}\n`)}`],
  ['services that fail', (n) => `services:\n${each(n, (i) => `  s${i}: {image: x, privileged: true}\n`)}`],
  [
    'services of one anchor',
    (n) => `x-a: &a {image: x, privileged: true}\nservices:\n${each(n, (i) => `  s${i}: *a\n`)}`,
  ],
  [
    'services that merge',
    (n) => `x-a: &a {privileged: true}\nservices:\n${each(n, (i) => `  s${i}: {<<: *a, image: x}\n`)}`,
  ],
  ['services that publish one port', (n) => `services:\n${each(n, (i) => `  s${i}: {image: x, ports: ["80:80"]}\n`)}`],
  ['services with one name', (n) => `services:\n${each(n, (i) => `  s${i}: {image: x, container_name: a}\n`)}`],
  ['services of nothing', (n) => `services:\n${each(n, (i) => `  s${i}:\n`)}`],
  [
    'a chain of dependencies',
    (n) => `services:\n${each(n, (i) => `  s${i}: {image: x, depends_on: [s${i + 1}]}\n`)}  s${n}: {image: x}\n`,
  ],
  [
    'a circle of dependencies',
    (n) => `services:\n${each(n, (i) => `  s${i}: {image: x, depends_on: [s${(i + 1) % n}]}\n`)}`,
  ],
  ['a chain of extends', (n) => `services:\n${each(n, (i) => `  s${i}: {extends: s${i + 1}}\n`)}  s${n}: {image: x}\n`],
  [
    'extends of one service',
    (n) => `services:\n  a: {image: x, privileged: true}\n${each(n, (i) => `  s${i}: {extends: a}\n`)}`,
  ],
  [
    'a chain of network modes',
    (n) =>
      `services:\n${each(n, (i) => `  s${i}: {image: x, network_mode: "service:s${i + 1}"}\n`)}  s${n}: {image: x}\n`,
  ],
  [
    'a chain of volumes_from',
    (n) =>
      `services:\n${each(n, (i) => `  s${i}: {image: x, volumes: [/a], volumes_from: [s${i + 1}]}\n`)}  s${n}: {image: x}\n`,
  ],
  ['profiles', (n) => `services:\n${each(n, (i) => `  s${i}: {image: x, profiles: [p${i}]}\n`)}`],
  ['include', (n) => `include:\n${each(n, (i) => `- a${i}.yaml\n`)}${SERVICE}`],
  ['unknown top keys', (n) => `${SERVICE}${each(n, (i) => `k${i}: a\n`)}`],
  ['own top keys', (n) => `${SERVICE}${each(n, (i) => `x-${i}: a\n`)}`],
  ...['volumes', 'networks', 'secrets', 'configs', 'models'].map((section): (typeof REPEATED)[number] => [
    `top-level ${section}`,
    (n) => `${SERVICE}${section}:\n${each(n, (i) => `  a${i}: {name: b}\n`)}`,
  ]),
  ['variables', (n) => `${SERVICE}    user: "${'$A'.repeat(n)}"\n`],
  ['variables with braces', (n) => `${SERVICE}    user: "${'${A}'.repeat(n)}"\n`],
  ['defaults in defaults', (n) => `${SERVICE}    user: "${'${A:-'.repeat(n)}b${'}'.repeat(n)}"\n`],
  ['open variables', (n) => `${SERVICE}    user: "${'${A:-'.repeat(n)}"\n`],
  ['dollars', (n) => `${SERVICE}    user: "${'$'.repeat(n)}"\n`],
  ['pairs of dollars in a command', (n) => `${SERVICE}    command: "${'$$A '.repeat(n)}"\n`],
  ['words of a command', (n) => `${SERVICE}    command: ${'a '.repeat(n)}\n`],
  ['quotes of a command', (n) => `${SERVICE}    command: ${"a'b' ".repeat(n)}\n`],
  ['wrappers of a command', (n) => `${SERVICE}    command: ${'env '.repeat(n)} sshd\n`],
  ['shells of a command', (n) => `${SERVICE}    command: [${'sh, -c, '.repeat(n)} sshd]\n`],
  ['commands of a shell', (n) => `${SERVICE}    command: sh -c "${'a; '.repeat(n)}sshd"\n`],
  ['a long image', (n) => `services:\n  web:\n    image: ${'a/'.repeat(n)}b:1\n`],
  ['colons of a port', (n) => `${SERVICE}    ports: ["${'1:'.repeat(n)}1"]\n`],
  ['colons of a volume', (n) => `${SERVICE}    volumes: ["${'/a:'.repeat(n)}/b"]\n`],
  ['parts of a path', (n) => `${SERVICE}    volumes: ["${'/..'.repeat(n)}/etc:/b"]\n`],
  ['digits of a size', (n) => `${SERVICE}    mem_limit: ${'1'.repeat(n)}\n`],
  ['digits of processors', (n) => `${SERVICE}    cpus: 0.${'1'.repeat(n)}\n`],
  ['parts of a duration', (n) => `${SERVICE}    stop_grace_period: ${'1s'.repeat(n)}\n`],
  [
    'our comments',
    (n) => `services:\n${each(n, (i) => `  s${i}: # plimsoll: ignore[unlimited-memory] -- a\n    image: x\n`)}`,
  ],
  [
    'our comments in one line',
    (n) => `services:\n  web: {image: x} ${'# plimsoll: ignore[unlimited-memory] '.repeat(n)}\n`,
  ],
  ['our comments about nothing', (n) => `${SERVICE}${'# plimsoll: ignore[unlimited-memory]\n'.repeat(n)}`],
  ['rules of our comment', (n) => `services:\n  web: {image: x} # plimsoll: ignore[${'a,'.repeat(n)}]\n`],
  ['our comments of a file', (n) => `${'# plimsoll: ignore-file[unlimited-memory]\n'.repeat(n)}${SERVICE}`],
];

function listOf(element: (index: number) => string): (count: number) => string {
  const key = element(0).replace(/:.*/s, '');
  return (count) => `${SERVICE}    ${key}:\n${each(count, (i) => `    - ${element(i).slice(key.length + 2)}\n`)}`;
}

function mappingOf(entry: (index: number) => string): (count: number) => string {
  const key = entry(0).replace(/:.*/s, '');
  return (count) => `${SERVICE}    ${key}:\n${each(count, (i) => `      ${entry(i).slice(key.length + 2)}\n`)}`;
}

export const COMPOSE_SHAPES: readonly Shape[] = [
  ...REPEATED,
  ...ELEMENTS.map((element) => [`elements of ${element(1)}`, listOf(element)] as const),
  ...ENTRIES.map((entry) => [`entries of ${entry(1)}`, mappingOf(entry)] as const),
].map(([name, text]) => ({ name: `Compose: ${name}`, tree: (count) => ({ 'compose.yaml': text(count) }) }));
