import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { BEFORE_PUBLISHING, CI_FILES, CI_SYSTEMS, ciFiles } from '../../src/cli/commands/init-ci.ts';
import { main } from '../../src/cli/main.ts';
import { createMemoryIo, type MemoryIo } from '../memory-io.ts';

async function init(
  system: string,
  tree: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number; readonly io: MemoryIo }> {
  const io = createMemoryIo(tree);
  return { code: await main(['init', '--ci', system], io), io };
}

describe('init --ci', () => {
  test.each([...CI_SYSTEMS])('writes one file for %s, asking nothing', async (system) => {
    const { code, io } = await init(system);
    const { path, text } = CI_FILES[system];
    expect({ code, written: [...io.written] }).toEqual({ code: 0, written: [[path, text]] });
    expect(io.out()).toBe(`Wrote ${path}.\n${BEFORE_PUBLISHING}.\n`);
    expect(parse(text)).toBeTypeOf('object');
  });

  test('the job of GitLab, a container itself, has no finding', async () => {
    const { path, text } = CI_FILES.gitlab;
    const io = createMemoryIo({ [path]: text });
    const code = await main(['--preset', 'all', '--format', 'text', path], io);
    expect(code).toBe(0);
    expect(io.out()).not.toContain('syntax/');
  });

  test('a pipeline that is there is left as it is, and includes a file next to it', async () => {
    const { code, io } = await init('gitlab', { '.gitlab-ci.yml': 'test: { script: [make] }\n' });
    expect({ code, written: [...io.written.keys()] }).toEqual({ code: 0, written: ['.gitlab/plimsoll.gitlab-ci.yml'] });
    expect(io.out()).toBe(
      'Wrote .gitlab/plimsoll.gitlab-ci.yml. Add to .gitlab-ci.yml: include: [{ local: .gitlab/plimsoll.gitlab-ci.yml }]\n' +
        `${BEFORE_PUBLISHING}.\n`,
    );
  });

  test.each([
    ['pre-commit', '.pre-commit-config.yaml', '      - id: plimsoll\n'],
    ['github', '.github/workflows/plimsoll.yml', '      - run: plimsoll --allow-empty --format github\n'],
  ])('%s: a %s that is there is left as it is, and what it needs is said', async (system, path, line) => {
    const { code, io } = await init(system, { [path]: 'repos: []\n' });
    expect({ code, written: io.written.size }).toEqual({ code: 2, written: 0 });
    expect(io.err()).toContain(`${path} already exists and was not changed.`);
    expect(io.out()).toContain(line);
  });

  test('names what there is for another system', async () => {
    const { code, io } = await init('jenkins');
    expect(code).toBe(2);
    expect(io.err()).toContain('github, gitlab, pre-commit');
  });
});

test.each([
  ['github', 'plimsoll@', '"$GITHUB_WORKSPACE/plimsoll-'],
  ['gitlab', 'plimsoll@', '"$CI_PROJECT_DIR/plimsoll-'],
  ['pre-commit', "additional_dependencies: ['plimsoll@", 'language: system'],
] as const)(
  '%s installs from the registry once there is something, and from a file before',
  (system, after, before) => {
    const texts = [true, false].map((isPublished) => ciFiles(isPublished)[system].text);
    expect(texts.map((text) => [text.includes(after), text.includes(before)])).toEqual([
      [true, false],
      [false, true],
    ]);
    for (const text of texts) expect(parse(text)).toBeTypeOf('object');
  },
);

test.skipIf(spawnSync('pre-commit', ['--version']).error !== undefined)('pre-commit takes the hook', () => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-init-'));
  try {
    for (const isPublished of [true, false]) {
      writeFileSync(join(folder, '.pre-commit-config.yaml'), ciFiles(isPublished)['pre-commit'].text);
      execFileSync('pre-commit', ['validate-config', '.pre-commit-config.yaml'], { cwd: folder, stdio: 'pipe' });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
