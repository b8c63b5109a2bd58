import { describe, expect, test } from 'vitest';
import { detectKind } from '../../../src/parsers/registry.ts';
import { createMemoryFiles } from '../../memory-io.ts';

const service = 'services:\n  web:\n    image: nginx:1.27\n';

describe('a Compose file is known by its content', () => {
  test.each([
    ['services', service],
    ['services that are indented', service.replace(/^/gm, ' ')],
    ['services in braces', '{services: {web: {image: nginx:1.27}}}\n'],
    ['an explicit key', '? services\n: web:\n    image: nginx:1.27\n'],
    ['a quoted key', '"services":\n  web: {image: nginx:1.27}\n'],
    ['a later document', `x-a: 1\n---\n${service}`],
    ['services behind an anchor', 'x-web: &web\n  image: nginx:1.27\nservices:\n  web: *web\n'],
    ['services that are merged', 'x-web: &web\n  image: nginx:1.27\nservices:\n  web:\n    <<: *web\n'],
    ['a key with escapes', '"s\\x65rvices":\n  web: {image: nginx:1.27}\n'],
    ['a key that goes on in the next line', '? "serv\\\n  ices"\n: {web: {image: nginx:1.27}}\n'],
    ['a key that comes by a merge', `x-all: &all\n${service.replace(/^/gm, '  ')}\n<<: *all\n`],
    ['a part that only sets ports', 'services:\n  web:\n    ports: ["80:80"]\n'],
    ['nothing yet', 'services:\n'],
    ['nothing yet, in braces', 'services: {}\n'],
    ['an explicit key alone', '? services\n'],
    ['services that stand elsewhere', 'x-all: &all {web: {image: nginx:1.27}}\nservices: *all\n'],
    ['one service of which nothing is said yet', 'services:\n  web: {}\n'],
    ['one service beside another without anything', 'services:\n  db:\n  web:\n    image: nginx:1.27\n'],
    ['a service with a misspelt key', 'services:\n  web:\n    imag: nginx:1.27\n    ports: ["80:80"]\n'],
    ['a service with a key of its own', 'services:\n  web: {x-a: 1}\n'],
    ['an error beside the sign of a template in a line', `${service}    command: "a {% b"\n    ports: [\n`],
    ['an error beside a format in quotes', `${service}    labels: ["a={{.Name}}"]\n    ports: [\n`],
    ['an error further down', `${service}    ports: [\n`],
    ['more levels than are read', `x-a: ${'['.repeat(500)}${']'.repeat(500)}\n${service}`],
  ])('%s', (_, text) => {
    expect(detectKind({ path: 'stack.yaml', text })).toBe('compose');
    expect(detectKind({ path: 'compose.yaml', text })).toBe('compose');
  });

  test('JSON in one line', () => {
    const text = '{"services":{"web":{"image":"nginx"}}}';
    expect(detectKind({ path: 'stack.json', text })).toBe('compose');
    expect(detectKind({ path: 'compose.json', text })).toBe('compose');
  });
});

describe('a file that is called like one counts with a key of Compose', () => {
  test.each([
    ['a misspelt key', 'servces:\n  web:\n    image: nginx\n'],
    ['volumes alone', 'volumes:\n  data:\n'],
    ['parts of a project', 'include:\n  - a.yaml\n'],
    ['broken YAML', 'services:\n  web: [\n'],
    ['a section among other keys', 'a: 1\nb: 2\nvolumes: {data: }\n'],
    ['a text where services belong', 'services: soon\n'],
    ['a list where services belong', 'services:\n  - web\n'],
    ['a service that has no key yet', 'services:\n  web:\n'],
    ['the first format', 'web:\n  image: nginx\ndb:\n  image: postgres\ncache:\n  image: redis\n'],
    ['the first format with one image', 'a: {tty: true}\nb: {tty: true}\nc: {tty: true, image: nginx}\n'],
    ['the first format with a build', 'a: {tty: true}\nb: {tty: true}\nc: {build: .}\n'],
    ['the first format with a service that is extended', 'a: {tty: true}\nb: {tty: true}\nc: {extends: a}\n'],
  ])('%s', (_, text) => {
    expect(detectKind({ path: 'app/docker-compose.prod.yml', text })).toBe('compose');
  });
});

describe('a file that Compose looks for counts from its first line', () => {
  test.each([
    ['nothing', ''],
    ['a comment', '# soon\n'],
    ['a list of texts', '- a\n- b\n'],
    ['a name', 'name: demo\n'],
    ['half of a key', 'servi\n'],
    ['broken YAML without a key of Compose', 'a: [\nb: 2\nc: 3\nd: 4\n'],
  ])('%s', (_, text) => {
    expect(detectKind({ path: 'app/compose.yaml', text })).toBe('compose');
    expect(detectKind({ path: 'app/compose-info.yaml', text })).toBeUndefined();
  });
});

describe('a file without a key of Compose is none, whatever it is called', () => {
  test.each([
    ['two keys of its own', 'a: 1\nb: 2\n'],
    ['one key', 'title: demo\n'],
    ['settings of another program', 'policies:\n  - name: a\n    policy: b\n'],
    ['values of a chart', 'image: {repository: nginx, tag: "1"}\n'],
  ])('%s', (_, text) => {
    for (const name of ['compose.yaml', 'compose-info.yaml', 'updatecli-compose.yaml'])
      expect(detectKind({ path: name, text })).toBeUndefined();
  });
});

