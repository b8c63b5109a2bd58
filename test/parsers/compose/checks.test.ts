import { describe, expect, it } from 'vitest';
import { parseProject } from './compose.ts';

/** What is said of a project, with the remedy behind an arrow, and the severity before it where that is no error. */
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
        '`mem_limit` is set and `deploy.resources.limits.memory` is not, though its section is there. → Write the limit in one of the two places: remove `mem_limit`, or make them equal.',
      ],
    ],
    [
      "cpus: 1\n    deploy: {resources: {limits: {cpus: '2'}}}",
      [
        '`cpus` and `deploy.resources.limits.cpus` differ. → Write the limit in one of the two places: remove `cpus`, or make them equal.',
      ],
    ],
    ["cpus: 1\n    deploy: {resources: {limits: {cpus: '${C}'}}}", []],
    ["cpus: '${C}'\n    deploy: {resources: {limits: {cpus: '1'}}}", []],
    ["cpus: 0\n    deploy: {resources: {limits: {cpus: '1'}}}", []],
    ['scale: 2\n    deploy: {replicas: 3}', ['`scale` and `deploy.replicas` differ. → Remove one of the two.']],
    ['scale: 2\n    deploy: {replicas: 2}', []],
    ['deploy: {replicas: 3}', []],
    ["scale: '${S}'\n    deploy: {replicas: 3}", []],
    [
      'container_name: one\n    scale: 2',
      [
        "A service with several containers can't give them all one name. → Remove `container_name`, or run one container.",
      ],
    ],
    [
      'container_name: one\n    deploy: {replicas: 2}',
      [
        "A service with several containers can't give them all one name. → Remove `container_name`, or run one container.",
      ],
    ],
    ["network_mode: ''\n    networks: [default]", []],
    ['network_mode: host\n    networks: []', []],
    ['network_mode: host\n    networks: {}', []],
    [
      "network_mode: '${M}'\n    networks: [default]",
      ['A service has either `network_mode` or `networks`, not both. → Remove one of the two.'],
    ],
    [
      'build: {dockerfile: a, dockerfile_inline: b}',
      ['A build has either `dockerfile` or `dockerfile_inline`, not both. → Remove one of the two.'],
    ],
    [
      'platform: linux/arm64\n    build: {platforms: [linux/amd64]}',
      ['The image is not built for the platform `linux/arm64`. → Add it to `build.platforms`.'],
    ],
    ["platform: '${P}'\n    build: {platforms: [linux/amd64]}", []],
    ["build: {context: ., additional_contexts: {a: 'service:web'}}", []],
    [
      "build: {context: ., additional_contexts: {a: 'service:db'}}",
      ["The service `db` is not built, so it can't be a build context."],
    ],
    ["build: {context: ., additional_contexts: {a: 'service:none'}}", ['There is no service `none` in the project.']],
    ['build: {context: ., additional_contexts: [a=service:none]}', []],
    [
      'gpus: [{count: 1, device_ids: [a]}]',
      ['Devices are asked for by `count` or by `device_ids`, not both. → Remove one of the two.'],
    ],
    [
      'mac_address: 02:42:ac:11:00:02\n    networks: {default: {mac_address: 02:42:ac:11:00:03}}',
      ['The `mac_address` of the service and that of its network differ. → Remove one of the two.'],
    ],
    ['mac_address: 02:42:ac:11:00:02\n    networks: {default: {mac_address: 02:42:ac:11:00:02}}', []],
    [
      'develop: {watch: [{path: a, action: sync}]}',
      ['A watch with the action `sync` has no `target`, which it must have.'],
    ],
    ['develop: {watch: [{path: a, action: rebuild}]}', []],
    ['develop: {watch: [{path: a, action: restart}]}', []],
    ["develop: {watch: [{path: a, action: '${A}'}]}", []],
    ['image: Nginx', ['`Nginx` is not the name of an image. → Names of images are in lower case: `nginx`.']],
    ["image: 'a b'", ['`a b` is not the name of an image. → Write `[registry/]name[:tag]`, in lower case.']],
    ["image: ''", []],
    ["image: '${I}'", []],
    [
      'networks: [none]',
      ['There is no network `none` in the project. → Define it under `networks:` at the top of the file.'],
    ],
    ['models: [m]', ['There is no model `m` in the project. → Define it under `models:` at the top of the file.']],
    ['models: {m: {}}', ['There is no model `m` in the project. → Define it under `models:` at the top of the file.']],
    ['secrets: [s]', ['There is no secret `s` in the project. → Define it under `secrets:` at the top of the file.']],
    [
      'secrets: [{source: s}]',
      ['There is no secret `s` in the project. → Define it under `secrets:` at the top of the file.'],
    ],
    ["secrets: ['${S}']", []],
    ['configs: [c]', ['There is no config `c` in the project. → Define it under `configs:` at the top of the file.']],
    [
      "volumes: ['data:/x']",
      ['There is no volume `data` in the project. → Define it under `volumes:` at the top of the file.'],
    ],
    ["volumes: ['a/b:/x']", ['There is no volume `a/b` in the project. → Write `./a/b` for a path beside the file.']],
    ['depends_on: [d]', ['There is no service `d` in the project. → Did you mean `db`?']],
    ['depends_on: [dbb]', ['There is no service `dbb` in the project. → Did you mean `db`?']],
    ['pid: service:x', ['There is no service `x` in the project.']],
    ['uts: service:x', ['There is no service `x` in the project.']],
    ['ipc: service:x', ['There is no service `x` in the project.']],
    ['volumes_from: [x]', ['There is no service `x` in the project.']],
    ['volumes_from: [container:x]', []],
    ["links: ['x:y']", ['There is no service `x` in the project.']],
    [
      'profiles: [p]\n    networks: [none]',
      [
        'warning: There is no network `none` in the project. The service cannot start once one of its profiles is active. → Define it under `networks:` at the top of the file.',
      ],
    ],
    [
      'profiles: []\n    networks: [none]',
      ['There is no network `none` in the project. → Define it under `networks:` at the top of the file.'],
    ],
    ["volumes: [{type: volume, target: /x, source: ''}]", []],
  ])('%j', (line, expected) => {
    expect(said(web(line))).toEqual(expected);
  });
});

