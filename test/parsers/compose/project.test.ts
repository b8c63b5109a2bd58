import { describe, expect, it } from 'vitest';
import { valueOf } from '../../../src/text/setting.ts';
import { createMemoryFiles } from '../../memory-io.ts';
import { containerOf, hooksOf, type ProjectFiles, parseProject, problemsIn, showSetting } from './compose.ts';

function namesIn(project: ProjectFiles, names?: readonly string[]): readonly string[] {
  return parseProject(project, names).subjects.map(({ name }) => name);
}

describe('the services of a project', () => {
  it.each<readonly [string, ProjectFiles, readonly string[]]>([
    ['in source order', 'services:\n  b: {image: x}\n  a: {image: x}\n', ['b', 'a']],
    ['whatever their profile', 'services:\n  a: {image: x, profiles: [p]}\n', ['a']],
    ['without those of a provider', 'services:\n  a: {provider: {type: x}}\n  b: {image: x}\n', ['b']],
    ['of the first format', 'web: {image: x}\ndb: {build: .}\n', ['web', 'db']],
    [
      'of several documents, later over earlier',
      'services: {a: {image: x}}\n---\nservices: {b: {image: x}}\n',
      ['a', 'b'],
    ],
    [
      'of included files before its own',
      { 'compose.yaml': 'include: [i.yaml]\nservices: {a: {image: x}}\n', 'i.yaml': 'services: {b: {image: x}}\n' },
      ['b', 'a'],
    ],
    ['of a JSON file', '{"services": {"a": {"image": "x"}}}', ['a']],
    ['none in an empty file', '', []],
    ['none of which nothing is said', 'services:\n  a:\n', []],
    ['none that is no mapping', 'services: {a: text, b: [list]}\n', []],
  ])('%s', (_name, project, expected) => {
    expect(namesIn(project)).toEqual(expected);
  });
});

describe('the name of a project, where its files have it as a variable', () => {
  const SERVICE = 'services: {web: {image: "${COMPOSE_PROJECT_NAME}/x:1"}}\n';
  it.each<readonly [string, ProjectFiles, string]>([
    ['is what the file says', `name: demo\n${SERVICE}`, 'demo/x:1'],
    ['whatever the quotes of its key', `"name": demo\n${SERVICE}`, 'demo/x:1'],
    ['in braces', '{name: demo, services: {web: {image: "${COMPOSE_PROJECT_NAME}/x:1"}}}\n', 'demo/x:1'],
    ['by an alias', `x-name: &name demo\nname: *name\n${SERVICE}`, 'demo/x:1'],
    ['as the client writes it', `name: De.mo\n${SERVICE}`, 'demo/x:1'],
    ['with variables', { 'compose.yaml': `name: "a\${X}"\n${SERVICE}`, '.env': 'X=y\n' }, 'ay/x:1'],
    ['unknown where a variable is', `name: "a\${X}"\n${SERVICE}`, '⟨${COMPOSE_PROJECT_NAME}/x:1⟩'],
    ['what the last document says', `name: a\n${SERVICE}---\nname: b\n`, 'b/x:1'],
    ['the folder, where nothing is said', `name:\n${SERVICE}`, 'project/x:1'],
    ['not what is within a text', `x-a: |\n  name: b\n${SERVICE}`, 'project/x:1'],
  ])('%s', (_name, project, expected) => {
    expect(showSetting(containerOf(parseProject(project)).config.image)).toBe(expected);
  });
});

describe('unresolved options of a service', () => {
  it.each<readonly [string, ProjectFiles, readonly string[]]>([
    ['with an image', 'services: {web: {image: x}}\n', []],
    ['that is built', 'services: {web: {build: .}}\n', []],
    ['that another file completes', 'services: {web: {user: x}}\n', ['fragment web']],
    [
      'that extends a file which is not there',
      'services: {web: {extends: {file: a.yaml, service: b}}}\n',
      ['unparsed a.yaml'],
    ],
    [
      'that extends what a variable names',
      'services: {web: {extends: {file: "${F}", service: b}}}\n',
      ['unparsed ${F}'],
    ],
    ['that is broken', 'services:\n  web:\n    image: x\n    user\n', ['broken web']],
    ['beside one that is broken', 'services:\n  web:\n    image: x\n  db:\n    image: x\n    user\n', []],
  ])('%s', (_name, project, expected) => {
    const { unresolvedOptions } = containerOf(parseProject(project));
    expect(unresolvedOptions.map(({ reason, expression }) => `${reason} ${expression}`)).toEqual(expected);
  });
});

