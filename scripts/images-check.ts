import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageConfigFacts, ImageFacts, RowSource } from '../src/images/facts.ts';
import { readDockerfileConfig } from './images/dockerfile-config.ts';
import { readRows } from './images/table.ts';

const USAGE = `npm run images:check -- FOLDER

Compares the rows of the table of images with their Dockerfiles. FOLDER has the repositories that are at hand, each as FOLDER/owner/name, with or without a
work tree. Says which rows differ from the Dockerfile at their commit, and where that has moved since: then read what changed, correct the row, and set its
commit and date.`;

/** What became of a row. */
type Answer = 'agrees' | 'differs' | 'moved' | 'not at hand' | 'to be read by a person';

const root = join(import.meta.dirname, '..');

process.exitCode = main(process.argv[2]);

function main(folder: string | undefined): number {
  if (folder === undefined || !existsSync(folder)) {
    console.error(USAGE);
    return 2;
  }
  const counts = new Map<Answer, number>();
  for (const { file, row } of readRows(join(root, 'src/images'))) {
    const { answer, lines } = checkRow(row, folder);
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

function checkRow(row: ImageFacts, folder: string): { readonly answer: Answer; readonly lines: readonly string[] } {
  const [own] = row.sources;
  const text = own && readAt(folder, own, own.commit, own.path);
  if (own === undefined || text === undefined) return { answer: 'not at hand', lines: [] };
  const written = readDockerfileConfig(own.path, text, own.target);
  // A template, or one whose stages depend on arguments of the build.
  if (written === undefined) return { answer: 'to be read by a person', lines: [`${own.repository} ${own.path}`] };
  const faults = differences(row.config, written);
  if (own.entrypoint !== undefined && readAt(folder, own, own.commit, own.entrypoint) === undefined)
    faults.push(`${own.entrypoint} is not there`);
  if (faults.length > 0) return { answer: 'differs', lines: faults };
  const moved = row.sources.flatMap((source) =>
    [source.path, source.entrypoint].flatMap((path) => (path === undefined ? [] : changesOf(folder, source, path))),
  );
  return moved.length === 0 ? { answer: 'agrees', lines: [] } : { answer: 'moved', lines: moved };
}

/** What a row says otherwise than the Dockerfile, as far as both know it: what that leaves to its base is not compared. */
function differences(row: ImageConfigFacts, written: ImageConfigFacts): string[] {
  const found: string[] = [];
  for (const key of ['user', 'healthcheck', 'entrypoint', 'cmd'] as const) {
    const [is, has] = [row[key], written[key]].map((value) => JSON.stringify(value));
    // An entrypoint clears the command of the base, which the row need not say.
    if (has !== undefined && is !== undefined && is !== has)
      found.push(`${key} is ${is}, and ${has} in the Dockerfile`);
  }
  for (const key of ['exposedPorts', 'volumes'] as const) {
    const missing = (written[key] ?? []).filter((value) => value !== '$' && row[key]?.includes(value) === false);
    if (missing.length > 0) found.push(`${key} lacks ${missing.join(' ')}`);
  }
  return found;
}

/** Whether a file is another one at the newest commit, or is gone. */
function changesOf(folder: string, source: RowSource, path: string): readonly string[] {
  const then = readAt(folder, source, source.commit, path);
  const now = readAt(folder, source, 'HEAD', path);
  if (then === undefined || then === now) return [];
  return [
    `${source.repository} ${path} ${now === undefined ? 'is gone' : 'has changed'} since ${source.commit.slice(0, 8)}`,
  ];
}

function readAt(folder: string, { repository }: RowSource, commit: string, path: string): string | undefined {
  const place = join(folder, repository);
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
