import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OTHER_BUILDS } from '../../scripts/build/other-builds.ts';
import { findTools } from '../../scripts/tools.ts';
import { type Block, PAGES, ROOT } from '../docs/markdown.ts';
import { objectAt, objectsAt, parseBody, stringAt } from '../engine/json.ts';
import { install, pack } from './package.ts';
import { type Result, run, temporaryFolder } from './programs.ts';

const folder = temporaryFolder('package');
const project = join(folder.path, 'project');
const installed = join(project, 'node_modules/plimsoll');
let packed = { tarball: '', stdout: '' };

beforeAll(() => {
  packed = pack(folder.path);
  mkdirSync(project);
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "private": true, "type": "module" }\n');
  install(packed.tarball, project);
}, 180_000);
afterAll(() => {
  folder.remove();
});

describe('the package', () => {
  test('npm pack prints its name and nothing else, as programs that call it expect', () => {
    expect(packed.stdout).toMatch(/^plimsoll-[\d.]+\.tgz\n$/);
  });

  test('has what is needed, and nothing else', () => {
    const paths = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(installed, join(entry.parentPath, entry.name)).split(sep).join('/'));
    const isCode = (path: string): boolean => /^dist\/[\w-]+\.c?js$/.test(path);
    expect(paths.filter(isCode)).toEqual(expect.arrayContaining(['dist/plimsoll.cjs', 'dist/index.js']));
    expect(paths.filter((path) => !isCode(path)).sort()).toEqual(
      [
        ...['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md'],
        'dist/index.d.ts',
        ...['.plimsoll.yaml', 'compose.yaml', 'containers.json', 'deploy.sh', 'plain.compose.yaml'].map(
          (sample) => `dist/samples/${sample}`,
        ),
        ...['schemas/compose-spec.json', 'schemas/config.schema.json'],
        ...['schemas/images-v1.schema.json', 'schemas/model.schema.json', 'schemas/report-v1.schema.json'],
      ].sort(),
    );
  });

  test('leaves out each other build that dist/ has', () => {
    const { files } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { readonly files: string[] };
    expect(files.filter((path) => path.startsWith('!')).sort()).toEqual(
      ['code-cache', ...OTHER_BUILDS].map((name) => `!dist/${name}`).sort(),
    );
  });

  test('is small', () => {
    // An eighth of it is facts about images by version, with links to their sources.
    expect(statSync(packed.tarball).size).toBeLessThan(1024 * 1024);
  });

  test('brings no other package with it, and runs nothing when it is installed', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('scripts.install');
    expect(manifest).not.toHaveProperty('scripts.postinstall');
  });
});

const validators = findTools('validators');

describe.skipIf(validators === undefined)('those who judge packages (skipped where PLIMSOLL_LONG=1 never ran)', () => {
  const judge = (program: string, ...args: readonly string[]): Result =>
    run(join(validators ?? '', 'node_modules/.bin', program), args, { cwd: folder.path });

  test('publint has nothing to say', () => {
    const { code, stdout } = judge('publint', installed, '--strict');
    expect(stdout).toContain('All good!');
    expect(code).toBe(0);
  });

  test('the types are right for all that can import an ES module', () => {
    const { stdout } = judge('attw', packed.tarball, '--format', 'json');
    const problems = objectsAt(objectAt(parseBody(stdout), 'analysis'), 'problems');
    // An ES module on purpose: TypeScript's oldest resolution ignores "exports", and CommonJS files
    // use import() or a newer Node.js.
    expect(
      problems.map((problem) => `${stringAt(problem, 'kind')} in ${stringAt(problem, 'resolutionKind')}`).sort(),
    ).toEqual(['CJSResolvesToESM in node16-cjs', 'NoResolution in node10']);
  });
});

