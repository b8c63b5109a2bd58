import { describe, expect, test } from 'vitest';
import { valueOf } from '../../../src/text/setting.ts';
import { checkPlaces, containerOf, type ProjectFiles, parseProject, problemsIn, wayTo } from './compose.ts';

const USER = (name: string): string => `FROM debian:12\nUSER ${name}\n`;

/** The user from the Dockerfile of `web`. */
function userOf(files: ProjectFiles, names?: readonly string[]): string | undefined {
  const parsed = parseProject(files, names);
  checkPlaces(parsed);
  expect(problemsIn(parsed)).toEqual([]);
  return valueOf(containerOf(parsed).image?.user);
}

function web(build: string): string {
  return `services:\n  web:\n    build: ${build}\n`;
}

describe('the Dockerfile of a service', () => {
  test.each<[string, Readonly<Record<string, string>>]>([
    ['in the folder of the context', { 'compose.yaml': web('./app'), 'app/Dockerfile': USER('app') }],
    ['in the folder of the project', { 'compose.yaml': web('.'), Dockerfile: USER('app') }],
    ['in small letters', { 'compose.yaml': web('.'), dockerfile: USER('app') }],
    ['where no context is named', { 'compose.yaml': web('{target: x}'), Dockerfile: 'FROM a AS x\nUSER app\nFROM b' }],
    [
      'of another name',
      {
        'compose.yaml': web('{context: app, dockerfile: ../docker/web.Dockerfile}'),
        'docker/web.Dockerfile': USER('app'),
      },
    ],
    ['by a default', { 'compose.yaml': web('${DIR:-app}'), 'app/Dockerfile': USER('app') }],
    [
      'with arguments',
      { 'compose.yaml': web('{context: ., args: {U: app}}'), Dockerfile: 'FROM a\nARG U=root\nUSER $U\n' },
    ],
    [
      'with arguments in a list',
      { 'compose.yaml': web('{context: ., args: ["U=app"]}'), Dockerfile: 'FROM a\nARG U=root\nUSER $U\n' },
    ],
  ])('%s', (_name, files) => {
    expect(userOf(files)).toBe('app');
  });

  test('of an extended service is next to the file of that', () => {
    expect(
      userOf({
        'compose.yaml': 'services:\n  web:\n    extends: {file: base/app.yaml, service: app}\n',
        'base/app.yaml': 'services:\n  app:\n    build: .\n',
        'base/Dockerfile': USER('app'),
        Dockerfile: USER('root'),
      }),
    ).toBe('app');
  });

  test('is that of the file merged over another', () => {
    const files = {
      'compose.yaml': web('.'),
      'over.yaml': web('{dockerfile: Other}'),
      Dockerfile: USER('root'),
      Other: USER('app'),
    };
    expect(userOf(files, ['compose.yaml', 'over.yaml'])).toBe('app');
  });

  test.each<[string, Readonly<Record<string, string>>]>([
    ['is missing', { 'compose.yaml': web('.') }],
    ['is named by a variable', { 'compose.yaml': web('${DIR}'), Dockerfile: USER('app') }],
    ['is in a repository elsewhere', { 'compose.yaml': web('https://example.com/app.git'), Dockerfile: USER('app') }],
    [
      'has a target that a variable names',
      { 'compose.yaml': web('{context: ., target: "${T}"}'), Dockerfile: USER('app') },
    ],
    ['can not be read', { 'compose.yaml': web('.'), Dockerfile: 'no Dockerfile\n' }],
  ])('says nothing where it %s', (_name, files) => {
    expect(containerOf(parseProject(files)).image).toBeUndefined();
  });

  test('has its places in its own file, reached from the key that names it', () => {
    const parsed = parseProject({
      'compose.yaml': web('{context: app, dockerfile: web.Dockerfile, args: {U: app}}'),
      'app/web.Dockerfile': 'FROM a\nARG U\nUSER $U\n',
    });
    const { image } = containerOf(parsed);
    expect(image?.user && wayTo(image.user.place, parsed)).toBe('app ← variable $U (app/web.Dockerfile)');
    expect(image?.base && wayTo(image.base.place, parsed)).toBe('a (app/web.Dockerfile) ← build web.Dockerfile');
    expect([...(parsed.dockerfiles ?? [])]).toEqual(['app/web.Dockerfile']);
  });

  test('hides the values of its variables', () => {
    const parsed = parseProject({ 'compose.yaml': web('.'), Dockerfile: 'FROM a\nENV TOKEN=abc\n' });
    const [value] = parsed.values.environment;
    expect(value).toEqual({ path: 'Dockerfile', span: { start: 17, end: 20 } });
  });
});