describe('what is said of a definition at the top', () => {
  it.each<readonly [line: string, said: readonly string[]]>([
    ['secrets: {s: {driver: a, file: b}}', []],
    ['secrets: {s: {driver: a}}', ['`s` has none of `file`, `environment`, of which it must have one.']],
    ['secrets: {s: {}}', ['`s` has none of `file`, `environment`, of which it must have one.']],
    ['secrets: {s: {file: a, environment: B}}', ['Only one of `file`, `environment` can be set. → Remove the others.']],
    [
      'secrets: {s: {name: a, external: {name: b}}}',
      ['`name` and `external.name` differ. → Write `external: true` and the name in `name`.'],
    ],
    ['secrets: {s: {external: true}}', []],
    ['configs: {c: {}}', ['`c` has none of `file`, `environment`, `content`, of which it must have one.']],
    [
      'configs: {c: {content: a, file: b}}',
      ['Only one of `file`, `environment`, `content` can be set. → Remove the others.'],
    ],
    [
      'configs: {c: {name: a, external: {name: b}}}',
      ['`name` and `external.name` differ. → Write `external: true` and the name in `name`.'],
    ],
    [
      'volumes: {v: {external: true, driver: x}}',
      ["The volume is external, so that `driver` can't be set here. → Remove it, or remove `external`."],
    ],
    ['volumes: {v: {external: true, x-a: 1, name: c}}', []],
    [
      'volumes: {v: {external: {name: a}, labels: [a]}}',
      ["The volume is external, so that `labels` can't be set here. → Remove it, or remove `external`."],
    ],
    ['volumes: {v: {external: "false", driver: x}}', []],
    [
      'networks: {n: {name: a, external: {name: b}}}',
      ['`name` and `external.name` differ. → Write `external: true` and the name in `name`.'],
    ],
    ['networks: {n: {name: a, external: {name: a}}}', []],
    [
      'name: "__"',
      [
        "Nothing is left of this name of a project. → Write a name with lower-case letters or digits, or leave it out: the folder's name is taken then.",
      ],
    ],
  ])('%s', (line, expected) => {
    expect(said(`services: {web: {image: nginx}}\n${line}\n`)).toEqual(expected);
  });
});

