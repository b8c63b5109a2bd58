import { describe, expect, it } from 'vitest';
import { parseProject } from './compose.ts';

/**
 * The problems of a project: the severity unless error, the message, and the remedy after an arrow.
 */
const said = (text: string): readonly string[] =>
  parseProject(text).problems.map(({ severity, message: { what, remedy } }) =>
    [severity === 'error' ? '' : `${severity}: `, what, remedy === undefined ? '' : ` → ${remedy}`].join(''),
  );

describe('what is said of a service that contradicts itself or names what is not there', () => {
  const web = (line: string): string =>
    `services:\n  web:\n    ${line.includes('image:') ? '' : 'image: nginx\n    '}${line}\n  db: {image: postgres}\n`;

  it.each<readonly [line: string, said: readonly string[]]>([
    [
      "mem_limit: 1g\n    deploy: {resources: {limits: {cpus: '1'}}}",
      [
        "`mem_limit` is set but `deploy.resources.limits.memory` isn't, although its section exists. → Set the limit in one place: remove `mem_limit`, or make both equal.",
      ],
    ],
    [
      "cpus: 1\n    deploy: {resources: {limits: {cpus: '2'}}}",
      [
        '`cpus` and `deploy.resources.limits.cpus` differ. → Set the limit in one place: remove `cpus`, or make both equal.',
      ],
    ],
    ["cpus: 1\n    deploy: {resources: {limits: {cpus: '${C}'}}}", []],
    ["cpus: '${C}'\n    deploy: {resources: {limits: {cpus: '1'}}}", []],
    ["cpus: 0\n    deploy: {resources: {limits: {cpus: '1'}}}", []],
    ['deploy: {replicas: 3}', []],
    ["network_mode: ''\n    networks: [default]", []],
    ['network_mode: host\n    networks: []', []],
    ['network_mode: host\n    networks: {}', []],
    [
      "network_mode: '${M}'\n    networks: [default]",
      ["A service can't set both `network_mode` and `networks`. → Remove one of the two."],
    ],
    [
      'gpus: [{count: 1, device_ids: [a]}]',
      ["A device request can't set both `count` and `device_ids`. → Remove one of the two."],
    ],
    ['image: Nginx', ['`Nginx` is not a valid image name. → Image names must be lowercase: `nginx`.']],
    [
      'image: nginx@sha256:abcdef',
      ['`nginx@sha256:abcdef` is not a valid image name. → A sha256 digest has 64 hexadecimal digits, not 6.'],
    ],
    ["image: 'a b'", ['`a b` is not a valid image name. → Write `[registry/]name[:tag]` in lowercase.']],
    ["image: ''", []],
    ["image: '${I}'", []],
    ['networks: [none]', ['Undefined network `none` in the project. → Define it under top-level `networks:`.']],
    ['models: [m]', ['Undefined model `m` in the project. → Define it under top-level `models:`.']],
    ['models: {m: {}}', ['Undefined model `m` in the project. → Define it under top-level `models:`.']],
    ['secrets: [s]', ['Undefined secret `s` in the project. → Define it under top-level `secrets:`.']],
    ['secrets: [{source: s}]', ['Undefined secret `s` in the project. → Define it under top-level `secrets:`.']],
    ["secrets: ['${S}']", []],
    ['configs: [c]', ['Undefined config `c` in the project. → Define it under top-level `configs:`.']],
    ["volumes: ['data:/x']", ['Undefined volume `data` in the project. → Define it under top-level `volumes:`.']],
    ["volumes: ['a/b:/x']", ['Undefined volume `a/b` in the project. → For a relative path, write `./a/b`.']],
    ['depends_on: [d]', ['Undefined service `d` in the project. → Did you mean `db`?']],
    ['depends_on: [dbb]', ['Undefined service `dbb` in the project. → Did you mean `db`?']],
    ['pid: service:x', ['Undefined service `x` in the project.']],
    ['uts: service:x', ['Undefined service `x` in the project.']],
    ['ipc: service:x', ['Undefined service `x` in the project.']],
    ['volumes_from: [x]', ['Undefined service `x` in the project.']],
    ['volumes_from: [container:x]', []],
    ["links: ['x:y']", ['Undefined service `x` in the project.']],
    [
      'profiles: [p]\n    networks: [none]',
      [
        "warning: Undefined network `none` in the project. Service `web` can't start when one of its own profiles is active. → Define it under top-level `networks:`.",
      ],
    ],
    [
      'profiles: []\n    networks: [none]',
      ['Undefined network `none` in the project. → Define it under top-level `networks:`.'],
    ],
    ["volumes: [{type: volume, target: /x, source: ''}]", []],
  ])('%j', (line, expected) => {
    expect(said(web(line))).toEqual(expected);
  });
});

describe('what is said of services that do not go together', () => {
  it.each<readonly [text: string, said: readonly string[]]>([
    [
      'services: {web: {image: x, secrets: [s, {source: t}, u, v]}}\nsecrets: {s: {driver: a, file: x}, t: {template_driver: b, file: x}, u: {external: true}, v: {file: x}}\n',
      [
        "warning: `docker compose` can't use a secret that has a `driver`; only a swarm can.",
        "warning: `docker compose` can't use a secret that has a `template_driver`; only a swarm can.",
        "warning: `docker compose` can't use a secret that is external; only a swarm can.",
      ],
    ],
    [
      'services: {web: {image: x, configs: [c, {source: d}, e]}}\nconfigs: {c: {external: true}, d: {template_driver: b, file: x}, e: {file: x}}\n',
      [
        "warning: `docker compose` can't use a config that is external; only a swarm can.",
        "warning: `docker compose` can't use a config that has a `template_driver`; only a swarm can.",
      ],
    ],
    [
      'services: {c: {image: x, depends_on: [a]}, a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}\n',
      ['Service depends on itself: `a` → `b` → `a`.'],
    ],
    ['services: {a: {image: x, depends_on: [b, c]}, b: {image: x, depends_on: [c]}, c: {image: x}}\n', []],
    [
      'services: {a: {image: x, ports: ["80-90:80-90"]}, b: {image: x, ports: ["85:1"]}}\n',
      [
        'warning: Services `a` and `b` both publish host port 85 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["85:1"]}, b: {image: x, ports: ["80-90:80-90"]}}\n',
      [
        'warning: Services `a` and `b` both publish host port 85 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["[::]:80:80"]}}\n',
      [
        'warning: Services `a` and `b` both publish host port 80 on an overlapping address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    ['services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["80:80"], network_mode: none}}\n', []],
    ['services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["80:80"], network_mode: "service:a"}}\n', []],
    ['services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["80:80"], network_mode: "${M}"}}\n', []],
    ['services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["80:80"], scale: "${S}"}}\n', []],
    [
      'services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["80:80"], networks: [n]}}\nnetworks: {n: {driver_opts: {com.docker.network.bridge.host_binding_ipv4: 127.0.0.1}}}\n',
      [],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["80:80"], networks: [n]}}\nnetworks: {n: {driver_opts: {a: b}}}\n',
      [
        'warning: Services `a` and `b` both publish host port 80 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"], profiles: [p, "${P}"]}, b: {image: x, ports: ["80:80"], profiles: ["${Q}", p]}}\n',
      [
        'warning: Services `a` and `b` both publish host port 80 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"], profiles: ["${P}"]}, b: {image: x, ports: ["80:80"], profiles: ["${P}"]}}\n',
      [],
    ],
    ['services: {a: {image: x, ports: ["80:80", "80:81"]}}\n', []],
  ])('%j', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });
});
