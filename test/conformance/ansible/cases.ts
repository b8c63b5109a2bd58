import { type DockerCase, parseCases } from '../docker/cases.ts';
import { readTopics, type Topic } from '../topics.ts';

/** Tasks (`script`) with surrounding files. README.md explains the notes. */
export type AnsibleCase = DockerCase;

export function readAnsibleTopics(directory: string): readonly Topic<AnsibleCase>[] {
  return readTopics(directory, '.yml', (text, file) => parseCases(text, file, 'tasks.yml'));
}
