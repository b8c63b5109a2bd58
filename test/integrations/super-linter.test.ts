import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT } from '../docs/markdown.ts';
import { run, temporaryFolder } from './programs.ts';

const SCRIPT = join(ROOT, 'templates/super-linter/add-plimsoll.sh');

/** The lines of Super-linter's files that the script looks for, as of 2026-08-19. */
const LINES: Readonly<Record<string, string>> = {
  'lib/globals/languages.sh': "LANGUAGE_ARRAY=('DART'\n  'DOCKERFILE_HADOLINT'\n)",
  'lib/functions/linterCommands.sh': 'LINTER_COMMANDS_ARRAY_DOCKERFILE_HADOLINT=(hadolint)',
  'lib/globals/linterCommandsOptions.sh':
    'GOOGLE_JAVA_FORMAT_CHECK_ONLY_MODE_OPTIONS=(--dry-run)\nENV_FIX_MODE_OPTIONS=(fix)',
  'lib/functions/buildFileList.sh': '    echo "${FILE}" >>"${FILE_ARRAYS_DIRECTORY_PATH}/file-array-GITLEAKS"',
  'scripts/linterVersions.sh': "declare -A LINTER_NAMES_ARRAY\nLINTER_NAMES_ARRAY['DOCKERFILE_HADOLINT']=hadolint",
  'test/testUtils.sh': 'LANGUAGES_WITH_FIX_MODE=(\n  "DOTNET_SLN_FORMAT_ANALYZERS"\n)',
  'test/inspec/super-linter/controls/super_linter.rb': '    { linter_name: "prettier" },',
  '.github/dependabot.yml': '          - prettier',
  'README.md': '| **Dockerfile** |\n| **FIX_DOTNET_SLN_FORMAT_ANALYZERS** |\n| **VALIDATE_DOCKERFILE_HADOLINT** |',
};

const folder = temporaryFolder('super-linter');
const env = { PATH: `${folder.path}/bin:${process.env['PATH'] ?? ''}` };
const add = (): ReturnType<typeof run> => run('bash', [SCRIPT], { cwd: folder.path, env });

function program(name: string, text: string): void {
  const path = join(folder.path, 'bin', name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${text}\n`);
  chmodSync(path, 0o755);
}

beforeAll(() => {
  program('npm', 'echo npm "$@"');
  program('plimsoll', `exec '${process.execPath}' '${join(ROOT, 'dist/plimsoll.cjs')}' "$@"`);
  for (const [path, text] of Object.entries(LINES)) {
    mkdirSync(dirname(join(folder.path, path)), { recursive: true });
    writeFileSync(join(folder.path, path), `${text}\n`);
  }
  const { code, stdout, stderr } = add();
  expect({ code, stdout, stderr }).toMatchObject({ code: 0, stderr: '' });
  expect(stdout).toMatch(/^npm install --prefix dependencies .* plimsoll@\d+\.\d+\.\d+$/m);
});
afterAll(() => {
  folder.remove();
});

test('every file gets its lines, and keeps its own', () => {
  for (const [path, text] of Object.entries(LINES)) {
    const lines = readFileSync(join(folder.path, path), 'utf8').trimEnd().split('\n');
    const added = lines.filter((line) => /plimsoll/i.test(line));
    expect(added.length, path).toBeGreaterThan(0);
    expect(lines.filter((line) => !added.includes(line))).toEqual(text.split('\n'));
  }
});

/** The exit code of the command that Super-linter makes for a test file, in one of its modes. */
function lintAs(mode: 'CHECK_ONLY' | 'FIX', file: string): ReturnType<typeof run> {
  const script = `. lib/globals/languages.sh; . lib/globals/linterCommandsOptions.sh; . lib/functions/linterCommands.sh
    [[ " \${LANGUAGE_ARRAY[*]} " == *" DOCKER_PLIMSOLL "* ]] || exit 9
    "\${LINTER_COMMANDS_ARRAY_DOCKER_PLIMSOLL[@]}" "\${DOCKER_PLIMSOLL_${mode}_MODE_OPTIONS[@]}" "$PWD/test/linters/docker_plimsoll/${file}"`;
  return run('bash', ['-c', script], { cwd: folder.path, env });
}

test('the good file passes, the bad one fails until it is fixed', () => {
  expect(lintAs('CHECK_ONLY', 'compose.good.yaml')).toMatchObject({ code: 0 });
  expect(lintAs('CHECK_ONLY', 'compose.bad.yaml')).toMatchObject({ code: 1 });
  expect(lintAs('FIX', 'compose.bad.yaml')).toMatchObject({ code: 0 });
  expect(lintAs('CHECK_ONLY', 'compose.bad.yaml')).toMatchObject({ code: 0 });
});

test('a file without the line it looks for stops the script', () => {
  writeFileSync(join(folder.path, 'lib/globals/languages.sh'), '');
  const { code, stderr } = add();
  expect({ code, stderr }).toEqual({ code: 1, stderr: "No line starts with:   'DOCKERFILE_HADOLINT'\n" });
});
