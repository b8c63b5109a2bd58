import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { shown, valueAt } from './docs.ts';
import { copyInstallable } from './package.ts';
import { type Result, run, temporaryFolder } from './programs.ts';

const action = readFileSync(join(ROOT, 'action.yml'), 'utf8');

interface Step {
  readonly name: string;
  readonly script: string;
  readonly env: Readonly<Record<string, string>>;
}

const steps = listAt('runs', 'steps').map((_, index): Step => {
  const at = (...keys: readonly string[]): unknown => valueAt(action, 'runs', 'steps', index, ...keys);
  return { name: String(at('name')), script: String(at('run')), env: stringsIn(at('env')) };
});
function stepOf(name: string): Step {
  const step = steps.find((one) => one.name === name);
  if (step === undefined) throw new Error(`action.yml has no step ${name}`);
  return step;
}

const inputs = Object.keys(stringsIn(valueAt(action, 'inputs')));

function listAt(...keys: readonly string[]): readonly unknown[] {
  const value = valueAt(action, ...keys);
  return Array.isArray(value) ? value : [];
}

function stringsIn(value: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(typeof value === 'object' && value !== null ? value : {}).map(([key, item]) => [key, String(item)]),
  );
}

describe('action.yml', () => {
  test('puts nothing that is given to it into a script', () => {
    expect(steps.map(({ script }) => script).filter((script) => script.includes('${{'))).toEqual([]);
  });

  test('uses each input, and each that it uses is there', () => {
    expect([...new Set([...action.matchAll(/inputs\.([\w-]+)/g)].map(([, name]) => name))].sort()).toEqual(
      [...inputs].sort(),
    );
  });

  test('is shown in the documentation with inputs that it has, and a file that it writes', () => {
    const workflow = shown('.github/workflows/plimsoll.yml');
    expect(
      Object.keys(stringsIn(valueAt(workflow, 'jobs', 'lint', 'steps', 1, 'with'))).filter(
        (name) => !inputs.includes(name),
      ),
    ).toEqual([]);
    expect(String(valueAt(workflow, 'jobs', 'lint', 'steps', 1, 'with', 'upload'))).toBe('true');
    expect(valueAt(workflow, 'permissions', 'security-events')).toBe('write');
  });
});

