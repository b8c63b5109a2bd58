import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGit } from '../../src/cli/git-program.ts';
import { main } from '../../src/cli/main.ts';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { isInstalled, requireProgram } from '../integrations/programs.ts';
import { createMemoryIo } from '../memory-io.ts';

type Tree = Readonly<Record<string, string>>;

const CALL = 'subprocess.run([\n  "docker",\n  "run",\n  "--rm",\n  x])\n';
/** All kinds of what fails a strict run. */
const TREE: Tree = {
  'a.py': `#!/usr/bin/env python3\nimport os\nos.system("docker run a")\n${CALL}`,
  'b.sh': 'docker ps\ncurl x | sh\n',
  'c.ps1': 'docker compose up\n',
  'd.sh': 'foo --exec "docker run a"\n',
  'compose.yaml': 'services: {web: {image: "i:1", privileged: true}}\n',
  tool: '\x7fELF docker\n',
  link: '-> ../outside',
};

let root = '';
beforeEach((context) => {
  requireProgram('git', context);
  root = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-known-')));
  writeFileSync(join(root, 'outside'), '');
  mkdirSync(join(root, 'trusted'));
  git('trusted', 'init', '--quiet');
  write('trusted', TREE);
  commit('trusted');
  git('.', 'clone', '--quiet', 'trusted', 'change');
});
afterEach(() => {
  if (isInstalled('git')) rmSync(root, { recursive: true, force: true });
});

function git(folder: string, ...args: readonly string[]): void {
  const settings = ['user.name=a', 'user.email=a@example.com', 'commit.gpgSign=false', 'core.autocrlf=false'];
  const env = { ...process.env, GIT_DIR: undefined, GIT_WORK_TREE: undefined, GIT_INDEX_FILE: undefined };
  execFileSync('git', [...settings.flatMap((each) => ['-c', each]), ...args], {
    cwd: join(root, folder),
    stdio: 'pipe',
    env,
  });
}

function write(folder: string, tree: Tree): void {
  for (const [path, text] of Object.entries(tree)) {
    const at = join(root, folder, path);
    mkdirSync(dirname(at), { recursive: true });
    if (text.startsWith('-> ')) symlinkSync(text.slice(3), at);
    else writeFileSync(at, text);
    if (path === 'tool') chmodSync(at, 0o755);
  }
}

function commit(folder: string): void {
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message=a');
}

/** The exit code, and the files and lines that fail. */
async function strict(folder: string, ...argv: readonly string[]): Promise<readonly [number, readonly string[]]> {
  const io = createMemoryIo({}, { workingDirectory: join(root, folder) });
  const code = await main(['--format', 'text', '--untrusted', '--strict', ...argv], {
    ...io,
    files: createNodeFileSystem(join(root, folder)),
    git: () => Promise.resolve(createGit(join(root, folder), { PATH: process.env['PATH'], HOME: root })),
  });
  const said = io.out() + io.err();
  const found = Array.from(
    said.matchAll(
      /^(?:plimsoll: )?([\w./]+)(?::(\d+):\d+: error |: (?:Line (\d+): |Not read|It is (?:outside|a directory)))/gm,
    ),
    ([, path = '', line, other]) => `${path}:${line ?? other ?? ''}`,
  );
  return [code, found.toSorted()];
}

const ALL = ['a.py:3', 'a.py:5', 'b.sh:2', 'c.ps1:1', 'compose.yaml:1', 'd.sh:1', 'link:', 'tool:'];

