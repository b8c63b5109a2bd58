import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createGlob } from '../../src/files/glob.ts';
import { lintText } from '../../src/index.ts';
import { RULES } from '../../src/rules/index.ts';
import { ROOT } from '../docs/markdown.ts';
import { blocksIn, shown, valueAt } from './docs.ts';
import { run, temporaryFolder } from './programs.ts';

interface Instruction {
  readonly name: string;
  readonly text: string;
}

/** The Dockerfile's stages. */
const stages = readFileSync(join(ROOT, 'Dockerfile'), 'utf8')
  .replace(/\\\n/g, ' ')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#') && !line.startsWith('ARG '))
  .map((line): Instruction => ({ name: line.split(' ', 1)[0] ?? '', text: line.replace(/^\S+\s+/, '') }))
  .reduce<readonly (readonly Instruction[])[]>(
    (before, instruction) =>
      instruction.name === 'FROM'
        ? [...before, [instruction]]
        : [...before.slice(0, -1), [...(before.at(-1) ?? []), instruction]],
    [],
  );
const [build = [], final = []] = stages;
const textsOf = (stage: readonly Instruction[], name: string): readonly string[] =>
  stage.flatMap((instruction) => (instruction.name === name ? [instruction.text] : []));

describe('the Dockerfile', () => {
  const base = /^ARG NODE=(.*)$/m.exec(readFileSync(join(ROOT, 'Dockerfile'), 'utf8'))?.[1] ?? '';

  test('takes one image of an exact version, which a release can give with its digest', () => {
    expect(base).toMatch(/^node:\d+\.\d+\.\d+-alpine\d+\.\d+$/);
    expect(stages.map((stage) => textsOf(stage, 'FROM')[0]?.split(' ')[0])).toEqual(['${NODE}', '${NODE}']);
  });

  test('is a Node.js that plimsoll and its own build can use', () => {
    expect(Number(/^node:(\d+)/.exec(base)?.[1] ?? 0)).toBeGreaterThanOrEqual(20);
  });

  test('runs plimsoll, not as root, with nothing but what was built', () => {
    expect(textsOf(final, 'USER')).toEqual(['node']);
    expect(textsOf(final, 'COPY')).toEqual(['--from=build /plimsoll/dist /opt/plimsoll']);
    expect(textsOf(final, 'RUN')).toEqual([]);
    expect(textsOf(final, 'ENTRYPOINT')).toEqual(['["node", "--", "/opt/plimsoll/plimsoll.cjs"]']);
  });

  // The applicable hadolint rules.
  test.each<readonly [rule: string, breaks: (instruction: Instruction) => boolean]>([
    ['DL3000: a WORKDIR is absolute', ({ name, text }) => name === 'WORKDIR' && !text.startsWith('/')],
    ['DL3003: WORKDIR, not cd', ({ name, text }) => name === 'RUN' && /(?:^|[;&|]\s*)cd\s/.test(text)],
    ['DL3004: no sudo', ({ name, text }) => name === 'RUN' && /\bsudo\b/.test(text)],
    ['DL3018: a package of Alpine has its version', ({ text }) => /\bapk add\b(?!.*=)/.test(text)],
    ['DL3016: a package of npm has its version', ({ text }) => /\bnpm (?:install|i)\b/.test(text)],
    ['DL3020: COPY, not ADD', ({ name }) => name === 'ADD'],
    [
      'DL3025: CMD and ENTRYPOINT are JSON',
      ({ name, text }) => /^(?:CMD|ENTRYPOINT)$/.test(name) && !text.startsWith('['),
    ],
    [
      'DL3045: COPY goes to a WORKDIR or an absolute path',
      ({ name, text }) => name === 'COPY' && text.includes(' ../'),
    ],
    ['DL4000: no MAINTAINER', ({ name }) => name === 'MAINTAINER'],
  ])('%s', (_, breaks) => {
    expect(stages.flat().filter(breaks)).toEqual([]);
    expect(build.findIndex(({ name }) => name === 'WORKDIR')).toBeLessThan(
      build.findIndex(({ name }) => name === 'COPY'),
    );
  });

  test('no RUN instruction follows another (DL3059), and there is one CMD or ENTRYPOINT (DL4003, DL4004)', () => {
    for (const stage of stages) {
      expect(stage.some(({ name }, at) => name === 'RUN' && stage[at + 1]?.name === 'RUN')).toBe(false);
      expect([...textsOf(stage, 'CMD'), ...textsOf(stage, 'ENTRYPOINT')].length).toBeLessThanOrEqual(1);
    }
  });
});

const dockerignore = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * True if .dockerignore excludes a file: patterns are relative to the root, and the last match wins
 * (moby/patternmatcher).
 */