describe('in an empty project', () => {
  test('the program runs', () => {
    writeFileSync(join(project, 'bad.compose.yaml'), 'services: { web: { image: nginx, privileged: true } }\n');
    const { code, stdout } = run(join(project, 'node_modules/.bin/plimsoll'), ['--quiet', 'bad.compose.yaml'], {
      cwd: project,
    });
    expect(stdout).toContain('bad.compose.yaml:1:46  error  privileged-container');
    expect(code).toBe(1);
    expect(run(join(project, 'node_modules/.bin/plimsoll'), ['explain', '5.4'], { cwd: project }).stdout).toContain(
      '# privileged-container',
    );
  });

  describe('the code that V8 compiled', () => {
    const dist = join(installed, 'dist');
    const compiled = (): readonly string[] =>
      readdirSync(join(dist, 'code-cache'), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.code'))
        .sort();
    const lint = (env: Readonly<Record<string, string>> = {}): string =>
      run(join(project, 'node_modules/.bin/plimsoll'), ['--quiet', 'bad.compose.yaml'], {
        cwd: project,
        env: { ...process.env, NODE_OPTIONS: undefined, ...env },
      }).stdout;
    const expected = expect.stringContaining('bad.compose.yaml:1:46  error  privileged-container') as unknown;

    test('is kept for the next run, that of each part', () => {
      expect(lint()).toEqual(expected);
      expect(compiled().map((path) => basename(path))).toEqual(
        expect.arrayContaining(['bundle.cjs.code', 'compose-validator.cjs.code', 'yaml.cjs.code']),
      );
      const [first = ''] = compiled();
      const before = statSync(join(dist, 'code-cache', first)).mtimeMs;
      expect(lint()).toEqual(expected);
      expect(statSync(join(dist, 'code-cache', first)).mtimeMs).toBe(before);
    });

    test('is made again where it is damaged', () => {
      // No sample needs a rule page.
      const used = compiled().filter((path) => !basename(path).startsWith('explain.'));
      for (const path of compiled()) writeFileSync(join(dist, 'code-cache', path), 'no code');
      expect(lint()).toEqual(expected);
      expect(used.filter((path) => statSync(join(dist, 'code-cache', path)).size < 100)).toEqual([]);
    });

    test("is left alone where the user says so, and where it can't be kept", () => {
      rmSync(join(dist, 'code-cache'), { recursive: true });
      expect(lint({ NODE_DISABLE_COMPILE_CACHE: '1' })).toEqual(expected);
      expect(existsSync(join(dist, 'code-cache'))).toBe(false);
      writeFileSync(join(dist, 'code-cache'), '');
      expect(lint()).toEqual(expected);
      rmSync(join(dist, 'code-cache'));
    });
  });

  test('its version is that of the package', () => {
    const version = run(join(project, 'node_modules/.bin/plimsoll'), ['--version'], { cwd: project }).stdout.trim();
    expect(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'))).toHaveProperty('version', version);
  });

  test('the schemas can be had by their names', () => {
    const { stdout } = run(
      'node',
      ['--input-type=module', '-e', "console.log(import.meta.resolve('plimsoll/schemas/config.schema.json'))"],
      { cwd: project },
    );
    expect(stdout.trim()).toMatch(/node_modules\/plimsoll\/schemas\/config\.schema\.json$/);
  });
});

describe('docs/library.md', () => {
  const blocks = PAGES.find(({ path }) => path === 'docs/library.md')?.blocks ?? [];
  const examples = blocks.flatMap((block, index): (readonly [name: string, block: Block, output: string])[] => {
    const shown = blocks[index + 1];
    return block.language === 'js'
      ? [[block.title, block, shown?.language === 'text' ? shown.lines.join('\n') : '']]
      : [];
  });
  const write = ({ title, lines }: Block): void => {
    mkdirSync(dirname(join(project, title)), { recursive: true });
    writeFileSync(join(project, title), `${lines.join('\n')}\n`);
  };
  beforeAll(() => {
    for (const block of blocks) if (block.title !== '') write(block);
  });

  test.each(examples)('%s prints what the page shows', (name, _, output) => {
    const { code, stdout, stderr } = run('node', [name], { cwd: project });
    expect({ code, stdout: stdout.trimEnd(), stderr }).toEqual({ code: 0, stdout: output, stderr: '' });
  });

  test.each([
    ['nodenext', 'nodenext'],
    ['bundler', 'esnext'],
  ])('its types are found, and need no others, with moduleResolution %s', (moduleResolution, module) => {
    const compilerOptions = {
      moduleResolution,
      module,
      target: 'es2023',
      lib: ['es2023'],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipDefaultLibCheck: true,
      noEmit: true,
    };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['types.ts'] }));
    const { code, stdout } = run('node', [join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', '.'], { cwd: project });
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });
});
