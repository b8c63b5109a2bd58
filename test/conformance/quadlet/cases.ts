import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DockerCase, parseCases } from '../docker/cases.ts';

/** A unit (`script`) with the files next to it. README.md explains the notes. */
export type QuadletCase = DockerCase;

export interface QuadletTopic {
  readonly name: string;
  /** The recordings' file, beside the cases. */
  readonly recordingPath: string;
  readonly cases: readonly QuadletCase[];
}

export function readQuadletTopics(directory: string): readonly QuadletTopic[] {
  return readdirSync(directory)
    .filter((file) => file.endsWith('.unit'))
    .sort()
    .map((file) => ({
      name: file.slice(0, -'.unit'.length),
      recordingPath: join(directory, file.replace(/\.unit$/, '.json')),
      cases: parseCases(readFileSync(join(directory, file), 'utf8'), file, 'web.container'),
    }));
}
