import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { createNodeFileSystem } from '../../src/files/node-file-system.ts';
import { discover } from '../../src/projects/discover.ts';
import { createRandom } from './random.ts';
import { composeText, manifestText, plainScriptText, scriptText } from './texts.ts';

/** A directory of Compose files and related files. */
export interface Corpus {
  readonly folder: string;
  /** The Compose files, relative to it. */
  readonly files: readonly string[];
  /** Their total size in UTF-16 units. */
  readonly size: number;
}

const SEED = 5;

/** Writes `count` Compose files, each in its own directory; reproducible. */
export function generateCorpus(folder: string, count: number): Corpus {
  const random = createRandom(SEED);
  const files = Array.from({ length: count }, (_, index) => ({
    path: `app-${index}/compose.yaml`,
    text: composeText(random),
  }));
  for (const { path, text } of files) write(join(folder, path), text);
  return {
    folder,
    files: files.map(({ path }) => path),
    size: files.reduce((size, { text }) => size + text.length, 0),
  };
}

/** Copies a user's tree without scripts and other inputs, so that all tools get the same files. */
export function copyCorpus(from: string, folder: string): Corpus {
  const left = new Set<string>();
  const files: string[] = [];
  let size = 0;
  for (const input of discover({ paths: ['.'] }, createNodeFileSystem(from)).inputs) {
    for (const { path, text } of input.files) {
      if (input.kind === 'compose') {
        files.push(path);
        size += text.length;
      } else left.add(path);
    }
  }
  cpSync(from, folder, {
    recursive: true,
    filter: (path) => !left.has(relative(from, path)) && !['.git', 'node_modules'].includes(basename(path)),
  });
  return { folder, files, size };
}

const FILES_PER_PROJECT = 10;
const PROJECTS_PER_GROUP = 50;

/**
 * Writes a tree of `count` files, ten per project: two Compose files, a script with containers, one
 * without, and six others.
 */
export function generateTree(folder: string, count: number): void {
  const random = createRandom(SEED);
  for (let project = 0; project < count / FILES_PER_PROJECT; project += 1) {
    const texts: Readonly<Record<string, string>> = {
      'compose.yaml': composeText(random),
      'dev/docker-compose.yml': composeText(random),
      'deploy.sh': scriptText(random),
      'scripts/test.sh': plainScriptText(random),
      'k8s/deployment.yaml': manifestText(random),
      '.github/workflows/ci.yml':
        'on: [push]\njobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm test\n',
      'package.json': `${JSON.stringify({ name: `project-${project}`, version: '1.0.0', scripts: { test: 'vitest run' }, dependencies: { express: '^5.0.0' } }, undefined, 2)}\n`,
      'README.md': `# Project ${project}\n\nRun it with \`docker compose up\`.\n`,
      'src/main.py': 'def main():\n    print("hello")\n\n\nif __name__ == "__main__":\n    main()\n',
      Dockerfile: 'FROM python:3.13\nCOPY src /app\nCMD ["python", "/app/main.py"]\n',
    };
    const home = join(folder, `group-${Math.floor(project / PROJECTS_PER_GROUP)}`, `project-${project}`);
    for (const [path, text] of Object.entries(texts)) write(join(home, path), text);
  }
}

/** The number of files below a directory. */
export function countFiles(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
