import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, type TestContext, test } from 'vitest';
import { packRelease } from '../../scripts/release/package.ts';
import { ROOT } from '../docs/markdown.ts';
import { shown } from './docs.ts';
import { copyInstallable } from './package.ts';
import { isInstalled, type Result, requireProgram, run, temporaryFolder } from './programs.ts';
import { FILES, SHOP } from './shop-files.ts';

const CLEAN = 'services:\n  web:\n    image: nginx:1.27\n';
const BAD = 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n';

/**
 * The real pre-commit in its own repository, configured as in docs/integrations.md but with a local
 * plimsoll.
 */
describe('pre-commit', () => {
  const folder = temporaryFolder('pre-commit');
  const [source, user] = [join(folder.path, 'plimsoll'), join(folder.path, 'user')];
  const env = {
    GIT_DIR: undefined,
    GIT_WORK_TREE: undefined,
    GIT_INDEX_FILE: undefined,
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_NAME: 'Somebody',
    GIT_AUTHOR_EMAIL: 'somebody@example.com',
    GIT_COMMITTER_NAME: 'Somebody',
    GIT_COMMITTER_EMAIL: 'somebody@example.com',
    PRE_COMMIT_HOME: join(folder.path, 'home'),
    // Packages are in the cache already.
    npm_config_prefer_offline: 'true',
  };
  const git = (cwd: string, ...argv: readonly string[]): Result => run('git', argv, { cwd, env, timeout: 280_000 });
  const commit = (files: Readonly<Record<string, string>>, ...options: readonly string[]): Result => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(user, name), text);
    git(user, 'add', ...Object.keys(files));
    return git(user, 'commit', '--quiet', '-m', 'change', ...options);
  };
  const toRepository = (path: string): void => {
    git(path, 'init', '--quiet');
    git(path, 'add', '--all');
    git(path, 'commit', '--quiet', '-m', 'all');
  };
  const configFor = (path: string): string =>
    shown('.pre-commit-config.yaml')
      .replace(/(?<=repo: ).*/, path)
      .replace(/(?<=rev: ).*/, git(path, 'rev-parse', 'HEAD').stdout.trim());
  const needs = (context: TestContext): void => {
    for (const program of ['git', 'pre-commit']) requireProgram(program, context);
  };

  beforeAll(() => {
    if (!isInstalled('git') || !isInstalled('pre-commit')) return;
    copyInstallable(source);
    toRepository(source);
    mkdirSync(user);
    git(user, 'init', '--quiet');
    run('pre-commit', ['install'], { cwd: user, env });
    const { code, stdout, stderr } = commit({ '.pre-commit-config.yaml': configFor(source) });
    if (code !== 0) throw new Error(`the first commit failed:\n${stdout}\n${stderr}`);
  }, 300_000);
  afterAll(() => {
    folder.remove();
  });

  test('takes the manifest for a good one', (context) => {
    needs(context);
    expect(
      run('pre-commit', ['validate-manifest', join(ROOT, '.pre-commit-hooks.yaml')], { cwd: user, env }),
    ).toMatchObject({ code: 0 });
  });

  test('a commit of a bad file is stopped, with the reason', (context) => {
    needs(context);
    const { code, stderr } = commit({ 'bad.compose.yaml': BAD });
    expect(code).toBe(1);
    expect(stderr).toContain('bad.compose.yaml:4:17  error  privileged-container');
    expect(git(user, 'ls-tree', '--name-only', 'HEAD').stdout).toBe('.pre-commit-config.yaml\n');
    git(user, 'rm', '--quiet', '--cached', 'bad.compose.yaml');
  });

  test('a clean one passes, whatever else the repository holds: only what is committed is linted', (context) => {
    needs(context);
    expect(commit({ 'bad.compose.yaml': BAD }, '--no-verify').code).toBe(0);
    expect(
      commit({
        'compose.yaml': CLEAN,
        'deploy.sh': 'docker run --rm nginx:1.27 nginx -t\n',
        'values.yaml': 'a: 1\n',
        'README.md': '# It\n',
      }),
    ).toMatchObject({ code: 0 });
    expect(run('pre-commit', ['run', '--files', 'compose.yaml'], { cwd: user, env })).toMatchObject({ code: 0 });
    expect(run('pre-commit', ['run', '--all-files'], { cwd: user, env }).code).toBe(1);
  });

  test('no name of a file is taken for an option or a pattern, by plimsoll or by Node.js', (context) => {
    needs(context);
    writeFileSync(join(user, 'evil.cjs'), 'require("node:fs").writeFileSync("evil-ran", "");\n');
    const hostile = {
      '!dash.compose.yaml': CLEAN,
      '--env-file=e.yaml': 'NODE_OPTIONS="--require ./evil.cjs"\n',
      '--config=x.yaml': 'rules: {privileged-container: off}\n',
      '--experimental-config-file=c.json': '{}\n',
      'x.yaml': 'rules: {privileged-container: off}\n',
      'e.yaml': 'NODE_OPTIONS="--require ./evil.cjs"\n',
      'c.json': '{"nodeOptions": {"require": ["./evil.cjs"]}}\n',
    };
    for (const [name, text] of Object.entries({ ...hostile, 'dash.compose.yaml': BAD }))
      writeFileSync(join(user, name), text);
    git(user, 'add', '--all');
    const { code, stderr } = git(user, 'commit', '--quiet', '-m', 'change');
    expect(stderr).toContain('dash.compose.yaml:4:17  error  privileged-container');
    expect(code).toBe(1);
    expect(existsSync(join(user, 'evil-ran'))).toBe(false);
    git(user, 'rm', '--quiet', '--cached', '-r', '.');
    git(user, 'reset', '--quiet', '--hard');
  });

  test('a bad command in a script without an ending is stopped', (context) => {
    needs(context);
    writeFileSync(join(user, 'run'), '', { mode: 0o755 });
    const { code, stderr } = commit({ run: '#!/bin/bash\ndocker run --privileged nginx:1.27\n' });
    expect(stderr).toContain('run:2:12  error  privileged-container');
    expect(code).toBe(1);
  });

  test('the repository of a release installs its package, and has the same hooks', (context) => {
    needs(context);
    const mirror = join(folder.path, 'mirror');
    const tarball = packRelease(ROOT, join(folder.path, 'packed'));
    mkdirSync(mirror);
    for (const [path, text] of FILES)
      if (path.startsWith('pre-commit/'))
        writeFileSync(join(mirror, basename(path)), text.replaceAll(`plimsoll@${SHOP.version}`, tarball));
    toRepository(mirror);
    const config = join(folder.path, 'mirror.yaml');
    writeFileSync(config, configFor(mirror));
    writeFileSync(join(user, 'bad.compose.yaml'), BAD);
    git(user, 'add', 'bad.compose.yaml');
    const { code, stdout } = run('pre-commit', ['run', '--config', config, '--files', 'bad.compose.yaml'], {
      cwd: user,
      env,
      timeout: 280_000,
    });
    expect(stdout).toContain('bad.compose.yaml:4:17  error  privileged-container');
    expect(code).toBe(1);
    expect(
      run('pre-commit', ['validate-manifest', join(mirror, '.pre-commit-hooks.yaml')], { cwd: user, env }).code,
    ).toBe(0);
  });
});