function isDockerIgnored(path: string): boolean {
  const paths: string[] = [];
  for (let at = path; at !== '.'; at = posix.dirname(at)) paths.push(at);
  return dockerignore.reduce((before, line) => {
    const matches = createGlob(line.replace(/^!/, ''));
    return paths.some((one) => matches(one)) ? !line.startsWith('!') : before;
  }, false);
}

/**
 * The build stage without an engine: its files after .dockerignore, and its commands except the
 * installation.
 */
describe('what it builds', () => {
  const folder = temporaryFolder('docker');
  const [context, image] = [join(folder.path, 'plimsoll'), join(folder.path, 'image')];

  beforeAll(() => {
    mkdirSync(context);
    for (const copy of textsOf(build, 'COPY')) {
      const words = copy.split(' ');
      for (const source of words.slice(0, -1)) {
        cpSync(join(ROOT, source), join(context, source), {
          recursive: true,
          filter: (path) => !isDockerIgnored(relative(ROOT, path).split(sep).join('/')),
        });
      }
    }
    symlinkSync(join(ROOT, 'node_modules'), join(context, 'node_modules'), 'junction');
    for (const command of textsOf(build, 'RUN').filter((text) => !text.startsWith('npm ci '))) {
      const { code, stdout, stderr } = run('sh', ['-c', command], { cwd: context, timeout: 120_000 });
      if (code !== 0) throw new Error(`${command} failed:\n${stdout}\n${stderr}`);
    }
    cpSync(join(context, 'dist'), image, { recursive: true });
    rmSync(context, { recursive: true });
  }, 120_000);
  afterAll(() => {
    folder.remove();
  });

  test('installs what the lock file says, and runs no script of another package', () => {
    expect(textsOf(build, 'RUN').filter((text) => text.startsWith('npm ci '))).toEqual([
      expect.stringContaining('--ignore-scripts'),
    ]);
  });

  test('works by itself, and changes nothing in the project or its own directory', () => {
    const project = join(folder.path, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'compose.yaml'), 'services: { web: { image: nginx, privileged: true } }\n');
    const before = readdirSync(image);
    const plimsoll = (...argv: readonly string[]): ReturnType<typeof run> =>
      run('node', [join(image, 'plimsoll.cjs'), ...argv], { cwd: project, env: { HOME: '/nonexistent' } });
    expect(plimsoll('--format', 'sarif')).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('privileged-container') as unknown,
    });
    expect(plimsoll('explain', 'docker-socket-mount')).toMatchObject({ code: 0 });
    expect(readdirSync(project)).toEqual(['compose.yaml']);
    expect(readdirSync(image)).toEqual(before);
    // The build's compiled code serves starts that can't write any.
    const code = join(image, 'code-cache', readdirSync(join(image, 'code-cache'))[0] ?? '');
    expect(readdirSync(code)).toEqual(expect.arrayContaining(['bundle.cjs.code', 'yaml.cjs.code']));
    expect(existsSync(join(folder.path, 'node_modules'))).toBe(false);
  });
});

describe('the commands of docs/integrations.md', () => {
  const commands = blocksIn('bash').map(({ lines }) => lines.join('\n'));
  const version = String(valueAt(readFileSync(join(ROOT, 'package.json'), 'utf8'), 'version'));

  test('name the image as it is built, of this version', () => {
    const names = [...commands, shown('compose.lint.yaml')]
      .flatMap((text) => [...text.matchAll(/plimsoll:\S+/g)].map(([name]) => name))
      .filter((name) => !name.endsWith(':'));
    expect(new Set(names)).toEqual(new Set([`plimsoll:${version}`]));
  });

  test.each([
    ['docker run', 'run.sh', commands.find((text) => text.startsWith('docker run')) ?? ''],
    ['the Compose service', 'compose.yaml', shown('compose.lint.yaml')],
  ])('%s passes all checks of the preset hardened', async (_, path, text) => {
    const { subjects, findings, undecided } = await lintText({ path, text }, { preset: 'hardened' });
    expect(subjects.map(({ kind }) => kind)).toEqual(['container']);
    expect(findings.filter(({ suppression }) => suppression === undefined)).toEqual([]);
    expect(undecided).toEqual([]);
    expect([...(subjects[0]?.verdicts.keys() ?? [])]).toEqual(RULES.map(({ id }) => id));
  });

  test('the Compose service leaves out one check, and says why', async () => {
    const text = shown('compose.lint.yaml');
    expect(await lintText({ path: 'compose.yaml', text })).toMatchObject({ findings: [], undecided: [] });
    const { undecided } = await lintText({ path: 'compose.yaml', text: text.replace(/# plimsoll:.*/, '') });
    expect(undecided.map(({ rule }) => rule)).toEqual(['missing-healthcheck']);
  });
});
