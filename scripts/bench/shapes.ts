import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A text or directory with a variable number of one thing. */
export type Shape = { readonly what: string /** The factor of all sizes; by default 1. */; readonly scale?: number } & (
  | {
      /** The suffix of the file's name. */
      readonly ending: 'compose.yaml' | 'sh' | 'json';
      readonly text: (count: number) => string;
    }
  | {
      /** Texts by path. */
      readonly tree: (count: number) => Readonly<Record<string, string>>;
      /** Called after the directory is written. */
      readonly prepare?: (folder: string) => void;
      readonly args?: readonly string[];
    }
);

/** Things that a file can contain many of. */
export const SHAPES: readonly Shape[] = [
  {
    what: 'services',
    ending: 'compose.yaml',
    text: (count) =>
      `services:\n${each(count, (n) => `  web${n}:\n    image: nginx:1.27\n    ports: ["127.0.0.1:${8000 + (n % 1000)}:80"]\n    environment:\n      - MODE=prod\n      - INDEX=${n}\n    volumes:\n      - ./data${n}:/data:ro\n    mem_limit: 512m\n    restart: on-failure:5\n`)}`,
  },
  {
    what: 'services that merge one anchor',
    ending: 'compose.yaml',
    text: (count) =>
      `x-common: &common\n  image: nginx:1.27\n  mem_limit: 512m\nservices:\n${each(count, (n) => `  web${n}:\n    <<: *common\n    cpu_shares: ${n + 2}\n`)}`,
  },
  {
    what: 'a chain of merged aliases',
    ending: 'compose.yaml',
    text: (count) =>
      `x-0: &a0\n  image: nginx:1.27\n${each(count - 1, (n) => `x-${n + 1}: &a${n + 1}\n  <<: *a${n}\n  cpu_shares: ${n + 2}\n`)}services:\n  web: *a${count - 1}\n`,
  },
  {
    what: 'a chain of `extends`',
    ending: 'compose.yaml',
    text: (count) =>
      `services:\n  web0:\n    image: nginx:1.27\n${each(count - 1, (n) => `  web${n + 1}:\n    extends: web${n}\n    cpu_shares: ${n + 2}\n`)}`,
  },
  {
    what: 'commands in a script',
    ending: 'sh',
    text: (count) =>
      `#!/bin/bash\n${each(count, (n) => `docker run -d --name web${n} --memory 512m -p 127.0.0.1:${8000 + (n % 1000)}:80 -v "$PWD/data${n}:/data:ro" nginx:1.27\n`)}`,
  },
  {
    what: 'commands in a script that no reader reads',
    ending: 'sh',
    text: (count) => `#!/bin/bash\n${each(count, (n) => `retry --exec "docker run -d web:${n}"\n`)}`,
  },
  {
    what: 'a chain of variables in a script',
    ending: 'sh',
    text: (count) =>
      `#!/bin/bash\nV0=nginx:1.27\n${each(count - 1, (n) => `V${n + 1}=$V${n}\n`)}docker run "$V${count - 1}"\n`,
  },
  {
    what: 'a chain of functions in a script',
    ending: 'sh',
    text: (count) =>
      `#!/bin/bash\nf0() { docker run nginx:1.27 "$1"; }\n${each(count - 1, (n) => `f${n + 1}() { f${n} "$1"; }\n`)}f${count - 1} x\n`,
  },
  {
    what: 'branches of a script',
    ending: 'sh',
    text: (count) =>
      `#!/bin/bash\nIMAGE=nginx:1.27\n${each(count, (n) => `if [ "$1" = ${n} ]; then IMAGE=web:${n}; fi\n`)}docker run "$IMAGE"\n`,
  },
  {
    what: 'containers from `docker inspect`',
    ending: 'json',
    text: (count) =>
      JSON.stringify(
        Array.from({ length: count }, (_, n) => ({
          Id: `a${n}`,
          Name: `/web${n}`,
          Config: { Image: 'nginx:1.27', Env: ['A=b'] },
          HostConfig: {
            Memory: 0,
            Privileged: false,
            Binds: ['/srv/data:/data:ro'],
            PortBindings: { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '8080' }] },
          },
        })),
        undefined,
        1,
      ),
  },
  { what: 'files in one directory', tree: (count) => files(count, (n) => [`web${n}.compose.yaml`, service(n)]) },
  {
    what: 'projects side by side, each with a name that it does not define',
    tree: (count) =>
      files(count, (n) => [`project${n}/compose.yaml`, `${service(n)}    networks: [shared${n % 50}, own${n}]\n`]),
  },
  {
    what: 'included files',
    tree: (count) => ({
      'compose.yaml': `include:\n${each(count, (n) => `  - part${n}/compose.yaml\n`)}`,
      ...files(count, (n) => [`part${n}/compose.yaml`, service(n)]),
    }),
  },
  {
    what: 'directories with `node_modules`',
    tree: (count) => ({
      'compose.yaml': service(0),
      ...files(count, (n) => [`a${Math.floor(n / 100)}/b${Math.floor(n / 10)}/c${n}/src/index.js`, '']),
      ...files(count, (n) => [`a${Math.floor(n / 100)}/b${Math.floor(n / 10)}/c${n}/node_modules/x/index.js`, '']),
    }),
  },
  {
    what: 'files of a repository, with `--since`',
    scale: 2.5,
    tree: (count) => files(count, (n) => [`project${n}/compose.yaml`, service(n)]),
    args: ['--since', 'HEAD'],
    prepare: (folder: string): void => {
      const git = (...args: readonly string[]): void => {
        execFileSync('git', ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com', ...args], { cwd: folder });
      };
      git('init', '--quiet');
      git('add', '--all');
      git('commit', '--quiet', '--message', 'all');
      writeFileSync(join(folder, 'project0/compose.yaml'), `${service(0)}    privileged: true\n`);
    },
  },
];

function service(n: number): string {
  return `services:\n  web${n}:\n    image: nginx:1.27\n    ports: ["${8000 + (n % 1000)}:80"]\n    volumes: ["./data:/data"]\n`;
}

function files(
  count: number,
  file: (n: number) => readonly [path: string, text: string],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from({ length: count }, (_, n) => file(n)));
}

function each(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('');
}
