import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageFacts } from '../src/images/facts.ts';
import { type Answer, checkRow } from './images/check.ts';
import { readRows } from './images/table.ts';

const USAGE = `npm run images:check -- FOLDER

Compares the rows of the table of images with their Dockerfiles. FOLDER has the repositories that are at hand, each as FOLDER/owner/name, with or without a
work tree. Says which rows differ from the Dockerfile at their commit, and where that has moved since: then read what changed, correct the row, and set its
commit and date.`;

const root = join(import.meta.dirname, '..');

process.exitCode = main(process.argv[2]);

function main(folder: string | undefined): number {
  if (folder === undefined || !existsSync(folder)) {
    console.error(USAGE);
    return 2;
  }
  const counts = new Map<Answer, number>();
  for (const { file, row } of readRows(join(root, 'src/images'))) {
    const { answer, lines } = checkRow(row, (repository, commit, path) =>
      readAt(join(folder, repository), commit, path),
    );
    counts.set(answer, (counts.get(answer) ?? 0) + 1);
    if (lines.length > 0)
      console.log(`${answer}: ${file}: ${nameOf(row)}\n${lines.map((line) => `  ${line}`).join('\n')}`);
  }
  console.log(Array.from(counts, ([answer, count]) => `${count} ${answer}`).join(', '));
  return (counts.get('differs') ?? 0) > 0 ? 1 : 0;
}

function nameOf({ names: [name = ''], covers: { versions = [], tags = [] } }: ImageFacts): string {
  return `${name} ${[...versions, ...tags].join(' ')}`;
}

function readAt(place: string, commit: string, path: string): string | undefined {
  if (!existsSync(place)) return undefined;
  const gitFolder = existsSync(join(place, '.git')) ? join(place, '.git') : place;
  try {
    return execFileSync('git', ['--git-dir', gitFolder, 'show', `${commit}:${path}`], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}