/** The action's steps, run by bash as on GitHub, with its checkout next to the workspace. */
describe('its steps', () => {
  const folder = temporaryFolder('action');
  const [checkout, workspace, temp] = [
    join(folder.path, 'action'),
    join(folder.path, 'workspace'),
    join(folder.path, 'temp'),
  ];
  const [summary, output] = [join(temp, 'summary.md'), join(temp, 'output')];

  /** The action's other questions to GitHub; the checkout is no release. */
  let contexts: Readonly<Record<string, string>> = {};

  const runStep = (name: string, given: Readonly<Record<string, string>>): Result => {
    const { script, env } = stepOf(name);
    const input = (name: string): string => given[name] ?? String(valueAt(action, 'inputs', name, 'default'));
    const own = Object.fromEntries(
      Object.entries(env).map(([key, value]) => [
        key,
        value.replace(/^\$\{\{ (\w+)\.([\w.-]+) \}\}$/, (_, context: string, name: string) =>
          context === 'inputs' ? input(name) : (contexts[`${context}.${name}`] ?? ''),
        ),
      ]),
    );
    const file = join(temp, 'step.sh');
    writeFileSync(file, script);
    const runner = {
      GITHUB_ACTION_PATH: checkout,
      GITHUB_WORKSPACE: workspace,
      GITHUB_STEP_SUMMARY: summary,
      GITHUB_OUTPUT: output,
      RUNNER_TEMP: temp,
      npm_config_prefer_offline: 'true',
    };
    return run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', file], {
      cwd: workspace,
      env: { ...runner, ...own },
      timeout: 170_000,
    });
  };
  const runLint = (given: Readonly<Record<string, string>> = {}): Result => runStep('Lint', given);
  const write = (name: string, text: string): void => {
    mkdirSync(join(workspace, name, '..'), { recursive: true });
    writeFileSync(join(workspace, name), text);
  };

  beforeAll(() => {
    copyInstallable(checkout);
    mkdirSync(workspace);
    mkdirSync(temp);
    write('stacks/web/compose.yaml', 'services:\n  web:\n    image: nginx:1.27\n    privileged: true\n');
    write('stacks/old/compose.yaml', 'services:\n  old:\n    image: nginx:1.27\n    pid: host\n');
    write('a folder/compose.yaml', 'services:\n  db:\n    image: postgres:17\n');
    const { code, stdout, stderr } = runStep('Get plimsoll', {});
    if (code !== 0) throw new Error(`the build failed:\n${stdout}\n${stderr}`);
    const [, program = ''] = /^program=(.*)$/m.exec(readFileSync(output, 'utf8')) ?? [];
    contexts = { 'steps.get.outputs.program': program };
  }, 180_000);
  beforeEach(() => {
    writeFileSync(summary, '# Before\n');
    writeFileSync(output, '');
  });
  afterAll(() => {
    folder.remove();
  });

  test('a build that is there is used again', () => {
    const before = readFileSync(join(checkout, 'dist/plimsoll.cjs'), 'utf8');
    expect(runStep('Get plimsoll', {})).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(readFileSync(output, 'utf8')).toBe(`program=${join(checkout, 'dist/plimsoll.cjs')}\n`);
    expect(readFileSync(join(checkout, 'dist/plimsoll.cjs'), 'utf8')).toBe(before);
  });

  test('annotates, adds to the summary, writes SARIF and fails', () => {
    const { code, stdout } = runLint();
    expect(code).toBe(1);
    expect(stdout).toMatch(/^::error file=stacks\/web\/compose\.yaml,line=4,.*title=privileged-container/m);
    expect(readFileSync(summary, 'utf8')).toMatch(/^# Before\n## CIS Docker Benchmark/);
    expect(readFileSync(output, 'utf8')).toBe('exit-code=1\n');
    expect(JSON.parse(readFileSync(join(workspace, 'plimsoll.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
  });

  test('takes paths and options one a line, with blanks in them', () => {
    mkdirSync(join(workspace, 'out'));
    const { code, stdout } = runLint({
      paths: 'stacks\na folder\n!stacks/old/**\n',
      args: '--preset=cis-level-1\n--rule\nprivileged-container=off\n',
      'fail-on': 'error',
      'sarif-file': 'out/of the way.sarif',
    });
    expect(stdout).toContain('file=a folder/compose.yaml');
    expect(stdout).not.toMatch(/stacks\/old|title=privileged-container/);
    expect(code).toBe(0);
    expect(existsSync(join(workspace, 'out/of the way.sarif'))).toBe(true);
  });

  test('takes a policy and a commit, and leaves suppressed findings out of SARIF', () => {
    const text =
      'services:\n  web:\n    image: nginx:1.27\n    # plimsoll: ignore[host-network] -- it is needed\n    network_mode: host\n';
    write('b/compose.yaml', text);
    const results = (): readonly unknown[] =>
      resultsIn(JSON.parse(readFileSync(join(workspace, 'plimsoll.sarif'), 'utf8')));
    expect(runLint({ paths: 'b' }).code).toBe(0);
    expect(JSON.stringify(results())).not.toContain('host-network');
    expect(runLint({ paths: 'b', policy: './none' }).stderr).toContain('./none');
    expect(runLint({ paths: 'b', since: '--x y' }).stderr).toContain('--since');
    rmSync(join(workspace, 'b'), { recursive: true });
  });

  test('takes no path for an option', () => {
    write('--config=x.yaml', 'services:\n  x:\n    image: nginx:1.27\n    privileged: true\n');
    write('--env-file=x.yaml', 'services:\n  y:\n    image: nginx:1.27\n    privileged: true\n');
    const { code, stdout } = runLint({ paths: '--config=x.yaml\n--env-file=x.yaml\n' });
    expect(stdout).toContain('file=--config=x.yaml,line=4');
    expect(stdout).toContain('file=--env-file=x.yaml,line=4');
    expect(code).toBe(1);
    for (const name of ['--config=x.yaml', '--env-file=x.yaml']) rmSync(join(workspace, name));
  });

  test.each([
    ['findings below the threshold', { paths: 'a folder' }, 0],
    ['findings at the threshold', { paths: 'a folder', 'fail-on': 'info' }, 1],
    ['never', { 'fail-on': 'never' }, 0],
    ['a missing file', { paths: 'nowhere' }, 2],
    ['a wrong option', { args: '--nothing' }, 2],
    ['a SARIF file that cannot be written', { 'sarif-file': '/dev/null/out.sarif' }, 2],
  ])('ends as plimsoll does: %s', (_, given, expected) => {
    const { code } = runLint(given);
    expect(code).toBe(expected);
    expect(readFileSync(output, 'utf8')).toBe(`exit-code=${expected}\n`);
  });

  test.each([
    '$(touch made)',
    '`touch made`',
    '"; touch made; "',
    "'; touch made; '",
    '${IFS}touch${IFS}made',
    '| touch made',
    '-h; touch made',
  ])('runs nothing of what is given: %s', (hostile) => {
    const before = readdirSync(workspace);
    // All inputs are words before plimsoll runs and stops at the first wrong one.
    runLint({
      ...Object.fromEntries(inputs.map((name) => [name, hostile])),
      'sarif-file': join(temp, hostile.replaceAll('/', '')),
    });
    expect(readdirSync(workspace)).toEqual(before);
  });
});

/** Runs the install step with a stand-in `gh` that knows two commits and one release. */
describe('at the commit of a release', () => {
  const folder = temporaryFolder('action-release');
  const [checkout, bin, assets, temp, output] = ['action', 'bin', 'assets', 'temp', 'output'].map((name) =>
    join(folder.path, name),
  ) as [string, string, string, string, string];
  const version = '9.8.7';

  const program = (name: string, text: string): void => {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${text}\n`, { mode: 0o755 });
  };
  const asset = (name: string, make: (path: string) => void): void => {
    make(join(assets, name));
    const { stdout } = run('sh', ['-c', 'sha256sum plimsoll-* > SHA256SUMS; cat SHA256SUMS'], { cwd: assets });
    expect(stdout).toContain(name);
  };
  const get = (own: Readonly<Record<string, string>> = {}): Result =>
    run('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', stepOf('Get plimsoll').script], {
      cwd: folder.path,
      env: {
        PATH: `${bin}:${process.env['PATH'] ?? ''}`,
        GITHUB_ACTION_PATH: checkout,
        GITHUB_OUTPUT: output,
        RUNNER_TEMP: temp,
        RUNNER_TOOL_CACHE: join(folder.path, 'tools'),
        RUNNER_OS: 'Linux',
        RUNNER_ARCH: 'X64',
        PLIMSOLL_REPOSITORY: 'acme/plimsoll',
        PLIMSOLL_REF: 'v9',
        ...own,
      },
    });
  const gotten = (): string => readFileSync(output, 'utf8').replace(/^program=(.*)\n$/, '$1');
  const log = join(folder.path, 'log');

  beforeEach(() => {
    for (const path of ['tools', 'assets', 'bin', 'temp', 'action'].map((name) => join(folder.path, name))) {
      rmSync(path, { recursive: true, force: true });
      mkdirSync(path);
    }
    for (const file of [output, log]) writeFileSync(file, '');
    writeFileSync(
      join(checkout, 'package.json'),
      `{\n  "name": "plimsoll",\n  "version": "${version}",\n  "license": "MIT"\n}\n`,
    );
    program(
      'gh',
      `echo "$*" >> '${log}'
case $1-$2 in
  api-repos/acme/plimsoll/commits/v${version} | api-repos/acme/plimsoll/commits/v9) echo 1111 ;;
  api-*/commits/main) echo 2222 ;;
  api-*) exit 1 ;;
  release-download)
    while [ $# -gt 0 ]; do
      case $1 in --dir) dir=$2 ;; --pattern) cp '${assets}'/$2 "$dir/" ;; esac
      shift
    done ;;
esac`,
    );
    program('npm', `echo "npm $*" >> '${log}'; mkdir -p dist; echo > dist/plimsoll.cjs`);
  });
  afterAll(() => {
    folder.remove();
  });

  const tarball = (path: string): void => {
    mkdirSync(join(assets, 'package/dist'), { recursive: true });
    writeFileSync(join(assets, 'package/dist/plimsoll.cjs'), '// released\n');
    run('tar', ['-czf', path, 'package'], { cwd: assets });
  };

  test('the package of the release is used, without a build, and kept', () => {
    asset(`plimsoll-${version}.tgz`, tarball);
    expect(get()).toMatchObject({ code: 0 });
    expect(readFileSync(gotten(), 'utf8')).toBe('// released\n');
    writeFileSync(output, '');
    expect(get()).toMatchObject({ code: 0 });
    expect(gotten()).toContain(join('tools/plimsoll', version));
    const calls = readFileSync(log, 'utf8').split('\n');
    expect(calls.filter((call) => call.startsWith('release download'))).toHaveLength(1);
    expect(calls.filter((call) => call.startsWith('npm'))).toEqual([]);
  });

  test('the executable is used where there is no Node.js', () => {
    program('node', 'exit 127');
    asset('plimsoll-linux-x64', (path) => {
      writeFileSync(path, '#!/bin/sh\necho released\n');
    });
    expect(get()).toMatchObject({ code: 0 });
    expect(run(gotten(), [], { cwd: folder.path }).stdout).toBe('released\n');
  });

  test('a file that is not the one of the list is not used', () => {
    asset(`plimsoll-${version}.tgz`, tarball);
    writeFileSync(join(assets, `plimsoll-${version}.tgz`), 'another');
    expect(get().code).not.toBe(0);
    expect([readFileSync(output, 'utf8'), readdirSync(join(folder.path, 'tools/plimsoll', version))]).toEqual(['', []]);
  });

  test.each([
    ['at another commit', { PLIMSOLL_REF: 'main' }],
    ['at a commit that is not known', { PLIMSOLL_REF: 'nowhere' }],
    ['from a path', { PLIMSOLL_REPOSITORY: '', PLIMSOLL_REF: '' }],
  ])('it is built %s', (_, own) => {
    expect(get(own)).toMatchObject({ code: 0 });
    expect(readFileSync(log, 'utf8')).toMatch(/npm ci --ignore-scripts .*\nnpm run build\n$/);
    expect(gotten()).toBe(join(checkout, 'dist/plimsoll.cjs'));
  });

  test('without a release and without Node.js it says what is missing', () => {
    program('node', 'exit 127');
    expect(get({ PLIMSOLL_REF: 'main' })).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^::error::.*setup-node/) as unknown,
    });
  });
});

function resultsIn(log: unknown): readonly unknown[] {
  const runs: unknown = Object.entries(log ?? {}).find(([key]) => key === 'runs')?.[1];
  const results = Array.isArray(runs)
    ? runs.map((run: unknown) => Object.entries(run ?? {}).find(([key]) => key === 'results')?.[1] as unknown)
    : [];
  return results.flatMap((found) => (Array.isArray(found) ? (found as readonly unknown[]) : []));
}