describe('the files of a project', () => {
  it('are all named in its texts', () => {
    const files = {
      'compose.yaml': 'include: [i/i.yaml]\nservices: {web: {extends: {file: e.yaml, service: b}, env_file: w.env}}\n',
      'i/i.yaml': 'services: {db: {image: "x:$T"}}\n',
      'i/.env': 'T=1\n',
      'e.yaml': 'services: {b: {image: x}}\n',
      'w.env': 'A=1\n',
      '.env': 'B=1\n',
    };
    expect([...parseProject(files).texts.keys()].sort()).toEqual(Object.keys(files).sort());
  });

  it('give an included project its own directory and variables, those of the including one first', () => {
    const parsed = parseProject({
      'compose.yaml': 'include: [i/i.yaml, {path: j.yaml, project_directory: dir, env_file: j.env}]\n',
      'i/i.yaml': 'services: {a: {image: "$A$B", volumes: [".:/x"]}}\n',
      'i/.env': 'A=1\nB=1\n',
      'j.yaml': 'services: {b: {image: "$A$B", volumes: [".:/x"]}}\n',
      'j.env': 'B=2\n',
      '.env': 'A=0\n',
    });
    const shown = ['a', 'b'].map((name) => {
      const { config, hostConfig } = containerOf(parsed, name);
      return `${showSetting(config.image)} ${showSetting(hostConfig.binds?.[0]?.source)}`;
    });
    expect(shown).toEqual(['01 ./i', '02 ./dir']);
    expect(problemsIn(parsed)).toEqual([]);
  });

  it('are merged as !reset and !override ask', () => {
    const parsed = parseProject(
      {
        'compose.yaml':
          'services: {web: {image: x, user: root, ports: ["1:1"], cap_add: [A], environment: {A: 1, B: 2}}}\n',
        'b.yaml':
          'services: {web: {user: !reset null, ports: !override ["2:2"], cap_add: [B], environment: {A: !reset null}}}\n',
      },
      ['compose.yaml', 'b.yaml'],
    );
    const { config, hostConfig } = containerOf(parsed);
    expect(config.user).toBeUndefined();
    expect(hostConfig.portBindings?.map(({ hostPort }) => hostPort?.known === true && hostPort.value.start)).toEqual([
      2,
    ]);
    expect(hostConfig.capAdd?.map(showSetting)).toEqual(['A', 'B']);
    expect(config.env?.map(showSetting)).toEqual(['B=2']);
  });

  // As created by docker compose 2.26.1 and 2.40.3, which ignore tags below `!override`.
  it.each([
    ['', '&x !reset {privileged: true}', '<<: *x', undefined],
    ['', '&x !reset [{privileged: true}]', '<<: *x', undefined],
    ['', '&x [!reset {privileged: true}, {tty: true}]', '<<: *x', undefined],
    ['', '&x !reset {privileged: true}', '<<: [*x, {tty: true}]', undefined],
    ['', '{}', '<<: !reset {privileged: true}', undefined],
    ['', '&x {privileged: !reset true}', '<<: *x', undefined],
    ['', '&x !reset true', 'privileged: *x', undefined],
    ['', '&x !override {privileged: true}', '<<: *x', true],
    ['!override', '&x !reset {privileged: true}', '<<: *x', true],
    ['!override', '{}', '<<: !reset {privileged: true}', true],
    ['!override', '&x !reset true', 'privileged: *x', true],
    ['!override', '&x {privileged: !reset true}', '<<: *x', undefined],
  ])('merge nothing that is tagged !reset: web: %s, x-a: %s, %s', (tag, anchor, line, privileged) => {
    const text = `x-a: ${anchor}\nservices:\n  web: ${tag}\n    image: a\n    ${line}\n`;
    const { hostConfig } = containerOf(parseProject({ 'compose.yaml': text }));
    expect(valueOf(hostConfig.privileged)).toBe(privileged);
  });

  it('are put down where an older client would refuse that a file is included and changed', () => {
    const parsed = parseProject({
      'compose.yaml': 'include: [i.yaml]\nservices: {web: {tty: true}}\n',
      'i.yaml': 'services: {web: {image: x}}\n',
    });
    expect(showSetting(containerOf(parsed).config.image)).toBe('x');
    expect(parsed.problems.map(({ id, severity }) => `${severity} ${id}`)).toEqual(['warning syntax/conflict']);
  });

  it('are put down where an older client would refuse that two included files differ, of which the first goes over the other', () => {
    const parsed = parseProject({
      'compose.yaml': 'include: [i.yaml, j.yaml]\n',
      'i.yaml': 'services: {web: {image: x}}\n',
      'j.yaml': 'services: {web: {image: y, user: u}}\n',
    });
    const { config } = containerOf(parsed);
    expect([showSetting(config.image), showSetting(config.user)]).toEqual(['x', 'u']);
    expect(parsed.problems.map(({ id, severity }) => `${severity} ${id}`)).toEqual(['warning syntax/conflict']);
  });
});

