import { describe, expect, it, test } from 'vitest';
import { malformed, sentencesIn } from '../../sentences.ts';
import { markedText, type ProjectFiles, parseProject, problemsIn } from './compose.ts';

const web = (...lines: readonly string[]): string =>
  `services:\n  web:\n    image: nginx\n${lines.map((line) => `    ${line}\n`).join('')}`;

const services = (first: string, second: string): string =>
  `services:\n  a:\n    image: x\n    ports: ${first}\n  b:\n    image: x\n    ports: ${second}\n`;

test.each([
  ['parts/db.yml', 'exclusive: [db]', 'info'],
  ['parts/db.yml', 'volume: {}', 'error'],
  ['parts/compose.db.yml', 'exclusive: [db]', 'error'],
])('an unknown key at the top of %s (%s) is an %s', (path, key, severity) => {
  const { problems } = parseProject({ [path]: `${web()}${key}\n` }, [path]);
  expect(problems.map((one) => [one.id, one.severity])).toEqual([['syntax/unknown-key', severity]]);
});

describe('placeholders that another program replaces are one note per file', () => {
  test.each([
    ['as an image', web().replace('nginx', '%%IMAGE%%'), '%%IMAGE%%', 1],
    ['as a mapping', web().replace('nginx', '{$IMAGE}'), '{$IMAGE}', 1],
    ['as a mapping in one', web().replace('nginx', '{{ .Values.image }}'), '{{ .Values.image }}', 1],
    ['in several values', web('ports: ["@PORT@:80"]', 'mem_limit: <%= size %>'), '@PORT@', 2],
    ['in a name', web('volumes: ["__DATA__:/data"]'), '__DATA__', 1],
    ['after the key of a broken line', web('mem_limit: @LIMIT@ # in bytes'), '@LIMIT@', 1],
    ['that Maven replaces', web('mem_limit: ${limits.memory}'), '${limits.memory}', 1],
  ])('%s', (_name, text, form, lines) => {
    const { problems } = parseProject(text);
    expect(problems.map(({ id, severity }) => [id, severity])).toEqual([['syntax/invalid-value', 'info']]);
    expect(problems[0]?.message.what).toContain(`\`${form}\` looks like a placeholder.`);
    expect(problems[0]?.message.what).toContain(lines === 1 ? "this value wasn't" : `${lines} lines`);
  });

  test.each([
    ['in a comment', web('mem_limit: lots # of <size>')],
    ['in a comment after broken YAML', web('mem_limit: @lots # of @SIZE@')],
    ['next to the value', web('labels: {a: "{{ b }}"}', 'mem_limit: lots')],
    ['in the arguments of a program', web('command: ["inspect", "{{.State}}"]', 'priviledged: true')],
  ])('but an error stays one with a placeholder %s', (_name, text) => {
    expect(parseProject(text).problems.map(({ severity }) => severity)).toEqual(['error']);
  });
});

