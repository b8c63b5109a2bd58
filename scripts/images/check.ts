import type { ImageConfigFacts, RowSource, WrittenRow } from '../../src/images/facts.ts';
import { readDockerfileConfig } from './dockerfile-config.ts';

/** What became of a row. */
export type Answer = 'agrees' | 'differs' | 'moved' | 'not at hand' | 'to be read by a person';

/** Reads a file of a repository at a commit, or at its newest one (`HEAD`); `undefined` where it is not there. */
export type ReadAt = (repository: string, commit: string, path: string) => string | undefined;

/** What became of a row, and what to look at. */
export interface Checked {
  readonly answer: Answer;
  readonly lines: readonly string[];
}

/**
 * Compares a row with the Dockerfile at its commit, and that with the newest one. What the Dockerfile leaves to its
 * base is not compared.
 */
export function checkRow(row: WrittenRow, readAt: ReadAt): Checked {
  const [own] = row.sources;
  const text = own && readAt(own.repository, own.commit, own.path);
  if (own === undefined || text === undefined) return { answer: 'not at hand', lines: [] };
  const written = readDockerfileConfig(own.path, text, own.target);
  // A template, or one whose stages depend on arguments of the build.
  if (written === undefined) return { answer: 'to be read by a person', lines: [`${own.repository} ${own.path}`] };
  const faults = differences(row.config, written);
  if (own.entrypoint !== undefined && readAt(own.repository, own.commit, own.entrypoint) === undefined)
    faults.push(`${own.entrypoint} is not there`);
  if (faults.length > 0) return { answer: 'differs', lines: faults };
  const moved = row.sources.flatMap((source) =>
    [source.path, source.entrypoint].flatMap((path) => (path === undefined ? [] : changesOf(readAt, source, path))),
  );
  return moved.length === 0 ? { answer: 'agrees', lines: [] } : { answer: 'moved', lines: moved };
}

/**
 * What a row says otherwise than the Dockerfile, as far as both know it: what that leaves to its base is not compared.
 */
function differences(row: ImageConfigFacts, written: ImageConfigFacts): string[] {
  const found: string[] = [];
  for (const key of ['user', 'healthcheck', 'entrypoint', 'cmd'] as const) {
    const [is, has] = [row[key], written[key]].map((value) => JSON.stringify(value));
    // An entrypoint clears the command of the base, which the row need not say.
    if (has !== undefined && is !== undefined && is !== has)
      found.push(`${key} is ${is}, and ${has} in the Dockerfile`);
  }
  for (const key of ['exposedPorts', 'volumes'] as const) {
    const missing = (written[key] ?? []).filter((value) => row[key]?.includes(value) === false);
    if (missing.length > 0) found.push(`${key} lacks ${missing.join(' ')}`);
  }
  return found;
}

/** Whether a file is another one at the newest commit, or is gone. */
function changesOf(readAt: ReadAt, source: RowSource, path: string): readonly string[] {
  const then = readAt(source.repository, source.commit, path);
  const now = readAt(source.repository, 'HEAD', path);
  if (then === undefined || then === now) return [];
  return [
    `${source.repository} ${path} ${now === undefined ? 'is gone' : 'has changed'} since ${source.commit.slice(0, 8)}`,
  ];
}
