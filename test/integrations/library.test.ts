import { describe, expect, test } from 'vitest';
import { main } from '../../src/cli/main.ts';
import {
  BaselineError,
  ConfigError,
  type LintFilesOptions,
  lintFiles,
  lintText,
  writeReport,
} from '../../src/index.ts';
import { createMemoryFiles, createMemoryIo } from '../memory-io.ts';

const TREE = {
  '.plimsoll.yaml': 'failOn: warning\nignores: [vendor]\nrules: { missing-healthcheck: off }\n',
  'app/compose.yaml':
    'include: [db.yaml]\nservices:\n  web:\n    image: nginx:1.27\n    privileged: true\n    pid: host # plimsoll: ignore[host-pid-namespace] -- reads all processes\n',
  'app/db.yaml': 'services:\n  db:\n    image: "postgres:${TAG}"\n',
  'app/override.yaml': 'services:\n  db:\n    privileged: true\n',
  'app/values.env': 'TAG=latest\n',
  'vendor/compose.yaml': 'services:\n  old:\n    image: nginx\n',
};

/** Today's date in the in-memory command line. */
const TODAY = '2026-11-24';

describe('lintFiles', () => {
  test.each<
    readonly [name: string, paths: readonly string[], options: Omit<LintFilesOptions, 'files'>, argv: readonly string[]]
  >([
    ['a folder', ['.'], {}, ['.']],
    ['an included file', ['app/db.yaml'], {}, ['app/db.yaml']],
    ['a file that the configuration ignores', ['vendor/compose.yaml'], {}, ['--allow-empty', 'vendor/compose.yaml']],
    ['a missing file', ['nowhere.yaml'], {}, ['nowhere.yaml']],
    [
      'no configuration',
      ['.'],
      { config: false, preset: 'cis-level-1' },
      ['--no-config', '--preset', 'cis-level-1', '.'],
    ],
    [
      'no suppressions',
      ['.'],
      { ignoresSuppressions: true, benchmark: '1.6' },
      ['--no-ignore', '--benchmark', '1.6', '.'],
    ],
    [
      'files that are merged',
      [],
      { projects: [['app/db.yaml', 'app/override.yaml']] },
      ['--project', 'app/db.yaml,app/override.yaml'],
    ],
    ['an env file', ['app/db.yaml'], { envFiles: ['app/values.env'] }, ['--dotenv', 'app/values.env', 'app/db.yaml']],
    [
      'a rule of its own',
      ['.'],
      { rules: { 'privileged-container': { severity: 'info' } } },
      ['--rule', 'privileged-container=info', '.'],
    ],
  ])('reports what the command line reports: %s', async (_, paths, options, argv) => {
    const io = createMemoryIo(TREE);
    const code = await main(['--format', 'json', '--fixes', ...argv], io);
    const result = await lintFiles(paths, {
      files: createMemoryFiles(TREE),
      today: TODAY,
      provesFixes: true,
      ...options,
    });
    expect(await writeReport('json', result)).toBe(io.out());
    expect(result.notes.some(({ severity }) => severity === 'error') ? 2 : result.hasFailed ? 1 : 0).toBe(code);
  });

  test('knows the baseline that the command line wrote', async () => {
    const io = createMemoryIo(TREE);
    await main(['baseline'], io);
    const files = createMemoryFiles({ ...TREE, ...Object.fromEntries(io.written) });
    const open = async (options: Omit<LintFilesOptions, 'files'>): Promise<number> =>
      (await lintFiles(['.'], { files, ...options })).inputs.flatMap(({ findings }) =>
        findings.filter(({ suppression }) => suppression === undefined),
      ).length;
    expect(await open({})).toBe(0);
    expect(await open({ baseline: false })).toBeGreaterThan(10);
    expect((await lintFiles(['.'], { files })).hasFailed).toBe(false);
  });

  test('rejects where a configuration or a baseline is of no use', async () => {
    const files = createMemoryFiles({ ...TREE, 'bad.yaml': 'failsOn: error\n', 'bad.json': '{}' });
    await expect(lintFiles(['.'], { files, config: 'bad.yaml' })).rejects.toThrow(ConfigError);
    await expect(lintFiles(['.'], { files, baseline: 'bad.json' })).rejects.toThrow(BaselineError);
    await expect(lintFiles(['.'], { files, baseline: 'nowhere.json' })).rejects.toThrow(BaselineError);
  });

  test.each<readonly [options: object, message: string]>([
    [{ preset: 'cis-level1' }, 'Unknown preset "cis-level1". Did you mean "cis-level-1"?'],
    [
      { rules: { 'docker-socket-mounts': { severity: 'off' } } },
      'Unknown rule "docker-socket-mounts". Did you mean "docker-socket-mount"?',
    ],
    [{ rules: { nothing: {} } }, 'Unknown rule "nothing". RULES lists them all.'],
    [{ failsOn: 'error' }, 'Unknown option "failsOn". Did you mean "failOn"?'],
    [
      { rules: { 'privileged-container': { severity: 'warn' } } },
      'Invalid setting for rule "privileged-container": `severity` must be one of off, info, warning, error. Did you mean `warning`?',
    ],
    [
      { rules: { 'privileged-host-port': { options: { allow: [80, 'http'] } } } },
      'Invalid setting for rule "privileged-host-port": Item 2 of `allow` must be a whole number.',
    ],
    [
      { rules: { 'privileged-host-port': { options: { alow: [80] } } } },
      'Invalid setting for rule "privileged-host-port": unknown key `alow`. Did you mean `allow`?',
    ],
    [
      { rules: { 'privileged-host-port': { allow: [80] } } },
      'Unknown setting of a rule "allow". Valid values: severity, options.',
    ],
  ])('rejects what does not exist: %j', async (options, message) => {
    const files = createMemoryFiles(TREE);
    await expect(lintFiles(['.'], { files, ...options })).rejects.toThrow(new TypeError(message));
    if (!('failsOn' in options))
      await expect(lintText({ path: 'compose.yaml', text: '' }, options)).rejects.toThrow(new TypeError(message));
  });

  test('takes one path as it takes several', async () => {
    const files = createMemoryFiles(TREE);
    expect(await lintFiles('app', { files })).toEqual(await lintFiles(['app'], { files }));
  });

  test('notes an env file that is not there', async () => {
    const { notes } = await lintFiles(['app/db.yaml'], { files: createMemoryFiles(TREE), envFiles: ['nowhere.env'] });
    expect(notes).toContainEqual({
      path: 'nowhere.env',
      message: 'No such file or directory.',
      severity: 'error',
    });
  });

  test('takes the values of variables', async () => {
    const files = createMemoryFiles({ 'compose.yaml': 'services: { web: { image: "nginx:${TAG}" } }\n' });
    const rules = async (environment: ReadonlyMap<string, string>): Promise<readonly string[]> =>
      (await lintFiles(['compose.yaml'], { files, environment })).inputs.flatMap(({ findings }) =>
        findings.map(({ rule }) => rule),
      );
    expect(await rules(new Map())).not.toContain('unpinned-image');
    expect(await rules(new Map([['TAG', 'latest']]))).toContain('unpinned-image');
  });
});