describe('a problem marks the culprit', () => {
  it.each<readonly [string, ProjectFiles, readonly string[]]>([
    ['an unknown key', web('priviledged: true'), ['syntax/unknown-key: priviledged']],
    ['an unknown key at the top', `${web()}volume: {}\n`, ['syntax/unknown-key: volume']],
    [
      'an unknown key in an anchor that two services use, once',
      `x-a: &a {cap_ad: [A]}\nservices:\n  a: {image: x, <<: *a}\n  b: {image: x, <<: *a}\n`,
      ['syntax/unknown-key: cap_ad'],
    ],
    ['a wrong type', web('user: 1000'), ['syntax/wrong-type: 1000']],
    ['a wrong type of a list', web('cap_add: A'), ['syntax/wrong-type: A']],
    ['an empty value', web('ports:', '  -'), ['syntax/wrong-type: -']],
    ['a value that is none of a few', web('cgroup: other'), ['syntax/invalid-value: other']],
    ['a missing key', web('ulimits: {nofile: {soft: 1}}'), ['syntax/missing-key: nofile']],
    ['an element that is there twice', web('security_opt: [a=b, a=b]'), ['syntax/duplicate-item: a=b']],
    ['no boolean', web('privileged: maybe'), ['syntax/invalid-value: maybe']],
    ['no size', web('mem_limit: lots'), ['syntax/invalid-value: lots']],
    [
      'what only a container would be refused for',
      'services:\n  a: {provider: {type: x}, image: A, dns: [x], expose: [x], security_opt: [a], healthcheck: {start_interval: 1s}, volumes_from: [b]}\n  b: {provider: {type: x}}\n',
      [],
    ],
    ['no duration', web('stop_grace_period: "10"'), ['syntax/invalid-value: 10']],
    ['an anchor without a name, and nothing else', '&', ['syntax/invalid-yaml: &', 'syntax/wrong-type: &']],
    ['a name that no anchor has, and nothing else', '\n &é \n', ['syntax/invalid-yaml: é', 'syntax/wrong-type: &']],
    ['no port', web('ports: ["80:x"]'), ['syntax/invalid-value: x']],
    ['no exposed port', web('expose: ["80:x"]'), ['syntax/invalid-value: x']],
    ['no volume', web('volumes: ["/a:/b:ro:z"]'), ['syntax/invalid-value: /a:/b:ro:z']],
    ['no device', web('devices: ["/a:/b:r:x"]'), ['syntax/invalid-value: /a:/b:r:x']],
    [
      'a command with which nothing starts',
      web(`command: ${'a '.repeat(1_100_000)}`),
      ['syntax/limit: ' + 'a '.repeat(1_100_000).trim()],
    ],
    ['no command line', web("command: 'echo \"open'"), ['syntax/invalid-value: echo "open']],
    [
      'an undefined volume',
      web('volumes: ["date:/x"]').concat('volumes: {data: }\n'),
      ['syntax/undefined-reference: date'],
    ],
    ['an undefined network', web('networks: [front]'), ['syntax/undefined-reference: front']],
    [
      'an undefined network of a service that a profile may keep out',
      web('profiles: [debug]\n    networks: [front]'),
      ['syntax/undefined-reference: front'],
    ],
    ['an undefined service', web('network_mode: service:db'), ['syntax/undefined-reference: db']],
    ['a service that is not there to extend', web('extends: base'), ['syntax/undefined-reference: base']],
    ['a circle of extends', 'services:\n  a: {extends: b}\n  b: {extends: a}\n', ['syntax/cycle: a']],
    [
      'a circle of dependencies',
      'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, links: [a]}\n',
      ['syntax/cycle: a'],
    ],
    ['a file that includes itself', 'include: [compose.yaml]\n', ['syntax/cycle: compose.yaml']],
    ['a missing file', web('extends: {file: no.yaml, service: x}'), ['syntax/missing-file: no.yaml']],
    ['a folder', { 'compose.yaml': 'include: [dir]\n', 'dir/a': '' }, ['syntax/unreadable-file: dir']],
    ['a file elsewhere', 'include: ["oci://registry/x"]\n', ['syntax/unread-command: oci://registry/x']],
    ['a missing env file', web('env_file: no.env'), ['syntax/missing-file: no.env']],
    [
      'two keys that exclude each other',
      web('network_mode: host', 'networks: [default]'),
      ['syntax/conflict: network_mode'],
    ],
    [
      'limits that differ',
      web('mem_limit: 1g', 'deploy: {resources: {limits: {memory: 2g}}}'),
      ['syntax/conflict: mem_limit'],
    ],
    [
      'a port of the host that two publish',
      services('["8080:80"]', '[{target: 80, published: "8080"}]'),
      ['syntax/conflict: 8080'],
    ],
    ['the same on each address', services('["8080:80"]', '["0.0.0.0:8080:81"]'), ['syntax/conflict: 8080']],
    ['the same on one address, and on each', services('["127.0.0.1:80:80"]', '["80:81"]'), ['syntax/conflict: 80']],
    ['the same on each of IPv6, and on one', services('["[::]:80:80"]', '["[::1]:80:81"]'), ['syntax/conflict: 80']],
    ['the same on each, and on each of IPv6', services('["80:80"]', '["[::]:80:81"]'), ['syntax/conflict: 80']],
    ['the same on one', services('["[::1]:80:80"]', '["[0:0::1]:80:80"]'), ['syntax/conflict: 80']],
    ['ranges that overlap', services('["8000-8010:8000-8010"]', '["8010-8011:1-2"]'), ['syntax/conflict: 8010-8011']],
    [
      'a port for both in one profile',
      services('["1:1"]\n    profiles: [p]', '["1:1"]\n    profiles: [q, p]'),
      ['syntax/conflict: 1'],
    ],
    ['a key that is there twice', web('tty: true', 'tty: false'), ['syntax/duplicate-key: tty']],
    ['a key that is no text', web('environment: {1: x}'), ['syntax/wrong-type: 1']],
    ['a key that is left to be reset', web('tty: !reset true', 'tty: false'), ['syntax/duplicate-key: tty']],
    ['a second `<<`', web('<<: {tty: true}', '<<: {init: true}'), ['syntax/duplicate-key: <<']],
    ['a `<<` in quotes', web('"<<": {tty: true}'), ['syntax/unknown-key: "<<"']],
    ['a text that is merged', web('<<: [{tty: true}, x]'), ['syntax/wrong-type: <<']],
    ['nothing that is merged', web('<<:'), ['syntax/wrong-type: <<']],
    ['an anchor of nothing that is merged', `x-a: &a\n${web('<<: *a')}`, ['syntax/wrong-type: *a']],
    [
      'a list with nothing that is merged',
      `x-a: &a [{tty: true}, ]\nx-b: &b [~]\n${web('<<: [*a, *b]')}`,
      ['syntax/wrong-type: *b'],
    ],
    ['what is merged of an anchor that there is not', web('<<: *a'), ['syntax/invalid-yaml: *a']],
    ['a key that stands over what is merged', `x-a: &a {tty: true}\n${web('<<: *a', 'tty: false')}`, []],
    ['an element that is reset', web('cap_add: [A, !reset A]'), []],
    ['a colon at the beginning within braces', web('labels: {a: :x, b: ":x"}'), ['syntax/invalid-yaml: :x']],
    ['a colon at the beginning elsewhere', web('labels:', '  a: :x'), []],
    ['a network that is named after a mode', web('network_mode: bridge2'), []],
    ['a misspelled mode', web('network_mode: hosts'), ['syntax/undefined-reference: hosts']],
    ['the name of an anchor with a colon', web('user: &a:b x'), ['syntax/invalid-yaml: x']],
    ['the name of an anchor with other letters', web('user: &aé x'), ['syntax/invalid-yaml: x']],
    ['an alias without an anchor', web('user: *u'), ['syntax/invalid-yaml: *u']],
    ['an alias to itself', 'x-a: &a [*a]\n', ['syntax/cycle: *a']],
    ['a variable that is none', web('user: ${1}'), ['syntax/invalid-interpolation: ${1}']],
    ['a variable that must be set', web('user: ${U:?who}'), ['syntax/required-variable: ${U:?who}']],
    [
      'a line of .env',
      { 'compose.yaml': web('user: $U'), '.env': 'not an assignment\n' },
      [
        'syntax/invalid-env-file: \uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF\uFFFF',
      ],
    ],
    [
      'a line of an included .env without a use',
      {
        'compose.yaml': 'include: [lib/compose.yaml]\n',
        'lib/compose.yaml': web('user: "1"'),
        'lib/.env': 'A="x\n',
      },
      ['syntax/invalid-env-file: \uFFFF\uFFFF'],
    ],
    ['the first format', 'web:\n  image: nginx\n', ['syntax/unknown-key: web']],
    ['a file that is a list', '- a\n- b\n', ['syntax/wrong-type: a']],
    ['a byte order mark alone on its line', 'services: {web: {image: a\n\uFEFF', ['syntax/invalid-yaml: \uFEFF']],
    ['a file that is a text', 'nothing much\n', ['syntax/wrong-type: nothing much']],
  ])('%s', (_name, project, expected) => {
    expect(problemsIn(parseProject(project))).toEqual(expected);
  });

  it('does not take a service for what it names itself', () => {
    const { problems } = parseProject(
      'services: {front-end: {image: x, depends_on: [frontend]}, front_end: {image: x}, web: {image: x, depends_on: [wbe]}}\n',
    );
    expect(problems.map(({ message }) => message.remedy)).toEqual(['Did you mean `front_end`?', undefined]);
  });

  it.each([
    ['{1: x}', 'Key `1` is not a string. Quote it: `"1"`.'],
    ['{null: x}', 'Key `null` is not a string. Quote it: `"null"`.'],
    ['{: x}', 'Keys must be strings.'],
    ['{[a]: x}', 'Keys must be strings.'],
  ])('says what a key must be: %s', (labels, expected) => {
    const { problems } = parseProject(web(`labels: ${labels}`));
    const message = problems.find(({ id }) => id === 'syntax/wrong-type')?.message;
    expect([message?.what, message?.remedy].filter(Boolean).join(' ')).toBe(expected);
  });

  it('names what was most probably meant', () => {
    const { problems } = parseProject(web('priviledged: true', 'volumes: ["date:/x"]').concat('volumes: {data: }\n'));
    expect(problems.map(({ message }) => message.remedy)).toEqual([
      'Did you mean `privileged`?',
      'Did you mean `data`?',
    ]);
  });

  it('says what to do with a key that is like no other', () => {
    const { problems } = parseProject(
      web(
        'exclude_from_hc: true',
        'extends: {service: web, exclude: x}',
        'volumes: [{type: bind, source: /a, target: /a, content: x}]',
      ),
    );
    const own = 'Remove it, or prefix its name with `x-` if another program reads it.';
    expect(problems.filter(({ id }) => id === 'syntax/unknown-key').map(({ message }) => message.remedy)).toEqual([
      'Remove it; valid keys are `service`, `file`.',
      own,
      own,
    ]);
  });

  it('says nothing of the value of a variable', () => {
    const { problems } = parseProject({
      'compose.yaml': web('mem_limit: ${SECRET}', 'privileged: $SECRET', 'ports: ["$SECRET:80"]'),
      '.env': 'SECRET=hunter2\n',
    });
    expect(problems).toHaveLength(3);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});

describe('no problem', () => {
  it.each<readonly [string, ProjectFiles]>([
    ['volumes alone', 'volumes: {data: {}}\n'],
    ['a part that another file completes', 'services:\n  web:\n    volumes: ["data:/x"]\n    depends_on: [db]\n'],
    ['extensions', `x-a: 1\n${web('x-b: [c]')}`],
    ['an env file that need not be there', web('env_file: [{path: no.env, required: false}]')],
    ['swarm settings', web('deploy: {replicas: 3, placement: {constraints: [a==b]}, update_config: {parallelism: 2}}')],
    ['a duration', web('stop_grace_period: 1m30s')],
    ['a number that is not known where Compose casts none', web('blkio_config: {weight: "${W}"}')],
    ['a date in quotes', web('user: "2001-01-01"')],
    ['a value that is unknown where a few are allowed', web('cgroup: ${C}')],
    ['an unknown element beside a known one', web('cap_add: ["${A}", B]')],
    ['the default network', web('networks: [default]')],
    ['a model', `models: {m: {model: a/b}}\n${web('models: [m]')}`],
    ['an exposed port written as one that is published', web('expose: ["80:80", "90:91/udp"]')],
    ['one port by two protocols', services('["53:53"]', '["53:53/udp"]')],
    ['one port of two addresses', services('["127.0.0.1:80:80"]', '["127.0.0.2:80:80"]')],
    ['one port of each address of IPv4 and of IPv6', services('["0.0.0.0:80:80"]', '["[::]:80:80"]')],
    ['one port of each address of IPv4 and of one of IPv6', services('["0.0.0.0:80:80"]', '["[::1]:80:80"]')],
    ['an address that is not known', services('["127.0.0.1:80:80"]', '["${ADDRESS}:80:80"]')],
    ['a port that is not known', services('["80:80"]', '["${PORT}:80"]')],
    ['ports that the engine picks', services('["80", "8000-8001:80"]', '["80", "8000-8001:80"]')],
    ['one port in two profiles', services('["1:1"]\n    profiles: [p]', '["1:1"]\n    profiles: [q]')],
    ['one port, once in a profile', services('["1:1"]', '["1:1"]\n    profiles: [q]')],
    ['one port without a container', services('["1:1"]', '["1:1"]\n    scale: 0')],
    ['one port and nothing deployed', services('["1:1"]', '["1:1"]\n    deploy: {replicas: 0}')],
    ['one port on the host network', services('["1:1"]', '["1:1"]\n    network_mode: host')],
  ])('%s', (_name, project) => {
    expect(problemsIn(parseProject(project))).toEqual([]);
  });
});

describe('a project without anything', () => {
  const empty = 'syntax/missing-key';
  const noMapping = 'syntax/wrong-type';

  it.each<readonly [string, readonly string[]]>([
    ['# a\n\n# b\n', [`${empty}: #`]],
    ['{}\n', [`${empty}: {}`]],
    ['version: "3"\n', [`${empty}: version`]],
    ['include: []\n', [`${empty}: include`]],
    ['---\n', [`${noMapping}: ---`]],
    ['# a\n---\n# b\n', [`${noMapping}: ---`]],
    ['null\n', [`${noMapping}: null`]],
    ['~\n', [`${noMapping}: ~`]],
    ['services:\n', [`${noMapping}: services`]],
    ['services:\n  # web:\n', [`${noMapping}: services`]],
    ['services: {}\n', []],
    ['name: a\n', []],
    ['x-a: b\n', []],
    ['networks: {a: {}}\n', []],
  ])('%j', (text, expected) => {
    expect(problemsIn(parseProject(text))).toEqual(expected);
  });

  it.each(['', '  \n\n', '\uFEFF'])('%j, where there is no text to mark', (text) => {
    expect(parseProject(text).problems.map(({ id, severity }) => [id, severity])).toEqual([[empty, 'error']]);
  });

  it('is no other fault where what stands there is no YAML', () => {
    expect(problemsIn(parseProject('services:\n  web: {\n'))).toEqual([
      expect.stringMatching(/^syntax\/invalid-yaml: /),
    ]);
  });

  it('may be a part that goes over another', () => {
    const severities = (names: readonly string[]): readonly string[] =>
      parseProject(
        {
          'compose.yaml': 'services: {a: {image: x}}\n',
          'compose.override.yaml': '# nothing yet\n',
          'i.yaml': '{}\n',
          'compose.all.yaml': 'include: [i.yaml]\nservices: {a: {image: x}}\n',
        },
        names,
      ).problems.map(({ severity }) => severity);
    expect(severities(['compose.override.yaml'])).toEqual(['warning']);
    expect(severities(['compose.yaml', 'compose.override.yaml'])).toEqual([]);
    expect(severities(['compose.all.yaml'])).toEqual([]);
  });
});

it('a document without anything among others is none', () => {
  const web = 'services: {web: {image: x}}\n';
  expect(problemsIn(parseProject(`${web}---\n`))).toEqual(['syntax/wrong-type: ---']);
  expect(parseProject(`---\n---\n${web}`).problems.map(({ place }) => place.location.span.start)).toEqual([0]);
  expect(
    parseProject(`---\n${web}---\n# b\n---\n${web}`).problems.map(({ place }) => place.location.span.start),
  ).toEqual([`---\n${web}`.length]);
});

it.each([
  ['services: {a: {image: x, privileged: true}\n', 'syntax/invalid-yaml: }'],
  ['services: {a: {image: x, privileged: true', 'syntax/invalid-yaml: e'],
])('a brace without its end in a file of one line is reported where the text ends: %j', (text, expected) => {
  const parsed = parseProject(text);
  expect(problemsIn(parsed)).toEqual([expected]);
  expect(parsed.subjects).toHaveLength(1);
});

describe('what a later file merges over an earlier one, and the client leaves out, rejects or prints', () => {
  const WARNING = 'warning syntax/wrong-type';
  const ERROR = 'error syntax/wrong-type';
  it.each<readonly [base: string, over: string, problems: readonly string[]]>([
    ['dns: [8.8.8.8]', 'dns: 9.9.9.9', []],
    ['env_file: [a.env]', 'env_file: 1', [`${WARNING}: 1`]],
    ['env_file: [a.env]', 'env_file:', []],
    ['dns: [8.8.8.8]', 'dns: true', [`${WARNING}: true`]],
    ['environment: {A: 1}', 'environment: 7', [`${WARNING}: 7`]],
    ['environment: {A: 1}', 'environment: B=2', []],
    ['environment: {A: 1}', 'environment: [B=2]', []],
    ['depends_on: [db]', 'depends_on: db', [`${WARNING}: db`]],
    ['depends_on: [db]', 'depends_on: {db: {condition: service_started}}', []],
    ['build: .', 'build: ./b', []],
    ['build: {context: .}', 'build: 1', [`${WARNING}: 1`]],
    ['build: {context: .}', 'build: [a]', [`${WARNING}: [a]`]],
    ['extra_hosts: ["a:1.1.1.1"]', 'extra_hosts: 1', [`${WARNING}: 1`]],
    ['extra_hosts: ["a:1.1.1.1"]', 'extra_hosts: {b: 2.2.2.2}', []],
    ['extra_hosts: ["a:1.1.1.1"]', 'extra_hosts: {b: [2.2.2.2, 3.3.3.3]}', []],
    ['extra_hosts: ["a:1.1.1.1"]', 'extra_hosts: {b: {c: 1}}', [`${WARNING}: {c: 1}`]],
    ['extra_hosts: ["a:1.1.1.1"]', 'extra_hosts: {b: [{c: 1}]}', [`${WARNING}: {c: 1}`]],
    ['deploy: {replicas: 1}', 'deploy: [a]', [`${ERROR}: [a]`]],
    ['deploy: {replicas: 1}', 'deploy:', []],
    ['cap_add: [A]', 'cap_add: {a: b}', [`${ERROR}: {a: b}`]],
    ['cap_add: [A]', 'cap_add: [A, B]', []],
    ['cap_add: [A]', 'cap_add: !override [B]', []],
    ['x-own: {a: 1}', 'x-own: [b]', [`${ERROR}: [b]`]],
    ['x-own: {a: 1}', 'x-own: {b: 1}', []],
    ['logging: {driver: json-file, options: {a: b}}', 'logging: {driver: syslog}', []],
  ])('%s, then %s', (base, over, expected) => {
    const file = (line: string): string => `services:\n  web:\n    image: nginx\n    ${line}\n`;
    const files = { 'compose.yaml': `${file(base)}  db: {image: postgres}\n`, 'over.yaml': file(over), 'a.env': '' };
    const parsed = parseProject(files, ['compose.yaml', 'over.yaml']);
    const merging = parsed.problems.filter(
      ({ place, id }) => place.location.path === 'over.yaml' && id === 'syntax/wrong-type',
    );
    expect(merging.map(({ severity, id, place }) => `${severity} ${id}: ${markedText(place, parsed)}`)).toEqual(
      expected,
    );
  });

  it.each([
    ['[{subnet: 10.0.0.0/8}]', '[]', ['[]']],
    ['[]', '[{subnet: 10.0.0.0/8}]', ['[{subnet: 10.0.0.0/8}]']],
    ['[{subnet: 10.0.0.0/8}]', '[{subnet: 10.0.0.0/16}]', []],
  ])('ranges of addresses %s, then %s', (base, over, expected) => {
    const file = (config: string): string =>
      `services: {web: {image: nginx}}\nnetworks:\n  default:\n    ipam:\n      config: ${config}\n`;
    const parsed = parseProject({ 'compose.yaml': file(base), 'over.yaml': file(over) }, ['compose.yaml', 'over.yaml']);
    expect(parsed.problems.map(({ place }) => markedText(place, parsed))).toEqual(expected);
  });
});

it('each problem is reported in whole sentences', () => {
  const lines = [
    'priviledged: true',
    'privileged: maybe',
    'mem_limit: lots',
    'cpu_percent: "101"',
    'ports: [{published: 80}]',
    'volumes: [{type: bind, target: /a}]',
    'volumes: [{type: volume}]',
    'extra_hosts: [a]',
    'devices: ["/a:/b:r:x"]',
    'healthcheck: {test: [x]}',
    'security_opt: [x]',
    "command: 'a \"b'",
    'env_file: no.env',
    'extends: bas',
    'extends: {service: web}',
    'network_mode: service:db',
    'user: ${1}',
    'user: ${U:?}',
  ];
  const found = lines.flatMap((line) => parseProject(`${web(line)}  base: {image: x}\n`).problems);
  expect(found.length).toBeGreaterThanOrEqual(lines.length);
  expect(malformed(sentencesIn(found.map(({ message }) => message)))).toEqual([]);
});

it('a service is called by its name where that holds the value of a variable', () => {
  const files = {
    '.env': 'PASSWORD=admin\n',
    'compose.yaml':
      'services:\n  adminer: {image: a:1, ports: ["80:80"], environment: ["P=${PASSWORD}"]}\n  web: {image: b:1, ports: ["80:80"]}\n',
  };
  const [conflict] = parseProject(files).problems.filter(({ id }) => id === 'syntax/conflict');
  expect(conflict?.message.what).toContain('`adminer`');
});

describe('a value of a variable in a message', () => {
  const said = (line: string, env: string): string => {
    const [{ message } = { message: { what: '', remedy: '' } }] = parseProject({
      'compose.yaml': `services: {web: {image: a, ${line}}}\n`,
      '.env': env,
    }).problems;
    return `${message.what} ${message.remedy}`;
  };

  test.each([
    ['ports: ["${PORT}", "80x:1"]', 'PORT=80\n', '`80x` is not a host port', 'such as `127.0.0.1:8080:80`.'],
    ['ports: ["${B}80:80"]', 'B=r\n', '`${B}80` is not a host port', 'Write `[ip:][host:]container[/protocol]`'],
    ['mem_limit: "${B}5m"', 'B=r\nU=m\n', '`${B}5m` is not a size.', 'such as `512m` or `2g`.'],
    ['pids_limit: 1, mem_limit: "x", labels: ["a=${X}"]', 'X=512m\n', '`x` is not a size.', 'such as `512m` or `2g`.'],
    [
      'mem_limit: "${X}"',
      'X=hunter2\n',
      '`${X}` is not a size.',
      'Write a number with a unit, such as `512m` or `2g`.',
    ],
  ])('%s with %j is hidden where it was filled in, and our own words stay', (line, env, ...parts) => {
    for (const part of parts) expect(said(line, env)).toContain(part);
  });
});
