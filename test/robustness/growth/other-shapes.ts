import { each, type Shape } from './shape.ts';

const SERVICE = 'services:\n  web:\n    image: x:1\n    privileged: true\n';

const SETTINGS: readonly (readonly [string, (count: number) => string])[] = [
  ['comments', (n) => `${'# a\n'.repeat(n)}failOn: never\n`],
  ['documents', (n) => '---\n'.repeat(n)],
  ['ignores', (n) => `ignores:\n${each(n, (i) => `- a${i}\n`)}`],
  ['ignores of stars', (n) => `ignores:\n${'- "*a*a*a*b"\n'.repeat(n)}`],
  ['stars of an ignore', (n) => `ignores: ["${'*a'.repeat(n)}b"]\n`],
  ['folders of an ignore', (n) => `ignores: ["${'**/a/'.repeat(n)}b"]\n`],
  ['alternatives of an ignore', (n) => `ignores: ["${'{a,b}'.repeat(n)}"]\n`],
  ['open braces of an ignore', (n) => `ignores: ["${'{a,'.repeat(n)}"]\n`],
  ['open brackets of an ignore', (n) => `ignores: ["${'[a'.repeat(n)}"]\n`],
  ['rules', (n) => `rules:\n${each(n, (i) => `  a${i}: off\n`)}`],
  ['one rule', (n) => `rules:\n${'  unlimited-memory: off\n'.repeat(n)}`],
  ['overrides', (n) => `overrides:\n${each(n, (i) => `- files: [a${i}]\n  rules: {unlimited-memory: off}\n`)}`],
  ['exceptions', (n) => `exceptions:\n${each(n, (i) => `- {rule: unlimited-memory, service: a${i}, reason: b}\n`)}`],
  ['exceptions that match', (n) => `exceptions:\n${'- {rule: unlimited-memory, service: web, reason: b}\n'.repeat(n)}`],
  ['projects', (n) => `projects:\n${each(n, (i) => `- [a${i}.yaml]\n`)}`],
  ['files of a project', (n) => `projects:\n- files: [${each(n, (i) => `a${i}.yaml,`)}]\n`],
  ['directories', (n) => `directories: [${'"",'.repeat(n)}]\n`],
  ['unknown keys', (n) => each(n, (i) => `k${i}: a\n`)],
  ['aliases', (n) => `ignores: &a [b]\nx: [${'*a,'.repeat(n)}]\n`],
  ['anchors', (n) => `ignores:\n${each(n, (i) => `- &a${i} b\n`)}`],
  ['merges', (n) => `a: &a {b: c}\nrules:\n${'  <<: *a\n'.repeat(n)}`],
  ['tabs', (n) => `failOn:${'\t'.repeat(n)}never\n`],
  ['tabs of a key', (n) => `a${'\t'.repeat(n)}b: never\n`],
  ['quotes', (n) => `ignores: ["${'a\n '.repeat(n)}"]\n`],
  ['quotes without an end', (n) => `ignores:\n${'- "a\n'.repeat(n)}`],
  ['a flow list', (n) => `ignores: [${'a,'.repeat(n)}]\n`],
  ['lists in lists', (n) => `ignores: ${'[a],'.repeat(n)}\n`],
  ['brackets', (n) => '[\n'.repeat(n)],
  ['closing brackets', (n) => ']\n'.repeat(n)],
  ['explicit keys', (n) => '? a\n'.repeat(n)],
  ['ampersands', (n) => '&'.repeat(n)],
];