/** Changes, and what fails then. */
const CHANGES: readonly (readonly [name: string, change: () => void, found: readonly string[]])[] = [
  ['nothing', () => undefined, []],
  [
    'lines move',
    () => {
      write('change', { 'a.py': `import a\n\n${TREE['a.py'] ?? ''}`, 'd.sh': `\n${TREE['d.sh'] ?? ''}` });
    },
    [],
  ],
  [
    'one command more',
    () => {
      write('change', { 'a.py': `${TREE['a.py'] ?? ''}os.system("docker run b")\n` });
    },
    ['a.py:9'],
  ],
  [
    'the same command again',
    () => {
      write('change', { 'c.ps1': 'docker compose up\ndocker compose up\n' });
    },
    ['c.ps1:2'],
  ],
  [
    'an argument',
    () => {
      write('change', { 'd.sh': 'foo --exec "docker run b"\n' });
    },
    ['d.sh:1'],
  ],
  [
    'an argument on a line of its own',
    () => {
      write('change', { 'a.py': (TREE['a.py'] ?? '').replace('--rm', '--privileged') });
    },
    ['a.py:5'],
  ],
  [
    'a binary',
    () => {
      write('change', { tool: '\x7fELF docker other\n' });
    },
    ['tool:'],
  ],
  [
    'a document becomes executable, and stays prose',
    () => {
      write('change', { 'x.md': 'docker run a\n' });
      chmodSync(join(root, 'change/x.md'), 0o755);
    },
    [],
  ],
];

describe('what was there before a change does not fail', () => {
  test('but it does by itself', async () => {
    expect(await strict('change')).toEqual([2, ALL]);
  });

  test.each(CHANGES)('with --since: %s', async (_, change, found) => {
    change();
    commit('change');
    expect(await strict('change', '--since', 'origin/HEAD')).toEqual([
      found.length === 0 ? 0 : expect.any(Number),
      found,
    ]);
  });

  test('with --since: a renamed file, and a link that leads elsewhere', async () => {
    git('change', 'mv', 'c.ps1', 'e.ps1');
    rmSync(join(root, 'change/link'));
    write('change', { link: '-> ../trusted' });
    commit('change');
    expect(await strict('change', '--since', 'origin/HEAD')).toEqual([2, ['link:']]);
  });

  test('but what was read before does, if a new name hides it', async () => {
    git('change', 'mv', 'd.sh', 'd.ps1');
    commit('change');
    expect(await strict('change', '--since', 'origin/HEAD')).toEqual([2, ['d.ps1:1']]);
  });
});

describe('what a trusted baseline has does not fail', () => {
  const OUT = /^(?:link|\.\.\/change\/link):$/;

  test.each(CHANGES)('%s', async (_, change, found) => {
    expect(await writeBaseline('trusted')).toBe(2);
    change();
    commit('change');
    for (const [folder, baseline, path] of [
      ['change', '../trusted/.plimsoll-baseline.json', '.'],
      ['trusted', '.plimsoll-baseline.json', '../change'],
    ] as const) {
      const [, left] = await strict(folder, '--baseline', baseline, path);
      expect(left.filter((one) => !OUT.test(one)).map((one) => one.replace('../change/', ''))).toEqual(found);
    }
  });

  test('if the baseline is in a directory outside any repository', async () => {
    await writeBaseline('trusted');
    mkdirSync(join(root, 'kept'));
    copyFileSync(join(root, 'trusted/.plimsoll-baseline.json'), join(root, 'kept/known.json'));
    expect(await strict('change', '--baseline', '../kept/known.json')).toEqual([2, ['link:']]);
  });

  test('but it does if the baseline is above the repository, and names other paths', async () => {
    await writeBaseline('trusted');
    copyFileSync(join(root, 'trusted/.plimsoll-baseline.json'), join(root, 'known.json'));
    expect(await strict('change', '--baseline', '../known.json')).toEqual([2, ALL]);
  });
});

/** Writes the baseline of a directory; the link that leads out is an error. */
async function writeBaseline(folder: string): Promise<number> {
  const files = createNodeFileSystem(join(root, folder));
  const io = createMemoryIo({}, { workingDirectory: join(root, folder) });
  const code = await main(['baseline', '--untrusted', '--strict'], { ...io, files });
  for (const [path, text] of io.written) writeFileSync(join(root, folder, path), text);
  return code;
}
