import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NAMED_IN, PLACEHOLDER, repositoryIn, setAddresses } from '../../scripts/release/addresses.ts';
import { cutChangelog, notesOf } from '../../scripts/release/changelog.ts';
import { packRelease } from '../../scripts/release/package.ts';
import { bundledPackages, createSbom } from '../../scripts/release/sbom.ts';
import { ROOT } from '../docs/markdown.ts';
import { install } from './package.ts';
import { run, temporaryFolder } from './programs.ts';

const folder = temporaryFolder('release');
afterAll(() => {
  folder.remove();
});

describe('the package as it is published', () => {
  const installed = join(folder.path, 'project/node_modules/plimsoll');

  beforeAll(() => {
    const tarball = packRelease(ROOT, join(folder.path, 'out'));
    expect(readdirSync(join(folder.path, 'out'))).toEqual([expect.stringMatching(/^plimsoll-[\d.]+\.tgz$/)]);
    mkdirSync(join(folder.path, 'project'));
    writeFileSync(join(folder.path, 'project/package.json'), '{ "private": true }\n');
    install(tarball, join(folder.path, 'project'));
  }, 180_000);

  test('has no scripts, and nothing that only builds need', () => {
    const manifest: unknown = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
    expect(manifest).toMatchObject({ name: 'plimsoll', bin: { plimsoll: 'dist/plimsoll.cjs' } });
    for (const key of ['scripts', 'devDependencies', 'dependencies']) expect(manifest).not.toHaveProperty(key);
  });

  test('has the same files as npm pack would take, and runs', () => {
    const { stdout } = run('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT });
    const [{ files }] = JSON.parse(stdout) as [{ readonly files: readonly { readonly path: string }[] }];
    const paths = readdirSync(installed, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(installed.length + 1))
      .filter((path) => !path.startsWith('dist/code-cache'));
    expect(paths.sort()).toEqual(files.map(({ path }) => path).sort());
    expect(run('node', [join(installed, 'dist/plimsoll.cjs'), '--version'], { cwd: folder.path }).code).toBe(0);
  });
});

test('a package can be packed into a directory of what it is packed from, without other builds', () => {
  const root = join(folder.path, 'root');
  const files = [
    'dist/plimsoll.cjs',
    'dist/standalone/plimsoll',
    'schemas/a.json',
    'CHANGELOG.md',
    'README.md',
    'LICENSE',
  ];
  for (const path of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  cpSync(join(ROOT, 'package.json'), join(root, 'package.json'));
  const tarball = packRelease(root, join(root, 'dist/release'));
  const { stdout } = spawnSync('tar', ['-tzf', tarball], { encoding: 'utf8' });
  expect(stdout.split('\n')).toContain('package/dist/plimsoll.cjs');
  expect(stdout).not.toContain('standalone');
});

test('a package names the repository that builds it, if it names none', () => {
  const root = join(folder.path, 'named');
  for (const path of ['dist/plimsoll.cjs', 'schemas/a.json', 'CHANGELOG.md', 'README.md', 'LICENSE']) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), '');
  }
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
  const own = { type: 'git', url: 'https://git.example.com/own' };
  const packed = (fields: object): unknown => {
    writeFileSync(join(root, 'package.json'), JSON.stringify({ ...manifest, ...fields }));
    const tarball = packRelease(root, join(root, 'out'), 'https://git.example.com/plimsoll');
    return JSON.parse(spawnSync('tar', ['-xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }).stdout);
  };
  expect(packed({ repository: undefined })).toMatchObject({
    name: 'plimsoll',
    repository: { type: 'git', url: 'git+https://git.example.com/plimsoll.git' },
  });
  expect(packed({ repository: own })).toMatchObject({ repository: own });
});

describe('the list of what is in a release', () => {
  test('has the packages that are bundled, with versions, licences and digests, and no tools', async () => {
    const { components } = await createSbom(ROOT);
    const refs = components.map((component) => component['bom-ref']);
    expect(refs).toEqual(expect.arrayContaining([...(await bundledPackages(ROOT))]));
    expect(refs.map((ref) => ref.replace(/@[^@]+$/, ''))).toEqual(expect.arrayContaining(['yaml', 'unbash', 'bun']));
    expect(refs.filter((ref) => /^(?:vitest|typescript|eslint)@/.test(ref))).toEqual([]);
    for (const component of components)
      expect(component).toMatchObject({
        scope: 'required',
        purl: expect.stringMatching(/^pkg:npm\//) as unknown,
        hashes: [{ alg: 'SHA-512' }],
        licenses: [expect.anything()],
      });
  });
});

const CHANGELOG = `# Changelog

## [Unreleased]

The first release will be 0.1.0.

### Added

- A thing.

## [0.0.1] - 2020-01-01

- Older.
`;

describe('the changelog', () => {
  test('is cut under the version and the day', () => {
    expect(cutChangelog(CHANGELOG, '0.1.0', '2030-02-03')).toBe(`# Changelog

## [Unreleased]

## [0.1.0] - 2030-02-03

### Added

- A thing.

## [0.0.1] - 2020-01-01

- Older.
`);
  });

  test('gives the notes of one version', () => {
    const cut = cutChangelog(CHANGELOG, '0.1.0', '2030-02-03');
    expect(notesOf(cut, '0.1.0')).toBe('### Added\n\n- A thing.\n');
    expect(notesOf(cut, '0.0.1')).toBe('- Older.\n');
  });

  test('gives the notes of a version that is not cut yet', () => {
    expect(notesOf(CHANGELOG, '0.1.0')).toBe('### Added\n\n- A thing.\n');
  });

  test('is not cut twice for nothing', () => {
    expect(() => cutChangelog(cutChangelog(CHANGELOG, '0.1.0', '2030-02-03'), '0.2.0', '2030-02-04')).toThrow(
      'nothing',
    );
  });

  test('of the project can be cut', () => {
    const cut = cutChangelog(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), '9.9.9', '2030-02-03');
    expect(notesOf(cut, '9.9.9')).toMatch(/^### Added/);
  });
});

test('npm version commits and tags a release, with the version wherever it is named', () => {
  const checkout = join(folder.path, 'checkout');
  const paths = [
    '.npmrc',
    'CHANGELOG.md',
    'README.md',
    'docs',
    'templates',
    'mega-linter-plugin-plimsoll',
    'editors/vscode/package.json',
    'package.json',
    'package-lock.json',
    'scripts/release',
    'tsconfig.json',
  ];
  for (const path of paths) cpSync(join(ROOT, path), join(checkout, path), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
    readonly version: string;
    readonly scripts: object;
  };
  const tsx = JSON.stringify(join(ROOT, 'node_modules/tsx/dist/cli.mjs'));
  writeFileSync(
    join(checkout, 'package.json'),
    `${JSON.stringify({ ...manifest, scripts: { version: `node ${tsx} scripts/release/version.ts` } }, undefined, 2)}\n`,
  );
  const git = (...args: readonly string[]): string => {
    const { status, stdout, stderr } = spawnSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args],
      { cwd: checkout, encoding: 'utf8' },
    );
    // Grep exits with 1 if it finds nothing.
    if (status !== 0 && !(args[0] === 'grep' && status === 1)) throw new Error(stderr);
    return stdout;
  };
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  const env = {
    GIT_AUTHOR_NAME: 'a',
    GIT_AUTHOR_EMAIL: 'a@example.com',
    GIT_COMMITTER_NAME: 'a',
    GIT_COMMITTER_EMAIL: 'a@example.com',
  };
  const { code, stderr } = run('npm', ['version', '7.8.9'], { cwd: checkout, env });
  expect({ code, stderr }).toMatchObject({ code: 0 });
  expect(git('tag').trim()).toBe('v7.8.9');
  expect(git('log', '-1', '--format=%s').trim()).toBe('chore: release 7.8.9');
  expect(git('status', '--porcelain')).toBe('');
  expect(git('show', 'HEAD:CHANGELOG.md')).toMatch(/^## \[7\.8\.9\] - \d{4}-\d\d-\d\d$/m);
  expect(git('show', 'HEAD:README.md')).toContain('plimsoll-7.8.9.tgz');
  const integrations = git('show', 'HEAD:docs/integrations.md');
  for (const named of ['rev: v7.8.9', 'plimsoll@v7.8.9', 'plimsoll:7.8.9']) expect(integrations).toContain(named);
  expect(integrations).not.toContain(manifest.version);
  const old = manifest.version.replaceAll('.', '\\.');
  expect(git('grep', '--count', '-E', `plimsoll[-:@]v?${old}|rev: v${old}`, 'HEAD').trim()).toBe('');
  expect(git('show', 'HEAD:templates/plimsoll.yml')).toContain('default: 7.8.9\n');
  const trunk = git('show', 'HEAD:templates/trunk/plugin.yaml');
  expect(trunk.match(/known_good_version: 7\.8\.9\n/g)).toHaveLength(2);
  expect(trunk).toContain('plimsoll@7.8.9 ');
  expect(git('show', 'HEAD:templates/super-linter/add-plimsoll.sh')).toContain('PACKAGE=plimsoll@7.8.9\n');
  expect(git('show', 'HEAD:mega-linter-plugin-plimsoll/plimsoll.megalinter-descriptor.yml')).toContain(
    'plimsoll@7.8.9\n',
  );
  expect(git('show', 'HEAD:editors/vscode/package.json')).toContain('"version": "7.8.9"');
});

describe('the repository and the address of the site', () => {
  test('are what package.json says, in every file that names them', () => {
    const root = join(folder.path, 'addresses');
    for (const path of ['package.json', ...NAMED_IN]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      cpSync(join(ROOT, path), join(root, path));
    }
    const before = repositoryIn(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object);
    for (const [repository, site] of [['acme/hull', 'https://hull.example/docs/'], ['acme/line']] as const) {
      setAddresses(root, repository, site);
      const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      expect(manifest).toMatchObject({
        repository: { url: `git+https://github.com/${repository}.git` },
        homepage: 'https://hull.example/docs/',
      });
      for (const path of NAMED_IN) {
        const text = readFileSync(join(root, path), 'utf8');
        expect(text).toContain(repository);
        expect(text.split(repository)).toHaveLength(readFileSync(join(ROOT, path), 'utf8').split(before).length);
      }
    }
    expect(() => {
      setAddresses(root, 'https://github.com/acme/hull', undefined);
    }).toThrow('https://github.com/acme/hull: give OWNER/NAME.');
    expect(() => {
      setAddresses(root, 'acme/hull', 'http://hull.example');
    }).toThrow('the site needs https');
  });

  test('are named nowhere else', () => {
    const { stdout } = run('git', ['grep', '--name-only', '--fixed-strings', PLACEHOLDER], { cwd: ROOT });
    const found = stdout.split('\n').filter((path) => path !== '' && path !== 'scripts/release/addresses.ts');
    expect(found.filter((path) => !NAMED_IN.includes(path))).toEqual([]);
  });
});