const DOCKERFILES: readonly (readonly [string, (count: number) => string])[] = [
  ['instructions', (n) => `FROM a\n${'USER b\n'.repeat(n)}`],
  ['stages', (n) => each(n, (i) => `FROM a AS a${i}\n`)],
  ['stages on stages', (n) => `FROM a AS a0\n${each(n, (i) => `FROM a${i} AS a${i + 1}\n`)}`],
  ['comments', (n) => `FROM a\n${'# a\n'.repeat(n)}`],
  ['comments in an instruction', (n) => `FROM a\nRUN b \\\n${'# a\n'.repeat(n)}`],
  ['continued lines', (n) => `FROM a\nENV ${'A=b \\\n'.repeat(n)}\n`],
  ['here-documents', (n) => `FROM a\n${'RUN <<E\nE\n'.repeat(n)}`],
  ['here-documents of one instruction', (n) => `FROM a\nRUN ${'<<E '.repeat(n)}\n${'E\n'.repeat(n)}`],
  ['here-documents without an end', (n) => `FROM a\n${'RUN <<E\n'.repeat(n)}`],
  ['flags', (n) => `FROM a\nHEALTHCHECK ${'--a=b '.repeat(n)}CMD c\n`],
  ['continued flags', (n) => `FROM a\nHEALTHCHECK ${'--a=b \\\n'.repeat(n)}CMD c\n`],
  ['ports', (n) => `FROM a\nEXPOSE ${each(n, (i) => `${i % 60_000} `)}\n`],
  ['words', (n) => `FROM a\nCMD [${each(n, (i) => `${i === 0 ? '' : ', '}"a"`)}]\n`],
  ['brackets', (n) => `FROM a\nCMD ${'['.repeat(n)}\n`],
  ['references', (n) => `FROM a\nENV A0=b\n${each(n, (i) => `ENV A${i + 1}=$A${i}\n`)}USER $A${n}\n`],
  ['doubling', (n) => `FROM a\nENV A=b\n${'ENV A=$A$A\n'.repeat(n)}USER $A\n`],
  ['open variables', (n) => `FROM a\nUSER ${'${B:-'.repeat(n)}\n`],
  ['defaults in defaults', (n) => `FROM a\nUSER ${'${B:-'.repeat(n)}${'}'.repeat(n)}\n`],
  ['quotes', (n) => `FROM a\nUSER ${'"'.repeat(n)}\n`],
  ['blanks', (n) => `FROM a\nUSER${' '.repeat(n)}b${' '.repeat(n)}c\n`],
  ['triggers', (n) => `FROM a AS a\n${'ONBUILD USER b\n'.repeat(n)}FROM a\n`],
  ['arguments', (n) => `${each(n, (i) => `ARG A${i}=b\n`)}FROM a\n`],
];

const DEVCONTAINER: readonly (readonly [string, (count: number) => string])[] = [
  ['arguments', (n) => `{"image":"a:1","runArgs":[${'"--privileged",'.repeat(n)}]}`],
  ['mounts', (n) => `{"image":"a:1","mounts":[${each(n, (i) => `"type=bind,source=/etc/${i},target=/x${i}",`)}]}`],
  [
    'objects of mounts',
    (n) => `{"image":"a:1","mounts":[${'{"type":"bind","source":"/etc","target":"/x"},'.repeat(n)}]}`,
  ],
  ['variables', (n) => `{"image":"a:1","containerEnv":{${each(n, (i) => `"A${i}":"b",`)}}}`],
  ['uses of variables', (n) => `{"image":"a:1","name":"b","runArgs":["-v","${'${localEnv:A}'.repeat(n)}:/x"]}`],
  ['properties', (n) => `{"image":"a:1",${each(n, (i) => `"a${i}":1,`)}}`],
  ['one property', (n) => `{${'"image":"a:1",'.repeat(n)}}`],
  ['comments', (n) => `${'// a\n'.repeat(n)}{"image":"a:1"}`],
  ['our comments', (n) => `{"image":"a:1",${'\n// plimsoll: ignore[host-network] -- a\n"b":1,'.repeat(n)}}`],
  ['open comments', (n) => `{"image":"a:1",${'/* '.repeat(n)}`],
  ['brackets', (n) => `{"image":"a:1","a":${'['.repeat(n)}`],
  ['escapes', (n) => `{"image":"${'\\u0041'.repeat(n)}"}`],
  ['quotes', (n) => `{"image":"a:1"${'"'.repeat(n)}`],
  ['commas', (n) => `{"image":"a:1"${','.repeat(n)}}`],
];