describe('no file of another format is one, whatever it is called', () => {
  test.each([
    [
      'a workflow',
      'name: CI\non: push\njobs:\n  test:\n    runs-on: ubuntu\n    services:\n      db: {image: postgres}\n',
    ],
    ['.travis.yml', 'language: node_js\nservices:\n  - docker\nscript: npm test\n'],
    ['.gitlab-ci.yml', 'stages: [test]\nservices:\n  - docker:dind\n'],
    ['.drone.yml', 'kind: pipeline\ntype: docker\nsteps: []\nservices:\n- name: db\n  image: postgres\n'],
    ['Kubernetes', 'apiVersion: v1\nkind: Service\nmetadata: {name: web}\n'],
    ['Kong', "_format_version: '3.0'\nservices:\n- name: a\n  url: http://a\n"],
    ['services beside what a pipeline has', 'stages: [test]\nservices:\n  web:\n    image: nginx\n'],
    ['an API', 'openapi: 3.0.0\n'],
    ['a list of which some are mappings', '- a\n- b: c\n'],
    ['a name and other keys', 'name: a\nversion: 1\nabout: b\n'],
    ['mappings without a key of services', 'a: {b: 1}\nc: {d: 1}\ne: {f: 1}\n'],
    ['a comment of a template', '{# a #}\nservices:\n  web: {image: nginx\n'],
    ['tasks of Ansible', '- name: start\n  docker_compose_v2_pull:\n    project_src: .\n'],
    ['a template of Go', 'services:\n{{- range .Names }}\n  {{ . }}:\n    image: nginx\n{{- end }}\n'],
    ['a page of a reference', 'command: docker compose\nshort: Docker Compose\nlong: more\nusage: docker compose\n'],
  ])('%s', (_, text) => {
    expect(detectKind({ path: 'services.yaml', text })).toBeUndefined();
    expect(detectKind({ path: '.github/workflows/docker-compose.yml', text })).not.toBe('compose');
  });

  test.each([
    ['a template that ends in a line', 'services:\n  web:\n    image: nginx\n  {%- if a %}\n'],
    ['elements that a template fills in', 'services:\n  web:\n    ports:\n    - {{ port }}:80\n    - {{ other }}:81\n'],
    ['a loop of a template', 'services:\n{% for name in names %}\n  {{ name }}:\n    image: nginx\n{% endfor %}\n'],
    ['a value that a template fills in', 'services:\n  web:\n    image: {{ image }}:{{ tag }}\n'],
  ])('but %s is one', (_, text) => {
    expect(detectKind({ path: 'services.yaml', text })).toBe('compose');
  });

  test.each([
    [
      'services of Symfony',
      'services:\n  _defaults:\n    autowire: true\n  App\\:\n    resource: ../src/\n    exclude: [../src/Entity]\n',
    ],
    ['a list of services', 'services:\n  - docker\n'],
    ['services that are texts', 'services:\n  web: http://web\n'],
    ['a word in a text', 'about: all services are here\n'],
    ['other keys and no service yet', 'services:\nhosts: [a]\n'],
    ['other keys and no service yet, in braces', 'services: {}\nhosts: [a]\n'],
    ['other keys and a service of which nothing is said', 'services:\n  web: {}\nhosts: [a]\n'],
    ['a name that no service has', 'services:\n  App\\Web: {}\n'],
    ['a section without services', 'volumes:\n  services:\n'],
  ])('a name says nothing, and neither do %s', (_, text) => {
    expect(detectKind({ path: 'config/services.yaml', text })).toBeUndefined();
  });
});

describe('a file that holds nothing but what it includes', () => {
  const FILES: Readonly<Record<string, string>> = {
    'app/web.yaml': 'services: {web: {image: "i:1"}}\n',
    'app/all.yaml': 'include: [web.yaml]\n',
    'app/circle.yaml': 'include: [circle.yaml]\n',
    'app/job.yml': 'job: {script: [make]}\n',
  };
  test.each<[name: string, text: string, isOne: boolean]>([
    ['a Compose file', 'include: [app/web.yaml]\n', true],
    ['one in the long form', 'include:\n  - path: [none.yaml, app/web.yaml]\n    project_directory: .\n', true],
    ['one, beside a network', 'include:\n  - app/web.yaml\nnetworks: {back: }\n', true],
    ['one by another one', 'include: [app/all.yaml]\n', true],
    ['itself', 'include: [app/circle.yaml]\n', false],
    ['a part of a pipeline', 'include: [app/job.yml]\n', false],
    ['a part of a pipeline, as GitLab has it', 'include: [{local: app/web.yaml}]\n', false],
    ['what is not there', 'include: [app/none.yaml]\n', false],
    ['a Compose file, beside keys of something else', 'include: [app/web.yaml]\ntasks: {}\n', false],
  ])('is one where that is %s', (_, text, isOne) => {
    expect(detectKind({ path: 'stack.yaml', text }, createMemoryFiles(FILES))).toBe(isOne ? 'compose' : undefined);
  });
});