describe('what is said of services that do not go together', () => {
  it.each<readonly [text: string, said: readonly string[]]>([
    [
      'services: {web: {image: x, secrets: [s, {source: t}, u, v]}}\nsecrets: {s: {driver: a, file: x}, t: {template_driver: b, file: x}, u: {external: true}, v: {file: x}}\n',
      [
        "warning: `docker compose` can't give a container a secret that has a `driver`: only a swarm can.",
        "warning: `docker compose` can't give a container a secret that has a `template_driver`: only a swarm can.",
        "warning: `docker compose` can't give a container a secret that is external: only a swarm can.",
      ],
    ],
    [
      'services: {web: {image: x, configs: [c, {source: d}, e]}}\nconfigs: {c: {external: true}, d: {template_driver: b, file: x}, e: {file: x}}\n',
      [
        "warning: `docker compose` can't give a container a config that is external: only a swarm can.",
        "warning: `docker compose` can't give a container a config that has a `template_driver`: only a swarm can.",
      ],
    ],
    [
      'services: {c: {image: x, depends_on: [a]}, a: {image: x, depends_on: [b]}, b: {image: x, depends_on: [a]}}\n',
      ['The service depends on itself: `a` → `b` → `a`.'],
    ],
    ['services: {a: {image: x, depends_on: [b, c]}, b: {image: x, depends_on: [c]}, c: {image: x}}\n', []],
    [
      'services: {a: {image: x, container_name: nn}, b: {image: x, container_name: nn}}\n',
      ['The service `a` has the container name `nn` too. → Give each its own.'],
    ],
    [
      'services: {a: {image: x, container_name: nn, profiles: [cpu]}, b: {image: x, container_name: nn, profiles: [gpu]}}\n',
      [],
    ],
    [
      'services: {a: {image: x, container_name: nn, profiles: [cpu]}, b: {image: x, container_name: nn, profiles: [gpu]}, c: {image: x, container_name: nn, profiles: [gpu, all]}}\n',
      ['The service `b` has the container name `nn` too. → Give each its own.'],
    ],
    [
      'services: {a: {image: x, container_name: nn, profiles: [cpu]}, b: {image: x, container_name: nn}}\n',
      ['The service `a` has the container name `nn` too. → Give each its own.'],
    ],
    ['services: {a: {image: x, container_name: "${N}"}, b: {image: x, container_name: "${N}"}}\n', []],
    [
      'services: {a: {image: x, ports: ["80-90:80-90"]}, b: {image: x, ports: ["85:1"]}}\n',
      [
        "warning: The service `a` publishes the host's port 85 on the same address: only one of the two can start. → Publish another port of the host, or put the services into profiles of their own.",
      ],
    ],
    [
      'services: {a: {image: x, ports: ["85:1"]}, b: {image: x, ports: ["80-90:80-90"]}}\n',
      [
        "warning: The service `a` publishes the host's port 85 on the same address: only one of the two can start. → Publish another port of the host, or put the services into profiles of their own.",
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["[::]:80:80"]}}\n',
      [
        "warning: The service `a` publishes the host's port 80 on one of the same addresses: only one of the two can start. → Publish another port of the host, or put the services into profiles of their own.",
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
        "warning: The service `a` publishes the host's port 80 on the same address: only one of the two can start. → Publish another port of the host, or put the services into profiles of their own.",
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"], profiles: [p, "${P}"]}, b: {image: x, ports: ["80:80"], profiles: ["${Q}", p]}}\n',
      [
        "warning: The service `a` publishes the host's port 80 on the same address: only one of the two can start. → Publish another port of the host, or put the services into profiles of their own.",
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