const ENVIRONMENT: readonly (readonly [string, (count: number) => string])[] = [
  ['variables', (n) => each(n, (i) => `A${i}=b\n`)],
  ['one variable', (n) => 'A=b\n'.repeat(n)],
  ['comments', (n) => '# a\n'.repeat(n)],
  ['comments behind values', (n) => 'A=b # a\n'.repeat(n)],
  ['a long value', (n) => `A=${'a'.repeat(n)}\n`],
  ['a quoted value of many lines', (n) => `A="${'a\n'.repeat(n)}"\n`],
  ['quotes without an end', (n) => 'A="b\n'.repeat(n)],
  ['single quotes without an end', (n) => "A='b\n".repeat(n)],
  ['references', (n) => `A0=b\n${each(n, (i) => `A${i + 1}=$A${i}\n`)}`],
  ['doubling', (n) => `A=b\n${'A=$A$A\n'.repeat(n)}`],
  ['dollars', (n) => `A=${'$'.repeat(n)}\n`],
  ['open variables', (n) => `A=${'${B:-'.repeat(n)}\n`],
  ['defaults in defaults', (n) => `A=${'${B:-'.repeat(n)}${'}'.repeat(n)}\n`],
  ['backslashes', (n) => `A="${'\\'.repeat(n)}"\n`],
  ['blanks', (n) => `A${' '.repeat(n)}=b\n`],
  ['blanks behind a value', (n) => `A=b${' '.repeat(n)}c\n`],
  ['hashes', (n) => `A=b ${' #'.repeat(n)}c\n`],
  ['tabs', (n) => `A=b${'\t'.repeat(n)}c\n`],
  ['carriage returns', (n) => `A=b${'\r'.repeat(n)}`],
  ['lines without a name', (n) => '=b\n'.repeat(n)],
  ['lines of no variable', (n) => 'a b c\n'.repeat(n)],
  ['exports', (n) => `${'export '.repeat(n)}A=b\n`],
  ['COMPOSE_FILE', (n) => `COMPOSE_FILE=${'a:'.repeat(n)}compose.yaml\n`],
];

const container = (i: number, more = ''): string =>
  `{"Id":"${i}","Name":"/c${i}","Config":{"Image":"x:1"},"HostConfig":{${more}}}`;

const INSPECT: readonly (readonly [string, (count: number) => string])[] = [
  ['containers', (n) => `[${each(n, (i) => `${i === 0 ? '' : ','}${container(i)}`)}]`],
  ['containers that fail', (n) => `[${each(n, (i) => `${i === 0 ? '' : ','}${container(i, '"Privileged":true')}`)}]`],
  ['containers of one name', (n) => `[${each(n, (i) => `${i === 0 ? '' : ','}${container(0)}`)}]`],
  ['arrays', (n) => `[${container(0)}]\n`.repeat(n)],
  ['containers without commas', (n) => each(n, container)],
  ['binds', (n) => `[${container(0, `"Binds":[${each(n, (i) => `${i === 0 ? '' : ','}"/a${i}:/b"`)}]`)}]`],
  [
    'mounts',
    (n) =>
      `[{"Id":"1","HostConfig":{},"Mounts":[${each(n, (i) => `${i === 0 ? '' : ','}{"Type":"bind","Source":"/a${i}","Destination":"/b"}`)}]}]`,
  ],
  [
    'ports',
    (n) =>
      `[${container(0, `"PortBindings":{${each(n, (i) => `${i === 0 ? '' : ','}"${i % 60_000}/tcp":[{"HostPort":"1"}]`)}}`)}]`,
  ],
  ['capabilities', (n) => `[${container(0, `"CapAdd":[${each(n, (i) => `${i === 0 ? '' : ','}"A${i}"`)}]`)}]`],
  [
    'keys',
    (n) =>
      `[${container(
        0,
        each(n, (i) => `${i === 0 ? '' : ','}"A${i}":1`),
      )}]`,
  ],
  [
    'one key',
    (n) =>
      `[${container(
        0,
        each(n, (i) => `${i === 0 ? '' : ','}"A":1`),
      )}]`,
  ],
  ['escapes', (n) => `[{"Id":"1","HostConfig":{},"Name":"${'\\u0041'.repeat(n)}"}]`],
  ['a string without an end', (n) => `[{"Id":"1","HostConfig":{},"Name":"${'a'.repeat(n)}`],
  ['white space', (n) => `[${' \n'.repeat(n)}${container(0)}]`],
  ['commas', (n) => `[${container(0)}${','.repeat(n)}]`],
  ['quotes', (n) => `[${container(0)}${'"'.repeat(n)}]`],
  ['colons', (n) => `[${container(0)}${':'.repeat(n)}]`],
  [
    'environment',
    (n) => `[{"Id":"1","HostConfig":{},"Config":{"Env":[${each(n, (i) => `${i === 0 ? '' : ','}"A${i}=b"`)}]}}]`,
  ],
  [
    'labels',
    (n) => `[{"Id":"1","HostConfig":{},"Config":{"Labels":{${each(n, (i) => `${i === 0 ? '' : ','}"A${i}":"b"`)}}}}]`,
  ],
];

const entry = (i: number): string =>
  `{"file":"compose.yaml","rule":"privileged-container","subject":"s${i}","fingerprint":"${String(i).padStart(16, '0')}"}`;

