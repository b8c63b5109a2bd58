import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hostTarget, TARGETS } from '../../scripts/build/standalone.ts';
import { ROOT } from '../docs/markdown.ts';
import { isJsonObject } from '../engine/json.ts';
import { isLong } from '../long.ts';
import { run, temporaryFolder } from './programs.ts';

test('the lock file has the runtime of each executable, with its digest and for its system', () => {
  const lock: unknown = JSON.parse(readFileSync(join(ROOT, 'scripts/bun/package-lock.json'), 'utf8'));
  const packages = isJsonObject(lock) && isJsonObject(lock['packages']) ? lock['packages'] : {};
  for (const { runtime, os, cpu, libc } of TARGETS)
    expect(packages[`node_modules/@oven/${runtime}`]).toMatchObject({
      integrity: expect.stringMatching(/^sha512-/) as unknown,
      os: [os],
      cpu: [cpu],
      ...(libc === undefined ? {} : { libc: [libc] }),
    });
});

// Building needs a download, so only long tests do it; an existing one may be outdated.
describe.skipIf(!isLong)('the executable for this system (with PLIMSOLL_LONG=1)', () => {
  const folder = temporaryFolder('standalone');
  const program = join(ROOT, 'dist/standalone', `plimsoll-${hostTarget().name}`);

  beforeAll(() => {
    expect(spawnSync('npm', ['run', '--silent', 'build:standalone'], { cwd: ROOT, encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  }, 600_000);

  afterAll(() => {
    folder.remove();
  });

  test('prints what the build for Node.js prints', () => {
    const { status, stdout } = spawnSync(
      'npm',
      ['run', '--silent', 'check:standalone', '--', join(ROOT, 'test/fixtures')],
      { cwd: ROOT, encoding: 'utf8', maxBuffer: 2 ** 28 },
    );
    expect(stdout).toMatch(/^\d+ runs, 0 of which differ\n$/);
    expect(status).toBe(0);
  }, 1_200_000);

  test('loads nothing from the directory that it lints', () => {
    writeFileSync(join(folder.path, 'compose.yaml'), 'services: {}\n');
    writeFileSync(join(folder.path, '.env'), 'BUN_INSPECT=x\nPLIMSOLL_YAML_FAST_PATH=0\n');
    writeFileSync(join(folder.path, 'bunfig.toml'), 'preload = ["./loud.js"]\n');
    writeFileSync(join(folder.path, 'loud.js'), 'console.log("loaded");\n');
    expect(run(program, ['compose.yaml'], { cwd: folder.path }).stdout).not.toContain('loaded');
    expect(existsSync(join(folder.path, 'code-cache'))).toBe(false);
  });
});
