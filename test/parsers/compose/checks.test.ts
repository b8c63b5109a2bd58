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
    ['scale: 2\n    deploy: {replicas: 3}', ['`scale` and `deploy.replicas` differ. → Remove one of the two.']],
    ['scale: 2\n    deploy: {replicas: 2}', []],
    ['deploy: {replicas: 3}', []],
    ["scale: '${S}'\n    deploy: {replicas: 3}", []],
    [
      'container_name: one\n    scale: 2',
      [
        "A service with several containers can't set `container_name`. → Remove `container_name`, or run a single container.",
      ],
    ],
    [
      'container_name: one\n    deploy: {replicas: 2}',
      [
        "A service with several containers can't set `container_name`. → Remove `container_name`, or run a single container.",
      ],
    ],
    ["network_mode: ''\n    networks: [default]", []],
    ['network_mode: host\n    networks: []', []],
    ['network_mode: host\n    networks: {}', []],
    [
      "network_mode: '${M}'\n    networks: [default]",
      ["A service can't set both `network_mode` and `networks`. → Remove one of the two."],
    ],
    [
      'build: {dockerfile: a, dockerfile_inline: b}',
      ["A build can't set both `dockerfile` and `dockerfile_inline`. → Remove one of the two."],
    ],
    [
      'platform: linux/arm64\n    build: {platforms: [linux/amd64]}',
      ['`build.platforms` lacks the platform `linux/arm64`. → Add it to `build.platforms`.'],
    ],
    ["platform: '${P}'\n    build: {platforms: [linux/amd64]}", []],
    ["build: {context: ., additional_contexts: {a: 'service:web'}}", []],
    [
      "build: {context: ., additional_contexts: {a: 'service:db'}}",
      ["Service `db` has no build, so it can't be a build context."],
    ],
    ["build: {context: ., additional_contexts: {a: 'service:none'}}", ['The project has no service `none`.']],
    ['build: {context: ., additional_contexts: [a=service:none]}', []],
    [
      'gpus: [{count: 1, device_ids: [a]}]',
      ["A device request can't set both `count` and `device_ids`. → Remove one of the two."],
    ],
    [
      'mac_address: 02:42:ac:11:00:02\n    networks: {default: {mac_address: 02:42:ac:11:00:03}}',
      ['The service and its network set different `mac_address` values. → Remove one of the two.'],
    ],
    ['mac_address: 02:42:ac:11:00:02\n    networks: {default: {mac_address: 02:42:ac:11:00:02}}', []],
    ['develop: {watch: [{path: a, action: sync}]}', ['A watch with action `sync` requires a `target`.']],
    ['develop: {watch: [{path: a, action: rebuild}]}', []],
    ['develop: {watch: [{path: a, action: restart}]}', []],
    ["develop: {watch: [{path: a, action: '${A}'}]}", []],
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
        "warning: Undefined network `none` in the project. The service can't start when one of its profiles is active. → Define it under top-level `networks:`.",
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

describe('what is said of a definition at the top', () => {
  it.each<readonly [line: string, said: readonly string[]]>([
    ['secrets: {s: {driver: a, file: b}}', []],
    ['secrets: {s: {driver: a}}', ['`s` must set one of `file`, `environment`.']],
    ['secrets: {s: {}}', ['`s` must set one of `file`, `environment`.']],
    [
      'secrets: {s: {file: a, environment: B}}',
      ['`file`, `environment` are mutually exclusive. → Remove all but one.'],
    ],
    [
      'secrets: {s: {name: a, external: {name: b}}}',
      ['`name` and `external.name` differ. → Set `external: true` and use `name` for the name.'],
    ],
    ['secrets: {s: {external: true}}', []],
    ['configs: {c: {}}', ['`c` must set one of `file`, `environment`, `content`.']],
    [
      'configs: {c: {content: a, file: b}}',
      ['`file`, `environment`, `content` are mutually exclusive. → Remove all but one.'],
    ],
    [
      'configs: {c: {name: a, external: {name: b}}}',
      ['`name` and `external.name` differ. → Set `external: true` and use `name` for the name.'],
    ],
    [
      'volumes: {v: {external: true, driver: x}}',
      ["An external volume can't set `driver`. → Remove it, or remove `external`."],
    ],
    ['volumes: {v: {external: true, x-a: 1, name: c}}', []],
    [
      'volumes: {v: {external: {name: a}, labels: [a]}}',
      ["An external volume can't set `labels`. → Remove it, or remove `external`."],
    ],
    ['volumes: {v: {external: "false", driver: x}}', []],
    [
      'networks: {n: {name: a, external: {name: b}}}',
      ['`name` and `external.name` differ. → Set `external: true` and use `name` for the name.'],
    ],
    ['networks: {n: {name: a, external: {name: a}}}', []],
    [
      'name: "__"',
      [
        'No valid characters remain in the project name. → Use lowercase letters or digits in the name, or remove it to use the directory name.',
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
      'services: {a: {image: x, container_name: nn}, b: {image: x, container_name: nn}}\n',
      ['Service `a` uses the same container name, `nn`. → Use unique names.'],
    ],
    [
      'services: {a: {image: x, container_name: nn, profiles: [cpu]}, b: {image: x, container_name: nn, profiles: [gpu]}}\n',
      [],
    ],
    [
      'services: {t: {image: x, container_name: nn, profiles: [none]}, a: {extends: t, profiles: [cpu]}, b: {extends: t, profiles: [gpu]}}\n',
      [],
    ],
    [
      'services: {t: {image: x, container_name: nn, profiles: [none]}, a: {extends: t}, b: {extends: t, profiles: [gpu]}}\n',
      ['Service `t` uses the same container name, `nn`. → Use unique names.'],
    ],
    [
      'services: {a: {image: x, container_name: nn, profiles: [cpu]}, b: {image: x, container_name: nn, profiles: [gpu]}, c: {image: x, container_name: nn, profiles: [gpu, all]}}\n',
      ['Service `b` uses the same container name, `nn`. → Use unique names.'],
    ],
    [
      'services: {a: {image: x, container_name: nn, profiles: [cpu]}, b: {image: x, container_name: nn}}\n',
      ['Service `a` uses the same container name, `nn`. → Use unique names.'],
    ],
    ['services: {a: {image: x, container_name: "${N}"}, b: {image: x, container_name: "${N}"}}\n', []],
    [
      'services: {a: {image: x, ports: ["80-90:80-90"]}, b: {image: x, ports: ["85:1"]}}\n',
      [
        'warning: Service `a` also publishes host port 85 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["85:1"]}, b: {image: x, ports: ["80-90:80-90"]}}\n',
      [
        'warning: Service `a` also publishes host port 85 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"]}, b: {image: x, ports: ["[::]:80:80"]}}\n',
      [
        'warning: Service `a` also publishes host port 80 on an overlapping address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
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
        'warning: Service `a` also publishes host port 80 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
      ],
    ],
    [
      'services: {a: {image: x, ports: ["80:80"], profiles: [p, "${P}"]}, b: {image: x, ports: ["80:80"], profiles: ["${Q}", p]}}\n',
      [
        'warning: Service `a` also publishes host port 80 on the same address; only one of them can start. → Use a different host port, or put the services in separate profiles.',
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