const BASELINE: readonly (readonly [string, (count: number) => string])[] = [
  ['entries', (n) => `{"version":2,"findings":[${each(n, (i) => `${i === 0 ? '' : ','}${entry(i)}`)}]}`],
  ['equal entries', (n) => `{"version":2,"findings":[${each(n, (i) => `${i === 0 ? '' : ','}${entry(0)}`)}]}`],
  ['entries of version 1', (n) => `{"version":1,"findings":[${each(n, (i) => `${i === 0 ? '' : ','}${entry(i)}`)}]}`],
  ['wrong entries', (n) => `{"version":2,"findings":[${each(n, (i) => `${i === 0 ? '' : ','}{}`)}]}`],
  [
    'projects',
    (n) =>
      `{"version":2,"findings":[${entry(0).slice(0, -1)},"project":[${each(n, (i) => `${i === 0 ? '' : ','}"a${i}"`)}]}]}`,
  ],
  ['white space', (n) => `{"version":2,${' '.repeat(n)}"findings":{}}`],
  ['nothing that is JSON', (n) => 'a\n'.repeat(n)],
];

function shapesOf(
  what: string,
  repeated: readonly (readonly [string, (count: number) => string])[],
  tree: (text: string) => Readonly<Record<string, string>>,
): readonly Shape[] {
  return repeated.map(([name, text]) => ({ name: `${what}: ${name}`, tree: (count) => tree(text(count)) }));
}

const manyFiles = (
  n: number,
  path: (index: number) => string,
  text: (index: number) => string,
): Record<string, string> => Object.fromEntries(Array.from({ length: n }, (_, i) => [path(i), text(i)]));

export const OTHER_SHAPES: readonly Shape[] = [
  ...shapesOf('configuration', SETTINGS, (text) => ({ '.plimsoll.yaml': text, 'compose.yaml': SERVICE })),
  ...shapesOf('.env', ENVIRONMENT, (text) => ({ '.env': text, 'compose.yaml': `${SERVICE}    user: $A\n` })),
  ...shapesOf('env_file', ENVIRONMENT, (text) => ({
    'a.env': text,
    'compose.yaml': `${SERVICE}    env_file: a.env\n`,
  })),
  ...shapesOf('Dockerfile', DOCKERFILES, (text) => ({
    '.docker/Dockerfile': text,
    'compose.yaml': 'services:\n  web:\n    build: .docker\n',
  })),
  ...shapesOf('devcontainer', DEVCONTAINER, (text) => ({ 'a/.devcontainer/devcontainer.json': text })),
  ...shapesOf('inspect', INSPECT, (text) => ({ 'inspect.json': text })),
  ...shapesOf('baseline', BASELINE, (text) => ({ '.plimsoll-baseline.json': text, 'compose.yaml': SERVICE })),
  ...shapesOf(
    '.gitignore',
    [
      ['patterns', (n) => each(n, (i) => `a${i}\n`)],
      ['stars', (n) => `${'*a'.repeat(n)}b\n`],
      ['folders', (n) => `${'**/a/'.repeat(n)}b\n`],
      ['open brackets', (n) => `${'[a'.repeat(n)}b\n`],
      ['backslashes', (n) => `${'\\'.repeat(n)}b\n`],
      ['blanks', (n) => `a${' '.repeat(n)}b\n`],
    ],
    (text) => ({ '.gitignore': text, 'compose.yaml': SERVICE, '.git/HEAD': 'ref: refs/heads/main\n' }),
  ),
  {
    name: 'files: Compose',
    tree: (n) =>
      manyFiles(
        n / 4,
        (i) => `${i}/compose.yaml`,
        () => SERVICE,
      ),
  },
  {
    name: 'files: scripts',
    tree: (n) =>
      manyFiles(
        n / 4,
        (i) => `${i}.sh`,
        () => 'docker run x:1\n',
      ),
  },
  {
    name: 'files: a chain of includes',
    tree: (n) =>
      manyFiles(
        n / 4,
        (i) => `${i}.yaml`,
        (i) => `include: [${i + 1}.yaml]\nservices: {s${i}: {image: x}}\n`,
      ),
  },
  {
    name: 'files: included by one',
    tree: (n) => ({
      'compose.yaml': `include: [${each(n / 4, (i) => `${i}.yaml,`)}]\n`,
      ...manyFiles(
        n / 4,
        (i) => `${i}.yaml`,
        (i) => `services: {s${i}: {image: x}}\n`,
      ),
    }),
  },
];
