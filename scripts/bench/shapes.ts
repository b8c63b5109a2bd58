/** A text that holds as many of one thing as asked for. */
export interface Shape {
  readonly what: string;
  /** The ending of the file's name. */
  readonly ending: 'compose.yaml' | 'sh' | 'json';
  readonly text: (count: number) => string;
}

/** What a file can hold many of, and what in it can lead from one to the next. */
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
];

function each(count: number, text: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => text(n)).join('');
}