describe('lifecycle hooks', () => {
  it("are execs with their service's name", () => {
    const parsed = parseProject(
      [
        'services:',
        '  web:',
        '    image: x',
        '    post_start: [{command: [a, b], user: root, privileged: true, working_dir: /w, environment: {A: 1}}]',
        '    pre_stop: [{command: a "b c"}]',
      ].join('\n'),
    );
    const shown = hooksOf(parsed).map(({ origin, name, user, privileged, workingDir, env, cmd }) => [
      origin,
      name,
      showSetting(user),
      showSetting(privileged),
      showSetting(workingDir),
      env?.map(showSetting),
      cmd?.map(showSetting),
    ]);
    expect(shown).toEqual([
      ['compose hook', 'web', 'root', 'true', '/w', ['A=1'], ['a', 'b']],
      ['compose hook', 'web', 'nothing', 'nothing', 'nothing', undefined, ['a', 'b c']],
    ]);
  });
});

describe('a file in the first format, whose services are at the top', () => {
  it.each<readonly [text: string, networkModes: Readonly<Record<string, string>>]>([
    ['web:\n  image: nginx\n  net: host\n', { web: 'host' }],
    ['web:\n  image: nginx\n  net: host\n  network_mode: none\n', { web: 'none' }],
    ['version: "1"\nx-a: {b: c}\nweb: {image: nginx}\n', { web: 'project_default' }],
    ['a: {tty: true}\nweb: {build: .}\n', { a: 'project_default', web: 'project_default' }],
    ['a: {tty: true}\nweb: {extends: a}\n', { a: 'project_default', web: 'project_default' }],
  ])('%j', (text, networkModes) => {
    const parsed = parseProject(text);
    expect(parsed.problems.map(({ id, message }) => [id, message.remedy])).toEqual([
      ['syntax/unknown-key', 'Move the services under `services:`.'],
    ]);
    const modes = Object.keys(networkModes).map((name) => [
      name,
      showSetting(containerOf(parsed, name).hostConfig.networkMode),
    ]);
    expect(Object.fromEntries(modes)).toEqual(networkModes);
    expect(parsed.subjects).toHaveLength(modes.length);
  });

  it.each([
    'web: {image: nginx}\nabout: text\n',
    'a: {tty: true}\n',
    'name: a\nweb: {image: nginx}\n',
    'volumes: {d: {}}\nweb: {image: nginx}\n',
  ])('is not %j', (text) => {
    expect(parseProject(text).subjects).toEqual([]);
  });
});

it.each([
  ['missing', 'error syntax/missing-file: The included file `a.yaml` does not exist.'],
  ['directory', 'error syntax/unreadable-file: The included file `a.yaml` is a directory, not a file.'],
  ['unreadable', 'error syntax/unreadable-file: The included file `a.yaml` could not be read.'],
  [
    'outside',
    'error syntax/unreadable-file: The included file `a.yaml` is outside the repository, so it was not read.',
  ],
  [
    'too-large',
    'info syntax/limit: The included file `a.yaml` was not read: the file is too large, or the project has too many files.',
  ],
  ['binary', 'error syntax/binary: The included file `a.yaml` is not a text file.'],
] as const)('says why a file was not read: %s', (failure, said) => {
  const files = { ...createMemoryFiles({}), read: () => ({ failure }) };
  const { problems } = parseProject('include: [a.yaml]\nservices: {web: {image: nginx}}\n', undefined, { files });
  expect(problems.map(({ severity, id, message }) => `${severity} ${id}: ${message.what}`)).toEqual([said]);
});

it('a file that a template engine makes a Compose file of is not read where another one includes or extends it', () => {
  const template = 'services:\n{% if x %}\n  base:\n    image: {{ name }}\n{% endif %}\n';
  const files = createMemoryFiles({ 'a.yaml': template });
  const text = 'include: [a.yaml]\nservices: {web: {extends: {file: a.yaml, service: base}, privileged: true}}\n';
  const { problems, subjects } = parseProject(text, undefined, { files });
  expect(problems).toEqual([]);
  expect(subjects.map(({ unresolvedOptions }) => unresolvedOptions.map(({ expression }) => expression))).toEqual([
    ['a.yaml'],
  ]);
});

it('says what to do about a file that is not on this machine', () => {
  const { problems } = parseProject('include: ["https://example.com/a.yaml"]\nservices: {web: {image: nginx}}\n');
  expect(problems.map(({ severity, message: { what, remedy } }) => [severity, what, remedy])).toEqual([
    [
      'info',
      'The included file `https://example.com/a.yaml` is remote, and plimsoll does not download files, so it was not checked.',
      'To check it, lint the output of `docker compose config`, or a local copy.',
    ],
  ]);
});
