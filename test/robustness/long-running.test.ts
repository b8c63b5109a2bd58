import { setFlagsFromString } from 'node:v8';
import { beforeAll, describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { isLong } from '../long.ts';
import { createMemoryIo } from '../memory-io.ts';

// After very many compiled patterns, as in a language server, V8 compiles further ones without
// optimization (`RegExpImpl::Compile`, `TooMuchRegExpCode`). Then each repetition of `[^\n]+` takes
// stack, and some millions overflow it.
beforeAll(() => {
  setFlagsFromString('--no-regexp-optimization');
});

/** Overflowed the stack before. */
const ALWAYS: ReadonlySet<string> = new Set([
  'a key',
  'an amount of memory',
  'a value of a variable',
  'an anchor',
  'a dev container',
  'a line of .gitignore',
]);

/** All of them take a minute. */
function chosen<T extends readonly [what: string, ...rest: readonly unknown[]]>(rows: readonly T[]): readonly T[] {
  return isLong ? rows : rows.filter(([what]) => ALWAYS.has(what));
}

const LONG = 6_000_000;
const a = 'a'.repeat(LONG);
const SERVICE = 'services:\n  web:\n    image: x:1\n    privileged: true\n';

/** Long parts of a Compose file, and the file. */
const COMPOSE_FILES: readonly (readonly [what: string, text: string])[] = [
  ['a comment', `${SERVICE}#${a}`],
  ['a comment with our word', `${SERVICE}# plimsoll: ${a}`],
  ['blank text', `${SERVICE}${' '.repeat(LONG)}`],
  ['empty lines', `${SERVICE}${'\n'.repeat(LONG)}`],
  ['a key', `${SERVICE}    ${a}: x\n`],
  ['a name of a service', `${SERVICE}  ${a}: {image: "y:1"}\n`],
  ['plain text', `${SERVICE}    command: ${a}\n`],
  ['text in double quotes', `${SERVICE}    command: "${a}"\n`],
  ['text in single quotes', `${SERVICE}    command: '${a}'\n`],
  ['a block of text', `${SERVICE}    command: |\n      ${a}\n`],
  ['an image', `${SERVICE}  db:\n    image: ${a}\n`],
  ['an image of parts', `${SERVICE}  db:\n    image: ${'a/'.repeat(LONG / 2)}b\n`],
  ['a port', `${SERVICE}    ports: ["${'1'.repeat(LONG)}"]\n`],
  ['a volume', `${SERVICE}    volumes: ["/${a}:/x"]\n`],
  ['a device', `${SERVICE}    devices: ["/dev/${a}"]\n`],
  ['a path with dots', `${SERVICE}    volumes: ["${'../'.repeat(LONG / 3)}x:/x"]\n`],
  ['a capability', `${SERVICE}    cap_add: [${a}]\n`],
  ['a security option', `${SERVICE}    security_opt: ["${a}"]\n`],
  ['an amount of memory', `${SERVICE}    mem_limit: "${'1'.repeat(LONG)}"\n`],
  ['a duration', `${SERVICE}    stop_grace_period: ${'1s'.repeat(LONG / 2)}\n`],
  ['a name of a variable', `${SERVICE}    environment: ["${a}=x"]\n`],
  ['a value of a variable', `${SERVICE}    environment: {PASSWORD: "${a}"}\n`],
  ['an address with a password', `${SERVICE}    environment: {URL: "postgres://u:${a}@db/x"}\n`],
  ['an expression', `${SERVICE}    command: \${${a}}\n`],
  ['a default', `${SERVICE}    command: \${X:-${a}}\n`],
  ['a health check', `${SERVICE}    healthcheck: {test: "${a}"}\n`],
  ['a label', `${SERVICE}    labels: ["${a}"]\n`],
  ['a tag', `${SERVICE}    command: !${a} x\n`],
  ['an anchor', `${SERVICE}    command: &${a} x\n`],
  ['brackets', `${SERVICE}    command: ${'['.repeat(LONG)}\n`],
];

/** Long parts of other files, the files, and the finding to expect. */
const TREES: readonly (readonly [what: string, tree: Readonly<Record<string, string>>, place: string])[] = [
  ['an env file', { 'compose.yaml': SERVICE, '.env': `A=${a}\nB="${a}"\n# ${a}\n` }, 'compose.yaml:4:'],
  [
    'an env file of a service',
    { 'compose.yaml': `${SERVICE}    env_file: a.env\n`, 'a.env': `PASSWORD=${a}\n${a}\n` },
    'compose.yaml:4:',
  ],
  [
    'a Dockerfile',
    { 'compose.yaml': `${SERVICE}    build: .\n`, Dockerfile: `FROM x\nENV A=${a}\nRUN ${a}\n# ${a}\n` },
    'compose.yaml:4:',
  ],
  ['a script', { 'deploy.sh': `docker run --privileged x:1\n# ${a}\n` }, 'deploy.sh:1:'],
  ['a word of a script', { 'deploy.sh': `docker run --privileged x:1\n${a}\n` }, 'deploy.sh:1:'],
  ['a Makefile', { Makefile: `a:\n\tdocker run --privileged x:1\nB = ${a}\n` }, 'Makefile:2:'],
  ['a recipe', { Makefile: `a:\n\tdocker run --privileged x:1\n\t${a}\n` }, 'Makefile:2:'],
  [
    'a workflow',
    { '.github/workflows/ci.yml': `on: push\njobs: {a: {steps: [{run: docker run --privileged x}, {run: ${a}}]}}\n` },
    '.github/workflows/ci.yml:2:',
  ],
  [
    'a pipeline',
    { '.gitlab-ci.yml': `a:\n  script: [docker run --privileged x]\nb:\n  script: ["${a}"]\n` },
    '.gitlab-ci.yml:2:',
  ],
  [
    'a unit',
    { 'x.service': `[Service]\nExecStart=docker run --privileged x:1\nEnvironment=A=${a}\n# ${a}\n` },
    'x.service:2:',
  ],
  [
    'a Quadlet unit',
    { 'x.container': `[Container]\nImage=x:1\nPodmanArgs=--privileged\nEnvironment=A=${a}\nLabel=${a}\n` },
    'x.container:3:',
  ],
  [
    'a dev container',
    // More than a million characters are not read.
    {
      '.devcontainer.json': `{"image": "x:1", "privileged": true, "name": "${a.slice(0, 490_000)}" /* ${a.slice(0, 490_000)} */}`,
    },
    '.devcontainer.json:1:',
  ],
  [
    'what docker inspect prints',
    { 'a.json': JSON.stringify([{ Id: 'b', HostConfig: { Privileged: true }, Config: { Env: [`A=${a}`] } }]) },
    'a.json:1:',
  ],
  ['a configuration', { 'compose.yaml': SERVICE, '.plimsoll.yaml': `ignores: []\n# ${a}\n` }, 'compose.yaml:4:'],
  ['a line of .gitignore', { 'compose.yaml': SERVICE, '.git/HEAD': 'ref', '.gitignore': `${a}\n` }, 'compose.yaml:4:'],
];

async function report(tree: Readonly<Record<string, string>>): Promise<string> {
  const io = createMemoryIo({ ...tree, 'run.sh': 'docker run --privileged x:1\n' });
  await main(['--format', 'text', '--fail-on=never', '.'], io);
  expect(io.err()).not.toContain('internal error');
  expect(io.out()).toContain('run.sh:1:12: error privileged-container');
  return io.out();
}

describe('in a process that has run for long, a file is read whatever of it is long', () => {
  test.each(chosen(COMPOSE_FILES))('%s', async (_, text) => {
    expect(await report({ 'compose.yaml': text })).toMatch(
      /^compose\.yaml:\d+:\d+: error (?:privileged-container|syntax\/)/m,
    );
  });

  test.each(chosen(TREES))('%s', async (_, tree, place) => {
    const lines = (await report(tree)).split('\n');
    expect(lines.filter((line) => line.startsWith(place) && line.includes('privileged-container'))).toHaveLength(1);
  });
});