describe('an image that another service builds', () => {
  test.each([
    ['app:1', 'app:1'],
    ['${R}/app:${T}', '${R}/app:${T}'],
  ])('%s', (built, used) => {
    const text = `services:\n  web: {image: "${used}"}\n  other: {image: "${built}", build: .}\n`;
    expect(userOf({ 'compose.yaml': text, Dockerfile: USER('app') })).toBe('app');
  });

  test('under another name is another', () => {
    const text = 'services:\n  web: {image: "app:2"}\n  other: {image: "app:1", build: .}\n';
    expect(userOf({ 'compose.yaml': text, Dockerfile: USER('app') })).toBeUndefined();
  });
});

describe('build contexts', () => {
  const project = (contexts: string, dockerfile: string): Readonly<Record<string, string>> => ({
    'compose.yaml': `services:
  web:
    build: {context: ., additional_contexts: ${contexts}}
  other:
    build: {context: other}
`,
    Dockerfile: dockerfile,
    'other/Dockerfile': 'FROM scratch\nUSER app\nEXPOSE 80\n',
  });
  const baseOf = (files: ProjectFiles): string | undefined => valueOf(containerOf(parseProject(files)).image?.base);

  test('an image instead of the base', () => {
    expect(baseOf(project('{base: "docker-image://debian:12"}', 'FROM base\n'))).toBe('debian:12');
    expect(baseOf(project('["base=docker-image://debian:12"]', 'FROM base\n'))).toBe('debian:12');
  });

  test('an image of another service', () => {
    const files = project('{base: "service:other"}', 'FROM base\nEXPOSE 443\n');
    expect(userOf(files)).toBe('app');
    expect(baseOf(files)).toBe('scratch');
  });

  test('a directory instead of the base is unknown', () => {
    expect(baseOf(project('{base: ./base}', 'FROM base\n'))).toBeUndefined();
  });

  test('one instead of a stage', () => {
    const files = project('{one: "docker-image://debian:12"}', 'FROM alpine AS one\nUSER root\nFROM one\n');
    expect(userOf(files)).toBeUndefined();
    expect(baseOf(files)).toBe('debian:12');
  });

  test('services that build on each other', () => {
    const files = {
      'compose.yaml':
        'services:\n  web: {build: {context: ., additional_contexts: {a: "service:other"}}}\n  other: {build: {context: ., additional_contexts: {a: "service:web"}}}\n',
      Dockerfile: 'FROM a\n',
    };
    expect(containerOf(parseProject(files)).image).toBeUndefined();
  });
});

test('a Dockerfile that many services build from is read only so often', () => {
  const services = Array.from({ length: 600 }, (_, index) => `  s${index}: {build: .}\n`).join('');
  const parsed = parseProject({
    'compose.yaml': `services:\n${services}`,
    Dockerfile: `FROM a\nRUN ${'x'.repeat(10_000)}\nUSER app\n`,
  });
  expect(problemsIn(parsed)).toEqual(['syntax/limit: build']);
  expect(containerOf(parsed, 's0').image?.user).toBeDefined();
  expect(containerOf(parsed, 's599').image).toBeUndefined();
});
